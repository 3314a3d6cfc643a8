"""Dates: how long a rule gives, counted from what, and why it is that day.

``today`` is an argument everywhere. Months clamp at the month's end; working days follow the State Council's
calendar with its shifted days (调休) as far as the package knows it, and weekdays, marked provisional, beyond.
"""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

import chinese_calendar
from dateutil.relativedelta import relativedelta
from django.utils.functional import Promise
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy as _lazy

from .models import Closure, Deadline, DeadlineRule

ONE_DAY = datetime.timedelta(days=1)
#: what the public holidays are called here, by the names that the package has for them
HOLIDAYS: dict[str, Promise] = {
    "New Year's Day": _lazy("New Year's Day"),
    "Spring Festival": _lazy("Spring Festival"),
    "Tomb-sweeping Day": _lazy("Tomb-sweeping Day"),
    "Labour Day": _lazy("Labour Day"),
    "Dragon Boat Festival": _lazy("Dragon Boat Festival"),
    "National Day": _lazy("National Day"),
    "Mid-autumn Festival": _lazy("Mid-autumn Festival"),
    "Anti-Fascist 70th Day": _lazy("Victory Day"),
}


def days(first: datetime.date, last: datetime.date) -> list[datetime.date]:
    """Return the days from the first to the last, both included."""
    return [first + datetime.timedelta(days=n) for n in range((last - first).days + 1)]


class Calendar:
    """Working days, with the office's own closures read once."""

    def __init__(
        self, closures: dict[datetime.date, bool] | None = None, reasons: dict[datetime.date, str] | None = None
    ):
        self.reasons = reasons or {}
        if closures is None:
            rows = list(Closure.objects.filter(withdrawn=False).values_list("on", "works", "reason"))
            closures = {on: works for on, works, _reason in rows}
            self.reasons = {on: reason for on, _works, reason in rows}
        self.closures = closures

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

    def before(self, end: datetime.date, workdays: int) -> tuple[datetime.date, bool]:
        """Return the day that is ``workdays`` working days before ``end`` (not counted itself)."""
        day, provisional = end, False
        while workdays > 0:
            day -= ONE_DAY
            works, unsure = self.works(day)
            provisional |= unsure
            workdays -= works
        return day, provisional

    def name(self, day: datetime.date) -> str:
        """Return for what a day is off, or worked though it is a weekend; nothing for a day like any other."""
        if day in self.closures:
            return self.reasons.get(day, "") or _("closed by the office")
        try:
            _off, name = chinese_calendar.get_holiday_detail(day)
        except NotImplementedError:
            return ""
        return str(HOLIDAYS.get(name, name)) if name else ""

    def unusual(self, first: datetime.date, last: datetime.date) -> Iterator[tuple[str, bool, list[datetime.date]]]:
        """Yield the named days from ``first`` to ``last`` by name, off ones and worked weekends (调休) apart."""
        named = [(name, self.works(day)[0], day) for day in days(first, last) if (name := self.name(day))]
        for (name, works), rows in groupby(named, key=lambda row: row[:2]):
            yield name, works, [day for _name, _works, day in rows]

    def with_days(self, first: datetime.date, last: datetime.date, works: bool | None) -> "Calendar":
        """Return this calendar as it would be with these days worked or off; None is as the public one has them."""
        closures = {on: one for on, one in self.closures.items() if not first <= on <= last}
        return Calendar(closures if works is None else closures | dict.fromkeys(days(first, last), works), self.reasons)


def due(rule: DeadlineRule, start: datetime.date, calendar: Calendar | None = None) -> tuple[datetime.date, bool]:
    """Return the day by which ``rule`` wants an answer when it is counted from ``start``, on or back.

    The second value says that the day leans on holidays that are not yet announced.
    """
    sign = -1 if rule.direction == DeadlineRule.Direction.BEFORE else 1
    match rule.unit:
        case DeadlineRule.Unit.MONTH:
            return start + sign * relativedelta(months=rule.amount), False
        case DeadlineRule.Unit.WORKDAY:
            calendar = calendar or Calendar()
            return calendar.before(start, rule.amount) if sign < 0 else calendar.after(start, rule.amount)
        case DeadlineRule.Unit.DAY:
            return start + sign * datetime.timedelta(days=rule.amount), False
    raise ValueError(f"{rule.code}: a chosen date is not computed")


def due_of(
    rule: DeadlineRule, began: datetime.date, set_on: datetime.date | None, calendar: Calendar | None = None
) -> tuple[datetime.date, bool]:
    """Return the day of a date that began on ``began``, for a thing for which ``set_on`` was set.

    What is counted back is counted from ``set_on``; where that lies before the beginning it is due at once.
    """
    if rule.direction == DeadlineRule.Direction.AFTER:
        return due(rule, began, calendar)
    if set_on is None:
        raise ValueError(f"{rule.code}: no day was set from which it is counted back")
    day, provisional = due(rule, set_on, calendar)
    return max(day, began), provisional


def known_until() -> datetime.date:
    """Return the last day of which the public holidays are known."""
    return datetime.date(max(chinese_calendar.constants.holidays).year, 12, 31)


