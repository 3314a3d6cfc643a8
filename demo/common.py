"""What the units of the demo have in common: one such problem from its findings to a rule, another one just begun."""

from __future__ import annotations

import datetime
from contextlib import suppress
from typing import NamedTuple

from accounts.models import Organisation, User
from casework.moves import Refused
from findings.models import Finding
from inspections.models import Term
from rectification import actions as rectification
from rectification.models import CommonProblem, SelfCheck, TrinityTask, may_show

from . import papers
from .diary import Diary, Story
from .district import District
from .texts import BANK


class Topic(NamedTuple):
    """A kind of problem that many bodies have, and what the office says of it; ``codes`` name its texts in the bank."""

    codes: tuple[str, ...]
    title: str
    manifestation: str
    cause: str
    cause_text: str
    task: str
    support_task: str
    rule: str
    checks: str


TOPICS = (
    Topic(
        ("reception", "vehicles", "expenses", "allowances"),
        "公务接待、公务用车等经费管理制度执行不严",
        "部分单位公务接待无公函、超标准，派车单要素不全、维修没有比价，经费支出审核把关流于形式。",
        "system",
        "区级公务支出管理细则出台时间较早，核查责任不明确，缺少常态化抽查机制。",
        "修订区级公务支出管理细则，明确公函、清单、派车登记核查责任，建立按季抽查通报机制。",
        "将公务支出纳入年度审计重点内容，向牵头单位提供近三年审计发现问题清单。",
        "云江区党政机关公务支出管理细则",
        "1.是否严格执行“无公函不接待”；2.派车单是否写明事由和里程；3.维修是否定点比价；4.费用是否及时结算、公示。",
    ),
    Topic(
        ("bidding", "variation", "purchasing"),
        "工程建设和采购程序执行不严",
        "部分单位将项目化整为零规避招标，变更签证手续不全，采购没有比价。",
        "system",
        "限额以下工程和采购缺少统一规则，事中监管不到位。",
        "制定限额以下工程建设和采购管理办法，统一比选、变更、验收程序。",
        "将限额以下工程和采购纳入审计监督。",
        "云江区限额以下工程建设和采购管理办法",
        "1.是否存在化整为零；2.变更签证手续是否齐全；3.采购是否比价；4.验收是否留痕。",
    ),
    Topic(
        ("study", "ideology"),
        "理论学习联系实际不够紧密",
        "部分单位集体学习以传达代替研讨，学习笔记照抄文件，学用脱节。",
        "responsibility",
        "党组织书记抓学习的第一责任落实不够，学习计划没有同中心工作一起安排。",
        "制定党组织集体学习提质办法，明确专题研讨频次和中心发言要求。",
        "将学习情况纳入年度考核。",
        "云江区党组织集体学习提质办法",
        "1.是否按季开展专题研讨；2.班子成员是否作中心发言；3.学习成果是否转化。",
    ),
)
#: how the self-checks came back, in turn
CHECKED = (
    ("accepted", SelfCheck.Outcome.PUT_RIGHT, "经逐笔自查，发现清单填报不完整9份，已补齐手续并约谈经办人。"),
    ("accepted", SelfCheck.Outcome.NOT_FOUND, "对照清单逐项检查，未发现同类问题。"),
    ("answered", SelfCheck.Outcome.GOING_ON, "发现审批手续不全3件，正在补办，月底前完成。"),
    ("returned", SelfCheck.Outcome.NOT_FOUND, "未发现问题。"),
    ("signed", "", ""),
    ("sent", "", ""),
)


def tell(diary: Diary, district: District, term: list) -> Story:
    """Begun when three units are known to have the same; told as far as it has come by yesterday."""
    told = Telling(diary, district)
    members = told.find(TOPICS, least=3)
    if members:
        yield from told.whole(*members, term[0])


def another(diary: Diary, district: District, term: list) -> Story:
    """Some days ago the office began with another one, which waits for its head, and asked what else reads alike."""
    told = Telling(diary, district)
    counted = CommonProblem.objects.values_list("title_text", flat=True)
    members = told.find([topic for topic in TOPICS if topic.title not in set(counted)], least=2)
    if members:
        told.begin(*members)
    yield 1
    with suppress(Refused):  # in a small district nothing does
        diary.do(rectification.look_for_common, term[0], by=told.clerk)


