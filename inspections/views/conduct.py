"""Pages of asking around and pleading: each reader finds what has come to him, and nobody what concerns himself."""

import django_filters
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import filters, policy
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url

from .. import actions, exports
from ..models import Addition, Engagement, InterferenceRecord
from .tables import children

AT_WORK = (Engagement.Stage.NOTIFIED, Engagement.Stage.ENTERED, Engagement.Stage.WITHDRAWN)
ADDITION_COLUMNS = (Column("text", wide=True, link=True), Column("on", kind="date"))


def buttons_at_work(user, verb) -> list[dict]:
    """Return one button for each unit at which this reader is at work: three at most, the newest first."""
    at_work = policy.seen_by(user, "lead", "inspect")
    rows = Engagement.objects.filter(case__in=at_work, stage__in=AT_WORK).select_related("unit").order_by("-pk")
    return [
        {"label": f"{verb.label}（{engagement.unit}）", "url": move_url(verb, engagement), "primary": not place}
        for place, engagement in enumerate(rows[:3])
    ]


class InterferenceFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=InterferenceRecord.Stage.choices)
    channel = django_filters.ChoiceFilter(label=_("How"), choices=InterferenceRecord.Channel.choices)
    relation = django_filters.ChoiceFilter(label=_("Who that is"), choices=InterferenceRecord.Relation.choices)
    since = filters.since("on")
    until = filters.until("on")

    class Meta:
        model = InterferenceRecord
        fields = ["stage", "channel", "relation", "since", "until"]


class InterferenceList(ThingList):
    model = InterferenceRecord
    heading = _("Asking around and pleading")
    lead = _("Registered in a minute, never changed. Whoever is concerned does not find it.")
    ledger = exports.INTERFERENCE
    filterset = InterferenceFilter
    columns = (
        Column("number", link=True),
        Column("on", kind="date", sort="on"),
        Column("name"),
        Column("relation", sort="relation"),
        Column("channel", sort="channel"),
        Column("unit.name", _("inspected unit")),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("engagement__unit", "author")

    def actions(self):
        return buttons_at_work(self.request.user, actions.register_interference)


class InterferencePage(ThingPage):
    model = InterferenceRecord
    parents = ("engagement",)
    facts = (
        "number",
        ("unit.name", _("inspected unit")),
        "name",
        "post",
        "relation",
        "channel",
        "on",
        "said",
        ("author.name", _("registered by")),
        "outcome",
        "handled_on",
        "result",
    )

    def things(self):
        return (
            super()
            .things()
            .select_related(
                "engagement__unit", "engagement__round__term__authority", "interferer__user", "author", "case"
            )
        )

    def children(self, record):
        rows = Addition.objects.visible_to(self.request.user).filter(record=record).order_by("pk")
        return [children(now("Added later"), Addition, ADDITION_COLUMNS, rows)] if rows else []


class AdditionPage(ThingPage):
    model = Addition
    parents = ("record",)
    facts = ("on", "text")

    def things(self):
        return super().things().select_related("record", "case")
