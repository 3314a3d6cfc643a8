"""What left the office: clues under seal, and referrals to departments, each with its answer.

A clue lies in a case of its own, held by the discipline commission and the head of the office alone. Its table is
sealed: the process that serves the inspected units has no grant on it. A referral is held by its receiver and the
office.
"""

from .clue import Clue, ClueQuerySet
from .handover import Handover
from .referral import Referral, ReferralQuerySet

__all__ = ["Clue", "ClueQuerySet", "Handover", "Referral", "ReferralQuerySet"]
