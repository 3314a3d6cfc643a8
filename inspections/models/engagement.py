"""One unit inspected in one round, and what its team reports of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet

from .round import Round
from .team import Team


class EngagementQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever holds a word on it; the unit holds its words from the notice on."""
        return self.filter(
            case__in=policy.seen_by(
                user, "oversee", "direct", "observe", "lead", "inspect", "respond", "sign", "supervise"
            )
        )


class Engagement(Thing):
    """One unit inspected in one round."""

    class Stage(models.TextChoices):
        SELECTED = "selected", _("selected")
        NOTIFIED = "notified", _("notified")
        ENTERED = "entered", _("on site")
        WITHDRAWN = "withdrawn", _("withdrawn")
        REPORTED = "reported", _("report handed in")
        FED_BACK = "fed_back", _("fed back")
        RECTIFYING = "rectifying", _("rectification")
        CLOSED = "closed", _("finished")

    class Process(models.TextChoices):
        FULL = "full", _("full process")
        VILLAGE = "village", _("six steps for villages and communities")

    tones = {
        Stage.SELECTED: "idle",
        Stage.ENTERED: "move",
        Stage.FED_BACK: "warn",
        Stage.RECTIFYING: "warn",
        Stage.CLOSED: "ok",
    }
    final = (Stage.CLOSED,)
    named_by = ("unit", "round")

    set_days = {"notify_unit": "round.stays_from"}

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SELECTED)
    round = models.ForeignKey(Round, models.PROTECT, related_name="engagements", verbose_name=_("round"))
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="engagements", verbose_name=_("inspected unit"))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="engagements", verbose_name=_("team")
    )
    process = models.CharField(_("process"), max_length=16, choices=Process.choices, default=Process.FULL)
    entered_on = models.DateField(_("entered on"), null=True)
    withdrawn_on = models.DateField(_("withdrawn on"), null=True)
    fed_back_on = models.DateField(_("fed back on"), null=True)

    objects = EngagementQuerySet.as_manager()

    class Meta:
        verbose_name = _("engagement")
        verbose_name_plural = _("engagements")
        constraints = [models.UniqueConstraint(fields=["round", "unit"], name="a_unit_once_a_round")]

    def __str__(self):
        return f"{self.unit} · {self.round}"

    @property
    def in_six_steps(self) -> bool:
        """Whether it goes by the short process for villages and communities."""
        return self.process == Engagement.Process.VILLAGE

    @property
    def due_on(self):
        """The day on which the stay ends, as the round has set it."""
        return self.round.stays_until


class TeamReportQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The team, the office and the leading group. The unit gets the feedback, never the report."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe", "lead", "inspect"))


class TeamReport(Thing):
    """What the team reports on one unit."""

    class Stage(models.TextChoices):
        HANDED_IN = "handed_in", _("handed in")

    tones = {Stage.HANDED_IN: "ok"}
    final = (Stage.HANDED_IN,)
    sealed = True
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.HANDED_IN)
    engagement = models.OneToOneField(
        Engagement, models.PROTECT, related_name="team_report", verbose_name=_("engagement")
    )
    text = models.TextField(_("report"))
    on = models.DateField(_("handed in on"))

    objects = TeamReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("team report")
        verbose_name_plural = _("team reports")

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name}"

    @property
    def unit(self):
        return self.engagement.unit
