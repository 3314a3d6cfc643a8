"""What the moves of a round ask for."""

from casework.forms import Note, NoteWithDate, Papers, Reason

from .category import DraftCategory, DraftSet, ListPriority
from .conduct import AddToInterference, HandleInterference, RegisterInterference
from .discipline import Admonish, ContainLeak, HandleConduct, InvestigateLeak, NoteConduct, ReportLeak
from .engagement import Assign, ChooseTarget, HandInReport
from .leave import AskLeave, AssignDuty
from .plan import PlanYear, RecordUpper
from .pledge import MakePledge
from .recusal import ApplyForRecusal, AskException, DeclareRecusal
from .round import ROUND_FIELDS, AmendRound, Mobilise, OpenRound, RecordMeeting
from .team import Authorise, ChangeTime, FormTeam, Post
from .term import OpenTerm

__all__ = [
    "ROUND_FIELDS",
    "AddToInterference",
    "Admonish",
    "AmendRound",
    "ApplyForRecusal",
    "AskException",
    "AskLeave",
    "Assign",
    "AssignDuty",
    "Authorise",
    "ChangeTime",
    "ChooseTarget",
    "ContainLeak",
    "DeclareRecusal",
    "DraftCategory",
    "DraftSet",
    "FormTeam",
    "HandInReport",
    "HandleConduct",
    "HandleInterference",
    "InvestigateLeak",
    "ListPriority",
    "MakePledge",
    "Mobilise",
    "Note",
    "NoteConduct",
    "NoteWithDate",
    "OpenRound",
    "OpenTerm",
    "Papers",
    "PlanYear",
    "Post",
    "Reason",
    "RecordMeeting",
    "RecordUpper",
    "RegisterInterference",
    "ReportLeak",
]
