"""What putting right has brought is entered with the item: amounts, people dealt with."""

from django.utils.translation import gettext_lazy as _

from casework.moves import move

from .. import forms
from ..models import Handling, Item, Recovery

Put = Item.Stage
#: stages in which the unit enters what its measures have brought
TAKES = (*Item.UNDER_WAY, Put.BLOCKED)


def _item_is_being_put_right(entry: Recovery | Handling, by, today):
    return None if entry.item.stage in TAKES else _("Its item is not being put right now.")


@move(_("Enter an amount"), TAKES, by=("respond", "sign"), asks=forms.EnterRecovery)
def enter_recovery(item: Item, *, by, **values) -> Recovery:
    """Money that came back or was put in order, in 10,000 yuan, with the day and the voucher."""
    return Recovery.objects.create(case=item.case, item=item, **values)


@move(_("Enter a person dealt with"), TAKES, by=("respond", "sign"), asks=forms.EnterHandling)
def enter_handling(item: Item, *, by, **values) -> Handling:
    """Who answers for it and how he was dealt with: the form, the day, the number of the paper."""
    return Handling.objects.create(case=item.case, item=item, **values)


@move(
    _("Take the entry back"),
    Recovery.Stage.ENTERED,
    Recovery.Stage.STRUCK,
    by=("respond", "sign"),
    asks=forms.Reason,
    needs=_item_is_being_put_right,
    grave=True,
)
def strike_entry(entry: Recovery | Handling, *, by, note: str):
    """It was entered wrongly; what it said stays in the history."""
