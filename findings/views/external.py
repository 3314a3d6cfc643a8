"""Pages of what upper levels fed back: the overview, the original with its items, the letter read in, the reports."""

from typing import ClassVar

import django_filters
from django.db.models import Count, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts import exports as registry
from casework import present
from casework.exports import XLSX
from casework.present import Column
from casework.views import OfflineDoor, Panel, ThingList, ThingPage, move_url, refused, today, with_next_due
from inspections.models import Round

from .. import actions, exports, forms
from ..intake import LETTER, Letter
from ..models import ExternalFinding, Finding, UpReport
from .tables import FINDING_COLUMNS, rounds_of_reader

EXTERNAL_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("title", _("problem as fed back"), wide=True),
    Column("source"),
    Column("items", _("items"), kind="num", sort="items"),
    Column("finished", _("items put right"), kind="num", sort="finished"),
    Column("due_on", kind="date", sort="due_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
REPORT_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("receiver"),
    Column("on", kind="date", sort="on"),
    Column("items", kind="num"),
    Column("finished", kind="num"),
)


class ExternalFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), to_field_name="key", queryset=lambda request: rounds_of_reader(request).filter(type="upper")
    )
    source = django_filters.CharFilter(label=_("Fed back by"), lookup_expr="icontains")
    unit = django_filters.CharFilter(label=_("Unit that answers for it"), method="of_unit")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ExternalFinding.Stage.choices)

    class Meta:
        model = ExternalFinding
        fields = ["q", "round", "source", "unit", "stage"]

    def contains(self, rows, _name, value):
        return rows.filter(Q(title_text__icontains=value) | Q(text__icontains=value) | Q(number__icontains=value))

    def of_unit(self, rows, _name, value):
        items = Finding.objects.visible_to(self.request.user).filter(engagement__unit__name__icontains=value)
        return rows.filter(pk__in=items.values("external"))


class ExternalList(ThingList):
    model = ExternalFinding
    ledger = exports.EXTERNALS
    heading = _("Problems fed back by upper levels")
    columns = EXTERNAL_COLUMNS
    filterset = ExternalFilter

    def rows(self):
        return super().rows().with_items().select_related("round")

    def more(self):
        rows, _bound = self.filtered()
        return {"totals": totals_of(rows)}


def totals_of(rows) -> list[dict[str, object]]:
    """Return how many problems there are, into how many items they were broken down, and how far these are."""
    stages = ExternalFinding.Stage
    rows = ExternalFinding.objects.filter(pk__in=rows.order_by().values("pk"))
    counted = rows.aggregate(
        problems=Count("pk", distinct=True),
        items=Count("findings", distinct=True),
        finished=Count("findings", filter=Q(findings__stage__in=Finding.final), distinct=True),
        reported=Count("pk", filter=Q(stage__in=(stages.REPORTED, stages.CLOSED)), distinct=True),
        closed=Count("pk", filter=Q(stage=stages.CLOSED), distinct=True),
    )
    words = {
        "problems": now("problems"),
        "items": now("items"),
        "finished": now("items put right"),
        "reported": now("reported up as put right"),
        "closed": now("struck off by the upper level"),
    }
    return [{"label": word, "value": str(counted[name]), "kind": "num"} for name, word in words.items()]


class ExternalPage(ThingPage):
    model = ExternalFinding
    template_name = "findings/external.html"
    parents = ("round",)
    met_at: ClassVar = {"report_up": ("round", "report-up")}
    facts = (
        "place",
        "source",
        "source_paper",
        "received_on",
        "aspect",
        "due_on",
        "returned_times",
        "report",
        "closed_on",
        "closing_paper",
    )

    def things(self):
        return super().things().select_related("round", "report", "case")

    def children(self, external):
        rows = Finding.objects.visible_to(self.request.user).filter(external=external)
        self.found = list(with_next_due(rows.select_related("engagement__unit", "category")).order_by("number"))
        return [
            {
                "title": now("Items"),
                "columns": present.headings(Finding, FINDING_COLUMNS),
                "rows": present.table(self.found, FINDING_COLUMNS, today()),
                "count": len(self.found),
                "empty": {"text": now("It has not been broken down into any item yet.")},
            }
        ]

    def more(self, external):
        """The original, with what each item quotes; until it is broken down whole, also what is in no item yet."""
        pieces = external.marked((item.number, item.facts) for item in self.found)
        breaking = external.stage == ExternalFinding.Stage.RECEIVED and bool(self.found)
        return {
            "pieces": [{"text": text, "items": "、".join(numbers)} for text, numbers in pieces],
            "shows_gaps": breaking and any(not numbers for _text, numbers in pieces),
        }


