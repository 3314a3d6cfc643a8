"""Who asked around or pleaded while the teams of the demo were on site, and what became of it."""

from typing import TYPE_CHECKING

from inspections import actions as inspections

from .diary import Story

if TYPE_CHECKING:
    from .story import Visit

#: (who, unit and post, relation, how, what was said, what became of it)
CASES = (
    (
        "贺某",
        "云江区某建筑公司负责人",
        "kin",
        "call",
        "来电询问是否谈到其承建的项目，希望“照顾一下”。当场告知巡察纪律并拒绝。",
        "经领导小组研究，登记备案，由所在街道党工委予以提醒。",
    ),
    (
        "冯某",
        "被巡察单位办公室工作人员",
        "unit",
        "face",
        "送材料时打听谈话名单和反映的内容。未作任何答复。",
        "经领导小组研究，责成被巡察单位主要负责人对其批评教育。",
    ),
    (
        "邓某",
        "区直某单位干部",
        "colleague",
        "message",
        "微信询问巡察组何时撤点、发现了哪些问题。未回复并截图留存。",
        "经领导小组研究，由其所在单位约谈提醒。",
    ),
)


def tell(visit: "Visit") -> Story:
    """In every second unit somebody asks around in the midst of the stay; a member registers it the same day."""
    turn = visit.round.plan.targets.index(visit.target)
    if turn % 2:
        return
    name, post, relation, channel, said, result = CASES[turn // 2 % len(CASES)]
    diary, lately = visit.diary, visit.target.withdrawn is None and turn
    yield diary.until(1) if lately else 4
    do = diary.do
    values = {"name": name, "post": post, "relation": relation, "channel": channel, "said": said, "on": diary.today}
    record = do(inspections.register_interference, visit.engagement, by=visit.team.writers[0], **values)
    if lately:
        return
    yield 1
    do(inspections.take_to_office, record, by=visit.team.leader, note="已提醒组员严守纪律，如实上报。")
    yield 1
    do(inspections.take_to_group, record, by=visit.head, note="提请领导小组研究。")
    yield 4
    group = visit.district.users["韩振邦"]
    do(inspections.handle_interference, record, by=group, outcome="talk", result=result)
    yield 2
    do(inspections.seal_interference, record, by=visit.head, note="处理完毕，材料归档。")
