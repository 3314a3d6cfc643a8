"""Pages of the routing log."""

import django_filters
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import present
from casework.present import Column
from casework.views import ThingList, ThingPage, today

from .. import exports
from ..models import RoutingStep
from .tables import rounds_of_reader

ROUTING_COLUMNS = (
    Column("act", link=True),
    Column("kind_of", _("route")),
    Column("receiver.name", _("receiver")),
    Column("changed"),
    Column("on", kind="date"),
    Column("decided_at", _("meeting")),
    Column("person.name", _("entered by")),
    Column("reason", _("Reason"), wide=True),
)


class RoutingFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="finding__engagement__round", to_field_name="key", queryset=rounds_of_reader
    )
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="finding__engagement__unit__name", lookup_expr="icontains"
    )
    act = django_filters.ChoiceFilter(label=_("step of the routing"), choices=RoutingStep.Act.choices)
    kind_of = django_filters.ChoiceFilter(label=_("route"), choices=RoutingStep.ROUTES)

    class Meta:
        model = RoutingStep
        fields = ["round", "unit", "act", "kind_of"]


class RoutingList(ThingList):
    model = RoutingStep
    heading = _("Routing log")
    lead = _("Who proposed, reviewed and decided where each finding goes. Nothing here is ever changed.")
    ledger = exports.ROUTING
    filterset = RoutingFilter
    columns = (
        Column("number", _("number of the problem"), link=True, sort="pk"),
        Column("unit.name", _("inspected unit")),
        Column("act", _("step of the routing")),
        *ROUTING_COLUMNS[1:4],
        Column("on", kind="date", sort="on"),
        Column("decided_at", _("meeting")),
        Column("person.name", _("entered by")),
    )

    def rows(self):
        names = ("finding__engagement__unit", "receiver", "meeting", "person")
        return super().rows().with_reasons().select_related(*names)


class RoutingStepPage(ThingPage):
    model = RoutingStep
    parents = ("finding.engagement", "finding")
    facts = (
        "finding",
        ("act", _("step of the routing")),
        ("kind_of", _("route")),
        "receiver",
        "changed",
        "on",
        "meeting",
        ("person.name", _("entered by")),
    )

    def things(self):
        names = ("finding__engagement__round", "finding__engagement__unit", "receiver", "meeting", "person", "case")
        return super().things().select_related(*names)


def log_of(finding, user) -> list[dict]:
    """Return the routing log of a finding as a table, as far as its reader may see it."""
    steps = RoutingStep.objects.visible_to(user).filter(finding=finding).with_reasons()
    rows = list(steps.select_related("finding", "receiver", "meeting", "person").order_by("id"))
    if not rows:
        return []
    return [
        {
            "title": now("Routing log"),
            "columns": present.headings(RoutingStep, ROUTING_COLUMNS),
            "rows": present.table(rows, ROUTING_COLUMNS, today()),
        }
    ]
