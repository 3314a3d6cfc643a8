"""What an archive is made of: which kinds of things, which of them are the team's and which the office's, and what
stays out.

What the team made in the unit is its case file (业务档案), what the office made and sent is an office file (文书档案).
What lies under seal is in no archive. Every kind of thing of a round stands in exactly one of these tables.
"""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q, QuerySet
from django.urls import URLResolver, get_resolver

from accounts.models import House, Organisation, Person, Tie, User
from casework.exports import Ledger
from casework.models import Case, PaperTemplate
from casework.views import LedgerDoor, ThingList
from findings.models import (
    Aspect,
    Concern,
    DocumentRequest,
    Extension,
    ExternalFinding,
    FactSheet,
    FieldVisit,
    Finding,
    Handover,
    Landing,
    Lead,
    LeadStep,
    LetterAddition,
    LetterBox,
    LetterReply,
    Obstruction,
    ObstructionNotice,
    PersonalMatterCheck,
    Petition,
    Phrase,
    ReportDraft,
    ReporterIdentity,
    RoutingStep,
    Sitting,
    Survey,
    Talk,
    Unsealing,
    UpReport,
    VisitPlan,
    WeeklyReport,
    WorkingPaper,
)
from inspections.models import (
    Addition,
    Admonition,
    AnnualPlan,
    Appraisal,
    ConductMatter,
    Decision,
    Engagement,
    InterferenceRecord,
    LeakIncident,
    Leave,
    LocalDays,
    Meeting,
    OwnCategory,
    OwnProfile,
    OwnRule,
    OwnSet,
    Pledge,
    Posting,
    Preparation,
    Priority,
    Recusal,
    Round,
    Seat,
    Secondment,
    Support,
    Team,
    TeamProposal,
    TeamReport,
    TeamReview,
    Term,
    UpperInspection,
    UsualRungs,
)
from referrals.models import Clue, FunctionalRequest, Referral, SealedLetter, TransferLetter

from ..models import (
    Accountability,
    AccountabilityNotice,
    Assessment,
    Cluster,
    CommonMember,
    CommonProblem,
    Copy,
    Disclosure,
    EvidenceFlag,
    Feedback,
    FollowUp,
    Handling,
    ImmediateFix,
    Institution,
    Item,
    ItemMessage,
    ItemReview,
    LadderPaper,
    Measure,
    Opinion,
    OpinionProblem,
    Overruling,
    Plan,
    Postponement,
    Progress,
    Recovery,
    ResultUse,
    ReturnVisit,
    RoundArchive,
    SatisfactionSurvey,
    Score,
    ScoreCriterion,
    ScoreSheet,
    SelfCheck,
    SuggestionLetter,
    TakingOver,
    TaskReport,
    TrinityTask,
    UnitReport,
    VisitedItem,
    VisitNotice,
    YearlyCheck,
)

UNIT = "engagement__round"
ITEM = "item__engagement__round"
FEEDBACK = "feedback__engagement__round"

