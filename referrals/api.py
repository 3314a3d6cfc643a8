from casework.api import Things, api_paths

from .models import Clue, FunctionalRequest, Referral
from .views import ClueFilter, ReferralFilter, RequestFilter

FIELDS = (
    "number",
    "unit",
    "receiver",
    "title_text",
    "facts",
    "basis",
    "subject_name",
    "subject_post",
    "sent_on",
    "disposition",
    "result",
    "replied_on",
)


class Referrals(Things):
    model = Referral
    fields = FIELDS
    related = ("unit", "receiver")
    filterset_class = ReferralFilter


class Clues(Things):
    model = Clue
    fields = (*FIELDS, "evidence", "four_forms", "finding_number")
    related = ("unit", "receiver")
    filterset_class = ClueFilter


class FunctionalRequests(Things):
    model = FunctionalRequest
    fields = (
        "number",
        "unit",
        "receiver",
        "kind_of",
        "title_text",
        "wanted",
        "author",
        "asked_on",
        "sent_on",
        "signed_on",
        "handler",
        "promised_on",
        "refusal",
        "decision",
        "answer",
        "answered_on",
        "satisfaction",
    )
    related = ("unit", "receiver", "author", "handler")
    filterset_class = RequestFilter


urlpatterns = [
    *api_paths("referrals", Referrals),
    *api_paths("clues", Clues),
    *api_paths("functional-requests", FunctionalRequests),
]
