"""The plan that answers one feedback."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Thing

from .feedback import Feedback
from .unit import OfUnitQuerySet


class Plan(Thing):
    """The rectification plan that answers one feedback; its items are the three lists."""

    class Stage(models.TextChoices):
        DRAFTING = "drafting", _("being drawn up")
        PROPOSED = "proposed", _("waiting for the principal")
        SIGNED = "signed", _("signed, under review")
        APPROVED = "approved", _("approved")

    tones = {Stage.DRAFTING: "warn", Stage.PROPOSED: "info", Stage.SIGNED: "move", Stage.APPROVED: "ok"}
    final = (Stage.APPROVED,)
    named_by = ("feedback__engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFTING)
    feedback = models.OneToOneField(Feedback, models.PROTECT, related_name="plan", verbose_name=_("feedback"))
    without = models.TextField(_("approved without the opinion of"), blank=True, editable=False)
    returned_times = models.PositiveSmallIntegerField(_("times returned"), default=0, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("rectification plan")
        verbose_name_plural = _("rectification plans")

    def __str__(self):
        return f"{self.feedback.engagement.unit} · {self._meta.verbose_name}"

    def word_for(self, rule):
        """Nobody but the office reviews what is meant for the principal alone."""
        alone = self.feedback.audience == Feedback.Audience.PRINCIPAL
        return "oversee" if alone and rule.code == "joint_review" else rule.word

    @property
    def unit(self):
        return self.feedback.engagement.unit
