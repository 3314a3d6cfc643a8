"""What the teams of the demo heard, read and saw: talks, documents, visits, checks, meetings, and leads."""

import random
from typing import TYPE_CHECKING

from findings import actions as findings
from findings.models import DocumentRequest, Lead, Sitting, Talk

from .diary import Story
from .words import GIVEN, SURNAMES

if TYPE_CHECKING:
    from .story import Visit

#: (group, post, what was said)
PEOPLE = (
    (Talk.Group.LEADERSHIP, "党组成员、副局长", "介绍分管工作和班子运行情况，反映民主生活会相互批评不够深入。"),
    (Talk.Group.LEADERSHIP, "党组成员、纪检组长", "介绍日常监督情况，反映对下属单位监督覆盖面不够。"),
    (Talk.Group.MIDDLE, "办公室主任", "介绍公文、用车、接待管理情况，称制度较全、执行时有走样。"),
    (Talk.Group.MIDDLE, "财务股股长", "介绍经费报销流程，提到往来款清理进度慢。"),
    (Talk.Group.MIDDLE, "项目股股长", "介绍项目招标和验收流程，反映个别项目验收资料后补。"),
    (Talk.Group.STAFF, "科员", "反映会议多、材料多，年轻干部培养机会少。"),
    (Talk.Group.STAFF, "办事员", "反映职称评聘公示时间短，群众知晓率不高。"),
    (Talk.Group.RETIRED, "退休干部", "肯定班子工作，建议加强老干部服务。"),
    (Talk.Group.PUBLIC, "服务对象", "反映办事窗口排队时间长，一次性告知不到位。"),
)
DOCUMENTS = (
    ("近三年会议记录、会议纪要", "办公室", "党组会议记录第12—38页，3次会议无讨论过程。"),
    ("近三年财务账簿及凭证", "财务股", "2025年3—9月凭证，第6、17号凭证附件不全。"),
    ("干部选拔任用全程纪实材料", "人事股", "纪实表第2—9页，1名干部考察材料缺签名。"),
    ("固定资产台账", "办公室", "台账第1—15页，与实物抽查基本一致。"),
    ("项目招投标及合同档案", "项目股", "合同档案第4、7卷，补充协议未附审批表。"),
)
PLACES = (
    ("政务服务窗口", 9, "现场察看取号、受理、办结情况，随机询问办事群众。"),
    ("下属事业单位", 5, "查看内部管理制度执行情况，与职工交流。"),
    ("项目施工现场", 4, "查看工程进度和现场管理，核对签证单。"),
)
#: (of whom, his post, of what) somebody of the leadership or of the sections is uneasy
UNEASY = (
    ("", "", "往来款清理进度慢，说不清底数，心里没有底。"),
    ("尤某", "项目股股长", "工程变更由其一人经手，对程序是否到位不放心。"),
    ("", "", "干部轮岗长期不到位，关键岗位十年未动。"),
    ("岑某", "下属单位负责人", "群众反映办事作风生硬，班子内部提醒效果不明显。"),
)
SITTINGS = (
    (Sitting.Kind.HEARING, "党组工作汇报会", "听取党组全面工作汇报，询问问题整改情况。"),
    (Sitting.Kind.TEAM, "组务会", "研究驻点工作进展，讨论底稿定性，安排下周工作。"),
    (Sitting.Kind.FORUM, "服务对象座谈会", "听取意见建议9条。"),
)
CHECKS = (
    ("副局长", "领导干部个人有关事项报告表", True, "房产、持股情况与报告一致。"),
    ("办公室主任", "领导干部个人有关事项报告表", False, "漏报1处车位，本人说明为疏忽，已移交组织部门核实。"),
    ("下属单位负责人", "领导干部个人有关事项报告表", True, "配偶、子女从业情况与报告一致。"),
)
#: (what is doubtful, by what means it was followed, what came out, conclusion)
LEADS = (
    (
        "往来款长期挂账，是否存在坐支",
        "documents",
        "抽查18笔，均有合同和审批单。",
        "经查往来款手续齐全，属清理进度慢，已提醒。",
    ),
    ("工程验收资料疑似后补", "visit", "实地核对签证单与施工日志，日期一致。", "验收资料与施工日志一致，不成立。"),
    ("公示时间是否少于规定", "documents", "公示记录载明5个工作日。", "公示时间符合规定。"),
    ("培训费列支是否超标准", "talk", "财务人员说明为两期合并报销。", "两期培训合并报销，未超标准。"),
)


