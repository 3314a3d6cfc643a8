"""What waits for a person: notices of what happened, and drafts of what he is writing."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from .thing import ThingQuerySet, new_key


class NoticeQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(person=user)

    def unread(self):
        return self.filter(read_at__isnull=True)


class Notice(models.Model):
    """Tells one person of one event or one rung of a deadline. Written with what it tells of, sent by a sweep."""

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="notices", verbose_name=_("person")
    )
    event = models.ForeignKey("casework.Event", models.PROTECT, null=True, related_name="notices")
    reminder = models.ForeignKey("casework.Reminder", models.CASCADE, null=True, related_name="notices")
    at = models.DateTimeField(_("written at"), auto_now_add=True)
    read_at = models.DateTimeField(_("read at"), null=True)
    sent_at = models.DateTimeField(_("sent at"), null=True)
    lease_until = models.DateTimeField(_("claimed until"), null=True)
    tries = models.PositiveSmallIntegerField(_("tries"), default=0)
    error = models.CharField(_("last failure"), max_length=200, blank=True)

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
            models.Index(fields=["id"], name="notice_unsent", condition=models.Q(sent_at__isnull=True)),
        ]

    def __str__(self):
        return f"{self.person_id} {self.event_id or self.reminder_id}"


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
