"""What papers, findings and routing ask for."""

from casework.forms import Note, Reason

from .finding import FINDING_FIELDS, ROUTES_OFFERED, EnterUpperFinding, RaiseFinding, Route, RouteFurther, why_not_there
from .lead import Conclude, LeadToPaper, NoteLead, TakeStep
from .paper import PAPER_FIELDS, FilePaper
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
    "ROUTES_OFFERED",
    "AskForDocuments",
    "Conclude",
    "EnterUpperFinding",
    "FilePaper",
    "HoldTalk",
    "LeadToPaper",
    "Note",
    "NoteLead",
    "PlanTalk",
    "RaiseFinding",
    "ReadDocuments",
    "Reason",
    "ReceiveDocuments",
    "RecordCheck",
    "RecordSitting",
    "RecordTalk",
    "RecordVisit",
    "Route",
    "RouteFurther",
    "TakeStep",
    "why_not_there",
]
