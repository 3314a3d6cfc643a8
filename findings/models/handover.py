"""What somebody who leaves his team hands over to another member of it (工作交接)."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .source import Source


class Handover(Source):
    """What one member has open in one unit, for another member who takes it over; both say so."""

    class Stage(models.TextChoices):
        OFFERED = "offered", _("to be taken over")
        TAKEN = "taken", _("taken over")
        EXCUSED = "excused", _("stays open, with a reason")
        DROPPED = "dropped", _("offer taken back")

    tones = {Stage.OFFERED: "warn", Stage.TAKEN: "ok", Stage.EXCUSED: "info", Stage.DROPPED: "idle"}
    final = (Stage.TAKEN, Stage.EXCUSED, Stage.DROPPED)
    letter = "交"
    named_by = ("giver", "taker")

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.OFFERED)
    giver = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed over by")
    )
    taker = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("taken over by")
    )
    numbers = models.TextField(_("what is handed over"), editable=False)
    about = models.TextField(_("what there is to know"), blank=True)
    on = models.DateField(_("offered on"))
    taken_on = models.DateField(_("taken over on"), null=True, editable=False)

    class Meta:
        verbose_name = _("handover of work")
        verbose_name_plural = _("handovers of work")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_handover_a_number"),
            models.UniqueConstraint(
                fields=["engagement", "giver"], condition=Q(stage="offered"), name="one_offer_at_a_time"
            ),
            models.CheckConstraint(condition=~Q(giver=F("taker")), name="handed_to_somebody_else"),
        ]

    def __str__(self):
        return f"{self.giver} → {self.taker}"
