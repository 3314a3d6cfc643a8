"""Going down to a subordinate unit where it is needed (延伸了解下属单位领导班子)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement


class ExtensionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team that asks, and the office. Never the unit."""
        return self.filter(case__in=policy.seen_by(user, "lead", "inspect", "oversee", "direct"))


class Extension(Thing):
    """A subordinate unit that a team may look into too; what it finds there is kept apart."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("waiting for approval")
        APPROVED = "approved", _("approved")
        REFUSED = "refused", _("refused with a reason")

    tones = {Stage.ASKED: "warn", Stage.APPROVED: "ok", Stage.REFUSED: "idle"}
    final = (Stage.APPROVED, Stage.REFUSED)
    sealed = True
    inner = True
    named_by = ("place",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASKED)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="extensions", verbose_name=_("engagement"), editable=False
    )
    number = models.CharField(_("number"), max_length=24, editable=False)
    place = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("subordinate unit"))
    aims_at = models.CharField(_("whom it is about"), max_length=120, blank=True)
    reason = models.TextField(_("why it is needed"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("asked by"), editable=False
    )
    asked_on = models.DateField(_("asked on"), editable=False)
    decided_on = models.DateField(_("decided on"), null=True, editable=False)

    objects = ExtensionQuerySet.as_manager()

    class Meta:
        verbose_name = _("extension")
        verbose_name_plural = _("extensions")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_extension_a_number"),
            models.UniqueConstraint(
                fields=["engagement", "place"], condition=~Q(stage="refused"), name="one_extension_a_place"
            ),
        ]

    def __str__(self):
        return str(self.place)

    @property
    def unit(self):
        return self.engagement.unit
