"""A new principal answers for what the one before him left open (新官理旧账); no clock starts again."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Thing
from inspections.models import Engagement

from .unit import OfUnitQuerySet


class TakingOver(Thing):
    """One principal takes over what his unit still has to put right from one inspection."""

    class Stage(models.TextChoices):
        WAITING = "waiting", _("to be signed for")
        SIGNED = "signed", _("taken over and signed for")
        LEFT = "left", _("no longer the principal")

    tones = {Stage.WAITING: "warn", Stage.SIGNED: "ok", Stage.LEFT: "idle"}
    final = (Stage.SIGNED, Stage.LEFT)
    named_by = ("engagement__unit", "principal")

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.WAITING)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="takings_over", verbose_name=_("engagement")
    )
    principal = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("new principal")
    )
    items = models.PositiveSmallIntegerField(_("items still open"))
    found_on = models.DateField(_("found on"))
    signed_on = models.DateField(_("signed for the taking over on"), null=True, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("taking over by a new principal")
        verbose_name_plural = _("takings over by new principals")
        constraints = [models.UniqueConstraint(fields=["engagement", "principal"], name="taken_over_once")]

    def __str__(self):
        return f"{self.engagement.unit} · {self.principal}"

    @property
    def unit(self):
        return self.engagement.unit
