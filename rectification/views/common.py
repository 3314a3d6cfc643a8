"""Pages of common problems: what it is, which findings show it, in how many units, and over which rounds."""

import django_filters
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, with_next_due
from findings.models import Finding
from inspections.models import Term

from .. import exports
from ..models import CommonMember, CommonProblem
from .charts import bars
from .tables import table

Step = CommonProblem.Stage
COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("title_text", wide=True),
    Column("category.short", _("category")),
    Column("units", _("units affected"), kind="num", sort="units"),
    Column("findings", _("findings"), kind="num", sort="findings"),
    Column("cause", sort="cause"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
MEMBER_COLUMNS = (
    Column("finding.number", _("number"), link=True),
    Column("finding", wide=True),
    Column("unit.name", _("inspected unit")),
    Column("finding.engagement.round.name", _("round")),
    Column("found_on", kind="date"),
    Column("left_on", kind="date"),
    Column("stage", kind="tag"),
)
WAY = (
    (_("Put together"), (Step.CLUSTERED,)),
    (_("Verified"), (Step.VERIFIED,)),
    (_("Reported"), (Step.REPORTED,)),
    (_("Given to departments"), (Step.ASSIGNED,)),
    (_("Followed up"), (Step.IN_PROGRESS,)),
    (_("Institution built"), (Step.INSTITUTION_BUILT,)),
    (_("Assessed"), (Step.ASSESSED,)),
)


class CommonFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), field_name="title_text", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=CommonProblem.Stage.choices)
    cause = django_filters.ChoiceFilter(label=_("Root cause"), choices=Finding.Cause.choices)
    term = django_filters.ModelChoiceFilter(
        label=_("Term"), to_field_name="key", queryset=lambda request: Term.objects.visible_to(request.user)
    )

    class Meta:
        model = CommonProblem
        fields = ["q", "stage", "cause", "term"]


class CommonList(ThingList):
    model = CommonProblem
    heading = _("Common problems")
    lead = _("What several units have. It is begun on the page of a finding, or from a suggestion.")
    ledger = exports.COMMON
    columns = COLUMNS
    filterset = CommonFilter

    def rows(self):
        return super().rows().with_counts(self.request.user).select_related("category")


class CommonPage(ThingPage):
    model = CommonProblem
    parents = ("term",)
    facts = (
        "term",
        ("category.name", _("category")),
        ("units", _("units affected")),
        ("findings", _("findings")),
        "manifestation",
        "cause",
        "cause_text",
        ("author.name", _("put together by")),
        "verified_on",
        "meeting",
        "reported_on",
        "report",
        "assessed_on",
        "assessment",
    )
    template_name = "rectification/common.html"

    def things(self):
        return (
            super()
            .things()
            .with_counts(self.request.user)
            .select_related("term", "category", "author", "meeting__round", "case")
        )

    def way(self, problem):
        return WAY

    def members(self, problem):
        rows = CommonMember.objects.visible_to(self.request.user).filter(problem=problem)
        return rows.select_related("finding__engagement__unit", "finding__engagement__round")

    def children(self, problem):
        members = self.members(problem).order_by("stage", "finding__engagement__unit__sort_key", "pk")
        shown = table(now("Findings that show it"), CommonMember, MEMBER_COLUMNS, members)
        return [{"id": "members", **shown}]

    def panels(self, problem):
        panels = (
            (now("Tasks of the departments"), "rectification:tasks-of-common", "tasks"),
            (now("Follow-up log"), "rectification:follow-ups-of-common", "follow-ups"),
            (now("Institutions"), "rectification:institutions-of-common", "institutions"),
            (now("Suggestion letters"), "rectification:letters-of-common", "letters"),
            (now("Self-checks of units not visited yet"), "rectification:self-checks-of-common", "self-checks"),
        )
        return [{"title": title, "url": reverse(url, args=[problem.key]), "id": id_} for title, url, id_ in panels]

    def more(self, problem):
        """The picture: in how many units each round found it, the earliest first."""
        counts = (
            self.members(problem)
            .showing()
            .order_by("finding__engagement__round__number", "finding__engagement__round")
            .values("finding__engagement__round__name", "finding__engagement__round__number")
            .annotate(units=Count("finding__engagement__unit", distinct=True), found=Count("pk"))
        )
        labels = [now("Round"), now("Units affected"), now("Findings")]
        kinds = ["text", "num", "num"]
        rows = []
        for row in counts:
            texts = (row["finding__engagement__round__name"], str(row["units"]), str(row["found"]))
            cells = zip(kinds, texts, labels, strict=True)
            rows.append({"cells": [{"kind": kind, "text": text, "label": label} for kind, text, label in cells]})
        short = now("Round %(n)s")
        return {
            "chart": bars([(short % {"n": row["finding__engagement__round__number"]}, row["units"]) for row in counts]),
            "chart_title": now("Units affected, round by round"),
            "chart_table": {
                "columns": [{"label": one, "key": one, "kind": kind} for one, kind in zip(labels, kinds, strict=True)],
                "rows": rows,
            },
        }


class MemberPage(ThingPage):
    model = CommonMember
    parents = ("problem",)
    facts = (
        ("unit.name", _("inspected unit")),
        ("finding.engagement.round.name", _("round")),
        "finding",
        "problem",
        "found_on",
        "since",
        "left_on",
    )

    def things(self):
        names = ("finding__engagement__unit", "finding__engagement__round", "problem", "case")
        return super().things().select_related(*names)


class CommonOfFinding(Panel):
    """Which common problems a finding shows, for its page: from the point to the surface."""

    model = CommonProblem
    heading = _("Common problems that it shows")
    columns = COLUMNS
    inner = True
    empty = _("It is not among the findings of a common problem.")

    def parent(self, key):
        return get_object_or_404(Finding.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, finding):
        members = CommonMember.objects.visible_to(self.request.user).filter(finding=finding).showing()
        rows = CommonProblem.objects.visible_to(self.request.user).filter(pk__in=members.values("problem"))
        return with_next_due(rows.with_counts(self.request.user).select_related("category")).order_by("-pk")
