"""Days on which the office is closed, or open, beside the public calendar.

A ``LocalDays`` is what the office has said, with its history; the days are casework's ``Closure`` rows, which
the clock reads.
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet


class LocalDaysQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class LocalDays(Thing):
    """One or more days on which the office works otherwise than the public calendar says."""

    class Stage(models.TextChoices):
        IN_FORCE = "in_force", _("in force")
        WITHDRAWN = "withdrawn", _("no longer in force")

    tones = {Stage.IN_FORCE: "ok", Stage.WITHDRAWN: "idle"}
    final = (Stage.WITHDRAWN,)
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.IN_FORCE)
    begins_on = models.DateField(_("first day"))
    ends_on = models.DateField(_("last day"))
    works = models.BooleanField(
        _("worked"), default=False, help_text=_("Ticked where these days are worked though they would be off.")
    )
    reason = models.CharField(_("reason"), max_length=80)

    objects = LocalDaysQuerySet.as_manager()

    class Meta:
        verbose_name = _("days of the office")
        verbose_name_plural = _("days of the office")
        constraints = [models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="local_days_end_later")]

    @property
    def length(self) -> int:
        """How many days it is for."""
        return (self.ends_on - self.begins_on).days + 1

    def __str__(self):
        return f"{self.reason}（{self.begins_on} – {self.ends_on}）"
