"""Pages of the two reports of a unit: as they are written, beside draft and earlier versions, and as printed."""

import django_filters
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework.present import Column, label_for
from casework.views import ThingList, ThingPage, with_next_due
from findings.versions import pieces
from inspections.models import Round

from .. import exports
from ..actions.unit_report import differing
from ..models import UnitReport

REPORT_COLUMNS = (
    Column("kind_of", link=True),
    Column("unit.name", _("inspected unit")),
    Column("signed_on", kind="date", sort="signed_on"),
    Column("returned_times", _("times returned"), kind="num"),
    Column("stage", kind="tag", sort="stage"),
)
OF_ONE_FEEDBACK = tuple(column for column in REPORT_COLUMNS if column.name != "unit.name")


class ReportFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="feedback__engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="feedback__engagement__unit__name", lookup_expr="icontains"
    )
    kind_of = django_filters.ChoiceFilter(label=_("Which report"), choices=UnitReport.Kind.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=UnitReport.Stage.choices)

    class Meta:
        model = UnitReport
        fields = ["round", "unit", "kind_of", "stage"]


class ReportList(ThingList):
    model = UnitReport
    heading = _("Rectification reports")
    lead = _("Of each unit two papers: the report of its Party organisation, and its principal's own.")
    columns = REPORT_COLUMNS
    filterset = ReportFilter
    ledger = exports.REPORTS

    def rows(self):
        return super().rows().select_related("feedback__engagement__unit")


class ReportPage(ThingPage):
    model = UnitReport
    parents = ("engagement", "feedback")
    template_name = "rectification/unit_report.html"
    facts = (
        ("unit.name", _("inspected unit")),
        "feedback",
        "kind_of",
        "drafted_on",
        "signed_by",
        "signed_on",
        "returned_times",
        "opening",
        "organising",
        "overall",
        "by_item",
        "further",
    )

    def things(self):
        rows = super().things()
        return rows.select_related("feedback__engagement__unit", "feedback__engagement__round", "signed_by", "case")

    def more(self, report):
        said = report.says()
        return {
            "paper_url": reverse("rectification:unit-report-paper", args=[report.key]),
            "versions_url": reverse("rectification:unit-report-versions", args=[report.key]),
            "versions": len(report.earlier) + 1,
            "beside": []
            if report.stage in UnitReport.final
            else compared(said, {name: report.drafted[name] for name in differing(report)}),
        }


def compared(old: dict[str, str], new: dict[str, str]):
    """Return section by section both texts in pieces, with whether each stands in both."""
    rows = []
    for name, text in new.items():
        before, after = pieces(old.get(name, ""), text)
        rows.append({"label": label_for(UnitReport, name), "old": before, "new": after})
    return rows


def report_for(user, key: str) -> UnitReport:
    rows = UnitReport.objects.visible_to(user)
    rows = rows.select_related("feedback__engagement__unit", "feedback__engagement__round", "signed_by", "case")
    return get_object_or_404(rows, key=key)


class ReportVersions(View):
    """What a report said before, each version beside the one that followed it."""

    model = UnitReport

    def get(self, request, key):
        report = report_for(request.user, key)
        said = [*report.earlier, report.says()]
        steps = [
            {
                "number": number,
                "rows": compared(said[number - 1], {n: t for n, t in said[number].items() if t != said[number - 1][n]}),
            }
            for number in range(1, len(said))
        ]
        context = {
            "title": now("Versions of the report"),
            "crumbs": [{"label": report.title, "url": report.get_absolute_url()}],
            "steps": steps[::-1],
        }
        return render(request, "rectification/report_versions.html", context)


class ReportPaper(View):
    """The report as it is printed, with the headings of the office."""

    model = UnitReport

    def get(self, request, key):
        report = report_for(request.user, key)
        titles = {
            UnitReport.Kind.UNIT: {
                "organising": now("How the Party organisation carried its responsibility"),
                "overall": now("Results as a whole"),
                "by_item": now("Item by item"),
                "further": now("What comes next"),
            },
            UnitReport.Kind.PRINCIPAL: {
                "organising": now("How the secretary organised the rectification"),
                "overall": now("Results as a whole"),
                "further": now("What comes next"),
            },
        }[UnitReport.Kind(report.kind_of)]
        context = {
            "title": report.title,
            "crumbs": [{"label": report.title, "url": report.get_absolute_url()}],
            "report": report,
            "sections": [
                {"number": f"{number}、", "title": title, "text": getattr(report, name)}
                for number, (name, title) in zip("一二三四", titles.items(), strict=False)
            ],
        }
        return render(request, "rectification/report_paper.html", context)


def reports_of(feedback, user):
    """Return the reports on one feedback that this reader may see."""
    rows = UnitReport.objects.visible_to(user).filter(feedback=feedback)
    return with_next_due(rows).select_related("feedback__engagement__unit").order_by("-kind_of")
