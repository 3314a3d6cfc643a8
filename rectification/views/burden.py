"""How much units are asked for: a round beside the one before, by unit, by kind, by who asked; each number opens."""

import tempfile
from typing import Any

from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import exports as books
from casework import policy, present
from casework.models import Deadline
from inspections.models import Round

from .. import burden, exports
from ..inbox import kind_name
from .tables import page_of, pager

#: the address of what no round has asked for
NO_ROUND = "none"


class Chosen:
    """The rounds that a reader may count over, the one that he asks for, and the one before it.

    When he asks for none it is the newest that has begun. The one before is of the same sort: a round of the district's
    own asks units for other things than feedback from an upper level does.
    """

    def __init__(self, request):
        seen = policy.seen_by(request.user, "oversee", "direct", "observe")
        rounds = Round.objects.visible_to(request.user).filter(case__in=seen)
        self.all: list[Round] = list(rounds.order_by("-pk"))
        if not self.all:
            raise Http404
        asked = request.GET.get("round", "")
        by_key = {one.key: one for one in self.all}
        newest = next((one for one in self.all if one.stage != Round.Stage.DRAFT), self.all[0])
        self.round: Round | None = by_key.get(asked) if asked else newest
        if self.round is None and asked != NO_ROUND:
            raise Http404
        self.before: Round | None = self.before_of(self.round) if self.round else None

    def before_of(self, round: Round) -> Round | None:
        older = self.all[self.all.index(round) + 1 :]
        upper = round.type == Round.Type.UPPER
        return next((one for one in older if (one.type == Round.Type.UPPER) == upper), None)

    @property
    def name(self) -> str:
        return str(self.round) if self.round else now("Asked for outside of rounds")

    def tabs(self) -> list[dict[str, Any]]:
        """Return the rounds as the page lets its reader choose them."""
        rounds = [{"label": str(one), "url": f"?round={one.key}", "current": one == self.round} for one in self.all]
        return [*rounds, {"label": now("Outside of rounds"), "url": f"?round={NO_ROUND}", "current": not self.round}]


def rows_url(round: Round | None, **query) -> str:
    """Return the address of the rows behind a number."""
    asked = {"round": round.key if round else NO_ROUND} | query
    return f"{reverse('rectification:burden-rows')}?{urlencode(asked)}"


def asker_name(asker: str) -> str:
    return asker or now("the system")


class BurdenPage(View):
    """For the leading group and the office: what lies on the units, so that less need be asked for."""

    inner = True

    def get(self, request):
        chosen = Chosen(request)
        found = burden.burden(chosen.round, chosen.before)
        context = {
            "title": now("What units are asked for"),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "lead": now(
                "Every date that somebody of a unit has to keep counts once. What a unit's own people wait for from "
                "each other does not count. Each number opens its rows."
            ),
            "tabs": chosen.tabs(),
            "name": chosen.name,
            "whole": found.whole,
            "whole_url": rows_url(chosen.round),
            "before": chosen.before,
            "units": sum(1 for number in found.units.values() if number.asked),
            "tables": self.tables(chosen, found),
            "actions": [{"label": now("Export to Excel"), "url": self.book_url()}] if found.lines else [],
        }
        return render(request, "rectification/burden.html", context)

    def book_url(self) -> str:
        return f"{reverse('rectification:burden-export')}?{self.request.GET.urlencode()}"

    @staticmethod
    def tables(chosen: Chosen, found: burden.Burden) -> list[dict[str, Any]]:
        kinds = sorted(found.kinds.items(), key=lambda one: (-one[1].asked, one[0]))
        askers = sorted(found.askers.items(), key=lambda one: (-one[1].asked, one[0]))
        by_unit = [(name, {"unit": key}, number) for (key, name), number in found.units.items()]
        by_kind = [(kind_name(kind), {"kind": kind}, number) for kind, number in kinds]
        by_asker = [(asker_name(asker), {"asker": asker}, number) for asker, number in askers]
        return [
            number_table(chosen, now("By unit"), now("unit"), by_unit),
            number_table(chosen, now("By kind"), now("what it is about"), by_kind),
            number_table(chosen, now("By who asked"), now("Asked by"), by_asker),
        ]


