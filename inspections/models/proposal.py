"""Teams that the house proposes for the units of a round (组建方案): a draft that people change, take or drop."""

from typing import Any

from django.contrib.postgres.fields import ArrayField
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person, in_words
from casework import policy
from casework.models import Thing, ThingQuerySet, new_key

from .engagement import Engagement
from .recusal import Recusal
from .round import Round
from .team import Posting, Team


class TeamProposalQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))

    def open(self):
        """Those of which something is still to come."""
        return self.filter(stage__in=(TeamProposal.Stage.COMPUTING, TeamProposal.Stage.READY))


class TeamProposal(Thing):
    """What was asked for, and how good the teams are that were found. Who is in them say its candidates."""

    class Stage(models.TextChoices):
        COMPUTING = "computing", _("being computed")
        READY = "ready", _("proposed")
        IMPOSSIBLE = "impossible", _("no teams found")
        TAKEN = "taken", _("taken")
        DROPPED = "dropped", _("dropped with a reason")

    #: so long may a search take, in seconds
    LONGEST = 60

    tones = {
        Stage.COMPUTING: "move",
        Stage.READY: "warn",
        Stage.IMPOSSIBLE: "late",
        Stage.TAKEN: "ok",
        Stage.DROPPED: "idle",
    }
    final = (Stage.IMPOSSIBLE, Stage.TAKEN, Stage.DROPPED)
    #: who works at it, which says nothing of what it is
    derived = ("claimed_at", "tries")
    inner = True
    sealed = True

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.COMPUTING)
    round = models.ForeignKey(Round, models.PROTECT, related_name="proposals", verbose_name=_("round"))
    place = models.PositiveSmallIntegerField(_("no."))
    teams = models.PositiveSmallIntegerField(_("number of teams"), validators=[MinValueValidator(1)])
    deputies = models.PositiveSmallIntegerField(_("deputy leaders in each team"))
    members = models.PositiveSmallIntegerField(_("members in each team"))
    skills = ArrayField(
        models.CharField(max_length=16, choices=Person.Skill.choices),
        verbose_name=_("skills in each team"),
        default=list,
        blank=True,
    )
    seconds = models.PositiveSmallIntegerField(
        _("seconds that the search may take"), default=10, validators=[MaxValueValidator(LONGEST)]
    )
    #: what is smallest: the sum of squares, then how much stays as it was; and what neither can fall below
    load = models.PositiveIntegerField(_("load"), null=True)
    load_bound = models.PositiveIntegerField(_("lower bound of the load"), null=True)
    kept = models.PositiveIntegerField(_("stays as it was"), null=True)
    kept_bound = models.PositiveIntegerField(_("lower bound of what stays as it was"), null=True)
    led_again = models.PositiveSmallIntegerField(_("leaders who led their last team too"), null=True)
    exchanged = models.TextField(_("exchanged by the office"), blank=True)
    #: why there are none: (what, of which, how many there are, how many are needed)
    lacking = models.JSONField(_("what is lacking"), default=list, blank=True)
    claimed_at = models.DateTimeField(null=True, editable=False)
    tries = models.PositiveSmallIntegerField(default=0, editable=False)

    objects = TeamProposalQuerySet.as_manager()

    class Meta:
        verbose_name = _("proposal of teams")
        verbose_name_plural = _("proposals of teams")
        constraints = [
            models.UniqueConstraint(fields=["round", "place"], name="one_proposal_a_place"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(stage__in=("computing", "ready")), name="one_open_proposal_a_round"
            ),
        ]

    def __str__(self):
        return now("Proposal of teams %(number)d") % {"number": self.place}

    @property
    def skills_text(self) -> str:
        return in_words(self.skills)

    @property
    def reasons(self) -> list[str]:
        """Why there are no teams, in words."""
        return [self._say(*one) for one in self.lacking]

    @staticmethod
    def _say(what: str, of: str, have: int, need: int) -> str:
        values = {"have": have, "need": need}
        match what:
            case "role":
                role = Posting.Role(of).label
                return now("%(need)d people who may serve as %(role)s are needed; %(have)d are to be had.") % (
                    values | {"role": role}
                )
            case "skill":
                return now("%(need)d people who are good at %(skill)s are needed; %(have)d are to be had.") % (
                    values | {"skill": in_words([of])}
                )
            case "people":
                return now("%(need)d people are needed; %(have)d are to be had.") % values
            case "unit":
                return now("%(need)d teams need as many units; there are %(have)d.") % values
            case "time":
                return now("Nothing was found in the time that was given: give more, or ask for less.")
            case "together":
                return now("However people are put together, somebody would meet a unit that he keeps away from.")
        return now("The search broke off several times; the worker's log says why.")

    @property
    def goodness(self) -> str:
        """What was made as small as can be, and whether that is proved."""
        if self.load is None or self.load_bound is None:
            return ""
        values = {"load": self.load, "bound": self.load_bound, "gap": self.load - self.load_bound}
        said = now(
            "The load is shared by least squares: of everybody who could be sent, the rounds served in the last three"
            " years, with this one, are squared and added up. Of these teams the sum is %(load)d."
        )
        if values["gap"] > 0:
            proof = now("That is %(gap)d above %(bound)d, below which it can't fall.")
        else:
            proof = now("It is proved that it can't be smaller.")
        return f"{said % values} {proof % values}"

    @property
    def together(self) -> int:
        """How many people, beyond the first of each, stay with others of their last team."""
        return (self.kept or 0) - (self.led_again or 0)

    @property
    def draft(self) -> list[dict[str, Any]]:
        """The teams as a program reads them: who is what, and which units they go to, by key."""
        found: list[dict[str, Any]] = [
            {"team": number, "people": [], "units": []} for number in range(1, self.teams + 1)
        ]
        if self.load is None:
            return []
        for seat in self.candidates.all():
            if seat.team:
                found[seat.team - 1]["people"].append({"person": seat.person.key, "role": seat.role})
        for unit in self.units.all():
            if unit.team:
                found[unit.team - 1]["units"].append(unit.engagement.key)
        return found


