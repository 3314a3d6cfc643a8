"""Pages of the dates of items: more time asked for, yearly checks, and new principals who take over."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from .. import exports
from ..models import Postponement, TakingOver, YearlyCheck
from .effects import OF_ITEM, UNIT

POSTPONEMENT_COLUMNS = (
    Column("on", kind="date", link=True, sort="on"),
    Column("was_due_on", kind="date"),
    Column("due_on", kind="date"),
    Column("reason", wide=True),
    Column("stage", kind="tag", sort="stage"),
)
CHECK_COLUMNS = (
    Column("since", kind="date", link=True, sort="since"),
    Column("reported_on", kind="date"),
    Column("report", wide=True),
    Column("stage", kind="tag", sort="stage"),
)


class PostponementFilter(django_filters.FilterSet):
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="item__engagement__unit__name", lookup_expr="icontains"
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Postponement.Stage.choices)

    class Meta:
        model = Postponement
        fields = ["unit", "stage"]


class PostponementList(ThingList):
    model = Postponement
    heading = _("Requests for more time")
    columns = (*POSTPONEMENT_COLUMNS[:-1], OF_ITEM, UNIT, Column("lamp", _("lamp"), kind="lamp", sort="next_due"))
    columns = (*columns, POSTPONEMENT_COLUMNS[-1])
    filterset = PostponementFilter
    ledger = exports.POSTPONEMENTS

    def rows(self):
        return super().rows().select_related("item__engagement__unit")


class PostponementPage(ThingPage):
    model = Postponement
    parents = ("item",)
    facts = ("item", "was_due_on", "due_on", "reason", "author", "on")

    def things(self):
        return super().things().select_related("item__engagement__unit", "author", "case")


class CheckFilter(django_filters.FilterSet):
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="item__engagement__unit__name", lookup_expr="icontains"
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=YearlyCheck.Stage.choices)

    class Meta:
        model = YearlyCheck
        fields = ["unit", "stage"]


class CheckList(ThingList):
    model = YearlyCheck
    heading = _("Yearly checks")
    columns = (OF_ITEM, UNIT, Column("lamp", _("lamp"), kind="lamp", sort="next_due"), *CHECK_COLUMNS)
    filterset = CheckFilter
    ledger = exports.CHECKS

    def rows(self):
        return super().rows().select_related("item__engagement__unit")


class CheckPage(ThingPage):
    model = YearlyCheck
    parents = ("item",)
    facts = ("item", "since", "report", "reported_on")

    def things(self):
        return super().things().select_related("item__engagement__unit", "case")


class TakingOverList(ThingList):
    model = TakingOver
    heading = _("Taking over by new principals")
    columns = (
        Column("title", _("unit and principal"), link=True),
        Column("items", kind="num"),
        Column("found_on", kind="date", sort="found_on"),
        Column("signed_on", kind="date"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("engagement__unit", "principal")


class TakingOverPage(ThingPage):
    model = TakingOver
    parents = ("engagement",)
    facts = ("engagement", "principal", "items", "found_on", "signed_on")

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "principal", "case")