class Telling:
    """Who does what about a common problem."""

    def __init__(self, diary: Diary, district: District):
        self.diary, self.district, self.do = diary, district, diary.do
        self.clerk, self.head = district.users["陆子衿"], district.users["周明远"]

    def find(self, topics, *, least: int) -> tuple[Topic, list[Finding]] | None:
        """Return the first topic that enough units have, with a finding of each of at most five units.

        In a small district, where too few have the same, findings of the same category do.
        """
        rows = may_show(self.head).filter(concerns=Finding.Concerns.UNIT).order_by("pk")
        rows = rows.select_related("engagement__unit", "engagement__round")
        texts = {topic: [text for text in BANK if text.code in topic.codes] for topic in topics}
        alike = [
            *((topic, rows.filter(title_text__in=[t for one in texts[topic] for t in one.titles])) for topic in topics),
            *((topic, rows.filter(category__order=texts[topic][0].category)) for topic in topics),
        ]
        for topic, same in alike:
            found: dict[int, Finding] = {}
            for finding in same:
                found.setdefault(finding.engagement.unit_id, finding)
            if len(found) >= least:
                return topic, list(found.values())[:5]
        return None

    def begin(self, topic: Topic, members: list[Finding]) -> CommonProblem:
        first, *others = members
        return self.do(
            rectification.begin_common,
            first,
            by=self.clerk,
            findings=others,
            title_text=topic.title,
            manifestation=topic.manifestation,
            cause=topic.cause,
            cause_text=topic.cause_text,
        )

    def whole(self, topic: Topic, members: list[Finding], term: Term) -> Story:
        problem = self.begin(topic, members)
        yield 2
        self.do(rectification.verify_common, problem, by=self.head, note="多个单位反复出现，属于共性问题。")
        yield 4
        self.report(problem, topic, len(members))
        yield 3
        lead, support = self.assign(problem, topic)
        yield 1
        self.diary.begin(self.supports(support), self.diary.ago)
        handler = self.district.liaison("财政局")
        self.do(rectification.sign_for_task, lead, by=handler)
        yield 3
        self.follow(problem, lead.owner, "call", "已成立起草专班，正在调研。", "按时限提交征求意见稿。")
        self.send_list(problem, topic)
        yield 4
        said = "已形成征求意见稿，书面征求12个单位意见。"
        self.do(rectification.report_task, lead, by=handler, done=said, files=[papers.scan("征求意见函", [said])])
        yield 2
        yield from self.suggest(problem, lead.owner, handler)
        self.follow(problem, None, "meeting", "征求意见基本完成，审计清单已提供。", "抓紧修改印发。")
        yield 6
        rule = self.register(lead, topic, handler)
        yield 2
        self.do(rectification.confirm_institution, rule, by=self.clerk, note="文件齐全，印发时间、内容符合要求。")
        note = "见印发文件。"
        said = f"《{topic.rule}》已印发，并组织全区培训1次。"
        self.do(rectification.answer_task, lead, by=handler, answer=said, note=note)
        yield 3
        self.do(rectification.accept_task, lead, by=self.clerk, note="")
        self.enter_circular(term, topic)

    def report(self, problem: CommonProblem, topic: Topic, units: int) -> None:
        text = (
            f"关于{topic.title}问题的专题报告：已有{units}个单位发现同类问题。{topic.manifestation}{topic.cause_text}"
        )
        self.do(
            rectification.report_common,
            problem,
            by=self.clerk,
            report=text,
            held_on=self.diary.today,
            place="区委三楼会议室",
            chair="韩振邦",
            attendees="区委巡察工作领导小组成员，区委巡察办主任、副主任",
            agenda="听取共性问题专题报告",
            heard="区委巡察办汇报共性问题专题报告。",
            minutes="同意专题报告，由区财政局牵头、区审计局配合整改，区委巡察办跟踪督办。",
            paper=f"云巡组纪〔{self.diary.today.year}〕共性1号",
            files=[papers.letter("专题报告", f"关于{topic.title}问题的专题报告", [text])],
        )

    def assign(self, problem: CommonProblem, topic: Topic) -> list[TrinityTask]:
        bodies = self.district.bodies
        return self.do(
            rectification.assign_common,
            problem,
            by=self.clerk,
            title_text=topic.title,
            about=topic.manifestation,
            lead=bodies["财政局"],
            task=topic.task,
            support=[bodies["审计局"]],
            support_task=topic.support_task,
            due_on=self.diary.on(self.diary.ago - 30),
        )

    def supports(self, task: TrinityTask) -> Story:
        handler = self.district.liaison("审计局")
        yield 1
        self.do(rectification.sign_for_task, task, by=handler)
        yield 9
        self.do(rectification.answer_task, task, by=handler, answer="已提供近三年审计发现问题清单。", note="")
        yield 2
        self.do(rectification.return_task, task, by=self.clerk, note="请补充纳入年度审计计划的情况。")
        yield 5
        said = "已提供问题清单，并将该项内容列入年度审计计划。"
        self.do(rectification.answer_task, task, by=handler, answer=said, note="")

    def follow(self, problem: CommonProblem, owner: Organisation | None, means: str, seen: str, demand: str) -> None:
        values = {"on": self.diary.today, "means": means, "owner": owner, "seen": seen, "demand": demand}
        self.do(rectification.log_follow_up, problem, by=self.clerk, **values)

    def suggest(self, problem: CommonProblem, receiver: Organisation, handler: User) -> Story:
        letter = self.do(
            rectification.suggest,
            problem,
            by=self.clerk,
            receiver=receiver,
            measure="supervision",
            title_text="加强日常抽查监管",
            text="建议建立按季抽查、定期通报机制，将抽查结果与单位年度考核挂钩。",
            due_on=self.diary.on(self.diary.ago - 15),
        )
        yield 1
        self.do(rectification.sign_for_suggestion, letter, by=handler)
        self.diary.begin(self.answer_letter(letter, handler), self.diary.ago - 4)

    def answer_letter(self, letter, handler: User) -> Story:
        said = "采纳建议，已制定按季抽查方案，首次抽查情况已通报。"
        self.do(rectification.answer_suggestion, letter, by=handler, answer=said, note="")
        yield 2
        self.do(rectification.accept_suggestion, letter, by=self.clerk, note="")

    def register(self, task: TrinityTask, topic: Topic, handler: User):
        day = self.diary.today - datetime.timedelta(days=1)
        return self.do(
            rectification.register_institution,
            task,
            by=handler,
            kind_of="revised",
            name=topic.rule,
            paper=f"云财〔{self.diary.today.year}〕27号",
            issued_on=day,
            files=[papers.letter(topic.rule, topic.rule, [topic.task])],
        )

    def enter_circular(self, term: Term, topic: Topic) -> None:
        said = f"就{topic.title}问题向全区通报，要求各单位举一反三、自查自纠。"
        self.do(
            rectification.enter_result,
            term,
            by=self.clerk,
            kind_of="circular",
            title_text=f"通报{topic.title}典型问题",
            about=said,
            owner=self.district.bodies[Organisation.Kind.OFFICE],
            on=self.diary.today,
            files=[papers.letter("通报", "关于典型问题的通报", [said])],
        )

    def send_list(self, problem: CommonProblem, topic: Topic) -> None:
        """The list goes to the departments that nobody has visited; each goes about it in its own way."""
        checks = self.do(
            rectification.send_self_checks,
            problem,
            by=self.clerk,
            title_text=f"对照自查：{topic.title}",
            text=topic.checks,
            kinds=[Organisation.Kind.DEPARTMENT],
            due_on=self.diary.on(self.diary.ago - 20),
        )
        for turn, check in enumerate(checks):
            self.diary.begin(self.check(check, *CHECKED[turn % len(CHECKED)]), self.diary.ago - turn % 3)

    def check(self, check: SelfCheck, end: str, outcome: str, result: str) -> Story:
        short = next(short for short, body in self.district.bodies.items() if body == check.unit)
        writer = self.district.liaison(short)
        yield 1
        if end == "sent":
            return
        self.do(rectification.sign_for_self_check, check, by=writer)
        if end == "signed":
            return
        yield 8
        files = [papers.scan("自查报告", [check.title_text, result])]
        values = {"outcome": outcome, "result": result, "files": files, "note": ""}
        self.do(rectification.answer_self_check, check, by=writer, **values)
        if end == "answered":
            return
        yield 2
        if end == "returned":
            self.do(rectification.send_back_self_check, check, by=self.clerk, note="请说明自查范围、抽查数量。")
        else:
            self.do(rectification.accept_self_check, check, by=self.clerk, note="")
