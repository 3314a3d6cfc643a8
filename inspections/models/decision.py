"""What a meeting decided: who has to see to it, by when, and what has come of it (议定事项)."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet

from .meeting import Meeting
from .team import Team


class DecisionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group all of them; whoever has to see to one, that one."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe", "handle", "lead"))

    def open(self):
        """Those that somebody still has to do something about."""
        return self.exclude(stage__in=Decision.final)


class Decision(Thing):
    """One decision of a meeting. It lies in a case of its own, which its owner holds beside the office."""

    class Stage(models.TextChoices):
        ASSIGNED = "assigned", _("to be carried out")
        REPORTED = "reported", _("with its report")
        RETURNED = "returned", _("returned to its owner")
        CLOSED = "closed", _("carried out")
        LIFTED = "lifted", _("taken back")

    OWED = (Stage.ASSIGNED, Stage.RETURNED)
    tones = {
        Stage.ASSIGNED: "warn",
        Stage.REPORTED: "move",
        Stage.RETURNED: "late",
        Stage.CLOSED: "ok",
        Stage.LIFTED: "idle",
    }
    final = (Stage.CLOSED, Stage.LIFTED)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.ASSIGNED)
    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="decisions", verbose_name=_("meeting"))
    text = models.TextField(_("what was decided"))
    owner = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("body that sees to it")
    )
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("team that sees to it")
    )
    due_on = models.DateField(_("to be done by"))
    report = models.TextField(_("what has been done about it"), blank=True)
    reporter = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("reported by")
    )
    reported_on = models.DateField(_("reported on"), null=True)
    closed_on = models.DateField(_("found carried out on"), null=True)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("decision of a meeting")
        verbose_name_plural = _("decisions of meetings")
        constraints = [
            models.CheckConstraint(
                condition=Q(owner__isnull=False, team__isnull=True) | Q(owner__isnull=True, team__isnull=False),
                name="decision_has_one_owner",
            ),
            models.CheckConstraint(
                condition=Q(reporter__isnull=True, reported_on__isnull=True)
                | Q(reporter__isnull=False, reported_on__isnull=False),
                name="decision_reported_by_somebody",
            ),
        ]
        indexes = [models.Index(fields=["meeting", "stage"], name="decision_of_meeting")]

    def __str__(self):
        return self.text if len(self.text) <= 40 else f"{self.text[:39]}…"

    @property
    def seen_to_by(self) -> str:
        """Who has to see to it, by name."""
        return str(self.team or self.owner)

    @property
    def owner_word(self) -> str:
        """The word on the case that whoever has to see to it holds."""
        if self.team_id:
            return "lead"
        return "oversee" if self.owner and self.owner.kind_of == Organisation.Kind.OFFICE else "handle"

    def word_for(self, rule):
        """What is owed by the owner is owed under the word that he holds."""
        return self.owner_word if rule.word == "handle" else rule.word
