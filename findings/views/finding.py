"""Pages of findings, and the panels of an inspected unit."""

from typing import Any

import django_filters
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import present
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from inspections.models import Category, Discipline, Engagement, Meeting, Priority

from .. import actions, exports
from ..models import Finding, Landing, WorkingPaper
from .filling import offered
from .routing import log_of
from .tables import FINDING_COLUMNS, LANDING_COLUMNS, PAPER_COLUMNS, rounds_of_reader


class FindingFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="engagement__round", to_field_name="key", queryset=rounds_of_reader
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    category = django_filters.ModelChoiceFilter(
        label=_("Category"),
        queryset=Category.objects.all(),
        null_label=_("without a category"),
    )
    discipline = django_filters.ChoiceFilter(
        label=_("Of the six disciplines"), choices=Discipline.choices, method="of_discipline"
    )
    priority = django_filters.ModelChoiceFilter(
        label=_("Local priority"),
        to_field_name="key",
        queryset=lambda request: Priority.objects.visible_to(request.user),
        null_label=_("without a local priority"),
    )
    extended = django_filters.CharFilter(
        label=_("Subordinate unit"), field_name="extension__place__name", lookup_expr="icontains"
    )
    level = django_filters.ChoiceFilter(label=_("Level at which it arose"), choices=Finding.Level.choices)
    marked = django_filters.ChoiceFilter(label=_("Marks"), choices=Finding.Mark.choices, method="has_mark")
    concerns = django_filters.ChoiceFilter(label=_("Concerns"), choices=Finding.Concerns.choices)
    kind = django_filters.ChoiceFilter(
        label=_("Kind of unit"), field_name="engagement__unit__kind_of", choices=Organisation.Kind.choices
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Finding.Stage.choices)
    standing = django_filters.ChoiceFilter(
        label=_("State"), choices=[("holds", _("confirmed and not dropped"))], method="that_hold"
    )
    landing = django_filters.ChoiceFilter(
        label=_("First landing"), choices=Landing.Kind.choices, method="first_landing"
    )

    class Meta:
        model = Finding
        fields = [
            "q",
            "round",
            "unit",
            "kind",
            "extended",
            "category",
            "discipline",
            "priority",
            "level",
            "marked",
            "concerns",
            "stage",
            "standing",
            "landing",
        ]

    def contains(self, rows, _name, value):
        return rows.filter(Q(title_text__icontains=value) | Q(number__icontains=value) | Q(facts__icontains=value))

    def of_discipline(self, rows, _name, value):
        return rows.filter(category__disciplines__contains=[value])

    def that_hold(self, rows, _name, _value):
        return rows.filter(stage__in=Finding.HOLDS)

    def has_mark(self, rows, _name, value):
        return rows.filter(marks__contains=[value])

    def first_landing(self, rows, _name, value):
        """Of what has left under seal no filter tells where it went."""
        taken = Landing.objects.filter(kind_of=value, first=True).exclude(stage=Landing.Stage.WITHDRAWN)
        return rows.filter(pk__in=taken.values("finding")).exclude(stage__in=Finding.left)


class FindingList(ThingList):
    model = Finding
    ledger = exports.FINDINGS
    heading = _("Findings")
    columns = FINDING_COLUMNS
    filterset = FindingFilter

    def rows(self):
        return super().rows().select_related("engagement__unit", "category")

    def more(self):
        rows, _bound = self.filtered()
        return {"totals": totals_of(rows)}


def totals_of(rows) -> list[dict[str, Any]]:
    """Return what the amounts of these findings come to, as label and value."""
    return [
        {"label": present.label_for(Finding, name), "value": present.text_of(value), "kind": "num"}
        for name, value in rows.summed().items()
    ]


