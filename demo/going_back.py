"""The office goes back to units that are putting things right: one visit is over, one on site, one waits for its head.

The canaries have one such visit too.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from accounts.models import User
from inspections.models import Engagement, Meeting, Round
from rectification import actions as rectification
from rectification import relapse
from rectification.models import Item, ReturnVisit, VisitedItem, VisitNotice

from . import papers
from .diary import Diary, Story
from .district import District

if TYPE_CHECKING:
    from .canaries import Canaries, Visit

Result = VisitedItem.Result
PURPOSE = "重点查看已销号问题是否真改实改、长效机制是否运行，群众是否认可。"
READY = "请准备整改台账、佐证材料原件及相关财务凭证，并安排联络员1名配合查阅；不安排汇报会，不陪同走访。"
#: how what is looked at turns out, in turn
SEEN = (
    (Result.TRUE, "现场核对台账与凭证一致，随机走访3名干部职工，均反映已按制度执行。"),
    (Result.RELAPSED, "抽查近两个月凭证12份，有3份重复出现同类问题，制度执行松懈。"),
    (Result.TRUE, "制度已上墙公示，抽查5笔业务均按新流程办理。"),
    (Result.PARTLY, "已完成阶段性整改，但举一反三不够，下属单位尚未排查。"),
    (Result.DEEPENED, "与经办人谈话并调阅原始记录，问题成因进一步查清，整改措施有针对性。"),
)
SHAM = "会议记录为集中补写，参会人员均表示未参加过该次学习；签到表笔迹为同一人。"
DEMANDS = {
    Result.RELAPSED: "同类问题再次发生，请重新整改，逐笔清理并追究经办人责任。",
    Result.PARTLY: "请将排查范围扩大到全部下属单位，形成问题清单并逐项销号。",
    Result.SHAM: "佐证材料不实，请重新整改，如实说明情况，并追究责任。",
}
LEFT_OVER = "已调取银行流水并与领取人核对，未发现异常。"
REPORT = (
    "本次回访{unit}，采取查阅资料、实地走访、个别谈话方式，共查看问题{all}个，"
    "其中真改{true}个、需继续整改{back}个。对未真正整改到位的，已重新交办并明确时限。"
)
#: the office looks for units until so many working days before today
LATEST = 3
#: how many working days after it has chosen the units the first visit begins
SOON = 4
#: first day of the other visits, in working days before today, and whether they are announced: one is on site by now,
#: the other waits for its head
OTHERS = ((2, False), (-6, True))


def tell(diary: Diary, district: District) -> Story:
    """As soon as a unit has closed items in a round that is still being put right; in a small district few have."""
    yield 0
    while not (chosen := likely_units()) and diary.ago > LATEST:
        yield 1
    visits = ((diary.ago - SOON, True), *OTHERS)
    if len(chosen) < len(visits):  # what is under way first
        visits = (OTHERS[0], visits[0], OTHERS[1])
    for pk, (ago, announced) in zip(chosen, visits, strict=False):
        engagement = Engagement.objects.get(pk=pk)
        begins = min(diary.ago, ago + SOON) if ago > 0 else 3
        diary.begin(Telling(diary, district, engagement, ago).whole(announced=announced), begins)


def likely_units() -> list[int]:
    """Return the engagements in which most closed items may have relapsed."""
    rows = Engagement.objects.filter(stage__in=("fed_back", "rectifying")).exclude(round__stage=Round.Stage.ARCHIVED)
    found: dict[int, int] = {}
    for one in relapse.likely(list(rows)):
        if one.score:
            found[one.item.engagement_id] = found.get(one.item.engagement_id, 0) + 1
    return sorted(found, key=lambda pk: (-found[pk], pk))[:3]


class Telling:
    """One visit to one unit."""

    def __init__(self, diary: Diary, district: District, engagement: Engagement, ago: int):
        self.diary, self.do, self.engagement, self.ago = diary, diary.do, engagement, ago
        self.clerk, self.head = district.users["陆子衿"], district.users["周明远"]

    def whole(self, *, announced: bool) -> Story:
        do, diary = self.do, self.diary
        said = {"announced": announced, "purpose": PURPOSE, "how_many": 4}
        said |= {"due_on": diary.on(self.ago), "until": diary.on(self.ago - 2)}
        said |= {"leader": self.clerk, "visitors": [self.head, *self.former()]}
        visit = do(rectification.plan_visit, self.engagement, by=self.clerk, **said)
        if self.ago < 1:
            return
        yield 1
        do(rectification.approve_visit, visit, by=self.head, note="同意。注意不增加基层负担。")
        yield 1
        if announced:
            do(rectification.announce_visit, visit, by=self.clerk, text=READY)
            yield 1
            principal = visit.engagement.unit.principals.user_set.filter(is_active=True).first()
            if principal:
                do(rectification.sign_for_visit_notice, visit.notice, by=principal, note="")
        else:
            do(rectification.go_without_notice, visit, by=self.clerk, note="")
        yield diary.until(self.ago)
        do(rectification.arrive, visit, by=self.clerk, text=READY)
        for number, visited in enumerate(visit.visited.order_by("pk")):
            if number and not announced:
                return
            yield 0
            self.look(visited, number, sham=not announced)
        yield 2
        yield from self.brought_in(visit)

    def former(self) -> list[User]:
        """Return a member of the team that was there."""
        team = self.engagement.team_id
        return list(User.objects.filter(person__postings__team=team, is_active=True).order_by("pk")[:1]) if team else []

    def look(self, visited: VisitedItem, number: int, *, sham: bool) -> None:
        day = self.diary.today
        files = [papers.scan("回访查看记录", ["现场查看", f"查看日期：{day}"])]
        if visited.lead_id:
            said = {"result": Result.DEEPENED, "seen": LEFT_OVER, "on": day, "files": files}
            self.do(rectification.end_lead, visited, by=self.clerk, **said)
            return
        result, seen = (Result.SHAM, SHAM) if sham else SEEN[number % len(SEEN)]
        other = visited.visit.goers.user_set.exclude(pk=self.head.pk).order_by("pk").first()
        if other is None:  # whoever goes has verified it
            note = "回访人员均参与过核验，另行安排查看。"
            self.do(rectification.leave_out_of_sample, visited, by=self.clerk, note=note)
            return
        said = {"result": result, "seen": seen, "on": day, "second": self.clerk, "files": files}
        if result in VisitedItem.REOPENS:
            said |= {"demand": DEMANDS[result], "due_on": self.diary.on(-20)}
        self.do(rectification.record_result, visited, by=other, **said)

    def brought_in(self, visit: ReturnVisit) -> Story:
        """The report, the leading group, the end."""
        rows = visit.visited.filter(stage=VisitedItem.Stage.CHECKED)
        back = rows.filter(result__in=VisitedItem.REOPENS).count()
        counted = {"all": rows.count(), "true": rows.filter(result=Result.TRUE).count(), "back": back}
        text = REPORT.format(unit=visit.engagement.unit, **counted)
        said = {"report": text, "files": [papers.letter("整改回访报告", "整改回访情况报告", [text])], "note": ""}
        self.do(rectification.report_visit, visit, by=self.clerk, **said)
        yield 4
        said = {"held_on": self.diary.today, "place": "区委常委会会议室", "chair": "领导小组组长"}
        said |= {"heard": text, "minutes": "同意回访报告。对需继续整改的问题逐项督办，适时再次回访。"}
        self.do(rectification.hear_visit, visit, by=self.clerk, **said)
        yield 1
        self.do(rectification.close_visit, visit, by=self.head, note="")


def canary(made: Canaries, visit: Visit, *, dissolved: bool) -> None:
    """One visit of the canaries: the leader of the team goes along, one item has not held, one lead has an end.

    Nobody goes of a team that is dissolved afterwards: its people read nothing any more.
    """
    if dissolved:
        return
    do, words, day = made.do, made.words, made.today
    clerk, head, later = made.users["clerk"], made.users["head"], made.today + datetime.timedelta(days=60)
    people = {"leader": clerk, "visitors": [visit.leader]}
    plan = {"announced": True, "due_on": day, "until": day, **people}
    back = do(rectification.plan_visit, visit.engagement, clerk, **plan, **words(ReturnVisit, "purpose"))
    do(rectification.approve_visit, back, head)
    do(rectification.announce_visit, back, clerk, **words(VisitNotice, "text"))
    do(rectification.sign_for_visit_notice, back.notice, visit.principal)
    do(rectification.arrive, back, clerk)
    for looked in back.visited.order_by("pk"):
        said = {"on": day, "files": [made.file()], **words(VisitedItem, "seen")}
        if looked.lead_id:
            do(rectification.end_lead, looked, visit.leader, result=Result.DEEPENED, **said)
        else:
            do(rectification.leave_out_of_sample, looked, clerk, note=made.word("visiteditem", "why"))
            do(rectification.choose_again, looked, clerk, note=made.word("visiteditem", "why"))
            said |= {"second": clerk, "due_on": later, **words(VisitedItem, "demand")}
            do(rectification.record_result, looked, visit.leader, result=Result.RELAPSED, **said)
    do(rectification.report_visit, back, clerk, files=[made.file()], **words(ReturnVisit, "report"))
    said = words(Meeting, "place", "chair", "attendees", "agenda", "heard", "minutes", "paper")
    do(rectification.hear_visit, back, clerk, held_on=day, **said)


def shown_by(visited: VisitedItem) -> list:
    """Return what the page of a look shows of other things: to whoever goes, though it may not be his otherwise."""
    if visited.item is None:
        return [visited.lead]
    return [visited.item, *Item.objects.get(pk=visited.item_id).measures.all()]
