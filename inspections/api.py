from django.db.models import Prefetch

from casework.api import Things, api_paths

from .models import (
    Addition,
    Admonition,
    AnnualPlan,
    Appraisal,
    Candidate,
    ConductMatter,
    Decision,
    Engagement,
    InterferenceRecord,
    LeakIncident,
    Leave,
    LocalDays,
    Meeting,
    OwnCategory,
    OwnProfile,
    OwnRule,
    OwnSet,
    Pledge,
    Posting,
    Preparation,
    Priority,
    ProposedUnit,
    Recusal,
    Round,
    Seat,
    Secondment,
    Support,
    Team,
    TeamProposal,
    TeamReport,
    TeamReview,
    Term,
    UpperInspection,
    UsualRungs,
)
from .views import (
    ConductFilter,
    DecisionFilter,
    EngagementFilter,
    InterferenceFilter,
    LeakFilter,
    LeaveFilter,
    LocalDaysFilter,
    MeetingFilter,
    OwnRuleFilter,
    PledgeFilter,
    PreparationFilter,
    PriorityFilter,
    RecusalFilter,
    RoundFilter,
    SeatFilter,
    SecondmentFilter,
    SupportFilter,
    TeamReviewFilter,
    UpperFilter,
)


class Terms(Things):
    model = Term
    fields = ("name", "begins_on", "ends_on")


class Rounds(Things):
    model = Round
    fields = (
        "term",
        "number",
        "year",
        "name",
        "type",
        "mode",
        "profile",
        "category_set",
        "stays_from",
        "stays_until",
        *Round.RESTS,
    )
    related = ("term", "profile", "category_set", *Round.RESTS)
    filterset_class = RoundFilter


class Teams(Things):
    model = Team
    fields = ("round", "number", "name", "authorised_on", "paper")
    related = ("round",)


class TeamProposals(Things):
    model = TeamProposal
    fields = (
        "round",
        "place",
        "teams",
        "deputies",
        "members",
        "skills",
        "seconds",
        "load",
        "load_bound",
        "kept",
        "kept_bound",
        "exchanged",
        "reasons",
        "draft",
    )
    related = ("round",)

    def get_queryset(self):
        seats = Candidate.objects.seated().select_related("person")
        units = ProposedUnit.objects.select_related("engagement").order_by("pk")
        return super().get_queryset().prefetch_related(Prefetch("candidates", seats), Prefetch("units", units))


class Postings(Things):
    model = Posting
    fields = ("team", "person", "role", "duty", "begins_on", "ends_on", "ended_on")
    related = ("team", "person")


class Recusals(Things):
    model = Recusal
    fields = (
        "number",
        "posting",
        "unit",
        "kind_of",
        "details",
        "declared",
        "found_on",
        "grounds",
        "asked_by",
        "allowed_by",
        "allowed_on",
    )
    related = ("posting__person", "unit", "asked_by", "allowed_by")
    filterset_class = RecusalFilter


class Meetings(Things):
    model = Meeting
    fields = (
        "round",
        "term",
        "kind_of",
        "held_on",
        "place",
        "chair",
        "attendees",
        "agenda",
        "heard",
        "minutes",
        "paper",
    )
    related = ("round", "term")
    filterset_class = MeetingFilter


class Seats(Things):
    model = Seat
    fields = ("body", "person", "role", "place", "appointed_on", "paper", "left_on", "left_paper")
    related = ("body", "person")
    filterset_class = SeatFilter


class Decisions(Things):
    model = Decision
    fields = ("meeting", "text", "owner", "team", "due_on", "report", "reporter", "reported_on", "closed_on")
    related = ("meeting", "owner", "team", "reporter")
    filterset_class = DecisionFilter


class Engagements(Things):
    model = Engagement
    fields = ("round", "unit", "team", "process", "entered_on", "withdrawn_on", "fed_back_on")
    related = ("round", "unit", "team")
    filterset_class = EngagementFilter


class TeamReports(Things):
    model = TeamReport
    fields = ("engagement", "on", "text")
    related = ("engagement__unit",)


class Interference(Things):
    model = InterferenceRecord
    fields = (
        "number",
        "engagement",
        "name",
        "post",
        "relation",
        "channel",
        "on",
        "said",
        "outcome",
        "result",
        "handled_on",
    )
    related = ("engagement__unit",)
    filterset_class = InterferenceFilter


class Plans(Things):
    model = AnnualPlan
    fields = ("term", "year", "units", "rounds", "focus", "approved_on", "meeting")
    related = ("term", "meeting")


class UpperInspections(Things):
    model = UpperInspection
    fields = ("level", "body", "kind_of", "unit", "begins_on", "ends_on", "fed_back_on", "about")
    related = ("unit",)
    filterset_class = UpperFilter


class Pledges(Things):
    model = Pledge
    fields = ("posting", "edition", "made_on")
    related = ("posting__person",)
    filterset_class = PledgeFilter


