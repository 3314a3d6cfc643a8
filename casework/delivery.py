"""What leaves the house: once a day to each person a fixed sentence and a link, in the hours that the office chose.

The inbox has each notice; outside there is one message a person, channel and day, which may say how many things that
are not sealed it tells of, and nothing else. Everything here may be run at any time, twice, by many: a message is one
row under a unique constraint, made in the transaction that marks its notices, and is claimed with a lease before it
is sent. A sender that dies between the “OK” of a mail server and its own commit is followed by another one, who sends
the same message again under the same number: that is the only moment in which somebody may be told twice.
"""

import datetime
import logging
import smtplib
import time
from functools import cache
from typing import Any

import apprise
from django.apps import apps
from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.db import transaction
from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, Subquery
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .clock import Calendar
from .models import Channel, Deadline, Message, Moving, Notice
from .moves import ring

logger = logging.getLogger("xuncha.delivery")

#: seconds after which a turn ends, well before a worker's longest task; the next ring goes on
TURN = 60
MOST_TRIES = 8
#: so many people's messages are made together
BATCH = 200
#: failures in a row after which a channel counts as dead, and after which one turn leaves it alone
DEAD, TIRED = 10, 3
EMAIL, SMS = "email", "sms"
#: what is wrong with one address is no fault of the channel
OF_ONE_ADDRESS = (smtplib.SMTPRecipientsRefused, ValueError)


# -- when ----------------------------------------------------------------------------------------------------------


def is_open(now: datetime.datetime, calendar: Calendar | None = None) -> bool:
    """Whether messages may leave now: not in the quiet hours, and on a working day unless the office says otherwise."""
    local = timezone.localtime(now)
    if not settings.MESSAGES_FROM <= local.time() < settings.MESSAGES_UNTIL:
        return False
    return settings.MESSAGES_EVERY_DAY or (calendar or Calendar()).works(local.date())[0]


# -- what and to whom ----------------------------------------------------------------------------------------------


def gather(now: datetime.datetime | None = None) -> int:
    """Put what waits into one message a person and channel; return how many messages that made.

    Whoever has had his message of today gets what came later tomorrow. In the quiet hours nothing is gathered.
    """
    now = now or timezone.now()
    if not is_open(now):
        return 0
    _settle(now)
    made, today, after = 0, timezone.localdate(now), 0
    while people := _people_without_a_message(today, after):
        made += _gather(people, today, now)
        after = people[-1]
    return made + _for_robots(today, now)


def _late() -> Q:
    return Q(reminder__rung__tone="red")


def _by_mail() -> Q:
    """The notices that their people are told of by mail."""
    return Q(person__is_active=True) & ~Q(person__email="") & (Q(person__outside="all") | _late())


def _by_sms() -> Q:
    return Q(person__is_active=True) & _late() if settings.SMS else Q(pk=None)


def _settle(now: datetime.datetime) -> None:
    """Mark what its person is not told of outside: the inbox has it."""
    waiting = Notice.objects.filter(gathered_at__isnull=True)
    told = Notice.objects.filter(_by_mail() | _by_sms(), pk=OuterRef("pk"))
    waiting.filter(~Exists(told)).update(gathered_at=now)


def _people_without_a_message(today: datetime.date, after: int) -> list[int]:
    had = Message.objects.filter(person=OuterRef("person"), on=today)
    waiting = Notice.objects.filter(~Exists(had), gathered_at__isnull=True, person__gt=after)
    rows: Any = waiting.order_by("person").values_list("person", flat=True).distinct()[:BATCH]
    return list(rows)


