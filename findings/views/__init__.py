"""Pages of working papers, findings and landings; and the panels that an engagement's page asks for."""

from .finding import FindingFilter, FindingList, FindingPage, FindingsOfEngagement, OfEngagement
from .landing import LandingFilter, LandingList, LandingPage
from .paper import PaperFilter, PaperList, PaperPage
from .tables import FINDING_COLUMNS, LANDING_COLUMNS, PAPER_COLUMNS

__all__ = [
    "FINDING_COLUMNS",
    "LANDING_COLUMNS",
    "PAPER_COLUMNS",
    "FindingFilter",
    "FindingList",
    "FindingPage",
    "FindingsOfEngagement",
    "LandingFilter",
    "LandingList",
    "LandingPage",
    "OfEngagement",
    "PaperFilter",
    "PaperList",
    "PaperPage",
]
