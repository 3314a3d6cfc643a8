from casework.api import Things, api_paths

from .forms import FINDING_FIELDS, PAPER_FIELDS, PETITION_FIELDS
from .models import (
    Aspect,
    Concern,
    DocumentRequest,
    FieldVisit,
    Finding,
    Handover,
    Landing,
    Lead,
    LeadStep,
    PersonalMatterCheck,
    Petition,
    Sitting,
    Talk,
    Unsealing,
    WorkingPaper,
)
from .views import (
    AspectFilter,
    CheckFilter,
    ConcernFilter,
    DocumentFilter,
    FindingFilter,
    HandoverFilter,
    LandingFilter,
    LeadFilter,
    PaperFilter,
    PetitionFilter,
    SittingFilter,
    TalkFilter,
    UnsealingFilter,
    VisitFilter,
)


class Papers(Things):
    model = WorkingPaper
    fields = ("number", "engagement", "author", *PAPER_FIELDS)
    related = ("engagement", "author", "second", "priority")
    filterset_class = PaperFilter


class Findings(Things):
    model = Finding
    fields = ("number", "engagement", "paper", "upper_source", "left_on", *FINDING_FIELDS)
    related = ("engagement", "paper", "category", "priority")
    filterset_class = FindingFilter


class Landings(Things):
    model = Landing
    fields = ("finding", "kind_of", "first", "receiver", "decided_on", "decision")
    related = ("finding", "receiver")
    filterset_class = LandingFilter


class Leads(Things):
    model = Lead
    fields = (
        "number",
        "engagement",
        "title_text",
        "about",
        "category",
        "source_number",
        "author",
        "on",
        "conclusion",
        "paper",
    )
    related = ("engagement", "category", "author", "paper")
    filterset_class = LeadFilter


class LeadSteps(Things):
    model = LeadStep
    fields = ("lead", "means", "on", "result", "author")
    related = ("lead", "author")


class Talks(Things):
    model = Talk
    fields = (
        "number",
        "engagement",
        "name",
        "post",
        "organisation_name",
        "group",
        "due_on",
        "on",
        "place",
        "author",
        "second",
        "recorder",
        "minutes",
        "signed",
        "summary",
    )
    related = ("engagement", "author", "second", "recorder")
    filterset_class = TalkFilter


class Petitions(Things):
    model = Petition
    fields = (
        "number",
        "engagement",
        *PETITION_FIELDS,
        "named",
        "seen_on",
        "passed_to",
        "receipt",
        "conclusion",
        "author",
    )
    related = ("engagement", "author")
    filterset_class = PetitionFilter


class Unsealings(Things):
    model = Unsealing
    fields = ("number", "petition", "asked_by", "motive", "until")
    related = ("petition", "asked_by")
    filterset_class = UnsealingFilter


class DocumentRequests(Things):
    model = DocumentRequest
    fields = (
        "number",
        "engagement",
        "title_text",
        "keeper",
        "due_on",
        "received_on",
        "returned_on",
        "truthful",
        "pages",
        "author",
    )
    related = ("engagement", "author")
    filterset_class = DocumentFilter


class FieldVisits(Things):
    model = FieldVisit
    fields = ("number", "engagement", "place", "on", "met", "seen", "author")
    related = ("engagement", "author")
    filterset_class = VisitFilter


class PersonalMatterChecks(Things):
    model = PersonalMatterCheck
    fields = ("number", "engagement", "name", "post", "report", "on", "agrees", "result", "author")
    related = ("engagement", "author")
    filterset_class = CheckFilter


class Sittings(Things):
    model = Sitting
    fields = (
        "number",
        "engagement",
        "kind_of",
        "title_text",
        "on",
        "place",
        "speaker",
        "attendees",
        "minutes",
        "author",
    )
    related = ("engagement", "author")
    filterset_class = SittingFilter


class Concerns(Things):
    model = Concern
    fields = ("talk", "name", "post", "matter", "author", "on")
    related = ("talk", "author")
    filterset_class = ConcernFilter


class Aspects(Things):
    model = Aspect
    fields = ("number", "engagement", "category", "result", "means", "on", "text", "author")
    related = ("engagement", "category", "author")
    filterset_class = AspectFilter


class Handovers(Things):
    model = Handover
    fields = ("number", "engagement", "giver", "taker", "numbers", "about", "on", "taken_on", "author")
    related = ("engagement", "giver", "taker", "author")
    filterset_class = HandoverFilter


urlpatterns = [
    *api_paths("handovers", Handovers),
    *api_paths("concerns", Concerns),
    *api_paths("aspects", Aspects),
    *api_paths("leads", Leads),
    *api_paths("lead-steps", LeadSteps),
    *api_paths("talks", Talks),
    *api_paths("petitions", Petitions),
    *api_paths("unsealings", Unsealings),
    *api_paths("documents", DocumentRequests),
    *api_paths("visits", FieldVisits),
    *api_paths("personal-matter-checks", PersonalMatterChecks),
    *api_paths("sittings", Sittings),
    *api_paths("papers", Papers),
    *api_paths("findings", Findings),
    *api_paths("landings", Landings),
]
