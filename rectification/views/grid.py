"""The unit's whole list on one page, written in place; the sheet that is filled in offline, and its way back."""

import tempfile

from django.db import transaction
from django.http import FileResponse, Http404, JsonResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html_join
from django.utils.translation import gettext as _
from django.views.generic import View

from casework import policy
from casework.exports import XLSX, register, write_book
from casework.present import label_for
from casework.views import OfflineDoor, today

from .. import actions, exports, filling
from ..models import Item, Measure, Plan
from .plan import plan_for, tabs

WRITERS = {"respond", "sign"}
#: cells that hold more than a line
LONG = ("goal", "text")
#: what a row says of the versions that it was written on, behind its name
MARKS = ("item", "item_version", "measure", "measure_version")


def items_of(plan: Plan, user):
    """Return the items of a plan with their measures."""
    rows = Item.objects.visible_to(user).filter(feedback=plan.feedback_id).order_by("place")
    return list(rows.prefetch_related("measures"))


def _options(chosen: str) -> str:
    """Return the kinds of date to choose from: written once a page, since each of hundreds of rows has them."""
    kinds = ((code, " selected" if code == chosen else "", word) for code, word in Measure.Due.choices)
    return format_html_join("", '<option value="{}"{}>{}</option>', kinds)


class PlanGrid(View):
    """All items of a plan, a row for each measure. Rows are sent as they are typed, or all of them by the button."""

    model = Plan

    def get(self, request, key):
        return self._page(plan_for(request.user, key))

    def post(self, request, key):
        plan = plan_for(request.user, key)
        if request.POST.get("row"):
            return self._one(plan)
        return self._all(plan)

    def _one(self, plan):
        with transaction.atomic():
            saved = filling.save(plan, self.request.POST.dict(), self.request.user, today())
        if saved is None:
            raise Http404
        told = saved.told() | {"saved_at": timezone.localtime().strftime("%H:%M:%S")}
        return JsonResponse(told, status=saved.status)

    def _all(self, plan):
        """Without a script: every row by itself, so that one that can't be taken holds nothing else up."""
        sent = self.request.POST
        found = {}
        for marks in sent.getlist("rows"):
            name, *marked = marks.split(" ")
            said = {cell: sent.get(f"{name}-{cell}", "") for cell in filling.CELLS if f"{name}-{cell}" in sent}
            said |= dict(zip(MARKS, marked, strict=False))
            with transaction.atomic():
                saved = filling.save(plan, said, self.request.user, today())
            if saved is None:
                raise Http404
            if saved.status != 200:
                found[name] = (said, saved)
        if found:
            return self._page(plan, found, status=422)
        return redirect(self.request.path)

    def _page(self, plan, found=None, status=200):
        user = self.request.user
        items = items_of(plan, user)
        may_write = bool(WRITERS & policy.words_on(user, plan.case)) and plan.stage == Plan.Stage.DRAFTING
        labels = {cell: str(label_for(Item if cell == "goal" else Measure, cell)) for cell in filling.CELLS}
        options = {code: _options(code) for code in ("", *Measure.Due.values)}
        groups = [self._group(item, may_write, found or {}, labels, options) for item in items]
        gaps = actions.gaps_of(item for item in items if item.stage in Item.WRITABLE)
        context = {
            "title": _("Fill in the three lists"),
            "crumbs": [
                {"label": _("Desk"), "url": reverse("casework:home")},
                {"label": str(plan), "url": plan.get_absolute_url()},
            ],
            "tabs": tabs(plan, "fill"),
            "plan": plan,
            "may_write": may_write,
            "headings": list(labels.values()),
            "groups": groups,
            "gaps": [
                {"place": item.place, "number": number, "columns": "、".join(columns)} for item, number, columns in gaps
            ],
            "faulty": bool(found),
            "propose_url": f"{plan.get_absolute_url()}{actions.propose.slug}/" if may_write else "",
        }
        return render(self.request, "rectification/grid.html", context, status=status)

    def _group(self, item, may_write, found, labels, options):
        writable = may_write and item.stage in Item.WRITABLE
        rows = [
            self._row(item, measure, found, labels, options, first=not n, writable=writable)
            for n, measure in enumerate(item.standing() or [None])
        ]
        said = {"url": item.get_absolute_url(), "stage": item.get_stage_display()}
        return said | {"item": item, "rows": rows, "writable": writable, "count": len(rows)}

    @staticmethod
    def _row(item, measure, found, labels, options, *, first, writable):
        name = measure.key if measure else f"new-{item.key}"
        said, saved = found.get(name, ({}, None))
        errors, theirs = (saved.errors, saved.theirs) if saved else ({}, {})
        says = _raw if writable else filling.shown
        cells = [
            {
                "name": cell,
                "label": labels[cell],
                "long": cell in LONG,
                "spans": cell == "goal",
                "text": said[cell] if cell in said else says(item, measure, cell),
                "error": errors.get(cell, ""),
                "theirs": theirs.get(cell, ""),
                "wrong": cell in errors or cell in theirs,
            }
            for cell in filling.CELLS
            if first or cell != "goal"
        ]
        if writable:
            for cell in cells:
                cell["options"] = options.get(cell["text"], options[""]) if cell["name"] == "due_kind" else ""
        marks = (name, item.key, item.version, measure.key if measure else "", measure.version if measure else 0)
        return {
            "name": name,
            "marks": " ".join(map(str, marks)),
            "measure": measure or "",
            "url": measure.get_absolute_url() if measure else "",
            "cells": cells,
            "fault": errors.get("", ""),
        }


def _raw(item, measure, cell) -> str:
    """Return a cell as its input takes it: the kind of date by its code."""
    if cell == "due_kind":
        return str(filling.value_of(item, measure, cell))
    return filling.shown(item, measure, cell)


class FillBook(View):
    """The sheet to be filled in offline; who takes it is kept."""

    model = Plan

    def get(self, request, key):
        plan = plan_for(request.user, key)
        lines = filling.lines_of(items_of(plan, request.user))
        with transaction.atomic():
            export = register(request.user, exports.FILL.title, plan.feedback.number, len(lines))
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        write_book(file, exports.FILL.title, [(exports.FILL, lines, Measure)], export)
        file.seek(0)
        name = f"{exports.FILL.title}_{export.number}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


class ReadPlan(OfflineDoor):
    """The sheet comes back: cell by cell what would change, and where somebody else was faster."""

    model = Plan

    def dispatch(self, request, *args, **kwargs):
        self.plan = plan_for(request.user, kwargs["key"])
        return super().dispatch(request, *args, **kwargs)

    def check(self, content):
        return filling.FilledPlan.check(content, self.plan, self.request.user, today())

    def home(self):
        return reverse("rectification:plan-grid", args=[self.plan.key])

    def says(self):
        return {
            "title": _("Read in the plan filled in offline"),
            "crumbs": [{"label": str(self.plan), "url": self.plan.get_absolute_url()}],
            "template_url": reverse("rectification:plan-fill-book", args=[self.plan.key]),
            "lead": _("Take the list, fill it in, read it in again. An empty cell leaves what is there."),
        }