def tell(visit: "Visit") -> Story:
    """The registers of one stay, entry by entry, until the team leaves or yesterday."""
    stay = Stay(visit)
    stay.sit(SITTINGS[0], speaker=visit.principal.name, attendees="巡察组全体、班子成员")
    asked, planned = stay.ask(), stay.plan()
    stay.ask_everybody()
    yield 2
    for documents in asked:
        if stay.over(1):
            return
        stay.read(documents)
        yield 1
    for talk in planned:
        yield stay.chance.randint(0, 2)
        if stay.over(2):
            return
        lead = stay.talk(talk)
        if lead:
            yield 1
            stay.follow(lead)
    if stay.over(1):
        return
    stay.go_and_see()
    stay.check()
    stay.survey()
    stay.sit(stay.chance.choice(SITTINGS[1:]), attendees="巡察组全体")
    for documents in asked:
        yield 1
        if stay.over(0):
            return
        stay.do(findings.give_back_documents, documents, by=stay.second, note="")


def group_head(talk: Talk) -> bool:
    """Whether somebody is talked to who answers for others: of the leadership or a head of section."""
    return talk.group in (Talk.Group.LEADERSHIP, Talk.Group.MIDDLE)


class Stay:
    """Who writes what into the registers of one unit. Its chances are its own, and the same every time."""

    def __init__(self, visit: "Visit"):
        self.visit, self.diary, self.here = visit, visit.diary, visit.engagement
        self.chance = random.Random(f"{visit.round.plan.name} {visit.target.unit}")  # noqa: S311
        self.do = visit.diary.do
        self.first, self.second = visit.team.writers[:2]
        self.leave = visit.target.withdrawn or 0
        self.doubts = self.chance.sample(LEADS, 3)

    def over(self, days: int) -> bool:
        """Whether the team leaves within so many working days, or the story has come to yesterday."""
        return self.diary.ago <= max(self.leave + days, 1)

    def due(self, days: int):
        return self.diary.on(max(self.diary.ago - days, self.leave))

    def sit(self, sitting, **values) -> None:
        kind, title, text = sitting
        values |= {"kind_of": kind, "title_text": title, "minutes": text, "on": self.diary.today}
        self.do(findings.record_sitting, self.here, by=self.first, place="三楼会议室", **values)

    def ask(self) -> list[DocumentRequest]:
        return [
            self.do(
                findings.ask_for_documents,
                self.here,
                by=self.first,
                title_text=title,
                keeper=keeper,
                due_on=self.due(3),
            )
            for title, keeper, _pages in self.chance.sample(DOCUMENTS, 3)
        ]

    def plan(self) -> list[Talk]:
        return [
            self.do(
                findings.plan_talk,
                self.here,
                by=self.visit.team.leader,
                name=self.chance.choice(SURNAMES) + self.chance.choice(GIVEN),
                post=post,
                organisation_name=self.visit.unit.name,
                group=group,
                due_on=self.due(self.chance.randint(4, 16)),
            )
            for group, post, _said in self.chance.sample(PEOPLE, 6)
        ]

    def read(self, documents: DocumentRequest) -> None:
        [pages] = [read for title, _keeper, read in DOCUMENTS if title == documents.title_text]
        self.do(findings.receive_documents, documents, by=self.second, received_on=self.diary.today)
        self.do(findings.read_documents, documents, by=self.second, truthful=True, pages=pages)

    def talk(self, talk: Talk) -> Lead | None:
        """Hold a planned talk; now and then it gives a lead."""
        [said] = {said for group, post, said in PEOPLE if (group, post) == (talk.group, talk.post)} or {""}
        author, second = self.chance.sample(self.visit.team.writers, 2)
        held = self.do(
            findings.hold_talk,
            talk,
            by=author,
            second=second,
            on=self.diary.today,
            place="谈话室",
            minutes=self.chance.choice((30, 40, 50, 60)),
            signed=True,
            summary=said,
        )
        if group_head(talk) and self.chance.random() < 0.5:
            name, post, matter = self.chance.choice(UNEASY)
            self.do(findings.note_concern, held, by=author, name=name, post=post, matter=matter)
        if not self.doubts or self.chance.random() > 0.6:
            return None
        doubt = self.doubts[-1][0]
        return self.do(findings.raise_lead, held, by=author, title_text=doubt, about="谈话中反映，需核实。")

    def follow(self, lead: Lead) -> None:
        """Take a step about a lead; in a stay that is over, or now and then, it has its answer."""
        _doubt, means, came_out, conclusion = self.doubts.pop()
        self.do(findings.take_step, lead, by=self.second, means=means, on=self.diary.today, result=came_out)
        if self.visit.target.withdrawn or self.chance.random() < 0.4:
            self.do(findings.conclude, lead, by=self.visit.team.leader, conclusion=conclusion)

    def ask_everybody(self) -> None:
        """Every head of section is put on the roster at once."""
        names = [(self.chance.choice(SURNAMES) + self.chance.choice(GIVEN), post) for post in HEADS]
        due = self.due(self.chance.randint(6, 18))
        by = self.visit.team.leader
        self.do(findings.plan_talks, self.here, by=by, names=names, group=Talk.Group.MIDDLE, due_on=due)

    def survey(self) -> None:
        """What the staff say of the leadership, in numbers."""
        out = self.chance.randint(30, 90)
        back = out - self.chance.randint(0, 4)
        valid = back - self.chance.randint(0, 2)
        good, average, poor = int(valid * 0.6), int(valid * 0.09), self.chance.randint(0, 2)
        answers = {"good": good, "average": average, "poor": poor, "fair": valid - good - average - poor}
        values = {"kind_of": "appraisal", "group": "staff", "on": self.diary.today} | answers
        values |= {
            "title_text": "领导班子和领导干部民主测评",
            "result": "多数干部职工评价较好，意见集中在日常管理方面。",
        }
        values |= {"sent_out": out, "returned": back, "valid": valid}
        self.do(findings.record_survey, self.here, by=self.second, **values)

    def go_and_see(self) -> None:
        place, met, seen = self.chance.choice(PLACES)
        values = {"place": place, "met": met, "seen": seen, "on": self.diary.today}
        self.do(findings.record_visit, self.here, by=self.first, **values)

    def check(self) -> None:
        post, report, agrees, result = self.chance.choice(CHECKS)
        name = self.chance.choice(SURNAMES) + self.chance.choice(GIVEN)
        values = {"name": name, "post": post, "report": report, "agrees": agrees, "result": result}
        self.do(findings.record_check, self.here, by=self.second, on=self.diary.today, **values)


