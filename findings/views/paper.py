"""Pages of working papers."""

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import present
from casework.views import ThingList, ThingPage, today, with_next_due

from .. import exports
from ..models import Finding, WorkingPaper
from .tables import FINDING_COLUMNS, PAPER_COLUMNS, rounds_of_reader


class PaperFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="engagement__round", to_field_name="key", queryset=rounds_of_reader
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=WorkingPaper.Stage.choices)

    class Meta:
        model = WorkingPaper
        fields = ["q", "round", "stage"]

    def contains(self, rows, _name, value):
        return rows.filter(Q(title_text__icontains=value) | Q(number__icontains=value) | Q(facts__icontains=value))


class PaperList(ThingList):
    model = WorkingPaper
    ledger = exports.PAPERS
    heading = _("Working papers")
    lead = _("One matter, one paper. A new one is filed on the page of the unit.")
    columns = PAPER_COLUMNS
    filterset = PaperFilter

    def rows(self):
        return super().rows().select_related("engagement__unit", "author")


class PaperPage(ThingPage):
    model = WorkingPaper
    parents = ("engagement.round", "engagement")
    facts = (
        ("unit.name", _("inspected unit")),
        ("extension.place.name", _("subordinate unit")),
        "source",
        "priority",
        "found_on",
        ("author.name", _("author")),
        ("second.name", _("second undertaker")),
        "facts",
        "basis",
        "evidence",
        "responsibility",
        "sitting",
    )

    def things(self):
        names = ("engagement__unit", "engagement__round", "author", "second", "priority", "extension__place", "sitting")
        return super().things().select_related(*names, "case")

    def panels(self, paper):
        if paper.stage in WorkingPaper.final:
            return []
        url = reverse("findings:twins-of-paper", args=[paper.key])
        return [{"title": now("Papers of the same inspection that read alike"), "url": url, "id": "twins"}]

    def children(self, paper):
        rows = Finding.objects.visible_to(self.request.user).filter(paper=paper)
        rows = with_next_due(rows.select_related("engagement__unit", "category"))
        found = list(rows)
        if not found:
            return []
        return [
            {
                "title": now("Finding"),
                "columns": present.headings(Finding, FINDING_COLUMNS),
                "rows": present.table(found, FINDING_COLUMNS, today()),
            }
        ]
