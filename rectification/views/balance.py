"""The promise that everything has its landing, as a bank statement: of a unit in its round, of a round, of a term."""

from typing import Any, ClassVar

from django.db.models import Value
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import clock, policy, present
from casework.models import Thing
from casework.present import Column
from casework.views import panel, today, with_next_due
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import Engagement, Round, Term

from .. import balance
from ..balance import LINES
from ..flow import picture
from .tables import page_of, pager

#: the case on which one must hold a word, and the names of the three pages
OF: dict[type[Thing], tuple[str, str]] = {
    Engagement: ("round__case", "engagement-balance"),
    Round: ("case", "balance"),
    Term: ("case", "term-balance"),
}
ROW_COLUMNS = (
    Column("number", _("number"), link=True),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("title_text", _("problem"), wide=True),
    Column("unit.name", _("inspected unit")),
    Column("stage", _("stage"), kind="tag"),
)
#: what is said of each part of a whole
PART_LINES = ("recorded", "not_established", "fed_back", "referred", "at_once", "open")
#: of a whole term the page lists so many exceptions; each round lists all of its own
MOST_URGENT = 50


def scope_for_balance(request, model, key):
    """Return the unit in its round, the round or the term, if its reader may see its balance."""
    seen = policy.seen_by(request.user, "oversee", "direct", "observe")
    rows = model.objects.visible_to(request.user).filter(**{f"{OF[model][0]}__in": seen})
    related = {Engagement: ("unit", "round"), Round: ("term",), Term: ()}[model]
    return get_object_or_404(rows.select_related(*related), key=key)


def balance_url(scope, name: str = "", *more) -> str:
    """Return the address of the balance of something, of its panel, or of the rows behind one of its numbers."""
    route = OF[type(scope)][1] + (f"-{name}" if name else "")
    return reverse(f"rectification:{route}", args=[scope.key, *more])


def balance_lines(scope, found: balance.Balance, *, short: bool = False) -> list[dict]:
    """Return the balance as a statement; every number links to its rows, sealed ones are a number alone."""
    rows: list[dict] = []
    for name, line in LINES.items():
        count = found.unexplained if name == "unexplained" else found.count(name)
        if (line.part and (short or not count)) or (line.beside and not count):
            continue
        rows.append(
            {
                "label": str(line.label),
                "count": count,
                "sum": name == "recorded",
                "part": line.part,
                "sealed": line.sealed,
                "url": balance_url(scope, "rows", name) if count and not line.sealed else "",
                "tone": {"open": "warn", "unexplained": "late"}.get(name, "") if count else "",
            }
        )
    return rows


class BalancePage(View):
    """What was recorded is where it went, or it is still open; and whatever has no end has an owner and a date."""

    inner = True
    model: ClassVar[type[Thing]] = Round

    def get(self, request, key):
        scope, day = scope_for_balance(request, self.model, key), today()
        found = balance.of(scope)
        loose = balance.exceptions(scope, day)
        shown = loose[:MOST_URGENT] if self.model is Term else loose
        not_all = now("The %(n)s most urgent are listed; each round lists all of its own.") % {"n": len(shown)}
        context = {
            "title": now("Balance of %(round)s") % {"round": scope},
            "crumbs": crumbs(scope),
            "lines": balance_lines(scope, found),
            "flow": picture(found) if self.model is not Engagement else None,
            "further": further_lines(scope, found),
            "parts": self.parts(scope, found),
            "exceptions": exception_rows(shown, request.user, day),
            "not_all": not_all if len(shown) < len(loose) else "",
            "balanced": found.balanced,
            "without_end": found.without_end,
        }
        return render(request, "casework/balance.html", context)

    def parts(self, scope, found) -> dict[str, Any] | None:
        """Return the same numbers for each part: the units of a round, the rounds of a term."""
        if self.model is Engagement:
            return None
        inside: Any = Engagement.objects.select_related("unit").order_by("unit__official_order", "pk")
        inside = inside.filter(round=scope) if self.model is Round else Round.objects.filter(term=scope).order_by("pk")
        heading = now("By unit") if self.model is Round else now("By round")
        columns = [{"label": heading, "kind": "link", "wide": True}]
        columns += [{"label": str(LINES[name].label), "kind": "num"} for name in PART_LINES]
        columns += [{"label": now("Without an end"), "kind": "num"}]
        rows = []
        for part in inside:
            of_part = found.parts.get(part.pk, balance.Balance())
            name = str(part.unit) if self.model is Round else str(part)
            numbers = [*(of_part.count(line) for line in PART_LINES), of_part.without_end]
            cells = [{"text": name, "url": balance_url(part), "kind": "link", "wide": True}]
            cells += [{"text": str(number), "kind": "num"} for number in numbers]
            labelled = [cell | {"label": column["label"]} for cell, column in zip(cells, columns, strict=True)]
            rows.append({"cells": labelled})
        return {"title": heading, "columns": columns, "rows": rows}


class BalanceOfEngagement(BalancePage):
    model = Engagement


