"""What each category of the reference sets answers to among the six disciplines, and the questions that guide a team.

The crosswalk and the questions are the office's default, not law: whoever wants others draws up a set of his own. They
stay Chinese in every language, like the names of the categories.
"""

from typing import NamedTuple

from .models import Discipline

POLITICAL, ORGANISATION, INTEGRITY, MASSES, WORK, LIFE = Discipline


class Guide(NamedTuple):
    """The disciplines that a category answers to, and its questions."""

    disciplines: tuple[Discipline, ...]
    questions: tuple[str, ...]


DECISIONS = Guide(
    (POLITICAL, WORK),
    (
        "党的路线方针政策和党中央决策部署是否及时传达学习、研究部署、督促落实？",
        "上级重点工作是否有打折扣、搞变通、以文件落实文件的问题？",
        "党委（党组）主体责任、第一责任人责任和“一岗双责”是否落实？",
    ),
)
GRASS_ROOTS = Guide(
    (INTEGRITY, MASSES, LIFE),
    (
        "民生资金、集体“三资”、惠民政策中是否有虚报冒领、截留挪用、优亲厚友？",
        "工程建设、物资采购、执法审批中是否有吃拿卡要、利益输送？",
        "对群众诉求是否推诿扯皮、冷硬横推，是否增加群众和基层负担？",
    ),
)
ORGANISATIONS = Guide(
    (ORGANISATION,),
    (
        "民主集中制、“三重一大”集体决策是否落到实处？",
        "选人用人程序是否规范，有无跑官要官、说情打招呼？",
        "基层党组织是否按期换届，“三会一课”和党员管理是否规范？",
    ),
)
FOLLOWED_UP = Guide(
    (POLITICAL, WORK),
    (
        "上次巡察、审计等反馈的问题是否逐项整改，有无虚假整改、敷衍整改？",
        "问题线索和移交事项是否按期办结？",
        "是否举一反三、建章立制，同类问题有无反弹？",
    ),
)
POLITICS = Guide(
    (POLITICAL,),
    (
        "是否在思想上政治上行动上同党中央保持一致，有无妄议、阳奉阴违？",
        "意识形态工作责任制是否落实，阵地管理有无漏洞？",
        "党内政治生活是否严肃，有无搞团团伙伙、对抗组织审查？",
    ),
)
CLEAN = Guide(
    (INTEGRITY,),
    (
        "是否存在以权谋私、权钱交易、收受礼品礼金？",
        "工程、采购、资产处置等关键环节权力运行是否受到监督？",
        "领导干部配偶、子女及其配偶经商办企业是否违反规定？",
    ),
)
STYLE = Guide(
    (INTEGRITY, MASSES, WORK, LIFE),
    (
        "公务接待、公车、办公用房、津贴补贴是否违反中央八项规定精神？",
        "文山会海、层层加码、过度留痕等形式主义、官僚主义问题是否突出？",
        "是否存在违规吃喝、奢侈享乐？",
    ),
)
STAFFING = Guide(
    (ORGANISATION,),
    (
        "动议、推荐、考察、讨论决定、任职等程序是否完整规范？",
        "有无跑官要官、买官卖官、说情打招呼、任人唯亲？",
        "干部档案、个人有关事项报告和兼职管理是否规范？",
    ),
)
TOWARDS_MASSES = Guide(
    (MASSES,),
    (
        "有无侵占群众利益、加重群众负担？",
        "政务、村务公开是否及时真实，群众知情权是否得到保障？",
        "对群众合法诉求是否及时办理？",
    ),
)
AT_WORK = Guide(
    (WORK,),
    (
        "管党治党责任是否落实，有无失职失责？",
        "重大决策、重大项目、大额资金使用是否按规定程序？",
        "是否违规干预和插手市场经济活动、执法司法活动？",
    ),
)
AT_HOME = Guide(
    (LIFE,),
    (
        "领导干部有无生活奢靡、贪图享乐？",
        "有无违反社会公德、家庭美德的行为？",
        "对身边工作人员和家属是否管教严格？",
    ),
)
#: code of the set → a guide for each of its categories, in their order
GUIDES: dict[str, tuple[Guide, ...]] = {
    "four_focuses_2022": (DECISIONS, GRASS_ROOTS, ORGANISATIONS, FOLLOWED_UP),
    "three_focuses_2019": (DECISIONS, GRASS_ROOTS, ORGANISATIONS),
    "five_aspects_2017": (POLITICS, ORGANISATIONS, STYLE, DECISIONS, CLEAN),
    "four_efforts_2013": (CLEAN, STYLE, POLITICS, STAFFING),
    "six_disciplines": (POLITICS, STAFFING, CLEAN, TOWARDS_MASSES, AT_WORK, AT_HOME),
}
