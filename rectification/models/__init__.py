"""What is put right: feedback, plan, items with their progress, immediate fixes.

The problem list, the task list and the responsibility list are three views of the same items, never three data sets.
What is meant for the principal alone lies in a case of its own that only he, the office and the team leader hold.
"""

from .copy import Copy
from .feedback import Feedback
from .fix import ImmediateFix
from .item import Item, Progress
from .opinion import Opinion, OpinionProblem, audiences_left, landings_for
from .overruling import Overruling
from .plan import Plan
from .unit import READERS, OfUnitQuerySet

__all__ = [
    "READERS",
    "Copy",
    "Feedback",
    "ImmediateFix",
    "Item",
    "OfUnitQuerySet",
    "Opinion",
    "OpinionProblem",
    "Overruling",
    "Plan",
    "Progress",
    "audiences_left",
    "landings_for",
]
