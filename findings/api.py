from casework.api import Things, api_paths

from .forms import FINDING_FIELDS, PAPER_FIELDS
from .models import Finding, Landing, WorkingPaper
from .views import FindingFilter, LandingFilter, PaperFilter


class Papers(Things):
    model = WorkingPaper
    fields = ("number", "engagement", "author", *PAPER_FIELDS)
    related = ("engagement", "author", "second")
    filterset_class = PaperFilter


class Findings(Things):
    model = Finding
    fields = ("number", "engagement", "paper", "upper_source", "left_on", *FINDING_FIELDS)
    related = ("engagement", "paper", "category")
    filterset_class = FindingFilter


class Landings(Things):
    model = Landing
    fields = ("finding", "kind_of", "first", "receiver", "decided_on", "decision")
    related = ("finding", "receiver")
    filterset_class = LandingFilter


urlpatterns = [
    *api_paths("papers", Papers),
    *api_paths("findings", Findings),
    *api_paths("landings", Landings),
]
