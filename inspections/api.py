from casework.api import Things, api_paths

from .models import (
    Addition,
    AnnualPlan,
    Appraisal,
    Engagement,
    InterferenceRecord,
    Meeting,
    OwnCategory,
    OwnSet,
    Pledge,
    Posting,
    Priority,
    Recusal,
    Round,
    Secondment,
    Team,
    TeamReport,
    Term,
    UpperInspection,
)
from .views import (
    EngagementFilter,
    InterferenceFilter,
    PledgeFilter,
    PriorityFilter,
    RecusalFilter,
    RoundFilter,
    SecondmentFilter,
    UpperFilter,
)


class Terms(Things):
    model = Term
    fields = ("name", "begins_on", "ends_on")


class Rounds(Things):
    model = Round
    fields = ("term", "number", "year", "name", "type", "mode", "profile", "category_set", "stays_from", "stays_until")
    related = ("term", "profile", "category_set")
    filterset_class = RoundFilter


class Teams(Things):
    model = Team
    fields = ("round", "number", "name", "authorised_on", "paper")
    related = ("round",)


class Postings(Things):
    model = Posting
    fields = ("team", "person", "role", "begins_on", "ends_on", "ended_on")
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
    fields = ("round", "kind_of", "held_on", "place", "attendees", "minutes")
    related = ("round",)


class Engagements(Things):
    model = Engagement
    fields = ("round", "unit", "team", "entered_on", "withdrawn_on", "fed_back_on")
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
    fields = ("term", "year", "units", "rounds", "focus", "approved_on")
    related = ("term",)


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


class OwnSets(Things):
    model = OwnSet
    fields = ("name", "since", "replaces", "category_set")
    related = ("replaces", "category_set")


class OwnCategories(Things):
    model = OwnCategory
    fields = ("own_set", "order", "name", "short", "disciplines", "questions")
    related = ("own_set",)


urlpatterns = [
    *api_paths("priorities", Priorities),
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
    *api_paths("postings", Postings),
    *api_paths("recusals", Recusals),
    *api_paths("meetings", Meetings),
    *api_paths("engagements", Engagements),
]
