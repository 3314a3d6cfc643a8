"""The meetings of the demo, what they decided and what became of it; and who belongs to the leading group."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from accounts import actions as registry
from accounts.models import Organisation, User
from findings import actions as findings
from findings.models import Sitting
from inspections import actions as inspections
from inspections.models import Decision, Engagement, Meeting, Seat, Term

from . import papers
from .diary import Diary, Story

if TYPE_CHECKING:
    from .district import District
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
    "prepare": (
        "区委党校",
        "周明远",
        "各巡察组全体人员，区委巡察办工作人员",
        "学习巡察工作有关规定和纪律要求\n通报被巡察单位有关情况\n讲解工作流程",
        "有关职能单位通报被巡察单位有关情况。",
        "完成巡前培训，全体人员签订保密承诺书。",
        "",
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
    give(round, step)


def take_over(round: Round) -> None:
    """The leading group takes over what an upper level has found, and decides where it goes."""
    values = said(round, "lg_hear") | {
        "agenda": "传达市委第二巡察组反馈意见\n研究反馈问题的分办",
        "heard": "区委巡察办汇报市委第二巡察组反馈意见和拟分办意见。",
        "minutes": "反馈问题全部认领，按分办意见逐条落实到单位，限期整改并上报。",
    }
    round.by_the_office(inspections.take_over, **values)


def on_the_plan_of_a_year(diary: Diary, term: Term, clerk: User, year: int) -> Meeting:
    """The leading group approves the plan of a year; that concerns no single round."""
    made: Meeting = diary.do(
        inspections.record_meeting,
        term,
        by=clerk,
        kind_of=Meeting.Kind.LEADING_GROUP,
        held_on=diary.today,
        place=OFFICE_MEETING_ROOM,
        chair="韩振邦",
        attendees=GROUP,
        agenda=f"审议{year}年度巡察工作计划",
        heard="区委巡察办汇报年度计划编制情况。",
        minutes="同意年度计划，由区委巡察办组织实施。",
        paper="",
    )
    return made


def of_the_team(visit: Visit) -> Sitting | None:
    """The team meeting of this week, held when there was none yet; the last one once the team no longer works here."""
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
    return last or held.first()


#: (what was decided, who sees to it, working days, what was done, how it goes), by the step at whose meeting it was
#: decided; the owner is a short name, a kind of body, or "team" for the first team of the round
DECIDED: dict[str, tuple[tuple[str, str, int, str, str], ...]] = {
    "lg_review": (
        (
            "修改完善工作方案，按“一次一组建、一次一授权”要求提出各巡察组组成人员名单。",
            Organisation.Kind.OFFICE,
            4,
            "工作方案已修改完善，各巡察组组成人员名单已按程序报批。",
            "done",
        ),
        (
            "从人才库中择优抽调巡察干部，办理抽调手续，落实派出单位的工作交接。",
            Organisation.Kind.PERSONNEL,
            6,
            "已办理抽调手续，派出单位工作交接完毕。",
            "done",
        ),
    ),
    "mobilise": (
        (
            "对被巡察单位落实上级巡视巡察反馈问题整改情况一并核查，形成专项说明。",
            "team",
            25,
            "已逐条核对上级反馈问题整改台账，形成专项说明附后。",
            "returned",
        ),
        (
            "做好巡察期间经费和办公条件保障，及时拨付工作经费。",
            "财政局",
            15,
            "工作经费已按预算拨付。",
            "slow",
        ),
    ),
    "lg_hear": (
        (
            "梳理各组发现的共性问题，提出专项治理建议，形成综合情况报告。",
            Organisation.Kind.OFFICE,
            10,
            "已梳理共性问题六类，综合情况报告报区委。",
            "done",
        ),
    ),
    "secretary_hear": (
        (
            "对移交的问题线索优先处置，两个月内报送办理进展。",
            Organisation.Kind.DISCIPLINE,
            42,
            "移交线索均已受理，按规定分类处置，办理进展附后。",
            "done",
        ),
        (
            "牵头开展财务管理突出问题专项治理，制定工作方案，报送治理情况。",
            "财政局",
            45,
            "已印发专项治理工作方案，开展自查和重点抽查，治理情况附后。",
            "returned",
        ),
        (
            "将选人用人方面的问题纳入年度专项检查，提出规范意见。",
            Organisation.Kind.PERSONNEL,
            60,
            "已列入年度专项检查，印发规范选人用人工作的通知。",
            "slow",
        ),
    ),
}


def give(round: Round, step: str) -> None:
    """What was decided at the meeting is given to those who see to it, and each goes about it."""
    if not round.plan.teams:  # feedback from above: the units have their items
        return
    diary, meeting = round.diary, getattr(round.round, RESTS[step])
    for text, who, days, done, manner in DECIDED.get(step, ()):
        owner: dict[str, Any] = {"owner": round.district.bodies.get(who)}
        if who == "team":
            owner = {"team": round.teams[0].team}
        due = diary.on(diary.ago - days)
        decision = diary.do(inspections.decide, meeting, by=round.clerk, text=text, due_on=due, **owner)
        diary.begin(_see_to_it(round, decision, _reporter(round, who), diary.ago - days, done, manner), diary.ago)


#: the field of the round that names the meeting on which a step rests
RESTS = {
    "lg_review": "review_meeting",
    "approve": "approval_meeting",
    "mobilise": "mobilisation_meeting",
    "lg_hear": "group_meeting",
    "secretary_hear": "secretary_meeting",
}
#: who reports for a body that every district has
REPORTERS = {
    Organisation.Kind.OFFICE: "何晓枫",
    Organisation.Kind.PERSONNEL: "方敏",
    Organisation.Kind.DISCIPLINE: "严立新",
}


def _reporter(round: Round, who: str) -> User:
    if who == "team":
        return round.teams[0].leader
    return round.district.users[REPORTERS[who]] if who in REPORTERS else round.district.liaison(who)


def _see_to_it(round: Round, decision: Decision, by: User, due: int, done: str, manner: str) -> Story:
    """Reported shortly before its day; in a round that still runs what is slow is late."""
    diary, running = round.diary, round.plan.archived is None
    if manner == "slow" and running:
        due -= 40
    yield max(1, diary.until(due + 2))
    _report(round, decision, by, done)
    if manner == "returned":
        yield 1
        diary.do(inspections.return_decision, decision, by=round.clerk, note="请补充具体做法和成效，并附佐证材料。")
        yield 4
        _report(round, decision, by, f"{done}已补充具体做法和成效。")
    yield 2
    diary.do(inspections.close_decision, decision, by=round.clerk, note="已落实。")


def _report(round: Round, decision: Decision, by: User, done: str) -> None:
    paper = papers.letter("落实情况报告", "关于会议议定事项落实情况的报告", [str(decision), done])
    round.diary.do(inspections.report_decision, decision, by=by, report=done, files=[paper])


# -- who belongs to the leading group and the office -----------------------------------------------------------------

#: those of the leading group who have no account: name → (sex, body, post)
MEMBERS = {
    "苏望舒": ("female", Organisation.Kind.PERSONNEL, "区委常委、组织部部长"),
    "戚怀瑾": ("male", Organisation.Kind.DISCIPLINE, "区纪委副书记、区监委副主任"),
    "景行之": ("male", Organisation.Kind.DISCIPLINE, "区纪委副书记"),
}
#: (name, body, role, order, paper)
SEATS = (
    ("韩振邦", Organisation.Kind.LEADING_GROUP, Seat.Role.HEAD, 1, "云区委〔{year}〕1号"),
    ("苏望舒", Organisation.Kind.LEADING_GROUP, Seat.Role.DEPUTY_HEAD, 1, "云区委〔{year}〕1号"),
    ("唐静宜", Organisation.Kind.LEADING_GROUP, Seat.Role.DEPUTY_HEAD, 2, "云区委〔{year}〕1号"),
    ("戚怀瑾", Organisation.Kind.LEADING_GROUP, Seat.Role.MEMBER, 1, "云区委〔{year}〕1号"),
    ("周明远", Organisation.Kind.LEADING_GROUP, Seat.Role.MEMBER, 2, "云区委〔{year}〕1号"),
    ("周明远", Organisation.Kind.OFFICE, Seat.Role.DIRECTOR, 1, "云区干〔{year}〕6号"),
    ("沈若兰", Organisation.Kind.OFFICE, Seat.Role.DEPUTY_DIRECTOR, 1, "云区干〔{year}〕6号"),
    ("陆子衿", Organisation.Kind.OFFICE, Seat.Role.STAFF, 1, "云区干〔{year}〕6号"),
    ("何晓枫", Organisation.Kind.OFFICE, Seat.Role.STAFF, 2, "云区干〔{year}〕6号"),
)


def seat(diary: Diary, district: District) -> Story:
    """The leading group and the office are made up at the beginning of the term; later one of them leaves."""
    clerk, people = district.users["陆子衿"], {name: user.person for name, user in district.users.items()}
    for name, (sex, body, post) in MEMBERS.items():
        values = {"name": name, "sex": sex, "post": post}
        people[name] = diary.do(registry.register_person, district.bodies[body], by=clerk, **values)
    begins = diary.today
    seats = {}
    for name, body, role, place, paper in SEATS:
        values = {"person": people[name], "role": role, "place": place, "appointed_on": begins}
        values |= {"paper": paper.format(year=begins.year)}
        seats[name, body] = diary.do(inspections.appoint, district.bodies[body], by=clerk, **values)
    yield diary.until(70)
    group, day = Organisation.Kind.LEADING_GROUP, diary.today
    paper = f"云区委〔{day.year}〕17号"
    leaving = {"left_on": day, "left_paper": paper, "note": "工作调动，不再担任。"}
    diary.do(inspections.leave_seat, seats["戚怀瑾", group], by=clerk, **leaving)
    values = {"person": people["景行之"], "role": Seat.Role.MEMBER, "place": 1, "appointed_on": day, "paper": paper}
    diary.do(inspections.appoint, district.bodies[group], by=clerk, **values)
