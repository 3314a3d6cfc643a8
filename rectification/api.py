from typing import ClassVar

from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from casework.api import Things, api_paths
from casework.models import Thing
from inspections.models import Engagement, Round, Term

from . import balance, burden
from .inbox import inbox_of
from .models import (
    Accountability,
    AccountabilityNotice,
    Assessment,
    Cluster,
    CommonMember,
    CommonProblem,
    Copy,
    Disclosure,
    EvidenceFlag,
    Feedback,
    FollowUp,
    Handling,
    ImmediateFix,
    Institution,
    Item,
    ItemMessage,
    ItemReview,
    LadderPaper,
    Measure,
    Opinion,
    OpinionProblem,
    Overruling,
    Plan,
    Postponement,
    Progress,
    Recovery,
    ResultUse,
    ReturnVisit,
    RoundArchive,
    SatisfactionSurvey,
    Score,
    ScoreCriterion,
    ScoreSheet,
    SelfCheck,
    SuggestionLetter,
    TakingOver,
    TaskReport,
    TrinityTask,
    UnitReport,
    VisitedItem,
    VisitNotice,
    YearlyCheck,
)
from .views import (
    AccountabilityFilter,
    AccountabilityNoticeFilter,
    AssessmentFilter,
    CheckFilter,
    Chosen,
    ClusterFilter,
    CommonFilter,
    CopyFilter,
    DisclosureFilter,
    EvidenceFlagFilter,
    FeedbackFilter,
    FixFilter,
    FollowUpFilter,
    HandlingFilter,
    InstitutionFilter,
    ItemFilter,
    LadderFilter,
    LetterFilter,
    PostponementFilter,
    RecoveryFilter,
    ReportFilter,
    ResultFilter,
    RoundArchiveFilter,
    SelfCheckFilter,
    SurveyFilter,
    TaskFilter,
    VisitedFilter,
    VisitFilter,
    VisitNoticeFilter,
    scope_for_balance,
    with_dates,
)


class Feedbacks(Things):
    model = Feedback
    fields = (
        "number",
        "engagement",
        "audience",
        "overview",
        "demands",
        "limits",
        "held_on",
        "place",
        "chair",
        "attendees",
        "absent",
        "stated_on",
        "statement",
        "report",
    )
    related = ("engagement",)
    filterset_class = FeedbackFilter


class Opinions(Things):
    model = Opinion
    fields = ("engagement", "audience", "overview", "demands", "limits", "feedback")
    related = ("engagement", "feedback")


class OpinionProblems(Things):
    model = OpinionProblem
    fields = ("opinion", "place", "category", "problem", "manifestation", "recommendation")
    related = ("opinion",)


class Overrulings(Things):
    model = Overruling
    fields = ("about", "passage", "rule", "start", "end", "reason", "author", "on")
    related = ("author",)


class Copies(Things):
    model = Copy
    fields = ("mark", "feedback", "kind_of", "receiver", "holder", "on", "on_paper", "signed_by", "signed_on")
    related = ("feedback", "receiver")
    filterset_class = CopyFilter


class Plans(Things):
    model = Plan
    fields = ("feedback", "returned_times", "without")
    related = ("feedback__engagement__unit",)


class Items(Things):
    model = Item
    fields = (
        "number",
        "place",
        "feedback",
        "engagement",
        "problem",
        "manifestation",
        "category",
        "recommendation",
        "goal",
        "first_due_on",
        "due_on",
        "percent",
        "outcome",
        "institutions",
        "closed_on",
        "reopened_for",
        "reopened_times",
    )
    related = ("feedback", "engagement")
    filterset_class = ItemFilter

    def get_queryset(self):
        return with_dates(super().get_queryset())


class ProgressReports(Things):
    model = Progress
    fields = ("item", "on", "percent", "outcome", "done")
    related = ("item",)


class Measures(Things):
    model = Measure
    fields = (
        "item",
        "place",
        "text",
        "aim",
        "leader",
        "department",
        "person",
        "due_kind",
        "due_on",
        "done_on",
    )
    related = ("item",)


class ItemReviews(Things):
    model = ItemReview
    fields = ("item", "body", "verdict", "missing", "author", "on")
    related = ("item", "body", "author")


class Recoveries(Things):
    model = Recovery
    fields = ("item", "kind_of", "amount", "on", "paper")
    related = ("item",)
    filterset_class = RecoveryFilter


class Handlings(Things):
    model = Handling
    fields = ("item", "name", "post", "form", "on", "paper")
    related = ("item",)
    filterset_class = HandlingFilter


class Postponements(Things):
    model = Postponement
    fields = ("item", "was_due_on", "due_on", "reason", "author", "on")
    related = ("item", "author")
    filterset_class = PostponementFilter


class YearlyChecks(Things):
    model = YearlyCheck
    fields = ("item", "since", "report", "reported_on")
    related = ("item",)
    filterset_class = CheckFilter


