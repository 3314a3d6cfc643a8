"""Appointing people to the leading group and the office, and letting them leave; the lists of earlier days stay."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import move

from .. import forms
from ..models import Seat


def _has_a_member_list(body: Organisation, by, today):
    if body.kind_of not in Seat.ROLES:
        return _("A list of members is kept of the leading group and of the office.")
    return None


@move(
    _("Appoint to it"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.Appoint,
    needs=_has_a_member_list,
)
def appoint(body: Organisation, *, by, **values) -> Seat:
    """Puts somebody on the list of members. What his account may do is given by the security administrator."""
    return Seat.objects.create(case=body.case, body=body, **values)


@move(_("Correct"), Seat.Stage.SERVING, by="oversee", asks=forms.CorrectSeat)
def correct_seat(seat: Seat, *, by, **values):
    """Corrects the entry; every version stays in the history. Another role is a new appointment."""
    seat.set(**values)


@move(_("Leaves it"), Seat.Stage.SERVING, Seat.Stage.LEFT, by="oversee", asks=forms.LeaveSeat, grave=True)
def leave_seat(seat: Seat, *, by, left_on: datetime.date, note: str, left_paper: str = ""):
    """From that day on he is no longer on the list; he stays on the lists of earlier days."""
    seat.set(left_on=left_on, left_paper=left_paper)
