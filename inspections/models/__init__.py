"""The round: who is sent where, by whose authority, with which rules.

Teams are built anew for each round and authorised for it alone; when a team is dissolved its powers end. An
``Engagement`` is one unit inspected in one round: the case on which team, unit and office hold their words.
"""

from .category import (
    Category,
    CategorySet,
    CategorySetQuerySet,
    CategoryText,
    Discipline,
    OwnCategory,
    OwnCategoryQuerySet,
    OwnSet,
    OwnSetQuerySet,
)
from .conduct import Addition, InterferenceQuerySet, InterferenceRecord
from .engagement import Engagement, EngagementQuerySet, TeamReport, TeamReportQuerySet
from .plan import AnnualPlan, PlanningQuerySet, UpperInspection
from .pledge import Pledge, PledgeQuerySet
from .priority import Priority, PriorityQuerySet
from .recusal import Recusal, RecusalQuerySet
from .round import Meeting, MeetingQuerySet, Round, RoundQuerySet
from .secondment import Appraisal, AppraisalQuerySet, Grade, Secondment, SecondmentQuerySet, without_consent
from .team import Posting, PostingQuerySet, Team, TeamQuerySet
from .term import Term, TermQuerySet

__all__ = [
    "Addition",
    "AnnualPlan",
    "Appraisal",
    "AppraisalQuerySet",
    "Category",
    "CategorySet",
    "CategorySetQuerySet",
    "CategoryText",
    "Discipline",
    "Engagement",
    "EngagementQuerySet",
    "Grade",
    "InterferenceQuerySet",
    "InterferenceRecord",
    "Meeting",
    "MeetingQuerySet",
    "OwnCategory",
    "OwnCategoryQuerySet",
    "OwnSet",
    "OwnSetQuerySet",
    "PlanningQuerySet",
    "Pledge",
    "PledgeQuerySet",
    "Posting",
    "PostingQuerySet",
    "Priority",
    "PriorityQuerySet",
    "Recusal",
    "RecusalQuerySet",
    "Round",
    "RoundQuerySet",
    "Secondment",
    "SecondmentQuerySet",
    "Team",
    "TeamQuerySet",
    "TeamReport",
    "TeamReportQuerySet",
    "Term",
    "TermQuerySet",
    "UpperInspection",
    "without_consent",
]
