"""The round: who is sent where, by whose authority, with which rules.

Teams are built anew for each round and authorised for it alone; when a team is dissolved its powers end. An
``Engagement`` is one unit inspected in one round: the case on which team, unit and office hold their words.
"""

from django.contrib.auth.models import Group
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.models import RegulationProfile, Thing, ThingQuerySet


class CategorySet(models.Model):
    """One edition of the content of inspection (四个着力, 六项纪律 …); a round picks one and keeps it."""

    code = models.SlugField(_("code"), unique=True)
    name = models.CharField(_("name"), max_length=60)
    since = models.CharField(_("in use since"), max_length=20, blank=True)

    class Meta:
        verbose_name = _("category set")
        verbose_name_plural = _("category sets")
        ordering = ["id"]

    def __str__(self):
        return self.name


class Category(models.Model):
    """One entry of a category set."""

    category_set = models.ForeignKey(CategorySet, models.PROTECT, related_name="categories")
    order = models.PositiveSmallIntegerField(_("order"))
    name = models.CharField(_("name"), max_length=120)
    short = models.CharField(_("short name"), max_length=20)

    class Meta:
        verbose_name = _("category")
        verbose_name_plural = _("categories")
        ordering = ["category_set", "order"]
        constraints = [models.UniqueConstraint(fields=["category_set", "order"], name="one_category_a_place")]

    def __str__(self):
        return self.short


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


class RoundQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group; teams and units see their engagements."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe", "lead", "inspect"))


class Round(Thing):
    """A round of inspection: one mobilisation, several teams, many units."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being planned")
        LG_REVIEWED = "lg_reviewed", _("reviewed by the leading group")
        APPROVED = "approved", _("approved by the committee")
        STAFFED = "staffed", _("teams authorised")
        MOBILIZED = "mobilized", _("mobilised")
        ON_SITE = "on_site", _("on site")
        REPORTING = "reporting", _("reporting")
        LG_HEARD = "lg_heard", _("heard by the leading group")
        SECRETARY_HEARD = "secretary_heard", _("heard by the secretary")
        RECTIFYING = "rectifying", _("rectification")
        ARCHIVED = "archived", _("archived")

    class Type(models.TextChoices):
        REGULAR = "regular", _("regular inspection")
        SPECIAL = "special", _("special inspection")
        MOBILE = "mobile", _("mobile inspection")
        LOOK_BACK = "look_back", _("look-back")
        UPPER = "upper", _("feedback from an upper level")

    class Mode(models.TextChoices):
        ORDINARY = "ordinary", _("ordinary")
        ESCALATED = "escalated", _("escalated")
        CROSSED = "crossed", _("crossed")
        LINKED = "linked", _("linked")
        VILLAGE = "village", _("straight to the villages")

    tones = {Stage.DRAFT: "idle", Stage.ON_SITE: "move", Stage.RECTIFYING: "warn", Stage.ARCHIVED: "ok"}
    final = (Stage.ARCHIVED,)

    inner = True

    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.DRAFT)
    term = models.ForeignKey(Term, models.PROTECT, related_name="rounds", verbose_name=_("term"))
    number = models.PositiveSmallIntegerField(_("number"))
    year = models.PositiveSmallIntegerField(_("year"))
    name = models.CharField(_("name"), max_length=80)
    type = models.CharField(_("type"), max_length=16, choices=Type.choices, default=Type.REGULAR)
    mode = models.CharField(_("mode"), max_length=16, choices=Mode.choices, default=Mode.ORDINARY)
    profile = models.ForeignKey(RegulationProfile, models.PROTECT, verbose_name=_("regulation profile"))
    category_set = models.ForeignKey(CategorySet, models.PROTECT, verbose_name=_("category set"))
    stays_from = models.DateField(_("on site from"), null=True, blank=True)
    stays_until = models.DateField(_("on site until"), null=True, blank=True)
    priorities = models.TextField(_("priorities"), blank=True)

    objects = RoundQuerySet.as_manager()

    class Meta:
        verbose_name = _("round")
        verbose_name_plural = _("rounds")
        constraints = [models.UniqueConstraint(fields=["term", "number"], name="one_round_a_number")]

    def __str__(self):
        return self.name


class MeetingQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class Meeting(Thing):
    """A meeting of record: the real authority behind a move is its minutes."""

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("recorded")

    class Kind(models.TextChoices):
        MOBILISATION = "mobilisation", _("mobilisation meeting")
        LEADING_GROUP = "leading_group", _("leading group meeting")
        SECRETARY = "secretary", _("secretary's meeting")

    tones = {Stage.RECORDED: "ok"}
    final = (Stage.RECORDED,)

    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RECORDED)
    round = models.ForeignKey(Round, models.PROTECT, related_name="meetings", verbose_name=_("round"))
    kind_of = models.CharField(_("kind"), max_length=16, choices=Kind.choices)
    held_on = models.DateField(_("held on"))
    place = models.CharField(_("place"), max_length=120, blank=True)
    attendees = models.TextField(_("attendees"), blank=True)
    minutes = models.TextField(_("minutes"), blank=True)

    objects = MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("meeting")
        verbose_name_plural = _("meetings")

    def __str__(self):
        return f"{self.get_kind_of_display()} {self.held_on}"


class TeamQuerySet(ThingQuerySet):
    def with_leader(self):
        """Annotate each team with the name of its leader, as ``leader_name``."""
        leaders = Posting.objects.filter(team=models.OuterRef("pk"), role=Posting.Role.LEADER, stage="serving")
        return self.annotate(leader_name=models.Subquery(leaders.values("person__name")[:1]))

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


class Posting(Thing):
    """One person's place in one team."""

    class Stage(models.TextChoices):
        SERVING = "serving", _("serving")
        ENDED = "ended", _("ended")

    class Role(models.TextChoices):
        LEADER = "leader", _("team leader")
        DEPUTY = "deputy", _("deputy leader")
        MEMBER = "member", _("member")

    tones = {Stage.SERVING: "ok", Stage.ENDED: "idle"}
    final = (Stage.ENDED,)

    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SERVING)
    team = models.ForeignKey(Team, models.PROTECT, related_name="postings", verbose_name=_("team"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="postings", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=16, choices=Role.choices)

    objects = PostingQuerySet.as_manager()

    class Meta:
        verbose_name = _("posting")
        verbose_name_plural = _("postings")
        constraints = [
            models.UniqueConstraint(fields=["team", "person"], condition=Q(stage="serving"), name="once_in_a_team"),
            models.UniqueConstraint(
                fields=["team"], condition=Q(stage="serving", role="leader"), name="one_leader_a_team"
            ),
        ]

    def __str__(self):
        return f"{self.person} · {self.get_role_display()}"


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

    tones = {
        Stage.SELECTED: "idle",
        Stage.ENTERED: "move",
        Stage.FED_BACK: "warn",
        Stage.RECTIFYING: "warn",
        Stage.CLOSED: "ok",
    }
    final = (Stage.CLOSED,)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.SELECTED)
    round = models.ForeignKey(Round, models.PROTECT, related_name="engagements", verbose_name=_("round"))
    unit = models.ForeignKey(Organisation, models.PROTECT, related_name="engagements", verbose_name=_("inspected unit"))
    team = models.ForeignKey(
        Team, models.PROTECT, null=True, blank=True, related_name="engagements", verbose_name=_("team")
    )
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
