"""Pages of conflicts, and of what became of them."""

import django_filters
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from .. import exports
from ..models import Recusal, Round


class RecusalFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="posting__team__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Recusal.Stage.choices)
    kind_of = django_filters.ChoiceFilter(label=_("Conflict"), choices=Recusal.Kind.choices)
    name = django_filters.CharFilter(label=_("Name"), field_name="posting__person__name", lookup_expr="icontains")

    class Meta:
        model = Recusal
        fields = ["round", "stage", "kind_of", "name"]


class RecusalList(ThingList):
    model = Recusal
    heading = _("Recusals")
    lead = _("Who keeps away from what, and who serves by exception. No team is authorised while one is unresolved.")
    ledger = exports.RECUSALS
    filterset = RecusalFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("posting.person.name", _("full name"), sort="posting__person__sort_key"),
        Column("posting.team.name", _("team")),
        Column("unit.name", _("inspected unit")),
        Column("kind_of", sort="kind_of"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("posting__person", "posting__team", "unit")

    def empty(self):
        return {"text": now("No conflict is on record."), "actions": self.actions()}


class RecusalPage(ThingPage):
    model = Recusal
    parents = ("posting.team.round", "posting.team")
    facts = (
        "number",
        ("posting.person.name", _("full name")),
        ("posting.person.organisation.name", _("home unit")),
        ("posting.team.name", _("team")),
        ("posting.get_role_display", _("role")),
        "unit",
        "kind_of",
        "details",
        "declared",
        "found_on",
        "grounds",
        "asked_by",
        "allowed_by",
        "allowed_on",
    )

    def things(self):
        return (
            super()
            .things()
            .select_related(
                "posting__person__organisation", "posting__team__round", "unit", "asked_by", "allowed_by", "case"
            )
        )
