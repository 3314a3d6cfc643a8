"""What a team sets out to do in one unit (巡察组工作方案)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement


class VisitPlanQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team's own; the office's too once the leader has adopted it."""
        return self.filter(
            Q(case__in=policy.seen_by(user, "lead", "inspect"))
            | Q(case__in=policy.seen_by(user, "oversee", "direct"), stage=VisitPlan.Stage.ADOPTED)
        )


class VisitPlan(Thing):
    """The plan of a team for one unit: what to look into, how, in which order. Its leads end as found or not found."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being drawn up")
        ADOPTED = "adopted", _("adopted")

    tones = {Stage.DRAFT: "warn", Stage.ADOPTED: "ok"}
    final = (Stage.ADOPTED,)
    sealed = True
    inner = True
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    engagement = models.OneToOneField(
        Engagement, models.PROTECT, related_name="visit_plan", verbose_name=_("engagement"), editable=False
    )
    focus = models.TextField(_("what to look into"))
    methods = models.TextField(_("how it is looked into"))
    schedule = models.TextField(_("order and days"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("drawn up by"), editable=False
    )
    adopted_on = models.DateField(_("adopted on"), null=True, editable=False)

    objects = VisitPlanQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of the team")
        verbose_name_plural = _("plans of teams")

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name}"

    @property
    def unit(self):
        return self.engagement.unit
