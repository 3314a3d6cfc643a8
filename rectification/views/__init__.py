"""Pages of what is put right: feedback, plan and its three lists, items, immediate fixes, and the balance."""

from .balance import (
    BalanceOfEngagement,
    BalanceOfTerm,
    BalancePage,
    BalancePanel,
    BalanceRows,
    PanelOfEngagement,
    PanelOfTerm,
    RowsOfEngagement,
    RowsOfTerm,
    balance_lines,
    scope_for_balance,
)
from .feedback import FeedbackFilter, FeedbackList, FeedbackPage, OfEngagement
from .fix import FixFilter, FixList, FixPage
from .item import ItemFilter, ItemList, ItemPage, ProgressPage, lamp_is
from .plan import PlanPage, ThreeLists
from .tables import with_dates
from .thread import ThreadPage

__all__ = [
    "BalanceOfEngagement",
    "BalanceOfTerm",
    "BalancePage",
    "BalancePanel",
    "BalanceRows",
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
    "PanelOfEngagement",
    "PanelOfTerm",
    "PlanPage",
    "ProgressPage",
    "RowsOfEngagement",
    "RowsOfTerm",
    "ThreadPage",
    "ThreeLists",
    "balance_lines",
    "lamp_is",
    "scope_for_balance",
    "with_dates",
]
