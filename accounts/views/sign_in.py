"""The doors: signing in and out, the one-time code, the password, and what a person sets for himself.

Whoever fails is told the same words whether the name is unknown, the password wrong or the account closed. Failing too
often costs a wait, for this name from this address alone.
"""

import json
import re

from axes.helpers import get_client_ip_address
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login, logout, update_session_auth_hash
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import LoginView, RedirectURLMixin
from django.shortcuts import redirect, render, resolve_url
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import FormView, View

from casework import present
from casework.models import Database
from casework.moves import Stale
from casework.policy import Actor

from .. import forms
from ..actions import choose_password
from ..models import Session, User

#: what a session remembers, so that its owner recognises it
AGENT, ADDRESS, SINCE = "agent", "address", "since"

#: why the last session ended, as the session clock says it
ENDED = {
    "idle": gettext_lazy("You were signed out because nothing was done for a while."),
    "day": gettext_lazy("You were signed out because the session had lasted a whole working day."),
}

secrets_in_post = method_decorator(sensitive_post_parameters(), name="dispatch")


def wait(request, response, credentials):
    """What the throttle answers: the page as it is, which says to wait, and the status that means it."""
    response.status_code = settings.AXES_HTTP_RESPONSE_CODE
    response["Retry-After"] = int(settings.AXES_COOLOFF_TIME.total_seconds())
    return response


def let_in(request, user, to: str):
    """Begin a session under a new key and go on to ``to``, in the language that this person reads."""
    login(request, user)
    request.session[AGENT] = request.headers.get("User-Agent", "")[:200]
    request.session[ADDRESS] = get_client_ip_address(request)
    request.session[SINCE] = timezone.now().isoformat()
    return speak(redirect(to), user.language)


def speak(response, language: str):
    """Keep the language where the middleware looks for it."""
    if language:
        response.set_cookie(
            settings.LANGUAGE_COOKIE_NAME,
            language,
            max_age=settings.LANGUAGE_COOKIE_AGE,
            secure=settings.LANGUAGE_COOKIE_SECURE,
            httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
            samesite=settings.LANGUAGE_COOKIE_SAMESITE,
        )
    return response


class SignIn(LoginView):
    """Name and password. A demonstration also lists its people, and one click signs in as one of them."""

    form_class = forms.SignIn
    template_name = "accounts/sign_in.html"
    redirect_authenticated_user = True

    def get(self, request, *args, **kwargs):
        if words := ENDED.get(request.GET.get("ended", "")):
            messages.info(request, words)
        return super().get(request, *args, **kwargs)

    def get_form_kwargs(self):
        kwargs = super().get_form_kwargs()
        if "person" in self.request.POST:
            chosen = next((row for row in demo_people() if row["username"] == self.request.POST["person"]), {})
            kwargs["data"] = {"username": chosen.get("username", ""), "password": chosen.get("password", "")}
        return kwargs

    def form_valid(self, form):
        return let_in(self.request, form.get_user(), self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {"title": _("Sign in"), "people": demo_people()}


def demo_people() -> list[dict[str, str]]:
    """Return the people of a demonstration with their passwords; in an office's database there are none."""
    if not Database.objects.filter(use=Database.Use.DEMO).exists():
        return []
    try:
        return json.loads((settings.DATA / "demo-accounts.json").read_text())
    except FileNotFoundError:
        return []


@method_decorator(login_not_required, name="dispatch")
@secrets_in_post
class OneTimeCode(RedirectURLMixin, FormView):
    """The first sign-in, or the first after a lost password: the code is used up by choosing a password."""

    form_class = forms.OneTimeCode
    template_name = "accounts/one_time.html"
    next_page = settings.LOGIN_REDIRECT_URL

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        try:
            choose_password(form.user, by=Actor.HOUSE, password=form.cleaned_data["password"])
        except Stale:  # somebody was faster with the same code
            form.add_error(None, forms.NOT_THIS_CODE)
            return self.form_invalid(form)
        return let_in(self.request, form.user, self.get_success_url())

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("First sign-in"),
            "lead": _("The one-time code was handed to you in person. With it you choose your own password."),
            "next": self.get_redirect_url(),
        }


