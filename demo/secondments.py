"""Who of the demo's teams is lent by which unit, whether it agreed, and how the people were appraised."""

from typing import TYPE_CHECKING

from inspections import actions as inspections
from inspections.models import Secondment

from . import papers
from .diary import Story

if TYPE_CHECKING:
    from .story import Round, Team

#: whose unit has not answered yet while his round is on site
UNANSWERED = "秦岚"
WHY = "发改局书面复函尚未寄达，已电话沟通，经领导小组负责人同意先行组建。"
#: of a round that is being put right: whose appraisal came late, and waits for the office or for the unit
FOR_THE_OFFICE, FOR_THE_UNIT = "宋嘉宁", "梁晓东"
#: grade and text, in turn
TEXTS = (
    (
        "excellent",
        "该同志政治素质好，业务能力强，能够熟练运用查账方法发现问题，撰写底稿事实清楚、依据准确；"
        "严格遵守巡察工作纪律和保密规定，服从组内安排，团结同志，廉洁自律。",
    ),
    (
        "competent",
        "该同志工作认真负责，按要求完成谈话、查阅资料和下沉走访任务；遵守巡察工作纪律，"
        "能够按时提交工作底稿。建议进一步加强巡察业务学习，提高问题定性的准确性。",
    ),
    (
        "excellent",
        "该同志作风扎实，善于做群众工作，接待来访耐心细致，承办信访件均按期办结；"
        "保密意识强，未发生违反巡察纪律的情况，在组内起到了骨干作用。",
    ),
)


def ask(round: "Round", team: "Team") -> None:
    """Letters go out for the whole team; each unit answers in its own time."""
    diary = round.diary
    diary.do(inspections.ask_home_units, team.team, by=round.clerk)
    for secondment in Secondment.objects.filter(posting__team=team.team).order_by("pk"):
        diary.begin(tell(round, team, secondment), diary.ago)


def why(round: "Round") -> str:
    """Why the teams are complete without one unit's consent; nothing where all have agreed."""
    waiting = Secondment.objects.filter(round=round.round, stage=Secondment.Stage.SENT)
    return WHY if waiting.exists() else ""


def tell(round: "Round", team: "Team", secondment: Secondment) -> Story:
    """One letter, from the answer to the appraisal on file."""
    diary, plan, name = round.diary, round.plan, secondment.person.name
    body = secondment.home_unit
    answers = body.short_name in round.district.staff
    unit = round.district.liaison(body.short_name) if answers else None
    yield 0
    if plan.heard is None and name == UNANSWERED:
        return
    if unit:
        diary.do(inspections.sign_for_secondment, secondment, by=unit)
        yield 1
        diary.do(inspections.consent_to_secondment, secondment, by=unit, note="同意抽调，已作好工作交接。")
    else:
        yield 1
        scan = papers.scan("复函", ["复函", secondment.number, f"同意抽调{name}同志。", body.name])
        diary.do(inspections.file_consent, secondment, by=round.clerk, files=[scan], note="书面复函。")
    if plan.heard is None:
        return
    late = not plan.dissolved and name in (FOR_THE_OFFICE, FOR_THE_UNIT)
    yield diary.until(4 if late else plan.stays[1])
    grade, text = diary.random.choice(TEXTS)
    written = diary.do(inspections.appraise, secondment, by=team.leader, grade=grade, text=text)
    if late and name == FOR_THE_OFFICE:
        return
    yield 1
    diary.do(inspections.confirm_appraisal, written, by=round.clerk, note="情况属实，同意。")
    if late:
        return
    yield 2
    if unit:
        diary.do(inspections.sign_for_appraisal, secondment, by=unit)
    else:
        scan = papers.scan("回执", ["回执", secondment.number, "工作鉴定已收到并存档。", body.name])
        diary.do(inspections.file_receipt, secondment, by=round.clerk, files=[scan], note="书面回执。")
