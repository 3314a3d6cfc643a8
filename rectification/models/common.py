"""Common problems (共性问题): what is found in several units again and again, and the findings that show it.

A common problem is a case of its own, held by the office and observed by the leading group. Its findings stay where
they are: a membership only names one. What a finding says is read under the walls of the finding; when it moves under
seal the membership ends by itself, and only the office sees that it was there.
"""

from django.conf import settings
from django.db import models
from django.db.models import Count, Max, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from findings.models import Finding, Landing
from inspections.models import Category, Meeting, Term


def may_show(user):
    """Return the findings that this reader may count among those of a common problem: none that goes under seal."""
    return countable(Finding.objects.visible_to(user))


def countable(findings):
    """Return those of the findings that hold and don't go under seal: the office reads every one of them."""
    leaving = Landing.objects.filter(kind_of=Landing.Kind.DISCIPLINE).exclude(stage=Landing.Stage.WITHDRAWN)
    return findings.filter(stage__in=Finding.HOLDS).exclude(pk__in=leaving.values("finding"))


class CommonProblemQuerySet(ThingQuerySet):
    def visible_to(self, user):
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))

    def with_counts(self, user):
        """Say how many units and how many findings show each, among those that ``user`` may see."""
        members = CommonMember.objects.visible_to(user).filter(problem=OuterRef("pk")).showing().order_by()
        units = members.values("problem").annotate(n=Count("finding__engagement__unit", distinct=True))
        found = members.values("problem").annotate(n=Count("pk"))
        return self.annotate(
            units=Coalesce(Subquery(units.values("n")), 0), findings=Coalesce(Subquery(found.values("n")), 0)
        )


class CommonProblem(Thing):
    """A problem that several units have: named and described by the office, seen to by departments."""

    class Stage(models.TextChoices):
        CLUSTERED = "clustered", _("put together")
        VERIFIED = "verified", _("verified as common")
        REPORTED = "reported", _("reported to the leading group")
        ASSIGNED = "assigned", _("given to departments")
        IN_PROGRESS = "in_progress", _("followed up by the office")
        INSTITUTION_BUILT = "institution_built", _("institution built")
        ASSESSED = "assessed", _("assessed")
        CLOSED = "closed", _("closed")
        DROPPED = "dropped", _("found not to be common")

    #: stages in which findings still join and leave
    OPEN = (
        Stage.CLUSTERED,
        Stage.VERIFIED,
        Stage.REPORTED,
        Stage.ASSIGNED,
        Stage.IN_PROGRESS,
        Stage.INSTITUTION_BUILT,
    )
    #: fewer units than these have nothing in common
    FEWEST = 2
    tones = {
        Stage.CLUSTERED: "warn",
        Stage.VERIFIED: "warn",
        Stage.ASSIGNED: "move",
        Stage.IN_PROGRESS: "move",
        Stage.CLOSED: "ok",
        Stage.DROPPED: "idle",
    }
    final = (Stage.CLOSED, Stage.DROPPED)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=20, choices=Stage.choices, default=Stage.CLUSTERED)
    term = models.ForeignKey(Term, models.PROTECT, related_name="+", verbose_name=_("term"))
    number = models.CharField(_("number"), max_length=40, unique=True)
    title_text = models.CharField(_("common problem"), max_length=200)
    manifestation = models.TextField(_("how it shows"))
    category = models.ForeignKey(Category, models.PROTECT, null=True, blank=True, verbose_name=_("category"))
    cause = models.CharField(_("root cause"), max_length=16, choices=Finding.Cause.choices)
    cause_text = models.TextField(_("about the cause"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name=_("put together by")
    )
    verified_on = models.DateField(_("verified on"), null=True)
    report = models.TextField(_("special report"), blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, related_name="+", verbose_name=_("meeting that heard it")
    )
    reported_on = models.DateField(_("reported on"), null=True)
    assessment = models.TextField(_("assessment"), blank=True)
    assessed_on = models.DateField(_("assessed on"), null=True)

    objects = CommonProblemQuerySet.as_manager()

    class Meta:
        verbose_name = _("common problem")
        verbose_name_plural = _("common problems")
        constraints = [
            models.CheckConstraint(
                condition=Q(meeting__isnull=True) | Q(reported_on__isnull=False), name="common_heard_on_a_day"
            )
        ]
        indexes = [models.Index(fields=["term", "stage"], name="common_of_term")]

    def __str__(self):
        return self.title_text

    def found_until(self):
        """Return the day on which the last of its findings was found; None while there is none."""
        return CommonMember.objects.filter(problem=self).showing().aggregate(day=Max("found_on"))["day"]


class CommonMemberQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office; the leading group as far as it may see the finding, and none that has left."""
        routed = (Finding.Stage.ROUTED, Finding.Stage.SETTLED)
        return self.filter(
            Q(case__in=policy.seen_by(user, "oversee", "direct"))
            | Q(
                case__in=policy.seen_by(user, "observe"),
                stage=CommonMember.Stage.MEMBER,
                finding__stage__in=routed,
            )
        )

    def showing(self):
        """Those that count."""
        return self.filter(stage=CommonMember.Stage.MEMBER)


class CommonMember(Thing):
    """That one finding shows a common problem."""

    class Stage(models.TextChoices):
        MEMBER = "member", _("counted")
        TAKEN_OUT = "taken_out", _("taken out")
        LEFT = "left", _("left with its finding")

    tones = {Stage.MEMBER: "info", Stage.TAKEN_OUT: "idle", Stage.LEFT: "move"}
    final = (Stage.TAKEN_OUT, Stage.LEFT)
    sealed = True
    inner = True
    named_by = ("finding",)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.MEMBER)
    problem = models.ForeignKey(
        CommonProblem, models.PROTECT, related_name="members", verbose_name=_("common problem"), editable=False
    )
    finding = models.ForeignKey(Finding, models.PROTECT, related_name="+", verbose_name=_("finding"), editable=False)
    found_on = models.DateField(_("found on"), editable=False)
    since = models.DateField(_("counted since"), editable=False)
    left_on = models.DateField(_("left on"), null=True, editable=False)

    objects = CommonMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("finding of a common problem")
        verbose_name_plural = _("findings of common problems")
        constraints = [
            models.UniqueConstraint(
                fields=["problem", "finding"], condition=Q(stage="member"), name="a_finding_once_a_common_problem"
            ),
            models.CheckConstraint(
                condition=Q(stage="member", left_on=None) | (~Q(stage="member") & Q(left_on__isnull=False)),
                name="member_left_on_a_day",
            ),
        ]

    def __str__(self):
        return str(self.finding)

    @property
    def unit(self):
        return self.finding.engagement.unit
