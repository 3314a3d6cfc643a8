"""Who of the demo keeps away from what: a leader who was not sent, a member who serves by exception, an application."""

from typing import TYPE_CHECKING

from findings import actions as findings
from inspections import actions as inspections
from inspections.models import Posting, Recusal, Team

from . import papers
from .diary import Story

if TYPE_CHECKING:
    from .story import Round, Visit

#: the unit for which somebody else was thought of first, and who that was
THOUGHT_OF = {"自然资源局": "罗志刚"}
GROUNDS = (
    "该同志调离该单位已满多年，本轮工程建设领域业务骨干不足；拟参加巡察组工作，"
    "但不参与对其原科室的谈话、查阅资料和底稿起草。"
)
#: who applies himself, from the midst of the work: (unit, name, what it is)
APPLIES = ("云城街道", "高远航", "堂兄上月调任该街道综合行政执法队副队长，申请回避。")


def settle(round: "Round", team: Team) -> None:
    """Before a team is authorised: whoever has a conflict leaves it, or serves by exception."""
    diary, users = round.diary, round.district.users
    units = {visit.target.unit for visit in round.visits if visit.engagement.team == team}
    for unit, name in THOUGHT_OF.items():
        if unit in units and name not in _names(team):
            values = {"person": users[name].person, "role": Posting.Role.MEMBER}
            posting = diary.do(inspections.post, team, by=round.clerk, **values)
            note = "配偶在被巡察单位任职，按规定回避，不参加本组工作。"
            diary.do(findings.end_posting, posting, by=round.clerk, note=note)
    for recusal in Recusal.objects.unresolved().filter(posting__team=team).order_by("pk"):
        diary.do(inspections.ask_exception, recusal, by=round.clerk, grounds=GROUNDS)
        head = users["周明远"]
        files = [papers.letter("回避特批审批表", "巡察人员回避特批审批表", [GROUNDS])]
        note = "同意。由组长监督其不参与原科室相关工作。"
        diary.do(inspections.allow_exception, recusal, by=head, note=note, files=files)


def _names(team: Team) -> set[str]:
    return set(team.postings.serving().values_list("person__name", flat=True))


def apply(visit: "Visit") -> Story:
    """One application lies on the desk of the office this morning."""
    unit, name, details = APPLIES
    writers = {user.name: user for user in visit.team.writers}
    if visit.target.unit == unit and name in writers:
        values = {"kind_of": Recusal.Kind.KIN, "details": details}
        visit.move(inspections.apply_for_recusal, by=writers[name], **values)
    yield 0
