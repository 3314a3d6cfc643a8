"""What was noticed of the people of the demo's teams, and the one time that something came out."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findings import actions as findings
from inspections import actions as inspections

from .diary import Story

if TYPE_CHECKING:
    from .story import Visit

#: (what was noticed, what he was told, what came of it)
SIGNS = (
    (
        "连续两次组务会迟到，底稿提交超过约定时间。",
        "请严格遵守组内作息和底稿提交时间，有困难提前说明。",
        "提醒后按时参加会议、提交底稿，已改正。",
    ),
    (
        "谈话记录本离开办公室时未入柜。",
        "工作笔记、谈话记录须随时入柜上锁，今后不得再犯。",
        "已规范保管，组内开展一次保密自查。",
    ),
    (
        "与被巡察单位工作人员谈话时态度生硬。",
        "注意谈话方式，既要严肃也要尊重谈话对象。",
        "本人已作自我批评，后续谈话反映良好。",
    ),
)
VIOLATION = "接受被巡察单位工作餐未按标准交纳伙食费。"
HANDLED = "核实为当日漏交，已责令补交伙食费并作出检查，在全组通报。"
SLOW = "调阅固定资产台账三次催要未提供，联络员以经办人外出为由推脱。"
TALKED = "约谈该单位主要负责人，要求三日内提供全部资料并说明情况。"
TELL = "你单位提供资料拖延，影响巡察工作。请于三个工作日内提供所列资料，并就有关情况作出书面说明。"
DUTIES = ("coordination", "talks", "finance", "party")
LEAKED = "被巡察单位工作人员提前知道次日谈话安排。"
MEASURES = "调整谈话顺序和地点，提醒全组重申保密纪律。"
INQUIRY = "经核查，谈话通知由单位联络员自行转发，未发现巡察人员泄露。"


def tell(visit: Visit) -> Story:
    """In some units somebody is reminded; once a violation is reported, once something came out."""
    turn = visit.round.plan.targets.index(visit.target)
    visit.diary.begin(divide(visit), visit.diary.ago)
    yield 6
    if visit.target.withdrawn is not None and visit.diary.ago <= visit.target.withdrawn + 8:
        return
    if turn % 4 == 2:
        visit.diary.begin(obstruct(visit), visit.diary.ago)
    if turn % 3 == 0:
        yield from remind(visit, turn)
    elif turn == 1:
        yield from report(visit)
    elif turn == 4:
        yield from leak(visit)


def divide(visit: Visit) -> Story:
    """The leader says who does what, and somebody is away for two days."""
    do, here, leader = visit.diary.do, visit.engagement, visit.team.leader
    postings = visit.team.team.postings.serving().exclude(role="leader").order_by("pk")
    for posting, duty in zip(postings, DUTIES, strict=False):
        if not posting.duty:
            do(inspections.assign_duty, here, by=leader, posting=posting, duty=duty)
    yield 7
    turn = visit.round.plan.targets.index(visit.target)
    if turn % 4 or visit.diary.ago <= (visit.target.withdrawn or 0) + 4:
        return
    who = visit.team.writers[0]
    first, last = visit.diary.today, visit.diary.on(max(visit.diary.ago - 1, 1))
    said = {"kind_of": "personal", "begins_on": first, "ends_on": last, "reason": "送子女参加考试。"}
    leave = do(inspections.ask_leave, here, by=who, **said)
    do(inspections.give_leave, leave, by=leader, note="同意，工作已交接。")
    yield 2
    do(inspections.report_back, leave, by=who, note="")


def obstruct(visit: Visit) -> Story:
    """The unit is slow with its papers; the office calls its principal in and tells the unit."""
    do, here = visit.diary.do, visit.engagement
    said = {"kind_of": "delay", "facts": SLOW, "on": visit.diary.today, "documents": None}
    incident = do(findings.note_obstruction, here, by=visit.team.writers[0], **said)
    yield 1
    do(findings.confirm_obstruction, incident, by=visit.team.leader, note="情况属实，影响查阅进度。")
    yield 2
    do(findings.decide_obstruction, incident, by=visit.clerk, outcome="talk", decision=TALKED)
    yield 1
    incident = do(findings.tell_unit, incident, by=visit.clerk, text=TELL)
    yield 2
    do(findings.sign_for_notice, incident.notice, by=visit.principal, note="立即整改，资料已全部补齐。")


def noted(visit: Visit, kind: str, facts: str):
    person = visit.team.writers[-1].person
    posting = visit.team.team.postings.get(person=person)
    said = {"posting": posting, "kind_of": kind, "facts": facts, "on": visit.diary.today}
    return visit.diary.do(inspections.note_conduct, visit.engagement, by=visit.team.leader, **said)


def remind(visit: Visit, turn: int) -> Story:
    facts, told, came = SIGNS[turn // 3 % len(SIGNS)]
    matter = noted(visit, "tendency", facts)
    yield 1
    do = visit.diary.do
    do(inspections.remind, matter, by=visit.team.leader, text=told)
    yield 1
    do(inspections.acknowledge, matter.admonitions.get(), by=visit.team.writers[-1], note="诚恳接受，立即改正。")
    yield 5
    do(inspections.close_conduct, matter, by=visit.team.leader, note=came)


def report(visit: Visit) -> Story:
    matter = noted(visit, "violation", VIOLATION)
    yield 3
    visit.diary.do(inspections.handle_conduct, matter, by=visit.head, outcome="educated", result=HANDLED)


def leak(visit: Visit) -> Story:
    do, said = visit.diary.do, {"channel": "word", "leaked": LEAKED, "on": visit.diary.today}
    incident = do(inspections.report_leak, visit.engagement, by=visit.team.writers[0], **said)
    yield 0
    do(inspections.contain_leak, incident, by=visit.head, measures=MEASURES)
    yield 4
    do(inspections.investigate_leak, incident, by=visit.head, inquiry=INQUIRY)
    yield 1
    result = "不属巡察人员泄密，责成单位对联络员批评教育。"
    do(inspections.handle_leak, incident, by=visit.head, outcome="unfounded", result=result)
