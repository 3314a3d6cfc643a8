"""More time for an item: asked for, decided; the date that it had stays visible."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Item, Postponement

Step = Postponement.Stage


def _nothing_is_asked_yet(item: Item, by, today):
    if item.due_on is None:
        return _("It has no date yet.")
    if item.postponements.filter(stage=Step.ASKED).exists():
        return _("More time has been asked for already.")
    return None


@move(
    _("Ask for more time"),
    Item.UNDER_WAY,
    by=("respond", "sign"),
    asks=forms.AskForTime,
    needs=_nothing_is_asked_yet,
    tells=("oversee", "sign"),
    starts="decide_postponement",
    alone=True,
)
def ask_for_time(item: Item, *, by, today: datetime.date, due_on: datetime.date, reason: str) -> Postponement:
    """Why the date can't be kept, and until when it will be done; the old date counts until this is decided."""
    note_outcome(item, by=Actor.HOUSE, today=today, outcome=Item.Outcome.POSTPONED)
    said = {"was_due_on": item.due_on, "due_on": due_on, "reason": reason, "author": by, "on": today}
    return Postponement.objects.create(case=item.case, item=item, **said)


@move(_("State of completion noted"), Item.UNDER_WAY, by=Actor.HOUSE)
def note_outcome(item: Item, *, by, outcome: str):
    """What the unit has said of it last."""
    item.outcome = outcome


def _item_is_under_way(asked: Postponement, by, today):
    if asked.item.stage not in Item.UNDER_WAY:
        return _("The item has gone on meanwhile.")
    return None


@move(
    _("Grant the time"),
    Step.ASKED,
    Step.GRANTED,
    by="oversee",
    asks=forms.Note,
    needs=_item_is_under_way,
    tells=("respond", "sign", "lead"),
    first=True,
)
def grant_time(asked: Postponement, *, by, today: datetime.date, note: str):
    """The new date counts from now on; the old ones stay with the item."""
    put_off(asked.item, by=Actor.HOUSE, today=today, due_on=asked.due_on)


@move(_("Date put off"), Item.UNDER_WAY, by=Actor.HOUSE, meets=("item", "item_again"), starts="item", puts_off=True)
def put_off(item: Item, *, by, due_on: datetime.date):
    """The office has granted more time."""
    item.due_on = due_on


@move(
    _("Refuse the time"),
    Step.ASKED,
    Step.REFUSED,
    by="oversee",
    asks=forms.Reason,
    tells=("respond", "sign"),
)
def refuse_time(asked: Postponement, *, by, note: str):
    """The date stays as it is; the reason says why."""


@move(_("Request for more time overtaken"), Step.ASKED, Step.OVERTAKEN, by=Actor.HOUSE)
def overtake_postponement(asked: Postponement, *, by):
    """The unit has asked to close the item."""
