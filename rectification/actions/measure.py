"""What is done about a problem: the aim of its item, and its measures, one by one."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Item, Measure, Plan

Put, Planned, Step = Item.Stage, Plan.Stage, Measure.Stage


def plan_is_being_drawn_up(item: Item, by, today):
    if item.feedback.plan.stage != Planned.DRAFTING:
        return _("The plan has been handed in; it must be returned before it can be changed.")
    return None


def _is_written_on(measure: Measure, by, today):
    if measure.item.stage not in Item.WRITABLE:
        return _("The measures of this item are no longer written on.")
    return plan_is_being_drawn_up(measure.item, by, today)


def _has_one_measure_at_most(item: Item, by, today):
    if len(item.standing()) > 1:
        return _("It has several measures: change each of them, or all of them on the page of the three lists.")
    return None


@move(
    _("Fill in"),
    Item.WRITABLE,
    by=("respond", "sign"),
    asks=forms.Fill,
    needs=(plan_is_being_drawn_up, _has_one_measure_at_most),
    under="feedback.plan",
    first=True,
)
def fill(item: Item, *, by, today, goal: str = "", **values):
    """What is done about it, by whom and by when: the aim, and its one measure."""
    item.goal = goal
    measure = next(iter(item.standing()), None)
    if measure is None:
        add_measure(item, by=Actor.HOUSE, today=today, **values)
    else:
        amend_measure(measure, by=Actor.HOUSE, today=today, **values)


@move(
    _("Say the aim"),
    Item.WRITABLE,
    by=("respond", "sign"),
    asks=forms.StateAim,
    needs=plan_is_being_drawn_up,
    under="feedback.plan",
)
def state_aim(item: Item, *, by, goal: str):
    """What it is to be like once it is put right."""
    item.goal = goal


@move(
    _("Add a measure"),
    Item.WRITABLE,
    by=("respond", "sign"),
    asks=forms.WriteMeasure,
    needs=plan_is_being_drawn_up,
    under="feedback.plan",
    alone=True,
)
def add_measure(item: Item, *, by, **values) -> Measure:
    """One more thing that is done about it, with who answers for it and by when."""
    last = item.measures.aggregate(last=Max("place"))["last"] or 0
    return Measure.objects.create(case=item.case, item=item, place=last + 1, **values)


@move(
    _("Change the measure"),
    Step.OPEN,
    by=("respond", "sign"),
    asks=forms.WriteMeasure,
    needs=_is_written_on,
    under="item.feedback.plan",
    first=True,
)
def amend_measure(measure: Measure, *, by, **values):
    """What it says, who answers for it, and by when."""
    measure.set(**values)


@move(
    _("Leave the measure out"),
    Step.OPEN,
    Step.STRUCK,
    by=("respond", "sign"),
    asks=forms.Reason,
    needs=_is_written_on,
    under="item.feedback.plan",
    grave=True,
)
def strike_measure(measure: Measure, *, by, note: str):
    """It is no longer part of the plan; what it said stays in the history."""


def _is_under_way(measure: Measure, by, today):
    if measure.item.stage not in (*Item.UNDER_WAY, Put.CLOSE_REQUESTED):
        return _("Its item is not being put right now.")
    return None


@move(
    _("Mark as carried out"),
    Step.OPEN,
    Step.DONE,
    by=("respond", "sign"),
    asks=forms.Note,
    needs=_is_under_way,
    stamps="done_on",
    first=True,
)
def finish_measure(measure: Measure, *, by, note: str):
    """This much of it is done."""


@move(
    _("Not carried out after all"),
    Step.DONE,
    Step.OPEN,
    by=("respond", "sign"),
    asks=forms.Reason,
    needs=_is_under_way,
)
def resume_measure(measure: Measure, *, by, note: str):
    """It was marked too early, or what was done does not hold."""
    measure.done_on = None
