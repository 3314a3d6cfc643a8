"""Questions and answers about an item; each side is told what the other has said."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move

from .. import forms
from ..models import Item, ItemMessage

Side = ItemMessage.Side


@move(
    _("Ask or answer the office"), tuple(Item.Stage), by=("respond", "sign"), asks=forms.Say, tells=("oversee", "lead")
)
def say_to_office(item: Item, *, by, today: datetime.date, text: str) -> ItemMessage:
    """The office and the team read it; it can't be changed any more."""
    return ItemMessage.objects.create(case=item.case, item=item, side=Side.UNIT, text=text, author=by, on=today)


@move(_("Ask or answer the unit"), tuple(Item.Stage), by=("oversee", "lead"), asks=forms.Say, tells=("respond", "sign"))
def say_to_unit(item: Item, *, by, today: datetime.date, text: str) -> ItemMessage:
    """The unit reads it; it can't be changed any more."""
    return ItemMessage.objects.create(case=item.case, item=item, side=Side.OFFICE, text=text, author=by, on=today)
