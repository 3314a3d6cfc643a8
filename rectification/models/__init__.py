"""What is put right, and what comes of it: feedback, plan, items, immediate fixes; common problems and their tasks.

The problem list, the task list and the responsibility list are three views of the same items, never three data sets.
What is meant for the principal alone lies in a case of its own that only he, the office and the team leader hold.
"""

from .accountability import Accountability, AccountabilityNotice
from .archive import RoundArchive
from .assessment import Assessment, Score
from .cluster import Cluster, Pair
from .common import CommonMember, CommonProblem, countable, may_show
from .copy import Copy
from .disclosure import Disclosure
from .effects import Handling, Recovery
from .evidence import VERIFIERS, EvidenceFlag, Reading
from .feedback import Feedback
from .fix import ImmediateFix
from .institution import Institution
from .item import Item, Progress
from .joint import ItemReview
from .ladder import LadderPaper
from .measure import Measure
from .message import ItemMessage
from .opinion import Opinion, OpinionProblem, audiences_left, landings_for
from .overruling import Overruling
from .plan import Plan
from .postponement import Postponement
from .report import UnitReport
from .result import ResultUse
from .self_check import SelfCheck, can_sign, not_visited
from .sheet import CriterionText, ScoreCriterion, ScoreSheet
from .suggestion import SuggestionLetter
from .survey import SatisfactionSurvey, SurveyAnswer
from .takeover import TakingOver
from .task import FollowUp, TaskReport, TrinityTask
from .unit import READERS, OfUnitQuerySet
from .visit import ReturnVisit, VisitedItem, VisitNotice, verifiers_of
from .yearly import YearlyCheck

__all__ = [
    "READERS",
    "VERIFIERS",
    "Accountability",
    "AccountabilityNotice",
    "Assessment",
    "Cluster",
    "CommonMember",
    "CommonProblem",
    "Copy",
    "CriterionText",
    "Disclosure",
    "EvidenceFlag",
    "Feedback",
    "FollowUp",
    "Handling",
    "ImmediateFix",
    "Institution",
    "Item",
    "ItemMessage",
    "ItemReview",
    "LadderPaper",
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
    "RoundArchive",
    "SatisfactionSurvey",
    "Score",
    "ScoreCriterion",
    "ScoreSheet",
    "SelfCheck",
    "SuggestionLetter",
    "SurveyAnswer",
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
