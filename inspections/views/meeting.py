"""Pages of meetings: what was heard, what was decided, and what rests on it."""

from functools import reduce
from operator import or_

import django_filters
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import filters
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today, with_next_due

from .. import actions, exports
from ..models import AnnualPlan, Decision, Meeting, Round, Term
from .tables import DECISION_COLUMNS, children


class MeetingFilter(django_filters.FilterSet):
    kind_of = django_filters.ChoiceFilter(label=_("Kind of meeting"), choices=Meeting.Kind.choices)
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), to_field_name="key", queryset=lambda request: Round.objects.visible_to(request.user)
    )
    since = filters.since("held_on")
    until = filters.until("held_on")

    class Meta:
        model = Meeting
        fields = ["kind_of", "round", "since", "until"]


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
        decisions = with_next_due(Decision.objects.visible_to(self.request.user).filter(meeting=meeting))
        tables = [
            children(
                now("What was decided"),
                Decision,
                DECISION_COLUMNS,
                decisions.select_related("meeting", "owner", "team").order_by("due_on", "pk"),
                empty=now("No decision has been added yet."),
            )
        ]
        return [*tables, *([steps] if (steps := self.steps(meeting)) else [])]

    def steps(self, meeting):
        """Return what could be done because this meeting was held; nothing while nothing was."""
        user, labels = self.request.user, (str(_("step of the round")), str(_("of what")))
        named = reduce(or_, (Q(**{name: meeting}) for name in Round.RESTS))
        rounds = Round.objects.visible_to(user).filter(named).order_by("pk")
        pairs = [(step, round) for round in rounds for step in meeting.steps_of(round)]
        plan_step = str(AnnualPlan._meta.get_field("meeting").verbose_name)
        pairs += [(plan_step, plan) for plan in AnnualPlan.objects.visible_to(user).filter(meeting=meeting)]
        rows = []
        for step, thing in pairs:
            url = thing.get_absolute_url()
            cells = [
                {"kind": "text", "text": step, "label": labels[0]},
                {"kind": "link", "text": str(thing), "url": url, "label": labels[1]},
            ]
            rows.append({"url": url, "cells": cells})
        if not rows:
            return None
        columns = [{"label": label, "key": label, "kind": "text"} for label in labels]
        return {"title": now("What rests on it"), "columns": columns, "rows": rows, "count": len(rows)}

    def panels(self, meeting):
        url = reverse("findings:findings-of-meeting", args=[meeting.key])
        return [{"title": now("Findings routed by it"), "url": url, "id": "routed"}]