class ItemMessages(Things):
    model = ItemMessage
    fields = ("item", "side", "text", "author", "on")
    related = ("item", "author")


class TakingsOver(Things):
    model = TakingOver
    fields = ("engagement", "principal", "items", "found_on", "signed_on")
    related = ("engagement__unit", "principal")


class UnitReports(Things):
    model = UnitReport
    fields = (
        "feedback",
        "kind_of",
        "opening",
        "organising",
        "overall",
        "by_item",
        "further",
        "drafted_on",
        "signed_by",
        "signed_on",
        "returned_times",
    )
    related = ("feedback__engagement__unit", "signed_by")
    filterset_class = ReportFilter


class Fixes(Things):
    model = ImmediateFix
    fields = (
        "number",
        "engagement",
        "problem",
        "manifestation",
        "demand",
        "due_on",
        "later_because",
        "issued_on",
        "issued_by",
        "signed_on",
        "signed_by",
        "result",
        "reported_on",
        "closed_on",
    )
    related = ("engagement", "issued_by", "signed_by")
    filterset_class = FixFilter


class EvidenceFlags(Things):
    model = EvidenceFlag
    fields = (
        "file_name",
        "kind_of",
        "reason",
        "engagement",
        "item",
        "fix",
        "raised_on",
        "question",
        "asked_on",
        "answer",
        "answered_on",
        "outcome",
        "ruling",
        "decided_by",
        "decided_on",
    )
    related = ("attachment", "engagement", "item", "fix", "decided_by")
    filterset_class = EvidenceFlagFilter


class Clusters(Things):
    model = Cluster
    fields = ("number", "term", "category", "units", "findings", "made_on", "problem")
    related = ("term", "category", "problem")
    filterset_class = ClusterFilter


class CommonProblems(Things):
    model = CommonProblem
    fields = (
        "number",
        "term",
        "title_text",
        "manifestation",
        "category",
        "cause",
        "cause_text",
        "author",
        "verified_on",
        "report",
        "meeting",
        "reported_on",
        "assessment",
        "assessed_on",
    )
    related = ("term", "category", "author", "meeting")
    filterset_class = CommonFilter


class CommonMembers(Things):
    model = CommonMember
    fields = ("problem", "finding", "found_on", "since", "left_on")
    related = ("problem", "finding")


class TrinityTasks(Things):
    model = TrinityTask
    fields = (
        "number",
        "owner",
        "role",
        "title_text",
        "about",
        "task",
        "due_on",
        "given_on",
        "signed_on",
        "handler",
        "answer",
        "answered_on",
    )
    related = ("owner", "handler")
    filterset_class = TaskFilter


class TaskReports(Things):
    model = TaskReport
    fields = ("task", "on", "done")
    related = ("task",)


class FollowUps(Things):
    model = FollowUp
    fields = ("problem", "on", "means", "owner", "seen", "demand", "author")
    related = ("problem", "owner", "author")
    filterset_class = FollowUpFilter


class SuggestionLetters(Things):
    model = SuggestionLetter
    fields = (
        "number",
        "receiver",
        "measure",
        "title_text",
        "text",
        "due_on",
        "sent_on",
        "signed_on",
        "answer",
        "answered_on",
    )
    related = ("receiver",)
    filterset_class = LetterFilter


class Institutions(Things):
    model = Institution
    fields = ("number", "kind_of", "name", "paper", "issued_on", "owner", "item", "found_on")
    related = ("owner", "item")
    filterset_class = InstitutionFilter


class SelfChecks(Things):
    model = SelfCheck
    fields = ("unit", "title_text", "text", "due_on", "sent_on", "signed_on", "outcome", "result", "answered_on")
    related = ("unit",)
    filterset_class = SelfCheckFilter


class ResultUses(Things):
    model = ResultUse
    fields = ("number", "term", "kind_of", "title_text", "about", "owner", "on", "source_number")
    related = ("term", "owner")
    filterset_class = ResultFilter


class ReturnVisits(Things):
    model = ReturnVisit
    fields = (
        "number",
        "engagement",
        "announced",
        "purpose",
        "due_on",
        "until",
        "leader",
        "people",
        "author",
        "arrived_on",
        "report",
        "reported_on",
        "meeting",
        "heard_on",
        "closed_on",
    )
    related = ("engagement", "leader", "author", "meeting")
    filterset_class = VisitFilter


class VisitedItems(Things):
    model = VisitedItem
    fields = (
        "visit",
        "number",
        "item",
        "lead",
        "score",
        "facts_text",
        "proposed",
        "why",
        "result",
        "seen",
        "on",
        "demand",
        "due_on",
        "checked_by",
        "second",
    )
    related = ("visit__engagement__unit", "item", "lead", "checked_by", "second")
    filterset_class = VisitedFilter


