"""Pages of what is put right at once."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.views import ThingList, ThingPage

from ..models import ImmediateFix
from .evidence import evidence_panel
from .tables import FIX_COLUMNS


class FixFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ImmediateFix.Stage.choices)

    class Meta:
        model = ImmediateFix
        fields = ["stage"]


class FixList(ThingList):
    model = ImmediateFix
    heading = _("Put right at once")
    columns = FIX_COLUMNS
    filterset = FixFilter

    def rows(self):
        return super().rows().select_related("engagement__unit")


class FixPage(ThingPage):
    model = ImmediateFix
    parents = ("engagement",)
    facts = (("unit.name", _("inspected unit")), "manifestation", "demand", "due_on", "result")

    def panels(self, fix):
        return evidence_panel(self, fix)

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "case")
