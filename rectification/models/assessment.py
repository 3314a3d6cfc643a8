"""What a rectification is found to be (整改成效评估): points from three sides, a grade, one objection."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Thing, ThingQuerySet
from inspections.models import Engagement, Meeting

from .sheet import CriterionText, Grade, ScoreSheet


class AssessmentQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Those who score, the head and the leading group; the unit and its team once the grade was confirmed."""
        scoring = Q(case__in=policy.seen_by(user, "oversee", "direct", "observe", "supervise"))
        told = Q(case__in=policy.seen_by(user, "lead", "inspect", "respond", "sign"))
        return self.filter(scoring | (told & Q(confirmed_on__isnull=False)))


class Assessment(Thing):
    """The assessment of one unit's rectification in one round, or the reason why there is none."""

    class Stage(models.TextChoices):
        SCORING = "scoring", _("being scored")
        SCORED = "scored", _("scored, grade to be proposed")
        PROPOSED = "proposed", _("grade proposed")
        CONFIRMED = "confirmed", _("grade confirmed")
        OBJECTED = "objected", _("the unit has objected")
        ANSWERED = "answered", _("objection answered")
        EXCUSED = "excused", _("not assessed, with a reason")

    #: stages in which points may be given
    OPEN = (Stage.SCORING, Stage.SCORED)
    tones = {
        Stage.SCORING: "warn",
        Stage.SCORED: "info",
        Stage.PROPOSED: "move",
        Stage.CONFIRMED: "ok",
        Stage.OBJECTED: "late",
        Stage.ANSWERED: "ok",
        Stage.EXCUSED: "idle",
    }
    final = (Stage.CONFIRMED, Stage.ANSWERED, Stage.EXCUSED)
    named_by = ("engagement__unit",)

    stage = models.CharField(_("stage"), max_length=12, choices=Stage.choices, default=Stage.SCORING)
    engagement = models.OneToOneField(
        Engagement, models.PROTECT, related_name="assessment", verbose_name=_("engagement")
    )
    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, null=True, related_name="assessments", verbose_name=_("score sheet")
    )
    total = models.DecimalField(_("points in all"), max_digits=5, decimal_places=1, null=True, editable=False)
    #: what was counted when the grade was proposed, so that a paper says later what it said then
    counted = models.JSONField(_("facts when the grade was proposed"), default=dict, editable=False)
    proposed_grade = models.CharField(_("grade proposed"), max_length=12, choices=Grade.choices, blank=True)
    proposed_on = models.DateField(_("proposed on"), null=True, editable=False)
    why = models.TextField(_("reason for the grade"), blank=True)
    grade = models.CharField(_("grade of the rectification"), max_length=12, choices=Grade.choices, blank=True)
    meeting = models.ForeignKey(
        Meeting, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=_("confirmed by the meeting")
    )
    confirmed_on = models.DateField(_("confirmed on"), null=True, editable=False)
    objection = models.TextField(_("objection of the unit"), blank=True)
    objected_on = models.DateField(_("objected on"), null=True, editable=False)
    answer = models.TextField(_("answer to the objection"), blank=True)
    answered_on = models.DateField(_("objection answered on"), null=True, editable=False)

    objects = AssessmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("assessment of the rectification")
        verbose_name_plural = _("assessments of the rectification")
        constraints = [
            models.CheckConstraint(
                condition=~Q(stage="confirmed") | Q(confirmed_on__isnull=False),
                name="confirmed_says_when",
            )
        ]

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name}"

    @property
    def unit(self):
        return self.engagement.unit


class ScoreQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever sees the assessment."""
        return self.filter(assessment__in=Assessment.objects.visible_to(user).values("pk"))


class Score(CriterionText, Thing):
    """The points for one criterion: its words as they were on the sheet, by whom it is scored, and why so many."""

    class Stage(models.TextChoices):
        OPEN = "open", _("no points yet")
        GIVEN = "given", _("points given")

    tones = {Stage.OPEN: "warn", Stage.GIVEN: "ok"}
    final = (Stage.GIVEN,)

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.OPEN)
    assessment = models.ForeignKey(
        Assessment, models.PROTECT, related_name="scores", verbose_name=_("assessment of the rectification")
    )
    body = models.ForeignKey(Organisation, models.PROTECT, related_name="+", verbose_name=_("body that scores"))
    points = models.DecimalField(_("points"), max_digits=4, decimal_places=1, null=True)
    reason = models.TextField(_("why points were taken off"), blank=True)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("scored by whom")
    )
    on = models.DateField(_("scored on"), null=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        verbose_name = _("points for a criterion")
        verbose_name_plural = _("points for criteria")
        constraints = [
            models.UniqueConstraint(fields=["assessment", "order"], name="one_score_a_criterion"),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points__gte=0, points__lte=F("weight")),
                name="no_more_points_than_full",
            ),
            models.CheckConstraint(
                condition=Q(points__isnull=True) | Q(points=F("weight")) | ~Q(reason=""),
                name="points_taken_off_for_a_reason",
            ),
        ]

    def __str__(self):
        return f"{self.order}. {self.text}"[:120]

    @property
    def engagement(self):
        return self.assessment.engagement

    @property
    def unit(self):
        return self.assessment.engagement.unit
