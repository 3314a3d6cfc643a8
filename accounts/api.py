"""The registry for programs, and their tokens: given for name and password, kept as a digest, ended after a day.

Accounts have no address here: they are opened, and their codes read, by a person before a screen.
"""

from django.core.exceptions import ValidationError
from django.urls import path
from drf_spectacular.utils import extend_schema
from knox.auth import TokenAuthentication
from knox.models import AuthToken
from knox.settings import knox_settings
from rest_framework import serializers, status
from rest_framework.exceptions import NotAuthenticated
from rest_framework.permissions import AllowAny
from rest_framework.response import Response
from rest_framework.views import APIView

from casework.api import Things, api_paths

from . import forms
from .models import Organisation, Person, Tie
from .views.registry import OrganisationFilter, PersonFilter


class Credentials(serializers.Serializer):
    username = serializers.CharField(max_length=60)
    password = serializers.CharField(trim_whitespace=False, style={"input_type": "password"})


class Given(serializers.Serializer):
    token = serializers.CharField(help_text="Send it as `Authorization: Token …`.")
    expires = serializers.DateTimeField()


class Token(APIView):
    """Begin and end a session of a program."""

    permission_classes = [AllowAny]

    def get_authenticators(self):
        return [TokenAuthentication()] if self.request is None or self.request.method == "DELETE" else []

    @extend_schema(request=Credentials, responses={200: Given}, auth=[])
    def post(self, request):
        """Give a token for the name and password of an active account; the oldest gives way to the eleventh."""
        asked = Credentials(data=request.data)
        asked.is_valid(raise_exception=True)
        try:
            user = forms.attempt(request._request, forms.NOT_THIS, **asked.validated_data)
        except ValidationError as error:
            headers = {"WWW-Authenticate": "Token"}
            return Response({"detail": error.messages[0]}, status.HTTP_401_UNAUTHORIZED, headers=headers)
        spare = knox_settings.TOKEN_LIMIT_PER_USER - 1
        oldest = AuthToken.objects.filter(user=user).order_by("-created").values("pk")[spare:]
        AuthToken.objects.filter(pk__in=list(oldest.values_list("pk", flat=True))).delete()
        kept, token = AuthToken.objects.create(user=user)
        return Response(Given({"token": token, "expires": kept.expiry}).data)

    @extend_schema(request=None, responses={204: None})
    def delete(self, request):
        """End the token that this request came with."""
        if request.auth is None:
            raise NotAuthenticated
        request.auth.delete()
        return Response(status=status.HTTP_204_NO_CONTENT)


class Organisations(Things):
    model = Organisation
    fields = tuple(forms.ORGANISATION_FIELDS)
    related = ("parent",)
    filterset_class = OrganisationFilter


class People(Things):
    model = Person
    fields = ("organisation", *forms.PERSON_FIELDS)
    related = ("organisation",)
    filterset_class = PersonFilter


class Ties(Things):
    model = Tie
    fields = ("person", "kind_of", "organisation", "details", "declared_on")
    related = ("person", "organisation")


urlpatterns = [
    path("token/", Token.as_view(), name="token"),
    *api_paths("organisations", Organisations),
    *api_paths("people", People),
    *api_paths("ties", Ties),
]
