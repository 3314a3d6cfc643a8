from django.urls import path
from django.utils.translation import gettext_lazy as _

from . import log, views
from .context import place

app_name = "casework"

place("desk", _("Desk"), "casework:home", "home")
place("desk", _("Notices"), "casework:notices", "bell")

place("settings", _("Whose copy is it?"), "casework:copies", "document-magnifying-glass", "direct", "audit")
place("settings", _("Messages outside"), "casework:deliveries", "paper-airplane", "oversee", "direct", "admit")
place("settings", _("History log"), "casework:log", "shield-check", "audit")

urlpatterns = [
    path("", views.Home.as_view(), name="home"),
    path("notices/", views.Notices.as_view(), name="notices"),
    path("notices/<str:key>/", views.OneNotice.as_view(), name="notice"),
    path("log/", log.Log.as_view(), name="log"),
    path("copies/", views.TakenCopyList.as_view(), name="copies"),
    path("deliveries/", views.Deliveries.as_view(), name="deliveries"),
    path("files/<str:key>/", views.File.as_view(), name="file"),
]
