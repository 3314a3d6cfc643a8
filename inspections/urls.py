from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import desk, place
from casework.views import thing_paths

from . import views

app_name = "inspections"

INSPECTORS = ("oversee", "direct", "observe", "lead", "inspect")
place("inspection", _("Rounds"), "inspections:round-list", "clipboard-document-list", *INSPECTORS)
place(
    "inspection",
    _("Inspected units"),
    "inspections:engagement-list",
    "building-office-2",
    *INSPECTORS,
    "respond",
    "sign",
)
place("inspection", _("Terms"), "inspections:term-list", "calendar-days", "oversee", "direct", "observe")
place("inspection", _("Coverage"), "inspections:coverage", "map", "oversee", "direct", "observe")
place("inspection", _("Plans of the years"), "inspections:annualplan-list", "calendar", "oversee", "direct", "observe")
place(
    "inspection",
    _("Inspections by upper levels"),
    "inspections:upperinspection-list",
    "arrow-down-on-square",
    "oversee",
    "direct",
    "observe",
)
place("inspection", _("Local priorities"), "inspections:priority-list", "flag", *INSPECTORS)
place("inspection", _("Category sets"), "inspections:category-set-list", "squares-2x2", *INSPECTORS)
place("inspection", _("Recusals"), "inspections:recusal-list", "shield-exclamation", "oversee", "direct", "observe")
place(
    "onsite",
    _("Asking around and pleading"),
    "inspections:interferencerecord-list",
    "shield-check",
    "lead",
    "inspect",
    "direct",
    "observe",
)
place(
    "referral",
    _("Secondments"),
    "inspections:secondment-list",
    "user-plus",
    "oversee",
    "direct",
    "handle",
    "lead",
    "own",
)
place("inspection", _("Pledges"), "inspections:pledge-list", "hand-raised", "own", "oversee", "direct")

desk(_("Where I am at work"), "inspections:my-engagements", "lead", "inspect", "respond", "sign")
desk(_("Rounds that run"), "inspections:live-rounds", "oversee", "direct", "observe")

urlpatterns = [
    path("desk/units/", views.MyEngagements.as_view(), name="my-engagements"),
    path("desk/rounds/", views.LiveRounds.as_view(), name="live-rounds"),
    path("coverage/", views.CoverageList.as_view(), name="coverage"),
    path("coverage/export/", views.CoverageLedger.as_view(), name="coverage-export"),
    path("category-sets/", views.CategorySetList.as_view(), name="category-set-list"),
    path("category-sets/<slug:code>/", views.CategorySetPage.as_view(), name="category-set"),
    *thing_paths("own-sets", None, views.OwnSetPage),
    *thing_paths("own-categories", None, views.OwnCategoryPage),
    *thing_paths("priorities", views.PriorityList, views.PriorityPage),
    *thing_paths("terms", views.TermList, views.TermPage),
    *thing_paths("rounds", views.RoundList, views.RoundPage),
    *thing_paths("teams", None, views.TeamPage),
    *thing_paths("postings", None, views.PostingPage),
    *thing_paths("recusals", views.RecusalList, views.RecusalPage),
    *thing_paths("interference", views.InterferenceList, views.InterferencePage),
    *thing_paths("additions", None, views.AdditionPage),
    *thing_paths("pledges", views.PledgeList, views.PledgePage),
    *thing_paths("secondments", views.SecondmentList, views.SecondmentPage),
    *thing_paths("appraisals", None, views.AppraisalPage),
    path("of-round/<str:key>/secondments/", views.SecondmentsOfRound.as_view(), name="secondments-of-round"),
    *thing_paths("plans", views.PlanList, views.PlanPage),
    *thing_paths("upper", views.UpperList, views.UpperPage),
    *thing_paths("meetings", None, views.MeetingPage),
    *thing_paths("reports", None, views.TeamReportPage),
    *thing_paths("engagements", views.EngagementList, views.EngagementPage),
]
