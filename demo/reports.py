"""How a team writes its report: drafted from the findings, then in the team's own words; and the office's phrases."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findings import actions as findings
from findings import reporting
from findings.models import Phrase, ReportDraft

if TYPE_CHECKING:
    from .story import Visit

PROBLEM, SUGGESTION = Phrase.Kind.PROBLEM, Phrase.Kind.SUGGESTION
PHRASES = (
    (PROBLEM, "学习贯彻", "学习贯彻党的创新理论不深入，理论学习中心组学习存在以会代学现象，联系实际不够。"),
    (PROBLEM, "主体责任", "履行全面从严治党主体责任不到位，专题研究党风廉政建设工作不经常，压力传导层层递减。"),
    (PROBLEM, "一岗双责", "班子成员落实“一岗双责”有差距，对分管领域廉政风险排查不深入、不具体。"),
    (PROBLEM, "议事决策", "民主集中制执行不严格，“三重一大”事项会前酝酿不充分，会议记录不完整。"),
    (PROBLEM, "财务管理", "财经纪律执行不严，大额资金支出审批程序不规范，报销凭证要素不全。"),
    (SUGGESTION, "学习贯彻", "建议健全党委（党组）“第一议题”制度，每次学习列出对照检查事项，明确责任人和完成时限。"),
    (
        SUGGESTION,
        "主体责任",
        "建议每半年专题研究一次全面从严治党工作，逐项列出责任清单，听取班子成员履责情况汇报。",
    ),
    (SUGGESTION, "建章立制", "建议修订完善议事决策、财务管理和物资采购制度，并对制度执行情况开展一次全面自查。"),
)
OVERALL = "总体看，该单位党组织能够贯彻落实区委决策部署，各项工作取得一定成效，但对照巡察监督要求仍有差距。"


def keep_phrases(diary, authority, clerk) -> None:
    """The office keeps some phrases from the beginning."""
    for kind, topic, text in PHRASES:
        diary.do(findings.add_phrase, authority, by=clerk, kind_of=kind, topic=topic, text=text)


def write(visit: Visit) -> ReportDraft:
    """A member has it drafted; the leader puts the overall view in and keeps the version that he hands in."""
    diary = visit.diary
    draft = diary.do(findings.draft_report, visit.engagement, by=visit.team.writers[0])
    overview = f"{draft.overview}\n{OVERALL}"
    diary.do(findings.write_draft, draft, by=visit.team.leader, **(draft.says() | {"overview": overview}))
    return draft


def finish(visit: Visit) -> None:
    """What was confirmed since then is put in."""
    draft = ReportDraft.objects.get(engagement=visit.engagement)
    if findings.add_missing.why_not(visit.team.leader, draft, visit.diary.today) is None:
        visit.diary.do(findings.add_missing, draft, by=visit.team.leader)


def text_of(visit: Visit) -> str:
    """Return the report as it is handed in."""
    return reporting.printed(ReportDraft.objects.get(engagement=visit.engagement))
