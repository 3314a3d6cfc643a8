"""Leave of the people in a team (请假、销假): asked for, approved or refused, reported back from."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

from .team import Posting


class LeaveQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever asks, the leaders of his team, and the office."""
        return self.filter(case__in=policy.seen_by(user, "own", "lead", "oversee", "direct"))

    def away_on(self, day: datetime.date):
        """Those by which somebody is away on this day."""
        return self.filter(begins_on__lte=day).filter(
            Q(stage=Leave.Stage.APPROVED, ends_on__gte=day) | Q(stage=Leave.Stage.BACK, back_on__gt=day)
        )


class Leave(Thing):
    """Some days on which somebody of a team is away."""

    class Stage(models.TextChoices):
        ASKED = "asked", _("leave is asked for")
        APPROVED = "approved", _("leave is given")
        BACK = "back", _("reported back")
        REFUSED = "refused", _("leave is not given")
        DROPPED = "dropped", _("not needed any more")

    class Kind(models.TextChoices):
        PERSONAL = "personal", _("personal leave")
        SICK = "sick", _("sick leave")
        OFFICIAL = "official", _("other official work")
        OTHER = "other", _("other leave")

    tones = {
        Stage.ASKED: "warn",
        Stage.APPROVED: "move",
        Stage.BACK: "ok",
        Stage.REFUSED: "idle",
        Stage.DROPPED: "idle",
    }
    final = (Stage.BACK, Stage.REFUSED, Stage.DROPPED)
    inner = True
    named_by = ("posting__person",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.ASKED)
    posting = models.ForeignKey(Posting, models.PROTECT, related_name="leaves", verbose_name=_("posting"))
    kind_of = models.CharField(_("kind"), max_length=12, choices=Kind.choices)
    begins_on = models.DateField(_("first day of leave"))
    ends_on = models.DateField(_("last day of leave"))
    reason = models.CharField(_("reason for the leave"), max_length=200)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("leave decided by"),
    )
    back_on = models.DateField(_("reported back on"), null=True)

    objects = LeaveQuerySet.as_manager()

    class Meta:
        verbose_name = _("leave")
        verbose_name_plural = _("leaves")
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="leave_ends_after_it_begins"),
        ]

    def __str__(self):
        return f"{self.posting.person} · {self.get_kind_of_display()} {self.begins_on}"

    @property
    def person(self):
        return self.posting.person

    @property
    def days(self) -> int:
        """How many days, the first and the last counted."""
        return (self.ends_on - self.begins_on).days + 1

    @property
    def due_on(self):
        """The day by which he is to report back."""
        return self.ends_on

    def word_for(self, rule):
        """The leave of the leader himself is given by the office."""
        of_the_leader = self.posting.role == Posting.Role.LEADER
        return "oversee" if rule.code == "decide_leave" and of_the_leader else rule.word
