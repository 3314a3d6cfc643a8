"""What the moves of a round ask for."""

from casework.forms import Note, NoteWithDate, Papers, Reason

from .category import DraftCategory, DraftSet, ListPriority
from .conduct import AddToInterference, HandleInterference, RegisterInterference
from .engagement import Assign, ChooseTarget, HandInReport
from .plan import PlanYear, RecordUpper
from .pledge import MakePledge
from .recusal import ApplyForRecusal, AskException, DeclareRecusal
from .round import ROUND_FIELDS, AmendRound, MeetingHeld, OpenRound, RecordMeeting
from .secondment import Appraise, AskAgain, AskHomeUnit, DeclineSecondment, ExtendSecondment, OnPaper, Staff
from .team import Authorise, ChangeTime, FormTeam, Post
from .term import OpenTerm

__all__ = [
    "ROUND_FIELDS",
    "AddToInterference",
    "AmendRound",
    "ApplyForRecusal",
    "Appraise",
    "AskAgain",
    "AskException",
    "AskHomeUnit",
    "Assign",
    "Authorise",
    "ChangeTime",
    "ChooseTarget",
    "DeclareRecusal",
    "DeclineSecondment",
    "DraftCategory",
    "DraftSet",
    "ExtendSecondment",
    "FormTeam",
    "HandInReport",
    "HandleInterference",
    "ListPriority",
    "MakePledge",
    "MeetingHeld",
    "Note",
    "NoteWithDate",
    "OnPaper",
    "OpenRound",
    "OpenTerm",
    "Papers",
    "PlanYear",
    "Post",
    "Reason",
    "RecordMeeting",
    "RecordUpper",
    "RegisterInterference",
    "Staff",
]
