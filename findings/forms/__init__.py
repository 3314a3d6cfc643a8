"""What papers, findings and routing ask for."""

from casework.forms import Note, Reason

from .finding import FINDING_FIELDS, ROUTES_OFFERED, EnterUpperFinding, RaiseFinding, Route, RouteFurther, why_not_there
from .paper import PAPER_FIELDS, FilePaper

__all__ = [
    "FINDING_FIELDS",
    "PAPER_FIELDS",
    "ROUTES_OFFERED",
    "EnterUpperFinding",
    "FilePaper",
    "Note",
    "RaiseFinding",
    "Reason",
    "Route",
    "RouteFurther",
    "why_not_there",
]
