"""Pages of matters of conduct, of admonitions and of leaks: nobody finds what concerns himself but what he was told."""

import django_filters
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import filters
from casework.present import Column
from casework.views import ThingList, ThingPage, with_next_due

from .. import actions, exports
from ..models import Admonition, ConductMatter, LeakIncident
from .conduct import buttons_at_work
from .tables import children

ADMONITION_COLUMNS = (
    Column("posting.person.name", _("full name"), link=True),
    Column("posting.team.name", _("team")),
    Column("manner", sort="manner"),
    Column("on", kind="date", sort="on"),
    Column("acknowledged_on", kind="date"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


class ConductFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ConductMatter.Stage.choices)
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=ConductMatter.Kind.choices)
    name = django_filters.CharFilter(label=_("Name"), field_name="posting__person__name", lookup_expr="icontains")
    since = filters.since("on")
    until = filters.until("on")

    class Meta:
        model = ConductMatter
        fields = ["stage", "kind_of", "name", "since", "until"]


class ConductList(ThingList):
    model = ConductMatter
    heading = _("Conduct of the teams")
    lead = _("A first sign is put right in time, a violation is reported. Whoever is concerned does not find it.")
    ledger = exports.CONDUCT
    filterset = ConductFilter
    columns = (
        Column("number", link=True),
        Column("on", kind="date", sort="on"),
        Column("posting.person.name", _("full name")),
        Column("posting.team.name", _("team")),
        Column("kind_of", sort="kind_of"),
        Column("goes_to"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("posting__person", "posting__team", "engagement__unit", "author")

    def actions(self):
        return buttons_at_work(self.request.user, actions.note_conduct)


class ConductPage(ThingPage):
    model = ConductMatter
    parents = ("engagement",)
    facts = (
        "number",
        ("unit.name", _("inspected unit")),
        ("posting.person.name", _("full name")),
        ("posting.get_role_display", _("role")),
        "kind_of",
        "on",
        "facts",
        ("author.name", _("noticed by")),
        "goes_to",
        "outcome",
        "result",
        "closed_on",
    )

    def things(self):
        names = ("posting__person__user", "posting__team", "author", "case", "engagement__unit")
        return super().things().select_related(*names, "engagement__team", "engagement__round__term__authority")

    def children(self, matter):
        rows = Admonition.objects.visible_to(self.request.user).filter(matter=matter).order_by("pk")
        rows = list(with_next_due(rows.select_related("posting__person", "posting__team")))
        return [children(now("What he was told"), Admonition, ADMONITION_COLUMNS, rows)] if rows else []


class AdmonitionList(ThingList):
    model = Admonition
    heading = _("Admonitions")
    lead = _("What somebody was told of his conduct; he acknowledges it himself.")
    columns = ADMONITION_COLUMNS

    def rows(self):
        return super().rows().select_related("posting__person", "posting__team")


class AdmonitionPage(ThingPage):
    model = Admonition
    parents = ("matter",)
    facts = (
        ("posting.person.name", _("full name")),
        ("posting.team.name", _("team")),
        "manner",
        "text",
        ("giver.name", _("given by")),
        "on",
        "acknowledged_on",
    )

    def things(self):
        return super().things().select_related("posting__person", "posting__team", "giver", "matter", "case")


class LeakFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=LeakIncident.Stage.choices)
    channel = django_filters.ChoiceFilter(label=_("By which way"), choices=LeakIncident.Channel.choices)
    since = filters.since("on")
    until = filters.until("on")

    class Meta:
        model = LeakIncident
        fields = ["stage", "channel", "since", "until"]


class LeakList(ThingList):
    model = LeakIncident
    heading = _("Leaks")
    lead = _("Reported by anybody, handled by the head of the office. Whoever is concerned does not find it.")
    ledger = exports.LEAKS
    filterset = LeakFilter
    columns = (
        Column("number", link=True),
        Column("on", kind="date", sort="on"),
        Column("unit.name", _("inspected unit")),
        Column("channel", sort="channel"),
        Column("goes_to"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("engagement__unit", "author", "suspect")

    def actions(self):
        return buttons_at_work(self.request.user, actions.report_leak)


class LeakPage(ThingPage):
    model = LeakIncident
    parents = ("engagement",)
    facts = (
        "number",
        ("unit.name", _("inspected unit")),
        "on",
        "channel",
        "leaked",
        ("suspect.name", _("somebody of the inspection who is concerned")),
        ("author.name", _("reported by")),
        "goes_to",
        "measures",
        "inquiry",
        "outcome",
        "result",
        "handled_on",
    )

    def things(self):
        names = ("engagement__unit", "engagement__round__term__authority", "engagement__team")
        return super().things().select_related(*names, "suspect__user", "author", "case")
