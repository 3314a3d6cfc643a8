"""What asking, sending, answering and settling ask for."""

from casework.forms import Note, Papers, Reason

from .clue import AmendClue, DecideClue, NameOverseers, ProposeClue, PutUnderSeal, SendSealedLetter, StudyClue
from .dates import WhichOfMatter
from .handover import Dispose, KeepForLater, Progress, Reply, ReplyPaper, SendAgain, TakeUp
from .letter import TO_DEPARTMENTS, SendLetter
from .preparing import Prepare
from .receiver import receivers
from .request import Accept, Answer, AnswerToLead, AskFunctionalUnit, Decide, Decline, Judge

__all__ = [
    "TO_DEPARTMENTS",
    "Accept",
    "AmendClue",
    "Answer",
    "AnswerToLead",
    "AskFunctionalUnit",
    "Decide",
    "DecideClue",
    "Decline",
    "Dispose",
    "Judge",
    "KeepForLater",
    "NameOverseers",
    "Note",
    "Papers",
    "Prepare",
    "Progress",
    "ProposeClue",
    "PutUnderSeal",
    "Reason",
    "Reply",
    "ReplyPaper",
    "SendAgain",
    "SendLetter",
    "SendSealedLetter",
    "StudyClue",
    "TakeUp",
    "WhichOfMatter",
    "receivers",
]
