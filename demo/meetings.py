"""The meetings on which the rounds of the demo rest, and the team meetings that agree to papers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from findings import actions as findings
from findings.models import Sitting
from inspections import actions as inspections
from inspections.models import Engagement, Meeting

if TYPE_CHECKING:
    from .story import Round, Visit

GROUP = "区委书记，区委巡察工作领导小组组长、副组长、成员，区委巡察办主任、副主任"
OFFICE_MEETING_ROOM = "区委三楼会议室"
#: (place, chair, attendees, agenda, what was heard, minutes, series of the minutes), by the step that rests on it
HELD: dict[str, tuple[str, str, str, str, str, str, str]] = {
    "lg_review": (
        OFFICE_MEETING_ROOM,
        "韩振邦",
        GROUP,
        "审议本轮巡察工作方案\n审议巡察组组建方案",
        "区委巡察办汇报本轮巡察工作方案起草情况和拟巡察单位名单。",
        "原则同意工作方案，修改完善后按程序报区委审定。",
        "云巡组纪",
    ),
    "approve": (
        "区委常委会会议室",
        "顾长青",
        "区委常委，区委巡察办主任列席",
        "审定本轮巡察工作方案",
        "区委巡察工作领导小组汇报工作方案。",
        "同意本轮巡察工作方案，由区委巡察工作领导小组组织实施。",
        "云常纪",
    ),
    "mobilise": (
        "区委大礼堂",
        "韩振邦",
        "区委巡察工作领导小组成员，各巡察组全体人员，被巡察单位主要负责人",
        "宣读成员名单和被巡察单位名单\n宣布组长授权任职及任务分工决定\n动员讲话\n表态发言",
        "",
        "区委书记作动员讲话，领导小组组长宣布巡察组组长授权任职及任务分工决定，被巡察单位代表作表态发言。",
        "",
    ),
    "lg_hear": (
        OFFICE_MEETING_ROOM,
        "韩振邦",
        GROUP,
        "听取各巡察组情况汇报\n研究分类处置建议",
        "各巡察组组长汇报巡察发现的主要问题、重点人问题线索和处置建议。",
        "听取各巡察组情况汇报，同意分类处置建议，提请书记专题会议研究。",
        "云巡组纪",
    ),
    "secretary_hear": (
        OFFICE_MEETING_ROOM,
        "顾长青",
        "区委书记，区委巡察工作领导小组组长、副组长，区委巡察办主任，各巡察组组长",
        "听取本轮巡察综合情况汇报\n决定分类处置",
        "区委巡察工作领导小组汇报本轮巡察综合情况，各巡察组组长汇报被巡察单位主要问题。",
        "听取本轮巡察综合情况汇报，同意领导小组提出的分类处置意见，点人点事，限期办结。",
        "云书专纪",
    ),
}


def said(round: Round, step: str) -> dict[str, Any]:
    """What is written down of the meeting on which a step of this round rests."""
    place, chair, attendees, agenda, heard, minutes, series = HELD[step]
    today, number = round.diary.today, round.round.number
    paper = f"{series}〔{today.year}〕{number + (10 if step == 'lg_hear' else 0)}号" if series else ""
    values = {"place": place, "chair": chair, "attendees": attendees, "agenda": agenda, "heard": heard}
    return values | {"minutes": minutes, "paper": paper, "held_on": today}


def hold(round: Round, step: str) -> None:
    """A step of the round is taken, and the meeting on which it rests is recorded with it."""
    round.by_the_office(getattr(inspections, step), **said(round, step))


def on_feedback_from_above(round: Round) -> Meeting:
    """The leading group decides where what an upper level has found goes."""
    values = said(round, "lg_hear") | {
        "agenda": "传达市委第二巡察组反馈意见\n研究反馈问题的分办",
        "heard": "区委巡察办汇报市委第二巡察组反馈意见和拟分办意见。",
        "minutes": "反馈问题全部认领，按分办意见逐条落实到单位，限期整改并上报。",
    }
    made: Meeting = round.diary.do(
        inspections.record_meeting, round.round, by=round.clerk, kind_of=Meeting.Kind.LEADING_GROUP, **values
    )
    return made


def of_the_team(visit: Visit) -> Sitting | None:
    """The team meeting of this week, held when there was none yet; none once the team no longer works here."""
    diary, here = visit.diary, visit.engagement
    week = diary.on(diary.ago + 4)
    held = Sitting.objects.filter(engagement=here, kind_of=Sitting.Kind.TEAM).order_by("-on", "-pk")
    last = held.filter(on__gte=week).first()
    if last is None and here.stage in (Engagement.Stage.ENTERED, Engagement.Stage.WITHDRAWN):
        last = diary.do(
            findings.record_sitting,
            here,
            by=visit.team.writers[0],
            kind_of=Sitting.Kind.TEAM,
            title_text=f"第{held.count() + 1}次组务会",
            on=diary.today,
            place="驻点会议室",
            chair=visit.team.leader.name,
            attendees="巡察组全体人员",
            agenda="通报本周工作进展\n逐条审议问题底稿\n安排下周工作",
            minutes="逐条讨论问题底稿的事实、依据和定性，形成一致意见；对证据不足的继续核实。",
        )
    return last