def _gather(people: list[int], today: datetime.date, now: datetime.datetime) -> int:
    """Make the messages of these people. Another one who makes the same waits for this, and then makes none."""
    waiting = Notice.objects.filter(gathered_at__isnull=True, person__in=people)
    with transaction.atomic():
        rows = [
            Message(person_id=person, channel=channel, on=today, made_at=now)
            for channel, told in ((EMAIL, _by_mail()), (SMS, _by_sms()))
            for person in waiting.filter(told).order_by("person").values_list("person", flat=True).distinct()
        ]
        Message.objects.bulk_create(rows, ignore_conflicts=True)
        ours = Message.objects.filter(key__in=[row.key for row in rows])
        theirs = ours.filter(person=OuterRef("person")).order_by("channel").values("pk")[:1]
        waiting.filter(person__in=ours.values("person")).update(gathered_at=now, message=Subquery(theirs))
        counted = Notice.objects.filter(message__in=ours).exclude(_of_a_sealed_thing())
        numbers = dict(counted.values_list("person").annotate(n=Count("pk")))
        for message in (made := list(ours)):
            message.number = numbers.get(message.person_id, 0)
        Message.objects.bulk_update(made, ["number"])
        return len(made)


@cache
def sealed_kinds() -> tuple[str, ...]:
    """The kinds of which not even a number leaves the house: sealed ones, and those told of without being named."""
    moving = [model for model in apps.get_models() if issubclass(model, Moving)]
    return tuple(model._meta.label_lower for model in moving if model.sealed or model.hushed)


def _of_a_sealed_thing() -> Q:
    return Q(reminder__deadline__thing_kind__in=sealed_kinds()) | Q(event__thing_kind__in=sealed_kinds())


def _for_robots(today: datetime.date, now: datetime.datetime) -> int:
    """Tell the groups of the office once a day how many dates have passed; of what is sealed they hear nothing."""
    had = set(Message.objects.filter(person=None, on=today).values_list("channel", flat=True))
    silent = [name for name in settings.CHANNELS if name not in had]
    late = Deadline.objects.late(today).exclude(thing_kind__in=sealed_kinds()).count() if silent else 0
    if not late:
        return 0
    rows = [Message(channel=name, on=today, number=late, made_at=now) for name in silent]
    return len(Message.objects.bulk_create(rows, ignore_conflicts=True))


# -- sending -------------------------------------------------------------------------------------------------------


def send(limit: int = 200) -> int:
    """Send what waits and is due, unless these are quiet hours; return how many were sent."""
    if not is_open(timezone.now()):
        return 0
    sent, post, until = 0, Post(), time.monotonic() + TURN
    try:
        while sent < limit and time.monotonic() < until and (message := _claim(post.tired)):
            sent += _send(message, post)
    finally:
        post.close()
    return sent


def due() -> QuerySet[Message]:
    """Return what could be sent now."""
    free = Q(lease_until__isnull=True) | Q(lease_until__lt=timezone.now())
    return Message.objects.waiting().filter(free)


def send_again(message: Message) -> bool:
    """Let a message that was given up, or that waits for its next try, be tried at once, as often as a new one."""
    # Whoever sends it just now has claimed it for no longer than a lease.
    free = Q(given_up_at__isnull=False) | Q(lease_until__gt=timezone.now() + settings.MESSAGE_LEASE)
    again = Message.objects.filter(free, pk=message.pk, sent_at__isnull=True)
    with transaction.atomic():
        if done := again.update(tries=0, lease_until=None, given_up_at=None) > 0:
            ring()
    return done


def _claim(tired: set[str]) -> Message | None:
    """Take the oldest that is free, in one statement."""
    now = timezone.now()
    free = due().exclude(channel__in=tired).order_by("pk").select_for_update(skip_locked=True, no_key=True)
    with transaction.atomic():
        message = free.first()
        if message:
            message.lease_until, message.tries = now + settings.MESSAGE_LEASE, message.tries + 1
            message.save(update_fields=["lease_until", "tries"])
    return message


