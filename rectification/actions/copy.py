"""Numbered copies of what was fed back: to those who have to know of it, and to each reader who prints it."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case
from casework.moves import move, next_number
from casework.policy import Actor

from .. import forms
from ..models import Copy, Feedback

Kind, State = Copy.Kind, Copy.Stage


def _meant_for_the_organisation(feedback: Feedback, by, today):
    if feedback.audience == Feedback.Audience.PRINCIPAL:
        return _("What is meant for the principal alone is copied to nobody.")
    return None


@move(
    _("Send copies"),
    tuple(Feedback.Stage),
    by="oversee",
    asks=forms.SendCopies,
    needs=_meant_for_the_organisation,
)
def send_copies(feedback: Feedback, *, by, today: datetime.date, leader: str = "", bodies=()):
    """A numbered copy each for the district leader in charge and for the bodies that have to know of it (抄告)."""
    wanted: list[tuple[str, Organisation | None, str]] = [(Kind.LEADER, None, leader)] if leader else []
    wanted += [(_kind_of(body), body, str(body)) for body in bodies]
    made = []
    for kind, receiver, holder in wanted:
        said = {"kind_of": kind, "receiver": receiver, "holder": holder, "author": by, "on": today}
        copy = number_copy(feedback, by=Actor.HOUSE, today=today, **said)
        made.append(send_copy(copy, by=Actor.HOUSE, today=today))
    return made


@move(_("Copy numbered"), tuple(Feedback.Stage), by=Actor.HOUSE)
def number_copy(feedback: Feedback, *, by, receiver: Organisation | None, **values) -> Copy:
    """It lies in a case of its own, which the office holds, and whoever gets it."""
    office = Organisation.objects.get(
        case=feedback.engagement.round.term.authority.case, kind_of=Organisation.Kind.OFFICE
    )
    case = Case.objects.create(kind="rectification.copy", profile=feedback.case.profile)
    policy.grant(case, "oversee", office.members, office.principals)
    policy.grant(case, "direct", office.principals)
    if receiver:
        policy.grant(case, "handle", receiver.members, receiver.principals)
    return Copy.objects.create(case=case, feedback=feedback, ordinal=_next(feedback), receiver=receiver, **values)


def _next(feedback: Feedback) -> int:
    return int(next_number(f"copy {feedback.number}"))


def _kind_of(body: Organisation) -> str:
    kinds: dict[str, str] = {
        Organisation.Kind.DISCIPLINE: Kind.DISCIPLINE,
        Organisation.Kind.PERSONNEL: Kind.PERSONNEL,
    }
    return kinds.get(body.kind_of, Kind.SUPERIOR)


@move(_("Copy sent"), State.NUMBERED, State.SENT, by=Actor.HOUSE, tells="handle", starts="sign_for_copy")
def send_copy(copy: Copy, *, by):
    """Whoever got it signs for it."""


@move(
    _("Sign for the copy"),
    State.SENT,
    State.SIGNED_FOR,
    by="handle",
    asks=forms.Note,
    tells="oversee",
    stamps="signed_on",
    first=True,
)
def sign_for_copy(copy: Copy, *, by, note: str):
    """The body has its copy in hand."""
    copy.signed_by = str(by)


@move(
    _("Note the receipt on paper"),
    State.SENT,
    State.SIGNED_FOR,
    by="oversee",
    asks=forms.NoteReceipt,
    first=True,
)
def note_receipt(copy: Copy, *, by, signed_by: str, signed_on: datetime.date):
    """It was handed over on paper; who signed for it and when."""
    copy.set(signed_by=signed_by, signed_on=signed_on, on_paper=True)


@move(_("Take a numbered copy"), tuple(Feedback.Stage), by=("oversee", "observe", "lead", "respond", "sign"))
def print_copy(feedback: Feedback, *, by, today: datetime.date) -> Copy:
    """A copy to print, with a number of its own; the register says whose it is."""
    values = {"kind_of": Kind.PRINTED, "holder": str(by), "author": by, "on": today}
    return Copy.objects.create(case=feedback.case, feedback=feedback, ordinal=_next(feedback), **values)
