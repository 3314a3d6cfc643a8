"""From feedback to the last problem put right; and the archive, which closes only on a balance."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case
from casework.moves import held, move, next_number
from casework.policy import Actor
from casework.present import label_for
from findings import actions as findings
from findings.models import Finding, Landing, WorkingPaper
from inspections import actions as inspections
from inspections.models import Engagement, Round, TeamReview
from inspections.process import only_in_six_steps

from . import balance, forms
from .models import Feedback, ImmediateFix, Item, Plan, Progress

Visit, Given, Planned, Put, Fixing = (
    Engagement.Stage,
    Feedback.Stage,
    Plan.Stage,
    Item.Stage,
    ImmediateFix.Stage,
)
#: the kinds of landing that a feedback takes up, by audience
AUDIENCES: dict[str, str] = {
    Feedback.Audience.ORGANISATION: Landing.Kind.ORGANISATION,
    Feedback.Audience.PRINCIPAL: Landing.Kind.PRINCIPAL,
}


def _everything_is_routed(engagement: Engagement, by, today):
    found = engagement.findings.filter(stage__in=(Finding.Stage.IDENTIFIED, Finding.Stage.CONFIRMED)).count()
    papers = engagement.papers.exclude(stage__in=WorkingPaper.final).count()
    if found or papers:
        return _("Still without a landing: %(found)d findings, %(papers)d working papers.") % {
            "found": found,
            "papers": papers,
        }
    return None


@move(
    _("Feed back"),
    (Visit.REPORTED, Visit.NOTIFIED),
    Visit.FED_BACK,
    by="oversee",
    asks=forms.FeedBack,
    needs=_everything_is_routed,
    tells=("respond", "sign", "lead"),
    meets="feed_back",
    first=True,
)
def feed_back(engagement: Engagement, *, by, today: datetime.date, held_on, overview, demands=""):
    """The unit gets its list, its principal what is meant for him alone; the clock of rectification starts."""
    engagement.fed_back_on = held_on
    for audience in AUDIENCES:
        landings = _landings(engagement, audience)
        if landings or audience == Feedback.Audience.ORGANISATION:
            feedback = give(
                engagement,
                by=Actor.HOUSE,
                today=today,
                audience=audience,
                overview=overview,
                demands=demands,
                held_on=held_on,
            )
            for place, landing in enumerate(landings, start=1):
                assign_item(feedback, by=Actor.HOUSE, today=today, landing=landing, place=place)
                findings.take_up(landing, by=Actor.HOUSE, today=today)
            if landings:
                draw_up(feedback, by=Actor.HOUSE, today=today)
    round = held(engagement.round)
    others = round.engagements.exclude(pk=engagement.pk)
    fed_back = (Visit.FED_BACK, Visit.RECTIFYING, Visit.CLOSED)
    if round.stage == Round.Stage.SECRETARY_HEARD and not others.exclude(stage__in=fed_back).exists():
        inspections.all_fed_back(round, by=Actor.HOUSE, today=today)


def _landings(engagement: Engagement, audience: str):
    return list(
        Landing.objects.filter(finding__engagement=engagement, kind_of=AUDIENCES[audience], stage=Landing.Stage.DECIDED)
        .select_related("finding__category", "case")
        .order_by("finding__number")
    )


@move(
    _("Feedback given"),
    Visit.FED_BACK,
    by=Actor.HOUSE,
    tells=("respond", "sign"),
    starts=("sign_for_feedback", "rectification_report"),
)
def give(engagement: Engagement, *, by, audience, overview, demands, held_on) -> Feedback:
    """Makes the letter; what is meant for the principal alone gets a case that his people don't hold."""
    year = held_on.year
    if audience == Feedback.Audience.PRINCIPAL:
        case = _case_of_the_principal(engagement)
        number = f"巡馈密〔{year}〕{next_number(f'feedback principal {year}')}号"
    else:
        case = engagement.case
        number = f"巡馈〔{year}〕{next_number(f'feedback {year}')}号"
    return Feedback.objects.create(
        case=case,
        engagement=engagement,
        audience=audience,
        number=number,
        overview=overview,
        demands=demands,
        held_on=held_on,
    )


