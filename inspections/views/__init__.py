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
from .engagement import EngagementFilter, EngagementList, EngagementPage, MyEngagements, TeamReportPage
from .plan import PlanList, PlanPage, UpperFilter, UpperList, UpperPage, year_by_year
from .pledge import PledgeFilter, PledgeList, PledgePage
from .recusal import RecusalFilter, RecusalList, RecusalPage
from .round import LiveRounds, MeetingPage, RoundFilter, RoundList, RoundPage
from .secondment import AppraisalPage, SecondmentFilter, SecondmentList, SecondmentPage, SecondmentsOfRound
from .tables import (
    ENGAGEMENT_COLUMNS,
    MEETING_COLUMNS,
    POSTING_COLUMNS,
    RECUSAL_COLUMNS,
    REPORT_COLUMNS,
    ROUND_COLUMNS,
    SECONDMENT_COLUMNS,
    TEAM_COLUMNS,
    children,
)
from .team import PostingPage, TeamPage
from .term import TermList, TermPage

__all__ = [
    "ENGAGEMENT_COLUMNS",
    "MEETING_COLUMNS",
    "POSTING_COLUMNS",
    "RECUSAL_COLUMNS",
    "REPORT_COLUMNS",
    "ROUND_COLUMNS",
    "SECONDMENT_COLUMNS",
    "TEAM_COLUMNS",
    "AdditionPage",
    "AppraisalPage",
    "CategorySetList",
    "CategorySetPage",
    "CoverageFilter",
    "CoverageLedger",
    "CoverageList",
    "EngagementFilter",
    "EngagementList",
    "EngagementPage",
    "InterferenceFilter",
    "InterferenceList",
    "InterferencePage",
    "LiveRounds",
    "MeetingPage",
    "MyEngagements",
    "OwnCategoryPage",
    "OwnSetPage",
    "PlanList",
    "PlanPage",
    "PledgeFilter",
    "PledgeList",
    "PledgePage",
    "PostingPage",
    "PriorityFilter",
    "PriorityList",
    "PriorityPage",
    "RecusalFilter",
    "RecusalList",
    "RecusalPage",
    "RoundFilter",
    "RoundList",
    "RoundPage",
    "SecondmentFilter",
    "SecondmentList",
    "SecondmentPage",
    "SecondmentsOfRound",
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
