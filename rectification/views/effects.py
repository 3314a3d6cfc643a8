"""Pages of what putting right has brought: amounts, people dealt with."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from .. import exports
from ..models import Handling, Recovery

OF_ITEM = Column("item.number", _("number of the problem"))
UNIT = Column("unit.name", _("inspected unit"))
RECOVERY_COLUMNS = (
    Column("kind_of", link=True),
    Column("amount", kind="num", sort="amount"),
    Column("on", kind="date", sort="on"),
    Column("paper"),
    Column("stage", kind="tag"),
)
HANDLING_COLUMNS = (
    Column("name", link=True),
    Column("post"),
    Column("form"),
    Column("on", kind="date", sort="on"),
    Column("paper"),
    Column("stage", kind="tag"),
)


class RecoveryFilter(django_filters.FilterSet):
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="item__engagement__unit__name", lookup_expr="icontains"
    )
    kind_of = django_filters.ChoiceFilter(label=_("Kind of amount"), choices=Recovery.Kind.choices)

    class Meta:
        model = Recovery
        fields = ["unit", "kind_of"]


class RecoveryList(ThingList):
    model = Recovery
    heading = _("Amounts put right")
    columns = (*RECOVERY_COLUMNS, OF_ITEM, UNIT)
    filterset = RecoveryFilter
    ledger = exports.RECOVERIES

    def rows(self):
        return super().rows().select_related("item__engagement__unit")


class RecoveryPage(ThingPage):
    model = Recovery
    parents = ("item",)
    facts = ("item", "kind_of", "amount", "on", "paper")

    def things(self):
        return super().things().select_related("item__engagement__unit", "case")


class HandlingFilter(django_filters.FilterSet):
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="item__engagement__unit__name", lookup_expr="icontains"
    )
    form = django_filters.ChoiceFilter(label=_("Form of handling"), choices=Handling.Form.choices)

    class Meta:
        model = Handling
        fields = ["unit", "form"]


class HandlingList(ThingList):
    model = Handling
    heading = _("People dealt with")
    columns = (*HANDLING_COLUMNS, OF_ITEM, UNIT)
    filterset = HandlingFilter
    ledger = exports.HANDLINGS

    def rows(self):
        return super().rows().select_related("item__engagement__unit")


class HandlingPage(ThingPage):
    model = Handling
    parents = ("item",)
    facts = ("item", "name", "post", "form", "on", "paper")

    def things(self):
        return super().things().select_related("item__engagement__unit", "case")
