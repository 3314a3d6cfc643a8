"""The weekly reports of the demo: every team tells the office of its week, one of them forgets it now and then."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findings import actions as findings
from inspections.models import Engagement

from .diary import Story

if TYPE_CHECKING:
    from .story import Visit

WEEK = 5
#: (plan of the next week, remarks)
PLANS = (
    ("完成班子成员和中层干部谈话，调阅近三年会议记录和财务凭证。", "驻点办公、联络保障已到位。"),
    ("围绕疑点查阅合同、凭证，走访服务对象和基层站所。", ""),
    ("梳理问题底稿，召开组务会研究定性；补充核实佐证材料。", "个别资料提供较慢，已督促联络员。"),
    ("继续核查来信来访反映事项，开展立行立改督促。", ""),
    ("汇总问题底稿，对照监督重点逐方面形成结论。", ""),
    ("清退调阅资料，准备撤点和巡察报告起草。", ""),
)


def tell(visit: Visit) -> Story:
    """One report a week from the first to the last; where a team is late, its last one is still owed."""
    turn = visit.round.plan.targets.index(visit.target)
    leave = visit.target.withdrawn or 0
    owes = visit.target.withdrawn is None and turn % 3 == 2
    for week in range(20):
        yield WEEK
        over = visit.diary.ago <= leave + (WEEK + 2 if owes else 0)
        if over or visit.engagement.stage != Engagement.Stage.ENTERED:
            return
        plan, remarks = PLANS[(week + turn) % len(PLANS)]
        visit.move(findings.hand_in_week, by=visit.team.leader, plan=plan, remarks=remarks)
