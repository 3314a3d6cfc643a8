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
from .handover import HandOver
from .lead import Conclude, LeadToPaper, NoteLead, TakeStep
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
    "EnterUpperFinding",
    "FilePaper",
    "GrantUnsealing",
    "HandOver",
    "HoldTalk",
    "LeadToPaper",
    "Note",
    "NoteConcern",
    "NoteLead",
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
    "why_not_there",
]