class VisitNotices(Things):
    model = VisitNotice
    fields = ("number", "engagement", "begins_on", "ends_on", "people", "text", "on", "signed_on")
    related = ("engagement",)
    filterset_class = VisitNoticeFilter


class ScoreSheets(Things):
    model = ScoreSheet
    fields = ("name", "since", "excellent_from", "passed_from", "basic_from", "sham_at_most", "replaces")
    related = ("replaces",)


class ScoreCriteria(Things):
    model = ScoreCriterion
    fields = ("sheet", "order", "viewpoint", "group", "text", "weight", "fact")
    related = ("sheet",)


class Assessments(Things):
    model = Assessment
    fields = (
        "engagement",
        "sheet",
        "total",
        "counted",
        "proposed_grade",
        "proposed_on",
        "why",
        "grade",
        "meeting",
        "confirmed_on",
        "objection",
        "objected_on",
        "answer",
        "answered_on",
    )
    related = ("engagement__unit", "sheet", "meeting")
    filterset_class = AssessmentFilter


class Scores(Things):
    model = Score
    fields = ("assessment", "order", "viewpoint", "group", "text", "weight", "body", "points", "reason", "author", "on")
    related = ("assessment", "body", "author")


class SatisfactionSurveys(Things):
    model = SatisfactionSurvey
    fields = ("engagement", "asked", "codes", "closes_on", "closed_on", "answers", "result")
    related = ("engagement__unit",)
    filterset_class = SurveyFilter


class RoundArchives(Things):
    model = RoundArchive
    fields = (
        "round",
        "number",
        "person",
        "on",
        "case_keep",
        "office_keep",
        "pieces",
        "files",
        "lines",
        "clues_left_out",
        "alone_left_out",
        "manifest_sha256",
        "content_sha256",
    )
    related = ("round", "person")
    filterset_class = RoundArchiveFilter


class Disclosures(Things):
    model = Disclosure
    fields = (
        "feedback",
        "kind_of",
        "heading",
        "text",
        "drafted_on",
        "submitted_on",
        "approved_by",
        "approved_on",
        "returned_times",
        "place",
        "address",
        "published_from",
        "published_until",
    )
    related = ("feedback__engagement__unit", "approved_by")
    filterset_class = DisclosureFilter


class LadderPapers(Things):
    model = LadderPaper
    fields = (
        "feedback",
        "rung",
        "number",
        "before",
        "facts_text",
        "text",
        "demand",
        "due_on",
        "prepared_on",
        "meeting",
        "issued_by",
        "issued_on",
        "signed_by",
        "signed_on",
        "answer",
        "answered_on",
        "why",
    )
    related = ("feedback__engagement__unit", "before__feedback__engagement__unit", "meeting", "issued_by", "signed_by")
    filterset_class = LadderFilter


class Accountabilities(Things):
    model = Accountability
    fields = (
        "number",
        "engagement",
        "kind_of",
        "organisation",
        "person",
        "facts",
        "item",
        "proposed_on",
        "meeting",
        "agreed_on",
        "receiver",
        "demand",
        "referred_on",
        "measure",
        "decision",
        "paper",
        "decided_on",
        "notice",
        "enforcement",
        "enforced_on",
        "published_where",
        "published_text",
        "published_on",
        "why_not",
        "closed_on",
    )
    related = ("engagement__unit", "organisation", "person", "item", "meeting", "receiver", "notice__engagement__unit")
    filterset_class = AccountabilityFilter


class AccountabilityNotices(Things):
    model = AccountabilityNotice
    fields = ("engagement", "text", "on", "signed_on")
    related = ("engagement__unit",)
    filterset_class = AccountabilityNoticeFilter


class BalanceSerializer(serializers.Serializer):
    """Where everything that was recorded has gone; every number counts matters, each by its first landing."""

    recorded = serializers.IntegerField()
    not_established = serializers.IntegerField()
    fed_back = serializers.IntegerField()
    fed_back_closed = serializers.IntegerField()
    fed_back_open = serializers.IntegerField()
    referred = serializers.IntegerField()
    referred_settled = serializers.IntegerField()
    referred_handling = serializers.IntegerField()
    referred_pending = serializers.IntegerField()
    referred_returned = serializers.IntegerField()
    clues = serializers.IntegerField()
    at_once = serializers.IntegerField()
    at_once_closed = serializers.IntegerField()
    at_once_open = serializers.IntegerField()
    open = serializers.IntegerField()
    unexplained = serializers.IntegerField()
    merged = serializers.IntegerField()
    landed = serializers.DictField(child=serializers.IntegerField())
    not_taken_up = serializers.IntegerField()
    unfinished = serializers.IntegerField()
    further = serializers.DictField(child=serializers.IntegerField())
    balanced = serializers.BooleanField()


