"""One member of a team of the demo falls ill and hands his work over; another offer waits to be taken."""

from typing import TYPE_CHECKING

from findings import actions as findings

from .diary import Story

if TYPE_CHECKING:
    from .story import Visit

ABOUT = (
    "因参加业务培训离组一周，名下疑点和待阅资料移交。疑点均已完成第一步核查，资料存放于驻地档案柜，"
    "联系人为该单位办公室。"
)


def tell(visit: "Visit") -> Story:
    """Late in a stay the first writer hands over what he has open; where the team is still there it waits."""
    turn = visit.round.plan.targets.index(visit.target)
    if turn % 3:
        return
    diary, writers = visit.diary, visit.team.writers
    yield diary.until(visit.target.withdrawn + 3) if visit.target.withdrawn else diary.until(1)
    if not findings.open_work(visit.engagement, writers[0]):
        return
    values = {"giver": writers[0], "taker": writers[1], "about": ABOUT}
    handover = diary.do(findings.hand_over_work, visit.engagement, by=writers[0], **values)
    if visit.target.withdrawn:
        yield 1
        diary.do(findings.take_over_work, handover, by=writers[1], note="已清点接收。")
