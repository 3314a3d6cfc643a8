"""Pages of the ladder of papers: the list, one paper with its facts, the paper to print, and the panels."""

from typing import Any, NamedTuple

import django_filters
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import present
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from inspections.models import Engagement, Round

from .. import actions, exports
from ..models import Feedback, Item, LadderPaper
from .accountability import accountability_panel
from .tables import table

COLUMNS = (
    Column("rung", link=True, sort="rung"),
    Column("number", sort="number"),
    Column("unit.name", _("inspected unit"), sort="feedback__engagement__unit__sort_key"),
    Column("facts_text", _("facts that it rests on"), wide=True),
    Column("issued_on", kind="date", sort="issued_on"),
    Column("due_on", kind="date", sort="due_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
OF_ONE = tuple(column for column in COLUMNS if column.name != "unit.name")
FACT_COLUMNS = (
    Column("name", _("matter that it is about"), link=True, wide=True),
    Column("label", _("fact")),
    Column("said", _("day or count")),
)


class LadderFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="feedback__engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="feedback__engagement__unit__name", lookup_expr="icontains"
    )
    rung = django_filters.ChoiceFilter(label=_("Which paper"), choices=LadderPaper.Rung.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=LadderPaper.Stage.choices)

    class Meta:
        model = LadderPaper
        fields = ["round", "unit", "rung", "stage"]


class LadderList(ThingList):
    model = LadderPaper
    heading = _("Supervision papers")
    lead = _("Five papers, one above the other. The house drafts them from facts; the head of the office signs them.")
    ledger = exports.PAPERS
    columns = COLUMNS
    filterset = LadderFilter

    def rows(self):
        return super().rows().select_related("feedback__engagement__unit", "issued_by", "signed_by")


class FactRow(NamedTuple):
    """A fact as its reader sees it, with the way to its row if he may see that."""

    name: str
    label: str
    said: str
    url: str

    def get_absolute_url(self):
        return self.url


def fact_rows(paper: LadderPaper, user) -> list[FactRow]:
    """Return the facts of a paper; each leads to the first of its rows that this reader may see."""
    wanted = [(kind, pk) for fact in paper.facts for kind, pk in fact["rows"]]
    seen = present.things_of(wanted, user)
    rows = []
    for fact in paper.facts:
        found: list[Any] = [seen[kind, pk] for kind, pk in fact["rows"] if (kind, pk) in seen]
        url = found[0].get_absolute_url() if found else ""
        rows.append(FactRow(fact["name"], str(LadderPaper.Fact(fact["code"]).label), fact["said"], url))
    return rows


class LadderPage(ThingPage):
    model = LadderPaper
    parents = ("engagement", "feedback")
    template_name = "rectification/with_paper.html"
    facts = (
        ("unit.name", _("inspected unit")),
        "rung",
        "before",
        "text",
        "demand",
        "due_on",
        "prepared_on",
        "meeting",
        "issued_by",
        "issued_on",
        "signed_by",
        "signed_on",
        "answer",
        "answered_on",
        "why",
    )

    def things(self):
        near = ("feedback__engagement__unit", "feedback__engagement__round", "before", "meeting", "case")
        return super().things().select_related(*near, "issued_by", "signed_by", "before__feedback__engagement__unit")

    def children(self, paper):
        rows = fact_rows(paper, self.request.user)
        return [{"id": "facts", **table(now("Facts of the paper"), LadderPaper, FACT_COLUMNS, rows, now("None."))}]

    def panels(self, paper):
        return accountability_panel(self, paper)

    def more(self, paper):
        return {"paper_url": reverse("rectification:ladder-print", args=[paper.key])}


class LadderPrint(View):
    """One of the five papers as it is printed, with the receipt and the answer at its foot."""

    model = LadderPaper

    def get(self, request, key):
        rows = LadderPaper.objects.visible_to(request.user)
        near = ("feedback__engagement__unit", "feedback__engagement__round", "issued_by", "signed_by", "before")
        paper = get_object_or_404(rows.select_related(*near), key=key)
        context = {
            "title": paper.title,
            "crumbs": [{"label": paper.title, "url": paper.get_absolute_url()}],
            "paper": paper,
            "facts": paper.facts_text.splitlines(),
        }
        return render(request, "rectification/ladder_paper.html", context)


class PapersOfEngagement(Panel):
    """The ladder of one unit, and the button that prepares the next paper; for the page of the engagement."""

    model = LadderPaper
    heading = _("Supervision papers")
    columns = OF_ONE
    empty = _("No paper so far.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = LadderPaper.objects.visible_to(self.request.user).filter(feedback__engagement=engagement)
        return with_next_due(rows.select_related("feedback__engagement__unit")).order_by("-pk")

    def actions(self, engagement):
        user, verb = self.request.user, actions.prepare_paper
        found = Feedback.objects.visible_to(user).filter(engagement=engagement)
        return [
            {"label": f"{verb.label} · {feedback.get_audience_display()}", "url": move_url(verb, feedback)}
            for feedback in found.select_related("case", "engagement__unit").order_by("pk")
            if verb.why_not(user, feedback, today()) is None
        ]


class PapersOfItem(Panel):
    """The papers that rest on one item, for its page."""

    model = LadderPaper
    heading = _("Supervision papers")
    columns = OF_ONE
    empty = _("No paper rests on this item.")

    def parent(self, key):
        rows = Item.objects.visible_to(self.request.user).select_related("engagement", "case")
        return get_object_or_404(rows, key=key)

    def rows(self, item):
        rows = LadderPaper.objects.visible_to(self.request.user).about([item])
        return with_next_due(rows.select_related("feedback__engagement__unit")).order_by("-pk")
