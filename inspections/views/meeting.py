"""Pages of meetings: what was heard, what was decided, and what rests on it."""

from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today

from .. import actions, exports
from ..models import Meeting, Round, Term


class MeetingFilter(django_filters.FilterSet):
    kind_of = django_filters.ChoiceFilter(label=_("Kind of meeting"), choices=Meeting.Kind.choices)
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), to_field_name="key", queryset=lambda request: Round.objects.visible_to(request.user)
    )
    held_on = django_filters.DateFromToRangeFilter(label=_("Day"))

    class Meta:
        model = Meeting
        fields = ["kind_of", "round", "held_on"]


class MeetingList(ThingList):
    model = Meeting
    heading = _("Meetings")
    lead = _("Of the leading group, the secretary and the committee. What concerns one round is recorded on its page.")
    ledger = exports.MEETINGS
    filterset = MeetingFilter
    columns = (
        Column("kind_of", _("meeting"), link=True, sort="kind_of"),
        Column("held_on", kind="date", sort="held_on"),
        Column("held_for", _("held for")),
        Column("chair"),
        Column("place"),
        Column("paper"),
    )
    order = "-held_on"

    def rows(self):
        return super().rows().select_related("round", "term")

    def actions(self):
        verb = actions.record_meeting
        terms = Term.objects.visible_to(self.request.user).filter(stage=Term.Stage.RUNNING).select_related("case")
        return [
            {"label": f"{verb.label}（{term}）", "url": move_url(verb, term), "primary": True}
            for term in terms
            if verb.why_not(self.request.user, term, today()) is None
        ]


class MeetingPage(ThingPage):
    model = Meeting
    parents = ("term", "round")
    facts = (
        ("held_for", _("held for")),
        ("kind_of", _("meeting")),
        "held_on",
        "place",
        "chair",
        "attendees",
        "agenda",
        "heard",
        "minutes",
        "paper",
    )

    def things(self):
        return super().things().select_related("round", "term", "case")

    def children(self, meeting):
        return [steps] if (steps := self.steps(meeting)) else []

    def steps(self, meeting):
        """Return what of a round could be done because this meeting was held; nothing while nothing was."""
        named = reduce(or_, (Q(**{name: meeting}) for name in Round.RESTS))
        labels = (str(_("step of the round")), str(_("round")))
        rows = []
        for round in Round.objects.visible_to(self.request.user).filter(named).order_by("pk"):
            url = round.get_absolute_url()
            for step in meeting.steps_of(round):
                cells = [
                    {"kind": "text", "text": step, "label": labels[0]},
                    {"kind": "link", "text": str(round), "url": url, "label": labels[1]},
                ]
                rows.append({"url": url, "cells": cells})
        if not rows:
            return None
        columns = [{"label": label, "key": label, "kind": "text"} for label in labels]
        return {"title": now("What rests on it"), "columns": columns, "rows": rows, "count": len(rows)}

    def panels(self, meeting):
        url = reverse("findings:findings-of-meeting", args=[meeting.key])
        return [{"title": now("Findings routed by it"), "url": url, "id": "routed"}]
