"""What a team tells the office once a week while it is on site (巡察进度周报). Its numbers come from the registers."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement


class WeeklyReportQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team, and the office from the moment on which it is handed in. Never the unit."""
        return self.filter(case__in=policy.seen_by(user, "lead", "inspect", "oversee", "direct"))


class WeeklyReport(Thing):
    """One week of one team in one unit: the numbers as the registers had them when it was handed in, and the plan."""

    class Stage(models.TextChoices):
        HANDED_IN = "handed_in", _("handed in")

    #: the numbers, in the order in which they are printed
    NUMBERS = (
        "talks",
        "documents",
        "petitions",
        "visits",
        "problems",
        "party_building",
        "strict_governance",
        "key_areas",
    )
    tones = {Stage.HANDED_IN: "ok"}
    final = (Stage.HANDED_IN,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.HANDED_IN)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="weekly_reports", verbose_name=_("engagement")
    )
    number = models.CharField(_("number"), max_length=24)
    begins_on = models.DateField(_("week from"))
    on = models.DateField(_("day of the report"))
    talks = models.PositiveIntegerField(_("people talked to"))
    documents = models.PositiveIntegerField(_("documents consulted"))
    petitions = models.PositiveIntegerField(_("petitions taken in"))
    visits = models.PositiveIntegerField(_("places visited"))
    problems = models.PositiveIntegerField(_("problems found in all"))
    party_building = models.PositiveIntegerField(_("problems of Party building"))
    strict_governance = models.PositiveIntegerField(_("problems of strict governance of the Party"))
    key_areas = models.PositiveIntegerField(_("problems in key areas"))
    plan = models.TextField(_("plan of the next week"))
    remarks = models.TextField(_("further remarks"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("handed in by")
    )

    objects = WeeklyReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("weekly report")
        verbose_name_plural = _("weekly reports")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_week_a_number"),
            models.UniqueConstraint(fields=["engagement", "on"], name="one_weekly_report_a_day"),
            models.CheckConstraint(condition=Q(on__gte=F("begins_on")), name="a_week_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self._meta.verbose_name} {self.week}"

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def week(self) -> str:
        """From which day to which."""
        return f"{self.begins_on.isoformat()}—{self.on.isoformat()}"

    @property
    def team_and_unit(self) -> str:
        """Who reports, and on which of the units that the team is sent to."""
        return f"{self.engagement.team}（{self.engagement.unit}）"
