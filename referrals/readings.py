"""Who has opened a clue, when and how: written down at every door that shows one, and too many at once are told of."""

import datetime
from collections.abc import Iterable

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from casework import files
from casework.policy import Actor

from . import actions
from .models import Clue, ClueReading, SealedLetter

#: so many openings by one person in so long a time are told to the head of the office, once in an hour
MANY, WITHIN, QUIET = 30, datetime.timedelta(minutes=10), datetime.timedelta(hours=1)
Way = ClueReading.Way


def note(person, clues: Iterable[Clue], way: str) -> None:
    """Write down that somebody has opened these clues."""
    rows = [ClueReading(clue=clue, person=person, way=way) for clue in clues]
    if not rows:
        return
    with transaction.atomic():
        ClueReading.objects.bulk_create(rows)
        _warn(person, rows[-1])


def _warn(person, last: ClueReading) -> None:
    now = timezone.now()
    read = ClueReading.objects.filter(person=person)
    count = read.filter(at__gt=now - WITHIN).count()
    if count < MANY or read.filter(at__gt=now - QUIET, warned=True).exists():
        return
    ClueReading.objects.create(clue=last.clue, person=person, way=last.way, warned=True)
    text = _("%(name)s has opened clues %(count)d times within ten minutes.")
    clue = Clue.objects.get(pk=last.clue_id)
    actions.warn_of_readings(clue, by=Actor.HOUSE, note=text % {"name": person, "count": count})


def _of_file(thing, person) -> None:
    note(person, thing.matters.all() if isinstance(thing, SealedLetter) else [thing], Way.FILE)


files.WHEN_READ[Clue._meta.label_lower] = _of_file
files.WHEN_READ[SealedLetter._meta.label_lower] = _of_file