@dataclass(frozen=True)
class Moved:
    """A date that is another day by now, or leans on holidays that have been announced."""

    deadline: Deadline
    due_on: datetime.date
    provisional: bool
    #: the rule that it follows from now on
    rule: DeadlineRule


def recounted(
    dates: Iterable[Deadline], calendar: Calendar | None = None, rules: dict[int, DeadlineRule] | None = None
) -> list[Moved]:
    """Return which of these dates come out differently when they are counted again, by ``rules`` where they differ.

    ``rules`` says which rule takes the place of which, by id. A date that people chose or put off stays, and one that
    would be counted back from a day that nobody has set.
    """
    calendar, found = calendar or Calendar(), []
    for date in dates:
        rule = (rules or {}).get(date.rule_id, date.rule)
        if DeadlineRule.Unit.CHOSEN in (rule.unit, date.rule.unit) or date.extended_from:
            continue
        if rule.direction == DeadlineRule.Direction.BEFORE and date.set_on is None:
            continue
        day, provisional = due_of(rule, date.from_on, date.set_on, calendar)
        day += datetime.timedelta(days=date.days_stopped)
        if (day, provisional, rule.pk) != (date.due_on, date.provisional, date.rule_id):
            found.append(Moved(date, day, provisional, rule))
    return found


def days_about(rule: DeadlineRule) -> float:
    """Return how long a rule gives, near enough to say which of several is the strictest before a day is known.

    What is counted back comes first, the longest of it before the others: it leaves the least time.
    """
    per_unit = {DeadlineRule.Unit.MONTH: 30.4, DeadlineRule.Unit.WORKDAY: 1.45, DeadlineRule.Unit.DAY: 1.0}
    long = rule.amount * per_unit.get(DeadlineRule.Unit(rule.unit), 0.0)
    return -long if rule.direction == DeadlineRule.Direction.BEFORE else long


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


@dataclass(frozen=True)
class Reasons:
    """Why a date is that day: each part for itself, and all of it in one sentence."""

    rule: str
    profile: str
    basis: str
    certainty: str
    began: str
    direction: str
    counting: str
    skipped: tuple[str, ...]
    worked: tuple[str, ...]
    extension: str
    stop: str
    ruling: str
    sentence: str


def reasons(deadline: Deadline, began: str = "", calendar: Calendar | None = None, ahead: str = "") -> Reasons:
    """Return why the deadline is that day. ``began`` is what the move is called from which it is counted.

    ``ahead`` is what the day is called from which it is counted back, where it is.
    """
    rule = deadline.rule
    skipped, worked = _days_beside(deadline, calendar)
    profile = str(rule.profile) if rule.profile_id else ""
    counting = _counting(deadline, ahead if deadline.counts_back else began)
    extension, stop, ruling = _extension(deadline), _stop(deadline), _ruling(deadline)
    parts = [
        _("“%(rule)s”%(profile)s: %(counting)s.")
        % {
            "rule": _(rule.name),
            "profile": _(" (%(profile)s)") % {"profile": profile} if profile else "",
            "counting": counting,
        },
        _at_once(deadline, calendar),
        _basis(rule),
        _("Not counted: %(days)s.") % {"days": _("; ").join(skipped)} if skipped else "",
        _("Counted though at a weekend: %(days)s.") % {"days": _("; ").join(worked)} if worked else "",
        extension,
        stop,
        ruling,
        _("Provisional: some of these holidays have not been announced.") if deadline.provisional else "",
    ]
    return Reasons(
        rule=_(rule.name),
        profile=profile,
        basis=_(rule.basis),
        certainty=rule.get_certainty_display(),
        began=began,
        direction=rule.direction,
        counting=counting,
        skipped=tuple(skipped),
        worked=tuple(worked),
        extension=extension,
        stop=stop,
        ruling=ruling,
        sentence=_between().join(part for part in parts if part),
    )


def why(deadline: Deadline, began: str = "", calendar: Calendar | None = None, ahead: str = "") -> str:
    """Say in one sentence why the deadline is that day."""
    return reasons(deadline, began, calendar, ahead).sentence


def _basis(rule: DeadlineRule) -> str:
    """Say on what the rule rests and how sure that is; a default of the office is named once."""
    basis, certainty = _(rule.basis), rule.get_certainty_display()
    if basis == certainty:
        return _("Basis: %(basis)s.") % {"basis": basis}
    return _("Basis: %(basis)s (%(certainty)s).") % {"basis": basis, "certainty": certainty}


def _counting(deadline: Deadline, began: str) -> str:
    start = deadline.from_on.isoformat()
    if deadline.set_on and deadline.counts_back:
        said = {"amount": amount_in_words(deadline.rule), "day": deadline.set_on.isoformat(), "what": began}
        return (_("%(amount)s before %(day)s (%(what)s)") if began else _("%(amount)s before %(day)s")) % said
    if deadline.rule.unit == DeadlineRule.Unit.CHOSEN:
        if began:
            return _("the date that was set on %(start)s (%(began)s)") % {"start": start, "began": began}
        return _("the date that was set on %(start)s") % {"start": start}
    said = {"amount": amount_in_words(deadline.rule), "start": start, "began": began}
    return (_("%(amount)s after %(start)s (%(began)s)") if began else _("%(amount)s after %(start)s")) % said


