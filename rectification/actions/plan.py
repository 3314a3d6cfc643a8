"""The plan that answers a feedback: filled in, signed by the principal, approved."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from casework.present import label_for
from inspections.models import Engagement
from inspections.process import only_in_six_steps

from .. import forms
from ..models import Item, Plan
from .item import begin

Visit, Planned, Put = Engagement.Stage, Plan.Stage, Item.Stage


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
