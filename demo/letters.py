"""What people wrote to the teams of the demo, called in or came to say; and what became of it."""

import random
from typing import TYPE_CHECKING

from casework.policy import Actor
from findings import actions as findings
from findings import letterbox
from findings.models import Letter, LetterAddition, LetterBox, LetterReply, Petition

from .diary import Story
from .words import GIVEN, SURNAMES

if TYPE_CHECKING:
    from .story import Visit

Channel = Petition.Channel
#: (way it came, post complained of, what it says, important, in scope, what came of it)
PETITIONS = (
    (Channel.LETTER, "项目股股长", "反映工程变更签证把关不严，个别变更无会议记录。", True, True, "已形成问题底稿。"),
    (Channel.CALL, "办公室主任", "反映公务用车节假日未封存。", False, True, "经查封存登记完整，不属实。"),
    (Channel.VISIT, "", "来访要求解决邻里宅基地纠纷。", False, False, ""),
    (Channel.EMAIL, "财务股股长", "反映差旅费重复报销。", True, True, "经核对凭证，两笔已退回，已督促规范。"),
    (Channel.BOX, "副局长", "反映分管领域服务事项办理拖延。", False, True, "经走访核实，已督促限时办结。"),
    (Channel.LETTER, "", "反映涉法涉诉案件判决不公。", False, False, ""),
)

#: what came through the letter box: (post complained of, letter, question to the writer, his answer, what came of it)
LETTERS = (
    (
        "办公室主任",
        "办公室采购办公用品长期由同一家门店供货，价格比网上高出不少，发票项目多写“办公用品一批”，没有明细清单。"
        "同事们私下都有议论，希望巡察组查一查近两年的采购凭证。",
        "请补充供货门店的名称，以及您了解到的一次具体采购。",
        "门店叫“云江文印中心”。去年11月一次买了30箱打印纸，开票单价是市场价的两倍左右。",
        "经核对采购凭证，比价程序不规范，已形成问题底稿。",
    ),
    (
        "副局长",
        "窗口办事材料反复要求补正，前后说法不一致，跑了四趟才办成。问过其他办事的群众，也有同样情况。",
        "请说明办理的事项名称和大致时间，便于核对受理记录。",
        "",
        "经查受理系统记录，一次性告知不到位，已督促整改。",
    ),
    (
        "下属单位负责人",
        "下属单位的公车周末经常停在负责人小区，加油卡也由他个人保管，行车日志是月底补的。",
        "",
        "",
        "经核对行车日志和加油记录，已移交立行立改。",
    ),
)


def tell(visit: "Visit") -> Story:
    """Some petitions in one stay: each is sorted, and what is in scope is followed until the team leaves."""
    chance = random.Random(f"letters {visit.round.plan.name} {visit.target.unit}")  # noqa: S311
    do, leave = visit.diary.do, visit.target.withdrawn or 0
    for channel, post, summary, important, in_scope, outcome in chance.sample(PETITIONS, 3):
        yield chance.randint(1, 3)
        if visit.diary.ago <= max(leave + 4, 1):
            return
        author = chance.choice(visit.team.writers)
        person = chance.choice(SURNAMES) + "某" if post else ""
        writer = chance.choice(SURNAMES) + chance.choice(GIVEN) if important or chance.random() < 0.4 else ""
        petition = do(
            findings.register_petition,
            visit.engagement,
            by=author,
            channel=channel,
            on=visit.diary.today,
            about_unit=visit.unit.name,
            about_name=person,
            about_post=post,
            important=important,
            summary=summary,
            reporter_name=writer,
            reporter_phone="见来件" if writer else "",
        )
        if chance.random() < 0.25 and not visit.target.withdrawn:
            continue
        yield 1
        if not in_scope:
            note = "不属于巡察受理范围，按程序转交。"
            do(findings.pass_on, petition, by=author, passed_to="区信访局", note=note)
            yield 1
            do(findings.enter_receipt, petition, by=author, receipt=f"云信收〔{petition.on.year}〕{petition.pk}号")
            continue
        if important and writer:
            do(findings.accept_important_petition, petition, by=author, note="")
            do(findings.ask_who, petition, by=author, motive="约谈举报人需要联系方式。")
        else:
            do(findings.accept_petition, petition, by=author, note="")
        if visit.target.withdrawn:
            yield 1
            settle(visit, petition, outcome)


