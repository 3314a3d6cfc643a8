"""What holds for the long term (长期坚持) is looked at again every year after its item was closed."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Thing

from .item import Item
from .unit import OfUnitQuerySet


class YearlyCheck(Thing):
    """One look, a year after the last: the unit reports whether it still holds, and it is verified."""

    class Stage(models.TextChoices):
        PLANNED = "planned", _("to be reported")
        REPORTED = "reported", _("waiting for verification")
        RETURNED = "returned", _("returned for more")
        VERIFIED = "verified", _("verified, it still holds")
        DROPPED = "dropped", _("overtaken: the item was opened again")

    OWED = (Stage.PLANNED, Stage.RETURNED)
    tones = {
        Stage.PLANNED: "info",
        Stage.REPORTED: "move",
        Stage.RETURNED: "late",
        Stage.VERIFIED: "ok",
        Stage.DROPPED: "idle",
    }
    final = (Stage.VERIFIED, Stage.DROPPED)
    named_by = ("item",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.PLANNED)
    item = models.ForeignKey(Item, models.PROTECT, related_name="checks", verbose_name=_("item"))
    since = models.DateField(_("counted from"))
    report = models.TextField(_("how it stands"), blank=True)
    reported_on = models.DateField(_("reported on"), null=True, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("yearly check")
        verbose_name_plural = _("yearly checks")

    def __str__(self):
        return f"{self.item.number} · {self._meta.verbose_name} · {self.since}"

    @property
    def unit(self):
        return self.item.unit
