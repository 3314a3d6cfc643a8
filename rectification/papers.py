"""The papers of the second half of a round in Word: feedback, plans, notices, the five papers, reports, assessment,
suggestions, and the directory by which the papers of a round are filed.
"""

import datetime
import itertools
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.papers import PaperKind, dated, day, paper, paragraphs
from casework.papers.parts import chapters, number_to_fill_in
from inspections.models import Round, TeamReport
from inspections.papers import leading_group, office, party_of, stay_of, team_of
from referrals.models import FunctionalRequest, TransferLetter

from .assessing import words_of
from .models import (
    AccountabilityNotice,
    Assessment,
    CommonProblem,
    Copy,
    Disclosure,
    Feedback,
    ImmediateFix,
    Item,
    LadderPaper,
    Measure,
    Plan,
    SuggestionLetter,
    UnitReport,
)

SECTIONS = {
    "organising": "落实巡察整改主体责任情况",
    "overall": "整改总体情况",
    "by_item": "逐项整改情况",
    "further": "下一步工作",
}
OF_PRINCIPAL = SECTIONS | {"organising": "组织落实巡察整改工作情况"}
ORDER = "一二三四五六七八九十"


def _ladder(said: LadderPaper) -> dict[str, Any]:
    return {
        "office": office(),
        "number": said.number,
        "title": f"关于{said.unit}的{said.get_rung_display()}",
        "to": str(said.unit),
        "found": paragraphs(said.text),
        "facts": dated(said.facts_text).splitlines(),
        "demands": paragraphs(said.demand),
        "due_on": day(said.due_on),
        "on": day(said.issued_on),
        "signed_by": str(said.signed_by or ""),
        "signed_on": day(said.signed_on),
        "answers": paragraphs(said.answer),
        "answered_on": day(said.answered_on),
    }


def _fix(notice: ImmediateFix) -> dict[str, Any]:
    return {
        "team": team_of(notice.engagement),
        "number": notice.number,
        "to": str(notice.unit),
        "problem": notice.problem,
        "manifestation": paragraphs(notice.manifestation),
        "demands": paragraphs(notice.demand, notice.later_because),
        "due_on": day(notice.due_on),
        "leader": str(notice.issued_by or ""),
        "on": day(notice.issued_on),
        "signed_by": str(notice.signed_by or ""),
        "signed_on": day(notice.signed_on),
        "results": paragraphs(notice.result),
        "reported_on": day(notice.reported_on),
    }


def _feedback(copy: Copy) -> dict[str, Any]:
    feedback: Feedback = copy.feedback
    items = list(feedback.items.order_by("place"))
    alone = feedback.audience == Feedback.Audience.PRINCIPAL
    return {
        "team": team_of(feedback.engagement),
        "number": feedback.number,
        "title": f"关于对{feedback.unit}{'主要负责人' if alone else '党组织'}巡察情况的反馈意见",
        "to": f"{party_of(feedback.unit)}主要负责人" if alone else party_of(feedback.unit),
        "stay": stay_of(feedback.engagement),
        "whom": party_of(feedback.unit),
        "type": feedback.engagement.round.get_type_display(),
        "overview": paragraphs(feedback.overview),
        "groups": [
            {
                "name": f"（{number}）{category or '其他'}方面",
                "problems": [
                    {"place": row.place, "problem": row.problem, "manifestation": row.manifestation} for row in rows
                ],
            }
            for number, (category, rows) in zip(
                ORDER, itertools.groupby(items, key=lambda item: item.category), strict=False
            )
        ],
        "fixes": [
            {"problem": fix.problem, "number": fix.number, "stage": fix.get_stage_display()} for fix in feedback.fixes
        ],
        "demands": paragraphs(feedback.demands, *(item.recommendation for item in items)),
        "limits": paragraphs(feedback.limits),
        "on": day(feedback.held_on),
    }


