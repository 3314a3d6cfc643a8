"""The one-line promise 件件有着落, as a balance: what was recorded is where it went, or it is still open.

A matter is a working paper, or a finding that came from an upper level without one; a paper that was merged into
another is no matter of its own. Each is counted once, by its first landing; further landings are listed apart. It is
counted by the database in one statement and never stored, over all rows, whoever reads it: it is shown to those who
oversee or observe the round, and of what is sealed it shows a number and nothing else.

``papers`` and ``findings`` say of each matter where it went (``fate``) and how far it has come there (``ending``). Both
the count and the rows behind each number come from them, so a number and its rows can't say different things.
"""

import datetime
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

from django.db import connection
from django.db.models import Case, CharField, F, FilteredRelation, Q, Value, When
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Deadline, Thing
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import Engagement, Round, Term
from referrals.models import Clue, Referral

from .models import Feedback, ImmediateFix, Item, Plan

Kind = Landing.Kind
Scope: TypeAlias = Engagement | Round | Term


class Fate(StrEnum):
    """Where a matter went first; exactly one for each."""

    NOT_ESTABLISHED = "not_established"
    FED_BACK = "fed_back"
    REFERRED = "referred"
    CLUE = "clue"
    AT_ONCE = "at_once"
    OPEN = "open"
    MERGED = "merged"
    LOST = "lost"


class Ending(StrEnum):
    """How far it has come where it went; nothing where it went nowhere."""

    NONE = ""
    WAITING = "waiting"
    UNDER_WAY = "under_way"
    PENDING = "pending"
    RETURNED = "returned"
    DONE = "done"


FATES = {
    Kind.ORGANISATION: Fate.FED_BACK,
    Kind.PRINCIPAL: Fate.FED_BACK,
    Kind.DISCIPLINE: Fate.CLUE,
    Kind.PERSONNEL: Fate.REFERRED,
    Kind.DEPARTMENT: Fate.REFERRED,
    Kind.AT_ONCE: Fate.AT_ONCE,
}
GOING_ON = (Ending.WAITING, Ending.UNDER_WAY, Ending.PENDING, Ending.RETURNED)
UNFINISHED = (Ending.UNDER_WAY, Ending.PENDING, Ending.RETURNED)
REFERRED = (Fate.REFERRED, Fate.CLUE)


@dataclass(frozen=True)
class Line:
    """One number of the balance: which matters it counts. A part is inside the line above that is none."""

    label: Any
    fates: tuple[str, ...]
    endings: tuple[str, ...] | None = None
    part: bool = False
    #: nothing but a number: what it counts lies under seal
    sealed: bool = False
    #: told beside the sum, when there is any
    beside: bool = False


#: the numbers of the balance by their names in addresses, in the order in which they are read
LINES = {
    "recorded": Line(_("Matters recorded"), tuple(fate for fate in Fate if fate != Fate.MERGED)),
    "not_established": Line(_("Not established"), (Fate.NOT_ESTABLISHED,)),
    "fed_back": Line(_("Fed back"), (Fate.FED_BACK,)),
    "fed_back_closed": Line(_("closed"), (Fate.FED_BACK,), (Ending.DONE,), part=True),
    "fed_back_open": Line(_("not closed yet"), (Fate.FED_BACK,), GOING_ON, part=True),
    "referred": Line(_("Referred"), REFERRED),
    "referred_settled": Line(_("settled"), REFERRED, (Ending.DONE,), part=True),
    "referred_handling": Line(_("being handled"), REFERRED, (Ending.WAITING, Ending.UNDER_WAY), part=True),
    "referred_pending": Line(_("kept for later review"), REFERRED, (Ending.PENDING,), part=True),
    "referred_returned": Line(_("returned"), REFERRED, (Ending.RETURNED,), part=True),
    "clues": Line(_("clues among them"), (Fate.CLUE,), part=True, sealed=True),
    "at_once": Line(_("Put right at once"), (Fate.AT_ONCE,)),
    "at_once_closed": Line(_("closed"), (Fate.AT_ONCE,), (Ending.DONE,), part=True),
    "at_once_open": Line(_("not closed yet"), (Fate.AT_ONCE,), GOING_ON, part=True),
    "open": Line(_("Still open"), (Fate.OPEN,)),
    "unexplained": Line(_("Unexplained"), (Fate.LOST,), beside=True),
    "merged": Line(_("Papers merged into another, not counted again"), (Fate.MERGED,), beside=True),
}


