"""Pages of incidents of obstruction, and of the notices by which units are told."""

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from inspections.models import Engagement

from .. import actions, exports
from ..models import Obstruction, ObstructionNotice
from .source import RegisterFilter
from .tables import rounds_of_reader

COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("kind_of", sort="kind_of"),
    Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
    Column("on", kind="date", sort="on"),
    Column("documents.number", _("documents")),
    Column("outcome"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


class ObstructionFilter(RegisterFilter):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="engagement__round", to_field_name="key", queryset=rounds_of_reader
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Obstruction.Stage.choices)
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=Obstruction.Kind.choices)

    class Meta:
        model = Obstruction
        fields = ["round", "engagement", "stage", "kind_of"]


class ObstructionList(ThingList):
    model = Obstruction
    heading = _("Delay and obstruction")
    lead = _("Noted on the page of the unit, confirmed by the leader, decided by the office. The unit does not see it.")
    ledger = exports.OBSTRUCTIONS
    filterset = ObstructionFilter
    columns = COLUMNS

    def rows(self):
        return super().rows().select_related("engagement__unit", "engagement__team", "documents", "author")


class ObstructionPage(ThingPage):
    model = Obstruction
    parents = ("engagement.round", "engagement")
    facts = (
        ("unit.name", _("inspected unit")),
        "kind_of",
        "on",
        "facts",
        "documents",
        ("author.name", _("noted by")),
        "outcome",
        "decision",
        "decided_on",
        ("notice.text", _("what the unit is told")),
        ("notice.on", _("day of the notice")),
        ("notice.signed_on", _("signed for on")),
    )

    def things(self):
        names = ("engagement__unit", "engagement__round", "documents", "author", "notice", "case")
        return super().things().select_related(*names)


class ObstructionsOfEngagement(Panel):
    """The incidents in one unit, for its page."""

    model = Obstruction
    heading = _("Delay and obstruction")
    columns = tuple(column for column in COLUMNS if column.name != "unit.name")
    empty = _("Nothing of the kind was noted.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = Obstruction.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(rows.select_related("documents")).order_by("-pk")

    def actions(self, engagement):
        verb = actions.note_obstruction
        if verb.why_not(self.request.user, engagement, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, engagement)}]


class NoticeFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ObstructionNotice.Stage.choices)

    class Meta:
        model = ObstructionNotice
        fields = ["stage"]


class NoticeList(ThingList):
    model = ObstructionNotice
    heading = _("Notices on cooperation")
    lead = _("What the office tells a unit that has delayed or obstructed an inspection.")
    filterset = NoticeFilter
    columns = (
        Column("unit.name", _("inspected unit"), link=True),
        Column("on", kind="date", sort="on"),
        Column("signed_on", kind="date"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("engagement__unit")


class NoticePage(ThingPage):
    model = ObstructionNotice
    parents = ("engagement",)
    facts = (("unit.name", _("inspected unit")), "on", "text", "signed_on")

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "case")
