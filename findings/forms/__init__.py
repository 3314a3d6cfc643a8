"""What papers, findings and routing ask for."""

from casework.forms import Note, Reason

from .aspect import ConcludeAspect, CorrectAspect
from .concern import NoteConcern
from .finding import (
    FINDING_FIELDS,
    ROUTES_OFFERED,
    EnterUpperFinding,
    RaiseFinding,
    Route,
    RouteFurther,
    TagFinding,
    why_not_there,
)
from .lead import Conclude, LeadToPaper, NoteLead, TakeStep
from .obstruction import DecideObstruction, NoteObstruction, TellUnit
from .paper import PAPER_FIELDS, FilePaper
from .petition import (
    PETITION_FIELDS,
    AskWho,
    ConcludePetition,
    CorrectPetition,
    GrantUnsealing,
    PassOn,
    Receipt,
    RegisterPetition,
    SeeReporter,
)
from .source import (
    AskForDocuments,
    HoldTalk,
    PlanTalk,
    ReadDocuments,
    ReceiveDocuments,
    RecordCheck,
    RecordSitting,
    RecordTalk,
    RecordVisit,
)
from .week import CorrectWeek, HandInWeek

__all__ = [
    "FINDING_FIELDS",
    "PAPER_FIELDS",
    "PETITION_FIELDS",
    "ROUTES_OFFERED",
    "AskForDocuments",
    "AskWho",
    "Conclude",
    "ConcludeAspect",
    "ConcludePetition",
    "CorrectAspect",
    "CorrectPetition",
    "CorrectWeek",
    "DecideObstruction",
    "EnterUpperFinding",
    "FilePaper",
    "GrantUnsealing",
    "HandInWeek",
    "HoldTalk",
    "LeadToPaper",
    "Note",
    "NoteConcern",
    "NoteLead",
    "NoteObstruction",
    "PassOn",
    "PlanTalk",
    "RaiseFinding",
    "ReadDocuments",
    "Reason",
    "Receipt",
    "ReceiveDocuments",
    "RecordCheck",
    "RecordSitting",
    "RecordTalk",
    "RecordVisit",
    "RegisterPetition",
    "Route",
    "RouteFurther",
    "SeeReporter",
    "TagFinding",
    "TakeStep",
    "TellUnit",
    "why_not_there",
]
