from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import desk, place
from casework.views import LedgerDoor, thing_paths

from . import views
from .models import Candidate

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
place("inspection", _("Meetings"), "inspections:meeting-list", "user-group", "oversee", "direct", "observe")
place(
    "inspection",
    _("Leading group and office"),
    "inspections:seat-list",
    "identification",
    "oversee",
    "direct",
    "observe",
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
place(
    "onsite",
    _("What units prepare"),
    "inspections:preparation-list",
    "clipboard-document-check",
    *("lead", "inspect", "oversee", "respond", "sign"),
)
place(
    "onsite",
    _("Answers about teams"),
    "inspections:teamreview-list",
    "star",
    *("oversee", "direct", "observe", "respond", "sign"),
)
place("inspection", _("Support of rounds"), "inspections:support-list", "truck", "oversee", "direct", "observe")
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
place("onsite", _("Leaves"), "inspections:leave-list", "sun", "lead", "inspect", "oversee")
HANDLERS = ("lead", "inspect", "direct", "observe")
place("onsite", _("Conduct of the teams"), "inspections:conductmatter-list", "user-minus", *HANDLERS)
place("onsite", _("Admonitions"), "inspections:admonition-list", "chat-bubble-left-ellipsis", "own", *HANDLERS)
place("onsite", _("Leaks"), "inspections:leakincident-list", "megaphone", *HANDLERS)
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

place(
    "inspection",
    _("Decisions of meetings"),
    "inspections:decision-list",
    "check-badge",
    "oversee",
    "direct",
    "observe",
    "lead",
    "handle",
)

place("settings", _("Working days"), "inspections:calendar", "calendar-days", *INSPECTORS, "respond", "sign", "handle")

place(
    "settings", _("Templates of papers"), "inspections:template-list", "document-text", "oversee", "direct", "observe"
)
place("settings", _("Regulation profiles"), "inspections:profile-list", "scale", *INSPECTORS)
place("settings", _("Rungs of reminders"), "inspections:rungs", "bell", *INSPECTORS)

desk(_("Where I am at work"), "inspections:my-engagements", "lead", "inspect", "respond", "sign")
desk(_("Rounds that run"), "inspections:live-rounds", "oversee", "direct", "observe")
desk(_("Decided and still open"), "inspections:open-decisions", "direct", "observe")

urlpatterns = [
    path("desk/units/", views.MyEngagements.as_view(), name="my-engagements"),
    path("desk/rounds/", views.LiveRounds.as_view(), name="live-rounds"),
    path("desk/decisions/", views.OpenDecisions.as_view(), name="open-decisions"),
    path("of-round/<str:key>/decisions/", views.DecisionsOfRound.as_view(), name="decisions-of-round"),
    path("coverage/", views.CoverageList.as_view(), name="coverage"),
    path("coverage/export/", views.CoverageLedger.as_view(), name="coverage-export"),
    path("calendar/", views.CalendarYear.as_view(), name="calendar"),
    path("calendar/moves/", views.DaysMove.as_view(), name="days-move"),
    path("calendar/<int:year>/", views.CalendarYear.as_view(), name="calendar-year"),
    *thing_paths("local-days", views.LocalDaysList, views.LocalDaysPage),
    path("profiles/", views.ProfileList.as_view(), name="profile-list"),
    path("profiles/<slug:code>/", views.ProfilePage.as_view(), name="profile"),
    path("templates/", views.TemplateList.as_view(), name="template-list"),
    path("templates/<slug:code>/", views.TemplateFile.as_view(), name="template-file"),
    path("templates/<slug:code>/sample/", views.SampleOfKind.as_view(), name="template-sample"),
    path("templates/<slug:code>/fields/", views.FieldsOfKind.as_view(), name="template-fields"),
    *thing_paths("own-profiles", None, views.OwnProfilePage),
    *thing_paths("own-rules", views.OwnRuleList, views.OwnRulePage),
    path("rule-moves/<str:key>/", views.RuleMoves.as_view(), name="rule-moves"),
    path("rungs/", views.RungsPage.as_view(), name="rungs"),
    path("rungs/moves/", views.RungsMove.as_view(), name="rungs-move"),
    *thing_paths("usual-rungs", None, views.UsualRungsPage),
    path("category-sets/", views.CategorySetList.as_view(), name="category-set-list"),
    path("category-sets/<slug:code>/", views.CategorySetPage.as_view(), name="category-set"),
    *thing_paths("own-sets", None, views.OwnSetPage),
    *thing_paths("own-categories", None, views.OwnCategoryPage),
    *thing_paths("priorities", views.PriorityList, views.PriorityPage),
    *thing_paths("terms", views.TermList, views.TermPage),
    *thing_paths("rounds", views.RoundList, views.RoundPage),
    *thing_paths("preparations", views.PreparationList, views.PreparationPage),
    *thing_paths("team-reviews", views.TeamReviewList, views.TeamReviewPage),
    *thing_paths("support", views.SupportList, views.SupportPage),
    path("of/<str:key>/preparations/", views.PreparationsOfEngagement.as_view(), name="preparations-of"),
    path("of-round/<str:key>/support/", views.SupportOfRound.as_view(), name="support-of-round"),
    *thing_paths("teams", None, views.TeamPage),
    *thing_paths("postings", None, views.PostingPage),
    *thing_paths("proposals", None, views.ProposalPage, doors={"swap": views.SwapDoor}),
    path("of-round/<str:key>/proposals/", views.ProposalsOfRound.as_view(), name="proposals-of-round"),
    path("candidates/", views.CandidateList.as_view(), name="candidate-list"),
    path("candidates/export/", LedgerDoor.as_view(of=views.CandidateList, model=Candidate), name="candidate-export"),
    *thing_paths("recusals", views.RecusalList, views.RecusalPage),
    *thing_paths("interference", views.InterferenceList, views.InterferencePage),
    *thing_paths("leaves", views.LeaveList, views.LeavePage),
    *thing_paths("conduct", views.ConductList, views.ConductPage),
    *thing_paths("admonitions", views.AdmonitionList, views.AdmonitionPage),
    *thing_paths("leaks", views.LeakList, views.LeakPage),
    *thing_paths("additions", None, views.AdditionPage),
    *thing_paths("pledges", views.PledgeList, views.PledgePage),
    *thing_paths("secondments", views.SecondmentList, views.SecondmentPage),
    *thing_paths("appraisals", None, views.AppraisalPage),
    path("of-round/<str:key>/secondments/", views.SecondmentsOfRound.as_view(), name="secondments-of-round"),
    *thing_paths("plans", views.PlanList, views.PlanPage),
    *thing_paths("upper", views.UpperList, views.UpperPage),
    path("of-round/<str:key>/read-out/", views.ReadOut.as_view(), name="read-out"),
    path("of-round/<str:key>/read-out/export/", views.ReadOutBook.as_view(), name="read-out-export"),
    *thing_paths("seats", views.SeatList, views.SeatPage),
    *thing_paths("decisions", views.DecisionList, views.DecisionPage),
    *thing_paths("meetings", views.MeetingList, views.MeetingPage),
    *thing_paths("reports", None, views.TeamReportPage),
    *thing_paths("engagements", views.EngagementList, views.EngagementPage),
]
