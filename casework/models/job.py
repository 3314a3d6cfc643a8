"""Work that takes longer than a page may: who asked for what, how far it is, and where the file waits for him."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .thing import ThingQuerySet, new_key


class JobQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Everybody sees his own, the auditor and the system administrator no more than that."""
        return self.filter(person=user)

    def open(self):
        """Those of which a file is still to come."""
        return self.filter(ready_at__isnull=True, given_up_at__isnull=True)

    def untaken(self):
        """Those of which a file, or the reason why there is none, has not been looked at yet."""
        return self.filter(models.Q(ready_at__isnull=False) | models.Q(given_up_at__isnull=False), taken_at=None)


class Job(models.Model):
    """One file that somebody has asked for. Made by a worker in his name, kept until ``expires_at``.

    ``maker`` names who makes it (``casework.jobs``) and ``asked`` is what that maker needs. ``done`` of ``total``
    counts what is ready, in a unit of the maker's own; ``total`` is 0 as long as nobody knows. Whoever works at it has
    claimed it at ``claimed_at``.
    """

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+", verbose_name=_("asked by"))
    maker = models.CharField(max_length=40)
    title = models.CharField(_("title"), max_length=120)
    asked = models.JSONField(default=dict)
    asked_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    claimed_at = models.DateTimeField(null=True)
    tries = models.PositiveSmallIntegerField(default=0)
    done = models.PositiveIntegerField(_("done"), default=0)
    total = models.PositiveIntegerField(_("in all"), default=0)
    ready_at = models.DateTimeField(_("ready since"), null=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True)
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    place = models.CharField(max_length=120, blank=True)
    name = models.CharField(_("file name"), max_length=200, blank=True)
    content_type = models.CharField(_("type"), max_length=100, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    taken_at = models.DateTimeField(_("taken at"), null=True)
    expires_at = models.DateTimeField(_("kept until"))

    objects = JobQuerySet.as_manager()

    class Meta:
        abstract = True
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ready_at__isnull=True) | models.Q(given_up_at__isnull=True),
                name="%(class)s_ready_or_given_up",
            )
        ]
        indexes = [
            models.Index(fields=["person", "-id"], name="%(class)s_of_person"),
            models.Index(
                fields=["id"],
                name="%(class)s_waits",
                condition=models.Q(ready_at__isnull=True, given_up_at__isnull=True),
            ),
            models.Index(fields=["expires_at"], name="%(class)s_expires"),
        ]

    def __str__(self):
        return self.title

    @property
    def share(self) -> int:
        """How much of it is done, in a hundred."""
        return min(100, 100 * self.done // self.total) if self.total else 0


class OpenJob(Job):
    """A file about what the units' portal knows too: it can be asked for and taken at either door."""

    class Meta(Job.Meta):
        verbose_name = _("file being made")
        verbose_name_plural = _("files being made")


class InnerJob(Job):
    """A file about what is sealed or kept in. What was asked for stands in a table that the portal has no grant on."""

    sealed = True

    class Meta(Job.Meta):
        verbose_name = _("file being made inside")
        verbose_name_plural = _("files being made inside")