class FindingPage(ThingPage):
    model = Finding
    parents = ("engagement.round", "engagement")
    facts = (
        ("unit.name", _("inspected unit")),
        ("extension.place.name", _("subordinate unit")),
        ("category.name", _("category")),
        ("disciplines", _("answers to the disciplines")),
        "priority",
        "whose",
        "level",
        "concerns",
        ("persons_text", _("persons concerned")),
        ("marks_text", _("marks")),
        "amount",
        "irregular",
        "recoverable",
        "upper_source",
        "external",
        ("statement", _("problem in its three parts")),
        "basis",
        ("duties_text", _("responsibility pointed at")),
        "cause",
        "cause_text",
        "recommended_to",
        "recommendation",
        "left_on",
        "paper",
    )

    def things(self):
        names = (
            "engagement__unit",
            "engagement__round",
            "category",
            "priority",
            "paper",
            "case",
            "external",
            "extension__place",
        )
        return super().things().select_related(*names)

    def panels(self, finding):
        if finding.stage in Finding.left:
            return []
        panels = [(now("Seen before"), "findings:alike-of", "alike")]
        if self.words & {"oversee", "direct", "observe"}:
            panels.append((now("Common problems that it shows"), "rectification:common-of-finding", "common"))
        return [{"title": title, "url": reverse(url, args=[finding.key]), "id": id_} for title, url, id_ in panels]

    def sections(self, finding):
        """What stays at business level is flagged with the rule that says so."""
        reasons = finding.business_level
        if not reasons:
            return []
        rule = now(
            "Flagged when it names no basis, or when the responsibility names nobody; it can be confirmed still."
        )
        text = "\n".join([*reasons, rule])
        return [{"id": "business-level", "title": now("Stays at business level"), "text": text}]

    def children(self, finding):
        rows = Landing.objects.visible_to(self.request.user).filter(finding=finding)
        found = list(with_next_due(rows.select_related("finding", "meeting")))
        landed = {
            "title": now("Landings"),
            "columns": present.headings(Landing, LANDING_COLUMNS),
            "rows": present.table(found, LANDING_COLUMNS, today()),
        }
        return ([landed] if found else []) + log_of(finding, self.request.user)


class OfEngagement(Panel):
    """What a team wrote down about one unit, for the page of the engagement."""

    model = WorkingPaper
    heading = _("Working papers")
    columns = tuple(column for column in PAPER_COLUMNS if column.name != "unit.name")
    move = actions.file_paper
    related = ("engagement__unit", "author")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = self.model.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(rows.select_related(*self.related)).order_by("-pk")

    def actions(self, engagement):
        if self.move is None or self.move.why_not(self.request.user, engagement, today()) is not None:
            return []
        enter = {"label": self.move.label, "url": move_url(self.move, engagement), "primary": False}
        return [enter, *offered(engagement, self.request.user, "papers")]


class FindingsOfEngagement(OfEngagement):
    model = Finding
    heading = _("Findings")
    columns = tuple(column for column in FINDING_COLUMNS if column.name != "unit.name")
    move = None
    related = ("engagement__unit", "category")

    def actions(self, engagement):
        return offered(engagement, self.request.user, "findings")

    def text(self, engagement):
        return "；".join(f"{one['label']}：{one['value']}" for one in totals_of(self.rows(engagement)))


class FindingsOfMeeting(Panel):
    """Which findings go where by the decision of a meeting, as far as its reader sees them; nothing of what left."""

    model = Finding
    heading = _("Findings routed by it")
    columns = FINDING_COLUMNS
    limit = 500

    def parent(self, key):
        return get_object_or_404(Meeting.objects.visible_to(self.request.user), key=key)

    def rows(self, meeting):
        landed = Landing.objects.filter(meeting=meeting).exclude(stage=Landing.Stage.WITHDRAWN).values("finding")
        rows = Finding.objects.visible_to(self.request.user).filter(pk__in=landed).exclude(stage__in=Finding.left)
        return with_next_due(rows.select_related("engagement__unit", "category")).order_by("number")
