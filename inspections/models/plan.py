"""What is planned for each year of a term, and what upper levels have inspected in this district."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet

from .round import rests_on_a_meeting
from .term import Term


class PlanningQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class AnnualPlan(Thing):
    """How many units and rounds a year of the term is to bring (年度计划)."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being drafted")
        APPROVED = "approved", _("approved by the leading group")

    tones = {Stage.DRAFT: "idle", Stage.APPROVED: "ok"}
    final = (Stage.APPROVED,)
    inner = True

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.DRAFT)
    term = models.ForeignKey(Term, models.PROTECT, related_name="plans", verbose_name=_("term"))
    year = models.PositiveSmallIntegerField(_("year"))
    units = models.PositiveSmallIntegerField(_("units to be inspected"))
    rounds = models.PositiveSmallIntegerField(_("rounds to be held"))
    focus = models.TextField(_("focus of the year"), blank=True)
    approved_on = models.DateField(_("approved on"), null=True)
    meeting = rests_on_a_meeting(_("approval of the plan of the year"))

    objects = PlanningQuerySet.as_manager()

    class Meta:
        verbose_name = _("plan of a year")
        verbose_name_plural = _("plans of the years")
        constraints = [
            models.UniqueConstraint(fields=["term", "year"], name="one_plan_a_year"),
            models.CheckConstraint(
                condition=Q(stage="approved", approved_on__isnull=False) | Q(stage="draft"),
                name="a_plan_is_approved_on_a_day",
            ),
        ]

    def __str__(self):
        return now("Plan of %(year)s") % {"year": self.year}


class UpperInspection(Thing):
    """An inspection by the centre, the province or the city that came to this district (上级巡视巡察)."""

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("recorded")

    class Level(models.TextChoices):
        CENTRE = "centre", _("the centre")
        PROVINCE = "province", _("the province")
        CITY = "city", _("the city")

    class Kind(models.TextChoices):
        REGULAR = "regular", _("regular inspection")
        SPECIAL = "special", _("special inspection")
        MOBILE = "mobile", _("mobile inspection")
        LOOK_BACK = "look_back", _("look-back")

    tones = {Stage.RECORDED: "ok"}
    final = (Stage.RECORDED,)
    inner = True
    named_by = ("unit",)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.RECORDED)
    level = models.CharField(_("upper level"), max_length=12, choices=Level.choices)
    body = models.CharField(_("who inspected"), max_length=80)
    kind_of = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("inspected unit")
    )
    begins_on = models.DateField(_("from"))
    ends_on = models.DateField(_("until"), null=True, blank=True)
    fed_back_on = models.DateField(_("fed back on"), null=True, blank=True)
    about = models.TextField(_("what it was about"), blank=True)

    objects = PlanningQuerySet.as_manager()

    class Meta:
        verbose_name = _("inspection by an upper level")
        verbose_name_plural = _("inspections by upper levels")
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(ends_on__gte=F("begins_on")), name="upper_ends_after_it_begins"
            )
        ]

    def __str__(self):
        return f"{self.body} · {self.whom}"

    @property
    def whom(self) -> str:
        """The unit, or the whole district."""
        return str(self.unit or now("the whole district"))
