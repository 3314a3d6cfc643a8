"""Entering what people of a unit answered without their names."""

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from inspections.models import Engagement

from .. import forms
from ..models import Survey
from .paper import TEAM, TEAM_AT_WORK
from .source import enter


@move(_("Record a survey"), TEAM_AT_WORK, by=TEAM, asks=forms.RecordSurvey)
def record_survey(engagement: Engagement, *, by, **values) -> Survey:
    """A questionnaire or an appraisal: how many sheets went out and came back, and what they say."""
    return enter(Survey, engagement, by, **values)


@move(_("Correct"), Survey.Stage.RECORDED, by=TEAM, asks=forms.RecordSurvey)
def correct_survey(survey: Survey, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    survey.set(**values)