# -- where each matter went -----------------------------------------------------------------------------------------


def _landing_of(finding: str) -> FilteredRelation:
    """Return the first landing of a finding, which is reached by the path ``finding``."""
    landings = f"{finding}landings"
    standing = [stage for stage in Landing.Stage.values if stage != Landing.Stage.WITHDRAWN]
    return FilteredRelation(
        landings, condition=Q(**{f"{landings}__first": True}) & Q(**{f"{landings}__stage__in": standing})
    )


def _said_of(landing: str, *conditions: dict[str, Any]) -> Q:
    """Return the condition that one of these holds of what took up the landing at the path ``landing``."""
    either = Q()
    for condition in conditions:
        either |= Q(**{f"{landing}{name}": value for name, value in condition.items()})
    return either


def _ending(landing: str) -> Case:
    """Say how far it has come where the landing at the path ``landing`` leads."""
    settled = ({"clue__stage": Clue.Stage.SETTLED}, {"referral__stage": Referral.Stage.SETTLED})
    closed = ({"item__stage": Item.Stage.CLOSED}, {"fix__stage": ImmediateFix.Stage.CLOSED})
    returned = ({"clue__stage": Clue.Stage.RETURNED}, {"referral__stage": Referral.Stage.RETURNED})
    return Case(
        When(Q(**{f"{landing}stage": Landing.Stage.DECIDED}), then=Value(Ending.WAITING)),
        When(_said_of(landing, *settled, *closed), then=Value(Ending.DONE)),
        When(_said_of(landing, *returned), then=Value(Ending.RETURNED)),
        When(_said_of(landing, {"clue__stage": Clue.Stage.PENDING}), then=Value(Ending.PENDING)),
        When(Q(**{f"{landing}stage": Landing.Stage.TAKEN_UP}), then=Value(Ending.UNDER_WAY)),
        default=Value(Ending.NONE),
        output_field=CharField(),
    )


def _fates_of_a_finding(finding: str) -> list[When]:
    """Say where a finding went, which is reached by the path ``finding``.

    What lies under seal and was not decided yet is still open, and so is what nobody has routed.
    """
    stage = f"{finding}stage"
    undecided = (Finding.Stage.IDENTIFIED, Finding.Stage.CONFIRMED, Finding.Stage.SEALED)
    landed = [When(landing__kind_of=kind, then=Value(fate)) for kind, fate in FATES.items()]
    return [
        When(Q(**{stage: Finding.Stage.NOT_ESTABLISHED}), then=Value(Fate.NOT_ESTABLISHED)),
        *landed,
        When(Q(**{f"{stage}__in": undecided}), then=Value(Fate.OPEN)),
    ]


def papers():
    """Return every working paper that is a matter, with its ``fate``, its ``ending`` and its ``kind_of`` of landing."""
    merged = When(~Q(merged_into=None), then=Value(Fate.MERGED))
    dropped = When(stage=WorkingPaper.Stage.DROPPED, then=Value(Fate.NOT_ESTABLISHED))
    no_finding_yet = When(~Q(stage=WorkingPaper.Stage.USED) & Q(finding=None), then=Value(Fate.OPEN))
    return WorkingPaper.objects.alias(landing=_landing_of("finding__")).annotate(
        kind_of=F("landing__kind_of"),
        ending=_ending("landing__"),
        fate=Case(
            merged,
            dropped,
            no_finding_yet,
            *_fates_of_a_finding("finding__"),
            default=Value(Fate.LOST),
            output_field=CharField(),
        ),
    )


def findings():
    """Return every finding that is a matter because it has no paper, with the same."""
    return (
        Finding.objects.filter(paper=None)
        .alias(landing=_landing_of(""))
        .annotate(
            kind_of=F("landing__kind_of"),
            ending=_ending("landing__"),
            fate=Case(*_fates_of_a_finding(""), default=Value(Fate.LOST), output_field=CharField()),
        )
    )


