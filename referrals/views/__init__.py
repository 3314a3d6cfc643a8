"""Pages of referrals and clues. A clue's list exists only for those who hold one."""

from .clue import ClueFilter, ClueList, CluePage
from .referral import ReferralFilter, ReferralList, ReferralPage

__all__ = [
    "ClueFilter",
    "ClueList",
    "CluePage",
    "ReferralFilter",
    "ReferralList",
    "ReferralPage",
]
