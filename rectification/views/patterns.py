"""What is common at a glance: category by kind of unit as a heat table, and what is suggested as a common problem."""

from typing import Any

from django.db.models import Count
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.views.generic import View

from accounts.models import Organisation
from casework import present
from casework.views import today, with_next_due
from findings.models import Finding
from inspections.models import CategorySet, Term

from ..models import Cluster
from .cluster import CLUSTER_COLUMNS, buttons

#: how many reds there are
REDS = 5
#: so many suggestions are shown, those of most units first; the others are on their list
SHOWN = 10


def rows_of(**query) -> str:
    """Return the address of the findings that a number counts."""
    return f"{reverse('findings:finding-list')}?standing=holds&" + "&".join(f"{k}={v}" for k, v in query.items())


class PatternsPage(View):
    """The heat table of the findings that hold, each number leading to its rows; and the suggestions of the house."""

    inner = True

    def get(self, request):
        if not Term.objects.visible_to(request.user).exists():
            raise Http404
        seen = Finding.objects.visible_to(request.user).filter(stage__in=Finding.HOLDS, category__isnull=False)
        sets = list(CategorySet.objects.filter(categories__in=seen.values("category")).distinct().order_by("-pk"))
        asked = request.GET.get("set", "")
        chosen = next((one for one in sets if one.code == asked), sets[0] if sets else None)
        clusters = Cluster.objects.visible_to(request.user).filter(stage=Cluster.Stage.OFFERED)
        clusters = with_next_due(clusters.with_sample().select_related("category")).order_by("-units", "-pk")
        context = {
            "title": now("Common problems at a glance"),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "lead": now("Findings that hold, by category and kind of unit. Each number opens its rows."),
            "actions": buttons(request.user),
            "tabs": [
                {"label": str(one), "url": f"?set={one.code}", "current": one == chosen}
                for one in sets
                if len(sets) > 1
            ],
            "heat": self.heat(chosen, seen) if chosen else None,
            "clusters": {
                "columns": present.headings(Cluster, CLUSTER_COLUMNS),
                "rows": present.table(clusters[:SHOWN], CLUSTER_COLUMNS, today()),
                "url": reverse("rectification:cluster-list") + f"?stage={Cluster.Stage.OFFERED}",
            },
        }
        return render(request, "rectification/patterns.html", context)

    def heat(self, chosen: CategorySet, seen) -> dict[str, Any]:
        """Return the table; of kinds of units only those in which something was found. One question."""
        found = seen.filter(category__category_set=chosen).order_by()
        counts = {
            (category, kind): n
            for category, kind, n in found.values_list("category", "engagement__unit__kind_of").annotate(n=Count("pk"))
        }
        kinds = [kind for kind in Organisation.Kind if any(of == kind for _category, of in counts)]
        labels = [now("category"), *(str(kind.label) for kind in kinds), now("All")]
        most = max(counts.values(), default=1)
        rows = []
        for category in chosen.categories.all():
            cells = [{"kind": "text", "text": category.short, "label": labels[0]}]
            numbers = [(kind, counts.get((category.pk, kind.value), 0)) for kind in kinds]
            for kind, n in numbers:
                url = rows_of(category=category.pk, kind=kind.value) if n else ""
                red = f" h-{-(-REDS * n // most)}" if n else ""
                cells.append({"kind": f"num{red}", "text": str(n), "url": url, "label": str(kind.label)})
            total = sum(n for _kind, n in numbers)
            url = rows_of(category=category.pk) if total else ""
            cells.append({"kind": "num", "text": str(total), "url": url, "label": labels[-1]})
            rows.append({"cells": cells})
        kinds_of_cells = ["text", *["num"] * (len(labels) - 1)]
        columns = [{"label": one, "key": one, "kind": kind} for one, kind in zip(labels, kinds_of_cells, strict=True)]
        return {"columns": columns, "rows": rows}
