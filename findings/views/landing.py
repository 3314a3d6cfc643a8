"""Pages of landings."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from ..models import Landing
from .tables import LANDING_COLUMNS, rounds_of_reader


class LandingFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="finding__engagement__round", to_field_name="key", queryset=rounds_of_reader
    )
    kind_of = django_filters.ChoiceFilter(label=_("Route"), choices=Landing.Kind.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Landing.Stage.choices)

    class Meta:
        model = Landing
        fields = ["round", "kind_of", "stage"]


class LandingList(ThingList):
    model = Landing
    heading = _("Landings")
    lead = _("Where each finding goes; what waits here must be taken up.")
    columns = (LANDING_COLUMNS[0], Column("unit.name", _("inspected unit")), *LANDING_COLUMNS[1:])
    filterset = LandingFilter

    def rows(self):
        return super().rows().select_related("finding__engagement__unit", "meeting")


class LandingPage(ThingPage):
    model = Landing
    parents = ("finding.engagement.round", "finding.engagement", "finding")
    facts = (
        "finding",
        ("kind_of", _("route")),
        "receiver",
        ("transfer_mode", _("way of transfer")),
        "decided_on",
        "meeting",
        "decision",
        "first",
    )

    def things(self):
        return (
            super()
            .things()
            .select_related("finding__engagement__round", "finding__engagement__unit", "receiver", "meeting", "case")
        )
