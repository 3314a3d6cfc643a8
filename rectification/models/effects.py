"""What putting right has brought: amounts that came back, people who were dealt with."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Thing

from .item import Item
from .unit import OfUnitQuerySet


class Recovery(Thing):
    """An amount put right (问题整改金额), of one kind, in 10,000 yuan."""

    class Stage(models.TextChoices):
        ENTERED = "entered", _("entered")
        STRUCK = "struck", _("taken back")

    class Kind(models.TextChoices):
        RECOVERED = "recovered", _("recovered and paid in")
        CHANNEL = "channel", _("returned to its original channel")
        POOLED = "pooled", _("pooled and put to use")
        SPEEDED = "speeded", _("paid out sooner")
        TAXES = "taxes", _("taxes and fees refunded or made up")
        BOOKS = "books", _("books adjusted")
        OTHER = "other", _("put right otherwise")

    tones = {Stage.ENTERED: "ok", Stage.STRUCK: "idle"}
    final = (Stage.ENTERED, Stage.STRUCK)
    named_by = ("item",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.ENTERED)
    item = models.ForeignKey(Item, models.PROTECT, related_name="recoveries", verbose_name=_("item"))
    kind_of = models.CharField(_("kind of amount"), max_length=12, choices=Kind.choices)
    amount = models.DecimalField(_("amount (10,000 yuan)"), max_digits=14, decimal_places=2)
    on = models.DateField(_("date"))
    paper = models.CharField(_("voucher or paper"), max_length=120, blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("amount put right")
        verbose_name_plural = _("amounts put right")
        constraints = [models.CheckConstraint(condition=Q(amount__gt=0), name="an_amount_is_more_than_nothing")]

    def __str__(self):
        return f"{self.item.number} · {self.get_kind_of_display()}"

    @property
    def unit(self):
        return self.item.unit


class Handling(Thing):
    """Somebody whom the unit has dealt with because of the problem: in which form, when, by which paper."""

    class Stage(models.TextChoices):
        ENTERED = "entered", _("entered")
        STRUCK = "struck", _("taken back")

    class Form(models.TextChoices):
        TALK = "talk", _("reminding talk")
        CRITICISM = "criticism", _("criticised and educated")
        SUMMONS = "summons", _("summoned for a talk")
        CHECK = "check", _("ordered to examine himself")
        CIRCULAR = "circular", _("criticised in a circular")
        ADMONITION = "admonition", _("formally admonished")
        MEASURE = "measure", _("organisational measure")
        PARTY = "party", _("Party discipline")
        OFFICE = "office", _("administrative sanction")

    tones = {Stage.ENTERED: "ok", Stage.STRUCK: "idle"}
    final = (Stage.ENTERED, Stage.STRUCK)
    named_by = ("item",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.ENTERED)
    item = models.ForeignKey(Item, models.PROTECT, related_name="handlings", verbose_name=_("item"))
    name = models.CharField(_("name of the person"), max_length=60)
    post = models.CharField(_("post"), max_length=80, blank=True)
    form = models.CharField(_("form of handling"), max_length=12, choices=Form.choices)
    on = models.DateField(_("date"))
    paper = models.CharField(_("number of the decision"), max_length=120)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("person dealt with")
        verbose_name_plural = _("people dealt with")

    def __str__(self):
        return f"{self.item.number} · {self.name}"

    @property
    def unit(self):
        return self.item.unit