@method_decorator(login_not_required, name="dispatch")
class SignOut(View):
    """Ends the session here and on the server, and tells the browser to forget what it kept."""

    def post(self, request):
        logout(request)
        response = redirect(resolve_url(settings.LOGOUT_REDIRECT_URL))
        response["Clear-Site-Data"] = '"cache", "storage"'
        return response


@secrets_in_post
class Password(FormView):
    """A new password, for whoever knows the present one. Every other session of his ends."""

    form_class = forms.ChangePassword
    template_name = "accounts/password.html"

    def get_form_kwargs(self):
        return super().get_form_kwargs() | {"request": self.request}

    def form_valid(self, form):
        user = User.objects.get(pk=self.request.user.pk)
        choose_password(user, by=Actor.HOUSE, password=form.cleaned_data["password"])
        update_session_auth_hash(self.request, user)
        messages.success(self.request, _("The password was changed; everywhere else you are signed out."))
        return redirect("accounts:me")

    def form_invalid(self, form):
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def get_context_data(self, **kwargs):
        return super().get_context_data(**kwargs) | {
            "title": _("Change the password"),
            "crumbs": [{"label": _("My settings"), "url": reverse("accounts:me")}],
            "back_url": reverse("accounts:me"),
        }


class Me(View):
    """What a person sets for himself, and where he is signed in."""

    def get(self, request):
        me = self._me(request)
        initial = {"language": me.language or translation.get_language()}
        return self._page(request, forms.Preferences(instance=me, initial=initial))

    def post(self, request):
        if "end" in request.POST:
            return self._end(request)
        form = forms.Preferences(request.POST, instance=self._me(request))
        if not form.is_valid():
            return self._page(request, form, status=422)
        User.objects.filter(pk=request.user.pk).update(**form.cleaned_data)
        with translation.override(form.cleaned_data["language"]):
            messages.success(request, _("Saved."))
        return speak(redirect("accounts:me"), form.cleaned_data["language"])

    @staticmethod
    def _me(request):
        return User.objects.select_related("person__organisation").get(pk=request.user.pk)

    def _end(self, request):
        for session in Session.objects.visible_to(request.user):
            if session.label == request.POST["end"] and session.session_key != request.session.session_key:
                session.delete()
                messages.success(request, _("That session has ended."))
        return redirect("accounts:me")

    def _page(self, request, form, status=200):
        context = {
            "title": _("My settings"),
            "crumbs": [{"label": _("Desk"), "url": reverse("casework:home")}],
            "facts": present.facts(
                form.instance,
                ("name", "username", ("post", _("post")), ("organisation_name", _("organisation")), "email"),
            ),
            "form": form,
            "actions": [
                {"label": _("Subscribe to my calendar"), "url": reverse("casework:feed-settings")},
                {"label": _("Change the password"), "url": reverse("accounts:password")},
            ],
            "sessions": [self._line(session) for session in self._sessions(request)],
        }
        return render(request, "accounts/me.html", context, status=status)

    @staticmethod
    def _sessions(request):
        return Session.objects.visible_to(request.user).order_by("-expire_date")

    def _line(self, session):
        kept = session.get_decoded()
        since = parse_datetime(kept.get(SINCE, ""))
        return {
            "id": session.label,
            "device": device(kept.get(AGENT, "")),
            "at": present.text_of(since),
            "place": kept.get(ADDRESS, ""),
            "current": session.session_key == self.request.session.session_key,
        }


BROWSERS = (("Edg", "Edge"), ("OPR", "Opera"), ("Firefox", "Firefox"), ("Chrome", "Chrome"), ("Version", "Safari"))
SYSTEMS = (
    ("Android", "Android"),
    ("iPhone|iPad", "iOS"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("Linux", "Linux"),
)


def device(agent: str) -> str:
    """Say in two words from what kind of machine somebody signed in, as far as the browser told."""
    browser = next(
        (f"{name} {found[1]}" for mark, name in BROWSERS if (found := re.search(rf"\b{mark}/(\d+)", agent))), ""
    )
    system = next((name for mark, name in SYSTEMS if re.search(mark, agent)), "")
    return " · ".join(filter(None, (browser, system))) or _("unknown browser")
