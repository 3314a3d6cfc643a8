"""Recording the meetings on which the steps of a round rest."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import move

from .. import forms
from ..models import Meeting, Round, Term

RECORDABLE = (Term.Stage.RUNNING, *(stage for stage in Round.Stage if stage != Round.Stage.ARCHIVED))


@move(_("Record a meeting"), RECORDABLE, by="oversee", asks=forms.RecordMeeting)
def record_meeting(of: Term | Round, *, by, **values) -> Meeting:
    """Who met when, what was heard and what was decided."""
    held_for = {"round": of} if isinstance(of, Round) else {"term": of}
    return Meeting.objects.create(case=of.case, **held_for, **values)


@move(_("Correct"), Meeting.Stage.RECORDED, by="oversee", asks=forms.CorrectMeeting)
def correct_meeting(meeting: Meeting, *, by, **values):
    """Corrects the record, or adds its papers; every version stays in the history."""
    meeting.set(**values)


def held(of: Term | Round, by, kind: str, meeting: Meeting | None, note: str, said: dict[str, Any]) -> Meeting:
    """Return the meeting on which a step rests: the one that was chosen, or the one recorded here."""
    if meeting is not None:
        return meeting
    values = said | {"minutes": said.get("minutes") or note}
    made: Meeting = record_meeting(of, by=by, kind_of=kind, **values)
    return made
