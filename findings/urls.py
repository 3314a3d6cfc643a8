from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import desk, place
from casework.views import LedgerDoor, thing_paths
from inspections.models import Posting

from . import actions, views
from .filling import REGISTERS
from .models import WorkingPaper

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
place(
    "rectification",
    _("Problems fed back by upper levels"),
    "findings:externalfinding-list",
    "arrow-down-on-square",
    "oversee",
    "direct",
    "observe",
)
place(
    "rectification",
    _("Reports to upper levels"),
    "findings:upreport-list",
    "arrow-up-on-square",
    "oversee",
    "direct",
    "observe",
)
place("rectification", _("Landings"), "findings:landing-list", "arrows-right-left", "oversee", "direct", "lead")
place("rectification", _("Routing log"), "findings:routingstep-list", "queue-list", "oversee", "direct")

TEAM = ("lead", "inspect")
place("onsite", _("Leads"), "findings:lead-list", "magnifying-glass", *TEAM, "oversee")
place("onsite", _("Individual talks"), "findings:talk-list", "chat-bubble-left-right", *TEAM, "oversee")
place("onsite", _("Confided concerns"), "findings:concern-list", "eye", *TEAM, "direct")
place("onsite", _("Petitions"), "findings:petition-list", "envelope", *TEAM, "oversee", "direct")
place("onsite", _("Letter boxes"), "findings:letterbox-list", "inbox-arrow-down", *TEAM, "oversee", "direct")
place("onsite", _("Unsealing of reporters' names"), "findings:unsealing-list", "lock-closed", *TEAM, "direct")
place("onsite", _("Documents"), "findings:documentrequest-list", "folder-open", *TEAM, "oversee")
place("onsite", _("Field visits"), "findings:fieldvisit-list", "map-pin", *TEAM, "oversee")
place(
    "onsite", _("Personal matters"), "findings:personalmattercheck-list", "clipboard-document-check", *TEAM, "oversee"
)
place("onsite", _("Aspect by aspect"), "findings:aspect-list", "list-bullet", *TEAM, "oversee")
place("onsite", _("Questionnaires and appraisals"), "findings:survey-list", "chart-bar", *TEAM, "oversee")
place("onsite", _("Extensions"), "findings:extension-list", "arrow-down-on-square-stack", *TEAM, "oversee", "direct")
place("onsite", _("Weekly reports"), "findings:weeklyreport-list", "chart-bar", *TEAM, "oversee", "direct")
place(
    "onsite",
    _("Delay and obstruction"),
    "findings:obstruction-list",
    "no-symbol",
    *TEAM,
    "oversee",
    "direct",
    "observe",
)
place(
    "onsite", _("Notices on cooperation"), "findings:obstructionnotice-list", "bell-alert", "oversee", "respond", "sign"
)
place(
    "onsite",
    _("Fact sheets"),
    "findings:factsheet-list",
    "clipboard-document-check",
    *TEAM,
    "oversee",
    "respond",
    "sign",
)
place("onsite", _("Meetings of the team"), "findings:sitting-list", "users", *TEAM, "oversee")

place("registry", _("Service record"), "findings:service-list", "identification", "oversee", "direct")
place("onsite", _("Handovers of work"), "findings:handover-list", "arrow-path-rounded-square", *TEAM, "oversee")

place("onsite", _("Inspection reports"), "findings:reportdraft-list", "document-text", *TEAM, "oversee", "direct")
place("onsite", _("Phrase library"), "findings:phrase-list", "bookmark", *TEAM, "oversee", "direct")

desk(_("Leads without an answer"), "findings:open-leads", *TEAM)

#: what the doors of each register that is filled in offline are told
FILLED = [(name, {"register": one, "model": one.model}) for name, one in REGISTERS.items()]

