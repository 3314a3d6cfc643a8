"""What asking, sending, answering and settling ask for."""

from casework.forms import Note, Papers, Reason

from .handover import Dispose, Reply
from .preparing import Prepare
from .request import Accept, Answer, AnswerToLead, AskFunctionalUnit, Decide, Decline, Judge

__all__ = [
    "Accept",
    "Answer",
    "AnswerToLead",
    "AskFunctionalUnit",
    "Decide",
    "Decline",
    "Dispose",
    "Judge",
    "Note",
    "Papers",
    "Prepare",
    "Reason",
    "Reply",
]
