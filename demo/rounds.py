"""Which rounds the demo has, which units they went to, and how far each has come. All days are working days ago."""

from dataclasses import replace
from typing import Any

from .story import Course, Plan, Target

#: bodies that are there even in the small demo: they receive referrals and lend people to the teams
ALWAYS = {"财政局", "审计局", "信访局", "民政局", "农业农村局", "宣传部", "政法委", "发改局"}

#: when the office saw that several units have the same
IN_COMMON = 60

#: mornings on which the doorbell rang before; the real one takes over from today
REMINDED = (6, 1)

FIRST = ("江伯年", "袁立峰", "王雨桐", "徐清源", "梁晓东")
SECOND = ("邵建平", "崔莹", "宋嘉宁", "高远航", "秦岚")
THIRD = ("罗志刚", "龚平", "万千里", "夏至", "贺知秋")
NEW_THIRD = ("董秀英", "龚平", "万千里", "夏至", "陶然")

#: whom a visitor may sign in as: (name, role)
VISITORS = (
    ("周明远", "区委巡察办主任"),
    ("陆子衿", "区委巡察办干部"),
    ("江伯年", "巡察组组长"),
    ("王雨桐", "巡察组组员"),
    ("郑晓", "被巡察单位联络员"),
    ("魏长河", "被巡察单位主要负责人"),
    ("葛亮亮", "另一被巡察单位联络员"),
    ("严立新", "区纪委监委承办人"),
    ("方敏", "区委组织部承办人"),
    ("钱学文", "区财政局承办人"),
    ("韩振邦", "区委巡察工作领导小组"),
    ("系统管理员", "系统管理员"),
    ("安全保密管理员", "安全保密管理员"),
    ("安全审计员", "安全审计员"),
)

#: a unit that does as it should, from the feedback on; shifted to where it belongs
EXEMPLARY = Course(
    fed_back=70,
    signed_for=69,
    proposed=(60,),
    endorsed=(59,),
    approved=53,
    ends=(14, 36),
    manners=("closed", "closed", "closed_at_last", "closed"),
    reported=9,
    accepted=5,
    closed=3,
)


def past(unit: str, team: int, matters: int, days: int, **more: Any) -> Target:
    """A unit of a round that lies ``days`` further back than the model."""
    return Target(
        unit,
        team,
        matters,
        entered=138 + days,
        withdrawn=105 + days,
        reported=90 + days,
        course=EXEMPLARY.shifted(days),
        **more,
    )


def first_round() -> Plan:
    back = 280
    return Plan(
        name="五届区委第一轮巡察",
        opened=168 + back,
        mobilised=150 + back,
        stays=(138 + back, 105 + back),
        heard=82 + back,
        decided=78 + back,
        dissolved=69 + back,
        archived=back - 6,
        teams=(FIRST, SECOND),
        priorities="基层党组织履行全面从严治党责任情况；群众身边不正之风。",
        targets=(
            past("教育局", 1, 11, back, alone=1, personnel=1),
            past("农业农村局", 1, 12, back, clues=1, departments=1, not_established=1),
            past("霁溪镇", 1, 12, back, clues=2, alone=1, dropped=2),
            past("望江街道", 2, 9, back, departments=1),
            past("城投集团", 2, 11, back, clues=1, alone=1, departments=1, clue_ends=("settled",)),
            past("执法局", 2, 7, back, personnel=1, not_established=1),
        ),
    )


def second_round() -> Plan:
    back = 150
    slow = replace(
        EXEMPLARY.shifted(back),
        manners=("closed", "closed", "returned", "closed", "long", "late"),
        reported=None,
        accepted=None,
        closed=None,
    )
    return Plan(
        name="五届区委第二轮巡察",
        opened=168 + back,
        mobilised=150 + back,
        stays=(138 + back, 105 + back),
        heard=82 + back,
        decided=78 + back,
        dissolved=69 + back,
        mode="village",
        teams=(SECOND, THIRD),
        priorities="巡乡带村，对村直巡；村集体“三资”管理和惠民政策落实。",
        targets=(
            Target(
                "柳堰镇",
                1,
                16,
                138 + back,
                105 + back,
                90 + back,
                clues=2,
                alone=1,
                departments=1,
                clue_ends=("settled", "kept"),
                handovers=("handling",),
                course=slow,
            ),
            past("荷渡村", 1, 8, back, clues=1),
            past("大畈村", 1, 7, back),
            past("上禾村", 2, 8, back, departments=1),
            past("竹影村", 2, 7, back),
            past("渚前社区", 2, 8, back, at_once=2),
            past("渚后社区", 2, 7, back),
        ),
    )


