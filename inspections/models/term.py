"""The term of a committee."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet


class TermQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class Term(Thing):
    """A term of the committee: five years, in which everybody is to be inspected once."""

    class Stage(models.TextChoices):
        RUNNING = "running", _("running")
        ENDED = "ended", _("ended")

    tones = {Stage.RUNNING: "ok", Stage.ENDED: "idle"}
    final = (Stage.ENDED,)

    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RUNNING)
    authority = models.ForeignKey(Organisation, models.PROTECT, related_name="terms", verbose_name=_("authority"))
    name = models.CharField(_("name"), max_length=40)
    begins_on = models.DateField(_("begins on"))
    ends_on = models.DateField(_("ends on"))

    objects = TermQuerySet.as_manager()

    class Meta:
        verbose_name = _("term")
        verbose_name_plural = _("terms")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gt=models.F("begins_on")), name="term_ends_after_it_begins")
        ]

    def __str__(self):
        return self.name
