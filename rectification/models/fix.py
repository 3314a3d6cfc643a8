"""What is put right while the team is still there (立行立改)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.models import Thing
from findings.models import Landing, WorkingPaper
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
        ROLLED = "rolled", _("goes on in the feedback")

    #: stages in which something is still to be done about it
    OPEN = (Stage.ISSUED, Stage.SIGNED_FOR, Stage.REPORTED, Stage.RETURNED)
    tones = {
        Stage.ISSUED: "warn",
        Stage.SIGNED_FOR: "info",
        Stage.REPORTED: "move",
        Stage.RETURNED: "late",
        Stage.CLOSED: "ok",
        Stage.ROLLED: "idle",
    }
    final = (Stage.CLOSED, Stage.ROLLED)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ISSUED)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="fixes", verbose_name=_("engagement"))
    landing = models.OneToOneField(Landing, models.PROTECT, null=True, related_name="fix", editable=False)
    paper = models.OneToOneField(WorkingPaper, models.PROTECT, null=True, related_name="fix", editable=False)
    number = models.CharField(_("number of the notice"), max_length=60, unique=True)
    problem = models.CharField(_("problem found"), max_length=200)
    manifestation = models.TextField(_("specific manifestation"))
    demand = models.TextField(_("what is demanded"))
    due_on = models.DateField(_("to be done by"))
    later_because = models.TextField(_("why not within the stay"), blank=True)
    issued_on = models.DateField(_("notice issued on"), null=True, editable=False)
    issued_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("notice signed by"),
    )
    signed_on = models.DateField(_("signed for on"), null=True, editable=False)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("receipt signed by"),
    )
    result = models.TextField(_("result"), blank=True)
    reported_on = models.DateField(_("reported on"), null=True, editable=False)
    closed_on = models.DateField(_("date of closing"), null=True, editable=False)

    objects = OfUnitQuerySet.as_manager()

    class Meta:
        verbose_name = _("immediate fix")
        verbose_name_plural = _("immediate fixes")
        constraints = [
            models.CheckConstraint(
                condition=Q(landing__isnull=False) | Q(paper__isnull=False), name="a_fix_comes_from_somewhere"
            )
        ]

    def __str__(self):
        return self.problem

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def how_many(self) -> int:
        """How many problems it is about: one notice, one problem."""
        return 1
