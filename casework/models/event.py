"""The history: one line a move, added and never changed.

``Event`` is append-only (a trigger refuses everything else) and hash-chained: ``Link`` is written by a deferred
constraint trigger when the transaction commits. Lines hold ids, changed field names and keyed digests of the row and
of the files that came with it; the words that somebody wrote stay in ``Remark``, behind the wall of its case.

A line is about a thing, or about powers: ``CASE`` says which words were given and taken on a case, ``MEMBERSHIP``
which groups a person joined and left. Each thing's lines count its versions without a gap.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

#: what a line is about when it is not about a thing: the powers on a case, the groups of a person
CASE, MEMBERSHIP = "casework.case", "casework.membership"


class Event(models.Model):
    """Who moved what, when, from which stage to which."""

    case = models.ForeignKey("casework.Case", models.PROTECT, related_name="events", verbose_name=_("case"))
    thing_kind = models.CharField(_("kind"), max_length=64)
    thing_id = models.BigIntegerField(_("thing"))
    move = models.CharField(_("move"), max_length=80)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("who")
    )
    acting = models.CharField(_("named actor"), max_length=16, blank=True, help_text="clock, writer, house")
    on = models.DateField(_("business day"))
    at = models.DateTimeField(_("recorded at"), db_index=True, help_text="the database's clock")
    from_stage = models.CharField(_("from"), max_length=40, blank=True)
    to_stage = models.CharField(_("to"), max_length=40, blank=True)
    version = models.PositiveIntegerField(_("version"))
    changed = ArrayField(models.CharField(max_length=64), default=list, verbose_name=_("changed fields"))
    digest = models.CharField(_("digest of the row"), max_length=64)
    remark_digest = models.CharField(_("digest of the remark"), max_length=64, blank=True)
    files_digest = models.CharField(_("digest of the files"), max_length=64, blank=True)
    # NULL, not "", for what no form asked for: the constraint is on the keys that there are.
    form_key = models.CharField(_("form key"), max_length=40, null=True, unique=True)  # noqa: DJ001

    class Meta:
        verbose_name = _("history line")
        verbose_name_plural = _("history")
        indexes = [models.Index(fields=["thing_kind", "thing_id", "id"], name="event_of_thing")]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(actor__isnull=False) ^ ~models.Q(acting=""), name="event_has_one_actor"
            )
        ]

    def __str__(self):
        return f"{self.move} {self.thing_kind} {self.thing_id}"


class Remark(models.Model):
    """What the actor wrote with a move: the reason, the opinion."""

    event = models.OneToOneField(Event, models.PROTECT, primary_key=True, related_name="remark")
    text = models.TextField(_("remark"))

    class Meta:
        verbose_name = _("remark")
        verbose_name_plural = _("remarks")

    def __str__(self):
        return self.text[:40]


class Link(models.Model):
    """One link of the chain; written by the database at commit, in commit order."""

    seq = models.BigIntegerField(primary_key=True)
    event = models.OneToOneField(Event, models.PROTECT, related_name="link")
    hash = models.CharField(max_length=64)

    class Meta:
        verbose_name = _("link")
        verbose_name_plural = _("links")

    def __str__(self):
        return f"{self.seq} {self.hash[:12]}"
