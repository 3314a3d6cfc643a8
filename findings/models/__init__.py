"""How we know and what we found, and where each thing found is to land.

One matter, one paper (一事一稿). A paper that the leader signs may become a finding; a confirmed finding is routed,
and every routing is written down as a ``Landing``. Where a finding was sealed away, a stub stays: its number, and the
day on which it left.
"""

from .finding import Finding, FindingQuerySet
from .landing import Landing, LandingQuerySet
from .paper import WorkingPaper, WorkingPaperQuerySet

__all__ = [
    "Finding",
    "FindingQuerySet",
    "Landing",
    "LandingQuerySet",
    "WorkingPaper",
    "WorkingPaperQuerySet",
]
