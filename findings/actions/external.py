"""What an upper level fed back, from the letter to the day on which the upper level strikes it off.

Its words are never changed: items quote them. From there each item runs like a finding of the district's own.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import Refused, held, move, next_number
from casework.policy import Actor
from inspections import actions as inspections
from inspections.models import Round

from .. import forms
from ..models import ExternalFinding, Finding, UpReport
from .assigned import look_whether_assigned
from .finding import finding_number, with_subject

Above = ExternalFinding.Stage
#: the feedback is studied, and then taken over; later than that a unit has had its part of it
TAKEN_IN = (*inspections.PLANNING, Round.Stage.SECRETARY_HEARD)


@move(
    _("Enter a problem from the upper level"),
    TAKEN_IN,
    by="oversee",
    asks=forms.ReceiveExternal,
    needs=inspections.comes_from_above,
    starts=("break_down", "report_up"),
    first=True,
)
def receive_external(round: Round, *, by, today: datetime.date, **values) -> ExternalFinding:
    """One problem of the letter in the upper level's own words (原汁原味): nobody changes them afterwards."""
    number = f"上反〔{today.year}〕{next_number(f'external {today.year}')}号"
    return ExternalFinding.objects.create(case=round.case, round=round, number=number, **values)


@move(
    _("Break down into items"),
    (Above.RECEIVED, Above.DECOMPOSED, Above.ASSIGNED),
    by="oversee",
    asks=forms.Decompose,
    starts="confirm_upper",
    alone=True,
    first=True,
)
def decompose(external: ExternalFinding, *, by, today, units: Iterable[Organisation], **values) -> list[Finding]:
    """An item for each unit that answers for it, in words that stand in the original; each has to be routed."""
    round = held(external.round)
    values = with_subject(values)
    found = []
    for unit in units:
        engagement = round.engagements.filter(unit=unit).first()
        if engagement is None:
            engagement = inspections.choose_target(round, by=by, today=today, unit=unit)
        elif engagement.stage not in ExternalFinding.ADDED_TO:
            raise Refused(_("“%(name)s” can't get a further item in this round any more.") % {"name": unit})
        found.append(
            Finding.objects.create(
                case=engagement.case,
                engagement=engagement,
                external=external,
                stage=Finding.Stage.CONFIRMED,
                number=finding_number(engagement),
                upper_source=external.source,
                **values,
            )
        )
    return found


def _has_items(external: ExternalFinding, by, today):
    if not external.findings.exists():
        return _("It has not been broken down into any item yet.")
    return None


@move(
    _("Every part is in an item"),
    Above.RECEIVED,
    Above.DECOMPOSED,
    by="oversee",
    asks=forms.FinishDecomposing,
    needs=_has_items,
    tells="observe",
    meets="break_down",
)
def finish_decomposing(external: ExternalFinding, *, by, today: datetime.date, note: str = ""):
    """Every part of the problem has somebody who answers for it; what is left out is left out with a reason."""
    look_whether_assigned(external, today)


def _has_no_items(external: ExternalFinding, by, today):
    if external.findings.exists():
        return _("It has been broken down already: its items are settled one by one.")
    return None


@move(
    _("Entered by mistake"),
    Above.RECEIVED,
    Above.DROPPED,
    by="oversee",
    asks=forms.Reason,
    needs=_has_no_items,
    tells="observe",
    grave=True,
)
def drop_external(external: ExternalFinding, *, by, note: str):
    """It is not in the letter, or it was entered twice; the entry stays, with the reason."""


@move(
    _("The upper level moved the date"),
    (Above.RECEIVED, Above.DECOMPOSED, Above.ASSIGNED),
    by="oversee",
    asks=forms.MoveUpperDate,
    tells="observe",
    meets="report_up",
    starts="report_up",
)
def move_upper_date(external: ExternalFinding, *, by, due_on: datetime.date, note: str):
    """It has to be reported by another day; who said so is the reason, and the earlier day stays in the history."""
    external.due_on = due_on


# -- reported up ----------------------------------------------------------------------------------------------------


def _something_was_received(round: Round, by, today):
    if not round.external_findings.exclude(stage=Above.DROPPED).exists():
        return _("No problem of the upper level has been entered yet.")
    return None


@move(
    _("Report to the upper level"),
    (Round.Stage.SECRETARY_HEARD, Round.Stage.FED_BACK, Round.Stage.RECTIFYING, Round.Stage.ASSESSED),
    by="oversee",
    asks=forms.ReportUp,
    needs=(inspections.comes_from_above, _something_was_received),
    tells="observe",
)
def report_up(
    round: Round, *, by, today: datetime.date, problems: Iterable[ExternalFinding] = (), **values: Any
) -> UpReport:
    """How it is put right, and which problems are reported as put right; the others stay where they are."""
    items = Finding.objects.filter(external__round=round)
    report = UpReport.objects.create(
        case=round.case,
        round=round,
        items=items.count(),
        finished=items.filter(stage__in=Finding.final).count(),
        **values,
    )
    for external in problems:
        report_external(external, by=Actor.HOUSE, today=today, report=report)
    return report


def _every_item_is_finished(external: ExternalFinding, by, today):
    waiting = external.findings.exclude(stage__in=Finding.final).order_by("number")
    numbers = "、".join(waiting.values_list("number", flat=True))
    return _("Items not put right yet: %(numbers)s.") % {"numbers": numbers} if numbers else None


@move(
    _("Reported up as put right"),
    Above.ASSIGNED,
    Above.REPORTED,
    by=Actor.HOUSE,
    needs=_every_item_is_finished,
    meets="report_up",
    starts="upper_answers",
)
def report_external(external: ExternalFinding, *, by, report: UpReport):
    """The report says that it is put right; the upper level has to agree."""
    external.report = report


@move(
    _("Struck off by the upper level"),
    Above.REPORTED,
    Above.CLOSED,
    by="oversee",
    asks=forms.StruckOff,
    tells="observe",
    meets="upper_answers",
    first=True,
)
def strike_off(external: ExternalFinding, *, by, closed_on: datetime.date, closing_paper: str, note: str = ""):
    """The upper level agrees that it is put right: on which day, and by which paper."""
    external.set(closed_on=closed_on, closing_paper=closing_paper)


@move(
    _("Returned by the upper level"),
    Above.REPORTED,
    Above.ASSIGNED,
    by="oversee",
    asks=forms.ReturnedAbove,
    tells="observe",
    meets="upper_answers",
    starts="report_up",
)
def return_above(external: ExternalFinding, *, by, due_on: datetime.date, note: str):
    """The upper level does not agree: the reason says what is missing, and by when it has to be reported again."""
    external.due_on = due_on
    external.returned_times += 1
