"""What is done about a problem that was fed back: one measure a row, each with who answers for it and by when."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Thing

from .item import Item
from .unit import OfUnitQuerySet


class Measure(Thing):
    """One measure (整改措施) of an item; the plan is complete when every item has one and each says all it has to."""

    class Stage(models.TextChoices):
        OPEN = "open", _("to be carried out")
        DONE = "done", _("carried out")
        STRUCK = "struck", _("left out of the plan")

    class Due(models.TextChoices):
        DATE = "date", _("by a date")
        AT_ONCE = "now", _("at once")
        LONG = "long", _("for the long term")
        STAGES = "stages", _("by stages")

    tones = {Stage.OPEN: "info", Stage.DONE: "ok", Stage.STRUCK: "idle"}
    final = (Stage.DONE, Stage.STRUCK)
    #: what each must say before the plan can go in
    ASKED = ("text", "leader", "department", "person", "due_on")
    named_by = ("item",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.OPEN)
    item = models.ForeignKey(Item, models.PROTECT, related_name="measures", verbose_name=_("item"))
    place = models.PositiveSmallIntegerField(_("no. of the measure"), editable=False)
    text = models.TextField(_("measure"), blank=True)
    aim = models.TextField(_("aim of the measure"), blank=True)
    leader = models.CharField(_("responsible leader"), max_length=60, blank=True)
    department = models.CharField(_("responsible department"), max_length=80, blank=True)
    person = models.CharField(_("responsible person"), max_length=60, blank=True)
    due_kind = models.CharField(_("kind of date"), max_length=8, choices=Due.choices, default=Due.DATE)
    due_on = models.DateField(_("to be done by"), null=True, blank=True)
    done_on = models.DateField(_("carried out on"), null=True, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("measure")
        verbose_name_plural = _("measures")
        ordering = ("place",)
        constraints = [models.UniqueConstraint(fields=["item", "place"], name="one_measure_a_place")]

    def __str__(self):
        return f"{self.item.number} · {self.place}"

    @property
    def unit(self):
        return self.item.unit

    def gaps(self) -> list[str]:
        """Return the names of the fields that still have to be filled in."""
        return [name for name in self.ASKED if not getattr(self, name)]