def _report(report: UnitReport) -> dict[str, Any]:
    of_unit = report.kind_of == UnitReport.Kind.UNIT
    names = SECTIONS if of_unit else OF_PRINCIPAL
    written = [name for name in report.sections if name in names]
    return {
        "title": f"{report.unit}{_report_of(report)}",
        "to": office(),
        "opening": paragraphs(report.opening),
        "sections": [
            {"name": f"{number}、{names[name]}", "paragraphs": paragraphs(getattr(report, name))}
            for number, name in zip(ORDER, written, strict=False)
        ],
        "unit": str(report.unit),
        "signed_by": str(report.signed_by or ""),
        "on": day(report.signed_on),
    }


def _disclosure(text: Disclosure) -> dict[str, Any]:
    drafted = text.stage in (Disclosure.Stage.DRAFTING, Disclosure.Stage.SUBMITTED)
    return {
        "title": text.heading,
        "drafted": drafted,
        "text": paragraphs(text.text),
        "unit": str(text.unit),
        "on": day(text.approved_on),
    }


def _assessment(assessment: Assessment) -> dict[str, Any]:
    said = words_of(assessment.counted) if assessment.counted else {}
    rows = assessment.scores.select_related("body").order_by("order")
    return {
        "title": f"{assessment.unit}巡察整改成效评估表",
        "round": str(assessment.engagement.round),
        "rows": [
            {
                "order": row.order,
                "text": f"{row.group}：{row.text}",
                "counted": said.get(row.fact, ""),
                "body": str(row.body),
                "weight": row.weight,
                "points": "" if row.points is None else f"{row.points:g}",
                "reason": row.reason,
            }
            for row in rows
        ],
        "total": "" if assessment.total is None else f"{assessment.total:g}",
        "grade": assessment.get_grade_display() if assessment.grade else "",
        "objection": paragraphs(assessment.objection),
        "answer": paragraphs(assessment.answer),
        "office": office(),
        "on": day(assessment.confirmed_on),
    }


# -- the plan and its three lists ----------------------------------------------------------------------------------


def _plan(plan: Plan) -> dict[str, Any]:
    feedback = plan.feedback
    alone = feedback.audience == Feedback.Audience.PRINCIPAL
    items = list(feedback.items.prefetch_related("measures").order_by("place"))
    unit = party_of(plan.unit)
    return {
        "drafted": plan.stage != Plan.Stage.APPROVED,
        "title": f"{unit}{'主要负责人' if alone else ''}巡察反馈意见整改方案",
        "unit": unit,
        "to": office(),
        "team": team_of(feedback.engagement),
        "fed_back_on": day(feedback.held_on),
        "number": feedback.number,
        "count": len(items),
        "items": [_in_lists(item) for item in items],
    }


def _in_lists(item: Item) -> dict[str, Any]:
    """Return what the three lists say of one problem; where it has several measures each is numbered."""
    said = {name: item.of_each(name) for name in ("text", "aim", "leader", "department", "person")}
    return {
        "place": item.place,
        "number": item.number,
        "problem": item.problem,
        "manifestation": item.manifestation,
        "category": item.category,
        "goal": item.goal or said["aim"],
        "due": _numbered([_due(measure) for measure in item.standing()]),
    } | {name: said[name] for name in ("text", "leader", "department", "person")}


def _due(measure: Measure) -> str:
    until = day(measure.due_on) if measure.due_on else ""
    if measure.due_kind == Measure.Due.DATE:
        return until
    return f"{measure.get_due_kind_display()}（{until}）" if until else measure.get_due_kind_display()


def _numbered(texts: list[str]) -> str:
    return "\n".join(f"{n}. {text}" for n, text in enumerate(texts, start=1)) if len(texts) > 1 else "".join(texts)


def _not_drawn_up(plan: Plan) -> Any:
    return _("The plan is still being drawn up.") if plan.stage == Plan.Stage.DRAFTING else ""


# -- what comes of it ----------------------------------------------------------------------------------------------


