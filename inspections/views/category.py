"""Pages of category sets, and of the local priorities of a round."""

import django_filters
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Organisation
from casework import policy
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today, with_next_due

from .. import actions, exports
from ..models import CategorySet, OwnCategory, OwnSet, Priority, Round
from .tables import children

#: those who work with categories
READERS = frozenset({"oversee", "direct", "observe", "lead", "inspect"})
OWN_COLUMNS = (
    Column("name", link=True),
    Column("since"),
    Column("replaces"),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("stage", kind="tag"),
)
OWN_CATEGORY_COLUMNS = (
    Column("order", kind="num"),
    Column("short", link=True),
    Column("name", wide=True),
    Column("answers_to", _("of the six disciplines")),
    Column("stage", kind="tag"),
)
PRIORITY_COLUMNS = (
    Column("number", kind="num", sort="number"),
    Column("name", link=True, sort="name"),
    Column("round.name", _("round"), sort="round_id"),
    Column("description", wide=True),
    Column("stage", kind="tag", sort="stage"),
)


def line(labels, url, *texts):
    """Return a row of a table whose first cell is a link, as the table component takes it."""
    cells = [{"kind": "text", "text": text, "label": str(label)} for label, text in zip(labels, texts, strict=True)]
    cells[0] |= {"kind": "link", "url": url} if url else {}
    return {"url": url, "cells": cells}


def headings(labels):
    return [{"label": str(label), "key": str(label), "kind": "text"} for label in labels]


class OfInspectors(View):
    """A page of reference data: for whoever inspects or sees to it, and for nobody else."""

    inner = True

    def dispatch(self, request, *args, **kwargs):
        if not policy.held_anywhere(request.user) & READERS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class CategorySetList(OfInspectors):
    """Every set that a round can have, and what the office is drawing up."""

    def get(self, request):
        labels = (_("category set"), _("categories"), _("from where"), _("rounds that have it"))
        rounds = Round.objects.visible_to(request.user).order_by().values_list("category_set")
        used = dict(rounds.annotate(n=Count("pk")))
        sets = CategorySet.objects.select_related("own").annotate(count=Count("categories"))
        rows = [
            line(
                labels,
                reverse("inspections:category-set", args=[one.code]),
                str(one),
                str(one.count),
                str(one.own.get_stage_display() if hasattr(one, "own") else now("reference data")),
                str(used.get(one.pk, 0)),
            )
            for one in sets
        ]
        cards = [{"title": now("Category sets"), "columns": headings(labels), "rows": rows, "count": len(rows)}]
        own = OwnSet.objects.visible_to(request.user).select_related("replaces").order_by("-pk")
        if own or self.actions():
            empty = now("The office has not drawn up a set of its own.")
            cards.append(children(now("Sets of the office"), OwnSet, OWN_COLUMNS, with_next_due(own), empty=empty))
        context = {
            "title": now("Category sets"),
            "lead": now("A round picks one and keeps it. What is in use is never altered; a new edition replaces it."),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "actions": self.actions(),
            "cards": cards,
        }
        return render(request, "inspections/cards.html", context)

    def actions(self):
        authority = Organisation.objects.visible_to(self.request.user).authority()
        verb = actions.draft_set
        if authority is None or verb.why_not(self.request.user, authority, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, authority), "primary": True}]


class CategorySetPage(OfInspectors):
    """One set: its categories, the disciplines that each answers to, and the questions that guide a team."""

    def get(self, request, code):
        one = get_object_or_404(CategorySet.objects.select_related("own__replaces"), code=code)
        labels = (_("category"), _("full name"), _("of the six disciplines"), _("guide questions"))
        rows = [
            line(labels, "", category.short, category.name, category.answers_to, category.questions)
            for category in one.categories.all()
        ]
        for row in rows:
            row["cells"][1]["wide"] = row["cells"][3]["wide"] = True
        reference = now("Which disciplines a category answers to, and its questions, are the default of this office.")
        context = {
            "title": str(one),
            "lead": "" if hasattr(one, "own") else reference,
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": now("Category sets"), "url": reverse("inspections:category-set-list")},
            ],
            "cards": [{"title": now("Categories"), "columns": headings(labels), "rows": rows, "count": len(rows)}],
        }
        return render(request, "inspections/cards.html", context)


class OwnSetPage(ThingPage):
    model = OwnSet
    facts = ("name", "since", "replaces", "category_set")

    def things(self):
        return super().things().select_related("replaces", "category_set", "case")

    def children(self, own):
        rows = OwnCategory.objects.visible_to(self.request.user).filter(own_set=own).order_by("order")
        return [
            children(
                now("Categories"), OwnCategory, OWN_CATEGORY_COLUMNS, rows, empty=now("No category has been added yet.")
            )
        ]


class OwnCategoryPage(ThingPage):
    model = OwnCategory
    parents = ("own_set",)
    facts = ("own_set", "order", "name", "short", ("answers_to", _("of the six disciplines")), "questions")

    def things(self):
        return super().things().select_related("own_set", "case")


class PriorityFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        to_field_name="key",
        queryset=lambda request: Round.objects.filter(
            pk__in=Priority.objects.visible_to(request.user).values("round")
        ).order_by("-pk"),
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Priority.Stage.choices)

    class Meta:
        model = Priority
        fields = ["round", "stage"]


class PriorityList(ThingList):
    model = Priority
    heading = _("Local priorities")
    lead = _("What a round looks at above all. A new line is added on the page of the round.")
    ledger = exports.PRIORITIES
    filterset = PriorityFilter
    columns = PRIORITY_COLUMNS

    def rows(self):
        return super().rows().select_related("round")


class PriorityPage(ThingPage):
    """The findings that are tagged with it are asked for by address, under their own walls."""

    model = Priority
    parents = ("round",)
    facts = (("round.name", _("round")), "name", "description")

    def things(self):
        return super().things().select_related("round__term", "case")

    def panels(self, priority):
        url = reverse("findings:findings-of-priority", args=[priority.key])
        return [{"title": now("Findings"), "url": url, "id": "findings"}]
