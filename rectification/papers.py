"""The papers of the second half of a round in Word: feedback, notices, the five papers, reports, assessment."""

import itertools
from typing import Any

from casework.papers import PaperKind, dated, day, paper, paragraphs
from referrals.papers import office

from .assessing import words_of
from .models import Assessment, Copy, Disclosure, Feedback, ImmediateFix, LadderPaper, UnitReport

SECTIONS = {
    "organising": "落实巡察整改主体责任情况",
    "overall": "整改总体情况",
    "by_item": "逐项整改情况",
    "further": "下一步工作",
}
OF_PRINCIPAL = SECTIONS | {"organising": "组织落实巡察整改工作情况"}
ORDER = "一二三四五六七八九十"


def team_of(engagement) -> str:
    return str(engagement.team or "区委巡察组")


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
    whose = "党组织关于巡察整改情况的报告" if of_unit else "主要负责人关于组织落实巡察整改工作情况的报告"
    written = [name for name in report.sections if name in names]
    return {
        "title": f"{report.unit}{whose}",
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


def _named(title: str, thing: Any) -> str:
    return f"{title}（{thing.unit}）"


LADDER = paper(PaperKind("ladder", LadderPaper, _ladder, lambda said: _named(said.get_rung_display(), said)))
FIX = paper(PaperKind("fix", ImmediateFix, _fix, lambda notice: _named("立行立改通知书", notice)))
FEEDBACK = paper(PaperKind("feedback", Copy, _feedback, lambda copy: _named("巡察反馈意见", copy)))
REPORT = paper(PaperKind("report", UnitReport, _report, lambda report: _named("巡察整改情况报告", report)))
DISCLOSURE = paper(PaperKind("disclosure", Disclosure, _disclosure, lambda text: text.heading))
ASSESSMENT = paper(PaperKind("assessment", Assessment, _assessment, lambda one: _named("巡察整改成效评估表", one)))
