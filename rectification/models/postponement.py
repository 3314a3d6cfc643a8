"""More time for an item (延期): asked with a reason, decided by the office; the date that it had stays with it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework.models import Thing

from .item import Item
from .unit import OfUnitQuerySet


class Postponement(Thing):
    """One request for a later date."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("waiting for the decision")
        GRANTED = "granted", _("granted")
        REFUSED = "refused", _("not granted")
        OVERTAKEN = "overtaken", _("overtaken: the item went on")

    tones = {Stage.ASKED: "warn", Stage.GRANTED: "ok", Stage.REFUSED: "late", Stage.OVERTAKEN: "idle"}
    final = (Stage.GRANTED, Stage.REFUSED, Stage.OVERTAKEN)
    named_by = ("item",)

    stage = models.CharField(_("stage"), max_length=10, choices=Stage.choices, default=Stage.ASKED)
    item = models.ForeignKey(Item, models.PROTECT, related_name="postponements", verbose_name=_("item"))
    was_due_on = models.DateField(_("date so far"), editable=False)
    due_on = models.DateField(_("new date"))
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("put forward by")
    )
    on = models.DateField(_("asked on"))

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("request for more time")
        verbose_name_plural = _("requests for more time")
        constraints = [
            models.CheckConstraint(condition=Q(due_on__gt=F("was_due_on")), name="more_time_is_later"),
            models.UniqueConstraint(fields=["item"], condition=Q(stage="asked"), name="asked_once_at_a_time"),
        ]

    def __str__(self):
        return f"{self.item.number} · {self.was_due_on} → {self.due_on}"

    @property
    def unit(self):
        return self.item.unit
