"""What is put right while the team is still there (立行立改)."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from casework.models import Thing
from findings.models import Landing
from inspections.models import Engagement

from .unit import OfUnitQuerySet


class ImmediateFix(Thing):
    """Something to be put right while the team is still there (立行立改)."""

    class Stage(models.TextChoices):
        ISSUED = "issued", _("notice issued")
        SIGNED_FOR = "signed_for", _("signed for")
        REPORTED = "reported", _("reported as fixed")
        RETURNED = "returned", _("returned for more")
        CLOSED = "closed", _("closed")

    tones = {
        Stage.ISSUED: "warn",
        Stage.SIGNED_FOR: "info",
        Stage.REPORTED: "move",
        Stage.RETURNED: "late",
        Stage.CLOSED: "ok",
    }
    final = (Stage.CLOSED,)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ISSUED)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="fixes", verbose_name=_("engagement"))
    landing = models.OneToOneField(Landing, models.PROTECT, related_name="fix", editable=False)
    number = models.CharField(_("number of the notice"), max_length=60, unique=True)
    problem = models.CharField(_("problem found"), max_length=200)
    manifestation = models.TextField(_("specific manifestation"))
    demand = models.TextField(_("what is demanded"))
    due_on = models.DateField(_("to be done by"))
    result = models.TextField(_("result"), blank=True)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("immediate fix")
        verbose_name_plural = _("immediate fixes")

    def __str__(self):
        return self.problem

    @property
    def unit(self):
        return self.engagement.unit