class Secondments(Things):
    model = Secondment
    fields = (
        "number",
        "round",
        "person",
        "home_unit",
        "begins_on",
        "ends_on",
        "sent_on",
        "signed_on",
        "answered_on",
        "refusal",
        "proposed_from",
        "proposed_until",
        "grade",
        "appraisal",
        "appraised_on",
    )
    related = ("round", "person", "home_unit")
    filterset_class = SecondmentFilter


class Appraisals(Things):
    model = Appraisal
    fields = ("secondment", "author", "grade", "text", "on")
    related = ("secondment__person", "author")


class Additions(Things):
    model = Addition
    fields = ("record", "text", "on")
    related = ("record",)


class Priorities(Things):
    model = Priority
    fields = ("round", "number", "name", "description")
    related = ("round",)
    filterset_class = PriorityFilter


class LocalDaysOfTheOffice(Things):
    model = LocalDays
    filterset_class = LocalDaysFilter
    fields = ("begins_on", "ends_on", "works", "reason")


class OwnProfiles(Things):
    model = OwnProfile
    fields = ("name", "since", "based_on", "note", "profile")
    related = ("based_on", "profile")


class OwnRules(Things):
    model = OwnRule
    filterset_class = OwnRuleFilter
    fields = (
        "own_profile",
        "general",
        "amount",
        "unit",
        "direction",
        "basis",
        "certainty",
        "days_before",
        "days_after",
    )
    related = ("own_profile", "general")


class UsualRungsOfTheOffice(Things):
    model = UsualRungs
    fields = ("since", "days_before", "days_after", *UsualRungs.STEPS)


class OwnSets(Things):
    model = OwnSet
    fields = ("name", "since", "replaces", "category_set")
    related = ("replaces", "category_set")


class OwnCategories(Things):
    model = OwnCategory
    fields = ("own_set", "order", "name", "short", "disciplines", "questions")
    related = ("own_set",)


class Preparations(Things):
    model = Preparation
    fields = ("engagement", "number", "name", "due_on", "ready_on", "answer")
    related = ("engagement",)
    filterset_class = PreparationFilter


class Supports(Things):
    model = Support
    fields = ("round", "kind_of", "name", "provider", "begins_on", "ends_on", "cost", "remark")
    related = ("round",)
    filterset_class = SupportFilter


class ConductMatters(Things):
    model = ConductMatter
    fields = (
        "number",
        "engagement",
        "posting",
        "kind_of",
        "on",
        "facts",
        "goes_to",
        "outcome",
        "result",
        "closed_on",
    )
    related = ("engagement__unit", "posting__person")
    filterset_class = ConductFilter


class Admonitions(Things):
    model = Admonition
    fields = ("posting", "manner", "text", "giver", "on", "acknowledged_on")
    related = ("posting__person", "giver")


class Leaks(Things):
    model = LeakIncident
    fields = (
        "number",
        "engagement",
        "on",
        "channel",
        "leaked",
        "suspect",
        "goes_to",
        "measures",
        "inquiry",
        "outcome",
        "result",
        "handled_on",
    )
    related = ("engagement__unit", "suspect")
    filterset_class = LeakFilter


class Leaves(Things):
    model = Leave
    fields = ("posting", "kind_of", "begins_on", "ends_on", "days", "reason", "decided_by", "back_on")
    related = ("posting__person", "decided_by")
    filterset_class = LeaveFilter


class TeamReviews(Things):
    model = TeamReview
    fields = ("engagement", *TeamReview.MARKED, "text", "author", "answered_on")
    related = ("engagement", "author")
    filterset_class = TeamReviewFilter


urlpatterns = [
    *api_paths("team-reviews", TeamReviews),
    *api_paths("preparations", Preparations),
    *api_paths("support", Supports),
    *api_paths("leaves", Leaves),
    *api_paths("conduct", ConductMatters),
    *api_paths("admonitions", Admonitions),
    *api_paths("leaks", Leaks),
    *api_paths("priorities", Priorities),
    *api_paths("local-days", LocalDaysOfTheOffice),
    *api_paths("own-profiles", OwnProfiles),
    *api_paths("own-rules", OwnRules),
    *api_paths("usual-rungs", UsualRungsOfTheOffice),
    *api_paths("own-sets", OwnSets),
    *api_paths("own-categories", OwnCategories),
    *api_paths("interference", Interference),
    *api_paths("annual-plans", Plans),
    *api_paths("upper-inspections", UpperInspections),
    *api_paths("pledges", Pledges),
    *api_paths("secondments", Secondments),
    *api_paths("appraisals", Appraisals),
    *api_paths("additions", Additions),
    *api_paths("reports", TeamReports),
    *api_paths("terms", Terms),
    *api_paths("rounds", Rounds),
    *api_paths("teams", Teams),
    *api_paths("proposals", TeamProposals),
    *api_paths("postings", Postings),
    *api_paths("recusals", Recusals),
    *api_paths("meetings", Meetings),
    *api_paths("decisions", Decisions),
    *api_paths("seats", Seats),
    *api_paths("engagements", Engagements),
]
