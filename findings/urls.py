from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.views import thing_paths

from . import views

app_name = "findings"

place("inspection", _("Working papers"), "findings:workingpaper-list", "document-text", "lead", "inspect", "oversee")
place(
    "rectification",
    _("Findings"),
    "findings:finding-list",
    "exclamation-circle",
    "lead",
    "inspect",
    "oversee",
    "observe",
)
place("rectification", _("Landings"), "findings:landing-list", "arrows-right-left", "oversee", "direct", "lead")

urlpatterns = [
    *thing_paths("papers", views.PaperList, views.PaperPage),
    *thing_paths("problems", views.FindingList, views.FindingPage),
    *thing_paths("landings", views.LandingList, views.LandingPage),
    path("of/<str:key>/papers/", views.OfEngagement.as_view(), name="papers-of"),
    path("of/<str:key>/problems/", views.FindingsOfEngagement.as_view(), name="findings-of"),
]
