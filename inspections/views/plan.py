"""Pages of the plans of the years and of inspections by upper levels."""

import django_filters
from django.db.models import Count, Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today

from .. import actions, exports
from ..models import AnnualPlan, Engagement, Round, Term, UpperInspection

LABELS = (
    _("year"),
    _("units planned"),
    _("units chosen"),
    _("units visited"),
    _("of the plan"),
    _("rounds planned"),
    _("rounds opened"),
    _("stage"),
)


def year_by_year(term: Term, user) -> dict:
    """Return a table of the years of a term: what was planned, and what has come of it; four questions."""
    plans = {plan.year: plan for plan in AnnualPlan.objects.visible_to(user).filter(term=term)}
    ours = Engagement.objects.visible_to(user).filter(round__term=term).exclude(round__type=Round.Type.UPPER)
    chosen = dict(ours.order_by().values_list("round__year").annotate(n=Count("unit", distinct=True)))
    visited = dict(
        ours.filter(entered_on__isnull=False)
        .order_by()
        .values_list("entered_on__year")
        .annotate(n=Count("unit", distinct=True))
    )
    rounds = Round.objects.visible_to(user).filter(term=term).exclude(type=Round.Type.UPPER).order_by()
    opened = dict(rounds.values_list("year").annotate(n=Count("pk")))
    rows = []
    for year in sorted({*plans, *chosen, *visited, *opened}):
        plan = plans.get(year)
        done = visited.get(year, 0)
        share = f"{done / plan.units:.0%}" if plan and plan.units else "—"
        texts = (
            str(year),
            str(plan.units) if plan else "—",
            str(chosen.get(year, 0)),
            str(done),
            share,
            str(plan.rounds) if plan else "—",
            str(opened.get(year, 0)),
            str(plan.get_stage_display()) if plan else now("no plan yet"),
        )
        cells = [
            {"kind": "num" if place < len(texts) - 1 else "text", "text": text, "label": str(label)}
            for place, (label, text) in enumerate(zip(LABELS, texts, strict=True))
        ]
        url = plan.get_absolute_url() if plan else ""
        cells[0] = {"kind": "link" if url else "text", "text": str(year), "url": url, "label": str(LABELS[0])}
        rows.append({"url": url, "cells": cells})
    kinds = ["text", *["num"] * (len(LABELS) - 2), "text"]
    columns = [{"label": str(label), "key": kind, "kind": kind} for label, kind in zip(LABELS, kinds, strict=True)]
    return {"title": now("Year by year"), "id": "years", "columns": columns, "rows": rows, "count": len(rows)}


class PlanList(ThingList):
    model = AnnualPlan
    heading = _("Plans of the years")
    ledger = exports.PLANS
    columns = (
        Column("year", kind="num", link=True, sort="year"),
        Column("term.name", _("term")),
        Column("units", kind="num"),
        Column("rounds", kind="num"),
        Column("approved_on", kind="date"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )
    order = "-year"

    def rows(self):
        return super().rows().select_related("term")

    def actions(self):
        terms = Term.objects.visible_to(self.request.user).filter(stage=Term.Stage.RUNNING)
        return [
            {"label": f"{actions.plan_year.label}（{term}）", "url": move_url(actions.plan_year, term), "primary": True}
            for term in terms.select_related("case")
            if actions.plan_year.why_not(self.request.user, term, today()) is None
        ]


class PlanPage(ThingPage):
    model = AnnualPlan
    parents = ("term",)
    facts = ("term", "year", "units", "rounds", "focus", "approved_on", ("meeting", _("meeting")))

    def things(self):
        return super().things().select_related("term", "meeting", "case")

    def children(self, plan):
        return [year_by_year(plan.term, self.request.user)]


class UpperFilter(django_filters.FilterSet):
    level = django_filters.ChoiceFilter(label=_("Upper level"), choices=UpperInspection.Level.choices)
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=UpperInspection.Kind.choices)
    unit = django_filters.CharFilter(label=_("Unit"), method="of_unit")

    class Meta:
        model = UpperInspection
        fields = ["level", "kind_of", "unit"]

    def of_unit(self, rows, name, value):
        """Those that came to a unit that is called like this, and those that came to the whole district."""
        return rows.filter(Q(unit__in=Organisation.objects.called(value).values("pk")) | Q(unit=None))


class UpperList(ThingList):
    model = UpperInspection
    heading = _("Inspections by upper levels")
    lead = _("Who came to this district from above, and when: so that nobody is visited twice at once.")
    ledger = exports.UPPER
    filterset = UpperFilter
    columns = (
        Column("body", link=True, sort="body"),
        Column("level", sort="level"),
        Column("kind_of"),
        Column("whom", _("inspected unit")),
        Column("begins_on", kind="date", sort="begins_on"),
        Column("ends_on", kind="date"),
        Column("fed_back_on", kind="date"),
    )
    order = "-begins_on"

    def rows(self):
        return super().rows().select_related("unit")

    def actions(self):
        authority = Organisation.objects.visible_to(self.request.user).authority()
        verb = actions.record_upper
        if authority is None or verb.why_not(self.request.user, authority, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, authority), "primary": True}]


class UpperPage(ThingPage):
    model = UpperInspection
    facts = (
        "level",
        "body",
        "kind_of",
        ("whom", _("inspected unit")),
        "begins_on",
        "ends_on",
        "fed_back_on",
        "about",
    )

    def things(self):
        return super().things().select_related("unit", "case")
