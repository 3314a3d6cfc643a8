from casework.api import Things, api_paths

from .models import Clue, Referral
from .views import ClueFilter, ReferralFilter

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


urlpatterns = [*api_paths("referrals", Referrals), *api_paths("clues", Clues)]
