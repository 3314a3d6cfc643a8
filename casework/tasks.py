"""What the worker does when somebody rings. Every task may run at any time and twice."""

import datetime
import logging
import time
from collections.abc import Callable
from importlib import import_module

from celery import shared_task
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from kombu.exceptions import OperationalError as BrokerError

from . import clock, delivery, history, jobs
from .models import Deadline, Heartbeat, Message
from .moves import move_dates, ring
from .policy import Actor
from .reminders import remind

#: so many are sent in one turn; what is left rings again
A_BATCH = 200
#: so many turns share what waits, one more for each so many messages
MOST_TURNS, MESSAGES_A_TURN = 4, 50
#: seconds after which no further file is begun in a turn, so that the last one has the rest of a task's time
FILES_UNTIL = 120

logger = logging.getLogger("xuncha.tasks")

#: what other apps look for at each ring: small questions, which ring for a task of their own when there is work
ALSO: list[Callable[[], None]] = []


def also(look_for: Callable[[], None]) -> Callable[[], None]:
    """Have this asked at each ring too."""
    ALSO.append(look_for)
    return look_for


@shared_task(ignore_result=True)
def look(rung_at: str | None = None) -> None:
    """Look now: climb the rungs of today, gather what leaves, anchor the day's history, leave a heartbeat.

    ``rung_at`` is when the bell was rung (ISO time), so that the heartbeat knows how long the broker took.
    """
    now = timezone.now()
    told = sum(1 for _told in remind(timezone.localdate()))
    gathered = delivery.gather()
    _anchor_once_a_day(now)
    trip = (now - datetime.datetime.fromisoformat(rung_at)).total_seconds() if rung_at else None
    given_up = Message.objects.given_up().count()
    Heartbeat.objects.update_or_create(
        name="worker",
        defaults={
            "at": timezone.now(),
            "detail": {"told": told, "gathered": gathered, "given_up": given_up, "round_trip": trip},
        },
    )
    ring_for_senders()
    for look_for in ALSO:
        look_for()


@shared_task(ignore_result=True)
def send() -> int:
    """Send what waits to leave the house; return how many."""
    sent = delivery.send(A_BATCH)
    if sent:
        ring_for_senders()
    return sent


def ring_for_senders() -> None:
    """Sending waits for servers outside, so it is a task of its own. A broker that is away costs a ring, no message."""
    if not delivery.is_open(timezone.now()):
        return
    waiting = delivery.due()[: MOST_TURNS * MESSAGES_A_TURN].count()
    try:
        for _turn in range(-(-waiting // MESSAGES_A_TURN)):
            send.apply_async(expires=55, retry=False)
    except (BrokerError, OSError) as error:
        logger.warning("the broker does not answer: %s", error)


def _anchor_once_a_day(now: datetime.datetime) -> None:
    """Whoever wins the day's row writes the line; when the line can't be written the day is not won."""
    last = Heartbeat.objects.filter(name="anchor").first()
    if last is not None and timezone.localdate(last.at) >= timezone.localdate(now):
        return
    with transaction.atomic():
        if last is None:
            _beat, won = Heartbeat.objects.get_or_create(name="anchor", defaults={"at": now})
        else:
            won = Heartbeat.objects.filter(name="anchor", at=last.at).update(at=now) > 0
        if won and history.write_anchor() is None:
            transaction.set_rollback(True)  # there is no history yet


@also
def recount_what_was_provisional() -> None:
    """Count again what leaned on holidays that were not announced, as far as they are known by now."""
    dates = Deadline.objects.unmet().filter(provisional=True, due_on__lte=clock.known_until())
    rows = list(dates.select_related("rule").order_by("pk")[:A_BATCH])
    if not rows:
        return
    with translation.override(settings.LANGUAGE_CODE):
        note = _("The holidays have been announced.")
    move_dates(clock.recounted(rows), by=Actor.CLOCK, today=timezone.localdate(), note=note)
    if len(rows) == A_BATCH:
        ring()


@also
def ring_for_files() -> None:
    """A file takes long, so making it is a task of its own; what nobody has taken in time is dropped."""
    jobs.drop_expired()
    if jobs.is_waiting():
        make_files.apply_async(expires=55, retry=False)


@shared_task(ignore_result=True)
def make_files() -> int:
    """Make the files that wait for their owners; return how many."""
    import_module(settings.ROOT_URLCONF)  # makers stand beside the pages on which people ask for their files
    made, until = 0, time.monotonic() + FILES_UNTIL
    while jobs.make_next():
        made += 1
        if time.monotonic() > until:
            ring()
            break
    return made
