"""The one-line promise 件件有着落, as a balance: recorded = landed + dropped with a reason + still open.

A matter is a working paper, or a finding that came from an upper level without one. Each is counted once, by its
first landing; further landings are listed apart. The balance runs over all rows, whoever reads it: it is shown to
those who oversee or observe the round, and of what is sealed it shows a number and nothing else.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext as _

from casework import clock, policy
from casework.models import Deadline
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import Round
from referrals.models import Clue, Referral

from .models import Feedback, ImmediateFix, Item, Plan


@dataclass
class Loose:
    """One matter that has no end yet: whose turn it is, and since when it is late."""

    thing: Any
    what: str
    owner: str
    due_on: datetime.date | None
    sealed: bool = False

    def as_dict(self) -> dict:
        """Return it for machines; of what is sealed only that it is there, whose turn it is, and when."""
        return {
            "kind": None if self.sealed else self.thing.kind,
            "number": None if self.sealed else self.thing.number,
            "what": self.what,
            "owner": self.owner,
            "due_on": self.due_on.isoformat() if self.due_on else None,
            "sealed": self.sealed,
        }


@dataclass
class Balance:
    """What a round recorded and where it went; every number counts rows, nothing is stored."""

    recorded: int = 0
    landed: dict[str, int] = field(default_factory=dict)
    dropped: int = 0
    dropped_papers: int = 0
    open: int = 0
    untaken: int = 0
    unfinished: int = 0
    further: dict[str, int] = field(default_factory=dict)

    @property
    def unexplained(self) -> int:
        """What the sum does not account for; not zero only if a row was lost."""
        return self.recorded - sum(self.landed.values()) - self.dropped - self.open

    @property
    def without_end(self) -> int:
        return self.open + self.untaken + self.unfinished + abs(self.unexplained)

    @property
    def balanced(self) -> bool:
        return self.without_end == 0

    def as_dict(self) -> dict:
        return {
            "recorded": self.recorded,
            "landed": self.landed,
            "dropped": self.dropped,
            "open": self.open,
            "unexplained": self.unexplained,
            "not_taken_up": self.untaken,
            "unfinished": self.unfinished,
            "further": self.further,
            "balanced": self.balanced,
        }


#: what lies under seal before a meeting has decided where it goes: no landing yet
UNDECIDED = Q(~Exists(Landing._base_manager.filter(finding=OuterRef("pk"))), stage=Finding.Stage.SEALED)


def of(round: Round, today: datetime.date) -> Balance:
    """Return the balance of a round, counted now, in four queries whatever its size."""
    papers = WorkingPaper._base_manager.filter(engagement__round=round).aggregate(
        all=Count("pk"),
        dropped=Count("pk", filter=Q(stage=WorkingPaper.Stage.DROPPED)),
        open=Count("pk", filter=~Q(stage__in=WorkingPaper.final)),
    )
    findings = Finding._base_manager.filter(engagement__round=round).aggregate(
        without_paper=Count("pk", filter=Q(paper=None)),
        dropped=Count("pk", filter=Q(stage=Finding.Stage.NOT_ESTABLISHED)),
        open=Count("pk", filter=Q(stage__in=(Finding.Stage.IDENTIFIED, Finding.Stage.CONFIRMED)) | UNDECIDED),
    )
    landings = Landing._base_manager.filter(finding__engagement__round=round).exclude(stage=Landing.Stage.WITHDRAWN)
    landed = dict.fromkeys(Landing.Kind.values, 0)
    further = dict.fromkeys(Landing.Kind.values, 0)
    untaken = 0
    for row in landings.values("kind_of", "first", "stage").annotate(n=Count("pk")):
        (landed if row["first"] else further)[row["kind_of"]] += row["n"]
        untaken += row["n"] if row["stage"] == Landing.Stage.DECIDED else 0
    return Balance(
        recorded=papers["all"] + findings["without_paper"],
        landed=landed,
        dropped=papers["dropped"] + findings["dropped"],
        dropped_papers=papers["dropped"],
        open=papers["open"] + findings["open"],
        untaken=untaken,
        unfinished=_unfinished(round),
        further={kind: n for kind, n in further.items() if n},
    )


def _open_rows(round: Round):
    """Yield, kind by kind, the rows that have no end yet."""
    yield WorkingPaper._base_manager.filter(engagement__round=round).exclude(stage__in=WorkingPaper.final)
    yield Finding._base_manager.filter(
        engagement__round=round, stage__in=(Finding.Stage.IDENTIFIED, Finding.Stage.CONFIRMED)
    )
    yield Landing._base_manager.filter(finding__engagement__round=round, stage=Landing.Stage.DECIDED).select_related(
        "finding"
    )
    yield Clue._base_manager.filter(round=round, landing=None).exclude(stage__in=Clue.final)
    yield from _taken_up_and_open(round)


def _taken_up_and_open(round: Round):
    yield (
        Item._base_manager.filter(engagement__round=round)
        .exclude(stage__in=Item.final)
        .select_related("feedback__plan")
    )
    yield ImmediateFix._base_manager.filter(engagement__round=round).exclude(stage__in=ImmediateFix.final)
    yield Referral._base_manager.filter(round=round).exclude(stage__in=Referral.final)
    yield Clue._base_manager.filter(round=round, landing__isnull=False).exclude(stage__in=Clue.final)


def _unfinished(round: Round) -> int:
    first, *others = (rows.order_by().select_related(None).values("pk") for rows in _taken_up_and_open(round))
    return first.union(*others, all=True).count()


def _is_sealed(thing) -> bool:
    """A clue, and what is meant for the principal alone: of these only their number is told."""
    return isinstance(thing, Clue) or (
        isinstance(thing, Item) and thing.feedback.audience == Feedback.Audience.PRINCIPAL
    )


def exceptions(round: Round, today: datetime.date) -> list[Loose]:
    """Return every matter without an end, the most urgent first, each with its owner and date."""
    found = []
    for rows in _open_rows(round):
        things = list(rows)
        dates = _dates(rows.model, things)
        if rows.model is Item:
            dates = _dates_of_plans(things) | dates
        for thing in things:
            date = dates.get(thing.pk)
            found.append(
                Loose(
                    thing=thing,
                    what=_(date.rule.name) if date else thing.get_stage_display(),
                    owner=str(policy.WORDS.get(date.word, "")) if date else "",
                    due_on=date.due_on if date else None,
                    sealed=_is_sealed(thing),
                )
            )
    return sorted(found, key=lambda one: (one.due_on or datetime.date.max, one.thing.number))


def _dates(model, things) -> dict[int, Deadline]:
    rows = (
        Deadline.objects.open()
        .filter(thing_kind=model._meta.label_lower, thing_id__in=[thing.pk for thing in things])
        .select_related("rule")
        .order_by("-due_on")
    )
    return {row.thing_id: row for row in rows}


def _dates_of_plans(items) -> dict[int, Deadline]:
    """While the plan is drawn up its date is the date of every item in it."""
    plans = {item.pk: item.feedback.plan for item in items}
    dates = _dates(Plan, plans.values())
    return {item: dates[plan.pk] for item, plan in plans.items() if plan.pk in dates}


def lamp_of(exception: Loose, today: datetime.date) -> dict[str, str]:
    """Return the lamp of an exception."""
    return clock.lamp(exception.due_on, None, today)
