"""Pages of weekly reports; and, for the office, which team owes one."""

import django_filters
from django.db.models import Count, F, Max, OuterRef, Subquery
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import clock, filters, policy, present
from casework.models import Deadline
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today
from inspections.models import Engagement

from .. import actions, exports
from ..models import WeeklyReport
from .content import OfRound, headings, number
from .source import RegisterFilter
from .tables import rounds_of_reader

COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("team_and_unit", _("team and unit")),
    Column("week", _("week")),
    *(Column(name, kind="num") for name in ("talks", "documents", "petitions", "visits", "problems")),
    Column("on", kind="date", sort="on"),
)
HOW = _(
    "Counted by itself from what the team entered in its registers after its last report, each entry once: talks held, "
    "documents lent, petitions, visits, findings raised and not dropped since. Party building: findings whose category "
    "answers to political or organisational discipline. Strict governance: those whose category answers to the "
    "disciplines of integrity, towards the masses, of work or of life. Key areas: those tagged with a local priority "
    "of the round. A finding may be counted in several of the three, or in none."
)
READERS = ("lead", "inspect", "oversee", "direct")


def reports_owed(user, engagements, *, only_late=False) -> dict:
    """Return a table of units: how many reports there are of each, the last one, and when the next is due."""
    kind = Engagement._meta.label_lower
    due = Deadline.objects.open().filter(thing_kind=kind, thing_id=OuterRef("pk"), rule__code="weekly_report")
    rows = (
        engagements.filter(case__in=policy.seen_by(user, *READERS), entered_on__isnull=False)
        .select_related("unit", "team")
        .annotate(
            told=Count("weekly_reports"), last=Max("weekly_reports__on"), week_due=Subquery(due.values("due_on")[:1])
        )
        .order_by(F("week_due").asc(nulls_last=True), "pk")
    )
    if only_late:
        rows = rows.filter(week_due__isnull=False)
    labels = [now("inspected unit"), now("team"), now("weekly reports"), now("last report"), now("next report by"), ""]
    labels[-1] = now("lamp")
    return {
        "columns": headings(labels, ("text", "text", "num", "date", "date", "lamp")),
        "rows": [_row(engagement, labels) for engagement in rows[:60]],
    }


def _row(engagement, labels) -> dict:
    reports = f"{reverse('findings:weeklyreport-list')}?engagement={engagement.key}"
    lamp = clock.lamp(engagement.week_due, None, today()) if engagement.week_due else None
    url = engagement.get_absolute_url()
    cells = [
        {"kind": "link", "text": str(engagement.unit), "url": url, "label": labels[0]},
        {"text": str(engagement.team or ""), "label": labels[1]},
        number(engagement.told, reports, labels[2]),
        {"kind": "date", "text": present.text_of(engagement.last), "label": labels[3]},
        {"kind": "date", "text": present.text_of(engagement.week_due), "label": labels[4]},
        {"kind": "lamp", "text": "", "lamp": lamp, "label": labels[5]},
    ]
    return {"url": url, "cells": cells}


class WeekFilter(RegisterFilter):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), field_name="engagement__round", to_field_name="key", queryset=rounds_of_reader
    )
    since = filters.since("on")
    until = filters.until("on")

    class Meta:
        model = WeeklyReport
        fields = ["round", "engagement", "since", "until"]


class WeekList(ThingList):
    model = WeeklyReport
    heading = _("Weekly reports")
    lead = _("The leader hands one in every week while his team is on site; its numbers come from the registers.")
    ledger = exports.WEEKS
    filterset = WeekFilter
    columns = COLUMNS
    template_name = "findings/weeks.html"

    def rows(self):
        return super().rows().select_related("engagement__unit", "engagement__team")

    def more(self):
        here = Engagement.objects.filter(stage=Engagement.Stage.ENTERED)
        return {"owed": reports_owed(self.request.user, here, only_late=True)}


class WeekPage(ThingPage):
    model = WeeklyReport
    parents = ("engagement.round", "engagement")
    facts = (
        ("team_and_unit", _("team and unit")),
        ("week", _("week")),
        "on",
        *WeeklyReport.NUMBERS,
        "plan",
        "remarks",
        ("author.name", _("handed in by")),
    )

    def things(self):
        names = ("engagement__unit", "engagement__team", "engagement__round", "author", "case")
        return super().things().select_related(*names)

    def sections(self, report):
        return [{"title": now("How the numbers come about"), "text": str(HOW), "id": "how"}]


class WeeksOfEngagement(Panel):
    """The weekly reports on one unit, for its page."""

    model = WeeklyReport
    heading = _("Weekly reports")
    columns = tuple(column for column in COLUMNS if column.name != "team_and_unit")
    empty = _("No weekly report yet.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        return WeeklyReport.objects.visible_to(self.request.user).filter(engagement=engagement).order_by("-pk")

    def actions(self, engagement):
        verb = actions.hand_in_week
        if verb.why_not(self.request.user, engagement, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, engagement)}]


class WeeksOfRound(OfRound):
    """Who reports how often, and who is late, for the page of a round."""

    def table(self, round, seen):
        owed = reports_owed(self.request.user, Engagement.objects.filter(round=round))
        return {"title": now("Weekly reports"), "empty": {"text": now("No team is on site yet.")}, **owed}
