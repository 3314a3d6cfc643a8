"""Pages of the archives of rounds."""

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today
from inspections.models import Round

from .. import actions
from ..models import RoundArchive

COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("round.name", _("round")),
    Column("person"),
    Column("on", kind="date", sort="on"),
    Column("files", kind="num"),
    Column("stage", kind="tag", sort="stage"),
)
OF_ROUND = tuple(column for column in COLUMNS if column.name != "round.name")


class RoundArchiveFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), to_field_name="key", queryset=lambda request: Round.objects.visible_to(request.user)
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=RoundArchive.Stage.choices)

    class Meta:
        model = RoundArchive
        fields = ["round", "stage"]


class RoundArchiveList(ThingList):
    model = RoundArchive
    heading = _("Archives of rounds")
    lead = _("Taken on the page of a round that is in the archive; by the digest a stranger knows that it is the same.")
    columns = COLUMNS
    filterset = RoundArchiveFilter

    def rows(self):
        return super().rows().select_related("round", "person")


class RoundArchivePage(ThingPage):
    model = RoundArchive
    parents = ("round",)
    of_unit = "nothing"
    facts = (
        "number",
        "person",
        "on",
        "case_keep",
        "office_keep",
        "pieces",
        "files",
        "lines",
        "clues_left_out",
        "alone_left_out",
        "manifest_sha256",
        "content_sha256",
    )

    def things(self):
        return super().things().select_related("round", "person", "case")


class ArchivesOfRound(Panel):
    """The archives that were taken of one round, on its page."""

    model = RoundArchive
    heading = _("Archives of rounds")
    columns = OF_ROUND
    empty = _("No archive has been taken yet.")

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, round):
        rows = RoundArchive.objects.visible_to(self.request.user).filter(round=round)
        return rows.select_related("round", "person").order_by("-pk")

    def actions(self, round):
        move = actions.take_archive
        if move.why_not(self.request.user, round, today()) is not None:
            return []
        return [{"label": now("Take the archive"), "url": move_url(move, round)}]
