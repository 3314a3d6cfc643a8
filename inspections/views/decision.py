"""Pages of what meetings decided: who sees to it, what is open, what is late."""

import django_filters
from django.db.models import F, OuterRef, Q, Subquery
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import filters
from casework.views import Panel, ThingList, ThingPage, nearest_open, panel, today, with_next_due

from .. import exports
from ..models import Decision, Meeting, Round
from .tables import DECISION_COLUMNS, children

STATES = (
    ("open", _("not yet carried out")),
    ("late", _("overdue")),
    ("closed", _("carried out")),
)


class DecisionFilter(django_filters.FilterSet):
    state = django_filters.ChoiceFilter(label=_("How it stands"), choices=STATES, method="in_state")
    kind_of = django_filters.ChoiceFilter(
        label=_("Kind of meeting"), choices=Meeting.Kind.choices, field_name="meeting__kind_of"
    )
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="meeting__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    owner = django_filters.CharFilter(label=_("Seen to by"), method="of_owner")
    since = filters.since("due_on")
    until = filters.until("due_on")

    class Meta:
        model = Decision
        fields = ["state", "kind_of", "round", "owner", "since", "until"]

    def in_state(self, rows, _name, value):
        match value:
            case "open":
                return rows.open()
            case "late":
                late = nearest_open(Decision)
                return rows.filter(stage__in=Decision.OWED).annotate(owed_by=late).filter(owed_by__lt=today())
        return rows.filter(stage=Decision.Stage.CLOSED)

    def of_owner(self, rows, _name, value):
        return rows.filter(Q(owner__name__icontains=value) | Q(team__name__icontains=value))


class DecisionList(ThingList):
    model = Decision
    heading = _("Decisions of meetings")
    lead = _("Each has somebody who sees to it, and a day. A new one is added on the page of its meeting.")
    ledger = exports.DECISIONS
    filterset = DecisionFilter
    columns = DECISION_COLUMNS

    def rows(self):
        # Whoever sees to a decision knows when it was made; the minutes are for those who see the meeting.
        seen = Meeting.objects.visible_to(self.request.user).filter(pk=OuterRef("meeting"))
        rows = super().rows().annotate(minutes=Subquery(seen.values("paper")))
        return rows.select_related("meeting", "owner", "team")


class DecisionPage(ThingPage):
    model = Decision
    parents = ("meeting.round", "meeting")
    facts = (
        "text",
        ("meeting.get_kind_of_display", _("decided by")),
        ("meeting.held_on", _("decided on")),
        ("seen_to_by", _("seen to by")),
        "due_on",
        "report",
        ("reporter.name", _("reported by")),
        "reported_on",
        "closed_on",
    )

    def things(self):
        return super().things().select_related("meeting__round", "owner", "team", "reporter", "case")


class DecisionsOfRound(Panel):
    """What the meetings of a round decided: what is open first, the nearest day before the others."""

    inner = True

    model = Decision
    heading = _("What was decided and what is still open")
    columns = DECISION_COLUMNS
    empty = _("No decision has been added to the meetings of this round yet.")

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user), key=key)

    def rows(self, round):
        rows = with_next_due(Decision.objects.visible_to(self.request.user).filter(meeting__round=round))
        open_first = F("next_due").asc(nulls_last=True)
        return rows.select_related("meeting", "owner", "team").order_by(open_first, "due_on", "pk")


class OpenDecisions(View):
    """What was decided and is still open, for the desk of those who decided it: what is nearest first."""

    inner = True
    shown = 12

    def get(self, request):
        rows = with_next_due(Decision.objects.visible_to(request.user).open())
        rows = rows.select_related("meeting", "owner", "team").order_by("due_on", "pk")[: self.shown]
        empty = now("Everything that was decided has been carried out.")
        return panel(request, children(now("Decided and still open"), Decision, DECISION_COLUMNS, rows, empty=empty))
