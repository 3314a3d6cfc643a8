"""The report of the unit on the whole, and the end of its rectification."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from inspections.models import Engagement

from .. import forms
from ..models import Feedback, ImmediateFix, Item, UnitReport
from .disclosure import draft_both

Visit, Given, Put = Engagement.Stage, Feedback.Stage, Item.Stage


def in_one_paper(feedback: Feedback) -> bool:
    """Whether one report answers it: what is meant for the principal alone, and in the six steps of a village."""
    return feedback.audience == Feedback.Audience.PRINCIPAL or feedback.engagement.in_six_steps


def _reports_in_one_paper(feedback: Feedback, by, today):
    if not in_one_paper(feedback):
        return _("Reported in two papers: that of the Party organisation and the principal's own.")
    return None


def _not_paper_by_paper(feedback: Feedback, by, today):
    if UnitReport.objects.filter(feedback=feedback).exists():
        return _("Each of the two reports is accepted or returned by itself.")
    return None


def items_are_answered(feedback: Feedback, by, today):
    handed_in = (Put.CLOSE_REQUESTED, Put.UNIT_SIGNED, Put.VERIFYING, Put.CLOSED)
    waiting = feedback.items.exclude(stage__in=handed_in).order_by("place")
    places = "、".join(str(item.place) for item in waiting)
    return _("Items not yet handed in: %(places)s.") % {"places": places} if places else None


@move(
    _("Report on rectification"),
    Given.SIGNED_FOR,
    Given.REPORTED,
    by="sign",
    asks=forms.FileReport,
    needs=(_reports_in_one_paper, items_are_answered),
    tells=("oversee", "lead"),
    meets=("rectification_report", "report_again"),
    starts="accept_report",
    first=True,
)
def file_report(feedback: Feedback, *, by, report: str, truth: bool, note: str):
    """The principal reports on the whole; nobody signs in his place."""
    feedback.report = report


@move(
    _("Accept the report"),
    Given.REPORTED,
    Given.ACCEPTED,
    by="oversee",
    asks=forms.Note,
    needs=_not_paper_by_paper,
    tells=("respond", "sign"),
    first=True,
)
def accept_report(feedback: Feedback, *, by, today: datetime.date, note: str):
    """The report stands; what is published of it is drafted."""
    draft_both(feedback, today)


@move(
    _("Return the report"),
    Given.REPORTED,
    Given.SIGNED_FOR,
    by="oversee",
    asks=forms.Reason,
    needs=_not_paper_by_paper,
    tells=("respond", "sign"),
    meets="accept_report",
    starts="report_again",
)
def return_report(feedback: Feedback, *, by, note: str):
    """Not yet: the reason says what is missing."""


def _nothing_is_open(engagement: Engagement, by, today):
    items = engagement.items.unfinished().count()
    fixes = engagement.fixes.exclude(stage__in=ImmediateFix.final).count()
    reports = engagement.feedbacks.exclude(stage=Given.ACCEPTED).count()
    if items or fixes or reports:
        return _("Still open: %(items)d items, %(fixes)d immediate fixes, %(reports)d reports.") % {
            "items": items,
            "fixes": fixes,
            "reports": reports,
        }
    return None


@move(
    _("Close the engagement"),
    (Visit.FED_BACK, Visit.RECTIFYING),
    Visit.CLOSED,
    by="oversee",
    asks=forms.Note,
    needs=_nothing_is_open,
    tells=("respond", "sign"),
    first=True,
)
def close_engagement(engagement: Engagement, *, by, note: str):
    """Everything that was fed back is put right."""
