"""Pages of handovers: what went from whom to whom."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from .. import exports
from ..models import Handover
from .source import RegisterFilter


class HandoverFilter(RegisterFilter):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Handover.Stage.choices)

    class Meta:
        model = Handover
        fields = ["engagement", "stage"]


class HandoverList(ThingList):
    model = Handover
    heading = _("Handovers of work")
    lead = _("Whoever leaves his team hands over first; it begins on the page of the unit.")
    ledger = exports.HANDOVERS
    filterset = HandoverFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("unit.name", _("inspected unit")),
        Column("giver.name", _("handed over by")),
        Column("taker.name", _("taken over by")),
        Column("numbers", wide=True),
        Column("on", kind="date", sort="on"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("engagement__unit", "giver", "taker")


class HandoverPage(ThingPage):
    model = Handover
    parents = ("engagement",)
    facts = (
        ("unit.name", _("inspected unit")),
        ("giver.name", _("handed over by")),
        ("taker.name", _("taken over by")),
        "numbers",
        "about",
        "on",
        "taken_on",
    )

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "giver", "taker", "case")
