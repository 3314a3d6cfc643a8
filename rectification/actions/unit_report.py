"""The two papers in which a unit reports: drafted by the house, written by the unit, signed by its principal."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import held, move
from casework.policy import Actor
from casework.present import label_for

from .. import forms
from ..drafting import draft_of
from ..models import Feedback, UnitReport
from .disclosure import draft_both
from .report import in_one_paper, items_are_answered

Given, Paper = Feedback.Stage, UnitReport.Stage


def _reports_in_two_papers(feedback: Feedback, by, today):
    if in_one_paper(feedback):
        return _("Reported in one paper.")
    return None


def _one_is_missing(feedback: Feedback, by, today):
    if UnitReport.objects.filter(feedback=feedback).count() == len(UnitReport.Kind):
        return _("Both reports are there already.")
    return None


@move(
    _("Draft a report"),
    Given.SIGNED_FOR,
    by=("respond", "sign"),
    asks=forms.DraftReport,
    needs=(_reports_in_two_papers, _one_is_missing),
    alone=True,
    first=True,
)
def draft_report(feedback: Feedback, *, by, today: datetime.date, kind_of: str) -> UnitReport:
    """Put together from the items: what was put right, counted and item by item. Whatever it says can be changed."""
    said = draft_of(feedback, kind_of)
    return UnitReport.objects.create(
        case=feedback.case, feedback=feedback, kind_of=kind_of, drafted=said, drafted_on=today, **said
    )


def _keep(report: UnitReport, said: dict[str, str]) -> None:
    if said != report.says():
        report.earlier = [*report.earlier, said]


@move(_("Write the report"), Paper.DRAFTING, by=("respond", "sign"), asks=forms.WriteReport, first=True)
def write_report(report: UnitReport, *, by, **values: Any):
    """Changes what it says; what it said before is kept and can be compared."""
    said = report.says()
    report.set(**values)
    _keep(report, said)


@move(_("Draft it again"), Paper.DRAFTING, by=("respond", "sign"))
def draft_again(report: UnitReport, *, by, today: datetime.date):
    """Puts it together anew from the items as they stand; what was written stays, and is shown beside it."""
    report.set(drafted=draft_of(report.feedback, report.kind_of), drafted_on=today)


def differing(report: UnitReport) -> list[str]:
    """Return the sections of which the last draft says something else than what is written."""
    return [name for name in report.sections if report.drafted.get(name, "") not in ("", getattr(report, name))]


def _the_draft_differs(report: UnitReport, by, today):
    if not differing(report):
        return _("The report says what the draft says.")
    return None


@move(
    _("Take sections from the draft"),
    Paper.DRAFTING,
    by=("respond", "sign"),
    asks=forms.TakeDraft,
    needs=_the_draft_differs,
)
def take_draft(report: UnitReport, *, by, sections: list[str]):
    """These sections say what was drafted; what they said before is kept."""
    said = report.says()
    report.set(**{name: report.drafted[name] for name in sections})
    _keep(report, said)


def _every_section_is_written(report: UnitReport, by, today):
    empty = [label_for(UnitReport, name) for name in report.sections if not getattr(report, name).strip()]
    return _("Not written yet: %(sections)s.") % {"sections": "、".join(empty)} if empty else None


def _items_of_it_are_answered(report: UnitReport, by, today):
    return items_are_answered(report.feedback, by, today)


@move(
    _("Sign the report"),
    Paper.DRAFTING,
    Paper.SIGNED,
    by="sign",
    asks=forms.SignReport,
    needs=(_every_section_is_written, _items_of_it_are_answered),
    tells=("oversee", "lead"),
    stamps="signed_on",
    first=True,
)
def sign_report(report: UnitReport, *, by, today: datetime.date, truth: bool, note: str):
    """The principal answers for it himself; once both are signed, the unit has reported."""
    report.signed_by = None if isinstance(by, Actor) else by
    feedback = held(report.feedback)
    if feedback.stage == Given.SIGNED_FOR and _others_are_in(report, (Paper.SIGNED, Paper.ACCEPTED)):
        reports_are_in(feedback, by=Actor.HOUSE, today=today)


def _others_are_in(report: UnitReport, stages) -> bool:
    """Whether all the other reports on this feedback have come so far."""
    others = UnitReport.objects.filter(feedback=report.feedback_id).exclude(pk=report.pk)
    return others.filter(stage__in=stages).count() == len(UnitReport.Kind) - 1


@move(
    _("Both reports are in"),
    Given.SIGNED_FOR,
    Given.REPORTED,
    by=Actor.HOUSE,
    meets=("rectification_report", "report_again"),
    starts="accept_report",
)
def reports_are_in(feedback: Feedback, *, by):
    """The principal has signed that of the Party organisation and his own."""


@move(
    _("Accept the report"),
    Paper.SIGNED,
    Paper.ACCEPTED,
    by="oversee",
    asks=forms.Note,
    tells=("respond", "sign"),
    first=True,
)
def accept_unit_report(report: UnitReport, *, by, today: datetime.date, note: str):
    """This one stands; once both do, the unit has answered its feedback."""
    feedback = held(report.feedback)
    if feedback.stage == Given.REPORTED and _others_are_in(report, (Paper.ACCEPTED,)):
        both_are_accepted(feedback, by=Actor.HOUSE, today=today)


@move(_("Both reports are accepted"), Given.REPORTED, Given.ACCEPTED, by=Actor.HOUSE)
def both_are_accepted(feedback: Feedback, *, by, today: datetime.date):
    """The office has accepted that of the Party organisation and the principal's own."""
    draft_both(feedback, today)


@move(
    _("Return the report"),
    Paper.SIGNED,
    Paper.DRAFTING,
    by="oversee",
    asks=forms.Reason,
    tells=("respond", "sign"),
)
def return_unit_report(report: UnitReport, *, by, today: datetime.date, note: str):
    """Not yet: the reason says what is missing. What it said when it was signed is kept."""
    report.returned_times += 1
    report.earlier = [*report.earlier, report.says()]
    feedback = held(report.feedback)
    if feedback.stage == Given.REPORTED:
        report_is_back(feedback, by=Actor.HOUSE, today=today)


@move(
    _("A report was returned"),
    Given.REPORTED,
    Given.SIGNED_FOR,
    by=Actor.HOUSE,
    meets="accept_report",
    starts="report_again",
)
def report_is_back(feedback: Feedback, *, by):
    """One of the two has to be written again."""