def _case_of_the_principal(engagement: Engagement) -> Case:
    case = Case.objects.create(kind="rectification.feedback", profile=engagement.case.profile)
    office = Organisation.objects.get(case=engagement.round.term.authority.case, kind_of=Organisation.Kind.OFFICE)
    policy.grant(case, "oversee", office.members, office.principals)
    policy.grant(case, "direct", office.principals)
    policy.grant(case, "respond", engagement.unit.principals)
    policy.grant(case, "sign", engagement.unit.principals)
    if engagement.team:
        policy.grant(case, "lead", engagement.team.leaders)
    return case


@move(_("Item assigned"), Given.GIVEN, by=Actor.HOUSE)
def assign_item(feedback: Feedback, *, by, landing: Landing, place: int) -> Item:
    """The problem as the unit gets it: in its own numbers, without a word of how it was found."""
    finding = landing.finding
    return Item.objects.create(
        case=feedback.case,
        feedback=feedback,
        landing=landing,
        engagement=feedback.engagement,
        place=place,
        number=f"{feedback.number.removesuffix('号')}-{place:02d}",
        problem=finding.title_text,
        manifestation=finding.facts,
        category=finding.category.short if finding.category else "",
        recommendation=finding.recommendation,
    )


@move(_("Plan opened"), Given.GIVEN, by=Actor.HOUSE, starts="plan")
def draw_up(feedback: Feedback, *, by) -> Plan:
    """The unit has to say what it will do."""
    return Plan.objects.create(case=feedback.case, feedback=feedback)


@move(
    _("Sign for the feedback"),
    Given.GIVEN,
    Given.SIGNED_FOR,
    by="sign",
    asks=forms.Note,
    tells=("oversee", "lead"),
    meets="sign_for_feedback",
    first=True,
)
def sign_for(feedback: Feedback, *, by, note: str):
    """The principal has it in hand; nobody signs in his place."""


@move(_("Add the letter"), (Given.GIVEN, Given.SIGNED_FOR), by="oversee", asks=forms.Papers)
def attach_letter(feedback: Feedback, *, by, note: str = ""):
    """The letter as it was signed lies with the feedback, for those whom it is meant for."""


# -- the plan ----------------------------------------------------------------------------------------------------


def _plan_is_being_drawn_up(item: Item, by, today):
    if item.feedback.plan.stage != Planned.DRAFTING:
        return _("The plan has been handed in; it must be returned before it can be changed.")
    return None


@move(
    _("Fill in"),
    Put.ASSIGNED,
    by=("respond", "sign"),
    asks=forms.Fill,
    needs=_plan_is_being_drawn_up,
    under="feedback.plan",
    first=True,
)
def fill(item: Item, *, by, **values):
    """What is done about it, by whom and by when."""
    item.set(**values)


#: what every item must say before the plan can go in
ASKED_OF_ITEMS = ("measures", "leader", "department", "due_on")


def _every_problem_is_answered(plan: Plan, by, today):
    missing = []
    for item in plan.feedback.items.order_by("place"):
        empty = [label_for(Item, name) for name in ASKED_OF_ITEMS if not getattr(item, name)]
        if empty:
            missing.append(f"{item.place}（{'、'.join(empty)}）")
    return _("Not filled in yet: %(missing)s.") % {"missing": "；".join(missing)} if missing else None


def _is_reviewed(plan: Plan, by, today):
    if plan.feedback.engagement.in_six_steps:
        return _("In the six steps the principal signs the plan, and it is approved by that.")
    return None


def _by_the_six_steps(plan: Plan, by, today):
    return only_in_six_steps(plan.feedback.engagement)


@move(
    _("Hand the plan to the principal"),
    Planned.DRAFTING,
    Planned.PROPOSED,
    by=("respond", "sign"),
    asks=forms.Papers,
    needs=(_is_reviewed, _every_problem_is_answered),
    tells="sign",
    meets=("plan", "plan_again"),
    starts="endorse_plan",
    first=True,
)
def propose(plan: Plan, *, by, note: str):
    """Every problem has its measures; the principal looks at it himself."""


