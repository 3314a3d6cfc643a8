"""The doorbell: which dates are near or past, who is told, and what still has to leave the house.

Everything here may be run at any time, twice, by many: a rung is climbed by inserting a row under a unique
constraint, and a notice is claimed with a lease before it is sent. Celery only says “look now”.

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
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import policy
from .models import Deadline, Notice, Reminder, Rung
from .moves import ring

LEASE = datetime.timedelta(minutes=2)
MOST_TRIES = 8
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
    return rows.filter(~Exists(climbed)).select_related("case", "rule", "extended_by").order_by("due_on", "pk")


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


# -- what leaves the house -----------------------------------------------------------------------------------------


def deliver(limit: int = 200) -> int:
    """Send what waits to leave the house: a fixed sentence and a link, never a name or a fact. Return how many."""
    _waiting().filter(Q(person__email="") | Q(person__is_active=False)).update(sent_at=timezone.now())
    sent = 0
    while sent < limit and (notice := _claim()):
        sent += _send(notice)
    return sent


def _waiting() -> QuerySet[Notice]:
    return Notice.objects.filter(sent_at__isnull=True)


def given_up() -> int:
    """Return how many messages could not be sent and are not tried any more."""
    return _waiting().filter(tries__gte=MOST_TRIES).count()


def _claim() -> Notice | None:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    with transaction.atomic():
        notice = (
            _waiting()
            .filter(free, tries__lt=MOST_TRIES)
            .select_for_update(skip_locked=True, no_key=True, of=("self",))
            .select_related("person")
            .order_by("pk")
            .first()
        )
        if notice:
            notice.lease_until, notice.tries = now + LEASE, notice.tries + 1
            notice.save(update_fields=["lease_until", "tries"])
    return notice


def _send(notice: Notice) -> int:
    # Whoever lost the claim meanwhile, because he slept longer than the lease, has no say any more.
    claimed = Notice.objects.filter(pk=notice.pk, lease_until=notice.lease_until)
    try:
        _message(notice).send()
    except Exception as error:  # whatever a mail server or an address may do, the next notice is sent
        later = timezone.now() + LEASE * 2 ** min(notice.tries, 6)
        claimed.update(lease_until=later, error=type(error).__name__)
        return 0
    claimed.update(sent_at=timezone.now(), lease_until=None, error="")
    return 1


def _message(notice: Notice) -> EmailMessage:
    """Return the message: its number is the notice's own, so a receiver can tell one that came twice."""
    with translation.override(notice.person.language or settings.LANGUAGE_CODE):
        link = settings.SITE_URL.rstrip("/") + "/notices/"
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
        return EmailMessage(
            _("Xuncha: something is waiting for you"),
            _("You have something to attend to. Please sign in and look: %(link)s") % {"link": link},
            settings.DEFAULT_FROM_EMAIL,
            [notice.person.email],
            headers={"Message-ID": f"<{notice.key}@{domain}>"},
        )
