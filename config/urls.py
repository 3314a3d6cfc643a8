"""Where everything is: each app says its own addresses, and is named here by a string."""

from importlib import import_module
from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView

from casework.addresses import is_inner, is_outer
from config.health import healthz, readyz
from config.manual import api_page

set_language.methods = ["POST"]  # type: ignore[attr-defined]


def of_this_door(patterns):
    """Return the addresses that this process answers: a door has no others, not even to refuse."""
    shut = {"portal": is_inner, "inner": is_outer}.get(settings.DOOR)
    return [entry for entry in patterns if shut is None or not shut(entry)]


def pages(app):
    """The app's pages, under its own name (those of casework, the ground floor, lie at the root)."""
    urls = import_module(f"{app}.urls")
    return path("" if app == "casework" else f"{app}/", include((of_this_door(urls.urlpatterns), urls.app_name)))


def machines(app):
    """The same for the API."""
    return path("", include(of_this_door(import_module(f"{app}.api").urlpatterns)))


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language", login_not_required(set_language), name="set_language"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/", api_page, name="api_page"),
    path(
        "api/v1/",
        include(([machines(app) for app in settings.STOREYS if find_spec(f"{app}.api")], "api")),
    ),
    *([path("styleguide/", include("casework.styleguide"))] if settings.DEBUG else []),
    *[pages(app) for app in settings.STOREYS if find_spec(f"{app}.urls")],
]