def further():
    """Return the second landings, which are not counted again, with how far each has come."""
    standing = Landing.objects.filter(first=False).exclude(stage=Landing.Stage.WITHDRAWN)
    return standing.annotate(ending=_ending(""), fate=Value("further"))


# -- counting -------------------------------------------------------------------------------------------------------

#: the path from an engagement to what a balance is of, and to the parts that it is made of
PATHS: dict[type[Thing], tuple[str, str]] = {
    Engagement: ("engagement", "engagement"),
    Round: ("engagement__round", "engagement"),
    Term: ("engagement__round__term", "engagement__round"),
}


@dataclass
class Balance:
    """What was recorded and where it went; every number counts rows, nothing is stored."""

    #: how many matters have which fate, which kind of first landing, and which ending
    matters: Counter = field(default_factory=Counter)
    #: how many further landings are of which kind, and have which ending
    again: Counter = field(default_factory=Counter)
    #: the same for each part: of a round by engagement, of a term by round
    parts: dict[int, "Balance"] = field(default_factory=dict)

    def count(self, name: str) -> int:
        """Return the number of one line."""
        line = LINES[name]
        return sum(
            n
            for (fate, _kind, ending), n in self.matters.items()
            if fate in line.fates and (line.endings is None or ending in line.endings)
        )

    def under_seal(self, name: str) -> int:
        """Return how much of the number of a line lies under seal."""
        line = LINES[name]
        return sum(
            n
            for (fate, _kind, ending), n in self.matters.items()
            if fate == Fate.CLUE and fate in line.fates and (line.endings is None or ending in line.endings)
        )

    @property
    def recorded(self) -> int:
        return self.count("recorded")

    @property
    def landed(self) -> dict[str, int]:
        """By kind of first landing; what was dropped after all is not landed."""
        found = dict.fromkeys(Kind.values, 0)
        for (fate, kind, _ending), n in self.matters.items():
            if fate in (*REFERRED, Fate.FED_BACK, Fate.AT_ONCE):
                found[kind] += n
        return found

    @property
    def further(self) -> dict[str, int]:
        found: Counter = Counter()
        for (kind, _ending), n in self.again.items():
            found[kind] += n
        return dict(sorted(found.items()))

    @property
    def open(self) -> int:
        return self.count("open")

    @property
    def unexplained(self) -> int:
        """What the sum does not account for; not zero only if a row was lost."""
        lines = ("not_established", "fed_back", "referred", "at_once", "open")
        return self.recorded - sum(self.count(name) for name in lines)

    @property
    def untaken(self) -> int:
        """Landings that were decided and that nobody has taken up yet."""
        return self._landings(Ending.WAITING)

    @property
    def unfinished(self) -> int:
        """Landings that were taken up and have no end yet."""
        return self._landings(*UNFINISHED)

    def _landings(self, *endings: str) -> int:
        first = sum(n for (fate, _kind, ending), n in self.matters.items() if ending in endings and fate in LANDED)
        return first + sum(n for (_kind, ending), n in self.again.items() if ending in endings)

    @property
    def without_end(self) -> int:
        return self.open + self.untaken + self.unfinished + abs(self.unexplained)

    @property
    def balanced(self) -> bool:
        return self.without_end == 0

    def as_dict(self) -> dict:
        """Return it for machines: every line by its name, and what is not in the sum."""
        return {
            **{name: self.count(name) for name in LINES},
            "unexplained": self.unexplained,
            "landed": self.landed,
            "not_taken_up": self.untaken,
            "unfinished": self.unfinished,
            "further": self.further,
            "balanced": self.balanced,
        }


LANDED = frozenset(FATES.values())

#: the three kinds of row that the one statement counts; the columns are named once, where they are counted
COUNT = """
    SELECT part, fate, kind_of, ending, count(*)
    FROM ({rows}) AS row (part, fate, kind_of, ending)
    GROUP BY part, fate, kind_of, ending
"""


