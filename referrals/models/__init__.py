"""What left the office: clues under seal, referrals to departments and requests to them, each with its answer.

A clue lies in a case of its own, held by the discipline commission and the head of the office alone. Its table is
sealed: the process that serves the inspected units has no grant on it. A referral is held by its receiver and the
office, a request by its receiver and whoever asked.
"""

from .clue import Clue, ClueQuerySet
from .handover import Handover
from .referral import Referral, ReferralQuerySet
from .request import FunctionalRequest, FunctionalRequestQuerySet

__all__ = [
    "Clue",
    "ClueQuerySet",
    "FunctionalRequest",
    "FunctionalRequestQuerySet",
    "Handover",
    "Referral",
    "ReferralQuerySet",
]
