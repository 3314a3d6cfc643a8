"""The two ways in: a password, or the one-time code that was handed over in person.

Only an active account comes in by password, and only one that waits for its first sign-in by code. Every other answer
is the same ``None`` after the same work, so that nobody learns from outside which accounts there are.
"""

from django.contrib.auth.backends import ModelBackend
from django.contrib.auth.hashers import check_password, make_password
from django.utils import timezone

from .models import User


class ByPassword(ModelBackend):
    """Name and password of an active account; also who finds the signed-in person of each request."""

    def user_can_authenticate(self, user):
        return user.is_active and user.stage == User.Stage.ACTIVE

    def get_user(self, user_id):
        user = User.objects.select_related("person__organisation").filter(pk=user_id).first()
        return user if user is not None and self.user_can_authenticate(user) else None


class ByCode(ByPassword):
    """Name and one-time code of an account that waits for it. Choosing a password uses the code up."""

    def authenticate(self, request, username=None, code=None):
        user = User.objects.filter(username=username).first()
        if user is None:
            make_password(code)  # takes as long as the comparison would
            return None
        fits = check_password(code, user.code_hash)
        waits = user.is_active and user.stage == User.Stage.INVITED
        in_time = user.code_until is not None and timezone.now() < user.code_until
        return user if fits and waits and in_time else None
