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
from itertools import chain, groupby, islice
from typing import Any, NamedTuple

from django.apps import apps
from django.db import transaction
from django.db.models import Case, Exists, F, IntegerField, OuterRef, Q, QuerySet, Value, When

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


#: the rungs by the rule that has its own; those of all other rules under None
Ladders = dict[int | None, list[Rung]]


class Told(NamedTuple):
    """One line of what a run told: whom, of which deadline, at which rung."""

    person: Any
    deadline: Deadline
    rung: Rung


def remind(today: datetime.date, *, dry_run: bool = False) -> Iterator[Told]:
    """Climb every rung that is reached by ``today`` and tell those concerned; yield what was told.

    A missed run heals: the highest rung reached speaks, those below it are climbed in silence. A second run is
    silent, and a deadline that was moved begins a new ladder. A run with nothing to tell asks two questions, however
    many rules have rungs of their own.
    """
    ladders = all_ladders()
    rows = standing(ladders, today).iterator(chunk_size=BATCH)
    for top, group in groupby(rows, key=lambda deadline: deadline.top):
        ladder = next(rungs for rungs in ladders.values() if any(rung.pk == top for rung in rungs))
        reached = ladder[: [rung.pk for rung in ladder].index(top) + 1]
        while batch := list(islice(group, BATCH)):
            yield from _climb(batch, reached, today, dry_run)


def all_ladders() -> Ladders:
    """Return the rungs in force, each ladder from its lowest on."""
    ladders: Ladders = defaultdict(list)
    for rung in Rung.objects.filter(withdrawn=False).order_by("days"):
        ladders[rung.rule_id].append(rung)
    return ladders


def standing(ladders: Ladders, today: datetime.date) -> QuerySet[Any]:
    """Return the open deadlines whose highest rung reached, ``top``, is not climbed yet; the highest rungs first."""
    own = [rule for rule in ladders if rule is not None]
    steps = [
        ((Q(rule=rule) if rule else ~Q(rule__in=own)) & _stands_at(rung, today), rung)
        for rule, rungs in ladders.items()
        for rung in reversed(rungs)
    ]
    days = (today - datetime.timedelta(days=rung.days) for _holds, rung in steps)
    rows = Deadline.objects.running().filter(due_on__lte=max(days, default=today))
    rows = rows.annotate(
        top=_first_of(*((holds, rung.pk) for holds, rung in steps)),
        reached=_first_of(*((holds, rung.days) for holds, rung in steps)),
    ).filter(top__isnull=False)
    climbed = Reminder.objects.filter(deadline=OuterRef("pk"), rung=OuterRef("top"), due_on=OuterRef("due_on"))
    rows = rows.filter(~Exists(climbed)).select_related("case", "rule", "extended_by")
    # What lies in one case is told to the same people: looked at together, each of them is asked for once.
    return rows.order_by("-reached", "top", "case", "pk")


def _stands_at(rung: Rung, today: datetime.date) -> Q:
    """Return the condition on dates that they have come to a rung, on a day on which it was in force."""
    after = datetime.timedelta(days=rung.days)
    reached = Q(due_on__lte=today - after)
    return reached & Q(due_on__gte=rung.since - after) if rung.since else reached


def _first_of(*rows: tuple[Q, int]) -> Case:
    """Return the number beside the first of the conditions that holds."""
    return Case(*(When(holds, then=Value(number)) for holds, number in rows), output_field=IntegerField())


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
    rows = Deadline.objects.running().filter(pk__in=[deadline.pk for deadline in batch])
    ours = dict(rows.select_for_update(no_key=True, skip_locked=True).values_list("pk", "due_on"))
    batch = [deadline for deadline in batch if ours.get(deadline.pk) == deadline.due_on]
    rungs = Reminder.objects.filter(deadline__in=batch, due_on=F("deadline__due_on"))
    climbed = set(rungs.values_list("deadline", "rung"))
    return [deadline for deadline in batch if (deadline.pk, top.pk) not in climbed], climbed


def _concerned(batch: list[Deadline], rung: Rung) -> Iterator[Told]:
    """Yield whom this rung tells of which deadline."""
    return who_hears([(deadline, rung) for deadline in batch])


def who_hears(steps: Iterable[tuple[Deadline, Rung]]) -> Iterator[Told]:
    """Yield whom each rung tells of its deadline: one question a person and kind, however many steps there are."""
    steps = [(deadline, rung) for deadline, rung in steps if not _known_from_the_start(deadline, rung)]
    holders = policy.who_holds({deadline.case_id for deadline, _rung in steps}, (*ABOVE, *WATCHING))
    audience: list[tuple[Deadline, Rung, list[Any], set[Any]]] = []
    for deadline, rung in steps:
        words = [word for word in rung.words.split() if word in ABOVE.get(deadline.word, ())]
        owners = holders.get((deadline.case_id, deadline.word), [])
        others = [holders.get((deadline.case_id, word), []) for word in (*words, *(() if owners else OFFICE))]
        people = list(dict.fromkeys([*owners, *chain.from_iterable(others)]))
        hushed = apps.get_model(deadline.thing_kind).hushed
        unseeing = {person for word in words if word in hushed for person in holders.get((deadline.case_id, word), [])}
        audience.append((deadline, rung, people, unseeing))
    seen = _seen((deadline, person) for deadline, _rung, people, _unseeing in audience for person in people)
    for deadline, rung, people, unseeing in audience:
        for person in people:
            if (deadline.thing_kind, person, deadline.thing_id) in seen or person in unseeing:
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
