"""What the worker does when somebody rings. Every task may run at any time and twice."""

import datetime

from celery import shared_task
from django.utils import timezone

from . import history
from .models import Heartbeat, Link
from .reminders import deliver, remind


@shared_task(ignore_result=True)
def look(rung_at: str | None = None) -> None:
    """Look now: climb the rungs of today, send what waits, anchor the day's history, leave a heartbeat.

    ``rung_at`` is when the bell was rung (ISO time), so that the heartbeat knows how long the broker took.
    """
    now = timezone.now()
    told = sum(1 for _told in remind(timezone.localdate()))
    sent = deliver()
    _anchor_once_a_day(now)
    trip = (now - datetime.datetime.fromisoformat(rung_at)).total_seconds() if rung_at else None
    Heartbeat.objects.update_or_create(
        name="worker",
        defaults={"at": timezone.now(), "detail": {"told": told, "sent": sent, "round_trip": trip}},
    )


def _anchor_once_a_day(now: datetime.datetime) -> None:
    last = Heartbeat.objects.filter(name="anchor").first()
    if (last is None or timezone.localdate(last.at) < timezone.localdate(now)) and Link.objects.exists():
        history.write_anchor()
        Heartbeat.objects.update_or_create(name="anchor", defaults={"at": now})
