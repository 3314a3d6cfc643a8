"""What is put right, and what comes of it: feedback, plan, items, immediate fixes; common problems and their tasks.

The problem list, the task list and the responsibility list are three views of the same items, never three data sets.
What is meant for the principal alone lies in a case of its own that only he, the office and the team leader hold.
"""

from .cluster import Cluster, Pair
from .common import CommonMember, CommonProblem, countable, may_show
from .copy import Copy
from .effects import Handling, Recovery
from .evidence import VERIFIERS, EvidenceFlag, Reading
from .feedback import Feedback
from .fix import ImmediateFix
from .institution import Institution
from .item import Item, Progress
from .joint import ItemReview
from .measure import Measure
from .message import ItemMessage
from .opinion import Opinion, OpinionProblem, audiences_left, landings_for
from .overruling import Overruling
from .plan import Plan
from .postponement import Postponement
from .report import UnitReport
from .result import ResultUse
from .self_check import SelfCheck, can_sign, not_visited
from .suggestion import SuggestionLetter
from .takeover import TakingOver
from .task import FollowUp, TaskReport, TrinityTask
from .unit import READERS, OfUnitQuerySet
from .visit import ReturnVisit, VisitedItem, VisitNotice, verifiers_of
from .yearly import YearlyCheck

__all__ = [
    "READERS",
    "VERIFIERS",
    "Cluster",
    "CommonMember",
    "CommonProblem",
    "Copy",
    "EvidenceFlag",
    "Feedback",
    "FollowUp",
    "Handling",
    "ImmediateFix",
    "Institution",
    "Item",
    "ItemMessage",
    "ItemReview",
    "Measure",
    "OfUnitQuerySet",
    "Opinion",
    "OpinionProblem",
    "Overruling",
    "Pair",
    "Plan",
    "Postponement",
    "Progress",
    "Reading",
    "Recovery",
    "ResultUse",
    "ReturnVisit",
    "SelfCheck",
    "SuggestionLetter",
    "TakingOver",
    "TaskReport",
    "TrinityTask",
    "UnitReport",
    "VisitNotice",
    "VisitedItem",
    "YearlyCheck",
    "audiences_left",
    "can_sign",
    "countable",
    "landings_for",
    "may_show",
    "not_visited",
    "verifiers_of",
]
