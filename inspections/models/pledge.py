"""What each member of a team promises before he acts (保密承诺书), and the rules that he has read (巡察工作纪律).

A pledge is a case of its own: the one who is to make it holds it before he holds anything of the team, and the office
sees who has not made it yet. Its text has editions, so that it stays known what somebody promised.
"""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .team import Posting


class PledgeQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever is to make it, and the office."""
        return self.filter(case__in=policy.seen_by(user, "own", "oversee", "direct"))


class Pledge(Thing):
    """One person's promise for one team and round; his words in the team begin with it."""

    class Stage(models.TextChoices):
        DUE = "due", _("to be made")
        MADE = "made", _("made")
        VOID = "void", _("no longer needed")

    tones = {Stage.DUE: "warn", Stage.MADE: "ok", Stage.VOID: "idle"}
    final = (Stage.MADE, Stage.VOID)
    inner = True
    named_by = ("posting__person",)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.DUE)
    posting = models.OneToOneField(Posting, models.PROTECT, related_name="pledge", verbose_name=_("posting"))
    edition = models.CharField(_("edition of the text"), max_length=12)
    made_on = models.DateField(_("made on"), null=True)

    objects = PledgeQuerySet.as_manager()

    class Meta:
        verbose_name = _("pledge")
        verbose_name_plural = _("pledges")
        constraints = [
            models.CheckConstraint(
                condition=Q(stage="made", made_on__isnull=False) | Q(made_on__isnull=True) & ~Q(stage="made"),
                name="a_pledge_is_made_on_a_day",
            )
        ]

    def __str__(self):
        return f"{self.posting.person} · {self._meta.verbose_name}"

    @property
    def person(self):
        return self.posting.person
