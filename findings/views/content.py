"""Findings told by local priority, by category and discipline; and what was looked at in each aspect."""

import django_filters
from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import policy
from casework.present import Column
from casework.views import Panel, move_url, panel, today, with_next_due
from inspections.actions import list_priority
from inspections.models import Category, Discipline, Engagement, Priority, Round

from .. import actions, exports
from ..models import Aspect, Finding
from .source import Register, RegisterFilter, SourcePage
from .tables import FINDING_COLUMNS


def rows_of(**query) -> str:
    """Return the address of the list of findings, narrowed to the rows that a number counts."""
    return f"{reverse('findings:finding-list')}?" + "&".join(f"{name}={value}" for name, value in query.items())


def number(count: int, url: str, label: str) -> dict:
    """Return a cell with a count that leads to its rows; nought leads nowhere."""
    return {"kind": "num", "text": str(count), "url": url if count else "", "label": label}


def headings(labels, kinds) -> list[dict]:
    return [{"label": str(label), "key": str(label), "kind": kind} for label, kind in zip(labels, kinds, strict=True)]


class OfRound(View):
    """A table of counts on the page of a round; each number leads to exactly the findings that its reader may see."""

    inner = True
    model = Round

    def get(self, request, key):
        round = get_object_or_404(Round.objects.visible_to(request.user).select_related("category_set"), key=key)
        seen = Finding.objects.visible_to(request.user).filter(engagement__round=round).order_by()
        context = {
            "crumbs": [{"label": round.title, "url": round.get_absolute_url()}],
            "back_url": round.get_absolute_url(),
            **self.table(round, seen),
        }
        return panel(request, context)


class PrioritiesOfRound(OfRound):
    def table(self, round, seen):
        counts = dict(seen.values_list("priority").annotate(n=Count("pk")))
        labels = [now("local priority"), now("stage"), now("Findings")]
        rows = []
        for priority in round.priority_list.visible_to(self.request.user).order_by("number"):
            url = rows_of(round=round.key, priority=priority.key)
            rows.append(
                {
                    "url": url,
                    "cells": [
                        {
                            "kind": "link",
                            "text": str(priority),
                            "url": priority.get_absolute_url(),
                            "label": labels[0],
                            "wide": True,
                        },
                        {
                            "kind": "tag",
                            "text": priority.get_stage_display(),
                            "tone": priority.stage_tone,
                            "label": labels[1],
                        },
                        number(counts.get(priority.pk, 0), url, labels[2]),
                    ],
                }
            )
        if rows and (untagged := counts.get(None)):
            url = rows_of(round=round.key, priority="null")
            cells = [{"text": now("without a local priority"), "label": labels[0]}, {"text": "", "label": labels[1]}]
            rows.append({"url": url, "cells": [*cells, number(untagged, url, labels[2])]})
        return {
            "title": now("Findings by local priority"),
            "columns": headings(labels, ("text", "tag", "num")),
            "rows": rows,
            "empty": {"text": now("The round has no list of local priorities.")},
            "actions": self.actions(round),
        }

    def actions(self, round):
        verb = list_priority
        if verb.why_not(self.request.user, round, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, round)}]


class MatrixOfRound(OfRound):
    """Categories of the round's set × the six disciplines that each of them answers to."""

    def table(self, round, seen):
        counts = dict(seen.values_list("category").annotate(n=Count("pk")))
        labels = [now("category"), *(str(one.label) for one in Discipline), now("findings in all")]
        rows = [self.row(round, category, counts, labels) for category in round.category_set.categories.all()]
        if uncounted := counts.get(None):
            url = rows_of(round=round.key, category="null")
            cells = [{"text": now("without a category"), "label": labels[0]}]
            cells += [{"kind": "num", "text": "", "label": label} for label in labels[1:-1]]
            rows.append({"url": url, "cells": [*cells, number(uncounted, url, labels[-1])]})
        return {
            "title": now("Findings by category and discipline"),
            "text": now(
                "A category that answers to several disciplines is counted in each of them; in all, each finding once."
            ),
            "columns": headings(labels, ("text", *["num"] * (len(labels) - 1))),
            "rows": rows,
        }

    def row(self, round, category: Category, counts, labels):
        count = counts.get(category.pk, 0)
        whole = rows_of(round=round.key, category=category.pk)
        cells = [{"text": category.short, "label": labels[0]}]
        for discipline in Discipline:
            label = str(discipline.label)
            if discipline in category.disciplines:
                cells.append(number(count, f"{whole}&discipline={discipline}", label))
            else:
                cells.append({"kind": "num", "text": "", "label": label})
        return {"url": whole, "cells": [*cells, number(count, whole, labels[-1])]}