#: heads of section, who are all talked to
HEADS = ("综合科科长", "业务科科长")


def finish(visit: "Visit") -> None:
    """Before the report: every talk and paper is accounted for, every lead has its answer."""
    here, leader = visit.engagement, visit.team.leader
    for talk in here.talks.filter(stage=Talk.Stage.PLANNED).order_by("pk"):
        visit.diary.do(findings.drop_talk, talk, by=leader, note="长期病休，经组务会研究不再安排。")
    for documents in here.documentrequests.filter(stage=DocumentRequest.Stage.ASKED).order_by("pk"):
        visit.diary.do(findings.documents_not_given, documents, by=leader, note="单位说明该项资料未建立。")
    for documents in here.documentrequests.filter(stage=DocumentRequest.Stage.RECEIVED).order_by("pk"):
        visit.diary.do(findings.give_back_documents, documents, by=leader, note="撤点清退。")
    for turn, lead in enumerate(here.leads.unfinished().order_by("-pk")):
        if turn == 0 and lead.pk % 3 == 0:
            visit.diary.do(findings.park, lead, by=leader, note="驻点时间有限，留待回访时继续核查。")
        else:
            visit.diary.do(findings.conclude, lead, by=leader, conclusion="经谈话核实并查阅资料，未发现问题。")