def _send(message: Message, post: "Post") -> int:
    # Whoever lost the claim meanwhile, because he slept longer than the lease, has no say any more.
    claimed = Message.objects.filter(pk=message.pk, lease_until=message.lease_until, sent_at__isnull=True)
    try:
        post.send(message)
    except Exception as error:  # whatever a server or an address may do, the next message is sent
        now = timezone.now()
        last = message.tries >= MOST_TRIES
        claimed.update(
            lease_until=None if last else now + settings.MESSAGE_LEASE * 2 ** min(message.tries, 6),
            given_up_at=now if last else None,
            error=type(error).__name__,
        )
        post.failed(message.channel, error)
        return 0
    claimed.update(sent_at=timezone.now(), lease_until=None, error="")
    post.succeeded(message.channel)
    return 1


class NotTaken(Exception):
    """A channel did not take a message."""


class Post:
    """One turn of sending: keeps the line to the mail server open, and leaves a channel alone that takes nothing."""

    def __init__(self) -> None:
        self.mail = get_connection()
        self.tired: set[str] = set()
        self.in_a_row: dict[str, int] = {}

    def send(self, message: Message) -> None:
        if message.channel == EMAIL:
            self.mail.open()
            self.mail.send_messages([letter(message)])
        elif message.channel == SMS:
            import_string(settings.SMS)(message.person, words(message), message.key)
        else:
            by_robot(message)

    def failed(self, channel: str, error: Exception) -> None:
        self.mail.close()
        if isinstance(error, OF_ONE_ADDRESS):
            return
        now, name = timezone.now(), type(error).__name__
        logger.warning("%s took no message: %s", channel, name)
        self.in_a_row[channel] = self.in_a_row.get(channel, 0) + 1
        if self.in_a_row[channel] >= TIRED:
            self.tired.add(channel)
        Channel.objects.get_or_create(name=channel)
        Channel.objects.filter(name=channel).update(failures=F("failures") + 1, last_failure=name, failed_at=now)

    def succeeded(self, channel: str) -> None:
        if self.in_a_row.get(channel, 1):
            self.in_a_row[channel] = 0
            values = {"failures": 0, "sent_at": timezone.now(), "dead_since": None}
            Channel.objects.update_or_create(name=channel, defaults=values)

    def close(self) -> None:
        self.mail.close()


def newly_dead() -> QuerySet[Channel]:
    """Return the channels that have taken nothing for a while and of which the office does not know yet."""
    return Channel.objects.filter(failures__gte=DEAD, dead_since__isnull=True)


# -- the words -----------------------------------------------------------------------------------------------------


def words(message: Message) -> str:
    """Return all that leaves the house: a fixed sentence with a link, and how many things that are not sealed."""
    person = message.person
    with translation.override((person.language if person else "") or settings.LANGUAGE_CODE):
        link = settings.SITE_URL.rstrip("/") + "/notices/"
        if person is None:
            text = ngettext(
                "Xuncha: %(n)d date has passed. Please sign in and look: %(link)s",
                "Xuncha: %(n)d dates have passed. Please sign in and look: %(link)s",
                message.number,
            )
        elif message.number:
            text = ngettext(
                "You have %(n)d new notice. Please sign in and look: %(link)s",
                "You have %(n)d new notices. Please sign in and look: %(link)s",
                message.number,
            )
        else:
            text = _("You have something to attend to. Please sign in and look: %(link)s")
        return text % {"n": message.number, "link": link}


def letter(message: Message) -> EmailMessage:
    """Return the mail: its number is the message's own, so a receiver can tell one that came twice."""
    person: Any = message.person
    with translation.override(person.language or settings.LANGUAGE_CODE):
        domain = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip(" >")
        return EmailMessage(
            _("Xuncha: something is waiting for you"),
            words(message),
            settings.DEFAULT_FROM_EMAIL,
            [person.email],
            headers={"Message-ID": f"<{message.key}@{domain}>"},
        )


def by_robot(message: Message) -> None:
    """Ring the robot of a group, or a webhook: its address is known to the settings alone."""
    robot = apprise.Apprise()
    if message.channel not in settings.CHANNELS or not robot.add(settings.CHANNELS[message.channel]):
        raise NotTaken
    if not robot.notify(body=words(message), body_format=apprise.NotifyFormat.TEXT):
        raise NotTaken