def _suggestion(letter: SuggestionLetter) -> dict[str, Any]:
    return {
        "office": office(),
        "number": letter.number,
        "to": str(letter.receiver),
        "matter": letter.title_text,
        "measure": letter.get_measure_display(),
        "suggestions": paragraphs(letter.text),
        "due_on": day(letter.due_on),
        "on": day(letter.sent_on),
        "signed_on": day(letter.signed_on),
        "answer": paragraphs(letter.answer),
        "answered_on": day(letter.answered_on),
    }


def _special_report(problem: CommonProblem) -> dict[str, Any]:
    return {
        "office": office(),
        "number": number_to_fill_in(problem.reported_on),
        "matter": problem.title_text,
        "to": leading_group(),
        "chapters": _chapters_of(problem),
        "on": day(problem.reported_on),
    }


def _chapters_of(problem: CommonProblem) -> list[dict[str, Any]]:
    """Return the report as the office wrote it; one without headings of its own gets what the problem itself says."""
    written = chapters(problem.report)
    if any(chapter["heading"] for chapter in written):
        return written
    parts = {
        "基本情况": paragraphs(problem.report),
        "主要表现": paragraphs(problem.manifestation),
        "产生原因": paragraphs(f"{problem.get_cause_display()}。", problem.cause_text),
    }
    return [
        {"heading": f"{number}、{name}", "paragraphs": said}
        for number, (name, said) in zip(ORDER, parts.items(), strict=False)
    ]


def _not_reported(problem: CommonProblem) -> Any:
    return "" if problem.report else _("The special report has not been made yet.")


def _account(notice: AccountabilityNotice) -> dict[str, Any]:
    return {
        "office": office(),
        "number": number_to_fill_in(notice.on),
        "to": str(notice.unit),
        "text": paragraphs(notice.text),
        "on": day(notice.on),
        "signed_on": day(notice.signed_on),
    }


# -- the directory -------------------------------------------------------------------------------------------------


def _directory(round: Round) -> dict[str, Any]:
    """Return the papers of a round in the order in which they are filed: by procedure, then by unit.

    Every member of the office may take it. So nothing stands in it that only the head of the office may read (letters
    of clues, requests about persons, accountability): that is filed under seal.
    """
    rows = [*_of_the_round(round), *_to_others(round)]
    for engagement in round.engagements.select_related("unit", "team").order_by("unit__official_order", "pk"):
        rows += sorted(_of_unit(engagement), key=lambda row: row[3] or datetime.date.max)
    fields = ("number", "by", "title", "on")
    return {
        "round": str(round),
        "office": office(),
        "rows": [dict(zip(fields, (*row[:3], f"{row[3]:%Y%m%d}" if row[3] else ""), strict=True)) for row in rows],
    }


#: a line of the directory: the number of the paper, by whom it is, its title, its day
Row = tuple[str, str, str, datetime.date | None]


def _of_the_round(round: Round) -> list[Row]:
    rows: list[Row] = [
        (meeting.paper, office(), f"{meeting.get_kind_of_display()}纪要", meeting.held_on)
        for meeting in round.meetings.order_by("held_on", "pk")
    ]
    authorised = round.teams.filter(authorised_on__isnull=False).order_by("number")
    rows += [
        (team.paper, str(round.term.authority), f"关于{team}授权任职及任务分工的决定", team.authorised_on)
        for team in authorised
    ]
    lent = round.secondments.select_related("person").order_by("sent_on", "pk")
    return rows + [(one.number, office(), f"关于抽调{one.person}的函", one.sent_on) for one in lent]


def _to_others(round: Round) -> list[Row]:
    asked = FunctionalRequest.objects.filter(round=round, sent_on__isnull=False)
    asked = asked.exclude(kind_of__in=FunctionalRequest.CONFIDENTIAL).select_related("receiver").order_by("sent_on")
    rows: list[Row] = [(one.number, office(), f"关于商请{one.receiver}协助巡察工作的函", one.sent_on) for one in asked]
    letters = TransferLetter.objects.filter(round=round).select_related("receiver").order_by("sent_on", "pk")
    return rows + [(one.number, office(), f"关于向{one.receiver}移交巡察发现问题的函", one.sent_on) for one in letters]


