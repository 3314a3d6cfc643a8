from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.views import thing_paths, thread_name
from inspections.models import Engagement

from . import views
from .models import EvidenceFlag, ImmediateFix, Item, LadderPaper, Progress, ReturnVisit, VisitedItem
from .thread import STARTS

app_name = "rectification"

place("desk", _("Inbox of the unit"), "rectification:inbox", "inbox-stack", "respond", "sign", "handle")

READERS = ("oversee", "direct", "observe", "lead", "inspect", "respond", "sign", "supervise")
place("rectification", _("Feedback"), "rectification:feedback-list", "envelope-open", *READERS)
place(
    "rectification",
    _("Drafts of feedback"),
    "rectification:opinion-list",
    "document-text",
    "oversee",
    "direct",
    "lead",
)
place(
    "rectification",
    _("Overrulings of the feedback guard"),
    "rectification:overruling-list",
    "shield-exclamation",
    "oversee",
    "direct",
)
place(
    "rectification",
    _("Copies of feedback"),
    "rectification:copy-list",
    "document-duplicate",
    "oversee",
    "direct",
    "handle",
    "respond",
    "sign",
)
place("rectification", _("Rectification ledger"), "rectification:item-list", "table-cells", *READERS)
place("rectification", _("Units side by side"), "rectification:compare", "scale", "oversee", "direct", "observe")
place("rectification", _("Verify items"), "rectification:verify-items", "check-badge", "oversee", "lead")
place("rectification", _("Requests for more time"), "rectification:postponement-list", "clock", *READERS)
place("rectification", _("Amounts put right"), "rectification:recovery-list", "banknotes", *READERS)
place("rectification", _("People dealt with"), "rectification:handling-list", "user-minus", *READERS)
place("rectification", _("Yearly checks"), "rectification:yearlycheck-list", "arrow-path", *READERS)
place(
    "rectification",
    _("Taking over by new principals"),
    "rectification:takingover-list",
    "arrows-right-left",
    "oversee",
    "direct",
    "sign",
)
place("rectification", _("Rectification reports"), "rectification:unitreport-list", "document-check", *READERS)
place("rectification", _("Put right at once"), "rectification:immediatefix-list", "bolt", *READERS)

place(
    "rectification",
    _("Evidence check"),
    "rectification:evidenceflag-list",
    "document-magnifying-glass",
    *("oversee", "direct", "lead", "respond", "sign"),
)

place("rectification", _("Supervision papers"), "rectification:ladderpaper-list", "exclamation-triangle", *READERS)

OFFICE = ("oversee", "direct", "observe")
place("inspection", _("What units are asked for"), "rectification:burden", "scale", *OFFICE)
GOING = (*OFFICE, "lead", "inspect")
place("rectification", _("Return visits"), "rectification:returnvisit-list", "arrow-uturn-left", *GOING)
place("rectification", _("Problems looked at again"), "rectification:visiteditem-list", "eye", *GOING)
place("rectification", _("Notices of return visits"), "rectification:visitnotice-list", "bell-alert", *READERS)

place("rectification", _("Assessments of the rectification"), "rectification:assessment-list", "star", *READERS)
place("rectification", _("Rectification at a glance"), "rectification:overview", "presentation-chart-bar", *OFFICE)
place("rectification", _("Disclosure of the rectification"), "rectification:disclosure-list", "megaphone", *READERS)
place("rectification", _("Satisfaction surveys"), "rectification:satisfactionsurvey-list", "face-smile", *OFFICE)
place("rectification", _("Score sheets"), "rectification:scoresheet-list", "clipboard-document-list", *OFFICE)
place("rectification", _("Accountability"), "rectification:accountability-list", "scale", *OFFICE, "handle")
place(
    "rectification",
    _("Notices of decisions on accountability"),
    "rectification:accountabilitynotice-list",
    "bell-alert",
    *OFFICE,
    "sign",
)

place("rectification", _("Archives of rounds"), "rectification:roundarchive-list", "archive-box", "oversee", "direct")

place("common", _("Common problems at a glance"), "rectification:patterns", "chart-bar-square", *OFFICE)
place("common", _("Suggested common problems"), "rectification:cluster-list", "light-bulb", "oversee", "direct")
place("common", _("Common problems"), "rectification:commonproblem-list", "squares-2x2", *OFFICE)
place("common", _("Tasks on common problems"), "rectification:trinitytask-list", "user-group", *OFFICE, "handle")
place("common", _("Follow-up log"), "rectification:followup-list", "eye", *OFFICE)
place("common", _("Suggestion letters"), "rectification:suggestionletter-list", "envelope", *OFFICE, "handle")
place("common", _("Register of institutions"), "rectification:institution-list", "building-library", *OFFICE, "handle")
place("common", _("Self-checks"), "rectification:selfcheck-list", "magnifying-glass", *OFFICE, "respond", "sign")
place("common", _("Use of results"), "rectification:resultuse-list", "sparkles", *OFFICE)

