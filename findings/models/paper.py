"""The working paper: one matter, one paper (一事一稿)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement, Priority

from .extension import Extension


class WorkingPaperQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team's own until its leader has signed; then the office sees it too. Never the unit."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | Q(case__in=policy.seen_by(user, "oversee", "direct"), stage__in=WorkingPaper.LEFT_THE_TEAM)
        )


class WorkingPaper(Thing):
    """One matter as the team wrote it down, with what proves it."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being written")
        SUBMITTED = "submitted", _("with the leader")
        RETURNED = "returned", _("returned to the author")
        FINALIZED = "finalized", _("signed by the leader")
        USED = "used", _("became a finding")
        DROPPED = "dropped", _("dropped with a reason")
        SEALED = "sealed", _("moved under seal")

    class Source(models.TextChoices):
        TALK = "talk", _("individual talk")
        DOCUMENTS = "documents", _("documents")
        PETITION = "petition", _("petition")
        VISIT = "visit", _("field visit")
        BRIEFING = "briefing", _("pre-briefing")
        CHECK = "check", _("special check")

    LEFT_THE_TEAM = (Stage.FINALIZED, Stage.USED, Stage.DROPPED, Stage.SEALED)
    tones = {
        Stage.DRAFT: "idle",
        Stage.RETURNED: "warn",
        Stage.FINALIZED: "ok",
        Stage.USED: "ok",
        Stage.DROPPED: "idle",
        Stage.SEALED: "move",
    }
    final = (Stage.USED, Stage.DROPPED, Stage.SEALED)
    left = (Stage.SEALED,)
    sealed = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="papers", verbose_name=_("engagement"))
    number = models.CharField(_("number of the paper"), max_length=40, unique=True)
    title_text = models.CharField(_("title of the problem"), max_length=200)
    facts = models.TextField(_("manifestation"))
    basis = models.TextField(_("basis for calling it so"), blank=True)
    evidence = models.TextField(_("list of evidence"), blank=True)
    responsibility = models.TextField(_("first view on who is responsible"), blank=True)
    source = models.CharField(_("source"), max_length=16, choices=Source.choices)
    extension = models.ForeignKey(
        Extension, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("subordinate unit")
    )
    priority = models.ForeignKey(
        Priority, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("local priority")
    )
    found_on = models.DateField(_("found on"))
    author = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("author"))
    second = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("second undertaker"),
    )

    sitting = models.ForeignKey(
        "findings.Sitting",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="papers",
        verbose_name=_("team meeting that agreed to it"),
    )

    objects = WorkingPaperQuerySet.as_manager()

    class Meta:
        verbose_name = _("working paper")
        verbose_name_plural = _("working papers")
        constraints = [models.CheckConstraint(condition=~Q(author=models.F("second")), name="two_undertakers_are_two")]
        indexes = [models.Index(fields=["engagement", "stage"], name="paper_of_engagement")]

    def __str__(self):
        return self.title_text or self.number

    @property
    def unit(self):
        return self.engagement.unit
