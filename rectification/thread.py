"""The thread: the whole way of a matter, from the letter or the talk in which it was heard to the last evidence.

It is gathered over all rows and told as far as its reader may see each of them. What he may not see is not there for
him: no row, no date, no number. Whoever works on the inspection is told that the way goes on where he can't follow,
in words that are the same whatever lies there; the unit and the departments are told nothing of the kind, since for
them nothing but their own part exists.
"""

import datetime
from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.db.models import Q
from django.utils.translation import gettext as now

from casework import policy, present
from casework.models import Event, Moving
from findings.models import (
    DocumentRequest,
    ExternalFinding,
    FieldVisit,
    Finding,
    Landing,
    Lead,
    PersonalMatterCheck,
    Petition,
    RoutingStep,
    Sitting,
    Source,
    Talk,
    UpReport,
    WorkingPaper,
)
from referrals.models import Clue, Referral

from .models import Accountability, Feedback, ImmediateFix, Item, LadderPaper, Progress

SOURCES: tuple[type[Source], ...] = (Petition, Talk, DocumentRequest, FieldVisit, PersonalMatterCheck, Sitting)
#: what a thread is made of, in the order in which one thing comes of another
KINDS: tuple[type[Moving], ...] = (
    *SOURCES,
    Lead,
    WorkingPaper,
    ExternalFinding,
    Finding,
    RoutingStep,
    Landing,
    Clue,
    Referral,
    Feedback,
    Item,
    ImmediateFix,
    Progress,
    LadderPaper,
    Accountability,
    UpReport,
)
#: from which of them one can ask for the whole way
STARTS = tuple(kind for kind in KINDS if kind not in (RoutingStep, Feedback, UpReport, LadderPaper, Accountability))
BEFORE = KINDS[: KINDS.index(Finding)]
#: of what is kept from a reader for these reasons he isn't even told that there is something
UNTOLD = (RoutingStep, Accountability)
#: who works on the inspection, and may be told that there is more than he can see
INSIDE = ("oversee", "direct", "observe", "lead", "inspect")


@dataclass
class Step:
    """One step of the way, as its reader may see it."""

    thing: Any
    on: datetime.date | None
    who: str

    @property
    def kind_name(self) -> str:
        return str(self.thing._meta.verbose_name)

    @property
    def rank(self) -> int:
        return KINDS.index(type(self.thing))


@dataclass
class Thread:
    """The steps that the reader sees, the newest last, and whether the way goes on where he can't follow."""

    steps: list[Step] = field(default_factory=list)
    more_before: bool = False
    more_after: bool = False


def of(start: Moving, user) -> Thread:
    """Return the whole way of what ``start`` is part of, as far as ``user`` may see it."""
    within = start.round if isinstance(start, ExternalFinding) else _engagement(start)
    inside = within is not None and bool(policy.words_on(user, within.case) & set(INSIDE))
    rows = _gather(start, whole=inside)
    seen = present.things_of(((row.kind, row.pk) for row in rows), user)
    dates = _dates([row for row in rows if (row.kind, row.pk) in seen])
    steps = [Step(row, _day(row, dates), _who(row)) for row in rows if (row.kind, row.pk) in seen]
    steps.sort(key=lambda step: (step.on or datetime.date.max, step.rank, step.thing.pk))
    hidden = [type(row) for row in rows if (row.kind, row.pk) not in seen and type(row) not in UNTOLD]
    return Thread(
        steps=steps,
        more_before=inside and any(kind in BEFORE for kind in hidden),
        more_after=inside and any(kind not in (*BEFORE, Finding) for kind in hidden),
    )


def _engagement(start: Moving):
    """Return the inspection that it is part of; at the portal, only where that can be known without sealed tables."""
    match start:
        case Clue():
            return None if settings.DOOR == "portal" else start.engagement
        case Referral():
            return None if settings.DOOR == "portal" else start.landing.finding.engagement
        case Landing():
            return start.finding.engagement
        case Progress():
            return start.item.engagement
    return start.engagement  # type: ignore[attr-defined]


def _gather(start: Moving, *, whole: bool) -> list[Any]:
    """Return every row of the way, kind by kind; for those outside only what they were given."""
    if not whole:
        return _own_part(start)
    papers, findings = _papers_and_findings(start)
    of_these = Q(paper__in=papers) | _is(start, Lead) | _from(start)
    leads = list(Lead.objects.filter(of_these).select_related(*UNIT))
    found = list(Finding.objects.filter(Q(paper__in=papers) | Q(pk__in=findings)).select_related(*UNIT))
    landings = list(Landing.objects.filter(finding__in=found).select_related("finding", "meeting", "receiver"))
    steps = RoutingStep.objects.filter(finding__in=found).exclude(stage=RoutingStep.Stage.SEALED)
    return [
        *_sources(start, leads),
        *leads,
        *WorkingPaper.objects.filter(pk__in=papers).select_related(*UNIT),
        *_from_above(start, found),
        *found,
        *steps.select_related("finding", "meeting"),
        *landings,
        *Clue.objects.filter(Q(finding__in=found) | Q(landing__in=landings))
        .exclude(stage=Clue.Stage.GIVEN_BACK)
        .select_related("receiver"),
        *Referral.objects.filter(landing__in=landings).select_related("receiver"),
        *_put_right(Q(landing__in=landings), Q(landing__in=landings) | Q(paper__in=papers)),
        *Accountability.objects.filter(item__landing__in=landings).select_related("receiver"),
    ]


