"""Pages of referrals, clues and requests. A clue's list exists only for those who hold one."""

from .clue import ClueFilter, ClueList, CluePage
from .referral import ReferralFilter, ReferralList, ReferralPage
from .request import RequestFilter, RequestList, RequestPage, RequestsOfEngagement, RequestsOfRound

__all__ = [
    "ClueFilter",
    "ClueList",
    "CluePage",
    "ReferralFilter",
    "ReferralList",
    "ReferralPage",
    "RequestFilter",
    "RequestList",
    "RequestPage",
    "RequestsOfEngagement",
    "RequestsOfRound",
]
