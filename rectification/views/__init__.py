"""Pages of what is put right: feedback, plan and its three lists, items, immediate fixes, and the balance."""

from .balance import BalancePage, BalancePanel, balance_lines, round_for_balance
from .copy import CopyFilter, CopyList, CopyPage, CopyPaper
from .feedback import FeedbackFilter, FeedbackList, FeedbackPage, OfEngagement
from .fix import FixFilter, FixList, FixPage
from .item import ItemFilter, ItemList, ItemPage, ProgressPage, lamp_is
from .opinion import (
    OpinionList,
    OpinionPage,
    OpinionProblemPage,
    OpinionsOfEngagement,
    OverrulingList,
    OverrulingPage,
)
from .plan import PlanPage, ThreeLists
from .tables import with_dates

__all__ = [
    "BalancePage",
    "BalancePanel",
    "CopyFilter",
    "CopyList",
    "CopyPage",
    "CopyPaper",
    "FeedbackFilter",
    "FeedbackList",
    "FeedbackPage",
    "FixFilter",
    "FixList",
    "FixPage",
    "ItemFilter",
    "ItemList",
    "ItemPage",
    "OfEngagement",
    "OpinionList",
    "OpinionPage",
    "OpinionProblemPage",
    "OpinionsOfEngagement",
    "OverrulingList",
    "OverrulingPage",
    "PlanPage",
    "ProgressPage",
    "ThreeLists",
    "balance_lines",
    "lamp_is",
    "round_for_balance",
    "with_dates",
]
