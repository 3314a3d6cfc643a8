"""The doorbell rehearsed: what would be told on the days to come if nobody acted, and nobody is told.

Whom a rung speaks to is asked where the doorbell asks it (`reminders`). Only the walk from day to day is worked out
here, over dates that are read once: so many days cost no more questions than one.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _

from . import reminders
from .models import Deadline, Reminder, Rung
from .reminders import Ladders, Told

#: so many days are rehearsed, unless somebody asks for fewer
DAYS = 30


class Line(NamedTuple):
    """One line of a rehearsal: on which day whom is told of which deadline, at which rung."""

    day: datetime.date
    person: Any
    deadline: Deadline
    rung: Rung


def rehearse(
    begin: datetime.date,
    days: int = DAYS,
    *,
    among: QuerySet[Deadline] | None = None,
    ladders: Ladders | None = None,
) -> list[Line]:
    """Return what ``remind`` would tell on each of ``days`` days from ``begin`` on, in the order in which it would.

    ``among`` narrows it to some deadlines: those that a reader may see. ``ladders`` are rungs that somebody thinks of
    putting in force; without them it is those in force now.
    """
    end = begin + datetime.timedelta(days=days - 1)
    ladders = reminders.all_ladders() if ladders is None else ladders
    dates = _within_reach(Deadline.objects.all() if among is None else among, ladders, end)
    rows = Reminder.objects.filter(deadline__in=dates, due_on=F("deadline__due_on"))
    climbed = set(rows.values_list("deadline", "rung"))
    days_of: dict[tuple[int, int], datetime.date] = {}
    steps: list[tuple[Deadline, Rung]] = []
    for deadline in dates.select_related("case", "rule", "extended_by").order_by("case", "pk"):
        for day, rung in _ahead(deadline, _ladder_of(deadline, ladders), begin, end):
            if (deadline.pk, rung.pk) not in climbed:
                steps.append((deadline, rung))
                days_of[deadline.pk, rung.pk] = day
    steps.sort(key=lambda step: (-step[1].days, step[1].pk))
    lines = [Line(days_of[told.deadline.pk, told.rung.pk], *told) for told in reminders.who_hears(steps)]
    return sorted(lines, key=lambda line: line.day)


def _ladder_of(deadline: Deadline, ladders: Ladders) -> list[Rung]:
    return ladders.get(deadline.rule_id) or ladders.get(None, [])


def _within_reach(dates: QuerySet[Deadline], ladders: Ladders, end: datetime.date) -> QuerySet[Deadline]:
    """Return the open ones that reach a rung by ``end``, without those that have climbed the last of their ladder."""
    own = [rule for rule in ladders if rule is not None]
    wanted = Q(pk__in=[])
    for rule, rungs in ladders.items():
        if rungs:
            last = Reminder.objects.filter(deadline=OuterRef("pk"), rung=rungs[-1], due_on=OuterRef("due_on"))
            near = Q(~Exists(last), due_on__lte=end - datetime.timedelta(days=rungs[0].days))
            wanted |= near & (~Q(rule__in=own) if rule is None else Q(rule=rule))
    return dates.running().filter(wanted)  # type: ignore[attr-defined]


def _ahead(deadline: Deadline, rungs: list[Rung], begin: datetime.date, end: datetime.date):
    """Return the days on which the deadline comes to a rung, each with the highest one that it has reached then."""
    steps = {}
    for rung in rungs:
        reached = deadline.due_on + datetime.timedelta(days=rung.days)
        if rung.since and reached < rung.since:
            continue
        day = max(begin, reached)
        if day <= end:
            steps[day] = rung
    return steps.items()


def in_words(told: Told | Line) -> str:
    """Write one line as the command prints it, the same before and after it was told."""
    deadline = told.deadline
    return (
        f"{told.person.username}\t{told.rung.days:+d}\t{_(told.rung.name)}\t{_(deadline.rule.name)}\t"
        f"{deadline.due_on}\t{deadline.thing_kind} {deadline.thing_id}"
    )


def by_day(lines: list[Line], begin: datetime.date, days: int) -> Iterator[tuple[datetime.date, list[Line]]]:
    """Yield every day of a rehearsal with its lines, also those on which nobody is told anything."""
    of_day = defaultdict(list)
    for line in lines:
        of_day[line.day].append(line)
    for number in range(days):
        day = begin + datetime.timedelta(days=number)
        yield day, of_day[day]