@move(
    _("Sign the plan"),
    Planned.PROPOSED,
    Planned.SIGNED,
    by="sign",
    asks=forms.Endorse,
    tells=("oversee", "lead"),
    meets="endorse_plan",
    starts="review_plan",
    first=True,
)
def endorse_plan(plan: Plan, *, by, truth: bool, note: str):
    """The principal answers for the plan himself (签字背书)."""


@move(
    _("Approve the plan"),
    Planned.SIGNED,
    Planned.APPROVED,
    by="oversee",
    asks=forms.Note,
    tells=("respond", "sign"),
    first=True,
)
def approve_plan(plan: Plan, *, by, today: datetime.date, note: str):
    """The items are in progress from now on, each with its date."""
    _begin_items(plan, today)


@move(
    _("Sign and begin"),
    Planned.DRAFTING,
    Planned.APPROVED,
    by="sign",
    asks=forms.Endorse,
    needs=(_by_the_six_steps, _every_problem_is_answered),
    tells=("oversee", "lead", "respond"),
    first=True,
)
def sign_plan(plan: Plan, *, by, today: datetime.date, truth: bool, note: str):
    """The principal answers for the plan himself, and putting right begins; the office sees to each item."""
    _begin_items(plan, today)


def _begin_items(plan: Plan, today: datetime.date) -> None:
    for item in plan.feedback.items.order_by("place"):
        begin(item, by=Actor.HOUSE, today=today)
    engagement = plan.feedback.engagement
    if engagement.stage == Visit.FED_BACK:
        rectify(engagement, by=Actor.HOUSE, today=today)


