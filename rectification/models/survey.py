"""The satisfaction survey (满意度测评): a page behind a one-time code, answers that nobody can read one by one.

An answer comes in as a row of ``SurveyAnswer``, a table into which the portal may write and from which it can't read.
It bears no day, no hour and no word. While the survey is open nothing but the number of answers is told; when it closes
they are counted, if there are enough of them, and the rows are emptied.
"""

import datetime
from decimal import Decimal

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Thing, ThingQuerySet
from findings.models import new_token
from inspections.models import Engagement

#: of fewer answers nothing is told: who knows his own would know too much of the others'
ENOUGH = 5
FEWEST_CODES, MOST_CODES = 5, 200


class Mark(models.TextChoices):
    """How satisfied somebody is."""

    SATISFIED = "satisfied", _("satisfied")
    BASICALLY = "basically", _("basically satisfied")
    DISSATISFIED = "dissatisfied", _("not satisfied")
    UNKNOWN = "unknown", _("don't know")


def mark_field(question) -> models.CharField:
    return models.CharField(question, max_length=12, choices=Mark.choices, blank=True)


class SatisfactionSurveyQuerySet(ThingQuerySet):
    def visible_to(self, user):
        """The office that holds it, and the leading group. Not the unit, and not its team."""
        return self.filter(case__in=policy.seen_by(user, "oversee", "direct", "observe"))


class SatisfactionSurvey(Thing):
    """One survey about one unit: so many codes on paper, until a day."""

    class Stage(models.TextChoices):
        OPEN = "open", _("open for answers")
        CLOSED = "closed", _("closed and counted")

    tones = {Stage.OPEN: "move", Stage.CLOSED: "ok"}
    final = (Stage.CLOSED,)
    named_by = ("engagement__unit",)
    sealed = True
    inner = True

    stage = models.CharField(_("stage"), max_length=8, choices=Stage.choices, default=Stage.OPEN)
    engagement = models.ForeignKey(
        Engagement, models.PROTECT, related_name="satisfaction_surveys", verbose_name=_("engagement")
    )
    token = models.CharField(_("code in the address"), max_length=24, unique=True, default=new_token, editable=False)
    asked = models.CharField(_("who is asked"), max_length=200)
    codes = models.PositiveSmallIntegerField(
        _("slips handed out"), validators=[MinValueValidator(FEWEST_CODES), MaxValueValidator(MOST_CODES)]
    )
    closes_on = models.DateField(_("last day for answers"))
    closed_on = models.DateField(_("survey closed on"), null=True, editable=False)
    answers = models.PositiveSmallIntegerField(_("answers"), null=True, editable=False)
    #: how often each mark was given, by question; empty where too few have answered
    result = models.JSONField(_("what people answered"), default=dict, editable=False)

    objects = SatisfactionSurveyQuerySet.as_manager()

    class Meta:
        verbose_name = _("satisfaction survey")
        verbose_name_plural = _("satisfaction surveys")

    def __str__(self):
        return f"{self.engagement.unit} · {self._meta.verbose_name}"

    @property
    def unit(self):
        return self.engagement.unit

    @property
    def due_on(self):
        """The day after the last one: in its first hour the survey closes by itself."""
        return self.closes_on + datetime.timedelta(days=1)

    def given(self, mark: str) -> int | None:
        """Return how many gave this mark to the rectification as a whole; None where nothing is told."""
        return self.result["whole"].get(mark, 0) if self.result else None

    @property
    def satisfied(self):
        return self.given(Mark.SATISFIED)

    @property
    def basically(self):
        return self.given(Mark.BASICALLY)

    @property
    def dissatisfied(self):
        return self.given(Mark.DISSATISFIED)

    @property
    def unknown(self):
        return self.given(Mark.UNKNOWN)

    @property
    def rate(self) -> Decimal | None:
        """How many in a hundred are satisfied or basically satisfied with the rectification as a whole."""
        if not self.result:
            return None
        return (Decimal(100) * (self.satisfied + self.basically) / self.answers).quantize(Decimal("0.1"))


class SurveyAnswer(models.Model):
    """The marks behind one code. Its key follows from survey and code, so that a code counts once."""

    #: all that the portal's role may do with this table, and the function by which it learns what it must know
    portal = "INSERT"
    functions = ("rectification_survey(text, date)",)
    #: the questions, in the order in which they are asked
    QUESTIONS = ("whole", "solved", "told", "conduct")

    key = models.CharField(max_length=64, primary_key=True)
    survey = models.CharField(max_length=16, db_index=True)
    whole = mark_field(_("The rectification as a whole"))
    solved = mark_field(_("Whether what people complained of was solved"))
    told = mark_field(_("Whether one was told what is put right"))
    conduct = mark_field(_("Whether the conduct of leaders and staff has become better"))

    class Meta:
        verbose_name = _("answer to a satisfaction survey")
        verbose_name_plural = _("answers to satisfaction surveys")

    def __str__(self):
        return str(self._meta.verbose_name)
