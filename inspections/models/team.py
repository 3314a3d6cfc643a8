"""Teams, built anew for each round, and the places of people in them."""

import datetime

from django.apps import apps
from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework import policy
from casework.models import Thing, ThingQuerySet

from .round import Round


class TeamQuerySet(ThingQuerySet):
    def with_leader(self):
        """Annotate each team with the name of its leader, as ``leader_name``."""
        leaders = Posting.objects.filter(team=models.OuterRef("pk"), role=Posting.Role.LEADER)
        last = leaders.order_by("-stage", "-pk")  # who leads it, or led it at its end
        return self.annotate(leader_name=models.Subquery(last.values("person__name")[:1]))

    def visible_to(self, user):
        mine = user.groups.through.objects.filter(user=user).values("group")
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct", "observe")) | Q(leaders__in=mine) | Q(members__in=mine)
        )


class Team(Thing):
    """A team of one round, built anew and authorised for it alone (一次一组建, 一次一授权)."""

    class Stage(models.TextChoices):
        FORMING = "forming", _("being formed")
        AUTHORISED = "authorised", _("authorised")
        DISSOLVED = "dissolved", _("dissolved")

    tones = {Stage.FORMING: "idle", Stage.AUTHORISED: "ok", Stage.DISSOLVED: "idle"}
    final = (Stage.DISSOLVED,)

    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.FORMING)
    round = models.ForeignKey(Round, models.PROTECT, related_name="teams", verbose_name=_("round"))
    number = models.PositiveSmallIntegerField(_("number"))
    name = models.CharField(_("name"), max_length=60)
    leaders = models.OneToOneField(Group, models.PROTECT, related_name="leaders_of", editable=False)
    members = models.OneToOneField(Group, models.PROTECT, related_name="members_of", editable=False)
    authorised_on = models.DateField(_("authorised on"), null=True, editable=False)
    paper = models.CharField(_("authorising paper"), max_length=80, blank=True)

    objects = TeamQuerySet.as_manager()

    class Meta:
        verbose_name = _("team")
        verbose_name_plural = _("teams")
        constraints = [models.UniqueConstraint(fields=["round", "number"], name="one_team_a_number")]

    def __str__(self):
        return self.name


class PostingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(team__in=Team.objects.visible_to(user))

    def serving(self):
        return self.filter(stage=Posting.Stage.SERVING)

    def with_presence(self, day: datetime.date):
        """Annotate each place with whether its person is on leave on this day, as ``away``."""
        leaves = apps.get_model("inspections.leave").objects.away_on(day).filter(posting=models.OuterRef("pk"))
        return self.annotate(away=models.Exists(leaves))

    def at_the_same_time(self, begins_on: datetime.date, ends_on: datetime.date):
        """Those who serve somewhere on one of these days."""
        return self.serving().filter(begins_on__lte=ends_on, ends_on__gte=begins_on)


class Posting(Thing):
    """One person's place in one team, for a time; nobody serves in two teams on the same day."""

    class Stage(models.TextChoices):
        SERVING = "serving", _("serving")
        ENDED = "ended", _("ended")

    class Role(models.TextChoices):
        LEADER = "leader", _("team leader")
        DEPUTY = "deputy", _("deputy leader")
        MEMBER = "member", _("member")

    class Duty(models.TextChoices):
        COORDINATION = "coordination", _("overall coordination")
        TALKS = "talks", _("talks and inquiries outside")
        FINANCE = "finance", _("finances and audit")
        PARTY = "party", _("Party building and organisation")

    tones = {Stage.SERVING: "ok", Stage.ENDED: "idle"}
    final = (Stage.ENDED,)

    inner = True
    named_by = ("person",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SERVING)
    team = models.ForeignKey(Team, models.PROTECT, related_name="postings", verbose_name=_("team"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="postings", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)
    duty = models.CharField(_("division of labour"), max_length=16, choices=Duty.choices, blank=True, editable=False)
    begins_on = models.DateField(_("serves from"))
    ends_on = models.DateField(_("serves until"))
    ended_on = models.DateField(_("left the team on"), null=True, editable=False)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], condition=Q(stage="serving"), name="once_in_a_team"),
            models.UniqueConstraint(
                fields=["team"], condition=Q(stage="serving", role="leader"), name="one_leader_a_team"
            ),
            models.CheckConstraint(condition=Q(ends_on__gte=F("begins_on")), name="ends_after_it_begins"),
            ExclusionConstraint(
                name="in_one_team_at_a_time",
                expressions=[
                    ("person", RangeOperators.EQUAL),
                    (
                        Func("begins_on", "ends_on", Value("[]"), function="daterange", output_field=DateRangeField()),
                        RangeOperators.OVERLAPS,
                    ),
                ],
                condition=Q(stage="serving"),
                violation_error_message=_("Somebody is in another team at the same time."),
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.get_role_display()}"

    @property
    def served_until(self) -> datetime.date:
        """The last day in the team: the one that was planned, or the one on which he left it."""
        return min(self.ended_on, self.ends_on) if self.ended_on else self.ends_on

    @property
    def presence(self):
        """Whether this person is there today, where that was asked for; nothing once he has left the team."""
        if self.stage != Posting.Stage.SERVING:
            return ""
        return _("on leave") if getattr(self, "away", False) else _("present")

    @property
    def pledged_on(self):
        """The day on which this person made his pledge for the team; None before."""
        pledge = getattr(self, "pledge", None)
        return pledge.made_on if pledge else None
