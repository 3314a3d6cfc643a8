"""What every reply carries, which language it speaks, and how long a session lives.

A page that polls sends `X-Background: 1`: such a request is answered but does not keep a session alive, so a
tab left open on a desk still signs its owner out.
"""

import time
from collections.abc import Callable
from urllib.parse import unquote, urlencode, urlsplit

from django.conf import settings
from django.contrib.auth import logout
from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import translation
from django.utils.cache import patch_vary_headers

GetResponse = Callable[[HttpRequest], HttpResponse]

STARTED, SEEN = "_started", "_seen"
ENDED = "xuncha.session_ended"
PERMISSIONS = ", ".join(
    f"{feature}=()"
    for feature in (
        "accelerometer",
        "camera",
        "display-capture",
        "geolocation",
        "gyroscope",
        "magnetometer",
        "microphone",
        "payment",
        "usb",
    )
)


def headers(get_response: GetResponse) -> GetResponse:
    """No reply is kept by a browser or a proxy, except the static files, which hold nothing of anybody."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        if not request.path.startswith(settings.STATIC_URL):
            response.headers["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["HX-Request"])
        return response

    return middleware


def no_such_address(get_response: GetResponse) -> GetResponse:
    """An address with a NUL in it is nobody's: the database would not even be able to look for it."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if "\0" in request.path or "\0" in unquote(request.META.get("QUERY_STRING", "")):
            raise Http404
        return get_response(request)

    return middleware


def language(get_response: GetResponse) -> GetResponse:
    """Chinese, unless the reader asked for English: what the browser was installed with says nothing."""
    known = dict(settings.LANGUAGES)

    def middleware(request: HttpRequest) -> HttpResponse:
        asked = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME)
        code = asked if asked in known else settings.LANGUAGE_CODE
        request.LANGUAGE_CODE = code
        with translation.override(code):
            response = get_response(request)
        response.headers.setdefault("Content-Language", code)
        return response

    return middleware


def session_clock(get_response: GetResponse) -> GetResponse:
    """Ends a session that was idle for too long, or is simply too old, before anything else looks at it."""
    idle, life = settings.IDLE.total_seconds(), settings.SESSION_LIFE.total_seconds()

    def middleware(request: HttpRequest) -> HttpResponse:
        if request.user.is_authenticated:
            now = time.time()
            started = request.session.setdefault(STARTED, now)
            seen = request.session.setdefault(SEEN, now)
            if now - started > life or now - seen > idle:
                request.META[ENDED] = "idle" if now - seen > idle else "day"
                logout(request)
            elif "X-Background" not in request.headers and now - seen > min(60, idle / 10):
                request.session[SEEN] = now
        return get_response(request)

    return middleware


class LoginRequired(LoginRequiredMiddleware):
    """Sends strangers to the sign-in page; a request of htmx is told to take the whole window there."""

    def handle_no_permission(self, request, view_func):
        response = super().handle_no_permission(request, view_func)
        ended = request.META.get(ENDED)
        if request.headers.get("HX-Request") == "true":
            # After signing in, the reader wants the page that asked, not the fragment that it asked for.
            page = urlsplit(request.headers.get("HX-Current-URL", ""))._replace(scheme="", netloc="").geturl()
            sign_in = urlsplit(response["Location"]).path
            asked = {self.redirect_field_name: page or "/"} | ({"ended": ended} if ended else {})
            return HttpResponse(status=401, headers={"HX-Redirect": f"{sign_in}?{urlencode(asked)}"})
        if ended:
            response["Location"] += f"&ended={ended}"
        return response


def client_address(request: HttpRequest) -> str:
    """The address that asked: what the outermost proxy of ours saw, never what the client claims."""
    forwarded = [part.strip() for part in request.META.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    if settings.PROXIES and len(forwarded) >= settings.PROXIES:
        return forwarded[-settings.PROXIES]
    return request.META.get("REMOTE_ADDR", "")
