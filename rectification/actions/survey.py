"""A satisfaction survey is opened and closed; the answers come in by themselves and are counted at the end."""

import datetime
from collections import Counter

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from inspections.models import Engagement

from ..forms import Reason
from ..forms import survey as forms
from ..models import SatisfactionSurvey, SurveyAnswer
from ..models.survey import ENOUGH
from .assessment import FED_BACK

Stage = SatisfactionSurvey.Stage


def _no_survey_is_open(engagement: Engagement, by, today):
    if SatisfactionSurvey._base_manager.filter(engagement=engagement, stage=Stage.OPEN).exists():
        return _("A survey about this unit is open already.")
    return None


@move(
    _("Open a satisfaction survey"),
    FED_BACK,
    by="oversee",
    asks=forms.OpenSurvey,
    needs=_no_survey_is_open,
    tells="direct",
    starts="close_survey",
    alone=True,
)
def open_survey(engagement: Engagement, *, by, **values) -> SatisfactionSurvey:
    """So many slips with a code each are printed and drawn from a bag; whoever has one answers once, without a name."""
    return SatisfactionSurvey.objects.create(case=engagement.case, engagement=engagement, **values)


def _count(survey: SatisfactionSurvey, today: datetime.date) -> None:
    """Count what came, tell the counts if enough have answered, and empty every single answer."""
    rows = SurveyAnswer.objects.filter(survey=survey.key)
    given = list(rows.values_list(*SurveyAnswer.QUESTIONS))
    counts = {
        question: dict(Counter(row[place] for row in given if row[place]))
        for place, question in enumerate(SurveyAnswer.QUESTIONS)
    }
    survey.set(answers=len(given), result=counts if len(given) >= ENOUGH else {}, closed_on=today)
    rows.update(**dict.fromkeys(SurveyAnswer.QUESTIONS, ""))


@move(
    _("Close the survey early"),
    Stage.OPEN,
    Stage.CLOSED,
    by="oversee",
    asks=Reason,
    tells=("oversee", "direct"),
    meets="close_survey",
    grave=True,
)
def close_survey(survey: SatisfactionSurvey, *, by, today: datetime.date, note: str):
    """Nobody can answer any more; what came is counted, and no single answer is left."""
    _count(survey, today)


def _last_day_has_passed(survey: SatisfactionSurvey, by, today):
    return None if survey.closes_on < today else _("The last day for answers has not passed yet.")


@move(
    _("The last day for answers has passed"),
    Stage.OPEN,
    Stage.CLOSED,
    by=Actor.CLOCK,
    needs=_last_day_has_passed,
    tells=("oversee", "direct"),
    meets="close_survey",
)
def close_survey_by_itself(survey: SatisfactionSurvey, *, by, today: datetime.date):
    """The survey closes in the night after its last day, and is counted."""
    _count(survey, today)