class BalanceOfTerm(BalancePage):
    model = Term


def crumbs(scope) -> list[dict[str, str]]:
    """Return the way to the balance of something."""
    above = {Engagement: ("round",), Round: ("term",), Term: ()}[type(scope)]
    things = [*(getattr(scope, name) for name in above), scope]
    return [
        {"label": now("Desk"), "url": reverse("casework:home")},
        *({"label": str(thing), "url": thing.get_absolute_url()} for thing in things),
    ]


def further_lines(scope, found) -> list[dict]:
    """Return the second landings by kind; what goes under seal is a number alone."""
    labels = dict(Landing.Kind.choices)
    return [
        {
            "label": str(labels[kind]),
            "count": n,
            "sealed": kind == Landing.Kind.DISCIPLINE,
            "url": "" if kind == Landing.Kind.DISCIPLINE else balance_url(scope, "rows", f"further-{kind}"),
        }
        for kind, n in found.further.items()
    ]


def exception_rows(loose, user, day) -> list[dict]:
    """Return the exceptions as the page shows them: of what its reader may not see only whose turn it is, and when."""
    things = present.things_of(((one.thing.kind, one.thing.pk) for one in loose), user)
    rows = []
    for one in loose:
        seen = things.get((one.thing.kind, one.thing.pk))
        rows.append(
            {
                "number": one.thing.number if seen or not one.sealed else now("sealed"),
                "url": seen.get_absolute_url() if seen else "",
                "title": seen.title if seen else "",
                "owner": one.owner,
                "due": one.due_on.isoformat() if one.due_on else "",
                "lamp": clock.lamp(one.due_on, None, day) if one.due_on else None,
                "why": one.what,
            }
        )
    return rows


class BalancePanel(View):
    """The balance in short, for the page of what it is of."""

    inner = True
    model: ClassVar[type[Thing]] = Round

    def get(self, request, key):
        scope = scope_for_balance(request, self.model, key)
        found = balance.of(scope)
        context = {
            "title": now("Everything has its landing"),
            "crumbs": crumbs(scope),
            "lines": balance_lines(scope, found, short=True),
            "balanced": found.balanced,
            "without_end": found.without_end,
            "url": balance_url(scope),
        }
        return panel(request, context, "casework/balance_panel.html")


class PanelOfEngagement(BalancePanel):
    model = Engagement


class PanelOfTerm(BalancePanel):
    model = Term


class BalanceRows(View):
    """The rows behind one number. What its reader may not open is counted and not shown."""

    inner = True
    model: ClassVar[type[Thing]] = Round

    def get(self, request, key, name):
        scope = scope_for_balance(request, self.model, key)
        label, total, findings, papers = self.behind(scope, name)
        findings, papers = findings.visible_to(request.user), papers.visible_to(request.user)
        shown = findings.count() + papers.count()
        text = now("%(n)s more are a number only: they lie under seal, or with their team.")
        context = {
            "title": f"{now('Balance of %(round)s') % {'round': scope}} · {label}",
            "crumbs": [*crumbs(scope), {"label": now("Balance"), "url": balance_url(scope)}],
            "heading": str(label),
            "count": total,
            "columns": present.headings(Finding, ROW_COLUMNS),
            "rows": present.table(self.page(findings, papers, page_of(request)), ROW_COLUMNS, today()),
            "hidden": text % {"n": total - shown} if total > shown else "",
            "empty": {"text": now("Nothing here that you may open.")},
            "pager": pager(request, shown),
        }
        return render(request, "casework/balance_rows.html", context)

    @staticmethod
    def behind(scope, name):
        """Return what the number is called, the number, and the findings and papers that it counts."""
        kind = name.removeprefix("further-")
        if kind != name and kind in Landing.Kind.values and kind != Landing.Kind.DISCIPLINE:
            number = balance.of(scope).further.get(kind, 0)
            return Landing.Kind(kind).label, number, balance.rows_of_further(scope, kind), WorkingPaper.objects.none()
        if name not in LINES or LINES[name].sealed:
            raise Http404
        return LINES[name].label, balance.of(scope).count(name), *balance.rows(scope, name)

    @staticmethod
    def page(findings, papers, asked: slice):
        """Return the things of one page, by number: which they are is asked first, then what each kind says."""
        names = ("number", "what", "pk")
        kinds = {"finding": findings, "paper": papers}
        both = [rows.order_by().annotate(what=Value(what)).values_list(*names) for what, rows in kinds.items()]
        wanted = list(both[0].union(both[1], all=True).order_by("number")[asked])
        found = {}
        for what, model in (("finding", Finding), ("paper", WorkingPaper)):
            pks = [pk for _number, kind, pk in wanted if kind == what]
            rows = with_next_due(model.objects.filter(pk__in=pks).select_related("engagement__unit"))
            found |= {(what, row.pk): row for row in rows}
        return [found[what, pk] for _number, what, pk in wanted]


class RowsOfEngagement(BalanceRows):
    model = Engagement


class RowsOfTerm(BalanceRows):
    model = Term
