"""What the office and the teams of the demo ask of functional units, and what becomes of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from accounts.models import Organisation, User
from referrals import actions as referrals
from referrals.models import FunctionalRequest

from . import papers
from .diary import Story

if TYPE_CHECKING:
    from .story import Round, Visit

Kind = FunctionalRequest.Kind
DISCIPLINE, PERSONNEL = Organisation.Kind.DISCIPLINE, Organisation.Kind.PERSONNEL


class Matter(NamedTuple):
    """What one unit is asked for, and how it answers."""

    receiver: str
    kind_of: str
    title: str
    wanted: str
    answer: str
    #: how it ends in a stay that is over
    end: str = "judged"
    #: how far it has come in one that is not
    now: str = "judged"


#: what the office asks for a whole round, before anybody enters
BRIEFINGS = (
    Matter(
        PERSONNEL,
        Kind.PEOPLE,
        "抽调巡察干部",
        "请从后备干部和专业人才中推荐巡察工作人员，注明专业特长和回避情况。",
        "已推荐巡察工作人员，名单及有关情况附后。",
    ),
    Matter(
        DISCIPLINE,
        Kind.PRE_BRIEFING,
        "通报被巡察单位政治生态和信访情况",
        "请通报本轮被巡察单位政治生态、信访举报总体情况和日常监督发现的普遍性问题。",
        "有关情况已书面通报，请注意保密。",
    ),
    Matter(
        "审计局",
        Kind.PRE_BRIEFING,
        "通报近三年审计发现问题及整改情况",
        "请提供本轮被巡察单位近三年审计报告及整改情况。",
        "已提供审计报告目录及整改台账，原件可来局查阅。",
    ),
)
#: what teams ask while they are on site
ASKED = (
    Matter(
        "财政局",
        Kind.DATA,
        "提供专项资金拨付和绩效评价情况",
        "请提供被巡察单位近三年专项资金拨付明细、绩效评价结果。",
        "拨付明细和绩效评价结果已提供，见附件。",
    ),
    Matter(
        PERSONNEL,
        Kind.PERSONAL_MATTERS,
        "查核领导班子成员个人有关事项报告",
        "请对被巡察单位领导班子成员个人有关事项报告进行抽查核实。",
        "已按程序查核，结果另行密封送达。",
        now="accepted",
    ),
    Matter(
        "审计局",
        Kind.EXPERTISE,
        "协助核查工程结算",
        "请派1名熟悉工程造价的同志协助核查工程结算资料，时间约5天。",
        "已派1名同志参加，核查意见见附件。",
        end="insisted",
        now="escalated",
    ),
    Matter(
        "信访局",
        Kind.DATA,
        "提供涉及被巡察单位的信访事项",
        "请提供近三年涉及被巡察单位的信访事项办理情况。",
        "已梳理近三年信访事项，清单附后。",
        end="late",
        now="sent",
    ),
    Matter(
        DISCIPLINE,
        Kind.CLUE_INFO,
        "提供反映领导干部问题线索情况",
        "请提供反映被巡察单位领导干部问题线索的受理和处置情况。",
        "有关情况已按规定密封提供。",
        now="answered",
    ),
    Matter(
        "财政局",
        Kind.EXPERTISE,
        "协助查阅非税收入票据",
        "请派员协助核对非税收入票据领用、缴销情况。",
        "该项核对需省级系统授权。",
        end="excused",
        now="declined",
    ),
)
REFUSED = "近期年度决算任务集中，业务骨干均在外出审计，难以抽调。"


def before_entry(round: Round, matter: Matter) -> Story:
    """The office asks, the unit answers within its days."""
    told = Letter(round, matter, round.clerk, round.clerk)
    yield 0
    yield from told.tell(round.round, "judged")


def tell(visit: Visit) -> Story:
    """A team asks for one thing or two during its stay; which ones, and how they end, goes by turn."""
    targets = visit.round.plan.targets
    turn = targets.index(visit.target)
    yield 1
    for matter in (ASKED[turn % len(ASKED)], *ASKED[(turn + 3) % len(ASKED) : (turn + 3) % len(ASKED) + turn % 2]):
        names_people = matter.kind_of in FunctionalRequest.CONFIDENTIAL
        told = Letter(visit.round, matter, visit.team.leader, visit.head if names_people else visit.clerk)
        over = visit.target.withdrawn is not None
        visit.diary.begin(told.tell(visit.engagement, matter.end if over else matter.now), visit.diary.ago)


class Letter:
    """One letter from the asking to its end."""

    def __init__(self, round: Round, matter: Matter, asker: User, sender: User):
        self.round, self.matter, self.asker, self.sender = round, matter, asker, sender
        self.do, self.district = round.diary.do, round.district
        names: dict[str, str] = {DISCIPLINE: "严立新", PERSONNEL: "方敏"}
        known = names.get(matter.receiver)
        self.handler = self.district.users[known] if known else self.district.liaison(matter.receiver)

    def tell(self, of, end: str) -> Story:
        matter, handler = self.matter, self.handler
        request = self.do(
            referrals.ask_functional_unit,
            of,
            by=self.asker,
            receiver=self.district.bodies[matter.receiver],
            kind_of=matter.kind_of,
            title_text=matter.title,
            wanted=matter.wanted,
        )
        yield 1
        if end == "asked":
            return
        letter = papers.letter("协助函", f"关于{matter.title}的函", [matter.wanted])
        self.do(referrals.send_request, request, by=self.sender, note="", files=[letter])
        if end == "sent":
            return
        yield 1
        self.do(referrals.sign_for_request, request, by=handler)
        yield 1
        if end in ("insisted", "excused", "escalated", "declined"):
            yield from self.refused(request, end)
            if end != "insisted":
                return
        else:
            promised = self.round.diary.on(self.round.diary.ago - 3)
            self.do(referrals.accept_request, request, by=handler, promised_on=promised)
        if end == "accepted":
            return
        yield 6 if end == "late" else 2
        reply = papers.scan("复函", ["复函", request.number, matter.answer])
        self.do(referrals.answer_request, request, by=handler, answer=matter.answer, note="", files=[reply])
        if end == "answered":
            return
        yield 1
        judged = "partly" if end in ("late", "insisted") else "satisfied"
        self.do(referrals.judge_request, request, by=self.asker, satisfaction=judged, note="")

    def refused(self, request: FunctionalRequest, end: str) -> Story:
        """Declined; who asked brings it before the leading group, and the head of the office decides."""
        refusal = self.matter.answer if end in ("excused", "declined") else REFUSED
        self.do(referrals.decline_request, request, by=self.handler, refusal=refusal)
        if end == "declined":
            return
        yield 1
        self.do(referrals.escalate_request, request, by=self.asker, note="该项协助对核实问题十分必要，请研究。")
        if end == "escalated":
            return
        yield 2
        head = self.district.users["周明远"]
        if end == "excused":
            self.do(referrals.excuse_request, request, by=head, decision="理由成立，由巡察组改用查阅资料方式了解。")
        else:
            self.do(referrals.insist_on_request, request, by=head, decision="请克服困难，安排1名同志分段参加。")
