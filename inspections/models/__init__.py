"""The round: who is sent where, by whose authority, with which rules.

Teams are built anew for each round and authorised for it alone; when a team is dissolved its powers end. An
``Engagement`` is one unit inspected in one round: the case on which team, unit and office hold their words.
"""

from .calendar import LocalDays, LocalDaysQuerySet
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
from .decision import Decision, DecisionQuerySet
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
from .meeting import Meeting, MeetingQuerySet
from .plan import AnnualPlan, PlanningQuerySet, UpperInspection
from .pledge import Pledge, PledgeQuerySet
from .preparation import Preparation, PreparationQuerySet, Support, SupportQuerySet
from .priority import Priority, PriorityQuerySet
from .profile import OwnProfile, OwnRule, open_to_new_rounds
from .proposal import Candidate, CandidateQuerySet, ProposedUnit, TeamProposal, TeamProposalQuerySet
from .recusal import Recusal, RecusalQuerySet
from .review import TeamReview, TeamReviewQuerySet
from .round import Round, RoundQuerySet
from .rungs import UsualRungs, UsualRungsQuerySet
from .seat import Seat, SeatQuerySet
from .secondment import Appraisal, AppraisalQuerySet, Grade, Secondment, SecondmentQuerySet, without_consent
from .team import Posting, PostingQuerySet, Team, TeamQuerySet
from .term import Term, TermQuerySet

__all__ = [
    "HOLDS",
    "Addition",
    "Admonition",
    "AdmonitionQuerySet",
    "AnnualPlan",
    "Appraisal",
    "AppraisalQuerySet",
    "Candidate",
    "CandidateQuerySet",
    "Category",
    "CategorySet",
    "CategorySetQuerySet",
    "CategoryText",
    "ConductMatter",
    "ConductMatterQuerySet",
    "Decision",
    "DecisionQuerySet",
    "Discipline",
    "Engagement",
    "EngagementQuerySet",
    "Grade",
    "Handler",
    "InterferenceQuerySet",
    "InterferenceRecord",
    "LeakIncident",
    "LeakIncidentQuerySet",
    "Leave",
    "LeaveQuerySet",
    "LocalDays",
    "LocalDaysQuerySet",
    "Meeting",
    "MeetingQuerySet",
    "Outcome",
    "OwnCategory",
    "OwnCategoryQuerySet",
    "OwnProfile",
    "OwnRule",
    "OwnSet",
    "OwnSetQuerySet",
    "PlanningQuerySet",
    "Pledge",
    "PledgeQuerySet",
    "Posting",
    "PostingQuerySet",
    "Preparation",
    "PreparationQuerySet",
    "Priority",
    "PriorityQuerySet",
    "ProposedUnit",
    "Recusal",
    "RecusalQuerySet",
    "Round",
    "RoundQuerySet",
    "Seat",
    "SeatQuerySet",
    "Secondment",
    "SecondmentQuerySet",
    "Support",
    "SupportQuerySet",
    "Team",
    "TeamProposal",
    "TeamProposalQuerySet",
    "TeamQuerySet",
    "TeamReport",
    "TeamReportQuerySet",
    "TeamReview",
    "TeamReviewQuerySet",
    "Term",
    "TermQuerySet",
    "UpperInspection",
    "UsualRungs",
    "UsualRungsQuerySet",
    "open_to_new_rounds",
    "without_consent",
]