def _between() -> str:
    """What stands between two sentences: nothing where their full stop brings its own room."""
    return "" if (get_language() or "").startswith("zh") else " "


def _at_once(deadline: Deadline, calendar: Calendar | None) -> str:
    """Say that the day had passed when a date that is counted back began, so that it is due on that very day."""
    if not (deadline.counts_back and deadline.set_on) or deadline.extended_from:
        return ""
    if due(deadline.rule, deadline.set_on, calendar)[0] >= deadline.from_on:
        return ""
    return _("That day had passed when it began on %(day)s: it is due at once.") % {"day": deadline.from_on.isoformat()}


def _days_beside(deadline: Deadline, calendar: Calendar | None) -> tuple[list[str], list[str]]:
    """Return which named days were not counted, and which were though at a weekend, of what is counted in them."""
    if deadline.rule.unit != DeadlineRule.Unit.WORKDAY or deadline.extended_from:
        return [], []
    skipped, worked = [], []
    first_day, last_day = deadline.from_on + ONE_DAY, deadline.due_on
    if deadline.counts_back:
        if deadline.set_on is None:
            return [], []
        first_day, last_day = due(deadline.rule, deadline.set_on, calendar)[0], deadline.set_on - ONE_DAY
    for name, works, which in (calendar or Calendar()).unusual(first_day, last_day):
        first, last = which[0].isoformat(), which[-1].isoformat()
        if works:
            worked.append(_("%(days)s (%(name)s)") % {"days": _(", ").join(map(str, which)), "name": name})
        else:
            text = first if first == last else _("%(first)s to %(last)s") % {"first": first, "last": last}
            skipped.append(_("%(name)s %(days)s") % {"name": name, "days": text})
    return skipped, worked


def _extension(deadline: Deadline) -> str:
    if not deadline.extended_from:
        return ""
    day = deadline.extended_from.isoformat()
    if deadline.approved_by is None or deadline.extended_by is None:
        return _("Extended from %(day)s.") % {"day": day}
    return _("Extended from %(day)s, approved by %(who)s on %(on)s.") % {
        "day": day,
        "who": deadline.approved_by,
        "on": deadline.extended_by.on.isoformat(),
    }


def _stop(deadline: Deadline) -> str:
    parts = []
    if deadline.days_stopped:
        n = deadline.days_stopped
        text = ngettext("The clock stood still for %(n)d day.", "The clock stood still for %(n)d days.", n)
        parts.append(text % {"n": n})
    if deadline.stopped_on:
        said = {"day": deadline.stopped_on.isoformat(), "reason": deadline.case.stopped_why}
        parts.append(_("The clock has stood still since %(day)s: %(reason)s.") % said)
    return _between().join(parts)


def _ruling(deadline: Deadline) -> str:
    if deadline.ruled_by is None or deadline.ruled_on is None:
        return "" if deadline.counts else _("Applies as well; the strictest counts.")
    said = {"who": deadline.ruled_by, "day": deadline.ruled_on.isoformat(), "reason": deadline.ruling}
    if deadline.counts:
        return _("It counts by decision of %(who)s on %(day)s: %(reason)s.") % said
    return _("It does not count by decision of %(who)s on %(day)s: %(reason)s.") % said


def lamp_of(deadline: Deadline, today: datetime.date) -> dict[str, str]:
    """Return the lamp of a date: what stands still or does not count is neither near nor late."""
    if deadline.met_on is None and not deadline.counts:
        return {"tone": "idle", "shape": "ring", "word": _("does not count")}
    if deadline.met_on is None and deadline.stopped_on:
        return {"tone": "idle", "shape": "ring", "word": _("clock stopped")}
    return lamp(deadline.due_on, deadline.met_on, today)


def lamp(due_on: datetime.date | None, met_on: datetime.date | None, today: datetime.date) -> dict[str, str]:
    """Return the lamp of a date as shape, tone and word, computed for ``today``."""
    if met_on:
        return {"tone": "done", "shape": "tick", "word": _("done")}
    if due_on is None:
        return {"tone": "idle", "shape": "ring", "word": _("no date")}
    left = (due_on - today).days
    if left < 0:
        return {
            "tone": "late",
            "shape": "triangle",
            "word": ngettext("%(n)d day late", "%(n)d days late", -left) % {"n": -left},
        }
    if left <= 10:
        word = _("due today") if left == 0 else ngettext("%(n)d day left", "%(n)d days left", left) % {"n": left}
        return {"tone": "warn", "shape": "diamond", "word": word}
    return {"tone": "ok", "shape": "disc", "word": _("on track")}


def nearest(deadlines: Iterable[Deadline]) -> Deadline | None:
    """Return the open deadline that comes first, of those that count."""
    return min((d for d in deadlines if d.met_on is None and d.counts), key=lambda d: d.due_on, default=None)
