"""Pages of the opinion before it is fed back."""

import itertools
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from inspections.models import Engagement

from .. import actions, carrying, guard
from ..models import Opinion, OpinionProblem, Overruling
from .fix import fixes_table
from .tables import table

COLUMNS = (
    Column("title", _("draft"), link=True),
    Column("audience"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
PROBLEM_COLUMNS = (
    Column("place", link=True, kind="num"),
    Column("category"),
    Column("problem", wide=True),
    Column("stage", kind="tag"),
)
OVERRULING_COLUMNS = (
    Column("passage", link=True, wide=True),
    Column("about"),
    Column("rule", _("rule of the guard")),
    Column("reason", wide=True),
    Column("author"),
    Column("on", kind="date", sort="on"),
)
WAY = (
    (_("drafted"), (Opinion.Stage.DRAFTING,)),
    (_("looked at by the head"), (Opinion.Stage.REVIEW,)),
    (_("checked"), (Opinion.Stage.CHECKED,)),
    (_("fed back"), (Opinion.Stage.GIVEN,)),
)


def overruled(thing, user):
    """Return what was overruled for one thing, the newest first."""
    rows = Overruling.objects.visible_to(user).filter(thing_kind=thing.kind, thing_id=thing.pk)
    return rows.select_related("author").order_by("-pk")


def marked(thing, *, own_unit: bool) -> list[dict[str, Any]]:
    """Return each text with a place that the guard holds up: its name, and its words in parts, held up or not."""
    texts = guard.texts_of(thing, own_unit=own_unit)
    waiting: dict[str, list[guard.Place]] = {}
    for place in guard.open_places(thing, texts):
        waiting.setdefault(place.name, []).append(place)
    return [
        {"label": texts.labels[name], "places": places, "parts": _parts(texts.by_name[name], places)}
        for name, places in waiting.items()
    ]


def _parts(text: str, places: list[guard.Place]) -> list[dict[str, Any]]:
    """Cut a text where a place begins or ends; a part is marked when some place covers it."""
    cuts = sorted({0, len(text), *(one for place in places for one in (place.hit.start, place.hit.end))})
    return [
        {
            "text": text[start:end],
            "held": any(place.hit.start <= start and end <= place.hit.end for place in places),
        }
        for start, end in itertools.pairwise(cuts)
    ]


class OverrulingList(ThingList):
    model = Overruling
    heading = _("Overrulings of the feedback guard")
    lead = _("What the head of the office let leave although the guard held it up, with the reason. It only grows.")
    columns = OVERRULING_COLUMNS

    def rows(self):
        return super().rows().select_related("author")


class OverrulingPage(ThingPage):
    model = Overruling
    facts = ("about", "passage", ("rule", _("rule of the guard")), "start", "end", "reason", "author", "on")

    def things(self):
        return super().things().select_related("author", "case")


class OpinionList(ThingList):
    model = Opinion
    heading = _("Drafts of feedback")
    lead = _("Drafted on the page of the unit once everything found there has its landing.")
    columns = COLUMNS

    def rows(self):
        return super().rows().select_related("engagement__unit")


class OpinionPage(ThingPage):
    model = Opinion
    parents = ("engagement.round", "engagement")
    facts = (("unit.name", _("inspected unit")), "audience", "overview", "demands", "limits", "feedback")

    def things(self):
        rows = super().things()
        return rows.select_related("engagement__unit", "engagement__round", "engagement__case", "case", "feedback")

    def way(self, opinion):
        return WAY

    template_name = "rectification/opinion.html"

    def children(self, opinion):
        problems = opinion.listed().select_related("opinion__engagement__unit")
        return [
            table(now("Problems taken over"), OpinionProblem, PROBLEM_COLUMNS, problems),
            fixes_table(opinion.engagement, self.request.user),
            table(now("Overruled by the head"), Overruling, OVERRULING_COLUMNS, overruled(opinion, self.request.user)),
        ]

    def more(self, opinion):
        own_unit = not self.words & {"oversee", "direct"}
        held_up = [] if opinion.stage in Opinion.final else marked(opinion, own_unit=own_unit)
        return {"held_up": held_up, "carried": carrying.parts_of(opinion)}


class OpinionProblemPage(ThingPage):
    model = OpinionProblem
    parents = ("engagement", "opinion")
    facts = (
        ("unit.name", _("inspected unit")),
        "place",
        "category",
        "problem",
        "manifestation",
        "recommendation",
        ("landing.finding", _("finding")),
    )

    def things(self):
        return super().things().select_related("opinion__engagement__unit", "landing__finding", "case")


class OpinionsOfEngagement(Panel):
    """The drafts for one unit, on its page."""

    model = Opinion
    heading = _("Drafts of feedback")
    columns = COLUMNS
    empty = _("Nothing has been drafted yet.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = Opinion.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(rows.select_related("engagement__unit")).order_by("-audience")

    def actions(self, engagement):
        move = actions.draft_opinion
        if move.why_not(self.request.user, engagement, today()) is not None:
            return []
        return [{"label": move.label, "url": move_url(move, engagement)}]
