"""The doorbell: which dates are near or past, who is told, and what still has to leave the house.

Everything here may be run at any time, twice, by many: a rung is climbed by inserting a row under a unique
constraint, and a notice is claimed with a lease before it is sent. Celery only says “look now”.
"""

import datetime
from collections.abc import Iterator
from typing import NamedTuple

from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import policy
from .models import Deadline, Notice, Reminder, Rung
from .moves import ring

LEASE = datetime.timedelta(minutes=2)
MOST_TRIES = 8


class Told(NamedTuple):
    """One line of what a run told: whom, of which deadline, at which rung."""

    person: object
    deadline: Deadline
    rung: Rung


def remind(today: datetime.date, *, dry_run: bool = False) -> Iterator[Told]:
    """Climb every rung that is reached by ``today`` and tell those concerned; yield what was told.

    A missed run heals: the highest rung reached speaks, those below it are climbed in silence. A second run is
    silent, and a deadline that was moved begins a new ladder.
    """
    rungs = list(Rung.objects.order_by("days"))
    if not rungs:
        return
    reach = today - datetime.timedelta(days=rungs[0].days)
    due = Deadline.objects.open().filter(due_on__lte=reach).select_related("case", "rule").order_by("due_on", "pk")
    for deadline in due.iterator(chunk_size=500):
        reached = [rung for rung in rungs if (today - deadline.due_on).days >= rung.days]
        if reached:
            yield from _climb(deadline, reached, today, dry_run)


def _climb(deadline: Deadline, reached: list[Rung], today: datetime.date, dry_run: bool) -> Iterator[Told]:
    top = reached[-1]
    people = list(policy.holders(deadline.case, deadline.word, *filter(None, top.words.split())))
    if dry_run:
        if not Reminder.objects.filter(deadline=deadline, rung=top, due_on=deadline.due_on).exists():
            yield from (Told(person, deadline, top) for person in people)
        return
    with transaction.atomic():
        rows = [Reminder(deadline=deadline, rung=rung, due_on=deadline.due_on, on=today) for rung in reached]
        known = set(
            Reminder.objects.filter(deadline=deadline, due_on=deadline.due_on).values_list("rung_id", flat=True)
        )
        if top.pk in known:
            return
        Reminder.objects.bulk_create(rows, ignore_conflicts=True)
        reminder = Reminder.objects.select_for_update().get(deadline=deadline, rung=top, due_on=deadline.due_on)
        told = [Notice(person=person, reminder=reminder) for person in people]
        before = set(Notice.objects.filter(reminder=reminder).values_list("person_id", flat=True))
        fresh = [notice for notice in told if notice.person_id not in before]
        Notice.objects.bulk_create(fresh, ignore_conflicts=True)
        if fresh:
            ring()
    yield from (Told(notice.person, deadline, top) for notice in fresh)


def deliver(limit: int = 200) -> int:
    """Send what waits to leave the house: a fixed sentence and a link, never a name or a fact. Return how many."""
    sent = 0
    while sent < limit and (notice := _claim()):
        sent += _send(notice)
    return sent


def _claim() -> Notice | None:
    now = timezone.now()
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=now)
    with transaction.atomic():
        notice = (
            Notice.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("person")
            .filter(free, sent_at__isnull=True, tries__lt=MOST_TRIES)
            .order_by("pk")
            .first()
        )
        if notice:
            Notice.objects.filter(pk=notice.pk).update(lease_until=now + LEASE, tries=F("tries") + 1)
    return notice


def _send(notice: Notice) -> int:
    address = notice.person.email
    if not address:
        Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), lease_until=None)
        return 1
    try:
        with translation.override(notice.person.language or settings.LANGUAGE_CODE):
            send_mail(
                _("Xuncha: something is waiting for you"),
                _("You have something to attend to. Please sign in and look: %(link)s")
                % {"link": settings.SITE_URL.rstrip("/") + "/notices/"},
                settings.DEFAULT_FROM_EMAIL,
                [address],
            )
    except OSError as error:
        later = timezone.now() + LEASE * 2 ** min(notice.tries, 6)
        Notice.objects.filter(pk=notice.pk).update(lease_until=later, error=type(error).__name__)
        return 0
    Notice.objects.filter(pk=notice.pk).update(sent_at=timezone.now(), lease_until=None, error="")
    return 1
