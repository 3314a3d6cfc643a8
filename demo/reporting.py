"""How a unit reports on its rectification: in its own report and its principal's; one is returned now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rectification import actions as rectification
from rectification.models import Feedback, UnitReport

from . import papers, words
from .diary import Story

if TYPE_CHECKING:
    from .story import Course, Visit

ORGANISING = {
    UnitReport.Kind.UNIT: (
        "{unit}党组织第一时间召开专题会议传达反馈意见，成立整改工作领导小组，建立问题、任务、责任三个清单，"
        "定期听取进展，对重点难点问题逐项研究推动。"
    ),
    UnitReport.Kind.PRINCIPAL: (
        "本人切实履行整改第一责任人责任，主持召开整改专题会议，逐条审定整改措施，带头认领问题，"
        "每周调度进展，对重点事项到现场核实，对申请销号的事项逐项签字背书。"
    ),
}
FURTHER = "一是对已完成的事项开展自查，防止反弹；二是对需要长期坚持的事项盯住不放；三是把整改中形成的制度执行到位。"


def in_two_papers(visit: Visit, feedback: Feedback, course: Course) -> Story:
    """Drafted from the items, written by the liaison, signed by the principal; his own comes back once."""
    diary = visit.diary
    for kind in UnitReport.Kind:
        report = diary.do(rectification.draft_report, feedback, by=visit.liaison, kind_of=kind.value)
        own = {"organising": ORGANISING[kind].format(unit=visit.unit), "further": FURTHER}
        diary.do(rectification.write_report, report, by=visit.liaison, **(report.says() | own))
        sign(visit, report)
    if course.report_returned:
        yield 2
        report = feedback.reports.get(kind_of=UnitReport.Kind.UNIT)
        diary.do(rectification.return_unit_report, report, by=visit.clerk, note=words.REPORT_RETURNED)
        yield 3
        diary.do(rectification.draft_again, report, by=visit.liaison)
        more = report.overall + "\n" + words.rectified(visit.unit)
        diary.do(rectification.write_report, report, by=visit.liaison, **(report.says() | {"overall": more}))
        sign(visit, report)
    if course.accepted is None:
        return
    yield diary.until(course.accepted)
    for report in feedback.reports.order_by("pk"):
        diary.do(rectification.accept_unit_report, report, by=visit.clerk, note="报告内容与台账一致。")


def sign(visit: Visit, report: UnitReport) -> None:
    paper = papers.letter(report.get_kind_of_display(), f"{visit.unit}{report.get_kind_of_display()}", words.OPENING)
    said = {"truth": True, "note": "", "files": [paper]}
    visit.diary.do(rectification.sign_report, report, by=visit.principal, **said)
