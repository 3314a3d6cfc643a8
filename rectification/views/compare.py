"""Units side by side, for the office and the leading group; each number opens its rows."""

from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as now
from django.views.generic import View

from casework.views import today
from inspections.models import Round

from .. import comparing
from ..models import Item


class CompareUnits(View):
    """The units of one round: the last one in which something was fed back, or the one that is asked for."""

    inner = True

    def get(self, request):
        rounds = Round.objects.visible_to(request.user)
        if not rounds.exists():
            raise Http404
        mine = Item.objects.visible_to(request.user)
        rounds = list(rounds.filter(pk__in=mine.values("engagement__round")).order_by("-pk"))
        asked = request.GET.get("round", "")
        chosen = next((one for one in rounds if one.key == asked or not asked), None)
        if asked and chosen is None:
            raise Http404
        units = comparing.units_of(mine.filter(engagement__round=chosen), today()) if chosen else []
        labels = self.labels()
        context = {
            "title": now("Units side by side"),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "lead": now(
                "How punctually each unit puts right, what came back, what relapsed. Each number opens its rows."
            ),
            "tabs": [{"label": str(one), "url": f"?round={one.key}", "current": one == chosen} for one in rounds],
            "columns": [{"label": label, "key": name, "kind": kind} for name, label, kind in labels],
            "rows": [{"cells": self.cells(unit, labels)} for unit in units],
            "second": [
                {"unit": str(unit.engagement.unit), "url": unit.engagement.get_absolute_url(), "facts": unit.facts}
                for unit in units
                if unit.facts
            ],
        }
        return render(request, "rectification/compare.html", context)

    @staticmethod
    def labels():
        return (
            ("unit", now("inspected unit"), "text"),
            ("items", now("items"), "num"),
            ("in_time", now("in time"), "num"),
            ("late", now("late or handed in late"), "num"),
            ("closed", now("closed"), "num"),
            ("open", now("not closed yet"), "num"),
            ("returned", now("returned for more"), "num"),
            ("postponed", now("with more time"), "num"),
            ("reopened", now("opened again"), "num"),
        )

    @staticmethod
    def cells(unit, labels):
        engagement = unit.engagement
        found = [
            {
                "kind": "text",
                "text": str(engagement.unit),
                "url": engagement.get_absolute_url(),
                "label": labels[0][1],
            }
        ]
        for name, label, kind in labels[1:]:
            n = unit.in_time if name == "in_time" else unit.counts[name]
            query = {"engagement": engagement.key} | ({} if name == "items" else {"told": name})
            url = f"{reverse('rectification:item-list')}?{urlencode(query)}" if n else ""
            found.append({"kind": kind, "text": str(n), "url": url, "label": label})
        return found