def number_table(chosen: Chosen, title: str, first: str, lines) -> dict[str, Any]:
    """Return a table of numbers: in this round, in the one before, and how many more or fewer."""
    labels = [(first, "text"), (now("times asked for"), "num")]
    if chosen.before:
        labels += [(now("in the round before"), "num"), (now("more or fewer"), "num")]
    rows = []
    for name, query, number in lines:
        cells = [{"text": name, "wide": True}]
        cells.append({"text": str(number.asked), "url": rows_url(chosen.round, **query) if number.asked else ""})
        if chosen.before:
            cells.append({"text": str(number.before), "url": rows_url(chosen.before, **query) if number.before else ""})
            cells.append({"text": f"{number.asked - number.before:+d}" if number.asked != number.before else "0"})
        rows.append(
            {"cells": [cell | {"label": la, "kind": kind} for cell, (la, kind) in zip(cells, labels, strict=True)]}
        )
    return {"title": title, "columns": [{"label": la, "key": la, "kind": kind} for la, kind in labels], "rows": rows}


class BurdenRows(View):
    """The rows behind one number. What its reader may not open is counted and not shown."""

    inner = True
    labels = (
        ("matter", _("matter"), "text"),
        ("what", _("what is to be done"), "text"),
        ("kind", _("what it is about"), "text"),
        ("asked_on", _("asked on"), "date"),
        ("due", _("due"), "date"),
        ("met", _("met on"), "date"),
    )

    def get(self, request):
        chosen = Chosen(request)
        query = {name: request.GET.get(name, "").replace("\0", "") for name in ("unit", "kind")}
        asker = request.GET.get("asker")
        rows = burden.rows_behind(chosen.round, asker=asker.replace("\0", "") if asker is not None else None, **query)
        total = rows.count()
        dates = list(rows[page_of(request)])
        things = present.things_of(((date.thing_kind, date.thing_id) for date in dates), request.user)
        shown = [self.row(date, things.get((date.thing_kind, date.thing_id))) for date in dates]
        hidden = sum(1 for date in dates if (date.thing_kind, date.thing_id) not in things)
        text = now("%(n)s of these are a number only: they lie where you do not read.")
        context = {
            "title": now("What units are asked for"),
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": now("What units are asked for"), "url": reverse("rectification:burden")},
            ],
            "heading": chosen.name,
            "count": total,
            "columns": [{"label": str(la), "key": key, "kind": kind} for key, la, kind in self.labels],
            "rows": [row for row in shown if row],
            "hidden": text % {"n": hidden} if hidden else "",
            "empty": {"text": now("Nothing here that you may open.")},
            "pager": pager(request, total),
        }
        return render(request, "casework/balance_rows.html", context)

    def row(self, date: Deadline, thing) -> dict[str, Any] | None:
        if thing is None:
            return None
        said = {
            "matter": thing.title,
            "what": now(date.rule.name),
            "kind": kind_name(date.thing_kind),
            "asked_on": date.from_on.isoformat(),
            "due": date.due_on.isoformat(),
            "met": present.text_of(date.met_on),
        }
        cells: list[dict[str, Any]] = [
            {"text": said[key], "label": str(la), "kind": kind} for key, la, kind in self.labels
        ]
        cells[0] |= {"url": thing.get_absolute_url(), "wide": True}
        return {"cells": cells}


class BurdenBook(View):
    """The counts of a round as a workbook; who takes it is kept."""

    inner = True

    def get(self, request):
        chosen = Chosen(request)
        found = burden.burden(chosen.round, chosen.before)
        rows = [
            exports.Demand(
                unit=line["unit_name"],
                kind=kind_name(line["thing_kind"]),
                asker=asker_name(line["asker"]),
                round=chosen.name,
                asked=line["asked"],
                before=line["before"],
            )
            for line in found.lines
        ]
        with transaction.atomic():
            export = books.register(request.user, exports.BURDEN.title, chosen.name, len(rows))
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        exports.BURDEN.write(file, rows, Deadline, export)
        file.seek(0)
        name = f"{exports.BURDEN.title}_{export.number}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=books.XLSX)
