"""Pages of the sheets by which units confirm facts."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from .. import exports
from ..models import FactSheet
from .finding import OfEngagement


class SheetFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=FactSheet.Stage.choices)

    class Meta:
        model = FactSheet
        fields = ["stage"]


class SheetList(ThingList):
    model = FactSheet
    heading = _("Fact sheets")
    lead = _("The unit confirms what the team found out, or says what is not so. How it is judged stays with the team.")
    ledger = exports.SHEETS
    filterset = SheetFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("title", _("matter to be confirmed"), wide=True),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("sent_on", kind="date", sort="sent_on"),
        Column("answered_on", kind="date"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("engagement__unit")


class SheetsOfEngagement(OfEngagement):
    """The sheets that one unit was sent, for its page."""

    model = FactSheet
    heading = _("Fact sheets")
    columns = tuple(column for column in SheetList.columns if column.name != "unit.name")
    empty = _("No fact sheet has been sent yet.")
    move = None
    related = ("engagement__unit",)


class SheetPage(ThingPage):
    model = FactSheet
    parents = ("engagement",)
    facts = (
        ("unit.name", _("inspected unit")),
        "facts",
        "sent_on",
        "disputed",
        "grounds",
        ("answered_by.name", _("sheet answered by")),
        "answered_on",
    )

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "answered_by", "case")
