"""Pages of letters, referrals, clues and requests. A clue's list exists only for those who hold one."""

from .answers import AnswersToClues, AnswersToReferrals
from .clue import ClueDoor, ClueFilter, ClueLedgerDoor, ClueList, CluePage, DatesOfClue
from .inbox import ClueInbox, ReferralInbox
from .letter import (
    LetterFilter,
    LettersOfRound,
    PackageOfLetter,
    PackageOfSealedLetter,
    SealedLetterFilter,
    SealedLetterList,
    SealedLetterPage,
    TransferLetterList,
    TransferLetterPage,
)
from .referral import DatesOfReferral, ReferralFilter, ReferralList, ReferralPage
from .request import RequestFilter, RequestList, RequestPage, RequestsOfEngagement, RequestsOfRound

__all__ = [
    "AnswersToClues",
    "AnswersToReferrals",
    "ClueDoor",
    "ClueFilter",
    "ClueInbox",
    "ClueLedgerDoor",
    "ClueList",
    "CluePage",
    "DatesOfClue",
    "DatesOfReferral",
    "LetterFilter",
    "LettersOfRound",
    "PackageOfLetter",
    "PackageOfSealedLetter",
    "ReferralFilter",
    "ReferralInbox",
    "ReferralList",
    "ReferralPage",
    "RequestFilter",
    "RequestList",
    "RequestPage",
    "RequestsOfEngagement",
    "RequestsOfRound",
    "SealedLetterFilter",
    "SealedLetterList",
    "SealedLetterPage",
    "TransferLetterList",
    "TransferLetterPage",
]
