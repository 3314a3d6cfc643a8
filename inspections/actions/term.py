"""Opening and ending a term."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import move

from .. import forms
from ..models import Round, Term


def is_the_authority(organisation: Organisation, by, today):
    if organisation.kind_of != Organisation.Kind.AUTHORITY:
        return _("This is done on the page of the district committee.")
    return None


@move(
    _("Open a term"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.OpenTerm,
    needs=is_the_authority,
)
def open_term(authority: Organisation, *, by, name: str, begins_on: datetime.date, ends_on: datetime.date) -> Term:
    """A term of the committee, in which every inspectable unit is to be inspected once."""
    return Term.objects.create(
        case=authority.case, authority=authority, name=name, begins_on=begins_on, ends_on=ends_on
    )


def _no_round_runs(term: Term, by, today):
    running = term.rounds.exclude(stage__in=Round.final)
    names = "、".join(str(round) for round in running)
    return _("Still running: %(names)s.") % {"names": names} if names else None


@move(
    _("End the term"),
    Term.Stage.RUNNING,
    Term.Stage.ENDED,
    by="oversee",
    asks=forms.Note,
    needs=_no_round_runs,
    grave=True,
)
def end_term(term: Term, *, by, note: str):
    """The committee's term is over; its rounds stay to be read."""
