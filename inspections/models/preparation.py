"""What a unit prepares before the team comes, and what the office provides for a round."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .engagement import Engagement
from .round import Round


class PreparationQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The unit that prepares it, the team it is for, and the office."""
        words = ("respond", "sign", "lead", "inspect", "oversee", "direct")
        return self.filter(case__in=policy.seen_by(user, *words))


class Preparation(Thing):
    """One thing that the inspected unit has ready for the team: a room, a box, a paper, somebody to turn to."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("to be prepared")
        READY = "ready", _("ready")
        DROPPED = "dropped", _("not needed")

    tones = {Stage.ASKED: "warn", Stage.READY: "ok", Stage.DROPPED: "idle"}
    final = (Stage.READY, Stage.DROPPED)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASKED)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="preparations", verbose_name=_("engagement"), editable=False
    )
    number = models.PositiveSmallIntegerField(_("no."), editable=False)
    name = models.CharField(_("what is to be prepared"), max_length=120)
    due_on = models.DateField(_("to be ready by"))
    ready_on = models.DateField(_("ready on"), null=True, editable=False)
    answer = models.TextField(_("what the unit says of it"), blank=True, editable=False)

    objects = PreparationQuerySet.as_manager()

    class Meta:
        verbose_name = _("preparation of the unit")
        verbose_name_plural = _("preparations of units")
        constraints = [models.UniqueConstraint(fields=["engagement", "number"], name="one_preparation_a_number")]

    def __str__(self):
        return self.name

    @property
    def unit(self):
        return self.engagement.unit


class SupportQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class Support(Thing):
    """What was provided for a round: premises, cars, equipment, money (服务保障)."""

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("recorded")

    class Kind(models.TextChoices):
        PREMISES = "premises", _("premises")
        CARS = "cars", _("cars")
        EQUIPMENT = "equipment", _("equipment")
        MONEY = "money", _("funds")
        MEALS = "meals", _("meals and lodging")
        OTHER = "other", _("other support")

    tones = {Stage.RECORDED: "ok"}
    final = (Stage.RECORDED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RECORDED)
    round = models.ForeignKey(Round, models.PROTECT, related_name="supports", verbose_name=_("round"), editable=False)
    kind_of = models.CharField(_("kind of support"), max_length=16, choices=Kind.choices)
    name = models.CharField(_("what was provided"), max_length=120)
    provider = models.CharField(_("provided by"), max_length=120, blank=True)
    begins_on = models.DateField(_("provided from"))
    ends_on = models.DateField(_("provided until"), null=True, blank=True)
    cost = models.DecimalField(_("cost in yuan"), max_digits=12, decimal_places=2, null=True, blank=True)
    remark = models.TextField(_("remarks"), blank=True)

    objects = SupportQuerySet.as_manager()

    class Meta:
        verbose_name = _("support of a round")
        verbose_name_plural = _("support of rounds")

    def __str__(self):
        return self.name
