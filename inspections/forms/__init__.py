"""What the moves of a round ask for."""

from casework.forms import Note, NoteWithDate, Papers, Reason

from .category import DraftCategory, DraftSet, ListPriority
from .conduct import AddToInterference, HandleInterference, RegisterInterference
from .engagement import Assign, ChangeProcess, ChooseTarget, HandInReport
from .plan import PlanYear, RecordUpper
from .pledge import MakePledge
from .preparation import AskPreparation, AskPreparations, Prepared, RecordSupport, ReturnPreparation
from .proposal import ProposeTeams, SwapPeople, TakeProposal
from .recusal import ApplyForRecusal, AskException, DeclareRecusal
from .round import ROUND_FIELDS, AmendRound, MeetingHeld, OpenRound, RecordMeeting
from .team import Authorise, ChangeTime, FormTeam, Post
from .term import OpenTerm

__all__ = [
    "ROUND_FIELDS",
    "AddToInterference",
    "AmendRound",
    "ApplyForRecusal",
    "AskException",
    "AskPreparation",
    "AskPreparations",
    "Assign",
    "Authorise",
    "ChangeProcess",
    "ChangeTime",
    "ChooseTarget",
    "DeclareRecusal",
    "DraftCategory",
    "DraftSet",
    "FormTeam",
    "HandInReport",
    "HandleInterference",
    "ListPriority",
    "MakePledge",
    "MeetingHeld",
    "Note",
    "NoteWithDate",
    "OpenRound",
    "OpenTerm",
    "Papers",
    "PlanYear",
    "Post",
    "Prepared",
    "ProposeTeams",
    "Reason",
    "RecordMeeting",
    "RecordSupport",
    "RecordUpper",
    "RegisterInterference",
    "ReturnPreparation",
    "SwapPeople",
    "TakeProposal",
]
