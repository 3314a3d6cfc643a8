"""What the worker does with the letter boxes. Every task may run at any time and twice."""

import logging
from contextlib import suppress

from celery import shared_task
from django.db import transaction
from django.utils import timezone

from casework.moves import Stale
from casework.policy import Actor

from .actions import close_by_itself, take_in
from .models import Letter, LetterBox

log = logging.getLogger(__name__)


@shared_task(ignore_result=True)
def take_letters() -> int:
    """Take in what lies in the letter boxes, and close those whose last day has passed; return how many were taken."""
    today = timezone.localdate()
    left: set[str] = set()
    taken = 0
    while key := _take_one(today, left):
        taken += key not in left
    for box in LetterBox._base_manager.filter(stage=LetterBox.Stage.OPEN, closes_on__lt=today).select_related("case"):
        with suppress(Stale):  # another worker was first
            close_by_itself(box, by=Actor.CLOCK, today=today)
    return taken


def _take_one(today, left: set[str]) -> str | None:
    """Take the oldest letter that nobody else is taking; return its key, or None when there is none.

    One that can't be taken now is noted in ``left`` and stays where it is; the log says no word of it.
    """
    with transaction.atomic():
        waiting = Letter.objects.filter(taken_at=None).exclude(pk__in=left).order_by("at")
        letter = waiting.select_for_update(skip_locked=True).first()
        if letter is None:
            return None
        try:
            with transaction.atomic():
                made = take_in(letter, today)
        except Exception as error:  # whatever it is, the next letter must not wait for this one
            log.error("a letter was not taken in: %s", type(error).__name__)
            made = None
        if made is None:
            left.add(letter.pk)
        return letter.pk