@move(
    _("Return the plan"),
    (Planned.PROPOSED, Planned.SIGNED),
    Planned.DRAFTING,
    by=("oversee", "sign"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets=("endorse_plan", "review_plan"),
    starts="plan_again",
)
def return_plan(plan: Plan, *, by, note: str):
    """Not yet: the reason says what is missing."""
    plan.returned_times += 1


@move(_("Rectification begins"), Visit.FED_BACK, Visit.RECTIFYING, by=Actor.HOUSE)
def rectify(engagement: Engagement, *, by):
    """The plan is approved."""


# -- the items ---------------------------------------------------------------------------------------------------


@move(_("In progress"), Put.ASSIGNED, Put.IN_PROGRESS, by=Actor.HOUSE, starts="item")
def begin(item: Item, *, by):
    """The plan is approved; the date that it names counts."""


@move(
    _("Report progress"),
    Item.UNDER_WAY,
    by=("respond", "sign"),
    asks=forms.ReportProgress,
    alone=True,
    first=True,
)
def report_progress(item: Item, *, by, today: datetime.date, percent: int, done: str) -> Progress:
    """Adds a dated report with its evidence; what was reported before stays."""
    advance(item, by=Actor.HOUSE, today=today, percent=percent)
    return Progress.objects.create(case=item.case, item=item, on=today, percent=percent, done=done)


@move(_("Progress noted"), Item.UNDER_WAY, by=Actor.HOUSE)
def advance(item: Item, *, by, percent: int):
    """The item shows the latest report."""
    item.percent = percent


def _has_reported(item: Item, by, today):
    if not item.progress.exists():
        return _("No progress has been reported yet, so there is nothing to verify.")
    return None


@move(
    _("Ask to close"),
    Item.UNDER_WAY,
    Put.CLOSE_REQUESTED,
    by=("respond", "sign"),
    asks=forms.RequestClose,
    needs=_has_reported,
    tells="sign",
    meets=("item", "item_again"),
    starts="endorse_item",
)
def request_close(item: Item, *, by, outcome: str, institutions: str, note: str):
    """The unit says that it is put right, and asks its principal to sign."""
    item.set(outcome=outcome, institutions=institutions)


@move(
    _("Sign for its truth"),
    Put.CLOSE_REQUESTED,
    Put.UNIT_SIGNED,
    by="sign",
    asks=forms.Endorse,
    tells=("oversee", "lead"),
    meets="endorse_item",
    starts="verify_item",
    first=True,
)
def endorse_item(item: Item, *, by, truth: bool, note: str):
    """The principal answers for it himself (签字背书)."""


@move(
    _("Verify and close"),
    Put.UNIT_SIGNED,
    Put.CLOSED,
    by=("oversee", "lead"),
    asks=forms.Note,
    tells=("respond", "sign"),
    stamps="closed_on",
    first=True,
)
def close(item: Item, *, by, today: datetime.date, note: str):
    """Looked at the evidence, and it holds: the item is struck off."""
    item.percent = 100
    finding = item.landing.finding
    if item.landing.first and finding.stage == Finding.Stage.ROUTED:
        findings.settle(finding, by=Actor.HOUSE, today=today)


@move(
    _("Return"),
    (Put.UNIT_SIGNED, Put.CLOSE_REQUESTED),
    Put.RETURNED,
    by=("oversee", "lead", "sign"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets=("verify_item", "endorse_item"),
    starts="item_again",
)
def return_item(item: Item, *, by, note: str):
    """Not yet: the reason says what is missing."""


# -- the report of the unit, and the end -----------------------------------------------------------------------


def _items_are_answered(feedback: Feedback, by, today):
    waiting = feedback.items.filter(stage__in=(Put.ASSIGNED, Put.IN_PROGRESS, Put.RETURNED)).order_by("place")
    places = "、".join(str(item.place) for item in waiting)
    return _("Items not yet handed in: %(places)s.") % {"places": places} if places else None


@move(
    _("Report on rectification"),
    Given.SIGNED_FOR,
    Given.REPORTED,
    by="sign",
    asks=forms.FileReport,
    needs=_items_are_answered,
    tells=("oversee", "lead"),
    meets=("rectification_report", "report_again"),
    starts="accept_report",
    first=True,
)
def file_report(feedback: Feedback, *, by, report: str, truth: bool, note: str):
    """The principal reports on the whole; nobody signs in his place."""
    feedback.report = report


@move(
    _("Accept the report"),
    Given.REPORTED,
    Given.ACCEPTED,
    by="oversee",
    asks=forms.Note,
    tells=("respond", "sign"),
    first=True,
)
def accept_report(feedback: Feedback, *, by, note: str):
    """The report stands."""


@move(
    _("Return the report"),
    Given.REPORTED,
    Given.SIGNED_FOR,
    by="oversee",
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets="accept_report",
    starts="report_again",
)
def return_report(feedback: Feedback, *, by, note: str):
    """Not yet: the reason says what is missing."""


def _nothing_is_open(engagement: Engagement, by, today):
    items = engagement.items.unfinished().count()
    fixes = engagement.fixes.exclude(stage=Fixing.CLOSED).count()
    reports = engagement.feedbacks.exclude(stage=Given.ACCEPTED).count()
    if items or fixes or reports:
        return _("Still open: %(items)d items, %(fixes)d immediate fixes, %(reports)d reports.") % {
            "items": items,
            "fixes": fixes,
            "reports": reports,
        }
    return None


@move(
    _("Close the engagement"),
    (Visit.FED_BACK, Visit.RECTIFYING),
    Visit.CLOSED,
    by="oversee",
    asks=forms.Note,
    needs=_nothing_is_open,
    tells=("respond", "sign"),
    first=True,
)
def close_engagement(engagement: Engagement, *, by, note: str):
    """Everything that was fed back is put right."""


# -- put right at once -------------------------------------------------------------------------------------------


def _is_put_right_at_once(landing: Landing, by, today):
    if landing.kind_of != Landing.Kind.AT_ONCE:
        return _("Only for what is put right at once.")
    return None


@move(
    _("Issue the notice"),
    Landing.Stage.DECIDED,
    by="lead",
    asks=forms.IssueFix,
    needs=_is_put_right_at_once,
    tells=("respond", "sign"),
    starts=("sign_for_fix", "fix"),
    alone=True,
    first=True,
)
def issue_fix(landing: Landing, *, by, today: datetime.date, demand: str, due_on: datetime.date) -> ImmediateFix:
    """The unit is told what to put right, and by when, before the team leaves."""
    engagement = landing.finding.engagement
    year = today.year
    fix = ImmediateFix.objects.create(
        case=engagement.case,
        engagement=engagement,
        landing=landing,
        number=f"立改〔{year}〕{next_number(f'fix {year}')}号",
        problem=landing.finding.title_text,
        manifestation=landing.finding.facts,
        demand=demand,
        due_on=due_on,
    )
    findings.take_up(landing, by=Actor.HOUSE, today=today)
    return fix


@move(
    _("Sign for the notice"),
    Fixing.ISSUED,
    Fixing.SIGNED_FOR,
    by="sign",
    asks=forms.Note,
    tells=("lead", "oversee"),
    meets="sign_for_fix",
    first=True,
)
def sign_for_fix(fix: ImmediateFix, *, by, note: str):
    """The principal has the notice in hand."""


@move(
    _("Report as fixed"),
    (Fixing.SIGNED_FOR, Fixing.RETURNED),
    Fixing.REPORTED,
    by=("respond", "sign"),
    asks=forms.ReportFix,
    tells=("lead", "oversee"),
    meets=("fix", "fix_again"),
    starts="verify_fix",
    first=True,
)
def report_fix(fix: ImmediateFix, *, by, result: str, note: str = ""):
    """What was done, with its evidence."""
    fix.result = result


@move(
    _("Verify and close"),
    Fixing.REPORTED,
    Fixing.CLOSED,
    by=("lead", "oversee"),
    asks=forms.Note,
    tells=("respond", "sign"),
    first=True,
)
def close_fix(fix: ImmediateFix, *, by, today: datetime.date, note: str):
    """Looked at the evidence, and it holds."""
    finding = fix.landing.finding
    if fix.landing.first and finding.stage == Finding.Stage.ROUTED:
        findings.settle(finding, by=Actor.HOUSE, today=today)


@move(
    _("Return"),
    Fixing.REPORTED,
    Fixing.RETURNED,
    by=("lead", "oversee"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets="verify_fix",
    starts="fix_again",
)
def return_fix(fix: ImmediateFix, *, by, note: str):
    """Not yet: the reason says what is missing."""


# -- the archive -------------------------------------------------------------------------------------------------


def _balances(round: Round, by, today):
    found = balance.of(round, today)
    if not found.balanced:
        return _("The round does not balance: %(open)d matters are still without an end.") % {"open": found.without_end}
    return None


def _every_engagement_is_closed(round: Round, by, today):
    waiting = round.engagements.exclude(stage=Visit.CLOSED).select_related("unit")
    names = "、".join(str(engagement.unit) for engagement in waiting)
    return _("Not closed yet: %(names)s.") % {"names": names} if names else None


def _every_report_is_accepted(round: Round, by, today):
    given = Feedback.objects.filter(engagement__round=round).select_related("engagement__unit")
    waiting = given.exclude(stage=Given.ACCEPTED)
    names = "、".join(dict.fromkeys(str(feedback.engagement.unit) for feedback in waiting))
    return _("Without an accepted report on rectification: %(names)s.") % {"names": names} if names else None


@move(
    _("Assess the rectification"),
    Round.Stage.RECTIFYING,
    Round.Stage.ASSESSED,
    by="oversee",
    asks=forms.AssessRound,
    needs=_every_report_is_accepted,
    tells="observe",
    first=True,
)
def assess_round(round: Round, *, by, held_on: datetime.date, note: str):
    """Office, discipline and organisation departments have assessed what came of it, and it was reported upwards."""


def _every_unit_has_spoken_of_its_team(round: Round, by, today):
    waiting = TeamReview.objects.filter(engagement__round=round, stage=TeamReview.Stage.ASKED)
    names = "、".join(str(review.unit) for review in waiting.select_related("engagement__unit"))
    return _("Has not answered about its team yet: %(names)s.") % {"names": names} if names else None


@move(
    _("Archive"),
    Round.Stage.ASSESSED,
    Round.Stage.ARCHIVED,
    by="oversee",
    asks=forms.Note,
    needs=(_balances, _every_engagement_is_closed, _every_unit_has_spoken_of_its_team),
    tells="observe",
    grave=True,
)
def archive(round: Round, *, by, note: str):
    """Everything found has its landing and its answer; the round goes into the archive."""
