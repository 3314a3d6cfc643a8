from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import views
from .context import place

app_name = "casework"

place("desk", _("Desk"), "casework:home", "home")
place("desk", _("Notices"), "casework:notices", "bell")

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("notices/", views.Notices.as_view(), name="notices"),
    path("notices/<str:key>/", views.OneNotice.as_view(), name="notice"),
    path("files/<str:key>/", views.File.as_view(), name="file"),
]
