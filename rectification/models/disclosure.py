"""What a unit makes public of its rectification (整改公开): one text inside the Party, one to the public."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.models import Thing

from .feedback import Feedback
from .unit import OfUnitQuerySet


class DisclosureQuerySet(OfUnitQuerySet):
    """Seen by whoever holds a word on the case: the unit, its team, the office, the leading group."""

    def for_everybody(self, today: datetime.date):
        """What anybody may read today: published to the public, from its first day to its last."""
        shown = Q(published_from__lte=today, published_until__gte=today)
        return self.filter(shown, kind_of=Disclosure.Kind.PUBLIC, stage=Disclosure.Stage.PUBLISHED)


class Disclosure(Thing):
    """One text: drafted from the accepted report, approved by the head of the office, published by the unit."""

    class Stage(models.TextChoices):
        DRAFTING = "drafting", _("being written")
        SUBMITTED = "submitted", _("before the head of the office")
        APPROVED = "approved", _("approved, to be published")
        PUBLISHED = "published", _("published")
        WITHHELD = "withheld", _("not published, with a reason")

    class Kind(models.TextChoices):
        INSIDE = "inside", _("inside the Party")
        PUBLIC = "public", _("to the public")

    tones = {
        Stage.DRAFTING: "warn",
        Stage.SUBMITTED: "move",
        Stage.APPROVED: "info",
        Stage.PUBLISHED: "ok",
        Stage.WITHHELD: "idle",
    }
    final = (Stage.PUBLISHED, Stage.WITHHELD)
    named_by = ("feedback__engagement__unit",)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.DRAFTING)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="disclosures", verbose_name=_("feedback"))
    kind_of = models.CharField(_("to whom"), max_length=8, choices=Kind.choices)
    heading = models.CharField(_("title"), max_length=120)
    text = models.TextField(_("text to be published"))
    drafted_on = models.DateField(_("drafted on"), editable=False)
    submitted_on = models.DateField(_("handed in on"), null=True, editable=False)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("approved by"),
    )
    approved_on = models.DateField(_("approved on"), null=True, editable=False)
    returned_times = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)
    place = models.CharField(_("where it is published"), max_length=200, blank=True)
    address = models.URLField(_("address on the web"), max_length=300, blank=True)
    published_from = models.DateField(_("published from"), null=True)
    published_until = models.DateField(_("published until"), null=True)

    objects = DisclosureQuerySet.as_manager()

    class Meta:
        verbose_name = _("disclosure of the rectification")
        verbose_name_plural = _("disclosures of the rectification")
        constraints = [
            models.UniqueConstraint(fields=["feedback", "kind_of"], name="one_disclosure_of_a_kind"),
            models.CheckConstraint(
                condition=Q(published_until__isnull=True) | Q(published_until__gte=F("published_from")),
                name="published_until_after_from",
            ),
        ]

    def __str__(self):
        return f"{self.feedback.engagement.unit} · {self._meta.verbose_name} · {self.get_kind_of_display()}"

    @property
    def unit(self):
        return self.feedback.engagement.unit

    @property
    def engagement(self):
        return self.feedback.engagement