class ProposedUnit(models.Model):
    """A unit that the teams of a proposal are for, and which of them goes there."""

    #: no business of the portal's
    sealed = True

    proposal = models.ForeignKey(TeamProposal, models.PROTECT, related_name="units")
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="+")
    team = models.PositiveSmallIntegerField(_("team"), null=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["proposal", "engagement"], name="a_unit_once_a_proposal")]


class CandidateQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office: why somebody is left out says what he keeps away from."""
        return self.filter(proposal__case__in=policy.seen_by(user, "oversee", "direct"))

    def seated(self):
        return self.filter(team__isnull=False).order_by("team", "pk")

    def left_out(self):
        return self.filter(team__isnull=True)


class Candidate(models.Model):
    """Somebody of the pool in one proposal: his seat in a team, or why he has none."""

    class Cause(models.TextChoices):
        BUSY = "busy", _("in another team at that time")
        OFTEN = "often", _("lent too often")
        AWAY = "away", _("keeps away from a unit")
        LOAD = "load", _("served more rounds")
        SKILL = "skill", _("has not the skill that is needed")
        SPARE = "spare", _("as fit, and the seats are taken")
        SWAPPED = "swapped", _("taken out by the office")

    #: no business of the portal's
    sealed = True

    key = models.CharField(max_length=16, unique=True, default=new_key, editable=False)
    proposal = models.ForeignKey(
        TeamProposal, models.PROTECT, related_name="candidates", verbose_name=_("proposal of teams")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("person"))
    load = models.PositiveSmallIntegerField(_("rounds in three years"))
    team = models.PositiveSmallIntegerField(_("team"), null=True)
    role = models.CharField(_("role"), max_length=16, choices=Posting.Role.choices, blank=True)
    cause = models.CharField(_("why left out"), max_length=8, choices=Cause.choices, blank=True)
    unit = models.ForeignKey(
        Organisation, models.PROTECT, null=True, related_name="+", verbose_name=_("inspected unit")
    )
    kind_of = models.CharField(_("conflict"), max_length=8, choices=Recusal.Kind.choices, blank=True)
    elsewhere = models.ForeignKey(Team, models.PROTECT, null=True, related_name="+")
    #: how many rounds those served who have the seats that he could fill
    most = models.PositiveSmallIntegerField(null=True)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        verbose_name = _("candidate")
        verbose_name_plural = _("candidates")
        constraints = [
            models.UniqueConstraint(fields=["proposal", "person"], name="a_candidate_once_a_proposal"),
            models.CheckConstraint(
                condition=Q(team__isnull=False, cause="") & ~Q(role="") | Q(team__isnull=True, role="") & ~Q(cause=""),
                name="a_seat_or_a_cause",
            ),
        ]

    def __str__(self):
        return str(self.person)

    def get_absolute_url(self):
        return self.person.get_absolute_url()

    @property
    def why(self) -> str:
        """Why he has no seat, in words."""
        values = {
            "team": self.elsewhere,
            "unit": self.unit,
            "kind": self.get_kind_of_display(),
            "load": self.load,
            "most": self.most,
        }
        match self.cause:
            case self.Cause.BUSY:
                return now("In the team “%(team)s” at that time.") % values
            case self.Cause.OFTEN:
                return now("Served in %(load)d rounds in three years and is not lent again.") % values
            case self.Cause.AWAY:
                said = now("Wherever he could replace somebody he would meet a unit, as here: %(unit)s (%(kind)s).")
                return said % values
            case self.Cause.LOAD:
                said = now("Served in %(load)d rounds; of those chosen for such seats nobody in more than %(most)d.")
                return said % values
            case self.Cause.SKILL:
                return now("Whoever he could replace has a skill that the team would lack then.")
            case self.Cause.SPARE:
                return now("As fit as those chosen, with %(load)d rounds; every seat is taken.") % values
            case self.Cause.SWAPPED:
                return now("The office has put somebody else in his place.")
        return ""
