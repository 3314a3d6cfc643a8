"""Writing down of whom and of what somebody is uneasy, for the leader alone."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.moves import move

from .. import forms
from ..models import Concern, Talk
from .lead import team_is_at_work
from .paper import TEAM


@move(
    _("Note a concern"),
    Talk.Stage.HELD,
    by=TEAM,
    asks=forms.NoteConcern,
    needs=team_is_at_work,
    tells="lead",
)
def note_concern(talk: Talk, *, by, today: datetime.date, **values) -> Concern:
    """Of whom or of what the person who was talked to is uneasy. The leader reads it; the other members don't."""
    return Concern.objects.create(case=talk.case, talk=talk, author=by, on=today, **values)


def _his_own_or_his_teams(concern: Concern, by, today):
    if by != concern.author and "lead" not in policy.words_on(by, concern.case):
        return _("Only whoever wrote it down, and the leader.")
    return None


@move(_("Correct"), Concern.Stage.NOTED, by=TEAM, asks=forms.NoteConcern, needs=_his_own_or_his_teams)
def correct_concern(concern: Concern, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    concern.set(**values)
