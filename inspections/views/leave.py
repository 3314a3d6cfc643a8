"""Pages of leave."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from .. import actions, exports
from ..models import Leave
from .conduct import buttons_at_work


class LeaveFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Leave.Stage.choices)
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=Leave.Kind.choices)
    name = django_filters.CharFilter(label=_("Name"), field_name="posting__person__name", lookup_expr="icontains")

    class Meta:
        model = Leave
        fields = ["stage", "kind_of", "name"]


class LeaveList(ThingList):
    model = Leave
    heading = _("Leaves")
    lead = _("The leader gives leave to those whom he leads; his own is given by the office.")
    ledger = exports.LEAVES
    filterset = LeaveFilter
    columns = (
        Column("posting.person.name", _("full name"), link=True, sort="posting__person__sort_key"),
        Column("posting.team.name", _("team")),
        Column("kind_of"),
        Column("begins_on", kind="date", sort="begins_on"),
        Column("ends_on", kind="date"),
        Column("days", _("days"), kind="num"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("posting__person", "posting__team", "decided_by")

    def actions(self):
        return buttons_at_work(self.request.user, actions.ask_leave)


class LeavePage(ThingPage):
    model = Leave
    parents = ("posting.team.round", "posting.team")
    facts = (
        ("posting.person.name", _("full name")),
        ("posting.team.name", _("team")),
        ("posting.get_role_display", _("role")),
        "kind_of",
        "begins_on",
        "ends_on",
        ("days", _("days")),
        "reason",
        ("decided_by.name", _("leave decided by")),
        "back_on",
    )

    def things(self):
        return super().things().select_related("posting__person", "posting__team__round", "decided_by", "case")