urlpatterns = [
    path("date-moves/<str:key>/", views.DatesOfUnit.as_view(), name="date-moves"),
    path("profile-moves/<str:key>/", views.ProfileMoves.as_view(), name="profile-moves"),
    *thing_paths("feedback", views.FeedbackList, views.FeedbackPage),
    *thing_paths("opinions", views.OpinionList, views.OpinionPage),
    *thing_paths("opinion-problems", None, views.OpinionProblemPage),
    *thing_paths("overrulings", views.OverrulingList, views.OverrulingPage),
    path("opinions/of/<str:key>/", views.OpinionsOfEngagement.as_view(), name="opinions-of"),
    *thing_paths("copies", views.CopyList, views.CopyPage),
    path("copies/<str:key>/paper/", views.CopyPaper.as_view(), name="copy-paper"),
    *thing_paths("plans", None, views.PlanPage),
    path("plans/<str:key>/lists/<str:name>/", views.ThreeLists.as_view(), name="plan-list"),
    path("plans/<str:key>/fill/", views.PlanGrid.as_view(), name="plan-grid"),
    path("plans/<str:key>/fill/book/", views.FillBook.as_view(), name="plan-fill-book"),
    path("plans/<str:key>/fill/read/", views.ReadPlan.as_view(), name="plan-read"),
    path("plans/<str:key>/book/", views.PlanBook.as_view(), name="plan-book"),
    *thing_paths("archives", views.RoundArchiveList, views.RoundArchivePage),
    path("archives/of-round/<str:key>/", views.ArchivesOfRound.as_view(), name="archives-of-round"),
    path("inbox/", views.InboxPage.as_view(), name="inbox"),
    path("burden/", views.BurdenPage.as_view(), name="burden"),
    path("burden/rows/", views.BurdenRows.as_view(), name="burden-rows"),
    path("burden/export/", views.BurdenBook.as_view(), name="burden-export"),
    path("compare/", views.CompareUnits.as_view(), name="compare"),
    path("verify/", views.VerifyItems.as_view(), name="verify-items"),
    path("plans/<str:key>/files/", views.PlanFiles.as_view(), name="plan-files"),
    *thing_paths("items", views.ItemList, views.ItemPage),
    *thing_paths("progress", None, views.ProgressPage),
    *thing_paths("measures", None, views.MeasurePage),
    *thing_paths("item-reviews", None, views.ReviewPage),
    *thing_paths("amounts", views.RecoveryList, views.RecoveryPage),
    *thing_paths("handlings", views.HandlingList, views.HandlingPage),
    *thing_paths("postponements", views.PostponementList, views.PostponementPage),
    *thing_paths("yearly-checks", views.CheckList, views.CheckPage),
    *thing_paths("messages", None, views.MessagePage),
    *thing_paths("takings-over", views.TakingOverList, views.TakingOverPage),
    *thing_paths("return-visits", views.VisitList, views.VisitPage),
    *thing_paths("visited", views.VisitedList, views.VisitedPage),
    *thing_paths("visit-notices", views.VisitNoticeList, views.VisitNoticePage),
    path("of-round/<str:key>/visits/", views.VisitsOfRound.as_view(), name="visits-of-round"),
    path("of/<str:key>/visits/", views.VisitsOfEngagement.as_view(), name="visits-of"),
    path("of-item/<str:key>/lineage/", views.LineageOfItem.as_view(), name="lineage-of-item"),
    *thing_paths("supervision", views.LadderList, views.LadderPage),
    path("supervision/<str:key>/paper/", views.LadderPrint.as_view(), name="ladder-print"),
    path("of/<str:key>/supervision/", views.PapersOfEngagement.as_view(), name="papers-of"),
    path("of-item/<str:key>/supervision/", views.PapersOfItem.as_view(), name="papers-of-item"),
    *thing_paths("accountability", views.AccountabilityList, views.AccountabilityPage),
    *thing_paths("accountability-notices", views.AccountabilityNoticeList, views.AccountabilityNoticePage),
    *[
        path(
            f"{at}/<str:key>/accountability/",
            views.AccountabilityOf.as_view(of=kind),
            name=f"accountability-of-{kind._meta.model_name}",
        )
        for at, kind in (
            ("of", Engagement),
            ("of-item", Item),
            ("of-visit", ReturnVisit),
            ("of-visited", VisitedItem),
            ("of-paper", LadderPaper),
            ("of-flag", EvidenceFlag),
        )
    ],
    *thing_paths("fixes", views.FixList, views.FixPage),
    *thing_paths("evidence-flags", views.EvidenceFlagList, views.EvidenceFlagPage),
    *[
        path(f"of-{name}/<str:key>/evidence/", views.EvidencePanel.as_view(of=kind), name=f"evidence-of-{name}")
        for name, kind in (("item", Item), ("progress", Progress), ("fix", ImmediateFix))
    ],
    path("fixes/<str:key>/paper/", views.FixPaper.as_view(), name="fix-paper"),
    *thing_paths("reports", views.ReportList, views.ReportPage),
    path("reports/<str:key>/paper/", views.ReportPaper.as_view(), name="unit-report-paper"),
    path("reports/<str:key>/versions/", views.ReportVersions.as_view(), name="unit-report-versions"),
    *thing_paths("score-sheets", views.SheetList, views.SheetPage),
    *thing_paths("criteria", None, views.CriterionPage),
    *thing_paths("assessments", views.AssessmentList, views.AssessmentPage),
    *thing_paths("scores", None, views.ScorePage),
    path("assessments/<str:key>/points/", views.AssessmentPoints.as_view(), name="assessment-points"),
    path("assessments/<str:key>/paper/", views.AssessmentPaper.as_view(), name="assessment-paper"),
    *thing_paths("surveys", views.SurveyList, views.SurveyPage),
    path("surveys/<str:key>/slips/", views.SurveySlips.as_view(), name="survey-slips"),
    path("of/<str:key>/surveys/", views.SurveysOfEngagement.as_view(), name="surveys-of"),
    path("survey/<str:token>/", views.AnswerPage.as_view(), name="answer-survey"),
    *thing_paths("disclosures", views.DisclosureList, views.DisclosurePage),
    path("disclosures/<str:key>/paper/", views.DisclosurePaper.as_view(), name="disclosure-paper"),
    path("overview/", views.OverviewList.as_view(), name="overview"),
    path("overview/export/", views.OverviewBook.as_view(), name="overview-export"),
    path("published/", views.PublishedList.as_view(), name="published-list"),
    path("published/<str:token>/", views.PublishedPage.as_view(), name="published"),
    path("of/<str:key>/assessment/", views.AssessmentsOfEngagement.as_view(), name="assessment-of"),
    path("patterns/", views.PatternsPage.as_view(), name="patterns"),
    *thing_paths("clusters", views.ClusterList, views.ClusterPage),
    *thing_paths("common", views.CommonList, views.CommonPage),
    *thing_paths("common-findings", None, views.MemberPage),
    *thing_paths("tasks", views.TaskList, views.TaskPage),
    *thing_paths("task-reports", None, views.TaskReportPage),
    *thing_paths("follow-ups", views.FollowUpList, views.FollowUpPage),
    *thing_paths("suggestions", views.LetterList, views.LetterPage),
    *thing_paths("institutions", views.InstitutionList, views.InstitutionPage),
    *thing_paths("self-checks", views.SelfCheckList, views.SelfCheckPage),
    *thing_paths("results", views.ResultList, views.ResultPage),
    path("of-finding/<str:key>/common/", views.CommonOfFinding.as_view(), name="common-of-finding"),
    path("of-common/<str:key>/tasks/", views.OfProblem.as_view(), name="tasks-of-common"),
    path("of-common/<str:key>/follow-ups/", views.FollowUpsOfProblem.as_view(), name="follow-ups-of-common"),
    path("of-common/<str:key>/letters/", views.LettersOfProblem.as_view(), name="letters-of-common"),
    path("of-common/<str:key>/institutions/", views.InstitutionsOfProblem.as_view(), name="institutions-of-common"),
    path("of-common/<str:key>/self-checks/", views.SelfChecksOfProblem.as_view(), name="self-checks-of-common"),
    path("of/<str:key>/", views.OfEngagement.as_view(), name="of-engagement"),
    *[
        path(f"thread/{kind._meta.model_name}/<str:key>/", views.ThreadPage.as_view(model=kind), name=thread_name(kind))
        for kind in STARTS
    ],
    path("balance/<str:key>/", views.BalancePage.as_view(), name="balance"),
    path("balance/<str:key>/panel/", views.BalancePanel.as_view(), name="balance-panel"),
    path("balance/<str:key>/rows/<str:name>/", views.BalanceRows.as_view(), name="balance-rows"),
    path("of/<str:key>/balance/", views.BalanceOfEngagement.as_view(), name="engagement-balance"),
    path("of/<str:key>/balance/panel/", views.PanelOfEngagement.as_view(), name="engagement-balance-panel"),
    path("of/<str:key>/balance/rows/<str:name>/", views.RowsOfEngagement.as_view(), name="engagement-balance-rows"),
    path("of-term/<str:key>/balance/", views.BalanceOfTerm.as_view(), name="term-balance"),
    path("of-term/<str:key>/balance/panel/", views.PanelOfTerm.as_view(), name="term-balance-panel"),
    path("of-term/<str:key>/balance/rows/<str:name>/", views.RowsOfTerm.as_view(), name="term-balance-rows"),
]
