"""Pages of terms, rounds, teams and engagements."""

from .category import (
    CategorySetList,
    CategorySetPage,
    OwnCategoryPage,
    OwnSetPage,
    PriorityFilter,
    PriorityList,
    PriorityPage,
)
from .conduct import AdditionPage, InterferenceFilter, InterferenceList, InterferencePage
from .coverage import CoverageFilter, CoverageLedger, CoverageList
from .decision import DecisionFilter, DecisionList, DecisionPage, DecisionsOfRound, OpenDecisions
from .engagement import EngagementFilter, EngagementList, EngagementPage, MyEngagements, TeamReportPage
from .meeting import MeetingFilter, MeetingList, MeetingPage
from .plan import PlanList, PlanPage, UpperFilter, UpperList, UpperPage, year_by_year
from .pledge import PledgeFilter, PledgeList, PledgePage
from .preparation import (
    PreparationFilter,
    PreparationList,
    PreparationPage,
    PreparationsOfEngagement,
    SupportFilter,
    SupportList,
    SupportOfRound,
    SupportPage,
)
from .proposal import CandidateList, ProposalPage, SwapDoor
from .recusal import RecusalFilter, RecusalList, RecusalPage
from .round import LiveRounds, RoundFilter, RoundList, RoundPage
from .seat import ReadOut, ReadOutBook, SeatFilter, SeatList, SeatPage
from .tables import (
    DECISION_COLUMNS,
    ENGAGEMENT_COLUMNS,
    MEETING_COLUMNS,
    POSTING_COLUMNS,
    RECUSAL_COLUMNS,
    REPORT_COLUMNS,
    ROUND_COLUMNS,
    TEAM_COLUMNS,
    children,
)
from .team import PostingPage, TeamPage
from .term import TermList, TermPage

__all__ = [
    "DECISION_COLUMNS",
    "ENGAGEMENT_COLUMNS",
    "MEETING_COLUMNS",
    "POSTING_COLUMNS",
    "RECUSAL_COLUMNS",
    "REPORT_COLUMNS",
    "ROUND_COLUMNS",
    "TEAM_COLUMNS",
    "AdditionPage",
    "CandidateList",
    "CategorySetList",
    "CategorySetPage",
    "CoverageFilter",
    "CoverageLedger",
    "CoverageList",
    "DecisionFilter",
    "DecisionList",
    "DecisionPage",
    "DecisionsOfRound",
    "EngagementFilter",
    "EngagementList",
    "EngagementPage",
    "InterferenceFilter",
    "InterferenceList",
    "InterferencePage",
    "LiveRounds",
    "MeetingFilter",
    "MeetingList",
    "MeetingPage",
    "MyEngagements",
    "OpenDecisions",
    "OwnCategoryPage",
    "OwnSetPage",
    "PlanList",
    "PlanPage",
    "PledgeFilter",
    "PledgeList",
    "PledgePage",
    "PostingPage",
    "PreparationFilter",
    "PreparationList",
    "PreparationPage",
    "PreparationsOfEngagement",
    "PriorityFilter",
    "PriorityList",
    "PriorityPage",
    "ProposalPage",
    "ReadOut",
    "ReadOutBook",
    "RecusalFilter",
    "RecusalList",
    "RecusalPage",
    "RoundFilter",
    "RoundList",
    "RoundPage",
    "SeatFilter",
    "SeatList",
    "SeatPage",
    "SupportFilter",
    "SupportList",
    "SupportOfRound",
    "SupportPage",
    "SwapDoor",
    "TeamPage",
    "TeamReportPage",
    "TermList",
    "TermPage",
    "UpperFilter",
    "UpperList",
    "UpperPage",
    "children",
    "year_by_year",
]