class RoundBalance(APIView):
    """The balance of a round, for those who oversee or observe it."""

    inner = True
    serializer_class = BalanceSerializer
    model: ClassVar[type[Thing]] = Round

    def get(self, request, key):
        return Response(balance.of(scope_for_balance(request, self.model, key)).as_dict())


class EngagementBalance(RoundBalance):
    """The balance of a unit in its round, for those who oversee or observe the round."""

    model = Engagement


class TermBalance(RoundBalance):
    """The balance of a term, for those who oversee or observe it."""

    model = Term


class AskedSerializer(serializers.Serializer):
    """One thing that a unit owes: what, to whom, by when, and who of it has to act."""

    title = serializers.CharField()
    kind = serializers.CharField()
    url = serializers.CharField(allow_blank=True)
    rule = serializers.CharField()
    asker = serializers.CharField()
    word = serializers.CharField()
    asked_on = serializers.DateField()
    due_on = serializers.DateField()


class UnitInbox(APIView):
    """All that the reader's unit is asked for and he may see, the most urgent first."""

    serializer_class = AskedSerializer(many=True)

    def get(self, request):
        rows = [
            {
                "title": row.thing.title,
                "kind": row.kind,
                "url": row.thing.get_absolute_url(),
                "rule": row.date.rule.code,
                "asker": row.asker,
                "word": row.word,
                "asked_on": row.date.from_on,
                "due_on": row.date.due_on,
            }
            for row in inbox_of(request.user)
        ]
        return Response(AskedSerializer(rows, many=True).data)


class DemandSerializer(serializers.Serializer):
    """How often one unit was asked for one kind of thing by one body; ``before`` is the round before."""

    unit = serializers.CharField(source="unit_key")
    unit_name = serializers.CharField()
    kind = serializers.CharField(source="thing_kind")
    asker = serializers.CharField(allow_blank=True)
    asked = serializers.IntegerField()
    before = serializers.IntegerField()


class BurdenOfUnits(APIView):
    """What units are asked for in a round, beside the round before; ``?round=`` chooses it by its key."""

    inner = True
    serializer_class = DemandSerializer(many=True)

    def get(self, request):
        chosen = Chosen(request)
        return Response(DemandSerializer(burden.burden(chosen.round, chosen.before).lines, many=True).data)


urlpatterns = [
    path("unit-inbox/", UnitInbox.as_view(), name="unit-inbox"),
    path("burden/", BurdenOfUnits.as_view(), name="burden"),
    *api_paths("feedback", Feedbacks),
    *api_paths("opinions", Opinions),
    *api_paths("opinion-problems", OpinionProblems),
    *api_paths("overrulings", Overrulings),
    *api_paths("copies", Copies),
    *api_paths("plans", Plans),
    *api_paths("items", Items),
    *api_paths("progress", ProgressReports),
    *api_paths("measures", Measures),
    *api_paths("item-reviews", ItemReviews),
    *api_paths("amounts", Recoveries),
    *api_paths("handlings", Handlings),
    *api_paths("postponements", Postponements),
    *api_paths("yearly-checks", YearlyChecks),
    *api_paths("item-messages", ItemMessages),
    *api_paths("takings-over", TakingsOver),
    *api_paths("return-visits", ReturnVisits),
    *api_paths("visited-problems", VisitedItems),
    *api_paths("visit-notices", VisitNotices),
    *api_paths("supervision-papers", LadderPapers),
    *api_paths("accountability", Accountabilities),
    *api_paths("accountability-notices", AccountabilityNotices),
    *api_paths("fixes", Fixes),
    *api_paths("evidence-flags", EvidenceFlags),
    *api_paths("unit-reports", UnitReports),
    *api_paths("score-sheets", ScoreSheets),
    *api_paths("score-criteria", ScoreCriteria),
    *api_paths("assessments", Assessments),
    *api_paths("scores", Scores),
    *api_paths("disclosures", Disclosures),
    *api_paths("round-archives", RoundArchives),
    *api_paths("satisfaction-surveys", SatisfactionSurveys),
    *api_paths("common-suggestions", Clusters),
    *api_paths("common-problems", CommonProblems),
    *api_paths("common-findings", CommonMembers),
    *api_paths("common-tasks", TrinityTasks),
    *api_paths("task-reports", TaskReports),
    *api_paths("follow-ups", FollowUps),
    *api_paths("suggestion-letters", SuggestionLetters),
    *api_paths("institutions", Institutions),
    *api_paths("self-checks", SelfChecks),
    *api_paths("result-uses", ResultUses),
    path("rounds/<str:key>/balance/", RoundBalance.as_view(), name="balance"),
    path("engagements/<str:key>/balance/", EngagementBalance.as_view(), name="engagement-balance"),
    path("terms/<str:key>/balance/", TermBalance.as_view(), name="term-balance"),
]
