"""The page of a unit's inbox, narrowed as its reader likes."""

import datetime
from collections.abc import Iterable
from typing import Any

from django import forms
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import clock, policy
from casework.views import today

from ..inbox import Asked, inbox_of, kind_name

STATES = {"late": _("late"), "near": _("due within seven days"), "later": _("not due yet")}


class InboxFilter(forms.Form):
    """What of the inbox is shown; only what there is can be chosen."""

    kind = forms.ChoiceField(label=_("what it is about"), required=False)
    asker = forms.ChoiceField(label=_("Asked by"), required=False)
    word = forms.ChoiceField(label=_("who must act"), required=False)
    state = forms.ChoiceField(label=_("Due"), required=False)

    def __init__(self, *args, rows: Iterable[Asked], **kwargs):
        super().__init__(*args, **kwargs)
        rows = list(rows)
        self.choose("kind", {row.kind: kind_name(row.kind) for row in rows})
        self.choose("asker", {row.asker: row.asker for row in rows})
        self.choose("word", {row.word: policy.WORDS[row.word] for row in rows})
        self.choose("state", STATES)

    def choose(self, name: str, choices: dict[str, Any]):
        field: Any = self.fields[name]
        field.choices = [("", now("all")), *choices.items()]

    def keeps(self, row: Asked, day: datetime.date) -> bool:
        said = {"kind": row.kind, "asker": row.asker, "word": row.word, "state": row.state(day)}
        return all(said[name] == value for name, value in self.cleaned_data.items() if value)


class InboxPage(View):
    """One page for the liaison and the principal of a unit; what only the principal may read is his alone."""

    columns = (
        ("title", _("matter"), "text"),
        ("what", _("what is to be done"), "text"),
        ("kind", _("what it is about"), "text"),
        ("asker", _("Asked by"), "text"),
        ("asked_on", _("asked on"), "date"),
        ("word", _("who must act"), "text"),
        ("due", _("due"), "date"),
        ("lamp", _("lamp"), "lamp"),
    )

    def get(self, request):
        day, rows = today(), inbox_of(request.user)
        form = InboxFilter(request.GET or None, rows=rows)
        shown = [row for row in rows if form.keeps(row, day)] if form.is_bound and form.is_valid() else rows
        context = {
            "title": now("Inbox of the unit"),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "lead": now("All that your unit is asked for, by date, whoever of it has to act."),
            "filter_form": form,
            "chips": self.chips(form),
            "columns": [{"label": str(label), "key": key, "kind": kind} for key, label, kind in self.columns],
            "rows": [self.row(row, day) for row in shown],
            "pager": {"count_text": now("%(n)s in all") % {"n": len(shown)}},
            "empty": {"text": now("Your unit owes nobody anything.")},
        }
        part = request.htmx and not request.htmx.history_restore_request
        response = render(request, "casework/_rows.html" if part else "casework/thing_list.html", context)
        response["Vary"] = "HX-Request"
        return response

    def row(self, row: Asked, day: datetime.date) -> dict[str, Any]:
        url = row.thing.get_absolute_url()
        said = {
            "title": row.thing.title,
            "what": now(row.date.rule.name),
            "kind": kind_name(row.kind),
            "asker": row.asker,
            "asked_on": row.date.from_on.isoformat(),
            "word": str(policy.WORDS[row.word]),
            "due": row.date.due_on.isoformat(),
        }
        cells: list[dict[str, Any]] = []
        for key, label, kind in self.columns:
            cell: dict[str, Any] = {"label": str(label), "kind": kind, "text": said.get(key, "")}
            if key == "title":
                cell |= {"url": url, "wide": True}
            if key == "lamp":
                cell["lamp"] = clock.lamp_of(row.date, day)
            cells.append(cell)
        return {"url": url, "cells": cells}

    def chips(self, form) -> list[dict[str, str]]:
        chips = []
        for name, value in form.cleaned_data.items() if form.is_bound and form.is_valid() else ():
            if value:
                query = self.request.GET.copy()
                query.pop(name)
                text = dict(form.fields[name].choices)[value]
                chips.append({"label": f"{form.fields[name].label}：{text}", "remove_url": f"?{query.urlencode()}"})
        return chips
