"""The plan that answers a feedback: filled in, signed by the principal, reviewed by several bodies, approved."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import Refused, move
from casework.policy import Actor
from casework.present import label_for
from inspections.models import Engagement
from inspections.process import only_in_six_steps

from .. import forms
from ..models import Item, ItemReview, Measure, Plan
from .item import begin, put_under_review, return_in_plan
from .joint import ask_bodies, every_body_has_spoken, missing_opinions, opinions_now

Visit, Planned, Put = Engagement.Stage, Plan.Stage, Item.Stage


def gaps_of(items) -> list[tuple[Item, int, list[str]]]:
    """Return what is missing: the item, which of its measures (0: it has none), and the columns by their names."""
    found = []
    for item in items:
        if not item.goal:
            found.append((item, 0, [label_for(Item, "goal")]))
        measures = item.standing()
        if not measures:
            found.append((item, 0, [str(Measure._meta.verbose_name)]))
        for number, measure in enumerate(measures, start=1):
            if empty := measure.gaps():
                found.append((item, number, [label_for(Measure, name) for name in empty]))
    return found


def _every_problem_is_answered(plan: Plan, by, today):
    items = plan.feedback.items.filter(stage__in=Item.WRITABLE).order_by("place").prefetch_related("measures")
    missing = [
        f"{item.place}{f'.{number}' if number else ''}（{'、'.join(columns)}）"
        for item, number, columns in gaps_of(items)
    ]
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
    tells=("oversee", "lead", "supervise"),
    meets="endorse_plan",
    starts=("review_plan", "joint_review"),
    first=True,
)
def endorse_plan(plan: Plan, *, by, today: datetime.date, truth: bool, note: str):
    """The principal answers for the plan himself (签字背书); the joint review of its items begins."""
    ask_bodies(plan)
    for item in plan.feedback.items.filter(stage__in=Item.WRITABLE).order_by("place"):
        put_under_review(item, by=Actor.HOUSE, today=today)


def _nobody_wants_it_back(plan: Plan, by, today):
    return _wanted_back(plan)


def _wanted_back(plan: Plan, *, but=()):
    """Say which items a body wants returned, apart from these; nothing where there are none."""
    chosen = {item.pk for item in but}
    returned = (one for one in opinions_now(plan).values() if one.verdict == ItemReview.Verdict.RETURNS)
    back = sorted((one for one in returned if one.item_id not in chosen), key=lambda one: one.item.place)
    if not back:
        return None
    said = "、".join(f"{review.item.place}（{review.body}）" for review in back)
    return _("Items that a body wants returned: %(items)s.") % {"items": said}


@move(
    _("Approve the plan"),
    Planned.SIGNED,
    Planned.APPROVED,
    by="oversee",
    asks=forms.Note,
    needs=(_nobody_wants_it_back, every_body_has_spoken),
    tells=("respond", "sign"),
    first=True,
)
def approve_plan(plan: Plan, *, by, today: datetime.date, note: str):
    """The items are in progress from now on, each with its date. Who let his days pass is named with the approval."""
    _begin_without(plan)
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


def _begin_without(plan: Plan) -> None:
    """Keep whose opinion is missing of what begins now, beside what has begun before."""
    plan.without = "；".join(filter(None, (plan.without, missing_opinions(plan))))


def _begin_items(plan: Plan, today: datetime.date, *, but=()) -> None:
    waiting = plan.feedback.items.filter(stage__in=(*Item.WRITABLE, Put.UNDER_REVIEW))
    for item in waiting.exclude(pk__in=[one.pk for one in but]).order_by("place"):
        begin(item, by=Actor.HOUSE, today=today)
    engagement = plan.feedback.engagement
    if engagement.stage == Visit.FED_BACK:
        rectify(engagement, by=Actor.HOUSE, today=today)


@move(
    _("Return some items"),
    Planned.SIGNED,
    Planned.DRAFTING,
    by="oversee",
    asks=forms.ReturnItems,
    needs=every_body_has_spoken,
    tells=("respond", "sign"),
    meets=("review_plan", "joint_review"),
    starts="plan_again",
)
def return_items(plan: Plan, *, by, today: datetime.date, items, note: str):
    """Only these fail, and only these can be changed; the others are approved and begin.

    What a body wants returned is among them, and nothing begins while a body still has days to speak.
    """
    items = list(items)
    under_review = plan.feedback.items.filter(stage=Put.UNDER_REVIEW)
    if not items or under_review.filter(pk__in=[item.pk for item in items]).count() < len(items):
        raise Refused(_("Choose items that are under joint review."))
    if wanted := _wanted_back(plan, but=items):
        raise Refused(wanted)
    for item in sorted(items, key=lambda one: one.place):
        return_in_plan(item, by=Actor.HOUSE, today=today, note=note)
    _begin_without(plan)
    plan.returned_times += 1
    _begin_items(plan, today, but=items)


@move(
    _("Return the plan"),
    (Planned.PROPOSED, Planned.SIGNED),
    Planned.DRAFTING,
    by=("oversee", "sign"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets=("endorse_plan", "review_plan", "joint_review"),
    starts="plan_again",
)
def return_plan(plan: Plan, *, by, today: datetime.date, note: str):
    """Not yet: the reason says what is missing."""
    plan.returned_times += 1
    for item in plan.feedback.items.filter(stage=Put.UNDER_REVIEW).order_by("place"):
        return_in_plan(item, by=Actor.HOUSE, today=today, note="")


@move(_("Rectification begins"), Visit.FED_BACK, Visit.RECTIFYING, by=Actor.HOUSE)
def rectify(engagement: Engagement, *, by):
    """The plan is approved."""