class FindingsOfPriority(Panel):
    """The findings that are tagged with one line of the list, as far as the reader may see them."""

    model = Finding
    heading = _("Findings")
    columns = tuple(column for column in FINDING_COLUMNS if column.name != "lamp")
    empty = _("No finding is tagged with it yet.")

    def parent(self, key):
        return get_object_or_404(Priority.objects.visible_to(self.request.user), key=key)

    def rows(self, priority):
        rows = Finding.objects.visible_to(self.request.user).filter(priority=priority)
        return with_next_due(rows.select_related("engagement__unit", "category")).order_by("-pk")


# -- aspects -----------------------------------------------------------------------------------------------------


class AspectFilter(RegisterFilter):
    result = django_filters.ChoiceFilter(label=_("Result"), choices=Aspect.Result.choices)

    class Meta:
        model = Aspect
        fields = ["engagement", "result"]


class AspectList(Register):
    model = Aspect
    heading = _("Conclusions on aspects")
    ledger = exports.ASPECTS
    filterset = AspectFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("category.short", _("aspect")),
        Column("result"),
        Column("means_text", _("by what means")),
        Column("on", kind="date", sort="on"),
        Column("author.name", _("concluded by")),
    )

    def rows(self):
        return super().rows().select_related("category")


class AspectPage(SourcePage):
    model = Aspect
    facts = (
        ("unit.name", _("inspected unit")),
        ("category.name", _("aspect")),
        ("category.questions", _("guide questions")),
        "result",
        ("means_text", _("by what means")),
        "text",
        "on",
        ("author.name", _("concluded by")),
    )

    def things(self):
        return super().things().select_related("category")


class AspectsOfEngagement(View):
    """Every aspect of one unit: what was found, what was looked at and *not* found, and what is still open."""

    model = Aspect

    def get(self, request, key):
        found = Engagement.objects.visible_to(request.user).select_related("unit", "round__category_set", "case")
        engagement = get_object_or_404(found, key=key)
        noted = Aspect.objects.visible_to(request.user).filter(engagement=engagement).select_related("author")
        by_category = {one.category_id: one for one in noted}
        labels = [
            now("aspect"),
            now("guide questions"),
            now("result"),
            now("by what means"),
            now("what was looked at, or why it was not"),
            now("concluded by"),
        ]
        ours = policy.words_on(request.user, engagement.case) & set(actions.TEAM)
        shown = by_category or ours  # nobody else is told what is still open
        categories = list(engagement.round.category_set.categories.all()) if shown else []
        context = {
            "title": now("Aspect by aspect"),
            "crumbs": [{"label": engagement.title, "url": engagement.get_absolute_url()}],
            "columns": headings(labels, ("text", "text", "tag", "text", "text", "text")),
            "rows": [self.row(category, by_category.get(category.pk), labels) for category in categories],
            "count": f"{len(by_category)}/{len(categories)}" if shown else None,
            "empty": {"text": now("The conclusions are handed over with the report of the team.")},
            "actions": self.actions(engagement),
            "back_url": engagement.get_absolute_url(),
        }
        return panel(request, context)

    @staticmethod
    def row(category: Category, noted: Aspect | None, labels):
        url = noted.get_absolute_url() if noted else ""
        if noted:
            tone, word = Aspect.RESULT_TONES[Aspect.Result(noted.result)], noted.get_result_display()
            rest = [noted.means_text, noted.text, f"{noted.author} {noted.on}"]
        else:
            tone, word, rest = "idle", now("still open"), ["", "", ""]
        cells = [
            {"kind": "link" if url else "text", "text": category.short, "url": url, "label": labels[0]},
            {"text": category.questions, "label": labels[1], "wide": True},
            {"kind": "tag", "text": str(word), "tone": tone, "label": labels[2]},
            {"text": rest[0], "label": labels[3]},
            {"text": Truncator(rest[1]).chars(120), "label": labels[4], "wide": True},
            {"text": rest[2], "label": labels[5]},
        ]
        return {"url": url, "cells": cells}

    def actions(self, engagement):
        verb = actions.conclude_aspect
        if verb.why_not(self.request.user, engagement, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, engagement)}]
