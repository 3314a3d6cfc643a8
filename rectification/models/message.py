"""Questions and answers about an item, between the unit and the office: each a row with its day, none ever changed."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Thing

from .item import Item
from .unit import OfUnitQuerySet


class ItemMessage(Thing):
    """What one side has said to the other."""

    class Stage(models.TextChoices):
        SAID = "said", _("said")

    class Side(models.TextChoices):
        UNIT = "unit", _("the unit")
        OFFICE = "office", _("office or team")

    final = (Stage.SAID,)
    named_by = ("item",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.SAID)
    item = models.ForeignKey(Item, models.PROTECT, related_name="messages", verbose_name=_("item"))
    side = models.CharField(_("said by"), max_length=8, choices=Side.choices)
    text = models.TextField(_("what was said"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("put forward by")
    )
    on = models.DateField(_("said on"))

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("question or answer")
        verbose_name_plural = _("questions and answers")

    def __str__(self):
        return f"{self.item.number} · {self.get_side_display()} · {self.on}"

    @property
    def unit(self):
        return self.item.unit
