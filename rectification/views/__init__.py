"""Pages of what is put right: feedback, plan and its three lists, items, immediate fixes, and the balance."""

from .balance import BalancePage, BalancePanel, balance_lines, round_for_balance
from .feedback import FeedbackFilter, FeedbackList, FeedbackPage, OfEngagement
from .fix import FixFilter, FixList, FixPage
from .item import ItemFilter, ItemList, ItemPage, ProgressPage, lamp_is
from .plan import PlanPage, ThreeLists
from .tables import with_dates

__all__ = [
    "BalancePage",
    "BalancePanel",
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
    "PlanPage",
    "ProgressPage",
    "ThreeLists",
    "balance_lines",
    "lamp_is",
    "round_for_balance",
    "with_dates",
]
