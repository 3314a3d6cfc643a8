"""What units are asked for (为基层减负): what waits for each of them, and how much each was asked for in a round.

Nothing is written down a second time. A request is a date that falls on a unit: the word that must act by then is held
by the unit's people on the case. What a unit's own people pass on to each other (the liaison writes, his principal
signs) waits for it, and is no request to it. What comes back to be done again is asked for again, and counts again.
"""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from accounts.models import Organisation
from casework.models import Deadline
from casework.models.deadline import DeadlineQuerySet
from inspections.models import Decision, Engagement, Posting, Round, Secondment, TeamReview
from referrals.models import FunctionalRequest, TransferLetter

from .models import Copy, Feedback

#: whose cases belong to a round, and how each says to which
OF_ROUND: tuple[tuple[Any, str], ...] = (
    (Engagement, "round"),
    (FunctionalRequest, "round"),
    (TeamReview, "engagement__round"),
    (Feedback, "engagement__round"),
    (Copy, "feedback__engagement__round"),
    (Secondment, "round"),
    (TransferLetter, "round"),
    (Decision, "meeting__round"),
)
WHO = "from_event__actor__person"


def units_of(user) -> QuerySet[Organisation]:
    """Return the bodies whose people or principals this person is one of."""
    mine = user.groups.through.objects.filter(user=user).values("group")
    return Organisation.objects.filter(Q(members__in=mine) | Q(principals__in=mine)).distinct()


def dates_of(units: QuerySet[Organisation]) -> DeadlineQuerySet:
    """Return every date, met or not, on which one of these bodies has to act, with its ``unit`` and the ``asker``.

    The asker is the team, or else the body, of whoever began it; nothing for what the house itself began. A body may
    hold a word by two of its groups, so the same date may come twice.
    """
    teams = Posting.objects.filter(team__engagements__case=OuterRef("case"), person=OuterRef(WHO)).order_by("-pk")
    rows = Deadline.objects.filter(counts=True, case__grants__permission__codename=F("word")).annotate(
        unit=Coalesce("case__grants__group__member_of", "case__grants__group__principal_of"),
        asker=Coalesce(Subquery(teams.values("team__name")[:1]), f"{WHO}__organisation__name", Value("")),
    )
    return rows.filter(unit__in=units.values("pk"))


def asked(units: QuerySet[Organisation]) -> DeadlineQuerySet:
    """Return what others have asked these bodies for, met or not."""
    return dates_of(units).exclude(**{f"{WHO}__organisation": F("unit"), f"{WHO}__isnull": False})


def counted_units() -> QuerySet[Organisation]:
    """Return the bodies whose burden is counted: those that are inspected."""
    return Organisation.objects.filter(kind_of__in=Organisation.INSPECTABLE)


def of_round(round: Round | None) -> Q:
    """Return the condition on dates that they belong to this round; without one, that they belong to none."""
    either = Q()
    for model, path in OF_ROUND:
        said = {path: round} if round else {f"{path}__isnull": False}
        either |= Q(case__in=model.objects.filter(**said).values("case"))
    return either if round else ~either


@dataclass
class Number:
    """How often something was asked for in a round and in the one before it."""

    asked: int = 0
    before: int = 0


@dataclass
class Burden:
    """What the units of a round were asked for: by unit, by kind of thing, by whoever asked."""

    lines: list[dict[str, Any]]
    whole: Number = field(default_factory=Number)
    units: dict[tuple[str, str], Number] = field(default_factory=lambda: defaultdict(Number))
    kinds: dict[str, Number] = field(default_factory=lambda: defaultdict(Number))
    askers: dict[str, Number] = field(default_factory=lambda: defaultdict(Number))


def burden(round: Round | None, before: Round | None) -> Burden:
    """Count what units were asked for in a round beside the one before, in one statement."""
    either = of_round(round) | of_round(before) if before else of_round(round)
    lines = (
        _with_names(asked(counted_units()).filter(either))
        .values("unit_key", "unit_name", "unit_order", "thing_kind", "asker")
        .annotate(
            asked=Count("pk", distinct=True, filter=of_round(round)),
            before=Count("pk", distinct=True, filter=of_round(before) if before else Q(pk=None)),
        )
        .order_by("unit_order", "thing_kind", "asker")
    )
    return summed(lines)


def _with_names(rows: QuerySet[Any]) -> Any:
    unit = Organisation.objects.filter(pk=OuterRef("unit"))
    return rows.annotate(
        unit_key=Subquery(unit.values("key")),
        unit_name=Subquery(unit.values("name")),
        unit_order=Subquery(unit.values("tree_key")),
    )


def summed(lines: Iterable[dict[str, Any]]) -> Burden:
    found = Burden(list(lines))
    for line in found.lines:
        unit = (line["unit_key"], line["unit_name"])
        for number in (found.whole, found.units[unit], found.kinds[line["thing_kind"]], found.askers[line["asker"]]):
            number.asked += line["asked"]
            number.before += line["before"]
    return found


def rows_behind(round: Round | None, *, unit: str = "", kind: str = "", asker: str | None = None) -> QuerySet[Any]:
    """Return the dates that a number of ``burden`` counts, each once, the newest first."""
    units = counted_units().filter(key=unit) if unit else counted_units()
    rows = asked(units).filter(of_round(round))
    if kind:
        rows = rows.filter(thing_kind=kind)
    if asker is not None:
        rows = rows.filter(asker=asker)
    return Deadline.objects.filter(pk__in=rows.values("pk")).select_related("rule").order_by("-from_on", "-pk")
