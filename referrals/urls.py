from django.utils.translation import gettext_lazy as _

from casework.context import place
from casework.views import thing_paths

from . import views

app_name = "referrals"

place("referral", _("Referrals"), "referrals:referral-list", "paper-airplane", "oversee", "direct", "handle")
place("referral", _("Clues under seal"), "referrals:clue-list", "lock-closed", "direct", "handle")

urlpatterns = [
    *thing_paths("letters", views.ReferralList, views.ReferralPage),
    *thing_paths("clues", views.ClueList, views.CluePage),
]
