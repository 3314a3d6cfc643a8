from django.shortcuts import get_object_or_404
from django.urls import path
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from casework.api import Things, api_paths
from inspections.models import Engagement

from .forms import FINDING_FIELDS, PAPER_FIELDS, PETITION_FIELDS, RECEIVED_FIELDS
from .models import (
    Aspect,
    Concern,
    DocumentRequest,
    Extension,
    ExternalFinding,
    FactSheet,
    FieldVisit,
    Finding,
    Handover,
    Landing,
    Lead,
    LeadStep,
    LetterAddition,
    LetterBox,
    LetterReply,
    Obstruction,
    ObstructionNotice,
    PersonalMatterCheck,
    Petition,
    Phrase,
    ReportDraft,
    RoutingStep,
    Sitting,
    Survey,
    Talk,
    Unsealing,
    UpReport,
    VisitPlan,
    WeeklyReport,
    WorkingPaper,
)
from .views import (
    AspectFilter,
    CheckFilter,
    ConcernFilter,
    DocumentFilter,
    ExtensionFilter,
    ExternalFilter,
    FindingFilter,
    HandoverFilter,
    LandingFilter,
    LeadFilter,
    LetterBoxFilter,
    NoticeFilter,
    ObstructionFilter,
    PaperFilter,
    PetitionFilter,
    PhraseFilter,
    ReportDraftFilter,
    RoutingFilter,
    SheetFilter,
    SittingFilter,
    SurveyFilter,
    TalkFilter,
    UnsealingFilter,
    VisitFilter,
    WeekFilter,
    like,
    seen_before,
)


class Papers(Things):
    model = WorkingPaper
    fields = (
        *("number", "pre_number", "engagement", "author", "written_on", *PAPER_FIELDS),
        *("reviewer", "sitting", "opinion", "signer", "signed_on", "merged_into", "sheet"),
        *("fix_demand", "fix_due_on", "fix_later_because", "fix_proposed_by"),
    )
    related = (
        *("engagement", "author", "second", "priority", "extension"),
        *("reviewer", "sitting", "signer", "merged_into", "sheet", "fix_proposed_by"),
    )
    filterset_class = PaperFilter


class Sheets(Things):
    model = FactSheet
    fields = (
        *("number", "engagement", "title_text", "facts", "sent_on"),
        *("disputed", "grounds", "answered_by", "answered_on"),
    )
    related = ("engagement__unit", "answered_by")
    filterset_class = SheetFilter


class Findings(Things):
    model = Finding
    fields = (
        "number",
        "engagement",
        "paper",
        "extension",
        "external",
        "upper_source",
        "left_on",
        *FINDING_FIELDS,
        "subject_name",
        "subject_post",
    )
    related = ("engagement", "paper", "category", "priority", "extension")
    filterset_class = FindingFilter


class ExternalFindings(Things):
    model = ExternalFinding
    fields = (
        *("number", "round", *RECEIVED_FIELDS, "returned_times", "report"),
        *("closed_on", "closing_paper"),
    )
    related = ("round", "report")
    filterset_class = ExternalFilter


class UpReports(Things):
    model = UpReport
    fields = ("number", "round", "receiver", "on", "about", "items", "finished")
    related = ("round",)


class Landings(Things):
    model = Landing
    fields = ("finding", "kind_of", "first", "receiver", "decided_on", "meeting", "decision")
    related = ("finding", "receiver", "meeting")
    filterset_class = LandingFilter


class RoutingSteps(Things):
    model = RoutingStep
    fields = ("finding", "act", "kind_of", "receiver", "changed", "meeting", "on")
    related = ("finding", "receiver", "meeting")
    filterset_class = RoutingFilter


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
        "wording",
        "named",
        "seen_on",
        "passed_to",
        "receipt",
        "conclusion",
        "author",
    )
    related = ("engagement", "author")
    filterset_class = PetitionFilter


class LetterBoxes(Things):
    model = LetterBox
    fields = ("engagement", "closes_on")
    related = ("engagement__unit",)
    filterset_class = LetterBoxFilter


class LetterReplies(Things):
    model = LetterReply
    fields = ("petition", "text", "on")
    related = ("petition",)


class LetterAdditions(Things):
    model = LetterAddition
    fields = ("petition", "text", "on")
    related = ("petition",)


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
        "chair",
        "speaker",
        "attendees",
        "agenda",
        "minutes",
        "author",
    )
    related = ("engagement", "author")
    filterset_class = SittingFilter


class Surveys(Things):
    model = Survey
    fields = (
        *("number", "engagement", "kind_of", "title_text", "group", "on", "sent_out", "returned", "valid"),
        *Survey.ANSWERS,
        "result",
        "author",
    )
    related = ("engagement", "author")
    filterset_class = SurveyFilter


