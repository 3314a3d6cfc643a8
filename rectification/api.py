from django.urls import path
from rest_framework import serializers
from rest_framework.response import Response
from rest_framework.views import APIView

from casework.api import Things, api_paths
from casework.views import today

from . import balance
from .models import Copy, Feedback, ImmediateFix, Item, Opinion, OpinionProblem, Overruling, Plan, Progress
from .views import CopyFilter, FeedbackFilter, FixFilter, ItemFilter, round_for_balance, with_dates


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
    fields = ("feedback", "returned_times")
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
        "measures",
        "leader",
        "department",
        "person",
        "due_kind",
        "due_on",
        "percent",
        "outcome",
        "institutions",
        "closed_on",
    )
    related = ("feedback", "engagement")
    filterset_class = ItemFilter

    def get_queryset(self):
        return with_dates(super().get_queryset())


class ProgressReports(Things):
    model = Progress
    fields = ("item", "on", "percent", "done")
    related = ("item",)


class Fixes(Things):
    model = ImmediateFix
    fields = ("number", "engagement", "problem", "manifestation", "demand", "due_on", "result")
    related = ("engagement",)
    filterset_class = FixFilter


class BalanceSerializer(serializers.Serializer):
    """Where everything that a round recorded has gone."""

    recorded = serializers.IntegerField()
    landed = serializers.DictField(child=serializers.IntegerField())
    dropped = serializers.IntegerField()
    open = serializers.IntegerField()
    unexplained = serializers.IntegerField()
    not_taken_up = serializers.IntegerField()
    unfinished = serializers.IntegerField()
    further = serializers.DictField(child=serializers.IntegerField())
    balanced = serializers.BooleanField()


class RoundBalance(APIView):
    """The balance of a round, for those who oversee or observe it."""

    inner = True
    serializer_class = BalanceSerializer

    def get(self, request, key):
        return Response(balance.of(round_for_balance(request, key), today()).as_dict())


urlpatterns = [
    *api_paths("feedback", Feedbacks),
    *api_paths("opinions", Opinions),
    *api_paths("opinion-problems", OpinionProblems),
    *api_paths("overrulings", Overrulings),
    *api_paths("copies", Copies),
    *api_paths("plans", Plans),
    *api_paths("items", Items),
    *api_paths("progress", ProgressReports),
    *api_paths("fixes", Fixes),
    path("rounds/<str:key>/balance/", RoundBalance.as_view(), name="balance"),
]