def of(scope: Scope) -> Balance:
    """Return the balance of a unit in its round, of a round or of a term: counted now, in one statement."""
    whole, part = PATHS[type(scope)]
    kinds = [
        rows.filter(**{f"{to}{whole}": scope}).order_by().values_list(f"{to}{part}", "fate", "kind_of", "ending")
        for rows, to in ((papers(), ""), (findings(), ""), (further(), "finding__"))
    ]
    sql, values = kinds[0].union(*kinds[1:], all=True).query.sql_with_params()
    found = Balance()
    with connection.cursor() as cursor:
        cursor.execute(COUNT.format(rows=sql), values)
        for part, fate, kind, ending, n in cursor.fetchall():
            for each in (found, found.parts.setdefault(part, Balance())):
                if fate == "further":
                    each.again[kind, ending] += n
                else:
                    each.matters[fate, kind, ending] += n
    return found


# -- the rows behind a number -----------------------------------------------------------------------------------------


def rows(scope: Scope, name: str) -> tuple[Any, Any]:
    """Return what a line counts: findings, and the papers that are none yet. Of what is sealed there are no rows."""
    line, (whole, _part) = LINES[name], PATHS[type(scope)]
    counted = Q(fate__in=[fate for fate in line.fates if fate != Fate.CLUE])
    if line.endings is not None:
        counted &= Q(ending__in=line.endings)
    of_papers = papers().filter(counted, **{whole: scope})
    of_findings = findings().filter(counted, **{whole: scope})
    found = Finding.objects.filter(Q(pk__in=of_findings.values("pk")) | Q(paper__in=of_papers.values("pk")))
    return found, of_papers.filter(finding=None)


def rows_of_further(scope: Scope, kind: str):
    """Return the findings that have a further landing of this kind."""
    whole, _part = PATHS[type(scope)]
    landings = further().filter(kind_of=kind, **{f"finding__{whole}": scope})
    return Finding.objects.filter(pk__in=landings.values("finding"))


# -- what has no end yet ----------------------------------------------------------------------------------------------


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


def _open_rows(scope: Scope) -> Iterator[Any]:
    """Yield, kind by kind, the rows that have no end yet."""
    whole, _part = PATHS[type(scope)]
    inside, landed = {whole: scope}, {f"landing__finding__{whole}": scope}
    open_papers = papers().filter(**inside, fate=Fate.OPEN)
    yield open_papers.filter(finding=None)
    open_findings = Q(paper__in=open_papers.values("pk"))
    open_findings |= Q(pk__in=findings().filter(**inside, fate=Fate.OPEN).values("pk"))
    # What is under seal and not decided yet is told by its clue, below.
    yield Finding.objects.filter(open_findings).exclude(stage=Finding.Stage.SEALED)
    yield Landing.objects.filter(**{f"finding__{whole}": scope}, stage=Landing.Stage.DECIDED).select_related("finding")
    yield Item.objects.filter(**landed).exclude(stage__in=Item.final).select_related("feedback__plan")
    yield ImmediateFix.objects.filter(**inside).exclude(stage__in=ImmediateFix.final)
    yield Referral.objects.filter(**landed).exclude(stage__in=Referral.final)
    yield Clue.objects.filter(**{f"finding__{whole}": scope}).exclude(stage__in=Clue.final)


def _is_sealed(thing) -> bool:
    """A clue, and what is meant for the principal alone: of these only their number is told."""
    return isinstance(thing, Clue) or (
        isinstance(thing, Item) and thing.feedback.audience == Feedback.Audience.PRINCIPAL
    )


def exceptions(scope: Scope, today: datetime.date) -> list[Loose]:
    """Return every matter without an end, the most urgent first, each with its owner and date."""
    found = []
    for rows in _open_rows(scope):
        things = list(rows)
        dates = _dates(rows.model, things)
        if rows.model is Item:
            dates = _dates_of_plans(things) | dates
        for thing in things:
            date = dates.get(thing.pk)
            found.append(
                Loose(
                    thing=thing,
                    what=now(date.rule.name) if date else thing.get_stage_display(),
                    owner=str(policy.WORDS.get(date.word, "")) if date else "",
                    due_on=date.due_on if date and not date.stopped_on else None,
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
