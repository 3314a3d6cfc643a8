"""The doorbell: which dates are near or past, and who is told. What leaves the house is in ``delivery``.

Everything here may be run at any time, twice, by many: a rung is climbed by inserting a row under a unique
constraint, and its notices are written with it. Celery only says “look now”.

A rung speaks to the one who must act and to those above him on his own side, as far as they may see the thing: the
unit never hears that the team is late, and nobody hears of what he may not see; but of some kinds (`hushed`) those
above are told, in a fixed sentence, that something is late, and not what. A duty that nobody holds is told to the
office.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.models import BigIntegerField, Exists, ExpressionWrapper, F, OuterRef, QuerySet

from . import policy
from .models import Deadline, Notice, Reminder, Rung
from .moves import ring

#: so many deadlines are looked at together; a worker that dies leaves no more than these to the next
BATCH = 200
OFFICE = ("oversee", "direct")
WATCHING = (*OFFICE, "observe")
#: who must act → who stands above him and may be told by a rung
ABOVE: dict[str, tuple[str, ...]] = {
    "inspect": ("lead", *WATCHING),
    "lead": WATCHING,
    "respond": ("sign", "lead", *WATCHING),
    "sign": ("lead", *WATCHING),
    "handle": WATCHING,
    "oversee": ("direct", "observe"),
    "direct": ("observe",),
}


class Told(NamedTuple):
    """One line of what a run told: whom, of which deadline, at which rung."""

    person: Any
    deadline: Deadline
    rung: Rung


def remind(today: datetime.date, *, dry_run: bool = False) -> Iterator[Told]:
    """Climb every rung that is reached by ``today`` and tell those concerned; yield what was told.

    A missed run heals: the highest rung reached speaks, those below it are climbed in silence. A second run is
    silent, and a deadline that was moved begins a new ladder. A run with nothing to tell asks one question a rung.
    """
    rungs = list(Rung.objects.order_by("days"))
    for place in reversed(range(len(rungs))):
        rows = _standing_at(rungs, place, today).iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            yield from _climb(batch, rungs[: place + 1], today, dry_run)


def _standing_at(rungs: list[Rung], place: int, today: datetime.date) -> QuerySet[Deadline]:
    """Return the open deadlines for which this rung is the highest one reached, and not climbed yet."""
    rung = rungs[place]
    rows = Deadline.objects.open().filter(due_on__lte=today - datetime.timedelta(days=rung.days))
    if place + 1 < len(rungs):
        rows = rows.filter(due_on__gt=today - datetime.timedelta(days=rungs[place + 1].days))
    climbed = Reminder.objects.filter(deadline=OuterRef("pk"), rung=rung, due_on=OuterRef("due_on"))
    # What lies in one case is told to the same people: looked at together, each of them is asked for once. A sum is in
    # no index, so what is due is sorted, and not every open date is walked through in the order of its case.
    by_case = ExpressionWrapper(F("case_id") + 0, BigIntegerField())
    return rows.filter(~Exists(climbed)).select_related("case", "rule", "extended_by").order_by(by_case, "pk")


def _climb(batch: list[Deadline], reached: list[Rung], today: datetime.date, dry_run: bool) -> Iterator[Told]:
    if dry_run:
        yield from _concerned(batch, reached[-1])
        return
    with transaction.atomic():
        fresh, climbed = _take(batch, reached[-1])
        rows = [
            Reminder(deadline=deadline, rung=rung, due_on=deadline.due_on, on=today)
            for deadline in fresh
            for rung in reached
            if (deadline.pk, rung.pk) not in climbed
        ]
        Reminder.objects.bulk_create(rows)
        speaking = {row.deadline_id: row for row in rows if row.rung == reached[-1]}
        told = list(_concerned(fresh, reached[-1]))
        Notice.objects.bulk_create(Notice(person=one.person, reminder=speaking[one.deadline.pk]) for one in told)
        if told:
            ring()
    yield from told


def _take(batch: list[Deadline], top: Rung) -> tuple[list[Deadline], set[tuple[int, int]]]:
    """Return those whose top rung is still to be climbed, and which rungs are climbed already.

    What somebody meets or moves in this very moment, or another worker has in hand, is left to the next run.
    """
    rows = Deadline.objects.open().filter(pk__in=[deadline.pk for deadline in batch])
    ours = dict(rows.select_for_update(no_key=True, skip_locked=True).values_list("pk", "due_on"))
    batch = [deadline for deadline in batch if ours.get(deadline.pk) == deadline.due_on]
    rungs = Reminder.objects.filter(deadline__in=batch, due_on=F("deadline__due_on"))
    climbed = set(rungs.values_list("deadline", "rung"))
    return [deadline for deadline in batch if (deadline.pk, top.pk) not in climbed], climbed


def _concerned(batch: list[Deadline], rung: Rung) -> Iterator[Told]:
    """Yield whom this rung tells of which deadline."""
    batch = [deadline for deadline in batch if not _known_from_the_start(deadline, rung)]
    holders = policy.who_holds({deadline.case_id for deadline in batch}, (*ABOVE, *WATCHING))
    people: dict[int, list[Any]] = {}
    unseeing: dict[int, set[Any]] = {}
    for deadline in batch:
        words = [word for word in rung.words.split() if word in ABOVE.get(deadline.word, ())]
        owners = holders.get((deadline.case_id, deadline.word), [])
        others = [holders.get((deadline.case_id, word), []) for word in (*words, *(() if owners else OFFICE))]
        people[deadline.pk] = list(dict.fromkeys([*owners, *chain.from_iterable(others)]))
        hushed = apps.get_model(deadline.thing_kind).hushed
        unseeing[deadline.pk] = {
            person for word in words if word in hushed for person in holders.get((deadline.case_id, word), [])
        }
    seen = _seen((deadline, person) for deadline in batch for person in people[deadline.pk])
    for deadline in batch:
        for person in people[deadline.pk]:
            if (deadline.thing_kind, person, deadline.thing_id) in seen or person in unseeing[deadline.pk]:
                yield Told(person, deadline, rung)


def _known_from_the_start(deadline: Deadline, rung: Rung) -> bool:
    """It was as near as this on the day it began, and whoever has to act was told then."""
    began = deadline.extended_by.on if deadline.extended_by else deadline.from_on
    return rung.days < 0 and deadline.due_on + datetime.timedelta(days=rung.days) <= began


def _seen(pairs: Iterable[tuple[Deadline, Any]]) -> set[tuple[str, Any, int]]:
    """Return which people may see which things: one question a person and kind."""
    asked = defaultdict(set)
    for deadline, person in pairs:
        asked[deadline.thing_kind, person].add(deadline.thing_id)
    return {
        (kind, person, pk)
        for (kind, person), pks in asked.items()
        for pk in apps.get_model(kind).objects.visible_to(person).filter(pk__in=pks).values_list("pk", flat=True)
    }
