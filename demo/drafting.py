"""How a working paper goes its way in the demo: deputy, team meeting, leader, and now and then back to the unit."""

from typing import TYPE_CHECKING

from accounts.models import User
from findings import actions as findings
from findings import forms
from findings.models import FactSheet, WorkingPaper

from . import meetings, papers, words
from .diary import Story

if TYPE_CHECKING:
    from .story import Visit

SOUND = [
    "事实清楚，佐证材料页码已核对，同意提交组务会。",
    "定性依据引用准确，同意提交组务会审议。",
    "已与谈话记录相互印证，建议提交组务会。",
]
AGREED = [
    "经组务会研究，事实清楚，定性准确，同意作为问题底稿上报。",
    "经组务会研究，一致同意，责任主体按党组织主体责任认定。",
    "经组务会研究，原则同意，文字表述按会议意见修改后定稿。",
]
SIGNED = ["同意。", "同意，请及时形成问题。", "属实，同意定稿。"]
SAME_MATTER = "与该底稿反映的是同一事项，证据合并使用，不再单独成稿。"
NOT_SO = (
    "第二句“仅作传达、没有研究落实措施”与事实不符。",
    "我单位在次月专题会议上已研究落实措施，会议记录见附件，建议据实修改表述。",
)
AS_IT_IS = "所列事实经核对属实，我单位无异议。"
NO_WORD = "单位逾期未答复，相关事实已有会议记录和凭证佐证，不再等待。"


def go(visit: "Visit", matter: words.Matter, paper: WorkingPaper, author: User, second: User) -> Story:
    """From the first draft to the signature, as far as the matter comes; its ``stuck`` says where it stays."""
    diary, chance = visit.diary, visit.diary.random
    yield chance.randint(0, 2)
    diary.do(findings.submit_paper, paper, by=author, note="")
    if matter.stuck == "submitted":
        return
    if matter.stuck == "merged":
        while not merge(visit, paper):
            yield 1
        return
    if matter.returned or matter.stuck == "returned":
        yield chance.randint(1, 2)
        returned = chance.choice(words.PAPER_RETURNED)
        diary.do(findings.return_paper, paper, by=visit.team.deputy, note=returned)
        if matter.stuck == "returned":
            return
        yield 1
        put_right(visit, matter, paper, author, second)
    yield 0
    diary.do(findings.review_paper, paper, by=visit.team.deputy, note=chance.choice(SOUND))
    if matter.stuck == "reviewed":
        return
    yield chance.randint(1, 3)
    if matter.route == "dropped":
        diary.do(findings.drop_paper, paper, by=visit.team.leader, note=chance.choice(words.NOTHING_IN_IT))
        return
    agreed = {"sitting": meetings.of_the_team(visit), "opinion": chance.choice(AGREED)}
    diary.do(findings.agree_paper, paper, by=visit.team.leader, **agreed)
    if matter.stuck == "agreed":
        return
    yield 0
    diary.do(findings.sign_paper, paper, by=visit.team.leader, note=chance.choice(SIGNED))
    ask_the_unit(visit, matter, paper)


def put_right(visit: "Visit", matter: words.Matter, paper: WorkingPaper, author: User, second: User) -> None:
    """The author says more exactly what proves it, and of whom it speaks; then it goes its way again."""
    diary = visit.diary
    said = matter.paper()
    said["evidence"] += "\n补充谈话摘录（经被谈话人签字确认）第1-2页"
    said["responsibility"] += "分管领导履行“一岗双责”不到位。"
    diary.do(findings.amend_paper, paper, by=author, **said, second=second, found_on=paper.found_on)
    diary.do(findings.submit_paper, paper, by=author, note="已按意见补充佐证材料，明确责任主体。")


def merge(visit: "Visit", paper: WorkingPaper) -> bool:
    """Two of the team wrote down one matter; it goes on in the other paper. Return whether there is one by now."""
    other = forms.others_of(paper).first()
    if other:
        visit.diary.do(findings.merge_paper, paper, by=visit.team.leader, into=other, note=SAME_MATTER)
    return other is not None


def ask_the_unit(visit: "Visit", matter: words.Matter, paper: WorkingPaper) -> None:
    """Of every third matter that is about the unit its facts are confirmed; in turn it agrees, objects, is silent."""
    place = visit.matters.index(matter)
    if place % 3 or paper.concerns != "unit":
        return
    values = {"title_text": paper.title_text, "facts": paper.facts}
    visit.diary.do(findings.send_sheet, paper, by=visit.team.leader, **values)
    if sheet := paper.sheet:
        visit.diary.begin(answer(visit, sheet, visit.engagement.sheets.count() % 4), visit.diary.ago - 1)


def answer(visit: "Visit", sheet: FactSheet, turn: int) -> Story:
    """What the unit says; the fourth sheet waits for it."""
    diary = visit.diary
    if turn == 0:
        return
    if turn == 2:
        disputed, grounds = NOT_SO
        files = [papers.scan("会议记录", ["专题会议记录", "研究落实措施"])]
        diary.do(findings.dispute_facts, sheet, by=visit.liaison, disputed=disputed, grounds=grounds, files=files)
    elif turn == 3:
        yield 4
        diary.do(findings.close_sheet, sheet, by=visit.team.leader, note=NO_WORD)
    else:
        diary.do(findings.confirm_facts, sheet, by=visit.principal, note=AS_IT_IS)