def stayed(unit: str, team: int, matters: int, **more: Any) -> Target:
    """A unit of the third round; the teams came and went on the same days."""
    return Target(unit, team, matters, entered=124, withdrawn=92, reported=80, **more)


def early(**more: Any) -> Course:
    """Feedback and plan as most units of the third round had them, and how it goes on."""
    plan: dict[str, Any] = {"signed_for": 57, "proposed": (49,), "endorsed": (48,), "approved": 43}
    return Course(fed_back=58, **plan | more)


def third_round() -> Plan:
    return Plan(
        name="五届区委第三轮巡察",
        opened=154,
        mobilised=136,
        stays=(124, 92),
        heard=72,
        decided=67,
        teams=(FIRST, SECOND, THIRD),
        priorities="城乡建设、民生保障领域权力运行和责任落实情况。",
        targets=(
            stayed(
                "住建局",
                1,
                18,
                clues=1,
                alone=2,
                personnel=1,
                departments=1,
                dropped=2,
                not_established=1,
                fixes=("closed",),
                handovers=("settled", "replied"),
                clue_ends=("replied",),
                course=early(
                    ends=(10, 30),
                    manners=("closed", "closed_at_last", "closed"),
                    reported=8,
                    report_returned=True,
                    accepted=2,
                    closed=1,
                ),
            ),
            stayed(
                "民政局",
                2,
                14,
                personnel=1,
                departments=1,
                at_once=2,
                handovers=("handling", "sent_again"),
                fixes=("closed", "closed_at_last"),
                course=early(ends=(4, 28), manners=("closed", "closed", "signed", "closed", "requested"), reported=2),
            ),
            stayed(
                "交通局",
                1,
                17,
                clues=2,
                alone=2,
                departments=2,
                doubled=1,
                dropped=2,
                handovers=("received", "returned"),
                clue_ends=("handling", "returned"),
                course=early(
                    ends=(2, 22),
                    manners=(
                        "closed",
                        "late",
                        "going",
                        "signed",
                        "closed_at_last",
                        "returned",
                        "verifying",
                        "requested",
                        "untouched",
                    ),
                ),
            ),
            stayed(
                "水利局",
                2,
                16,
                clues=6,
                alone=1,
                at_once=1,
                not_established=1,
                clue_ends=("handling", "received", "rerouted", "sent", "decided", "asked_for_more"),
                course=early(
                    proposed=(49, 41),
                    endorsed=(48, 40),
                    returned=(46,),
                    approved=34,
                    ends=(3, 14),
                    manners=("late", "going", "untouched", "returned", "long", "closed"),
                ),
            ),
            stayed(
                "砚石镇",
                3,
                20,
                clues=1,
                alone=2,
                personnel=1,
                departments=2,
                at_once=2,
                dropped=3,
                handovers=("sent", "replied", "decided"),
                clue_ends=("received",),
                course=early(
                    ends=(3, 25),
                    manners=("closed", "going", "signed", "late", "closed", "requested", "long", "closed_at_last"),
                ),
            ),
            stayed(
                "卫健局",
                3,
                15,
                clues=1,
                alone=1,
                personnel=1,
                clue_ends=("sent",),
                handovers=("asked_for_more",),
                course=Course(fed_back=28, signed_for=27, proposed=(15, 4), endorsed=(14, 2), returned=(9,)),
            ),
            stayed(
                "东渚街道",
                2,
                13,
                alone=1,
                departments=1,
                handovers=("handling",),
                course=Course(fed_back=18, signed_for=16, proposed=(9, 1), endorsed=(7,), returned=(4,)),
            ),
            stayed(
                "龙眠村",
                3,
                8,
                course=Course(
                    fed_back=24, signed_for=22, approved=12, ends=(2, 9), manners=("going", "closed", "signed")
                ),
            ),
            stayed("砚头村", 3, 6, dropped=0, course=Course(fed_back=1)),
        ),
    )


