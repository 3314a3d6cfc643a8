"""The letter at the department: signed for as a whole, or returned as a whole."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Handover, Outgoing, SealedLetter, TransferLetter
from .handover import receive, return_

Sent = Outgoing.Stage


def _waiting(letter: TransferLetter | SealedLetter):
    return letter.matters.filter(stage=Handover.Stage.SENT).order_by("pk")


@move(
    _("Sign for the letter"),
    Sent.SENT,
    Sent.SIGNED,
    by="handle",
    asks=forms.Note,
    tells=("oversee", "direct"),
    stamps="signed_on",
    first=True,
)
def sign_for_letter(letter: TransferLetter | SealedLetter, *, by, today: datetime.date, note: str):
    """It has arrived with everything in it: each of its matters lies with this department now."""
    letter.signer = by
    for matter in _waiting(letter):
        receive.siblings[type(matter)](matter, by=Actor.HOUSE, today=today, note="")


@move(
    _("Return the letter"),
    Sent.SENT,
    Sent.RETURNED,
    by="handle",
    asks=forms.Reason,
    tells=("oversee", "direct"),
    grave=True,
)
def return_letter(letter: TransferLetter | SealedLetter, *, by, today: datetime.date, note: str):
    """Nothing of it is for this department: the reason says why, and each of its matters goes back."""
    for matter in _waiting(letter):
        return_.siblings[type(matter)](matter, by=Actor.HOUSE, today=today, note=note)
