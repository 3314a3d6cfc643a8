from django.urls import path
from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.views import thing_paths

from . import views

app_name = "referrals"

place("referral", _("Referrals"), "referrals:referral-list", "paper-airplane", "oversee", "direct", "handle")
place("referral", _("Clues under seal"), "referrals:clue-list", "lock-closed", "direct", "handle")
place(
    "referral",
    _("Requests to functional units"),
    "referrals:functionalrequest-list",
    "chat-bubble-left-ellipsis",
    *("lead", "inspect", "oversee", "direct", "observe", "handle"),
)

urlpatterns = [
    *thing_paths("letters", views.ReferralList, views.ReferralPage),
    *thing_paths("clues", views.ClueList, views.CluePage),
    *thing_paths("requests", views.RequestList, views.RequestPage),
    path("of/<str:key>/requests/", views.RequestsOfEngagement.as_view(), name="requests-of"),
    path("of-round/<str:key>/requests/", views.RequestsOfRound.as_view(), name="requests-of-round"),
]
