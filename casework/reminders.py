"""The doorbell: which dates are near or past, who is told, and what still has to leave the house.

Everything here may be run at any time, twice, by many: a rung is climbed by inserting a row under a unique
constraint, and a notice is claimed with a lease before it is sent. Celery only says “look now”.

A rung speaks to the one who must act and to those above him on his own side, as far as they may see the thing: the
unit never hears that the team is late, and nobody hears of what he may not see. A duty that nobody holds is told to
the office.
"""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage
from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from . import policy
from .models import Deadline, Notice, Reminder, Rung
from .moves import ring

LEASE = datetime.timedelta(minutes=2)
MOST_TRIES = 8
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
        for deadline in _standing_at(rungs, place, today).iterator(chunk_size=500):
            yield from _climb(deadline, rungs[: place + 1], today, dry_run)


def _standing_at(rungs: list[Rung], place: int, today: datetime.date) -> QuerySet[Deadline]:
    """Return the open deadlines for which this rung is the highest one reached, and not climbed yet."""
    rung = rungs[place]
    rows = Deadline.objects.open().filter(due_on__lte=today - datetime.timedelta(days=rung.days))
    if place + 1 < len(rungs):
        rows = rows.filter(due_on__gt=today - datetime.timedelta(days=rungs[place + 1].days))
    climbed = Reminder.objects.filter(deadline=OuterRef("pk"), rung=rung, due_on=OuterRef("due_on"))
    return rows.filter(~Exists(climbed)).select_related("case", "rule", "extended_by").order_by("due_on", "pk")


def _climb(deadline: Deadline, reached: list[Rung], today: datetime.date, dry_run: bool) -> Iterator[Told]:
    top = reached[-1]
    if dry_run:
        yield from (Told(person, deadline, top) for person in _concerned(deadline, top))
        return
    told: list[Told] = []
    with transaction.atomic():
        # Whoever meets or moves the deadline in this moment goes first or waits; what is met is not told of.
        still = Deadline.objects.open().filter(pk=deadline.pk, due_on=deadline.due_on)
        if still.select_for_update(no_key=True).values("pk").first() is None:
            return
        rows = [Reminder(deadline=deadline, rung=rung, due_on=deadline.due_on, on=today) for rung in reached]
        known = set(
            Reminder.objects.filter(deadline=deadline, due_on=deadline.due_on).values_list("rung_id", flat=True)
        )
        if top.pk in known:
            return
        Reminder.objects.bulk_create([row for row in rows if row.rung_id not in known])
        reminder = Reminder.objects.get(deadline=deadline, rung=top, due_on=deadline.due_on)
        told = [Told(person, deadline, top) for person in _concerned(deadline, top)]
        Notice.objects.bulk_create([Notice(person=one.person, reminder=reminder) for one in told])
        if told:
            ring()
    yield from told


def _concerned(deadline: Deadline, rung: Rung) -> list[Any]:
    """Return whom this rung tells of this deadline."""
    began = deadline.extended_by.on if deadline.extended_by else deadline.from_on
    if rung.days < 0 and deadline.due_on + datetime.timedelta(days=rung.days) <= began:
        return []  # it was as near as this on the day it began, and whoever has to act was told then
    owners = list(policy.holders(deadline.case, deadline.word))
    words = [word for word in rung.words.split() if word in ABOVE.get(deadline.word, ())]
    words += [] if owners else OFFICE
    others = [person for person in policy.holders(deadline.case, *words) if person not in owners] if words else []
    things = apps.get_model(deadline.thing_kind).objects
    return [person for person in [*owners, *others] if things.visible_to(person).filter(pk=deadline.thing_id).exists()]


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