def fourth_round() -> Plan:
    stuck = ("draft", "submitted", "returned", "identified", "finalized", "reviewed", "agreed", "merged")
    fixes = ("issued", "signed_for", "reported", "returned", "closed", "decided", "closed_at_last")
    return Plan(
        name="五届区委第四轮巡察",
        opened=48,
        mobilised=34,
        stays=(24, -9),
        teams=(FIRST, SECOND, NEW_THIRD),
        priorities="公共服务单位落实惠民政策、执法监管和行风建设情况。",
        targets=(
            Target("文旅局", 1, 16, 24, clues=1, alone=1, at_once=2, stuck=stuck[:4], fixes=fixes[2:4]),
            Target("人社局", 1, 14, 23, 4, alone=1, personnel=1, at_once=1, not_established=1),
            Target("城心社区", 1, 8, 12, at_once=2, stuck=stuck[:3], fixes=fixes[:2]),
            Target("市监局", 2, 15, 24, 8, 2, clues=2, alone=1, departments=1, dropped=2),
            Target("云城街道", 2, 13, 20, clues=1, at_once=2, stuck=stuck[2:6], fixes=fixes[4:6]),
            Target("花圃社区", 2, 7, 10, stuck=stuck[:3], fixes=fixes[:1]),
            Target(
                "区医院",
                3,
                17,
                22,
                clues=3,
                alone=1,
                personnel=1,
                departments=1,
                at_once=2,
                stuck=stuck,
                fixes=fixes[2:3],
            ),
            Target("一中", 3, 12, 17, alone=1, at_once=1, stuck=stuck[1:4], fixes=fixes[6:7]),
            Target("自然资源局", 3, 0, None, notified=5, at_once=0, dropped=0),
        ),
    )


def fifth_round() -> Plan:
    """The next round, a look-back that is being planned: its units are chosen, its teams are still to be built."""
    units = ("教育局", "执法局", "城投集团", "霁溪镇")
    return Plan(
        name="五届区委第五轮巡察",
        opened=8,
        mobilised=-12,
        stays=(-20, -52),
        teams=(),
        type="look_back",
        priorities="第一轮巡察反馈问题整改落实情况和新发生的问题。",
        targets=tuple(Target(unit, 0, 0, None) for unit in units),
    )


def from_above() -> Plan:
    return Plan(
        name="市委第二巡察组反馈意见整改",
        opened=44,
        mobilised=36,
        stays=(36, 30),
        teams=(),
        type="upper",
        profile="2017",
        priorities="市委第二巡察组对云江区巡察反馈意见涉及本区有关单位的问题。",
        targets=(
            Target(
                "农业农村局",
                0,
                4,
                None,
                at_once=0,
                dropped=0,
                course=Course(
                    fed_back=29,
                    signed_for=28,
                    proposed=(20,),
                    endorsed=(19,),
                    approved=14,
                    ends=(2, 8),
                    manners=("going", "closed", "signed", "going"),
                ),
            ),
            Target(
                "望江街道",
                0,
                4,
                None,
                at_once=0,
                dropped=0,
                departments=1,
                handovers=("decided",),
                stuck=("confirmed", "confirmed"),
            ),
        ),
    )


def all_of_them() -> list[Plan]:
    return [first_round(), second_round(), third_round(), fourth_round(), from_above(), fifth_round()]


def small() -> list[Plan]:
    """The third, the fourth and the city's round in miniature with every stage in them, and the next one; for tests."""
    third, fourth = third_round(), fourth_round()
    bare: dict[str, Any] = {
        "clues": 0,
        "alone": 0,
        "personnel": 0,
        "departments": 0,
        "doubled": 0,
        "at_once": 0,
        "dropped": 0,
    }
    few: dict[str, dict[str, Any]] = {
        "交通局": bare | {"matters": 14, "alone": 1, "departments": 3, "at_once": 1, "dropped": 1},
        "水利局": bare | {"matters": 10, "clues": 7, "at_once": 1},
        "卫健局": bare | {"matters": 5, "departments": 3},
        "东渚街道": bare | {"matters": 2},
        "龙眠村": bare | {"matters": 2},
        "砚头村": bare | {"matters": 2},
        "文旅局": bare | {"matters": 17, "at_once": 4, "dropped": 1},
        "自然资源局": bare | {"matters": 0},
        "农业农村局": bare | {"matters": 3},
        "望江街道": bare | {"matters": 2, "handovers": ()},
    }
    ends: dict[str, dict[str, Any]] = {
        "交通局": {"handovers": ("sent", "received", "returned")},
        "水利局": {"clue_ends": ("sent", "received", "returned", "handling", "replied", "settled", "kept")},
        "卫健局": {"handovers": ("handling", "replied", "settled")},
        "文旅局": {
            "stuck": ("draft", "submitted", "returned", "identified", "finalized", "reviewed", "agreed", "merged"),
            "fixes": ("issued", "signed_for", "reported", "returned"),
        },
    }

    def fewer(plan: Plan) -> Plan:
        kept = [target for target in plan.targets if target.unit in few]
        return replace(plan, targets=tuple(replace(one, **few[one.unit], **ends.get(one.unit, {})) for one in kept))

    return [fewer(third), fewer(fourth), fewer(from_above()), fifth_round()]