def through_the_box(visit: "Visit") -> Story:
    """The office opens a letter box; people write anonymously, one of them is asked something and comes back."""
    chance = random.Random(f"letter box {visit.round.plan.name} {visit.target.unit}")  # noqa: S311
    diary, leave = visit.diary, visit.target.withdrawn or 0
    if chance.random() < 0.3:
        return
    closes_on = diary.on(leave if leave else -8)
    box = diary.do(findings.open_letter_box, visit.engagement, by=visit.clerk, closes_on=closes_on)
    for number, (post, text, question, answer, _outcome) in enumerate(chance.sample(LETTERS, 2)):
        yield chance.randint(2, 4)
        if diary.ago <= max(leave + 5, 1):
            return
        receipt = write(visit, box, f"{chance.random()}", text, post)
        petition = Petition.objects.get(writer_key=receipt.writer_key)
        if number and not leave:  # it lies there this morning, to be sorted
            return
        reader = chance.choice(visit.team.writers)
        yield 1
        if question:
            diary.do(findings.ask_writer, petition, by=reader, text=question)
        diary.do(findings.accept_petition, petition, by=reader, note="")
        yield 2
        if question and answer:
            letterbox.add(receipt, f"{chance.random()}", {"text": answer, "files": []}, diary.today)
            findings.take_in(Letter.objects.get(taken_at=None), diary.today)
            yield 1
            if not leave and chance.random() < 0.5:
                return
            for addition in petition.additions.order_by("pk"):
                diary.do(findings.read_addition, addition, by=reader, note="")


def write(visit: "Visit", box: LetterBox, form: str, text: str, post: str) -> letterbox.Receipt:
    """Somebody writes through the box, and the worker takes it in."""
    today = visit.diary.today
    opened = letterbox.box_of(box.token, today)
    if opened is None:
        raise LookupError(f"the letter box of {visit.unit} is not open on {today}")
    names = ("about_name", "reporter_name", "reporter_unit", "reporter_phone")
    said = dict.fromkeys(names, "") | {"text": text, "about_post": post, "files": []}
    receipt = letterbox.put_in(opened, form, said, today)
    findings.take_in(Letter.objects.get(taken_at=None), today)
    return receipt


def close(visit: "Visit") -> None:
    """Before the report the office closes the box, and nothing that its writers said is left unread or waiting."""
    do, reader = visit.diary.do, visit.team.writers[0]
    for box in LetterBox.objects.filter(engagement=visit.engagement, stage=LetterBox.Stage.OPEN):
        if box.closes_on < visit.diary.today:
            do(findings.close_by_itself, box, by=Actor.CLOCK)
        else:
            do(findings.close_letter_box, box, by=visit.clerk, note="驻点结束，停止受理来信。")
    here = {"petition__engagement": visit.engagement}
    for addition in LetterAddition.objects.filter(stage=LetterAddition.Stage.CAME, **here).order_by("pk"):
        do(findings.read_addition, addition, by=reader, note="")
    for reply in LetterReply.objects.filter(stage=LetterReply.Stage.ASKED, **here).order_by("pk"):
        do(findings.go_on_without_answer, reply, by=reader, note="来信人未再查询，按已掌握情况核查。")


def settle(visit: "Visit", petition: Petition, outcome: str) -> None:
    """The reporter was seen if he had to be, by the head's leave; what came of it is written down."""
    do, author = visit.diary.do, petition.author or visit.team.writers[0]
    for asked in petition.unsealings.filter(stage="asked"):
        head = visit.head
        do(findings.grant_unsealing, asked, by=head, until=visit.diary.today, note="同意，仅用于约谈。")
        do(findings.read_reporter, asked, by=author)
        do(findings.end_unsealing, asked, by=author)
    if petition.named and petition.important:
        do(findings.see_reporter, petition, by=author, seen_on=visit.diary.today, note="")
    do(findings.conclude_petition, petition, by=author, conclusion=outcome)


def finish(visit: "Visit") -> None:
    """Before the report nothing is left unsorted or without an outcome."""
    close(visit)
    here, outcomes = visit.engagement.petitions, {text: outcome for _post, text, _ask, _answer, outcome in LETTERS}
    for petition in here.filter(stage=Petition.Stage.ENTERED).order_by("pk"):
        important = petition.named and petition.important
        accept = findings.accept_important_petition if important else findings.accept_petition
        visit.diary.do(accept, petition, by=petition.author or visit.team.writers[0], note="")
    for petition in here.filter(stage=Petition.Stage.ACCEPTED).order_by("pk"):
        settle(visit, petition, outcomes.get(petition.wording, "经核查并与有关人员核实，未发现问题。"))