def _of_unit(engagement: Any) -> list[Row]:
    unit, team = str(engagement.unit), team_of(engagement)
    reports = TeamReport.objects.filter(engagement=engagement)
    rows: list[Row] = [("", team, f"关于巡察{unit}情况的报告", report.on) for report in reports]
    fixes = engagement.fixes.filter(issued_on__isnull=False)
    rows += [(fix.number, team, f"立行立改通知书（{unit}）", fix.issued_on) for fix in fixes]
    for feedback in engagement.feedbacks.order_by("audience"):
        alone = "主要负责人" if feedback.audience == Feedback.Audience.PRINCIPAL else "党组织"
        rows.append((feedback.number, team, f"关于对{unit}{alone}巡察情况的反馈意见", feedback.held_on))
        if Plan.objects.filter(feedback=feedback, stage=Plan.Stage.APPROVED).exists():
            rows.append(("", unit, f"{unit}{alone}整改方案", None))
        signed = feedback.reports.filter(signed_on__isnull=False)
        rows += [("", unit, f"{unit}{_report_of(report)}", report.signed_on) for report in signed]
        sent = feedback.papers.filter(issued_on__isnull=False)
        rows += [(one.number, office(), f"{one.get_rung_display()}（{unit}）", one.issued_on) for one in sent]
        published = feedback.disclosures.filter(approved_on__isnull=False)
        rows += [("", unit, one.heading, one.approved_on) for one in published]
    assessed = Assessment.objects.filter(engagement=engagement, confirmed_on__isnull=False)
    return rows + [("", office(), f"{unit}巡察整改成效评估表", one.confirmed_on) for one in assessed]


def _report_of(report: UnitReport) -> str:
    of_unit = report.kind_of == UnitReport.Kind.UNIT
    return "党组织关于巡察整改情况的报告" if of_unit else "主要负责人关于组织落实巡察整改工作情况的报告"


#: stages of a round in which its papers are put together to be filed
FILED = (*Round.HEARD, Round.Stage.ARCHIVED)


def _nothing_to_file(round: Round) -> Any:
    return "" if round.stage in FILED else _("The papers of a round are filed once the secretary has heard it.")


def _named(title: str, thing: Any) -> str:
    return f"{title}（{thing.unit}）"


LADDER = paper(PaperKind("ladder", LadderPaper, _ladder, lambda said: _named(said.get_rung_display(), said)))
FIX = paper(PaperKind("fix", ImmediateFix, _fix, lambda notice: _named("立行立改通知书", notice)))
FEEDBACK = paper(PaperKind("feedback", Copy, _feedback, lambda copy: _named("巡察反馈意见", copy)))
REPORT = paper(PaperKind("report", UnitReport, _report, lambda report: _named("巡察整改情况报告", report)))
DISCLOSURE = paper(PaperKind("disclosure", Disclosure, _disclosure, lambda text: text.heading))
ASSESSMENT = paper(
    PaperKind("assessment", Assessment, _assessment, lambda one: _named("巡察整改成效评估表", one), outside=False)
)
PLAN = paper(PaperKind("plan", Plan, _plan, lambda plan: _named("整改方案", plan), why_not=_not_drawn_up))
SUGGESTION = paper(PaperKind("suggestion", SuggestionLetter, _suggestion, lambda one: f"巡察建议书（{one.number}）"))
SPECIAL_REPORT = paper(
    PaperKind(
        "special_report",
        CommonProblem,
        _special_report,
        lambda problem: f"专题报告（{problem.number}）",
        label=_("Special report"),
        why_not=_not_reported,
        outside=False,
    )
)
ACCOUNT = paper(PaperKind("account", AccountabilityNotice, _account, lambda notice: _named("问责决定告知书", notice)))
DIRECTORY = paper(
    PaperKind(
        "directory",
        Round,
        _directory,
        lambda round: f"归档目录（{round}）",
        label=_("Directory of what is filed"),
        why_not=_nothing_to_file,
        words=frozenset(("oversee", "direct")),
        outside=False,
    )
)
