"""Pages of what is put right: feedback, plan and its three lists, items, immediate fixes, and the balance."""

from .balance import BalancePage, BalancePanel, balance_lines, round_for_balance
from .cluster import ClusterFilter, ClusterList, ClusterPage
from .common import CommonFilter, CommonList, CommonOfFinding, CommonPage, MemberPage
from .feedback import FeedbackFilter, FeedbackList, FeedbackPage, OfEngagement
from .fix import FixFilter, FixList, FixPage
from .institution import (
    InstitutionFilter,
    InstitutionList,
    InstitutionPage,
    InstitutionsOfProblem,
    ResultFilter,
    ResultList,
    ResultPage,
)
from .item import ItemFilter, ItemList, ItemPage, ProgressPage, lamp_is
from .party import (
    FollowUpFilter,
    FollowUpList,
    FollowUpPage,
    FollowUpsOfProblem,
    LetterFilter,
    LetterList,
    LetterPage,
    LettersOfProblem,
    OfProblem,
    TaskFilter,
    TaskList,
    TaskPage,
    TaskReportPage,
)
from .patterns import PatternsPage
from .plan import PlanPage, ThreeLists
from .self_check import SelfCheckFilter, SelfCheckList, SelfCheckPage, SelfChecksOfProblem
from .tables import with_dates

__all__ = [
    "BalancePage",
    "BalancePanel",
    "ClusterFilter",
    "ClusterList",
    "ClusterPage",
    "CommonFilter",
    "CommonList",
    "CommonOfFinding",
    "CommonPage",
    "FeedbackFilter",
    "FeedbackList",
    "FeedbackPage",
    "FixFilter",
    "FixList",
    "FixPage",
    "FollowUpFilter",
    "FollowUpList",
    "FollowUpPage",
    "FollowUpsOfProblem",
    "InstitutionFilter",
    "InstitutionList",
    "InstitutionPage",
    "InstitutionsOfProblem",
    "ItemFilter",
    "ItemList",
    "ItemPage",
    "LetterFilter",
    "LetterList",
    "LetterPage",
    "LettersOfProblem",
    "MemberPage",
    "OfEngagement",
    "OfProblem",
    "PatternsPage",
    "PlanPage",
    "ProgressPage",
    "ResultFilter",
    "ResultList",
    "ResultPage",
    "SelfCheckFilter",
    "SelfCheckList",
    "SelfCheckPage",
    "SelfChecksOfProblem",
    "TaskFilter",
    "TaskList",
    "TaskPage",
    "TaskReportPage",
    "ThreeLists",
    "balance_lines",
    "lamp_is",
    "round_for_balance",
    "with_dates",
]
