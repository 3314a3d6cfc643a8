"""Pages of referrals."""

from django.utils.translation import gettext_lazy as _

from casework.views import ThingList, ThingPage

from ..models import Referral
from .handover import COLUMNS, FACTS, HandoverFilter


class ReferralFilter(HandoverFilter):
    class Meta:
        model = Referral
        fields = ["q", "stage"]


class ReferralList(ThingList):
    model = Referral
    heading = _("Referrals")
    columns = COLUMNS
    filterset = ReferralFilter

    def rows(self):
        return super().rows().select_related("unit", "receiver")


class ReferralPage(ThingPage):
    model = Referral
    facts = FACTS

    def things(self):
        return super().things().select_related("unit", "receiver", "case")