#: the team's own, each with the way to its round
CASE_FILES: dict[Any, str] = {
    Engagement: "round",
    VisitPlan: UNIT,
    Preparation: UNIT,
    Lead: UNIT,
    LeadStep: "lead__engagement__round",
    Talk: UNIT,
    DocumentRequest: UNIT,
    FieldVisit: UNIT,
    Petition: UNIT,
    LetterBox: UNIT,
    Survey: UNIT,
    Extension: UNIT,
    Sitting: UNIT,
    Aspect: UNIT,
    Obstruction: UNIT,
    ObstructionNotice: UNIT,
    Handover: UNIT,
    WeeklyReport: UNIT,
    WorkingPaper: UNIT,
    FactSheet: UNIT,
    Finding: UNIT,
    RoutingStep: "finding__engagement__round",
    ImmediateFix: UNIT,
    TeamReport: UNIT,
    ReportDraft: UNIT,
    ReturnVisit: UNIT,
    VisitedItem: "visit__engagement__round",
    VisitNotice: UNIT,
}
#: the office's, each with the way to its round
OFFICE_FILES: dict[Any, str] = {
    Round: "pk",
    Meeting: "round",
    Decision: "meeting__round",
    Priority: "round",
    Team: "round",
    TeamProposal: "round",
    Posting: "team__round",
    Support: "round",
    FunctionalRequest: "round",
    ExternalFinding: "round",
    UpReport: "round",
    Landing: "finding__engagement__round",
    TransferLetter: "round",
    Referral: "round",
    Opinion: UNIT,
    OpinionProblem: "opinion__engagement__round",
    Feedback: UNIT,
    Copy: FEEDBACK,
    Plan: FEEDBACK,
    Item: UNIT,
    Measure: ITEM,
    ItemReview: ITEM,
    Progress: ITEM,
    Recovery: ITEM,
    Handling: ITEM,
    ItemMessage: ITEM,
    Postponement: ITEM,
    YearlyCheck: ITEM,
    TakingOver: UNIT,
    EvidenceFlag: UNIT,
    LadderPaper: FEEDBACK,
    UnitReport: FEEDBACK,
    Disclosure: FEEDBACK,
    Assessment: UNIT,
    Score: "assessment__engagement__round",
    SatisfactionSurvey: UNIT,
    TeamReview: UNIT,
}
#: under seal, or about a person and not about the unit: in no archive
LEFT_OUT: tuple[Any, ...] = (
    Clue,
    SealedLetter,
    ReporterIdentity,
    Unsealing,
    LetterReply,
    LetterAddition,
    Concern,
    PersonalMatterCheck,
    InterferenceRecord,
    Addition,
    ConductMatter,
    Admonition,
    LeakIncident,
    Accountability,
    AccountabilityNotice,
    Overruling,
    Recusal,
    Pledge,
    Leave,
    Secondment,
    Appraisal,
)
#: of the registry, of a term or of the office's rules: no round's alone
OF_NO_ROUND: tuple[Any, ...] = (
    House,
    User,
    Organisation,
    Person,
    Tie,
    Term,
    AnnualPlan,
    UpperInspection,
    LocalDays,
    PaperTemplate,
    UsualRungs,
    OwnProfile,
    OwnRule,
    OwnSet,
    OwnCategory,
    Seat,
    Phrase,
    ScoreSheet,
    ScoreCriterion,
    CommonProblem,
    CommonMember,
    Cluster,
    TrinityTask,
    TaskReport,
    FollowUp,
    Institution,
    ResultUse,
    SelfCheck,
    SuggestionLetter,
    RoundArchive,
)
#: kinds that have a case of their own and are not under seal: it is opened for the other side that reads them
OPENED: tuple[Any, ...] = (
    Decision,
    FunctionalRequest,
    TransferLetter,
    Referral,
    Copy,
    ReturnVisit,
    VisitedItem,
    TeamReview,
)


def rows_of(model: Any, round: Round, person) -> QuerySet:
    """Return the things of one kind that the archive of a round holds: what ``person`` sees of it, none of it sealed.

    A wall is a case of its own, so what lies in another case than those of the round and its units stays out; what was
    opened for a department or another reader is taken by its kind. What was fed back to a principal alone is not.
    """
    path = CASE_FILES.get(model) or OFFICE_FILES[model]
    rows = model.objects.visible_to(person).filter(**{path: round.pk if path == "pk" else round})
    if model is Copy:
        return rows.filter(feedback__case__in=cases_of(round))
    return rows if model in OPENED else rows.filter(case__in=cases_of(round))


def cases_of(round: Round) -> QuerySet:
    """Return the cases of the round and of its units, as a subquery."""
    return Case.objects.filter(Q(pk=round.case_id) | Q(pk__in=round.engagements.values("case"))).values("pk")


def left_out(round: Round) -> dict[str, int]:
    """Return how much is under seal, of what a number may be told: as the balance tells it, and no more."""
    alone = Feedback._base_manager.filter(engagement__round=round, audience=Feedback.Audience.PRINCIPAL)
    clues = Clue._base_manager.filter(round=round).exclude(stage=Clue.Stage.GIVEN_BACK)
    return {"问题线索": clues.count(), "只向主要负责人反馈": alone.count()}


def lists() -> Iterator[tuple[type[ThingList], Ledger]]:
    """Yield every list of the house that can be taken as a workbook and shows things of a round, each ledger once."""
    taken = set()
    for view in _lists_at(get_resolver().url_patterns):
        ledger = view.ledger
        if (view.model in CASE_FILES or view.model in OFFICE_FILES) and ledger and ledger.title not in taken:
            taken.add(ledger.title)
            yield view, ledger


def _lists_at(patterns: Any) -> Iterator[type[ThingList]]:
    for entry in patterns:
        if isinstance(entry, URLResolver):
            yield from _lists_at(entry.url_patterns)
        elif getattr(entry.callback, "view_class", None) is LedgerDoor:
            yield entry.callback.view_initkwargs["of"]
