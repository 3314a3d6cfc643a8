"""What the moves of a round ask for."""

from casework.forms import Note, Papers, Reason

from .calendar import LONGEST, CloseDays, WithdrawDays
from .category import DraftCategory, DraftSet, ListPriority
from .conduct import AddToInterference, HandleInterference, RegisterInterference
from .decision import ChangeDecision, Decide, ReportDecision
from .discipline import Admonish, ContainLeak, HandleConduct, InvestigateLeak, NoteConduct, ReportLeak
from .engagement import Assign, ChangeProcess, ChooseTarget, HandInReport
from .leave import AskLeave, AssignDuty
from .meeting import (
    MEETING_FIELDS,
    Approve,
    CorrectMeeting,
    Held,
    LgHear,
    LgReview,
    Mobilise,
    RecordMeeting,
    SecretaryHear,
)
from .plan import ApprovePlan, PlanYear, RecordUpper
from .pledge import MakePledge
from .preparation import AskPreparation, AskPreparations, Prepared, RecordSupport, ReturnPreparation
from .profile import AddRule, AmendProfile, AmendRule, DraftProfile
from .proposal import ProposeTeams, SwapPeople, TakeProposal
from .recusal import ApplyForRecusal, AskException, DeclareRecusal
from .review import ReviewTeam
from .round import ROUND_FIELDS, AmendRound, OpenRound
from .rungs import SetRungs
from .seat import Appoint, CorrectSeat, LeaveSeat
from .secondment import Appraise, AskAgain, AskHomeUnit, DeclineSecondment, ExtendSecondment, OnPaper, Staff
from .team import Authorise, ChangeTime, FormTeam, Post
from .template import HandInTemplate
from .term import OpenTerm

__all__ = [
    "LONGEST",
    "MEETING_FIELDS",
    "ROUND_FIELDS",
    "AddRule",
    "AddToInterference",
    "Admonish",
    "AmendProfile",
    "AmendRound",
    "AmendRule",
    "ApplyForRecusal",
    "Appoint",
    "Appraise",
    "Approve",
    "ApprovePlan",
    "AskAgain",
    "AskException",
    "AskHomeUnit",
    "AskLeave",
    "AskPreparation",
    "AskPreparations",
    "Assign",
    "AssignDuty",
    "Authorise",
    "ChangeDecision",
    "ChangeProcess",
    "ChangeTime",
    "ChooseTarget",
    "CloseDays",
    "ContainLeak",
    "CorrectMeeting",
    "CorrectSeat",
    "Decide",
    "DeclareRecusal",
    "DeclineSecondment",
    "DraftCategory",
    "DraftProfile",
    "DraftSet",
    "ExtendSecondment",
    "FormTeam",
    "HandInReport",
    "HandInTemplate",
    "HandleConduct",
    "HandleInterference",
    "Held",
    "InvestigateLeak",
    "LeaveSeat",
    "LgHear",
    "LgReview",
    "ListPriority",
    "MakePledge",
    "Mobilise",
    "Note",
    "NoteConduct",
    "NoteWithDate",
    "OnPaper",
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
    "ReportDecision",
    "ReportLeak",
    "ReturnPreparation",
    "ReviewTeam",
    "SecretaryHear",
    "SetRungs",
    "Staff",
    "SwapPeople",
    "TakeProposal",
    "WithdrawDays",
]
