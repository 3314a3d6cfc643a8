"""What goes on for the long term is looked at every year after its item was closed."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Item, YearlyCheck

Put, Step = Item.Stage, YearlyCheck.Stage


@move(_("Yearly check planned"), Put.CLOSED, by=Actor.HOUSE, starts="yearly_check")
def plan_check(item: Item, *, by, today: datetime.date) -> YearlyCheck:
    """In a year the unit says whether it still holds."""
    return YearlyCheck.objects.create(case=item.case, item=item, since=today)


@move(
    _("Report on the yearly check"),
    YearlyCheck.OWED,
    Step.REPORTED,
    by=("respond", "sign"),
    asks=forms.ReportCheck,
    tells=("oversee", "lead"),
    meets=("yearly_check", "check_again"),
    starts="verify_check",
    stamps="reported_on",
    first=True,
)
def report_check(check: YearlyCheck, *, by, report: str):
    """How it stands a year later, with evidence."""
    check.report = report


@move(
    _("It still holds"),
    Step.REPORTED,
    Step.VERIFIED,
    by=("oversee", "lead"),
    asks=forms.Note,
    tells=("respond", "sign"),
    first=True,
)
def verify_check(check: YearlyCheck, *, by, today: datetime.date, note: str):
    """Looked at what was reported, and it holds; it is looked at again in a year."""
    if check.item.stage == Put.CLOSED:
        plan_check(check.item, by=Actor.HOUSE, today=today)


@move(
    _("Return the yearly check"),
    Step.REPORTED,
    Step.RETURNED,
    by=("oversee", "lead"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets="verify_check",
    starts="check_again",
)
def return_check(check: YearlyCheck, *, by, note: str):
    """Not yet: the reason says what is missing. What has not held is opened again on the page of the item."""


@move(_("Yearly check overtaken"), (*YearlyCheck.OWED, Step.REPORTED), Step.DROPPED, by=Actor.HOUSE)
def drop_check(check: YearlyCheck, *, by):
    """The item was opened again; once it is closed, the years are counted anew."""
