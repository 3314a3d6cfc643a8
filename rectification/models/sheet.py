"""By what a rectification is assessed: the score sheets of the office, each edition kept as it was used."""

from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet

#: what the weights of a sheet add up to
WHOLE = 100


class Grade(models.TextChoices):
    """What a rectification is found to be, the best first."""

    EXCELLENT = "excellent", _("excellent")
    PASSED = "passed", _("passed")
    BASIC = "basic", _("basically passed")
    FAILED = "failed", _("not passed")

    def at_most(self, cap: "Grade") -> "Grade":
        """Return this grade, or the cap where this one is better."""
        order = list(Grade)
        return max(self, cap, key=order.index)


class Viewpoint(models.TextChoices):
    """From which side a criterion is scored: the three that assess what came of a round."""

    OFFICE = "office", _("the inspection office")
    DISCIPLINE = "discipline", _("the discipline commission")
    PERSONNEL = "personnel", _("the organisation department")


class Fact(models.TextChoices):
    """What the house counts and shows beside a criterion; it scores nothing by itself."""

    CLOSED = "closed", _("problems closed")
    IN_TIME = "in_time", _("handed in on time")
    RETURNED = "returned", _("returned for more")
    RELAPSED = "relapsed", _("relapsed, or found wanting on a return visit")
    AT_ONCE = "at_once", _("put right at once")
    PAPERS = "papers", _("plan and reports returned")
    EFFECTS = "effects", _("amounts, people and institutions")
    EVIDENCE = "evidence", _("evidence found not acceptable")
    SATISFACTION = "satisfaction", _("satisfaction survey")


class CriterionText(models.Model):
    """What a criterion says, on the sheet and in each assessment that was scored by it."""

    order = models.PositiveSmallIntegerField(_("order"))
    viewpoint = models.CharField(_("scored by"), max_length=12, choices=Viewpoint.choices)
    group = models.CharField(_("group of criteria"), max_length=40)
    text = models.TextField(_("criterion"))
    weight = models.PositiveSmallIntegerField(
        _("full points"), validators=[MinValueValidator(1), MaxValueValidator(WHOLE)]
    )
    fact = models.CharField(_("fact shown beside it"), max_length=12, choices=Fact.choices, blank=True)

    class Meta:
        abstract = True


class ScoreSheetQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office and the leading group; whoever sees an assessment reads the sheet that it was scored by."""
        assessments = self.model._meta.get_field("assessments").related_model.objects.visible_to(user)
        of_the_office = Q(case__in=policy.seen_by(user, "oversee", "direct", "observe"))
        return self.filter(of_the_office | Q(pk__in=assessments.values("sheet")))


class ScoreCriterionQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """Whoever sees the sheet."""
        return self.filter(sheet__in=ScoreSheet.objects.visible_to(user).values("pk"))


def points_field(name, default):
    return models.DecimalField(
        name,
        max_digits=4,
        decimal_places=1,
        default=Decimal(default),
        validators=[MinValueValidator(0), MaxValueValidator(WHOLE)],
    )


class ScoreSheet(Thing):
    """One edition of the criteria, with the grades that follow from the points."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being drawn up")
        IN_USE = "in_use", _("in use")
        RETIRED = "retired", _("no longer for new assessments")
        DROPPED = "dropped", _("dropped with a reason")

    tones = {Stage.DRAFT: "idle", Stage.IN_USE: "ok", Stage.RETIRED: "idle", Stage.DROPPED: "idle"}
    final = (Stage.RETIRED, Stage.DROPPED)
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    name = models.CharField(_("name"), max_length=60)
    since = models.CharField(_("in use since"), max_length=20, help_text=_("the year, e.g. 2026"))
    excellent_from = points_field(_("excellent from points"), 90)
    passed_from = points_field(_("passed from points"), 80)
    basic_from = points_field(_("basically passed from points"), 60)
    sham_at_most = models.CharField(
        _("best grade after sham rectification"),
        max_length=12,
        choices=[(grade.value, grade.label) for grade in (Grade.BASIC, Grade.FAILED)],
        default=Grade.FAILED,
    )
    replaces = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("replaces"),
        help_text=_("Which sheet this is a new edition of; this one retires it."),
    )

    objects = ScoreSheetQuerySet.as_manager()

    class Meta:
        verbose_name = _("score sheet")
        verbose_name_plural = _("score sheets")
        constraints = [
            models.CheckConstraint(
                condition=Q(excellent_from__gt=F("passed_from"), passed_from__gt=F("basic_from")),
                name="better_grades_need_more_points",
            )
        ]

    def __str__(self):
        return f"{self.name}（{self.since}）"

    def grade_of(self, points) -> Grade:
        """Return the grade that follows from so many points."""
        for grade, limit in (
            (Grade.EXCELLENT, self.excellent_from),
            (Grade.PASSED, self.passed_from),
            (Grade.BASIC, self.basic_from),
        ):
            if points >= limit:
                return grade
        return Grade.FAILED


class ScoreCriterion(CriterionText, Thing):
    """One line of a sheet."""

    class Stage(models.TextChoices):
        DRAFT = "draft", _("being drawn up")
        FROZEN = "frozen", _("in use")
        DROPPED = "dropped", _("dropped with a reason")

    tones = {Stage.DRAFT: "idle", Stage.FROZEN: "ok", Stage.DROPPED: "idle"}
    final = (Stage.FROZEN, Stage.DROPPED)
    inner = True

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.DRAFT)
    sheet = models.ForeignKey(
        ScoreSheet, models.PROTECT, related_name="criteria", verbose_name=_("score sheet"), editable=False
    )

    objects = ScoreCriterionQuerySet.as_manager()

    class Meta:
        verbose_name = _("criterion of a score sheet")
        verbose_name_plural = _("criteria of score sheets")
        constraints = [models.UniqueConstraint(fields=["sheet", "order"], name="one_criterion_a_place")]

    def __str__(self):
        return f"{self.order}. {self.text}"[:120]
