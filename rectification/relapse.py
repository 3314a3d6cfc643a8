"""Where a relapse is likely: facts about each closed item that anybody can look up, each with its points.

The points are a default of the house and say nothing about guilt: they order what a return visit looks at first. An
item's score is the sum of its facts and is always shown with them. `FACTS` is the list of questions; another one is
another function in it.
"""

import datetime
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import NamedTuple

from django.db.models import Q

from casework import likeness
from casework.models import Attachment, Event
from findings.models import Petition
from inspections.models import Engagement

from .models import EvidenceFlag, Feedback, Item, Progress, Recovery, VisitedItem

Fact = VisitedItem.Fact
#: what each fact counts
POINTS = {
    Fact.NO_FILE: 3,
    Fact.ONE_FILE: 1,
    Fact.LATE: 2,
    Fact.AT_ONCE: 3,
    Fact.SAME: 3,
    Fact.PETITION: 2,
    Fact.AMOUNT: 3,
    Fact.AGAIN: 2,
    Fact.EVIDENCE: 3,
}
#: two problems of one unit are the same when they share half of what their words say
SAME = 0.5


class Known(NamedTuple):
    """What is known of one item, beside the item."""

    files: int
    begun_on: datetime.date | None
    recovered: Decimal
    #: days on which somebody wrote about the unit
    petitions: list[datetime.date]
    #: what was fed back to the unit in other rounds before
    earlier: list[tuple[str, str]]
    #: how often it was concluded what about its evidence
    concluded: dict[str, int]


class Likely(NamedTuple):
    """An item with the facts that speak for a relapse, and their sum."""

    item: Item
    score: int
    facts: list[dict]


def _evidence(item: Item, known: Known):
    if not known.files:
        return Fact.NO_FILE, ""
    return (Fact.ONE_FILE, "") if known.files == 1 else None


def _late(item: Item, known: Known):
    late = item.closed_on and item.first_due_on and item.closed_on > item.first_due_on
    return (Fact.LATE, f"{item.first_due_on} → {item.closed_on}") if late else None


def _at_once(item: Item, known: Known):
    if known.begun_on and item.closed_on and (item.closed_on - known.begun_on).days <= 1:
        return Fact.AT_ONCE, f"{known.begun_on} → {item.closed_on}"
    return None


def _same_before(item: Item, known: Known):
    alike = ((likeness.of(item.problem, problem), number, problem) for number, problem in known.earlier)
    best = max(alike, default=(0.0, "", ""))
    return (Fact.SAME, f"{best[1]} {best[2]}（{best[0]:.0%}）") if best[0] >= SAME else None


def _petitions(item: Item, known: Known):
    since = sum(1 for day in known.petitions if item.closed_on and day > item.closed_on)
    return (Fact.PETITION, str(since)) if since else None


def _amount(item: Item, known: Known):
    owed = item.landing.finding.recoverable or Decimal(0)
    return (Fact.AMOUNT, f"{known.recovered} / {owed}") if owed > known.recovered else None


def _again(item: Item, known: Known):
    return (Fact.AGAIN, str(item.reopened_times)) if item.reopened_times else None


def _doubted(item: Item, known: Known):
    """What was found to be of no importance says nothing."""
    counts = [(EvidenceFlag.Outcome(code).label, n) for code, n in sorted(known.concluded.items())]
    return (Fact.EVIDENCE, "、".join(f"{label} {n}" for label, n in counts)) if counts else None


FACTS: list[Callable[[Item, Known], tuple[VisitedItem.Fact, str] | None]] = [
    _evidence,
    _late,
    _at_once,
    _same_before,
    _petitions,
    _amount,
    _again,
    _doubted,
]


def closed_items(engagements: Iterable[Engagement]):
    """Return what a return visit can look at; never what was said to the principal alone."""
    rows = Item.objects.filter(engagement__in=engagements, stage=Item.Stage.CLOSED)
    rows = rows.filter(feedback__audience=Feedback.Audience.ORGANISATION)
    return rows.select_related("landing__finding", "engagement__unit", "case")


def likely(engagements: Iterable[Engagement]) -> list[Likely]:
    """Return every closed item of these engagements with its facts, the likeliest relapse first.

    Eight questions to the database, however many items there are; the same data always give the same answer.
    """
    items = list(closed_items(engagements))
    told = [weigh(item, known) for item, known in zip(items, _known(items), strict=True)]
    return sorted(told, key=lambda one: (-one.score, one.item.number))


def weigh(item: Item, known: Known) -> Likely:
    """Return the item with those facts that hold of it."""
    found = [fact for ask in FACTS if (fact := ask(item, known))]
    facts = [{"code": code.value, "points": POINTS[code], "said": said} for code, said in found]
    return Likely(item, sum(POINTS[code] for code, _said in found), facts)


def _known(items: list[Item]) -> list[Known]:
    pks = [item.pk for item in items]
    units = {item.engagement.unit_id for item in items}
    of_progress = dict(Progress.objects.filter(item__in=pks).values_list("pk", "item"))
    files: dict[int, int] = defaultdict(int)
    kinds = {Item._meta.label_lower: dict(zip(pks, pks, strict=True)), Progress._meta.label_lower: of_progress}
    lie_with = [Q(thing_kind=kind, thing_id__in=list(rows)) for kind, rows in kinds.items()]
    for kind, pk in Attachment.objects.filter(lie_with[0] | lie_with[1]).values_list("thing_kind", "thing_id"):
        files[kinds[kind][pk]] += 1
    begun = dict(
        Event.objects.filter(thing_kind=Item._meta.label_lower, thing_id__in=pks, move="rectification.item.begin")
        .order_by("id")
        .values_list("thing_id", "on")
    )
    recovered: dict[int, Decimal] = defaultdict(Decimal)
    entered = Recovery.objects.filter(item__in=pks, stage=Recovery.Stage.ENTERED)
    for pk, amount in entered.values_list("item", "amount"):
        recovered[pk] += amount
    written = defaultdict(list)
    for unit, day in Petition.objects.filter(engagement__unit__in=units).values_list("engagement__unit", "on"):
        written[unit].append(day)
    before = defaultdict(list)
    fed_back = Item.objects.filter(engagement__unit__in=units, feedback__audience=Feedback.Audience.ORGANISATION)
    for unit, engagement, number, problem in fed_back.values_list(
        "engagement__unit", "engagement", "number", "problem"
    ):
        before[unit].append((engagement, number, problem))
    concluded: dict[int, Counter[str]] = defaultdict(Counter)
    decided = EvidenceFlag.objects.filter(item__in=pks, stage=EvidenceFlag.Stage.DECIDED)
    for pk, outcome in decided.exclude(outcome=EvidenceFlag.Outcome.IRRELEVANT).values_list("item", "outcome"):
        concluded[pk][outcome] += 1
    return [
        Known(
            files=files[item.pk],
            begun_on=begun.get(item.pk),
            recovered=recovered[item.pk],
            petitions=written[item.engagement.unit_id],
            concluded=concluded[item.pk],
            earlier=[
                (number, problem)
                for engagement, number, problem in before[item.engagement.unit_id]
                if engagement < item.engagement_id
            ],
        )
        for item in items
    ]
