"""What people of a unit answer without their names: questionnaires and appraisals (问卷调查、民主测评)."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from .source import Source, Talk


class Survey(Source):
    """One questionnaire or appraisal in one unit, told in numbers; the sheets themselves name nobody."""

    class Stage(models.TextChoices):
        RECORDED = "recorded", _("recorded")

    class Kind(models.TextChoices):
        QUESTIONNAIRE = "questionnaire", _("questionnaire")
        APPRAISAL = "appraisal", _("democratic appraisal")

    tones = {Stage.RECORDED: "ok"}
    final = (Stage.RECORDED,)
    letter = "测"
    #: fields that count the answers to the question about the whole
    ANSWERS = ("good", "fair", "average", "poor")

    stage = models.CharField(_("stage"), max_length=16, choices=Stage.choices, default=Stage.RECORDED)
    kind_of = models.CharField(_("kind of survey"), max_length=16, choices=Kind.choices)
    title_text = models.CharField(_("subject of the survey"), max_length=120)
    group = models.CharField(_("group of people"), max_length=16, choices=Talk.Group.choices, default=Talk.Group.STAFF)
    on = models.DateField(_("day of the survey"))
    sent_out = models.PositiveIntegerField(_("sheets given out"))
    returned = models.PositiveIntegerField(_("sheets returned"))
    valid = models.PositiveIntegerField(_("valid sheets"))
    good = models.PositiveIntegerField(_("answered: good"), default=0)
    fair = models.PositiveIntegerField(_("answered: fairly good"), default=0)
    average = models.PositiveIntegerField(_("answered: average"), default=0)
    poor = models.PositiveIntegerField(_("answered: poor"), default=0)
    result = models.TextField(_("what it showed"), blank=True)

    class Meta:
        verbose_name = _("survey")
        verbose_name_plural = _("surveys")
        constraints = [
            models.UniqueConstraint(fields=["engagement", "number"], name="one_survey_a_number"),
            models.CheckConstraint(
                condition=Q(returned__lte=F("sent_out")) & Q(valid__lte=F("returned")), name="sheets_come_back_once"
            ),
            models.CheckConstraint(
                condition=Q(valid__gte=F("good") + F("fair") + F("average") + F("poor")), name="a_sheet_answers_once"
            ),
        ]

    def __str__(self):
        return self.title_text

    @property
    def share(self) -> str:
        """How many of the valid sheets say good or fairly good, in per cent; empty without an answer."""
        answered = self.good + self.fair + self.average + self.poor
        return f"{100 * (self.good + self.fair) / self.valid:.1f}%" if self.valid and answered else ""
