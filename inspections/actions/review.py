"""The unit is asked about its team when the team has gone; the team never reads the answer."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Case
from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Engagement, TeamReview
from .round import grant_to_standing_bodies

Asked = TeamReview.Stage


@move(
    _("The unit is asked about the team"),
    tuple(Engagement.Stage),
    by=Actor.HOUSE,
    tells="respond",
    starts="review_team",
)
def ask_about_team(engagement: Engagement, *, by) -> TeamReview:
    """The unit says how the team kept its rules; office and leading group read it, the team does not."""
    case = Case.opened_beside(engagement.case, "inspections.teamreview")
    grant_to_standing_bodies(case, engagement.round.term.authority)
    unit = engagement.unit
    policy.grant(case, "respond", unit.members, unit.principals)
    policy.grant(case, "sign", unit.principals)
    return TeamReview.objects.create(case=case, engagement=engagement)


@move(
    _("Answer about the team"),
    Asked.ASKED,
    Asked.ANSWERED,
    by=("respond", "sign"),
    asks=forms.ReviewTeam,
    tells=("oversee", "observe"),
    stamps="answered_on",
    first=True,
)
def review_team(review: TeamReview, *, by, today: datetime.date, **values):
    """Said once for the whole unit; the team that was here doesn't read it."""
    review.set(author=by, **values)


@move(
    _("Do without the answer"),
    Asked.ASKED,
    Asked.LAPSED,
    by="oversee",
    asks=forms.Reason,
    tells="respond",
    grave=True,
)
def go_without_review(review: TeamReview, *, by, note: str):
    """The unit need not answer any more; the reason stays."""
