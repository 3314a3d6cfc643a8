"""The history as the auditor reads it: who made which move on what, and when. Never what was written."""

import datetime

import django_filters
from django import forms
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db.models import Q
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from . import moves, policy
from .forms import DateInput
from .models import MEMBERSHIP, Event

SIZE = 50
COLUMNS = (
    (_("line"), "num"),
    (_("recorded at"), "date"),
    (_("business day"), "date"),
    (_("who"), "text"),
    (_("move"), "text"),
    (_("kind"), "text"),
    (_("thing"), "num"),
)


def known_moves():
    named = [(name, f"{move.model._meta.verbose_name}：{move.label}") for name, move in moves.MOVES.items()]
    return sorted([*named, *((name, str(label)) for name, label in moves.POWERS.items())])


def kind_of(event) -> str:
    """Return what people call the kind of thing that a line is about; powers are about a case or an account."""
    if event.thing_kind == MEMBERSHIP:
        return str(get_user_model()._meta.verbose_name)
    return str(apps.get_model(event.thing_kind)._meta.verbose_name)


def midnight(day):
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time.min))


class EventFilter(django_filters.FilterSet):
    who = django_filters.CharFilter(label=_("Name or user name"), method="done_by")
    move = django_filters.ChoiceFilter(label=_("Move"), choices=known_moves)
    since = django_filters.DateFilter(label=_("From"), method="from_day", widget=DateInput)
    until = django_filters.DateFilter(label=_("To"), method="to_day", widget=DateInput)
    thing = django_filters.NumberFilter(
        label=_("Number of the thing"), field_name="thing_id", widget=forms.NumberInput(attrs={"min": 1})
    )

    class Meta:
        model = Event
        fields = ["who", "move", "since", "until", "thing"]

    def done_by(self, rows, _name, text):
        people = get_user_model().objects.filter(Q(name__icontains=text.strip()) | Q(username__iexact=text.strip()))
        return rows.filter(actor__in=people.values("pk"))

    def from_day(self, rows, _name, day):
        return rows.filter(at__gte=midnight(day))

    def to_day(self, rows, _name, day):
        return rows.filter(at__lt=midnight(day + datetime.timedelta(days=1)))


class Log(View):
    """All history lines, newest first, for whoever holds the word ``audit``; for everybody else it is not there."""

    inner = True

    def get(self, request):
        if not policy.seen_by(request.user, "audit").exists():
            raise Http404
        bound = EventFilter(request.GET or None, queryset=Event.objects.select_related("actor"))
        found, pager = self._page(bound.qs)
        context = {
            "title": now("History log"),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "lead": now("Every move of everybody, added once and never changed. What was written is not shown here."),
            "filter_form": bound.form,
            "columns": [{"label": label, "key": str(at), "kind": kind} for at, (label, kind) in enumerate(COLUMNS)],
            "rows": [self._row(event) for event in found],
            "pager": pager,
            "empty": {"text": now("No line fits.")},
        }
        part = request.htmx and not request.htmx.history_restore_request
        response = render(request, "casework/_rows.html" if part else "casework/thing_list.html", context)
        response["Vary"] = "HX-Request"
        return response

    def _page(self, rows):
        """Return a page of lines and its pager: walked by the line's number, never counted."""
        after, before = (self.request.GET.get(name, "") for name in ("after", "before"))
        back = before.isdigit()
        if back:
            rows = rows.filter(pk__gt=int(before)).order_by("pk")
        else:
            rows = (rows.filter(pk__lt=int(after)) if after.isdigit() else rows).order_by("-pk")
        found = list(rows[: SIZE + 1])
        more, found = len(found) > SIZE, found[:SIZE]
        if back:
            found.reverse()
        newer = found and (more if back else after.isdigit())
        older = found and (back or more)
        return found, {
            "previous_url": self._url("before", found[0]) if newer else "",
            "next_url": self._url("after", found[-1]) if older else "",
        }

    def _url(self, way, event):
        query = self.request.GET.copy()
        for name in ("before", "after"):
            query.pop(name, None)
        query[way] = str(event.pk)
        return f"?{query.urlencode()}"

    @staticmethod
    def _row(event):
        texts = (
            str(event.pk),
            timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M:%S"),
            event.on.isoformat(),
            moves.actor_of(event),
            moves.label_of(event),
            kind_of(event),
            str(event.thing_id),
        )
        pairs = zip(COLUMNS, texts, strict=True)
        return {"cells": [{"label": label, "kind": kind, "text": text} for (label, kind), text in pairs]}