class ExternalsOfRound(Panel):
    """What was fed back, on the page of its round; from there one enters, reads in and reports up."""

    model = ExternalFinding
    heading = _("Problems fed back by the upper level")
    columns = tuple(column for column in EXTERNAL_COLUMNS if column.name != "source")
    empty = _("No problem has been entered yet. Enter them one by one, or read in the letter as a workbook.")
    limit = 500

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, round):
        rows = ExternalFinding.objects.visible_to(self.request.user).filter(round=round)
        return with_next_due(rows.with_items()).order_by("place", "pk")

    def text(self, round):
        rows = ExternalFinding.objects.visible_to(self.request.user).filter(round=round)
        return "；".join(f"{one['label']}：{one['value']}" for one in totals_of(rows))

    def actions(self, round):
        if actions.receive_external.why_not(self.request.user, round, today()) is not None:
            return []
        url = reverse("findings:read-external", args=[round.key])
        return [
            {"label": actions.receive_external.label, "url": move_url(actions.receive_external, round)},
            {"label": now("Read in the letter"), "url": url},
        ]


class ReportsOfRound(Panel):
    model = UpReport
    heading = _("Reports to the upper level")
    columns = REPORT_COLUMNS

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, round):
        return UpReport.objects.visible_to(self.request.user).filter(round=round).order_by("-pk")


class UpReportList(ThingList):
    model = UpReport
    ledger = exports.UP_REPORTS
    heading = _("Reports to upper levels")
    columns = REPORT_COLUMNS

    def rows(self):
        return super().rows().select_related("round")


class UpReportPage(ThingPage):
    model = UpReport
    parents = ("round",)
    facts = ("number", "receiver", "on", "items", "finished", "about")

    def things(self):
        return super().things().select_related("round", "case")

    def children(self, report):
        rows = ExternalFinding.objects.visible_to(self.request.user).filter(report=report)
        found = list(with_next_due(rows.with_items()).order_by("place", "pk"))
        if not found:
            return []
        return [
            {
                "title": now("Reported as put right"),
                "columns": present.headings(ExternalFinding, EXTERNAL_COLUMNS),
                "rows": present.table(found, EXTERNAL_COLUMNS, today()),
                "count": len(found),
            }
        ]


# -- the letter as a workbook ---------------------------------------------------------------------------------------


class OfRound:
    """Open to whoever may enter what the upper level found; to who does not see the round it is not there."""

    inner = True
    move = actions.receive_external

    def dispatch(self, request, key):
        self.round = get_object_or_404(Round.objects.visible_to(request.user).select_related("case"), key=key)
        if reason := self.move.why_not(request.user, self.round, today()):
            return refused(request, reason, self.round)
        return super().dispatch(request, key=key)


class ReadExternal(OfRound, OfflineDoor):
    upload = forms.ReadExternal

    def new_form(self, *args):
        given = {"received_on": today()}
        if before := ExternalFinding.objects.filter(round=self.round).order_by("-pk").first():
            names = ("source", "source_paper", "received_on", "due_on")
            given |= {name: getattr(before, name) for name in names}
        return self.upload(*args, initial=given)

    def check(self, content):
        return Letter.check(content, self.round, self.said, self.request.user, today())

    def home(self):
        return self.round.get_absolute_url()

    def told(self, found):
        return now("Read in: %(new)d created, %(changed)d changed.") % found.counts()

    def says(self):
        return {
            "title": now("Read in the letter of the upper level"),
            "crumbs": [{"label": str(self.round), "url": self.home()}],
            "template_url": reverse("findings:external-template", args=[self.round.key]),
            "lead": now(
                "One row for each problem, in the words of the letter. Where a row names the units that answer for it, "
                "each gets an item; else it waits to be broken down."
            ),
        }


class ExternalTemplate(OfRound, View):
    """The empty workbook: the headings that are read, with the categories of the round to choose from."""

    def get(self, request, key):
        categories = self.round.category_set.categories.order_by("pk")
        content = registry.empty(LETTER, {"问题类别": [one.short for one in categories]})
        response = HttpResponse(content, content_type=XLSX)
        response["Content-Disposition"] = content_disposition_header(True, f"{LETTER.name}.xlsx")
        return response
