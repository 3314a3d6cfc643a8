"""What is not put right climbs the ladder of papers, and a sham is held to account: some of it over, some under way.

The canaries have both too.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from accounts.models import Organisation
from casework.moves import Refused
from inspections.models import Engagement, Meeting
from rectification import actions as rectification
from rectification import ladder
from rectification.models import Accountability, Feedback, LadderPaper, VisitedItem

from . import papers
from .diary import Diary, Story
from .district import District

if TYPE_CHECKING:
    from .canaries import Canaries, Visit

ANSWERS = (
    "已召开党组会专题研究，逐项倒排工期，逾期事项已明确由分管领导包抓，本月底前全部办结，进展台账附后。",
    "已对照文书逐项整改，补齐佐证材料，并对责任股室负责人进行批评教育。",
)
STILL_OPEN = "所报措施仍停留在部署阶段，没有可核查的完成凭证，请督促落实到位。"
NOT_NOW = "该单位正承担防汛抢险任务，已电话督促并商定完成时间，本次不再发文。"
FACTS = "反馈后整改推进迟缓，部分问题逾期未整改，党组未专题研究，主要负责人未亲自过问，整改流于形式。"
DEMAND = "建议对该单位党组织整改不力问题进行核查，视情节作出问责决定，并反馈结果。"
DECISION = "经核查，该单位党组织履行整改主体责任不力，情况属实。决定给予该单位党组织通报批评，责令限期整改。"
TOLD = "经研究决定，对你单位党组织整改不力问题给予通报批评，请在党组会上宣布，并于一个月内报送整改情况。"
ENFORCED = "已派员到该单位党组会上宣布决定，督促其召开专题会议并作出书面检查。"
CIRCULAR = (
    "关于一起巡察整改不力典型问题的通报：某单位党组织对反馈问题研究部署不及时、督促落实不到位，受到通报批评。"
    "各单位要引以为戒，切实扛起整改主体责任。"
)
REFUSED = "经会议研究，该事项系经办人对整改标准理解有误，且已主动纠正，不予问责，由巡察办提醒谈话。"
#: how far a paper goes in each of the units in turn
COURSES = ("climbed", "draft", "accepted", "sent", "not_issued")


def tell(diary: Diary, district: District) -> Story:
    """Papers for the units with facts against them, as they become due; the first that is late is held to account."""
    yield 0
    told = Telling(diary, district)
    rows = ladder.watched().filter(audience=Feedback.Audience.ORGANISATION).select_related("engagement")
    late = rows.filter(pk__in=ladder.due(rows, diary.today)).first()
    if worst := late or rows.first():  # in a small district nothing may be late yet
        diary.begin(told.whole(worst.engagement), 10)
    courses = list(COURSES)
    while diary.ago > 1 and courses:
        for feedback in rows.filter(pk__in=ladder.due(rows, diary.today)):
            if courses:
                diary.begin(told.course(feedback, courses.pop(0)), diary.ago)
        yield 1


def tell_of_shams(diary: Diary, district: District) -> Story:
    """The first is decided and published, the next ones are on their way."""
    yield 0
    yield from Telling(diary, district).shams()


class Telling:
    """What the office, the units and the discipline commission do."""

    def __init__(self, diary: Diary, district: District):
        self.diary, self.do, self.district = diary, diary.do, district
        self.clerk, self.head = district.users["陆子衿"], district.users["周明远"]

    def course(self, feedback: Feedback, course: str) -> Story:
        do = self.do
        yield 0
        try:
            paper = do(rectification.prepare_paper, feedback, by=self.clerk)
        except Refused:  # it was put right, or drafted, a moment ago
            return
        yield 1
        if course == "draft":
            return
        if course == "not_issued":
            do(rectification.leave_unissued, paper, by=self.head, note=NOT_NOW)
            return
        yield from self.sent(paper)
        if course == "sent":
            return
        yield from self.answered(paper, ANSWERS[course == "climbed"])
        if course == "accepted":
            do(rectification.accept_paper, paper, by=self.clerk, note="")
            return
        do(rectification.climb, paper, by=self.clerk, note=STILL_OPEN)
        yield 1
        above = LadderPaper.objects.get(feedback=feedback, stage__in=LadderPaper.DRAFTED)
        yield from self.sent(above)

    def sent(self, paper: LadderPaper) -> Story:
        paper.refresh_from_db()
        self.do(rectification.submit_paper, paper, by=self.clerk, note="事实已逐项核对。")
        yield 1
        self.do(rectification.issue_paper, paper, by=self.head, note="同意")

    def answered(self, paper: LadderPaper, answer: str) -> Story:
        yield 1
        principal = paper.unit.principals.user_set.filter(is_active=True).order_by("pk").first()
        if principal is None:
            return
        self.do(rectification.sign_for_paper, paper, by=principal, note="")
        yield 2
        files = [papers.letter("办理情况反馈", "整改督办文书办理情况反馈", [answer])]
        self.do(rectification.answer_paper, paper, by=principal, answer=answer, truth=True, files=files)
        yield 1

    def shams(self) -> Story:
        """The leading group agrees to the first, and the office sends it; another one is not agreed to."""
        yield 0
        shams = Accountability.objects.filter(stage=Accountability.Stage.PROPOSED, kind_of=Accountability.Why.SHAM)
        for number, matter in enumerate(shams.order_by("pk")):
            if number:
                self.do(rectification.refuse_accountability, matter, by=self.head, note=REFUSED)
            else:
                self.agreed(matter)

    def agreed(self, matter: Accountability) -> Organisation:
        do, day = self.do, self.diary.today
        said = {"held_on": day, "place": "区委常委会会议室", "chair": "领导小组组长"}
        said |= {"minutes": "同意启动问责，移送区纪委监委办理。"}
        do(rectification.agree_accountability, matter, by=self.clerk, **said)
        body = matter.engagement.round.term.authority.case
        receiver = Organisation.objects.get(case=body, kind_of=Organisation.Kind.DISCIPLINE)
        do(rectification.refer_accountability, matter, by=self.clerk, receiver=receiver, demand=DEMAND)
        return receiver

    def whole(self, engagement: Engagement) -> Story:
        do, diary = self.do, self.diary
        yield 0
        said = {"kind_of": Accountability.Why.POOR, "facts": FACTS, "organisation": engagement.unit}
        matter = do(rectification.propose_accountability, engagement, by=self.clerk, **said)
        yield 1
        receiver = self.agreed(matter)
        handler = receiver.members.user_set.filter(is_active=True).order_by("pk").first()
        yield 3
        said = {"measure": "circular", "decided_on": diary.today, "paper": f"云纪〔{diary.today.year}〕18号"}
        said |= {"decision": DECISION, "files": [papers.letter("问责决定", "关于整改不力问题的问责决定", [DECISION])]}
        do(rectification.decide_accountability, matter, by=handler, **said)
        do(rectification.serve_decision, matter, by=self.clerk, text=TOLD)
        yield 1
        principal = matter.unit.principals.user_set.filter(is_active=True).order_by("pk").first()
        if principal:
            do(rectification.sign_for_decision, matter.notice, by=principal, note="")
        yield 1
        said = {"enforcement": ENFORCED, "enforced_on": diary.today}
        do(rectification.enforce_decision, matter, by=handler, **said)
        yield 1
        said = {"published_where": "全区党政机关", "published_on": diary.today, "published_text": CIRCULAR}
        do(rectification.publish_decision, matter, by=self.clerk, **said)


def canary(made: Canaries, visit: Visit, *, dissolved: bool) -> None:
    """One paper goes up a rung and the next is not issued; one accountability is closed, one refused."""
    if dissolved:
        return
    do, words, day = made.do, made.words, made.today
    clerk, head = made.users["clerk"], made.users["head"]
    looked = VisitedItem.objects.filter(visit__engagement=visit.engagement, result=VisitedItem.Result.RELAPSED)
    feedback = Feedback.objects.get(engagement=visit.engagement, audience=Feedback.Audience.ORGANISATION)
    later = {"due_on": day + datetime.timedelta(days=30)}
    for ends in (False, True):
        if ends:
            paper = LadderPaper.objects.get(feedback=feedback, stage=LadderPaper.Stage.DRAFT)
        else:
            paper = do(rectification.prepare_paper, feedback, clerk)
        do(rectification.write_paper, paper, clerk, **later, **words(LadderPaper, "text", "demand"))
        if ends:
            do(rectification.leave_unissued, paper, head, note=made.word("ladderpaper", "why"))
            break
        do(rectification.submit_paper, paper, clerk)
        do(rectification.issue_paper, paper, head)
        do(rectification.sign_for_paper, paper, visit.principal)
        said = {"truth": True, "files": [made.file()], **words(LadderPaper, "answer")}
        do(rectification.answer_paper, paper, visit.principal, **said)
        do(rectification.climb, paper, clerk)
    said = {"kind_of": Accountability.Why.POOR, "organisation": visit.engagement.unit}
    source = looked.order_by("pk").first() or paper.before
    matter = do(rectification.propose_for, source, clerk, files=[made.file()], **said, **words(Accountability, "facts"))
    _to_its_end(made, matter, visit)
    other = do(rectification.propose_accountability, visit.engagement, clerk, **said, **words(Accountability, "facts"))
    do(rectification.refuse_accountability, other, head, note=made.word("accountability", "why_not"))


def _to_its_end(made: Canaries, matter: Accountability, visit: Visit) -> None:
    do, words, day = made.do, made.words, made.today
    clerk, head = made.users["clerk"], made.users["head"]
    handler, receiver = made.users["discipline"], made.bodies[Organisation.Kind.DISCIPLINE]
    said = words(Meeting, "place", "chair", "attendees", "agenda", "heard", "minutes", "paper")
    do(rectification.agree_accountability, matter, clerk, held_on=day, **said)
    do(rectification.refer_accountability, matter, clerk, receiver=receiver, **words(Accountability, "demand"))
    decided = {"measure": "circular", "decided_on": day, **words(Accountability, "decision", "paper")}
    do(rectification.decide_accountability, matter, handler, files=[made.file()], **decided)
    do(rectification.serve_decision, matter, clerk, text=made.word("accountabilitynotice", "text"))
    do(rectification.sign_for_decision, matter.notice, visit.principal)
    do(rectification.enforce_decision, matter, handler, enforced_on=day, **words(Accountability, "enforcement"))
    said = words(Accountability, "published_where", "published_text")
    do(rectification.publish_decision, matter, clerk, published_on=day, **said)
    do(rectification.close_accountability, matter, head)
