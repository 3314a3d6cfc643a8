"""Pages of clues."""

from django.utils.translation import gettext_lazy as _

from ..models import Clue
from .handover import FACTS, HandoverFilter
from .referral import ReferralList, ReferralPage


class ClueFilter(HandoverFilter):
    class Meta:
        model = Clue
        fields = ["q", "stage"]


class ClueList(ReferralList):
    model = Clue
    heading = _("Clues under seal")
    filterset = ClueFilter


class CluePage(ReferralPage):
    model = Clue
    facts = (*FACTS, "evidence", "four_forms", "finding_number")
