"""What people wrote to the teams of the demo, called in or came to say; and what became of it."""

import random
from typing import TYPE_CHECKING

from findings import actions as findings
from findings.models import Petition

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
    (Channel.QR, "财务股股长", "反映差旅费重复报销。", True, True, "经核对凭证，两笔已退回，已督促规范。"),
    (Channel.BOX, "副局长", "反映分管领域服务事项办理拖延。", False, True, "经走访核实，已督促限时办结。"),
    (Channel.LETTER, "", "反映涉法涉诉案件判决不公。", False, False, ""),
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


def settle(visit: "Visit", petition: Petition, outcome: str) -> None:
    """The reporter was seen if he had to be, by the head's leave; what came of it is written down."""
    do, author = visit.diary.do, petition.author
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
    here = visit.engagement.petitions
    for petition in here.filter(stage=Petition.Stage.ENTERED).order_by("pk"):
        important = petition.named and petition.important
        accept = findings.accept_important_petition if important else findings.accept_petition
        visit.diary.do(accept, petition, by=petition.author, note="")
    for petition in here.filter(stage=Petition.Stage.ACCEPTED).order_by("pk"):
        settle(visit, petition, "经核查并与有关人员核实，未发现问题。")
