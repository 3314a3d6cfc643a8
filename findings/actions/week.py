"""The week that a leader tells the office of: its numbers are those of the registers, not his."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from casework.policy import Actor
from inspections.actions import week_is_told
from inspections.models import Engagement

from .. import forms, weeks
from ..models import WeeklyReport


def _not_today_yet(engagement: Engagement, by, today):
    last = weeks.last_of(engagement)
    if last and last.on >= today:
        return _("A weekly report was handed in today already.")
    return None


@move(
    _("Hand in the weekly report"),
    Engagement.Stage.ENTERED,
    by="lead",
    asks=forms.HandInWeek,
    needs=_not_today_yet,
    tells="oversee",
    alone=True,
)
def hand_in_week(engagement: Engagement, *, by, today: datetime.date, plan: str, remarks: str = "") -> WeeklyReport:
    """The numbers are counted from the registers now and stay as they are; the office reads the report at once."""
    week_is_told(engagement, by=Actor.HOUSE, today=today)
    last = weeks.last_of(engagement)
    return WeeklyReport.objects.create(
        case=engagement.case,
        engagement=engagement,
        number=f"周-{next_number(f'weeklyreport {engagement.pk}'):03d}",
        begins_on=weeks.begins_on(engagement, last, today),
        on=today,
        author=by,
        plan=plan,
        remarks=remarks,
        **weeks.numbers(engagement, last),
    )


@move(_("Correct the plan"), WeeklyReport.Stage.HANDED_IN, by="lead", asks=forms.CorrectWeek, tells="oversee")
def correct_week(report: WeeklyReport, *, by, plan: str, remarks: str = ""):
    """The plan and the remarks are written anew; the numbers stay as they were handed in."""
    report.set(plan=plan, remarks=remarks)
