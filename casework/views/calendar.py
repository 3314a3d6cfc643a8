"""A month of dates: one's own duties, and for the office also those that it oversees."""

import datetime
import re
from collections import defaultdict
from typing import Any

import chinese_calendar
from django.shortcuts import render
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import clock, present
from ..models import Closure, Deadline, Moving
from .rehearsal import of_office
from .rows import today

MONTH = re.compile(r"(20[0-9]{2})-(0[1-9]|1[0-2])")
#: so many dates of one month are shown
MOST = 1_000
#: so many stand open in one day; the others unfold
OPEN = 4
ONE_DAY = datetime.timedelta(days=1)


def first_of(asked: str, day: datetime.date) -> datetime.date:
    """Return the first day of the month that is asked for, or of the month of ``day``."""
    if found := MONTH.fullmatch(asked):
        return datetime.date(int(found[1]), int(found[2]), 1)
    return day.replace(day=1)


def mark_of(day: datetime.date, closures: dict[datetime.date, Closure]) -> dict[str, str]:
    """Say what is unlike an ordinary week about a day: a holiday, work at a weekend, a closure of the office."""
    if closure := closures.get(day):
        return {"word": closure.reason or (_("works") if closure.works else _("closed")), "tone": "info"}
    try:
        free, name = chinese_calendar.get_holiday_detail(day)
    except NotImplementedError:
        return {}
    if not name:
        return {}
    if not free:
        return {"word": _("working day instead"), "tone": "warn"}
    return {"word": str(chinese_calendar.Holiday(name).chinese), "tone": "ok"}


def of_month(user, begin, after, wide: bool) -> list[tuple[Deadline, Moving]]:
    """Return the open dates from ``begin`` to before ``after``, each with its thing, as far as the reader may see it.

    They are his own duties, or with ``wide`` all that he oversees.
    """
    rows = Deadline.objects.visible_to(user).open() if wide else Deadline.objects.duties_of(user)
    rows = rows.filter(due_on__gte=begin, due_on__lt=after).select_related("rule").order_by("due_on", "pk")[:MOST]
    dates = list(rows)
    things = present.things_of(((date.thing_kind, date.thing_id) for date in dates), user)
    pairs = ((date, things.get((date.thing_kind, date.thing_id))) for date in dates)
    return [(date, thing) for date, thing in pairs if thing is not None]


class Calendar(View):
    """The month in the address, or this one, with a link to the month before and after."""

    def get(self, request):
        day = today()
        begin = first_of(request.GET.get("month", ""), day)
        after = (begin + 31 * ONE_DAY).replace(day=1)
        office = of_office(request.user)
        wide = office and request.GET.get("whose") == "office"
        entries = self._entries(begin, after, wide, day)
        months = {"previous_url": begin - ONE_DAY, "now_url": day, "next_url": after}
        context = {
            "title": _("Calendar"),
            "crumbs": [{"label": _("Desk"), "url": reverse("casework:home")}],
            "lead": _("The dates of what you have to do.") if not wide else _("All dates that the office oversees."),
            "actions": [{"label": _("Subscribe"), "url": reverse("casework:feed-settings")}],
            "tabs": [
                {"label": _("My duties"), "url": self._url(begin), "current": not wide},
                {"label": _("Of the office"), "url": self._url(begin, wide=True), "current": wide},
            ]
            if office
            else [],
            "month": date_format(begin, "YEAR_MONTH_FORMAT"),
            "weekdays": [date_format(datetime.date(2024, 1, number), "D") for number in range(1, 8)],
            "days": self._days(begin, after, entries, day),
            "count": sum(map(len, entries.values())),
            "most": MOST,
            **{name: self._url(one, wide) for name, one in months.items()},
        }
        return render(request, "casework/calendar.html", context)

    @staticmethod
    def _url(day: datetime.date, wide=False) -> str:
        return f"?month={day:%Y-%m}" + ("&whose=office" if wide else "")

    def _entries(self, begin, after, wide: bool, day) -> dict[datetime.date, list[dict[str, Any]]]:
        """Return what is due on each day of the month, as far as the reader may see the thing."""
        found = defaultdict(list)
        for date, thing in of_month(self.request.user, begin, after, wide):
            found[date.due_on].append(
                {
                    "what": _(date.rule.name),
                    "title": thing.title,
                    "number": present.number_of(thing),
                    "url": thing.get_absolute_url(),
                    "lamp": clock.lamp_of(date, day),
                }
            )
        return found

    @staticmethod
    def _days(begin, after, entries, day) -> list[dict[str, Any]]:
        """Return whole weeks from Monday on; days of the months beside it are empty."""
        one = begin - begin.weekday() * ONE_DAY
        end = after + (-after.weekday() % 7) * ONE_DAY
        in_force = Closure.objects.filter(withdrawn=False, on__gte=begin, on__lt=after)
        closures = {closure.on: closure for closure in in_force}
        days = []
        while one < end:
            inside = begin <= one < after
            items = entries.get(one, []) if inside else []
            days.append(
                {
                    "on": one.isoformat(),
                    "number": one.day,
                    "name": f"{date_format(one, 'MONTH_DAY_FORMAT')} {date_format(one, 'l')}",
                    "inside": inside,
                    "today": one == day,
                    "free": one.weekday() >= 5,
                    "mark": mark_of(one, closures) if inside else {},
                    "items": items[:OPEN],
                    "rest": items[OPEN:],
                    "count": len(items),
                }
            )
            one += ONE_DAY
        return days
