"""Two pages, one of them closed, so that what every reply carries can be tested without any app."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.urls import include, path
from django.utils.translation import gettext


def closed(request):
    return HttpResponse(f"closed {gettext('Yes')}")


@login_not_required
def opened(request):
    return HttpResponse(gettext("Yes"))


def broken(request):
    raise RuntimeError("as a test")


urlpatterns = [
    path("closed", closed),
    path("open", opened),
    path("broken", login_not_required(broken)),
    path("accounts/", include(([path("sign-in", login_not_required(opened), name="sign_in")], "accounts"))),
]
