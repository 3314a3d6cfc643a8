from casework.api import Things, api_paths

from . import readings
from .models import Clue, FunctionalRequest, Referral, SealedLetter, TransferLetter
from .views import ClueFilter, LetterFilter, ReferralFilter, RequestFilter, SealedLetterFilter

FIELDS = (
    "number",
    "unit",
    "receiver",
    "title_text",
    "facts",
    "basis",
    "subject_name",
    "subject_post",
    "letter",
    "sent_on",
    "disposition",
    "progress",
    "result",
    "replied_on",
)
LETTER = (
    "number",
    "round",
    "receiver",
    "way",
    "meeting",
    "decision",
    "demand",
    "contact",
    "phone",
    "sent_on",
    "reply_by",
    "signer",
    "signed_on",
    "sha256",
)


class Referrals(Things):
    model = Referral
    fields = FIELDS
    related = ("unit", "receiver", "letter")
    filterset_class = ReferralFilter


class Clues(Things):
    model = Clue
    fields = (
        *(*FIELDS, "review_on", "four_forms", *Clue.DEALT_WITH, "evidence", "finding_number"),
        *("subject_level", "managed", "discipline", "category", "subcategory", "source", "registered_on", "author"),
        *("sitting", "proposal", "proposed_form", "meeting", "decision"),
    )
    related = ("unit", "receiver", "letter", "category", "author", "sitting", "meeting")
    filterset_class = ClueFilter

    def paginate_queryset(self, queryset):
        page = super().paginate_queryset(queryset)
        readings.note(self.request.user, page or (), readings.Way.API)
        return page

    def get_object(self):
        clue = super().get_object()
        readings.note(self.request.user, [clue], readings.Way.API)
        return clue


class TransferLetters(Things):
    model = TransferLetter
    fields = LETTER
    related = ("round", "receiver", "meeting", "signer")
    filterset_class = LetterFilter


class SealedLetters(Things):
    model = SealedLetter
    fields = LETTER
    related = ("round", "receiver", "meeting", "signer")
    filterset_class = SealedLetterFilter


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
    *api_paths("transfer-letters", TransferLetters),
    *api_paths("sealed-letters", SealedLetters),
    *api_paths("functional-requests", FunctionalRequests),
]
