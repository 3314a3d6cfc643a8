"""What papers, findings and routing ask for."""

from casework.forms import Note, Papers, Reason

from .aspect import ConcludeAspect, CorrectAspect
from .concern import NoteConcern
from .extension import AskExtension, offer_extensions
from .external import (
    RECEIVED_FIELDS,
    Decompose,
    FinishDecomposing,
    MoveUpperDate,
    ReadExternal,
    ReceiveExternal,
    ReportUp,
    ReturnedAbove,
    StruckOff,
)
from .finding import (
    FINDING_FIELDS,
    NotEstablished,
    RaiseFinding,
    TagFinding,
)
from .handover import HandOver
from .lead import Conclude, LeadToPaper, NoteLead, TakeStep
from .letter import AddToLetter, MoveLastDay, OpenLetterBox, Return, WriteBack, WriteLetter
from .obstruction import DecideObstruction, NoteObstruction, TellUnit
from .paper import PAPER_FIELDS, AgreePaper, FilePaper, MergePaper, others_of
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
from .plan import DraftVisitPlan
from .report_draft import HandInDrafted, WriteDraft, WritePhrase
from .routing import (
    ROUTES_OFFERED,
    DecideNotEstablished,
    GroupDecidesRoute,
    GroupDecidesRoutes,
    ProposeRoute,
    ReviewRoute,
    Route,
    RouteFurther,
    SecretaryDecidesRoutes,
    why_not_there,
)
from .sheet import DisputeFacts, SendSheet
from .source import (
    AskForDocuments,
    HoldTalk,
    PlanTalk,
    PlanTalks,
    ReadDocuments,
    ReceiveDocuments,
    RecordCheck,
    RecordSitting,
    RecordTalk,
    RecordVisit,
)
from .survey import RecordSurvey
from .week import CorrectWeek, HandInWeek

__all__ = [
    "FINDING_FIELDS",
    "PAPER_FIELDS",
    "PETITION_FIELDS",
    "RECEIVED_FIELDS",
    "ROUTES_OFFERED",
    "AddToLetter",
    "AgreePaper",
    "AskExtension",
    "AskForDocuments",
    "AskWho",
    "Conclude",
    "ConcludeAspect",
    "ConcludePetition",
    "CorrectAspect",
    "CorrectPetition",
    "CorrectWeek",
    "DecideNotEstablished",
    "DecideObstruction",
    "Decompose",
    "DisputeFacts",
    "DraftVisitPlan",
    "FilePaper",
    "FinishDecomposing",
    "GrantUnsealing",
    "GroupDecidesRoute",
    "GroupDecidesRoutes",
    "HandInDrafted",
    "HandInWeek",
    "HandOver",
    "HoldTalk",
    "LeadToPaper",
    "MergePaper",
    "MoveLastDay",
    "MoveUpperDate",
    "NotEstablished",
    "Note",
    "NoteConcern",
    "NoteLead",
    "NoteObstruction",
    "OpenLetterBox",
    "Papers",
    "PassOn",
    "PlanTalk",
    "PlanTalks",
    "ProposeRoute",
    "RaiseFinding",
    "ReadDocuments",
    "ReadExternal",
    "Reason",
    "Receipt",
    "ReceiveDocuments",
    "ReceiveExternal",
    "RecordCheck",
    "RecordSitting",
    "RecordSurvey",
    "RecordTalk",
    "RecordVisit",
    "RegisterPetition",
    "ReportUp",
    "Return",
    "ReturnedAbove",
    "ReviewRoute",
    "Route",
    "RouteFurther",
    "SecretaryDecidesRoutes",
    "SeeReporter",
    "SendSheet",
    "StruckOff",
    "TagFinding",
    "TakeStep",
    "TellUnit",
    "WriteBack",
    "WriteDraft",
    "WriteLetter",
    "WritePhrase",
    "offer_extensions",
    "others_of",
    "why_not_there",
]
