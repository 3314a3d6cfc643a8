from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import desk, place
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

TEAM = ("lead", "inspect")
place("onsite", _("Leads"), "findings:lead-list", "magnifying-glass", *TEAM, "oversee")
place("onsite", _("Individual talks"), "findings:talk-list", "chat-bubble-left-right", *TEAM, "oversee")
place("onsite", _("Confided concerns"), "findings:concern-list", "eye", *TEAM, "direct")
place("onsite", _("Petitions"), "findings:petition-list", "envelope", *TEAM, "oversee", "direct")
place("onsite", _("Unsealing of reporters' names"), "findings:unsealing-list", "lock-closed", *TEAM, "direct")
place("onsite", _("Documents"), "findings:documentrequest-list", "folder-open", *TEAM, "oversee")
place("onsite", _("Field visits"), "findings:fieldvisit-list", "map-pin", *TEAM, "oversee")
place(
    "onsite", _("Personal matters"), "findings:personalmattercheck-list", "clipboard-document-check", *TEAM, "oversee"
)
place("onsite", _("Aspect by aspect"), "findings:aspect-list", "list-bullet", *TEAM, "oversee")
place("onsite", _("Meetings of the team"), "findings:sitting-list", "users", *TEAM, "oversee")

place("onsite", _("Handovers of work"), "findings:handover-list", "arrow-path-rounded-square", *TEAM, "oversee")

desk(_("Leads without an answer"), "findings:open-leads", *TEAM)

urlpatterns = [
    *thing_paths("concerns", views.ConcernList, views.ConcernPage),
    path("desk/leads/", views.OpenLeads.as_view(), name="open-leads"),
    *thing_paths("leads", views.LeadList, views.LeadPage),
    *thing_paths("steps", None, views.StepPage),
    *thing_paths("talks", views.TalkList, views.TalkPage),
    *thing_paths("petitions", views.PetitionList, views.PetitionPage),
    *thing_paths("unsealings", views.UnsealingList, views.UnsealingPage, {"read-reporter": views.ReporterDoor}),
    *thing_paths("documents", views.DocumentList, views.DocumentPage),
    *thing_paths("visits", views.VisitList, views.VisitPage),
    *thing_paths("checks", views.CheckList, views.CheckPage),
    *thing_paths("sittings", views.SittingList, views.SittingPage),
    path("of/<str:key>/leads/", views.LeadsOfEngagement.as_view(), name="leads-of"),
    path("of/<str:key>/registers/", views.Registers.as_view(), name="registers-of"),
    path("of/<str:key>/aspects/", views.AspectsOfEngagement.as_view(), name="aspects-of"),
    path("of-round/<str:key>/priorities/", views.PrioritiesOfRound.as_view(), name="priorities-of-round"),
    path("of-round/<str:key>/matrix/", views.MatrixOfRound.as_view(), name="matrix-of-round"),
    path("of-priority/<str:key>/problems/", views.FindingsOfPriority.as_view(), name="findings-of-priority"),
    *thing_paths("handovers", views.HandoverList, views.HandoverPage),
    *thing_paths("aspects", views.AspectList, views.AspectPage),
    *thing_paths("papers", views.PaperList, views.PaperPage),
    *thing_paths("problems", views.FindingList, views.FindingPage),
    *thing_paths("landings", views.LandingList, views.LandingPage),
    path("of/<str:key>/papers/", views.OfEngagement.as_view(), name="papers-of"),
    path("of/<str:key>/problems/", views.FindingsOfEngagement.as_view(), name="findings-of"),
]
