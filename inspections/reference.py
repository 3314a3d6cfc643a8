"""The category sets that an office can choose from (glossary 1.3); versioned data, not code.

The names are official terms and stay Chinese in every language.
"""

from .aspects import GUIDES
from .models import Category, CategorySet

SETS = {
    "four_focuses_2022": (
        "四个聚焦",
        "2022",
        [
            ("聚焦党的路线方针政策和党中央决策部署在基层贯彻落实情况", "贯彻落实决策部署"),
            ("聚焦群众身边腐败问题和不正之风", "群众身边腐败和作风"),
            ("聚焦基层党组织软弱涣散、领导班子和干部队伍建设", "组织和队伍建设"),
            ("聚焦巡察、审计等监督发现问题整改落实和成果运用", "整改和成果运用"),
        ],
    ),
    "three_focuses_2019": (
        "三个聚焦",
        "2019",
        [
            ("聚焦党的路线方针政策和党中央决策部署在基层贯彻落实情况", "贯彻落实决策部署"),
            ("聚焦群众身边腐败问题和不正之风", "群众身边腐败和作风"),
            ("聚焦基层党组织软弱涣散、领导班子和干部队伍建设", "组织和队伍建设"),
        ],
    ),
    "five_aspects_2017": (
        "五方面内容",
        "2017",
        [
            ("是否违反政治纪律和政治规矩", "政治纪律和规矩"),
            ("是否违反组织纪律搞独断专行", "组织纪律"),
            ("是否存在违反中央八项规定精神现象", "中央八项规定精神"),
            ("是否严格执行上级决策部署、扎实推进重点工作", "执行决策部署"),
            ("是否存在不廉洁行为", "廉洁"),
        ],
    ),
    "four_efforts_2013": (
        "四个着力",
        "2013",
        [
            ("是否存在权钱交易、以权谋私、贪污贿赂、腐化堕落等违纪违法问题", "廉洁"),
            ("是否存在形式主义、官僚主义、享乐主义和奢靡之风等“四风”问题", "四风"),
            ("是否存在违反党的政治纪律问题", "政治纪律"),
            ("是否存在选人用人上的不正之风和腐败问题", "选人用人"),
        ],
    ),
    "six_disciplines": (
        "六项纪律",
        "",
        [(f"{name}纪律", f"{name}纪律") for name in ("政治", "组织", "廉洁", "群众", "工作", "生活")],
    ),
}


#: what most units are asked to prepare; the default of this office, which can be changed for each unit
USUAL_PREPARATIONS = (
    "工作汇报材料",
    "领导班子成员分工和干部职工花名册",
    "近三年会议记录和重要文件目录",
    "巡察组办公室和谈话室",
    "意见箱和公告张贴位置",
    "联络员和对接部门名单",
)


def load(**_signal) -> None:
    """Make what is missing; change nothing that is there but what an earlier version did not know yet."""
    for code, (name, since, categories) in SETS.items():
        found, new = CategorySet.objects.get_or_create(code=code, defaults={"name": name, "since": since})
        if new:
            Category.objects.bulk_create(
                Category(category_set=found, order=order, name=long, short=short)
                for order, (long, short) in enumerate(categories, start=1)
            )
        rows = list(found.categories.filter(disciplines=[]).order_by("order"))
        for row in rows:
            guide = GUIDES[code][row.order - 1]
            row.disciplines, row.questions = list(guide.disciplines), "\n".join(guide.questions)
        Category.objects.bulk_update(rows, ["disciplines", "questions"])
