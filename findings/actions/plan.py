"""Drawing up what a team sets out to do in one unit."""

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from inspections.models import Engagement

from .. import forms
from ..models import VisitPlan
from .lead import BEFORE_AND_AT_WORK
from .paper import TEAM


def _none_is_there(engagement: Engagement, by, today):
    if VisitPlan.objects.filter(engagement=engagement).exists():
        return _("There is a plan already; it can be amended.")
    return None


@move(
    _("Draw up the plan of the team"),
    BEFORE_AND_AT_WORK,
    by=TEAM,
    asks=forms.DraftVisitPlan,
    needs=_none_is_there,
    starts="adopt_plan",
    alone=True,
)
def draft_visit_plan(engagement: Engagement, *, by, **values) -> VisitPlan:
    """What is looked into in this unit, how and in which order; the leads that are known so far belong to it."""
    return VisitPlan.objects.create(case=engagement.case, engagement=engagement, author=by, **values)


def _team_is_there(plan: VisitPlan, by, today):
    if plan.engagement.stage not in BEFORE_AND_AT_WORK:
        return _("The report is in; the plan stays as it is.")
    return None


@move(
    _("Amend"),
    (VisitPlan.Stage.DRAFT, VisitPlan.Stage.ADOPTED),
    by=TEAM,
    asks=forms.DraftVisitPlan,
    needs=_team_is_there,
)
def amend_visit_plan(plan: VisitPlan, *, by, **values):
    """Changes what the plan says; every version stays in the history."""
    plan.set(**values)


@move(
    _("Adopt the plan"),
    VisitPlan.Stage.DRAFT,
    VisitPlan.Stage.ADOPTED,
    by="lead",
    asks=forms.Papers,
    tells=("inspect", "oversee"),
    stamps="adopted_on",
    first=True,
)
def adopt_visit_plan(plan: VisitPlan, *, by, note: str):
    """The leader has adopted it; from now on the office reads it too."""
