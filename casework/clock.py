"""Dates: how long a rule gives, counted from what, and why it is that day.

``today`` is an argument everywhere. Months clamp at the month's end; working days follow the State Council's
calendar with its shifted days (调休) as far as the package knows it, and weekdays, marked provisional, beyond.
"""

import datetime
from collections.abc import Iterable

import chinese_calendar
from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .models import Closure, Deadline, DeadlineRule

ONE_DAY = datetime.timedelta(days=1)


class Calendar:
    """Working days, with the office's own closures read once."""

    def __init__(self, closures: dict[datetime.date, bool] | None = None):
        self.closures = dict(Closure.objects.values_list("on", "works")) if closures is None else closures

    def works(self, day: datetime.date) -> tuple[bool, bool]:
        """Return whether ``day`` is a working day, and whether that is only provisional."""
        if day in self.closures:
            return self.closures[day], False
        try:
            return chinese_calendar.is_workday(day), False
        except NotImplementedError:
            return day.weekday() < 5, True

    def after(self, start: datetime.date, workdays: int) -> tuple[datetime.date, bool]:
        """Return the day that is ``workdays`` working days after ``start`` (not counted itself)."""
        day, provisional = start, False
        while workdays > 0:
            day += ONE_DAY
            works, unsure = self.works(day)
            provisional |= unsure
            workdays -= works
        return day, provisional


def due(rule: DeadlineRule, start: datetime.date, calendar: Calendar | None = None) -> tuple[datetime.date, bool]:
    """Return the day by which ``rule`` wants an answer when it is counted from ``start``.

    The second value says that the day leans on holidays that are not yet announced.
    """
    match rule.unit:
        case DeadlineRule.Unit.MONTH:
            return start + relativedelta(months=rule.amount), False
        case DeadlineRule.Unit.WORKDAY:
            return (calendar or Calendar()).after(start, rule.amount)
        case DeadlineRule.Unit.DAY:
            return start + datetime.timedelta(days=rule.amount), False
    raise ValueError(f"{rule.code}: a chosen date is not computed")


def amount_in_words(rule: DeadlineRule) -> str:
    """Say how long a rule gives: “2 months”, “10 working days”."""
    match rule.unit:
        case DeadlineRule.Unit.MONTH:
            return ngettext("%(n)d month", "%(n)d months", rule.amount) % {"n": rule.amount}
        case DeadlineRule.Unit.WORKDAY:
            return ngettext("%(n)d working day", "%(n)d working days", rule.amount) % {"n": rule.amount}
        case DeadlineRule.Unit.DAY:
            return ngettext("%(n)d day", "%(n)d days", rule.amount) % {"n": rule.amount}
    return _("the date that was set")


def why(deadline: Deadline) -> str:
    """Say in one sentence why the deadline is that day: rule, start, counting, basis, extension."""
    rule = deadline.rule
    if rule.unit == DeadlineRule.Unit.CHOSEN:
        text = _("“%(rule)s”: the date that was set on %(start)s. Basis: %(basis)s.")
    else:
        text = _("“%(rule)s”: %(amount)s after %(start)s. Basis: %(basis)s.")
    text %= {
        "rule": _(rule.name),
        "amount": amount_in_words(rule),
        "start": deadline.from_on.isoformat(),
        "basis": _(rule.basis),
    }
    if deadline.extended_from:
        text += " " + _("Extended from %(day)s.") % {"day": deadline.extended_from.isoformat()}
    if deadline.provisional:
        text += " " + _("Provisional: some of these holidays have not been announced.")
    return text


def lamp(due_on: datetime.date | None, met_on: datetime.date | None, today: datetime.date) -> dict[str, str]:
    """Return the lamp of a date as shape, tone and word, computed for ``today``."""
    if met_on:
        return {"tone": "done", "shape": "tick", "word": _("done")}
    if due_on is None:
        return {"tone": "idle", "shape": "ring", "word": _("no date")}
    days = (due_on - today).days
    if days < 0:
        return {
            "tone": "late",
            "shape": "triangle",
            "word": ngettext("%(n)d day late", "%(n)d days late", -days) % {"n": -days},
        }
    if days <= 10:
        word = _("due today") if days == 0 else ngettext("%(n)d day left", "%(n)d days left", days) % {"n": days}
        return {"tone": "warn", "shape": "diamond", "word": word}
    return {"tone": "ok", "shape": "disc", "word": _("on track")}


def nearest(deadlines: Iterable[Deadline]) -> Deadline | None:
    """Return the open deadline that comes first."""
    return min((d for d in deadlines if d.met_on is None), key=lambda d: d.due_on, default=None)
