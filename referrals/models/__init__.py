"""What left the office: clues under seal, referrals to departments and requests to them, each with its answer.

A clue lies in a case of its own, held by the discipline commission and the head of the office alone. Its table is
sealed: the process that serves the inspected units has no grant on it. A referral is held by its receiver and the
office, a request by its receiver and whoever asked.
"""

from .clue import Clue, ClueQuerySet, ClueReading
from .handover import Handover, HandoverQuerySet
from .letter import Outgoing, SealedLetter, TransferLetter
from .referral import Referral, ReferralQuerySet
from .request import FunctionalRequest, FunctionalRequestQuerySet

__all__ = [
    "Clue",
    "ClueQuerySet",
    "ClueReading",
    "FunctionalRequest",
    "FunctionalRequestQuerySet",
    "Handover",
    "HandoverQuerySet",
    "Outgoing",
    "Referral",
    "ReferralQuerySet",
    "SealedLetter",
    "TransferLetter",
]
