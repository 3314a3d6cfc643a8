"""Put right before the inspection (未巡先改): units not visited yet look at themselves for what others have."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement, Round, Term

from .common import CommonProblem

#: stages of an engagement in which the unit has not been visited yet
NOT_YET = (Engagement.Stage.SELECTED, Engagement.Stage.NOTIFIED)


def not_visited(term: Term):
    """Return the units that no team has visited in this term."""
    visited = Engagement.objects.filter(round__term=term).exclude(round__type=Round.Type.UPPER)
    visited = visited.exclude(stage__in=NOT_YET)
    return Organisation.objects.inspectable().filter(case=term.authority.case).exclude(pk__in=visited.values("unit"))


def can_sign(units):
    """Return those of ``units`` in which somebody can sign for a letter."""
    return units.filter(Q(members__user__is_active=True) | Q(principals__user__is_active=True)).distinct()


class SelfCheckQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The unit itself, the office, and the leading group."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe", "respond", "sign"))


class SelfCheck(Thing):
    """One unit's look at itself. A case of its own: no unit sees another's, nor where the problem was found."""

    class Stage(models.TextChoices):
        SENT = "sent", _("list sent")
        SIGNED_FOR = "signed_for", _("signed for")
        ANSWERED = "answered", _("self-check returned")
        RETURNED = "returned", _("returned for more")
        ACCEPTED = "accepted", _("accepted")
        TAKEN_BACK = "taken_back", _("taken back")

    class Outcome(models.TextChoices):
        NOT_FOUND = "not_found", _("not found here")
        PUT_RIGHT = "put_right", _("found and put right")
        GOING_ON = "going_on", _("found, being put right")

    OWED = (Stage.SENT, Stage.SIGNED_FOR, Stage.RETURNED)
    tones = {
        Stage.SENT: "warn",
        Stage.RETURNED: "late",
        Stage.ANSWERED: "move",
        Stage.ACCEPTED: "ok",
        Stage.TAKEN_BACK: "idle",
    }
    final = (Stage.ACCEPTED, Stage.TAKEN_BACK)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.SENT)
    problem = models.ForeignKey(CommonProblem, models.PROTECT, related_name="self_checks", editable=False)
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="self_checks", verbose_name=_("unit"))
    title_text = models.CharField(_("what is looked for"), max_length=200)
    text = models.TextField(_("list of what to look at"))
    due_on = models.DateField(_("self-check by"))
    sent_on = models.DateField(_("list sent on"))
    signed_on = models.DateField(_("signed for on"), null=True)
    outcome = models.CharField(_("what was found"), max_length=12, choices=Outcome.choices, blank=True)
    result = models.TextField(_("what was put right"), blank=True)
    answered_on = models.DateField(_("returned on"), null=True)

    objects = SelfCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("self-check")
        verbose_name_plural = _("self-checks")
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "unit"], condition=~Q(stage="taken_back"), name="one_self_check_a_unit"
            )
        ]
        indexes = [models.Index(fields=["unit", "stage"], name="self_check_of_unit")]

    def __str__(self):
        return self.title_text

    def word_for(self, rule):
        """A small unit has nobody but its principal: then it is his."""
        if rule.word == "respond" and not self.unit.members.user_set.filter(is_active=True).exists():
            return "sign"
        return rule.word