urlpatterns = [
    *thing_paths("reports", views.ReportDraftList, views.ReportDraftPage),
    path("reports/<str:key>/edit/", views.ReportEditor.as_view(), name="reportdraft-edit"),
    path("reports/<str:key>/versions/", views.ReportDraftVersions.as_view(), name="reportdraft-versions"),
    path("reports/of/<str:key>/", views.ReportOfEngagement.as_view(), name="report-of"),
    *thing_paths("phrases", views.PhraseList, views.PhrasePage),
    *(path(f"of/<str:key>/fill/{name}/", views.ReadRegister.as_view(**of), name=f"read-{name}") for name, of in FILLED),
    *(
        path(f"of/<str:key>/fill/{name}/book/", views.RegisterBook.as_view(**of), name=f"fill-{name}")
        for name, of in FILLED
    ),
    *thing_paths("concerns", views.ConcernList, views.ConcernPage),
    path("desk/leads/", views.OpenLeads.as_view(), name="open-leads"),
    *thing_paths("leads", views.LeadList, views.LeadPage),
    *thing_paths("steps", None, views.StepPage),
    *thing_paths("talks", views.TalkList, views.TalkPage),
    *thing_paths("petitions", views.PetitionList, views.PetitionPage),
    *thing_paths("letter-boxes", views.LetterBoxList, views.LetterBoxPage),
    path("letter-boxes/<str:key>/notice/", views.LetterBoxNotice.as_view(), name="letterbox-notice"),
    *thing_paths("letter-replies", None, views.LetterReplyPage),
    *thing_paths("letter-additions", None, views.LetterAdditionPage),
    path("write/<str:token>/", views.WritePage.as_view(), name="write"),
    path("receipt/", views.ReceiptPage.as_view(), name="receipt"),
    *thing_paths("unsealings", views.UnsealingList, views.UnsealingPage, {"read-reporter": views.ReporterDoor}),
    *thing_paths("documents", views.DocumentList, views.DocumentPage),
    *thing_paths("visits", views.VisitList, views.VisitPage),
    *thing_paths("checks", views.CheckList, views.CheckPage),
    *thing_paths("surveys", views.SurveyList, views.SurveyPage),
    *thing_paths("extensions", views.ExtensionList, views.ExtensionPage),
    *thing_paths("plans", None, views.VisitPlanPage),
    *thing_paths("sittings", views.SittingList, views.SittingPage),
    path("of/<str:key>/leads/", views.LeadsOfEngagement.as_view(), name="leads-of"),
    path("of/<str:key>/plan/", views.PlanOfEngagement.as_view(), name="plan-of"),
    path("of/<str:key>/contacts/", views.ContactsOfEngagement.as_view(), name="contacts-of"),
    path("of/<str:key>/extensions/", views.ExtensionsOfEngagement.as_view(), name="extensions-of"),
    path("of/<str:key>/principal/", views.PrincipalOfUnit.as_view(), name="principal-of"),
    path("of/<str:key>/letter-box/", views.LetterBoxOfEngagement.as_view(), name="letter-box-of"),
    path("of/<str:key>/registers/", views.Registers.as_view(), name="registers-of"),
    path("of/<str:key>/aspects/", views.AspectsOfEngagement.as_view(), name="aspects-of"),
    path("of-round/<str:key>/priorities/", views.PrioritiesOfRound.as_view(), name="priorities-of-round"),
    path("of-round/<str:key>/matrix/", views.MatrixOfRound.as_view(), name="matrix-of-round"),
    path("service/", views.ServiceList.as_view(), name="service-list"),
    path("service/export/", LedgerDoor.as_view(of=views.ServiceList, model=Posting), name="service-export"),
    path("of-person/<str:key>/service/", views.ServiceOfPerson.as_view(), name="service-of-person"),
    path("of-meeting/<str:key>/problems/", views.FindingsOfMeeting.as_view(), name="findings-of-meeting"),
    path("of-priority/<str:key>/problems/", views.FindingsOfPriority.as_view(), name="findings-of-priority"),
    *thing_paths("weeks", views.WeekList, views.WeekPage),
    path("of/<str:key>/weeks/", views.WeeksOfEngagement.as_view(), name="weeks-of"),
    path("of-round/<str:key>/weeks/", views.WeeksOfRound.as_view(), name="weeks-of-round"),
    *thing_paths("obstructions", views.ObstructionList, views.ObstructionPage),
    *thing_paths("cooperation", views.NoticeList, views.NoticePage),
    path("of/<str:key>/workload/", views.Workload.as_view(), name="workload-of"),
    path("of/<str:key>/obstructions/", views.ObstructionsOfEngagement.as_view(), name="obstructions-of"),
    *thing_paths("handovers", views.HandoverList, views.HandoverPage),
    *thing_paths("aspects", views.AspectList, views.AspectPage),
    path(
        "papers/export-in-full/",
        LedgerDoor.as_view(of=views.PaperListInFull, model=WorkingPaper, suffix="export-in-full/"),
        name="workingpaper-export-in-full",
    ),
    *thing_paths("papers", views.PaperList, views.PaperPage),
    path("papers/<str:key>/versions/", views.PaperVersions.as_view(), name="paper-versions"),
    *thing_paths("sheets", views.SheetList, views.SheetPage),
    *thing_paths("problems", views.FindingList, views.FindingPage),
    *thing_paths("from-above", views.ExternalList, views.ExternalPage),
    *thing_paths("reports-up", views.UpReportList, views.UpReportPage),
    path("of-round/<str:key>/from-above/", views.ExternalsOfRound.as_view(), name="externals-of-round"),
    path("of-round/<str:key>/reports-up/", views.ReportsOfRound.as_view(), name="reports-up-of-round"),
    path("of-round/<str:key>/letter/", views.ReadExternal.as_view(move=actions.receive_external), name="read-external"),
    path(
        "of-round/<str:key>/letter/template/",
        views.ExternalTemplate.as_view(move=actions.receive_external),
        name="external-template",
    ),
    *thing_paths("landings", views.LandingList, views.LandingPage),
    path("of/<str:key>/given-before/", views.GivenBefore.as_view(), name="given-before"),
    path("of/<str:key>/seen-before/", views.SeenBefore.as_view(), name="seen-before"),
    path("papers/<str:key>/twins/", views.TwinsOfPaper.as_view(), name="twins-of-paper"),
    path("problems/<str:key>/alike/", views.AlikeOf.as_view(), name="alike-of"),
    path("problems/<str:key>/beside/", views.Beside.as_view(), name="beside"),
    path("of-round/<str:key>/repeats/", views.RepeatsOfRound.as_view(), name="repeats-of-round"),
    *thing_paths("routing", views.RoutingList, views.RoutingStepPage),
    path("of/<str:key>/papers/", views.OfEngagement.as_view(), name="papers-of"),
    path("of/<str:key>/sheets/", views.SheetsOfEngagement.as_view(), name="sheets-of"),
    path("of/<str:key>/problems/", views.FindingsOfEngagement.as_view(), name="findings-of"),
]
