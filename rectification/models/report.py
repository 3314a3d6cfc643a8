"""The two papers in which a unit reports: that of its Party organisation, and its principal's own."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Thing

from .feedback import Feedback
from .unit import OfUnitQuerySet


class UnitReport(Thing):
    """One of the two reports on one feedback: drafted from the items, written by the unit, signed by the principal."""

    class Stage(models.TextChoices):
        DRAFTING = "drafting", _("being written")
        SIGNED = "signed", _("signed, before the office")
        ACCEPTED = "accepted", _("accepted")

    class Kind(models.TextChoices):
        UNIT = "unit", _("report of the Party organisation on rectification")
        PRINCIPAL = "principal", _("report of the principal on how he organised it")

    #: what each of them says, in the order in which it is printed
    SECTIONS = {
        Kind.UNIT: ("opening", "organising", "overall", "by_item", "further"),
        Kind.PRINCIPAL: ("opening", "organising", "overall", "further"),
    }
    tones = {Stage.DRAFTING: "warn", Stage.SIGNED: "move", Stage.ACCEPTED: "ok"}
    final = (Stage.ACCEPTED,)
    named_by = ("feedback__engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFTING)
    feedback = models.ForeignKey(Feedback, models.PROTECT, related_name="reports", verbose_name=_("feedback"))
    kind_of = models.CharField(_("which report"), max_length=12, choices=Kind.choices)
    opening = models.TextField(_("opening of the report"), blank=True)
    organising = models.TextField(_("how it was organised"), blank=True)
    overall = models.TextField(_("results as a whole"), blank=True)
    by_item = models.TextField(_("item by item"), blank=True)
    further = models.TextField(_("what comes next"), blank=True)
    #: what the house drafted last, and what the report said before each change, the oldest first: texts by section
    drafted = models.JSONField(_("last draft"), default=dict, editable=False)
    earlier = models.JSONField(_("earlier versions"), default=list, editable=False)
    drafted_on = models.DateField(_("drafted from the items on"), null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("signed by"),
    )
    signed_on = models.DateField(_("signed on"), null=True, editable=False)
    returned_times = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification report")
        verbose_name_plural = _("rectification reports")
        constraints = [models.UniqueConstraint(fields=["feedback", "kind_of"], name="one_report_of_a_kind")]

    def __str__(self):
        return f"{self.feedback.engagement.unit} · {self.get_kind_of_display()}"

    @property
    def unit(self):
        return self.feedback.engagement.unit

    @property
    def engagement(self):
        return self.feedback.engagement

    @property
    def sections(self) -> tuple[str, ...]:
        return self.SECTIONS[UnitReport.Kind(self.kind_of)]

    def says(self) -> dict[str, str]:
        """Return what it says now, by section."""
        return {name: getattr(self, name) for name in self.sections}
