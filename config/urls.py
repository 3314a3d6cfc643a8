"""Where everything is: each app says its own addresses, and is named here by a string."""

from importlib.util import find_spec

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path
from django.views.i18n import set_language
from drf_spectacular.views import SpectacularAPIView, SpectacularSwaggerSplitView

from config.health import healthz, readyz


def pages(app):
    """The app's pages, under its own name (those of casework, the ground floor, lie at the root)."""
    return path("" if app == "casework" else f"{app}/", include(f"{app}.urls"))


urlpatterns = [
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
    path("language", login_not_required(set_language), name="set_language"),
    path("api/schema/", SpectacularAPIView.as_view(), name="schema"),
    path("api/", SpectacularSwaggerSplitView.as_view(url_name="schema"), name="api_page"),
    path(
        "api/v1/",
        include(([path("", include(f"{app}.api")) for app in settings.STOREYS if find_spec(f"{app}.api")], "api")),
    ),
    *([path("styleguide/", include("casework.styleguide"))] if settings.DEBUG else []),
    *[pages(app) for app in settings.STOREYS if find_spec(f"{app}.urls")],
]
