"""Units side by side: how punctually they put right, what came back, what relapsed, and what to look at twice.

Nothing here is a score. A unit is listed for a second look with the facts that speak for it, and a person looks.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.translation import gettext as _

from casework.models import Deadline, Event, missed

from .models import Item, Postponement, Progress

#: of fewer items nothing is said
FEW = 3
RETURNED, BEGUN = "rectification.item.return-item", "rectification.item.begin"
#: what a number may count of the items, beside their stages: name → condition on rows of `told`
TOLD = {
    "closed": Q(stage=Item.Stage.CLOSED),
    "open": ~Q(stage=Item.Stage.CLOSED),
    "late": Q(was_late=True),
    "returned": Q(was_returned=True),
    "postponed": Q(was_postponed=True),
    "reopened": Q(reopened_times__gt=0),
}


def told(items, today: datetime.date):
    """Annotate items with what has happened to them: handed in late or still owed, returned, postponed."""
    kind = Item._meta.label_lower
    late = Deadline.objects.filter(thing_kind=kind, thing_id=OuterRef("pk"), rule__code__in=("item", "item_again"))
    lines = Event.objects.filter(thing_kind=kind, thing_id=OuterRef("pk"))
    granted = Postponement.objects.filter(item=OuterRef("pk"), stage=Postponement.Stage.GRANTED)
    return items.annotate(
        was_late=Exists(late.filter(missed(today))),
        was_returned=Exists(lines.filter(move=RETURNED)),
        was_postponed=Exists(granted),
    )


@dataclass
class Unit:
    """One unit in the round: how many of its items each number counts, and why it is looked at twice."""

    engagement: Any
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(("items", *TOLD), 0))
    facts: list[str] = field(default_factory=list)

    @property
    def in_time(self) -> int:
        return self.counts["items"] - self.counts["late"]


def units_of(items, today: datetime.date) -> list[Unit]:
    """Return the units of these items in their order, by as many questions however many there are."""
    begun = Event.objects.filter(thing_kind=Item._meta.label_lower, thing_id=OuterRef("pk"), move=BEGUN)
    last = Progress.objects.filter(item=OuterRef("pk")).order_by("-pk")
    rows = told(items, today).annotate(
        begun_on=Subquery(begun.order_by("-pk").values("on")[:1]), said=Subquery(last.values("done")[:1])
    )
    by_unit: dict[int, list[Item]] = defaultdict(list)
    for item in rows.select_related("engagement__unit", "engagement__round").order_by(
        "engagement__unit__sort_key", "pk"
    ):
        by_unit[item.engagement_id].append(item)
    return [_unit(found) for found in by_unit.values()]


def _unit(items: list[Any]) -> Unit:
    unit = Unit(items[0].engagement)
    unit.counts["items"] = len(items)
    for item in items:
        closed = item.stage == Item.Stage.CLOSED
        happened = {
            "closed": closed,
            "open": not closed,
            "late": item.was_late,
            "returned": item.was_returned,
            "postponed": item.was_postponed,
            "reopened": item.reopened_times > 0,
        }
        for name, so in happened.items():
            unit.counts[name] += so
    unit.facts = list(_facts(items))
    return unit


def _facts(items: list[Any]):
    """Yield what is unlikely of a unit that has put everything right; of a few items nothing is said."""
    if len(items) >= FEW:
        said = [item.said for item in items if item.said]
        if len(said) == len(items) and len(set(said)) == 1:
            yield _("The last report on every item has the same text: “%(text)s”.") % {"text": said[0][:60]}
        if all(item.closed_on for item in items):
            days = {item.closed_on for item in items}
            if len(days) == 1:
                yield _("All %(n)d items were closed on one day, %(day)s.") % {"n": len(items), "day": days.pop()}
            if all(item.begun_on and (item.closed_on - item.begun_on).days <= 1 for item in items):
                yield _("Every one of %(n)d items was closed within a day of its beginning.") % {"n": len(items)}
