"""Pages of terms."""

from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today

from .. import actions
from ..models import Round, Term
from .plan import year_by_year
from .tables import ROUND_COLUMNS, children


class TermList(ThingList):
    model = Term
    heading = _("Terms")
    lead = _("In each term every inspectable unit is inspected once.")
    columns = (
        Column("name", link=True, sort="pk"),
        Column("begins_on", kind="date", sort="begins_on"),
        Column("ends_on", kind="date"),
        Column("stage", kind="tag"),
    )

    def actions(self):
        for authority in Organisation.objects.visible_to(self.request.user).filter(kind_of=Organisation.Kind.AUTHORITY):
            if actions.open_term.why_not(self.request.user, authority, today()) is None:
                return [
                    {"label": actions.open_term.label, "url": move_url(actions.open_term, authority), "primary": True}
                ]
        return []


class TermPage(ThingPage):
    model = Term
    facts = ("authority", "begins_on", "ends_on")

    def panels(self, term):
        url = reverse("rectification:term-balance-panel", args=[term.key])
        return [{"title": now("Everything has its landing"), "url": url, "id": "balance"}]

    def children(self, term):
        rounds = Round.objects.visible_to(self.request.user).filter(term=term).select_related("profile")
        return [
            year_by_year(term, self.request.user),
            children(now("Rounds"), Round, ROUND_COLUMNS, rounds.order_by("-number")),
        ]
