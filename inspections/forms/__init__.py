"""What the moves of a round ask for."""

from casework.forms import Note, NoteWithDate, Papers, Reason

from .engagement import Assign, ChooseTarget, HandInReport
from .round import ROUND_FIELDS, AmendRound, Mobilise, OpenRound, RecordMeeting
from .team import Authorise, FormTeam, Post
from .term import OpenTerm

__all__ = [
    "ROUND_FIELDS",
    "AmendRound",
    "Assign",
    "Authorise",
    "ChooseTarget",
    "FormTeam",
    "HandInReport",
    "Mobilise",
    "Note",
    "NoteWithDate",
    "OpenRound",
    "OpenTerm",
    "Papers",
    "Post",
    "Reason",
    "RecordMeeting",
]
