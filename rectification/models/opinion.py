"""The opinion before it is fed back: a paper of the house, which the unit's side and the portal never read."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from findings.models import Landing
from inspections.models import Engagement

from .feedback import Feedback

#: the kinds of landing that a feedback takes up, by audience
AUDIENCES: dict[str, str] = {
    Feedback.Audience.PRINCIPAL: Landing.Kind.PRINCIPAL,
    Feedback.Audience.ORGANISATION: Landing.Kind.ORGANISATION,
}


def landings_for(engagement: Engagement, audience: str):
    """Return what waits to be fed back to this audience, by category in the order of the round's set."""
    return (
        Landing.objects.filter(finding__engagement=engagement, kind_of=AUDIENCES[audience], stage=Landing.Stage.DECIDED)
        .select_related("finding__category", "case")
        .order_by("finding__category__order", "finding__number")
    )


def audiences_left(engagement: Engagement) -> list[str]:
    """Return for whom an opinion has still to be drafted; for the principal only if something is meant for him."""
    drafted = set(engagement.opinions.values_list("audience", flat=True))
    wanted: list[str] = [Feedback.Audience.ORGANISATION]
    if landings_for(engagement, Feedback.Audience.PRINCIPAL).exists():
        wanted.insert(0, Feedback.Audience.PRINCIPAL)
    return [audience for audience in wanted if audience not in drafted]


class OpinionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leader of the team, until it is given and after; never the unit."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "lead"))


class Opinion(Thing):
    """What is to be fed back to one audience: drafted, checked by the head of the office, then given at a meeting."""

    class Stage(models.TextChoices):
        DRAFTING = "drafting", _("being drafted")
        REVIEW = "review", _("before the head of the office")
        CHECKED = "checked", _("checked, to be given")
        GIVEN = "given", _("fed back")

    #: stages in which its words can still be changed
    OPEN = (Stage.DRAFTING, Stage.REVIEW)
    tones = {Stage.DRAFTING: "idle", Stage.REVIEW: "warn", Stage.CHECKED: "move", Stage.GIVEN: "ok"}
    final = (Stage.GIVEN,)
    sealed = True
    inner = True
    numbered = True
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFTING)
    engagement = models.ForeignKey(Engagement, models.PROTECT, related_name="opinions", verbose_name=_("engagement"))
    audience = models.CharField(_("meant for"), max_length=16, choices=Feedback.Audience.choices)
    overview = models.TextField(_("overall view"))
    demands = models.TextField(_("demands"), blank=True)
    limits = models.TextField(_("time limits"), blank=True)
    feedback = models.OneToOneField(
        Feedback, models.PROTECT, null=True, related_name="opinion", verbose_name=_("feedback"), editable=False
    )

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("draft of a feedback")
        verbose_name_plural = _("drafts of feedback")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "audience"], name="one_opinion_an_audience"),
            models.CheckConstraint(
                condition=Q(stage="given") | Q(feedback=None), name="only_what_is_given_is_a_feedback"
            ),
        ]

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name} · {self.get_audience_display()}"

    @property
    def unit(self):
        return self.engagement.unit

    def listed(self):
        """The problems that it lists, in their order."""
        return self.problems.exclude(stage=OpinionProblem.Stage.LEFT_OUT).order_by("place")


class OpinionProblem(Thing):
    """One problem as the opinion says it: the finding's own words, unless somebody gave a reason for others."""

    class Stage(models.TextChoices):
        VERBATIM = "verbatim", _("in the finding's own words")
        REWORDED = "reworded", _("reworded with a reason")
        LEFT_OUT = "left_out", _("goes elsewhere now")

    tones = {Stage.VERBATIM: "ok", Stage.REWORDED: "warn", Stage.LEFT_OUT: "idle"}
    final = (Stage.VERBATIM, Stage.REWORDED, Stage.LEFT_OUT)
    sealed = True
    inner = True
    numbered = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.VERBATIM)
    opinion = models.ForeignKey(Opinion, models.PROTECT, related_name="problems", verbose_name=_("draft of a feedback"))
    landing = models.ForeignKey(Landing, models.PROTECT, related_name="opinion_problems", editable=False)
    place = models.PositiveSmallIntegerField(_("no."), editable=False)
    category = models.CharField(_("category"), max_length=120, blank=True, editable=False)
    problem = models.CharField(_("problem"), max_length=200)
    manifestation = models.TextField(_("specific manifestation"))
    recommendation = models.TextField(_("recommendation"), blank=True)

    objects = OpinionQuerySet.as_manager()

    class Meta:
        verbose_name = _("problem in a draft of a feedback")
        verbose_name_plural = _("problems in drafts of feedback")
        constraints = [
            models.UniqueConstraint(
                fields=["opinion", "landing"], condition=~Q(stage="left_out"), name="a_problem_once_an_opinion"
            )
        ]

    def __str__(self):
        return self.problem

    @property
    def engagement(self):
        return self.opinion.engagement

    @property
    def unit(self):
        return self.opinion.engagement.unit
