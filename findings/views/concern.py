"""Pages of concerns: found by the leader, and by whoever wrote them down."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.views import ThingList, ThingPage

from .. import exports
from ..models import Concern
from .source import engagements_of_reader
from .tables import CONCERN_COLUMNS


class ConcernFilter(django_filters.FilterSet):
    engagement = django_filters.ModelChoiceFilter(
        label=_("Unit"), to_field_name="key", queryset=engagements_of_reader, field_name="talk__engagement"
    )
    name = django_filters.CharFilter(label=_("Person of concern"), lookup_expr="icontains")
    matter = django_filters.CharFilter(label=_("Matter of concern"), lookup_expr="icontains")

    class Meta:
        model = Concern
        fields = ["engagement", "name", "matter"]


class ConcernList(ThingList):
    model = Concern
    heading = _("Confided concerns")
    lead = _("Of whom and of what people are uneasy. For the leader; each writer sees his own.")
    ledger = exports.CONCERNS
    filterset = ConcernFilter
    columns = CONCERN_COLUMNS

    def rows(self):
        return super().rows().select_related("talk__engagement__unit", "author")


class ConcernPage(ThingPage):
    model = Concern
    parents = ("talk.engagement", "talk")
    facts = (
        ("unit.name", _("inspected unit")),
        "name",
        "post",
        "matter",
        ("talk.number", _("talk")),
        ("author.name", _("written down by")),
        "on",
    )

    def things(self):
        return super().things().select_related("talk__engagement__unit", "talk__engagement__round", "author", "case")
