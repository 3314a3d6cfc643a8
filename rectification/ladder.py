"""Which paper of the ladder is due, and on which facts it rests.

Every fact is one row that anybody in the office can open, with its day or its count. The same rows always give the
same answer, whoever asks: the clock at night or somebody of the office. What was accepted, not issued or taken back
settles the facts that it rested on; the ladder goes on only with others.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from django.conf import settings
from django.db.models import Count
from django.utils import translation
from django.utils.translation import gettext as now

from casework import clock
from casework.models import Deadline, Event
from casework.moves import rule_of
from inspections.models import Round

from .drafting import day
from .models import EvidenceFlag, Feedback, Item, LadderPaper, Plan, UnitReport, VisitedItem

Fact, Rung, Stage = LadderPaper.Fact, LadderPaper.Rung, LadderPaper.Stage
#: a duty of the unit that is late → which fact that is
LATE = {
    "item": Fact.ITEM_LATE,
    "item_again": Fact.ITEM_LATE,
    "endorse_item": Fact.ITEM_LATE,
    "plan": Fact.PLAN_LATE,
    "plan_again": Fact.PLAN_LATE,
    "endorse_plan": Fact.PLAN_LATE,
    "rectification_report": Fact.REPORT_LATE,
    "report_again": Fact.REPORT_LATE,
}
FOUND = {VisitedItem.Result.SHAM: Fact.SHAM, VisitedItem.Result.RELAPSED: Fact.RELAPSED}
TWICE = 2
#: papers that the unit has in hand, or had
SENT = (*LadderPaper.WITH_UNIT, Stage.ANSWERED, Stage.ACCEPTED, Stage.CLIMBED)
SETTLES = (Stage.ACCEPTED, Stage.NOT_ISSUED, Stage.TAKEN_BACK)


class Due(NamedTuple):
    """The paper that is due: which one, after which, resting on what."""

    rung: str
    before: LadderPaper | None
    facts: list[dict[str, Any]]


def fact(code: str, name: str, said: Any, *rows) -> dict[str, Any]:
    """Return a fact as a paper keeps it; the first of its rows that a reader may see is where it leads him."""
    return {"code": str(code), "rows": [[row.kind, row.pk] for row in rows], "name": name, "said": str(said)}


def same(one: dict[str, Any]) -> tuple:
    """By what two facts are the same one."""
    return one["code"], *one["rows"][0], one["said"]


def watched():
    """Return what was fed back in rounds that are still open."""
    rows = Feedback.objects.exclude(engagement__round__stage=Round.Stage.ARCHIVED)
    return rows.select_related("case", "engagement__unit").order_by("pk")


def due(feedbacks: Iterable[Feedback], today: datetime.date) -> dict[int, Due]:
    """Return which paper is due for which feedback; eight questions, however many they are."""
    feedbacks = list(feedbacks)
    standing = facts(feedbacks, today)
    papers: dict[int, list[LadderPaper]] = defaultdict(list)
    for paper in LadderPaper.objects.filter(feedback__in=feedbacks).order_by("pk"):
        papers[paper.feedback_id].append(paper)
    found = ((one.pk, _next(papers[one.pk], standing[one.pk], today)) for one in feedbacks)
    return {pk: one for pk, one in found if one}


def _next(papers: list[LadderPaper], standing: list[dict[str, Any]], today: datetime.date) -> Due | None:
    if any(paper.stage in LadderPaper.DRAFTED for paper in papers):
        return None
    settled = {same(one) for paper in papers if paper.stage in SETTLES for one in paper.facts}
    last = next((paper for paper in reversed(papers) if paper.stage in SENT), None)
    if last is None or last.stage == Stage.ACCEPTED:
        rung: str | None = Rung.SUPERVISION
        found = standing
    elif last.stage == Stage.ANSWERED or (last.stage in LadderPaper.WITH_UNIT and last.due_on >= today):
        return None
    else:
        rung, found = last.next_rung, standing
        if last.stage in LadderPaper.WITH_UNIT:
            found = [fact(Fact.UNANSWERED, last.number, last.due_on, last), *standing]
    found = [one for one in found if same(one) not in settled]
    return Due(rung, last, found) if rung and found else None


def facts(feedbacks: list[Feedback], today: datetime.date) -> dict[int, list[dict[str, Any]]]:
    """Return what speaks for a paper, feedback by feedback."""
    found: dict[int, list[dict[str, Any]]] = {one.pk: [] for one in feedbacks}
    items = list(Item.objects.filter(feedback__in=feedbacks).unfinished().order_by("feedback", "place"))
    plans = list(Plan.objects.filter(feedback__in=feedbacks).select_related("feedback__engagement__unit"))
    reports = list(UnitReport.objects.filter(feedback__in=feedbacks).select_related("feedback__engagement__unit"))
    rows: list[Any] = [*items, *plans, *feedbacks]
    for row, one in [*_late(rows, feedbacks, today), *_returned(items, plans, reports), *_not_held(items)]:
        found[row.pk if isinstance(row, Feedback) else row.feedback_id].append(one)
    return found


def _late(rows: list[Any], feedbacks: list[Feedback], today: datetime.date):
    """What the unit owes and is late with by more days than the house allows, unless it waits for help from above."""
    by_id = {(row.kind, row.pk): row for row in rows if row.stage != Item.Stage.BLOCKED}
    open_dates = Deadline.objects.late(today).filter(
        case__in={one.case_id for one in feedbacks}, rule__code__in=LATE, thing_id__in={pk for _kind, pk in by_id}
    )
    begins: dict[int | None, Any] = {}
    for date in open_dates.select_related("rule", "case").order_by("due_on", "pk"):
        row = by_id.get((date.thing_kind, date.thing_id))
        profile = date.case.profile_id
        if row is None:
            continue
        if profile not in begins:
            begins[profile] = rule_of("ladder_begins", profile)
        until, _provisional = clock.due(begins[profile], date.due_on)
        if until < today:
            yield row, fact(LATE[date.rule.code], row.title, date.due_on, row)


def _returned(items: list[Item], plans: list[Plan], reports: list[UnitReport]):
    """What the office sent back twice or more, and does not have yet."""
    lines = Event.objects.filter(thing_kind=Item._meta.label_lower, thing_id__in=[item.pk for item in items])
    lines = lines.filter(move="rectification.item.return-item").order_by()
    times = dict(lines.values("thing_id").annotate(times=Count("pk")).values_list("thing_id", "times"))
    counted: list[tuple[Any, int]] = [(item, times.get(item.pk, 0)) for item in items]
    papers: list[Any] = [*plans, *reports]
    counted += [(paper, paper.returned_times) for paper in papers if paper.stage not in paper.final]
    for row, count in counted:
        if count >= TWICE:
            yield row, fact(Fact.RETURNED, row.title, count, row)


def _not_held(items: list[Item]):
    """What a return visit found sham or relapsed, and what was not accepted as evidence, of items that are open."""
    by_id: dict[int | None, Item] = {item.pk: item for item in items}
    visited = VisitedItem.objects.filter(item__in=items, result__in=FOUND, stage=VisitedItem.Stage.CHECKED)
    for one in visited.order_by("pk"):
        item = by_id[one.item_id]
        yield item, fact(FOUND[VisitedItem.Result(one.result)], item.title, one.on, one, item)
    flags = EvidenceFlag.objects.filter(item__in=items, outcome=EvidenceFlag.Outcome.UNACCEPTABLE)
    for flag in flags.order_by("pk"):
        item = by_id[flag.item_id]
        yield item, fact(Fact.EVIDENCE, item.title, flag.decided_on, flag, item)


def draft_of(feedback: Feedback, rung: str) -> dict[str, str]:
    """Return what a paper says before anybody has changed it, in the language of the office. It names nobody."""
    with translation.override(settings.LANGUAGE_CODE):
        opening = now("How the inspection fed back on %(day)s is being put right was checked; the facts are attached.")
        said = {
            Rung.SUPERVISION: (
                now("This is put under supervision."),
                now("Go through it point by point, say who answers for what, put it right in time and report."),
            ),
            Rung.GUIDANCE: (
                now("After supervision it is still not put right; this is to guide what comes next."),
                now("Find the causes, complete measures and evidence, let the responsible leader see to each point."),
            ),
            Rung.REMINDER: (
                now("The Party organisation is reminded of its responsibility for rectification."),
                now("The principal sees to it himself, has the Party organisation discuss it, and reports."),
            ),
            Rung.WARNING: (
                now("The Party organisation and its principal are warned."),
                now("Put it right within the time limit; otherwise accountability begins as the rules say."),
            ),
            Rung.ACCOUNT: (
                now("By decision of the leading group the failure to put it right is a matter of accountability."),
                now("Explain yourselves in writing, put it right at once, and cooperate with what follows."),
            ),
        }[Rung(rung)]
        return {"text": f"{opening % {'day': day(feedback.held_on)}}{said[0]}", "demand": said[1]}


def answer_by(feedback: Feedback, rung: str, today: datetime.date) -> datetime.date:
    """Return by when a paper of this rung is answered, as the rules of the house say."""
    until, _provisional = clock.due(rule_of(f"ladder_{rung}", feedback.case.profile_id), today)
    return until
