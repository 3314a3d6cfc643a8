"""What is fed back to the unit, and what to its principal alone."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.moves import held, move, next_number
from casework.policy import Actor
from findings import actions as findings
from inspections import actions as inspections
from inspections.models import Engagement, Round

from .. import forms
from ..models import Feedback, Item, Opinion, OpinionProblem, Plan
from .opinion import everything_is_routed, hand_out, reported_or_from_above, unchecked

Visit, Given = Engagement.Stage, Feedback.Stage


def _every_opinion_is_checked(engagement: Engagement, by, today):
    return unchecked(engagement)


@move(
    _("Feed back"),
    (Visit.REPORTED, Visit.NOTIFIED),
    Visit.FED_BACK,
    by="oversee",
    asks=forms.FeedBack,
    needs=(reported_or_from_above, everything_is_routed, _every_opinion_is_checked),
    tells=("respond", "sign", "lead"),
    meets="feed_back",
    first=True,
)
def feed_back(engagement: Engagement, *, by, today: datetime.date, held_on, principal_on=None, **meeting):
    """The principal gets what is meant for him alone, the unit its list; the clock of rectification starts."""
    engagement.fed_back_on = held_on
    for opinion in engagement.opinions.select_related("case").order_by("-audience"):
        alone = opinion.audience == Feedback.Audience.PRINCIPAL
        said = {"held_on": principal_on or held_on} if alone else {"held_on": held_on, **meeting}
        feedback = give(engagement, by=Actor.HOUSE, today=today, opinion=opinion, **said)
        problems = list(opinion.listed().select_related("landing__finding"))
        for problem in problems:
            assign_item(feedback, by=Actor.HOUSE, today=today, problem=problem)
            findings.take_up(problem.landing, by=Actor.HOUSE, today=today)
        if problems:
            draw_up(feedback, by=Actor.HOUSE, today=today)
        if not alone:
            ask_statement(feedback, by=Actor.HOUSE, today=today)
        hand_out(opinion, by=Actor.HOUSE, today=today, feedback=feedback)
    round = held(engagement.round)
    others = round.engagements.exclude(pk=engagement.pk)
    fed_back = (Visit.FED_BACK, Visit.RECTIFYING, Visit.CLOSED)
    if round.stage == Round.Stage.SECRETARY_HEARD and not others.exclude(stage__in=fed_back).exists():
        inspections.all_fed_back(round, by=Actor.HOUSE, today=today)


@move(
    _("Feedback given"),
    Visit.FED_BACK,
    by=Actor.HOUSE,
    tells=("respond", "sign"),
    starts=("sign_for_feedback", "rectification_report"),
)
def give(engagement: Engagement, *, by, opinion: Opinion, held_on, **meeting) -> Feedback:
    """Makes the letter; what is meant for the principal alone lies in a case that his people don't hold."""
    year = held_on.year
    if opinion.audience == Feedback.Audience.PRINCIPAL:
        number = f"巡馈密〔{year}〕{next_number(f'feedback principal {year}')}号"
        policy.grant(opinion.case, "respond", engagement.unit.principals)
        policy.grant(opinion.case, "sign", engagement.unit.principals)
    else:
        number = f"巡馈〔{year}〕{next_number(f'feedback {year}')}号"
    return Feedback.objects.create(
        case=opinion.case,
        engagement=engagement,
        audience=opinion.audience,
        number=number,
        overview=opinion.overview,
        demands=opinion.demands,
        limits=opinion.limits,
        held_on=held_on,
        **meeting,
    )


@move(_("Item assigned"), Given.GIVEN, by=Actor.HOUSE)
def assign_item(feedback: Feedback, *, by, problem: OpinionProblem) -> Item:
    """The problem as the opinion says it, in the unit's own numbers."""
    return Item.objects.create(
        case=feedback.case,
        feedback=feedback,
        landing=problem.landing,
        engagement=feedback.engagement,
        place=problem.place,
        number=f"{feedback.number.removesuffix('号')}-{problem.place:02d}",
        problem=problem.problem,
        manifestation=problem.manifestation,
        category=problem.category,
        recommendation=problem.recommendation,
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


@move(_("Statement asked for"), Given.GIVEN, by=Actor.HOUSE, starts="state_position")
def ask_statement(feedback: Feedback, *, by):
    """The principal has to say how he stands to what was fed back."""


def _no_statement_yet(feedback: Feedback, by, today):
    if feedback.audience == Feedback.Audience.PRINCIPAL:
        return _("The statement answers what was fed back to the Party organisation.")
    return _("The statement has been filed.") if feedback.stated_on else None


@move(
    _("File the statement of position"),
    (Given.GIVEN, Given.SIGNED_FOR, Given.REPORTED),
    by="sign",
    asks=forms.StatePosition,
    needs=_no_statement_yet,
    tells=("oversee", "lead"),
    meets="state_position",
    stamps="stated_on",
)
def state_position(feedback: Feedback, *, by, statement: str = ""):
    """What the principal said at the meeting on what was fed back (表态发言)."""
    feedback.statement = statement


@move(_("Add the letter"), (Given.GIVEN, Given.SIGNED_FOR), by="oversee", asks=forms.Papers)
def attach_letter(feedback: Feedback, *, by, note: str = ""):
    """The letter as it was signed lies with the feedback, for those whom it is meant for."""