UNIT = ("engagement__unit", "engagement__team")


def _from_above(start: Moving, found: list[Finding]) -> list[Any]:
    """Return what an upper level fed back of it, and how that was reported up; nothing of what was found here."""
    keys = {finding.external_id for finding in found if finding.external_id}
    keys |= {start.pk} if isinstance(start, ExternalFinding) else set()
    if not keys:
        return []
    problems = list(ExternalFinding.objects.filter(pk__in=keys).select_related("report"))
    return [*problems, *{problem.report_id: problem.report for problem in problems if problem.report}.values()]


def _put_right(of_these: Q, at_once: Q | None = None) -> list[Any]:
    """Return what the unit does: the feedback, the items, their progress, and what it put right at once."""
    items = list(Item.objects.filter(of_these).select_related("feedback__engagement__unit", "engagement__unit"))
    feedbacks = {item.feedback_id: item.feedback for item in items}
    return [
        *feedbacks.values(),
        *items,
        *ImmediateFix.objects.filter(at_once or of_these).select_related("engagement__unit"),
        *Progress.objects.filter(item__in=items).select_related("item__engagement__unit"),
        *(LadderPaper.objects.about(items).select_related("feedback__engagement__unit") if items else ()),
    ]


def _own_part(start: Moving) -> list[Any]:
    """Return what those outside know: nothing that lies before what they were given."""
    if isinstance(start, ImmediateFix) and start.landing_id is None:
        return [start]
    if isinstance(start, Item | ImmediateFix):
        return _put_right(Q(landing=start.landing_id))
    if isinstance(start, Progress):
        return _put_right(Q(landing=start.item.landing_id))
    return [start]


def _is(start: Moving, kind: type[Moving]) -> Q:
    return Q(pk=start.pk) if type(start) is kind else Q(pk__in=())


def _from(start: Moving) -> Q:
    """Return the condition on leads that they came from this entry of a register."""
    return Q(source_kind=start.kind, source_id=start.pk) if isinstance(start, Source) else Q(pk__in=())


def _papers_and_findings(start: Moving) -> tuple[list[int], list[int]]:
    """Return which papers and which findings the way goes through; what an upper level found has no paper."""
    if isinstance(start, Source):
        leads = Lead.objects.filter(_from(start)).exclude(paper=None)
        return list(leads.values_list("paper", flat=True)), []
    if isinstance(start, ExternalFinding):
        return [], list(start.findings.values_list("pk", flat=True))
    match start:
        case Lead():
            finding, paper = None, start.paper_id
        case WorkingPaper():
            finding, paper = None, start.pk
        case Finding():
            finding, paper = start.pk, start.paper_id
        case Landing():
            finding, paper = start.finding_id, start.finding.paper_id
        case Progress():
            finding, paper = start.item.landing.finding_id, start.item.landing.finding.paper_id
        case ImmediateFix() if start.landing_id is None:
            finding, paper = None, start.paper_id
        case _:
            landing = start.landing  # type: ignore[attr-defined]
            finding, paper = landing.finding_id, landing.finding.paper_id
    return [paper] if paper else [], [finding] if finding else []


def _sources(start: Moving, leads: list[Lead]) -> list[Any]:
    """Return the entries of the registers in which it was heard, read or seen: one query a register."""
    wanted: dict[str, set[int]] = defaultdict(set)
    for lead in leads:
        if lead.source_id:
            wanted[lead.source_kind].add(lead.source_id)
    if isinstance(start, Source):
        wanted[start.kind].add(start.pk)
    found: list[Any] = []
    for kind in SOURCES:
        if pks := wanted.get(kind._meta.label_lower):
            found += kind.objects.filter(pk__in=pks).select_related(*UNIT)
    return found


def _dates(rows: list[Any]) -> dict[tuple[str, int], datetime.date]:
    """Return the day on which each row was made, from the history: one query for all of them."""
    by_kind: dict[str, list[int]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row.pk)
    either = Q(pk__in=())
    for kind, pks in by_kind.items():
        either |= Q(thing_kind=kind, thing_id__in=pks)
    lines = Event.objects.filter(either).order_by("thing_kind", "thing_id", "id").distinct("thing_kind", "thing_id")
    return {(kind, pk): on for kind, pk, on in lines.values_list("thing_kind", "thing_id", "on")}


#: what a kind calls the day of its step, where that isn't ``on``
DAYS = {
    ExternalFinding: "received_on",
    WorkingPaper: "found_on",
    Landing: "decided_on",
    Feedback: "held_on",
    LadderPaper: "prepared_on",
    Accountability: "proposed_on",
}


def _day(row, dates) -> datetime.date | None:
    """Return its own day where it has one: a talk that was written down later was held when it was held."""
    return getattr(row, DAYS.get(type(row), "on"), None) or dates.get((row.kind, row.pk))


def _who(row) -> str:
    """Return who took the step, as an office would say it."""
    match row:
        case ExternalFinding():
            return row.source
        case UpReport():
            return row.receiver
        case RoutingStep():
            return row.get_act_display()
        case Landing():
            return row.decided_by
        case Clue() | Referral():
            return str(row.receiver)
        case LadderPaper() | Accountability():
            return now("the inspection office")
        case Item() | ImmediateFix() | Feedback():
            return str(row.engagement.unit)
        case Progress():
            return str(row.item.engagement.unit)
    team = row.engagement.team
    return team.name if team else now("the inspection office")
