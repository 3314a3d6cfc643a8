"""Pages of referrals."""

from django.utils.translation import gettext_lazy as _

from casework.views import DateMoves, ThingList, ThingPage

from .. import exports
from ..models import Referral
from .handover import COLUMNS, FACTS, HandoverFilter, receivers_in


class ReferralFilter(HandoverFilter):
    receiver = receivers_in(Referral)

    class Meta:
        model = Referral
        fields = ["q", "stage", "receiver"]


class ReferralList(ThingList):
    model = Referral
    heading = _("Referrals")
    columns = COLUMNS
    filterset = ReferralFilter
    ledger = exports.SUGGESTIONS

    def rows(self):
        return super().rows().select_related("unit", "receiver")


class ReferralPage(ThingPage):
    model = Referral
    facts = FACTS

    def things(self):
        return super().things().select_related("unit", "receiver", "letter", "case")


class DatesOfReferral(DateMoves):
    """Beside the form that says which date of a referral counts."""

    model = Referral
    inner = True
