"""The one-line promise 件件有着落, as a balance: recorded = landed + dropped with a reason + still open.

A matter is a working paper, or a finding that came from an upper level without one. Each is counted once, by its
first landing; further landings are listed apart. The balance runs over all rows, whoever reads it: it is shown to
those who oversee or observe the round, and of what is sealed it shows a number and nothing else.
"""

import datetime
from dataclasses import dataclass, field

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from casework import clock, policy
from casework.models import Deadline
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import Round
from referrals.models import Clue, Referral

from .models import ImmediateFix, Item, Plan


@dataclass
class Loose:
    """One matter that has no end yet: whose turn it is, and since when it is late."""

    thing: object
    what: str
    owner: str
    due_on: datetime.date | None
    sealed: bool = False


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


def of(round: Round, today: datetime.date) -> Balance:
    """Return the balance of a round, counted now, in five queries whatever its size."""
    papers = WorkingPaper._base_manager.filter(engagement__round=round).aggregate(
        all=Count("pk"),
        dropped=Count("pk", filter=Q(stage=WorkingPaper.Stage.DROPPED)),
        open=Count("pk", filter=~Q(stage__in=WorkingPaper.final)),
    )
    findings = Finding._base_manager.filter(engagement__round=round).aggregate(
        without_paper=Count("pk", filter=Q(paper=None)),
        dropped=Count("pk", filter=Q(stage=Finding.Stage.NOT_ESTABLISHED)),
        open=Count("pk", filter=Q(stage__in=(Finding.Stage.IDENTIFIED, Finding.Stage.CONFIRMED))),
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
    yield Landing._base_manager.filter(finding__engagement__round=round, stage=Landing.Stage.DECIDED)
    yield Item._base_manager.filter(engagement__round=round).exclude(stage__in=Item.final)
    yield ImmediateFix._base_manager.filter(engagement__round=round).exclude(stage__in=ImmediateFix.final)
    yield Referral._base_manager.filter(round=round).exclude(stage__in=Referral.final)
    yield Clue._base_manager.filter(round=round).exclude(stage__in=Clue.final)


def _unfinished(round: Round) -> int:
    kinds = (Item, ImmediateFix, Referral, Clue)
    return sum(rows.count() for rows in _open_rows(round) if rows.model in kinds)


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
                    sealed=rows.model is Clue,
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
    """An item whose measures are being drawn up waits for its plan, and has the plan's owner and date."""
    waiting = [item for item in items if item.stage == Item.Stage.ASSIGNED]
    plans = dict(Plan._base_manager.filter(feedback__items__in=waiting).values_list("feedback_id", "pk"))
    dates = _dates(Plan, Plan._base_manager.filter(pk__in=plans.values()))
    return {item.pk: dates[plans[item.feedback_id]] for item in waiting if plans.get(item.feedback_id) in dates}


def lamp_of(exception: Loose, today: datetime.date) -> dict[str, str]:
    """Return the lamp of an exception."""
    return clock.lamp(exception.due_on, None, today)
