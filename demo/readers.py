"""Who may read which row of the canaries' district: rules written by hand, which do not ask the house.

A rule is a set of relations, or a function of the row that returns one; `Readers` knows who stands in which relation,
from where everybody was put.
"""

from __future__ import annotations

from collections import defaultdict
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.db import models

from accounts.models import House, Organisation, Person, Tie, User
from casework.models import PaperTemplate
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
    Source,
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
from rectification.models import (
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
from referrals.models import Clue, FunctionalRequest, Referral, SealedLetter, TransferLetter

if TYPE_CHECKING:
    from .canaries import Canaries


class Relation(StrEnum):
    """How somebody stands to a row; those that are a role of the house bear its name."""

    OFFICE = "office"
    HEAD = "head"
    REVIEWING = "of a body of the joint review"
    GROUP = "observer"
    LEADER = "leader of its team"
    MEMBER = "member of its team"
    SENT = "of any team of its round"
    WRITES = "of any team"
    LIAISON = "liaison of its unit"
    PRINCIPAL = "principal of its unit"
    RECEIVER = "of the body that received it"
    COLLEAGUE = "of the same body"
    HOME = "of the body that lends him"
    SELF = "himself"
    AUTHOR = "who wrote it"
    NAMED = "who was named for it"
    GOES = "who goes on the return visit"
    SYSTEM = "sysadmin"
    SECURITY = "secadmin"
    AUDITOR = "auditor"


OFFICE, GROUP, HEAD, LEADER = Relation.OFFICE, Relation.GROUP, Relation.HEAD, Relation.LEADER
PRINCIPAL, RECEIVER, SELF = Relation.PRINCIPAL, Relation.RECEIVER, Relation.SELF
SYSTEM, SECURITY, AUDITOR = Relation.SYSTEM, Relation.SECURITY, Relation.AUDITOR
WATCHING = {OFFICE, GROUP}
TEAM = {LEADER, Relation.MEMBER}
UNIT = {Relation.LIAISON, PRINCIPAL}
EVERYBODY_CONCERNED = WATCHING | TEAM | UNIT


def _engagement(row: Engagement) -> set[Relation]:
    told = row.stage != Engagement.Stage.SELECTED
    return WATCHING | TEAM | (UNIT if told else set()) | _reviewing(row)


def _paper(row: WorkingPaper) -> set[Relation]:
    signed = row.stage in ("finalized", "used", "dropped", "merged", "sealed")
    return TEAM | ({OFFICE} if signed else set())


def _sheet(row: FactSheet) -> set[Relation]:
    """The unit; team and office as long as the matter has not moved under seal."""
    return UNIT | (set() if row.paper.stage == "sealed" else TEAM | {OFFICE})


def _visit_plan(row: VisitPlan) -> set[Relation]:
    return TEAM | ({OFFICE} if row.stage == VisitPlan.Stage.ADOPTED else set())


def _register(row: Source | Lead | LeadStep) -> set[Relation]:
    engagement = row.lead.engagement if isinstance(row, LeadStep) else row.engagement
    handed_over = engagement.stage in ("reported", "fed_back", "rectifying", "closed")
    return TEAM | ({OFFICE} if handed_over else set())


def _petition(row: Petition | LetterReply | LetterAddition) -> set[Relation]:
    """The team; the head, who may be asked who wrote it; the office once the report is in."""
    return _register(row if isinstance(row, Petition) else row.petition) | {HEAD}


def _concern(row: Concern) -> set[Relation]:
    """The leader and whoever wrote it down; the head of the office once the report is in."""
    handed_over = OFFICE in _register(row.talk)
    return {LEADER, Relation.AUTHOR} | ({HEAD} if handed_over else set())


def _request(row: FunctionalRequest) -> set[Relation]:
    """Whoever asks; the unit from the letter on; the leading group if it was brought before it."""
    names_people = row.kind_of in ("clue_info", "personal_matters")
    asking = ({HEAD, LEADER} if names_people else {OFFICE} | TEAM) if row.team else {HEAD} if names_people else {OFFICE}
    deciding = {GROUP} if row.decision or row.stage == "escalated" else set()
    return asking | deciding | ({RECEIVER} if row.sent_on else set())


def _finding(row: Finding) -> set[Relation]:
    confirmed = {OFFICE} if row.stage != "identified" else set()
    return TEAM | confirmed | ({GROUP} if row.stage in ("routed", "settled") else set())


def _landing(row: Landing) -> set[Relation]:
    """The office and the leader; of what has left under seal the head alone."""
    left = row.kind_of == Landing.Kind.DISCIPLINE and row.finding.stage == "sealed"
    return {HEAD} if left else {OFFICE, LEADER}


def _routing_step(row: RoutingStep) -> set[Relation]:
    """The office; the team what it proposed and where it went; the leading group once it is routed."""
    if row.stage == RoutingStep.Stage.SEALED:
        return set()
    team = TEAM if row.act in ("proposed", "at_once", "decided", "further", "taken_back") else set()
    group = {GROUP} if row.finding.stage in ("routed", "settled") else set()
    return {OFFICE} | team | group


def _clue(row: Clue) -> set[Relation]:
    """The head and those named for it; the leader until it leaves, and its receiver from then on."""
    return {HEAD, Relation.NAMED} | ({RECEIVER} if row.sent_on else {LEADER} if row.author_id else set())


def _fed_back(row) -> set[Relation]:
    """What the principal alone is told, he, his leader and the office; else everybody concerned.

    The bodies of the joint review read it from the day on which the principal has signed the plan.
    """
    item = row if isinstance(row, Item) else getattr(row, "item", None)
    feedback = row if isinstance(row, Feedback) else item.feedback if item else row.feedback
    if feedback.audience == Feedback.Audience.PRINCIPAL:
        return {OFFICE, LEADER, PRINCIPAL}
    return EVERYBODY_CONCERNED | _reviewing(feedback.engagement)


def _reviewing(engagement: Engagement) -> set[Relation]:
    plans = Plan.objects.filter(feedback__engagement=engagement, feedback__audience=Feedback.Audience.ORGANISATION)
    signed = plans.filter(stage__in=(Plan.Stage.SIGNED, Plan.Stage.APPROVED)).exists()
    scores = Assessment.objects.filter(engagement=engagement).exclude(stage=Assessment.Stage.EXCUSED).exists()
    return {Relation.REVIEWING} if scores or (signed and not engagement.in_six_steps) else set()


def _assessment(row: Assessment) -> set[Relation]:
    """Those who score and the leading group; the unit and its team once the grade was confirmed."""
    told = TEAM | UNIT if row.confirmed_on else set()
    return WATCHING | _reviewing(row.engagement) | told


def _institution(row: Institution) -> set[Relation]:
    """One of an item: whoever reads the item."""
    return _fed_back(row) if row.item_id else WATCHING | ({RECEIVER} if row.task_id else set())


def _flag(row: EvidenceFlag) -> set[Relation]:
    """Those who verify; the unit, once it has been asked."""
    asked = (_fed_back(row.item) if row.item else EVERYBODY_CONCERNED) & UNIT if row.asked_on else set()
    return {OFFICE, LEADER} | asked


def _ladder_paper(row: LadderPaper) -> set[Relation]:
    """Whoever reads the feedback, once it was sent; before that those above the team."""
    reading = _fed_back(row)
    return reading if row.issued_on else reading & WATCHING


def _accountability(row: Accountability) -> set[Relation]:
    return WATCHING | ({RECEIVER} if row.referred_on else set())


def _secondment(row: Secondment) -> set[Relation]:
    """The lending unit; the leader from the consent on; the person himself once it is confirmed how he did."""
    agreed = {LEADER} if row.stage in ("consented", "ended", "appraised", "closed") else set()
    return {OFFICE, Relation.HOME} | agreed | ({SELF} if row.appraised_on else set())


def _recusal(row: Recusal) -> set[Relation]:
    allowed = {GROUP} if row.stage == "allowed" else set()
    return {OFFICE} | allowed | ({SELF} if row.applicant_id else set())


def _pleading(row: InterferenceRecord | Addition) -> set[Relation]:
    """Its writer, and those whom it has come to; a leader who is concerned is gone past."""
    record = row.record if isinstance(row, Addition) else row
    first = {LEADER} if record.goes_to == record.Road.LEADER else {HEAD, GROUP}
    further = {"logged": set(), "with_office": {HEAD}}.get(record.stage, {HEAD, GROUP})
    return {Relation.AUTHOR} | first | further


def _obstruction(row: Obstruction) -> set[Relation]:
    confirmed = row.stage not in ("noted", "dropped")
    return TEAM | _register(row) | ({OFFICE} if confirmed else set()) | ({GROUP} if row.before_group else set())


def _conduct(row: ConductMatter) -> set[Relation]:
    """Its writer and the leaders, unless one of them is concerned; those above once it has gone up to them."""
    leaders = {LEADER} if row.posting.role == Posting.Role.MEMBER else set()
    return {Relation.AUTHOR} | leaders | _handlers(row)


def _handlers(row: ConductMatter | LeakIncident) -> set[Relation]:
    return {"leader": {LEADER}, "office": {HEAD}, "group": {GROUP}}[row.goes_to]


def _member(row: CommonMember) -> set[Relation]:
    """The leading group reads what it may see of the finding, and nothing of what has left."""
    routed = row.stage == "member" and row.finding.stage in ("routed", "settled")
    return {OFFICE} | ({GROUP} if routed else set())


#: who may read what; a rule that leans on the row's stage is a function of it
RULES: dict[type[models.Model], Any] = {
    House: {SYSTEM, SECURITY, AUDITOR},
    User: {SYSTEM, SECURITY, AUDITOR, SELF},
    Organisation: WATCHING | {SYSTEM, SECURITY, Relation.COLLEAGUE},
    Person: {OFFICE, SYSTEM, SECURITY, SELF},
    Tie: {OFFICE, SELF},
    Term: WATCHING,
    AnnualPlan: WATCHING,
    UpperInspection: WATCHING,
    ExternalFinding: WATCHING,
    UpReport: WATCHING,
    Round: WATCHING,
    LocalDays: WATCHING,
    UsualRungs: WATCHING,
    PaperTemplate: WATCHING,
    OwnProfile: WATCHING,
    OwnRule: WATCHING,
    OwnSet: WATCHING,
    OwnCategory: WATCHING,
    Priority: WATCHING | {Relation.SENT},
    Meeting: WATCHING,
    Seat: WATCHING,
    Decision: lambda row: WATCHING | ({LEADER} if row.team_id else {RECEIVER}),
    Team: WATCHING | TEAM,
    TeamProposal: WATCHING,
    Posting: WATCHING | TEAM,
    Pledge: {OFFICE, SELF},
    Secondment: _secondment,
    Appraisal: {OFFICE, LEADER},
    Recusal: _recusal,
    InterferenceRecord: _pleading,
    Addition: _pleading,
    ConductMatter: _conduct,
    Admonition: lambda row: {SELF} | _handlers(row.matter),
    Leave: {OFFICE, LEADER, SELF},
    LeakIncident: lambda row: {Relation.AUTHOR} | _handlers(row),
    Engagement: _engagement,
    TeamReport: WATCHING | TEAM,
    ReportDraft: lambda row: TEAM | ({OFFICE} if row.stage == "handed_in" else set()),
    Phrase: {OFFICE, Relation.WRITES},
    Talk: _register,
    Concern: _concern,
    Petition: _petition,
    LetterBox: {OFFICE} | TEAM,
    LetterReply: _petition,
    LetterAddition: _petition,
    ReporterIdentity: set(),
    Unsealing: TEAM | {HEAD},
    DocumentRequest: _register,
    FieldVisit: _register,
    PersonalMatterCheck: _register,
    Sitting: _register,
    Aspect: _register,
    Survey: _register,
    VisitPlan: _visit_plan,
    Extension: TEAM | {OFFICE},
    Preparation: TEAM | UNIT | {OFFICE},
    Support: WATCHING,
    TeamReview: UNIT | WATCHING,
    Handover: _register,
    Lead: _register,
    LeadStep: _register,
    Obstruction: _obstruction,
    ObstructionNotice: {OFFICE} | TEAM | UNIT,
    WeeklyReport: {OFFICE} | TEAM,
    WorkingPaper: _paper,
    FactSheet: _sheet,
    Finding: _finding,
    Landing: _landing,
    RoutingStep: _routing_step,
    Referral: {OFFICE, RECEIVER},
    Clue: _clue,
    TransferLetter: {OFFICE, RECEIVER},
    SealedLetter: {HEAD, RECEIVER, Relation.NAMED},
    FunctionalRequest: _request,
    Opinion: {OFFICE, LEADER},
    OpinionProblem: {OFFICE, LEADER},
    Overruling: {OFFICE},
    Copy: lambda row: {OFFICE, Relation.AUTHOR} | ({RECEIVER} if row.receiver_id else set()),
    Feedback: _fed_back,
    Plan: _fed_back,
    Item: _fed_back,
    Progress: _fed_back,
    Measure: _fed_back,
    ItemReview: _fed_back,
    Recovery: _fed_back,
    Handling: _fed_back,
    ItemMessage: _fed_back,
    Postponement: _fed_back,
    YearlyCheck: _fed_back,
    UnitReport: _fed_back,
    Disclosure: _fed_back,
    RoundArchive: {OFFICE},
    ScoreSheet: WATCHING,
    SatisfactionSurvey: WATCHING,
    ScoreCriterion: WATCHING,
    Assessment: _assessment,
    Score: lambda row: _assessment(row.assessment),
    TakingOver: lambda row: EVERYBODY_CONCERNED | _reviewing(row.engagement),
    ImmediateFix: lambda row: EVERYBODY_CONCERNED | _reviewing(row.engagement),
    EvidenceFlag: _flag,
    ReturnVisit: WATCHING | {Relation.GOES},
    VisitedItem: lambda row: {OFFICE, Relation.GOES} | ({GROUP} if row.item_id else set()),
    VisitNotice: lambda row: EVERYBODY_CONCERNED | _reviewing(row.engagement),
    LadderPaper: _ladder_paper,
    Accountability: _accountability,
    AccountabilityNotice: WATCHING | {PRINCIPAL},
    Cluster: {OFFICE},
    CommonProblem: WATCHING,
    CommonMember: _member,
    FollowUp: WATCHING,
    TrinityTask: WATCHING | {RECEIVER},
    TaskReport: WATCHING | {RECEIVER},
    SuggestionLetter: WATCHING | {RECEIVER},
    Institution: _institution,
    SelfCheck: WATCHING | UNIT,
    ResultUse: WATCHING,
}


class Readers:
    """Who may read a row, by `RULES` and by where everybody was put."""

    def __init__(self, made: Canaries):
        self.made = made
        self.of_role = defaultdict(set)
        for name, role in made.roles.items():
            self.of_role[role].add(name)
        self.of_role[Relation.WRITES] = {name for crew in made.serves_in.values() for name, _leads in crew}
        self.of_role[Relation.REVIEWING] = self.of_role["discipline"] | self.of_role["personnel"]

    def of(self, row: models.Model) -> set[str]:
        """Return the names of those who may read this row."""
        rule = RULES[type(row)]
        relations = rule(row) if callable(rule) else rule
        names: set[str] = set().union(*(self.standing(relation, row) for relation in relations))
        sheet = row.sheet if isinstance(row, ScoreCriterion) else row
        if isinstance(sheet, ScoreSheet):  # whoever reads an assessment reads by what it was scored
            names = names.union(*(self.of(one) for one in sheet.assessments.all()))
        return names

    def standing(self, relation: Relation, row) -> set[str]:
        """Return the names of those who stand in this relation to the row."""
        made = self.made
        match relation:
            case Relation.OFFICE:
                return self.of_role["head"] | self.of_role["clerk"]
            case Relation.LEADER | Relation.MEMBER:
                team = team_of(row)  # what an upper level found has none
                serving = made.serves_in[team.pk] if team else []
                return {name for name, leads in serving if leads == (relation == Relation.LEADER)}
            case Relation.LIAISON | Relation.PRINCIPAL:
                people = made.acts_for[engagement_of(row).unit_id]
                return {name for name, principal in people if principal == (relation == Relation.PRINCIPAL)}
            case Relation.SENT:
                crews = Team.objects.filter(round=row.round).values_list("pk", flat=True)
                return {name for crew in crews for name, _leads in made.serves_in[crew]}
            case Relation.NAMED | Relation.GOES:
                return {user.username for user in named_for(row)}
            case Relation.RECEIVER | Relation.HOME | Relation.COLLEAGUE:
                body = {Relation.RECEIVER: "receiver_id", Relation.HOME: "home_unit_id"}.get(relation, "pk")
                row = row.task if isinstance(row, TaskReport) else row
                body = "owner_id" if isinstance(row, Decision | TrinityTask | Institution) else body
                return {name for name, _principal in made.acts_for[getattr(row, body)]}
            case Relation.AUTHOR:
                author = {(row.record if isinstance(row, Addition) else row).author.username}
                if isinstance(row, Concern):  # his own while he is in the team
                    return author & (self.standing(Relation.MEMBER, row) | self.standing(LEADER, row))
                return author
            case Relation.SELF:
                person = (
                    getattr(row, "person", None)
                    if isinstance(row, Tie | Recusal | Pledge | Admonition | Leave | Secondment)
                    else row
                )
                user = row if isinstance(row, User) else getattr(person, "user", None)
                return {user.username} if user else set()
        return self.of_role[relation]


def named_for(row) -> list[User]:
    """Return who was named for a clue, or goes on a return visit that is not over."""
    if isinstance(row, ReturnVisit | VisitedItem):
        visit: ReturnVisit = row.visit if isinstance(row, VisitedItem) else row
        over = visit.stage in ReturnVisit.final
        return [] if over else [*visit.leaders.user_set.all(), *visit.goers.user_set.all()]
    clues = list(row.matters.all()) if isinstance(row, SealedLetter) else [row]
    overseers = clues[0].overseers if len(clues) == 1 else None
    return list(overseers.user_set.all()) if overseers else []


def team_of(row) -> Team | None:
    """Return the team that a row belongs to; None where an upper level found it."""
    if isinstance(row, Secondment | Appraisal):
        return (row.secondment if isinstance(row, Appraisal) else row).posting.team
    if isinstance(row, Leave):
        return row.posting.team
    return row if isinstance(row, Team) else getattr(row, "team", None) or engagement_of(row).team


def engagement_of(row) -> Engagement:
    """Return the engagement that a row belongs to."""
    if isinstance(row, Overruling):
        model, pk = {"rectification.opinion": Opinion, "findings.landing": Landing}[row.thing_kind], row.thing_id
        return engagement_of(model._base_manager.get(pk=pk))
    for path in ("engagement", "matter", "feedback", "item", "finding", "landing", "lead", "record"):
        if hasattr(row, path):
            return engagement_of(getattr(row, path))
    return row
