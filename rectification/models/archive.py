"""The archive of a round that was closed: who took it, under which number, and the digest by which it is known."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Round


class RoundArchiveQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office. What is in it is for whoever took it; the others know that it was taken, and its digest."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct"))


class RoundArchive(Thing):
    """One archive (档案包) of a round: asked for by the head of the office, made by the worker."""

    class Stage(models.TextChoices):
        MAKING = "making", _("being made")
        MADE = "made", _("archive made")
        FAILED = "failed", _("could not be made")

    tones = {Stage.MAKING: "move", Stage.MADE: "ok", Stage.FAILED: "late"}
    final = (Stage.MADE, Stage.FAILED)
    sealed = True
    inner = True
    named_by = ("round",)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.MAKING)
    round = models.ForeignKey(Round, models.PROTECT, related_name="archives", verbose_name=_("round"))
    number = models.CharField(_("number of the export"), max_length=24, unique=True, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken by"), editable=False
    )
    on = models.DateField(_("archive taken on"), editable=False)
    case_keep = models.CharField(
        _("keep period of case files"),
        max_length=40,
        blank=True,
        help_text=_("As the archives of your district have fixed it; empty, it is filled in by hand."),
    )
    office_keep = models.CharField(_("keep period of office files"), max_length=40, blank=True)
    manifest_sha256 = models.CharField(_("digest of the manifest"), max_length=64, blank=True, editable=False)
    content_sha256 = models.CharField(_("digest of the contents"), max_length=64, blank=True, editable=False)
    pieces = models.PositiveIntegerField(_("items in the archive"), null=True, editable=False)
    files = models.PositiveIntegerField(_("files in the archive"), null=True, editable=False)
    lines = models.PositiveIntegerField(_("history lines"), null=True, editable=False)
    clues_left_out = models.PositiveIntegerField(_("clues under seal, left out"), null=True, editable=False)
    alone_left_out = models.PositiveIntegerField(
        _("feedback for principals alone, left out"), null=True, editable=False
    )
    #: the file that is being made
    job = models.CharField(max_length=16, blank=True, editable=False)

    objects = RoundArchiveQuerySet.as_manager()

    class Meta:
        verbose_name = _("archive of a round")
        verbose_name_plural = _("archives of rounds")

    def __str__(self):
        return f"{self.round} · {self._meta.verbose_name}"
