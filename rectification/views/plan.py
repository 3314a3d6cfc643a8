"""The plan and its three lists: three views of the same items, never three data sets."""

from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import present
from casework.present import Column
from casework.views import ThingPage, today

from ..models import Item, Plan
from .tables import WITHOUT_UNIT, table, with_dates


class PlanPage(ThingPage):
    model = Plan
    parents = ("feedback.engagement", "feedback")
    facts = ("feedback", "returned_times")

    def things(self):
        return super().things().select_related("feedback__engagement__unit", "case")

    def children(self, plan):
        items = Item.objects.visible_to(self.request.user).filter(feedback=plan.feedback)
        items = with_dates(items).select_related("engagement__unit").order_by("place")
        return [table(now("What every problem says"), Item, WITHOUT_UNIT, items)]

    def more(self, plan):
        return {"tabs": _tabs(plan, "")}


LISTS = {
    "problems": (_("Problem list"), ("place", "problem", "manifestation", "category", "goal", "stage")),
    "tasks": (_("Task list"), ("place", "problem", "goal", "measures", "due_on", "progress_text")),
    "responsibilities": (_("Responsibility list"), ("place", "problem", "leader", "department", "person", "due_on")),
}


WIDE = {"problem", "manifestation", "measures", "goal"}


def _tabs(plan, current):
    rows = [{"label": now("Plan"), "url": plan.get_absolute_url(), "current": not current}]
    for name, (title, _columns) in LISTS.items():
        url = reverse("rectification:plan-list", args=[plan.key, name])
        rows.append({"label": str(title), "url": url, "current": name == current})
    return rows


class ThreeLists(View):
    """The problem list, the task list and the responsibility list: three views of the same items."""

    def get(self, request, key, name):
        if name not in LISTS:
            raise Http404
        plan = get_object_or_404(
            Plan.objects.visible_to(request.user).select_related("feedback__engagement__unit"), key=key
        )
        title, names = LISTS[name]
        columns = [
            Column(
                each,
                _("progress") if each == "progress_text" else "",
                kind="tag" if each == "stage" else "text",
                link=each == "place",
                wide=each in WIDE,
            )
            for each in names
        ]
        items = Item.objects.visible_to(request.user).filter(feedback=plan.feedback).order_by("place")
        context = {
            "title": f"{plan.unit} · {title}",
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": str(plan), "url": plan.get_absolute_url()},
            ],
            "tabs": _tabs(plan, name),
            "columns": present.headings(Item, columns),
            "rows": present.table(items, columns, today()),
            "pager": {"count_text": now("%(n)s in all") % {"n": len(items)}},
        }
        return render(request, "casework/lists.html", context)