class Extensions(Things):
    model = Extension
    fields = ("number", "engagement", "place", "aims_at", "reason", "author", "asked_on", "decided_on")
    related = ("engagement", "place", "author")
    filterset_class = ExtensionFilter


class VisitPlans(Things):
    model = VisitPlan
    fields = ("engagement", "focus", "methods", "schedule", "author", "adopted_on")
    related = ("engagement", "author")


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


class WeeklyReports(Things):
    model = WeeklyReport
    fields = ("number", "engagement", "begins_on", "on", *WeeklyReport.NUMBERS, "plan", "remarks", "author")
    related = ("engagement", "author")
    filterset_class = WeekFilter


class Obstructions(Things):
    model = Obstruction
    fields = (
        "number",
        "engagement",
        "kind_of",
        "on",
        "facts",
        "documents",
        "author",
        "outcome",
        "decision",
        "decided_on",
        "notice",
    )
    related = ("engagement", "documents", "author", "notice")
    filterset_class = ObstructionFilter


class ObstructionNotices(Things):
    model = ObstructionNotice
    fields = ("engagement", "on", "text", "signed_on")
    related = ("engagement__unit",)
    filterset_class = NoticeFilter


class Handovers(Things):
    model = Handover
    fields = ("number", "engagement", "giver", "taker", "numbers", "about", "on", "taken_on", "author")
    related = ("engagement", "giver", "taker", "author")
    filterset_class = HandoverFilter


class AlikeSerializer(serializers.Serializer):
    """A finding that the reader may see and that reads like another; without a likeness it is of the same category."""

    key = serializers.CharField()
    number = serializers.CharField()
    title = serializers.CharField()
    unit = serializers.CharField(source="engagement.unit.name")
    round = serializers.CharField(source="engagement.round.name")
    group = serializers.CharField(help_text="here, again, upper, elsewhere or earlier")
    likeness = serializers.FloatField(default=None, allow_null=True)
    url = serializers.CharField(source="get_absolute_url")


class Alike(APIView):
    """What is like a finding."""

    model = Finding

    @extend_schema(responses=AlikeSerializer(many=True))
    def get(self, request, key):
        things = Finding.objects.visible_to(request.user).select_related("engagement__round", "category")
        return Response(AlikeSerializer(like(request.user, get_object_or_404(things, key=key)), many=True).data)


class SeenBeforeOverApi(APIView):
    """What is like a problem that is being written."""

    inner = True
    model = Engagement

    @extend_schema(
        responses=AlikeSerializer(many=True),
        parameters=[OpenApiParameter("title", required=True), OpenApiParameter("category", description="its name")],
    )
    def get(self, request, key):
        things = Engagement.objects.visible_to(request.user).select_related("round")
        engagement = get_object_or_404(things, key=key)
        asked = {name: request.query_params.get(name, "").replace("\0", "")[:200] for name in ("title", "category")}
        return Response(AlikeSerializer(seen_before(request.user, engagement, **asked), many=True).data)


class ReportDrafts(Things):
    model = ReportDraft
    fields = ("engagement", "overview", "problems", "suggestions", "writer", "written_on")
    related = ("engagement__unit", "writer")
    filterset_class = ReportDraftFilter


class Phrases(Things):
    model = Phrase
    fields = ("kind_of", "topic", "text")
    filterset_class = PhraseFilter


urlpatterns = [
    *api_paths("report-drafts", ReportDrafts),
    *api_paths("phrases", Phrases),
    path("findings/<str:key>/alike/", Alike.as_view(), name="alike"),
    path("engagements/<str:key>/seen-before/", SeenBeforeOverApi.as_view(), name="seen-before"),
    *api_paths("obstructions", Obstructions),
    *api_paths("notices-on-cooperation", ObstructionNotices),
    *api_paths("weekly-reports", WeeklyReports),
    *api_paths("handovers", Handovers),
    *api_paths("concerns", Concerns),
    *api_paths("aspects", Aspects),
    *api_paths("leads", Leads),
    *api_paths("lead-steps", LeadSteps),
    *api_paths("talks", Talks),
    *api_paths("petitions", Petitions),
    *api_paths("letter-boxes", LetterBoxes),
    *api_paths("letter-replies", LetterReplies),
    *api_paths("letter-additions", LetterAdditions),
    *api_paths("unsealings", Unsealings),
    *api_paths("documents", DocumentRequests),
    *api_paths("visits", FieldVisits),
    *api_paths("personal-matter-checks", PersonalMatterChecks),
    *api_paths("surveys", Surveys),
    *api_paths("extensions", Extensions),
    *api_paths("visit-plans", VisitPlans),
    *api_paths("sittings", Sittings),
    *api_paths("papers", Papers),
    *api_paths("sheets", Sheets),
    *api_paths("findings", Findings),
    *api_paths("external-findings", ExternalFindings),
    *api_paths("up-reports", UpReports),
    *api_paths("landings", Landings),
    *api_paths("routing-steps", RoutingSteps),
]
