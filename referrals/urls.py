from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.moves import moves_of
from casework.views import LedgerDoor, thing_paths

from . import views
from .models import Clue, Referral

app_name = "referrals"

place("referral", _("Referrals"), "referrals:referral-list", "paper-airplane", "oversee", "direct", "handle")
place("referral", _("Clues under seal"), "referrals:clue-list", "lock-closed", "direct", "handle", "lead")
place("referral", _("Letters of transfer"), "referrals:transferletter-list", "envelope", "oversee", "direct", "handle")
place("referral", _("Letters under seal"), "referrals:sealedletter-list", "envelope", "direct", "handle")
place(
    "referral",
    _("Requests to functional units"),
    "referrals:functionalrequest-list",
    "chat-bubble-left-ellipsis",
    *("lead", "inspect", "oversee", "direct", "observe", "handle"),
)

place("referral", _("To be answered"), "referrals:referral-inbox", "inbox-arrow-down", "handle")
place("referral", _("Clues to be answered"), "referrals:clue-inbox", "inbox-arrow-down", "handle")

urlpatterns = [
    path("letters/inbox/", views.ReferralInbox.as_view(), name="referral-inbox"),
    path(
        "letters/inbox/export/",
        LedgerDoor.as_view(of=views.ReferralInbox, model=Referral),
        name="referral-inbox-export",
    ),
    path("letters/inbox/answers/", views.AnswersToReferrals.as_view(), name="referral-answers"),
    path("clues/inbox/", views.ClueInbox.as_view(), name="clue-inbox"),
    path(
        "clues/inbox/export/",
        views.ClueLedgerDoor.as_view(of=views.ClueInbox, model=Clue),
        name="clue-inbox-export",
    ),
    path("clues/inbox/answers/", views.AnswersToClues.as_view(), name="clue-answers"),
    *thing_paths("letters", views.ReferralList, views.ReferralPage),
    *thing_paths("clues", views.ClueList, views.CluePage, {move.slug: views.ClueDoor for move in moves_of(Clue)}),
    path("letters/<str:key>/date-moves/", views.DatesOfReferral.as_view(), name="referral-date-moves"),
    path("clues/<str:key>/date-moves/", views.DatesOfClue.as_view(), name="clue-date-moves"),
    *thing_paths("transfers", views.TransferLetterList, views.TransferLetterPage),
    path("transfers/<str:key>/package/", views.PackageOfLetter.as_view(), name="transferletter-package"),
    *thing_paths("sealed-letters", views.SealedLetterList, views.SealedLetterPage),
    path("sealed-letters/<str:key>/package/", views.PackageOfSealedLetter.as_view(), name="sealedletter-package"),
    path("of-round/<str:key>/letters/", views.LettersOfRound.as_view(), name="letters-of-round"),
    *thing_paths("requests", views.RequestList, views.RequestPage),
    path("of/<str:key>/requests/", views.RequestsOfEngagement.as_view(), name="requests-of"),
    path("of-round/<str:key>/requests/", views.RequestsOfRound.as_view(), name="requests-of-round"),
]
