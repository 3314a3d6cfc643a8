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
from .discipline import (
    HOLDS,
    Admonition,
    AdmonitionQuerySet,
    ConductMatter,
    ConductMatterQuerySet,
    Handler,
    LeakIncident,
    LeakIncidentQuerySet,
    Outcome,
)
from .engagement import Engagement, EngagementQuerySet, TeamReport, TeamReportQuerySet
from .leave import Leave, LeaveQuerySet
from .plan import AnnualPlan, PlanningQuerySet, UpperInspection
from .pledge import Pledge, PledgeQuerySet
from .priority import Priority, PriorityQuerySet
from .recusal import Recusal, RecusalQuerySet
from .round import Meeting, MeetingQuerySet, Round, RoundQuerySet
from .team import Posting, PostingQuerySet, Team, TeamQuerySet
from .term import Term, TermQuerySet

__all__ = [
    "HOLDS",
    "Addition",
    "Admonition",
    "AdmonitionQuerySet",
    "AnnualPlan",
    "Category",
    "CategorySet",
    "CategorySetQuerySet",
    "CategoryText",
    "ConductMatter",
    "ConductMatterQuerySet",
    "Discipline",
    "Engagement",
    "EngagementQuerySet",
    "Handler",
    "InterferenceQuerySet",
    "InterferenceRecord",
    "LeakIncident",
    "LeakIncidentQuerySet",
    "Leave",
    "LeaveQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Outcome",
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
    "Team",
    "TeamQuerySet",
    "TeamReport",
    "TeamReportQuerySet",
    "Term",
    "TermQuerySet",
    "UpperInspection",
]
