"""What the results were used for: entered by the office with evidence, or by itself from what has its own register."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from casework.policy import Actor
from inspections.models import Term

from ..forms import result as forms
from ..models import Institution, ResultUse, SuggestionLetter


def _number(today: datetime.date) -> str:
    return f"用〔{today.year}〕{next_number(f'result {today.year}')}号"


@move(_("Enter a use of results"), Term.Stage.RUNNING, by="oversee", asks=forms.EnterResult)
def enter_result(term: Term, *, by, today: datetime.date, **values) -> ResultUse:
    """A special campaign, an appraisal of cadres or a circular that rests on what inspection found."""
    return ResultUse.objects.create(case=term.case, term=term, number=_number(today), **values)


@move(_("Use of results noted"), (Term.Stage.RUNNING, Term.Stage.ENDED), by=Actor.HOUSE)
def note_result(term: Term, *, by, today: datetime.date, source: Institution | SuggestionLetter, **values) -> ResultUse:
    """What stands in another register already comes along with its number."""
    kept = {"source_kind": source.kind, "source_id": source.pk, "source_number": source.number}
    return ResultUse.objects.create(case=term.case, term=term, number=_number(today), on=today, **kept, **values)
