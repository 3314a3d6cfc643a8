"""The plan and its three lists: three views of the same items, never three data sets."""

import tempfile

from django.db import transaction
from django.http import FileResponse, Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import present
from casework.exports import XLSX, register, write_book
from casework.present import Column
from casework.views import ThingPage

from .. import exports
from ..models import Item, ItemReview, Measure, Plan
from .tables import WITHOUT_UNIT, table, with_dates


class PlanPage(ThingPage):
    model = Plan
    parents = ("feedback.engagement", "feedback")
    facts = ("feedback", "returned_times", "without")

    def things(self):
        return super().things().select_related("feedback__engagement__unit", "case")

    def children(self, plan):
        items = Item.objects.visible_to(self.request.user).filter(feedback=plan.feedback)
        items = with_dates(items).select_related("engagement__unit").prefetch_related("measures").order_by("place")
        shown = [table(now("What every problem says"), Item, WITHOUT_UNIT, items)]
        reviews = ItemReview.objects.visible_to(self.request.user).filter(item__feedback=plan.feedback)
        if plan.stage == Plan.Stage.SIGNED or plan.returned_times:
            rows = (
                reviews.filter(turn=plan.returned_times).select_related("item", "body").order_by("item__place", "-pk")
            )
            empty = now("No body has spoken yet.")
            shown.append(table(now("Joint review"), ItemReview, REVIEWS_OF_PLAN, rows, empty))
        return shown

    def more(self, plan):
        return {"tabs": tabs(plan, "")}


REVIEWS_OF_PLAN = (
    Column("item.place", _("no."), kind="num"),
    Column("item.problem", _("problem"), wide=True),
    Column("body.name", _("body")),
    Column("verdict"),
    Column("missing", wide=True),
    Column("on", kind="date", link=True),
)
#: the three lists, with the headings that offices use; rows of the first are items, of the others measures
LISTS = {
    "problems": (_("Problem list"), exports.PROBLEM_LIST),
    "tasks": (_("Task list"), exports.TASK_LIST),
    "responsibilities": (_("Responsibility list"), exports.RESPONSIBILITY_LIST),
}


def tabs(plan, current):
    rows = [{"label": now("Plan"), "url": plan.get_absolute_url(), "current": not current}]
    for name, (title, _ledger) in LISTS.items():
        url = reverse("rectification:plan-list", args=[plan.key, name])
        rows.append({"label": str(title), "url": url, "current": name == current})
    url = reverse("rectification:plan-grid", args=[plan.key])
    rows.append({"label": now("Fill in"), "url": url, "current": current == "fill"})
    url = reverse("rectification:plan-files", args=[plan.key])
    rows.append({"label": now("Hand in many files"), "url": url, "current": current == "files"})
    return rows


def rows_of(plan: Plan, name: str, user):
    """Return the rows of one of the three lists, as far as this person may see them."""
    items = Item.objects.visible_to(user).filter(feedback=plan.feedback)
    if name == "problems":
        return items.select_related("engagement__unit").order_by("place"), Item
    measures = Measure.objects.visible_to(user).filter(item__in=items).exclude(stage=Measure.Stage.STRUCK)
    return measures.select_related("item__engagement__unit").order_by("item__place", "place"), Measure


class ThreeLists(View):
    """The problem list, the task list and the responsibility list: three views of the same items, made for printing."""

    def get(self, request, key, name):
        if name not in LISTS:
            raise Http404
        plan = plan_for(request.user, key)
        title, ledger = LISTS[name]
        rows, _model = rows_of(plan, name, request.user)
        shown = [[number, *(cell_of(row, entry) for entry in ledger.entries)] for number, row in enumerate(rows, 1)]
        context = {
            "title": f"{plan.unit} · {title}",
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": str(plan), "url": plan.get_absolute_url()},
            ],
            "tabs": tabs(plan, name),
            "caption": ledger.title,
            "headings": [{"text": now("No."), "wide": False}]
            + [{"text": entry.heading, "wide": entry.wide} for entry in ledger.entries],
            "rows": shown,
            "book_url": reverse("rectification:plan-book", args=[plan.key]),
            "count_text": now("%(n)s in all") % {"n": len(shown)},
        }
        return render(request, "rectification/three_lists.html", context)


def plan_for(user, key: str) -> Plan:
    """Return the plan, or 404 for whoever may not see it."""
    rows = Plan.objects.visible_to(user).select_related("feedback__engagement__unit", "case")
    return get_object_or_404(rows, key=key)


def cell_of(row, entry) -> str:
    return present.text_of(present.value_at(row, entry.path))


class PlanBook(View):
    """The three lists as one workbook, a sheet each; who takes it is kept."""

    model = Plan

    def get(self, request, key):
        plan = plan_for(request.user, key)
        parts = []
        for name, (_title, ledger) in LISTS.items():
            rows, model = rows_of(plan, name, request.user)
            parts.append((ledger, rows, model))
        title = now("The three lists of %(unit)s") % {"unit": plan.unit}
        with transaction.atomic():
            export = register(request.user, title, plan.feedback.number, parts[0][1].count())
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        write_book(file, title, parts, export)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=f"{title}_{export.number}.xlsx", content_type=XLSX)
