"""What a round looks at above all (重点工作清单), so that findings can be told by it."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .engagement import Engagement
from .round import Round


class PriorityQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever sees the round, and the teams that are sent in it."""
        sent = Engagement.objects.filter(case__in=policy.seen_by(user, "lead", "inspect"))
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct", "observe")) | Q(round__in=sent.values("round"))
        )

    def to_choose(self):
        """Those that can be chosen now."""
        return self.filter(stage=Priority.Stage.LISTED)


class Priority(Thing):
    """One line of the list of a round; papers and findings are tagged with it."""

    class Stage(models.TextChoices):
        LISTED = "listed", _("on the list")
        RETIRED = "retired", _("taken off the list")

    tones = {Stage.LISTED: "ok", Stage.RETIRED: "idle"}
    final = (Stage.RETIRED,)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.LISTED)
    round = models.ForeignKey(
        Round, models.PROTECT, related_name="priority_list", verbose_name=_("round"), editable=False
    )
    number = models.PositiveSmallIntegerField(_("no."), editable=False)
    name = models.CharField(_("local priority"), max_length=80)
    description = models.TextField(_("what belongs to it"), blank=True)

    objects = PriorityQuerySet.as_manager()

    class Meta:
        verbose_name = _("local priority")
        verbose_name_plural = _("local priorities")
        ordering = ["round", "number"]
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_priority_a_number")]

    def __str__(self):
        return f"{self.number}. {self.name}"
