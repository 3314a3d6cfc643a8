"""A person's dates for a calendar that lies outside the house: days, numbers and fixed sentences, nothing else.

Whoever runs the calendar service reads what is in it. So no title, no name and no fact leaves; of what is sealed not
even the number, nor how many such matters there are on a day.
"""

import datetime
import hashlib
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _
from icalendar import Calendar, Event

from . import present
from .models import Deadline

#: so many dates are written, the nearest first
MOST = 500
#: how often a calendar is asked to come by
EVERY = datetime.timedelta(hours=6)


def calendar_of(person, secret: str) -> bytes:
    """Return the open dates of this person as an iCalendar file. ``secret`` keeps the marks of the entries apart."""
    calendar = Calendar.new(name=_("Xuncha"), language=person.language or settings.LANGUAGE_CODE)
    calendar.add("refresh-interval", EVERY, parameters={"value": "DURATION"})
    calendar.add("x-published-ttl", EVERY)
    stamp = timezone.now()
    for day, number in entries(person):
        mark = hashlib.sha256(f"{secret} {day} {number}".encode()).hexdigest()[:32]
        entry = Event()
        entry.add("uid", f"{mark}@xuncha")
        entry.add("dtstamp", stamp)
        entry.add("dtstart", day)
        entry.add("dtend", day + datetime.timedelta(days=1))
        entry.add("summary", _("Xuncha: %s is due") % number if number else _("Xuncha: something is due"))
        entry.add("description", _("Please sign in and look: %(link)s") % {"link": f"{settings.SITE_URL}/"})
        entry.add("transp", "TRANSPARENT")
        calendar.add_component(entry)
    return calendar.to_ical()


def entries(person) -> Iterator[tuple[datetime.date, str]]:
    """Yield each day on which something is due, with the number of the thing, or none where that may not leave."""
    dates = list(Deadline.objects.duties_of(person).order_by("due_on", "pk")[:MOST])
    things = present.things_of(((date.thing_kind, date.thing_id) for date in dates), person)
    written: set[tuple[datetime.date, str]] = set()
    for date in dates:
        if thing := things.get((date.thing_kind, date.thing_id)):
            entry = date.due_on, number_outside(thing)
            if entry not in written:
                written.add(entry)
                yield entry


def number_outside(thing: Any) -> str:
    """Return the number under which the thing may be named outside; nothing for what is sealed."""
    return "" if thing.sealed else present.number_of(thing)
