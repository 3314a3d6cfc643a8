"""What waits for a person: notices of what happened, what is told of them outside, and drafts of what he is writing."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .. import policy
from .thing import ThingQuerySet, new_key


class NoticeQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(person=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Tells one person of one event or one rung of a deadline. Written with what it tells of.

    ``gathered_at`` is when it was looked at for what leaves the house: it then lies in the ``message`` of that day,
    or in none, because this person is not told of it outside.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("person")
    )
    event = models.ForeignKey("casework.Event", models.PROTECT, null=True, related_name="notices")
    reminder = models.ForeignKey("casework.Reminder", models.CASCADE, null=True, related_name="notices")
    at = models.DateTimeField(_("written at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True)
    gathered_at = models.DateTimeField(_("gathered at"), null=True)
    message = models.ForeignKey(
        "casework.Message", models.SET_NULL, null=True, related_name="notices", verbose_name=_("message")
    )

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        constraints = [
            models.UniqueConstraint(fields=["person", "event"], name="told_once_of_an_event"),
            models.UniqueConstraint(fields=["person", "reminder"], name="told_once_of_a_rung"),
            models.CheckConstraint(
                condition=models.Q(event__isnull=False) ^ models.Q(reminder__isnull=False),
                name="tells_of_one_thing",
            ),
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="notice_of_person"),
            models.Index(fields=["person"], name="notice_waits", condition=models.Q(gathered_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.person_id} {self.event_id or self.reminder_id}"


class MessageQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the system administrator keep the doorbell: it says nothing of any case."""
        return self.all() if policy.held_anywhere(user) & Message.KEEPERS else self.none()

    def waiting(self):
        """Those that are still to be sent, now or later."""
        return self.filter(sent_at__isnull=True, given_up_at__isnull=True)

    def given_up(self):
        """Those that could not be sent and are not tried any more, until somebody sends them again."""
        return self.filter(given_up_at__isnull=False)


class Message(models.Model):
    """What leaves the house on one day over one channel: to one person, or to a robot in the office's group.

    It holds no fact: the words are a fixed sentence with a link and with ``number``, how many things that are not
    sealed it tells of. One a person, channel and day; whoever sends it has claimed it until ``lease_until``.
    """

    class State(models.TextChoices):
        WAITING = "waiting", _("waiting to be sent")
        SENT = "sent", _("message sent")
        GIVEN_UP = "given_up", _("given up")

    #: the portal's role knows nothing of whom the house told
    sealed = True
    #: whoever holds one of these words somewhere sees what left and what did not, and may send it again
    KEEPERS = frozenset({"oversee", "direct", "admit"})

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="messages", verbose_name=_("person")
    )
    channel = models.CharField(_("channel"), max_length=40)
    on = models.DateField(_("day"))
    number = models.PositiveIntegerField(_("things told of"), default=0)
    made_at = models.DateTimeField(_("gathered at"), default=timezone.now)
    lease_until = models.DateTimeField(_("not before"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries to send"), default=0)
    error = models.CharField(_("last failure"), max_length=200, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)

    objects = MessageQuerySet.as_manager()

    class Meta:
        verbose_name = _("message")
        verbose_name_plural = _("messages")
        constraints = [
            models.UniqueConstraint(fields=["person", "channel", "on"], name="one_message_a_day", nulls_distinct=False),
            models.CheckConstraint(
                condition=models.Q(sent_at__isnull=True) | models.Q(given_up_at__isnull=True),
                name="sent_or_given_up",
            ),
        ]
        indexes = [
            models.Index(
                fields=["id"],
                name="message_waits",
                condition=models.Q(sent_at__isnull=True, given_up_at__isnull=True),
            ),
            models.Index(fields=["-made_at"], name="message_by_time"),
        ]

    def __str__(self):
        return f"{self.channel} {self.on}"

    def get_absolute_url(self):
        """Nothing more is to be read of it than its line in the list."""
        return ""

    @property
    def state(self) -> str:
        if self.sent_at:
            return self.State.SENT
        return self.State.GIVEN_UP if self.given_up_at else self.State.WAITING


class Channel(models.Model):
    """How a way out of the house is doing. Its address stands in the settings alone."""

    #: the portal's role has nothing to do with it
    sealed = True

    name = models.CharField(primary_key=True, max_length=40)
    #: messages in a row that it did not take
    failures = models.PositiveIntegerField(_("failures in a row"), default=0)
    last_failure = models.CharField(_("last failure"), max_length=200, blank=True)
    failed_at = models.DateTimeField(_("last failed at"), null=True)
    sent_at = models.DateTimeField(_("last sent at"), null=True)
    #: since when it counts as dead; whoever keeps it was told then
    dead_since = models.DateTimeField(_("silent since"), null=True)

    class Meta:
        verbose_name = _("channel")
        verbose_name_plural = _("channels")

    def __str__(self):
        return self.name


class DraftQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(person=user)


class Draft(models.Model):
    """What a person has typed into the form of a move and not yet filed. Only he sees it; it has no history."""

    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="drafts")
    move = models.CharField(max_length=80)
    thing_id = models.BigIntegerField()
    data = models.JSONField(default=dict)
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft")
        verbose_name_plural = _("drafts")
        constraints = [models.UniqueConstraint(fields=["person", "move", "thing_id"], name="one_draft_a_form")]

    def __str__(self):
        return f"{self.move} {self.thing_id}"
