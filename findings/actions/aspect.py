"""Of every aspect a team says what it looked at and what came out, also when it was nothing (每个方面都要有结论)."""

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from inspections.models import Engagement

from .. import forms
from ..models import Aspect
from .paper import TEAM, TEAM_AT_WORK
from .source import enter


def aspects_left(engagement: Engagement):
    """Return the categories of the round's set of which nothing has been said yet."""
    return engagement.round.category_set.categories.exclude(pk__in=engagement.aspects.values("category"))


def _something_is_left(engagement: Engagement, by, today):
    if not aspects_left(engagement).exists():
        return _("Every aspect has its conclusion.")
    return None


@move(
    _("Conclude on an aspect"),
    TEAM_AT_WORK,
    by=TEAM,
    asks=forms.ConcludeAspect,
    needs=_something_is_left,
    alone=True,
)
def conclude_aspect(engagement: Engagement, *, by, **values) -> Aspect:
    """By what means it was looked at, and what was found or not found; or why it was not looked at."""
    return enter(Aspect, engagement, by, **values)


def _team_is_there(aspect: Aspect, by, today):
    if aspect.engagement.stage not in TEAM_AT_WORK:
        return _("The report is in; its conclusions stay as they are.")
    return None


@move(_("Correct"), Aspect.Stage.NOTED, by=TEAM, asks=forms.CorrectAspect, needs=_team_is_there, under="engagement")
def correct_aspect(aspect: Aspect, *, by, **values):
    """Corrects the conclusion; every version stays in the history."""
    aspect.set(**values)
