"""The last step before a round is mobilised: its people are trained, and what others know of the units is in."""

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from inspections import actions as inspections
from inspections.models import Meeting, Round

from .. import forms
from ..models import FunctionalRequest

Asked = FunctionalRequest.Stage


def _briefings_are_in(round: Round, by, today):
    briefings = round.requests.filter(kind_of=FunctionalRequest.Kind.PRE_BRIEFING)
    waiting = briefings.exclude(stage__in=(Asked.ANSWERED, *FunctionalRequest.final)).select_related("receiver")
    names = "、".join(dict.fromkeys(str(request.receiver) for request in waiting))
    return _("Briefings that are not in yet: %(names)s.") % {"names": names} if names else None


@move(
    _("Preparations are complete"),
    Round.Stage.STAFFED,
    Round.Stage.PREPARED,
    by="oversee",
    asks=forms.Prepare,
    needs=(inspections.no_conflict_is_open, inspections.everybody_has_pledged, _briefings_are_in),
    tells="observe",
    first=True,
)
def prepare(round: Round, *, by, meeting: Meeting | None = None, note: str = "", **said):
    """The people of the round are trained and pledged, and the functional units have told what they know.

    Regulations of 2015/2017, Article 21: the functional units are asked before the teams enter.
    """
    round.training_meeting = inspections.held(round, by, Meeting.Kind.TRAINING, meeting, "", said)
