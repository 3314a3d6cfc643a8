"""What the rounds of the demo look at above all, and what its teams say of each aspect."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from casework.models import Attachment
from findings import actions as findings
from inspections import actions as inspections
from inspections.models import Preparation, TeamReview
from inspections.reference import USUAL_PREPARATIONS

from . import papers
from .diary import Story

if TYPE_CHECKING:
    from .story import Round, Visit

#: the list of every round: (name, what belongs to it)
PRIORITIES = (
    ("优化营商环境", "惠企政策兑现、审批服务效率、清理拖欠账款。"),
    ("民生资金和惠民政策落实", "补贴发放、专项资金管理使用、集体“三资”管理。"),
    ("重大项目建设", "招标投标、工程变更、资金拨付、质量监管。"),
    ("整治形式主义为基层减负", "文件会议、督查检查、政务应用和报表。"),
)
#: by what means an aspect is looked at, and what is said when nothing was found; by turn
LOOKED_AT = (
    (["talk", "documents"], "查阅会议记录、制度文件，结合个别谈话了解，未发现突出问题。"),
    (["documents", "check"], "抽查凭证、合同和台账，未发现突出问题。"),
    (["talk", "visit"], "走访服务对象和基层站所，群众评价总体较好，未发现突出问题。"),
)
FOUND = "查阅资料、个别谈话和实地走访相互印证，发现的问题已形成底稿。"
LEFT = "上级巡察反馈尚在整改期内，本次不重复检查。"


def list_priorities(round: Round) -> None:
    """The office draws up the list with the plan of the round."""
    for name, description in PRIORITIES:
        round.by_the_office(inspections.list_priority, name=name, description=description)


#: what a team sets out to do in a unit
PLAN = {
    "focus": "贯彻落实党中央决策部署和区委工作要求、全面从严治党责任落实、重点岗位权力运行、历次巡察和审计整改。",
    "methods": "听取汇报，个别谈话，查阅会议记录、财务凭证和工程资料，实地走访，民主测评。",
    "schedule": "第一阶段听取汇报、个别谈话；第二阶段查阅资料、核实疑点；第三阶段汇总情况、起草报告。",
}
#: what is known before a team enters
KNOWN = ("审计移送事项整改是否到位", "信访反映专项资金拨付不及时", "上轮巡察反馈问题是否反弹")


def before_entry(visit: Visit) -> Story:
    """The plan of the team, with what the briefings have shown."""
    diary, first = visit.diary, visit.team.writers[0]
    yield 0
    plan = diary.do(findings.draft_visit_plan, visit.engagement, by=first, **PLAN)
    lead = KNOWN[visit.engagement.pk % len(KNOWN)]
    diary.do(findings.note_lead, visit.engagement, by=first, title_text=lead, about="巡前通报材料反映，进驻后核实。")
    yield 1
    diary.do(findings.adopt_visit_plan, plan, by=visit.team.leader, note="经组务会讨论，同意。")


#: what is provided for a round: (kind, what, by whom, cost)
PROVIDED = (
    ("premises", "各巡察组办公室、谈话室", "机关事务中心", None),
    ("cars", "公务用车3辆", "机关事务中心", None),
    ("equipment", "涉密计算机6台、打印机3台", "区委办公室", None),
    ("money", "本轮巡察工作经费", "财政局", "86000.00"),
)
ROSTER, CONTACTS = "领导班子成员分工和干部职工花名册", "联络员和对接部门名单"
READY = ("已备齐，放在三楼会议室。", "已完成，请联系办公室。", "已按清单准备。")


def provide(round: Round) -> None:
    """What the office gets together for the teams."""
    today = round.diary.today
    for kind, name, provider, cost in PROVIDED:
        values = {"kind_of": kind, "name": name, "provider": provider, "cost": cost, "begins_on": today}
        round.by_the_office(inspections.record_support, **values)


def prepare(visit: Visit) -> Story:
    """The unit has ready what the team needs; in a stay that has just begun one thing is still left."""
    diary = visit.diary
    due = diary.on(diary.ago - 4)
    visit.move(inspections.ask_preparations, by=visit.clerk, names=USUAL_PREPARATIONS, due_on=due)
    for turn, asked in enumerate(visit.engagement.preparations.order_by("number")):
        yield 1 if turn % 2 else 0
        if turn == len(USUAL_PREPARATIONS) - 1 and visit.target.withdrawn is None:
            return
        said = {"answer": READY[turn % len(READY)], "files": files_of(visit, asked)}
        diary.do(inspections.mark_ready, asked, by=visit.liaison, **said)


def files_of(visit: Visit, asked: Preparation) -> list[Any]:
    """The roster goes in as a file; the list of contacts is taken from the same file, which nobody uploads again."""
    if asked.name == ROSTER:
        return [papers.scan("领导班子分工和花名册", [str(visit.unit), "班子分工", "干部职工花名册", "联络员名单"])]
    roster = visit.engagement.preparations.filter(name=ROSTER, stage=Preparation.Stage.READY).first()
    if asked.name != CONTACTS or roster is None:
        return []
    return list(Attachment.objects.filter(thing_kind=roster.kind, thing_id=roster.pk))


#: what units say of a team
SAID_OF_TEAMS = (
    "巡察组作风扎实、要求严格，没有影响单位正常工作。",
    "工作认真细致，纪律严明；建议调阅资料提前列出清单。",
    "严守纪律，未接受宴请和礼品。",
    "",
)


def review(visit: Visit) -> Story:
    """Some days after the team has gone the unit says how it kept its rules; now and then it has not said it yet."""
    yield 4
    turn = visit.engagement.pk
    if visit.round.plan.heard is None and turn % 2:
        return
    marks = dict.fromkeys(TeamReview.MARKED, "good") | ({"restraint": "fair"} if turn % 3 == 0 else {})
    review = visit.engagement.team_review
    text = SAID_OF_TEAMS[turn % len(SAID_OF_TEAMS)]
    visit.diary.do(inspections.review_team, review, by=visit.liaison, text=text, **marks)


def extend(visit: Visit) -> Story:
    """A street office on site is looked into down to one community; the head of the office approves it."""
    place = visit.engagement.unit.below().in_order().first()
    yield 3
    if place is None or visit.engagement.in_six_steps or visit.diary.ago <= (visit.target.withdrawn or 0) + 2:
        return
    said = {"place": place, "aims_at": "领导班子成员", "reason": "惠民资金在该单位发放，需要核对到户情况。"}
    asked = visit.diary.do(findings.ask_extension, visit.engagement, by=visit.team.leader, **said)
    yield 1
    visit.diary.do(findings.approve_extension, asked, by=visit.head, note="同意延伸了解。")


def tell(visit: Visit) -> Story:
    """A team at work follows up what was known before, and concludes on some aspects as it goes."""
    yield 3
    lead, diary = visit.engagement.leads.order_by("pk").first(), visit.diary
    if lead:
        values = {"means": "documents", "on": diary.today, "result": "调阅有关台账和凭证，情况基本查清。"}
        diary.do(findings.take_step, lead, by=visit.team.writers[0], **values)
        conclusion = "移送事项已整改，拨付凭证齐全，未发现新的问题。"
        diary.do(findings.conclude, lead, by=visit.team.leader, conclusion=conclusion)
    yield 2
    conclude(visit, limit=2)


def conclude(visit: Visit, limit: int | None = None) -> None:
    """Say of each aspect that is left what was looked at; where there are findings, that they were found."""
    engagement = visit.engagement
    found = {matter.text.category for matter in visit.matters if matter.route not in ("dropped", "not_established")}
    for turn, category in enumerate(findings.aspects_left(engagement)[:limit], start=engagement.pk):
        means, text = LOOKED_AT[turn % len(LOOKED_AT)]
        values = {"category": category, "result": "nothing", "means": means, "text": text, "on": visit.diary.today}
        if category.order in found:
            values |= {"result": "found", "means": ["talk", "documents", "visit"], "text": FOUND}
        elif turn % 5 == 0:
            values |= {"result": "not_checked", "means": [], "text": LEFT}
        visit.move(findings.conclude_aspect, by=visit.team.writers[turn % len(visit.team.writers)], **values)
