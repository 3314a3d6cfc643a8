"""How the house is doing, in figures: the worker, its queue, what waits and since when. Never whose or what.

Everything is counted when it is asked for; no request is counted, and none waits long for a broker that is gone.
"""

import datetime
import shutil
from dataclasses import dataclass

import redis
from django.conf import settings
from django.db.models import Count, Min
from django.utils import timezone
from prometheus_client import CollectorRegistry, Gauge, generate_latest
from redis.backoff import NoBackoff
from redis.retry import Retry

from . import delivery, reminders
from .models import Heartbeat, Message

#: so many seconds the broker has, to answer at all
PATIENCE = 0.5


@dataclass(frozen=True)
class Figures:
    """What is known now; None is what is not known: a worker that never came by, a broker that does not answer."""

    heartbeat_age: float | None
    heartbeat_at: datetime.datetime | None
    round_trip: float | None
    queues: dict[str, int] | None
    waiting: int
    lag: float
    untold: int
    given_up: int
    disk_free: int
    disk_size: int

    @property
    def worker_is_late(self) -> bool:
        return self.heartbeat_age is None or self.heartbeat_age > settings.HEARTBEAT_LIMIT.total_seconds()


def figures(now: datetime.datetime | None = None) -> Figures:
    """Count everything now."""
    now = now or timezone.now()
    beat = Heartbeat.objects.filter(name="worker").first()
    waiting, oldest, given_up = _messages()
    disk = shutil.disk_usage(next(path for path in (settings.FILES_ROOT, settings.BASE_DIR) if path.exists()))
    return Figures(
        heartbeat_age=(now - beat.at).total_seconds() if beat else None,
        heartbeat_at=beat.at if beat else None,
        round_trip=beat.detail.get("round_trip") if beat else None,
        queues=queue_lengths(),
        waiting=waiting,
        lag=(now - oldest).total_seconds() if oldest else 0.0,
        untold=untold(timezone.localdate(now)),
        given_up=given_up,
        disk_free=disk.free,
        disk_size=disk.total,
    )


def _messages() -> tuple[int, datetime.datetime | None, int]:
    """Return how many messages wait to leave the house, since when the oldest of them, and how many were given up."""
    found = Message.objects.waiting().aggregate(count=Count("pk"), oldest=Min("made_at"))
    return found["count"], found["oldest"], Message.objects.given_up().count()


def untold(today: datetime.date) -> int:
    """Return how many dates stand at a rung of which nobody has been told yet: none, after each look of the worker.

    Of what is sealed nothing is counted: nobody who reads figures is to know that there is any.
    """
    rows = reminders.standing(reminders.all_ladders(), today)
    return rows.exclude(thing_kind__in=delivery.sealed_kinds()).count()


def queue_lengths() -> dict[str, int] | None:
    """Return how many calls wait in each queue, or None where the broker does not answer at once."""
    broker = redis.Redis.from_url(
        settings.REDIS_URL,
        socket_connect_timeout=PATIENCE,
        socket_timeout=PATIENCE,
        retry=Retry(NoBackoff(), 0),
    )
    try:
        names = [queue.name for queue in settings.CELERY_TASK_QUEUES]
        return {name: broker.llen(name) for name in names}
    except redis.RedisError:
        return None
    finally:
        broker.close()


def exposition(found: Figures) -> bytes:
    """Write the figures as Prometheus reads them. What is not known is left out, and `broker_up` says so."""
    registry = CollectorRegistry()

    def gauge(name: str, says: str, value: float | None) -> None:
        if value is not None:
            Gauge(f"xuncha_{name}", says, registry=registry).set(value)

    gauge("worker_heartbeat_age_seconds", "Since when the worker was not heard of.", found.heartbeat_age)
    gauge("worker_round_trip_seconds", "How long the last call took through the broker.", found.round_trip)
    gauge("broker_up", "1 if the broker answered at once.", 0 if found.queues is None else 1)
    lengths = Gauge("xuncha_queue_length", "Calls that wait in a queue of the broker.", ["queue"], registry=registry)
    for name, length in (found.queues or {}).items():
        lengths.labels(name).set(length)
    gauge("messages_waiting", "Messages that wait to leave the house.", found.waiting)
    gauge("messages_lag_seconds", "How long the oldest of them has waited.", found.lag)
    gauge("messages_given_up", "Messages that could not be sent and are not tried any more.", found.given_up)
    gauge("dates_untold", "Dates at a rung of which nobody has been told yet.", found.untold)
    gauge("disk_free_bytes", "Room left where attachments lie.", found.disk_free)
    gauge("disk_size_bytes", "Size of that disk.", found.disk_size)
    return generate_latest(registry)
