"""The sheets in which offices keep their registry: bodies, the pool of people, and who is in which team."""

from casework import sheets
from casework.sheets import Heading, Paper

from .models import Organisation, Person

KINDS = {
    "区直部门": Organisation.Kind.DEPARTMENT,
    "镇（街道）": Organisation.Kind.TOWN,
    "村（社区）": Organisation.Kind.VILLAGE,
    "国有企业": Organisation.Kind.COMPANY,
    "学校": Organisation.Kind.SCHOOL,
    "医院": Organisation.Kind.HOSPITAL,
    "区委": Organisation.Kind.AUTHORITY,
    "巡察工作领导小组": Organisation.Kind.LEADING_GROUP,
    "巡察办": Organisation.Kind.OFFICE,
    "纪委监委": Organisation.Kind.DISCIPLINE,
    "组织部": Organisation.Kind.PERSONNEL,
}
#: other words that offices write for the same
ALSO = {
    "部门": "区直部门",
    "区直单位": "区直部门",
    "职能部门": "区直部门",
    "党政部门": "区直部门",
    "机关": "区直部门",
    "事业单位": "区直部门",
    "镇": "镇（街道）",
    "乡": "镇（街道）",
    "乡镇": "镇（街道）",
    "街道": "镇（街道）",
    "镇街": "镇（街道）",
    "镇(街道)": "镇（街道）",
    "村": "村（社区）",
    "社区": "村（社区）",
    "行政村": "村（社区）",
    "村(社区)": "村（社区）",
    "国企": "国有企业",
    "企业": "国有企业",
    "区属国企": "国有企业",
    "区属国有企业": "国有企业",
    "卫生院": "医院",
}
ALL_KINDS = KINDS | {word: KINDS[same] for word, same in ALSO.items()}
PARTY_KINDS = {
    "党委": Organisation.PartyKind.COMMITTEE,
    "党组": Organisation.PartyKind.GROUP,
    "党工委": Organisation.PartyKind.WORK,
    "党总支": Organisation.PartyKind.GENERAL_BRANCH,
    "党支部": Organisation.PartyKind.BRANCH,
}
SEXES = {"男": Person.Sex.MALE, "女": Person.Sex.FEMALE}
SKILLS = {
    "综合协调": Person.Skill.COORDINATION.value,
    "谈话外调": Person.Skill.TALKS.value,
    "财务审计": Person.Skill.FINANCE.value,
    "党建组织": Person.Skill.PARTY.value,
    "文字综合": Person.Skill.WRITING.value,
    "工程项目": Person.Skill.WORKS.value,
}
LEADS = {"组长": Person.Leads.LEADER, "副组长": Person.Leads.DEPUTY}
YES, NO = ("是", "可用", "启用", "有效", "在用", "√", "Y", "1"), ("否", "不可用", "停用", "无效", "×", "N", "0")
AVAILABLE = dict.fromkeys(YES, True) | dict.fromkeys(NO, False)

ORGANISATIONS = Paper(
    "单位档案",
    ("单位名称",),
    (
        Heading("单位名称", "name", sheets.name(120)),
        Heading("组织编码", "code", sheets.text(40)),
        Heading("单位类型", "kind_of", sheets.choice(ALL_KINDS), tuple(KINDS)),
        Heading("单位级别", "level", sheets.text(40)),
        Heading("排序", "official_order", sheets.whole(1, 99_999)),
        Heading("标签", "tags", sheets.text(200)),
        Heading("简介", "about", sheets.text(5_000)),
        Heading("最近巡察年份", "last_inspected", sheets.whole(1990, 2100)),
        Heading("巡察历史", "inspected_before", sheets.text(5_000)),
        Heading("是否可用", "available", sheets.choice(AVAILABLE), ("是", "否")),
        Heading("上级单位", "parent", sheets.name(120)),
        Heading("党组织形式", "party_kind", sheets.choice(PARTY_KINDS), tuple(PARTY_KINDS)),
        Heading("简称", "short_name", sheets.name(40)),
    ),
)
POOL = Paper(
    "人才库",
    ("姓名", "所属单位"),
    (
        Heading("姓名", "name", sheets.name(60)),
        Heading("性别", "sex", sheets.choice(SEXES), tuple(SEXES)),
        Heading("出生日期", "born_on", sheets.day),
        Heading("民族", "ethnicity", sheets.text(20)),
        Heading("籍贯", "native_place", sheets.text(60)),
        Heading("政治面貌", "political_status", sheets.text(20)),
        Heading("学历", "education", sheets.text(20)),
        Heading("学位", "degree", sheets.text(20)),
        Heading("职务", "post", sheets.text(80)),
        Heading("职级", "rank", sheets.text(40)),
        Heading("类别", "pool_kind", sheets.text(40)),
        Heading("所属单位", "organisation", sheets.name(120)),
        Heading("标签", "tags", sheets.text(200)),
        Heading("简历", "about", sheets.text(5_000)),
        Heading("是否可用", "in_pool", sheets.choice(AVAILABLE), ("是", "否")),
        Heading("可任职务", "leads", sheets.choice(LEADS), tuple(LEADS)),
        Heading("专长", "skills", sheets.several(SKILLS)),
    ),
)
TEAMS = Paper(
    "巡察组名册",
    ("姓名", "所在单位"),
    (
        Heading("巡察组", "", sheets.text(80)),
        Heading("角色", "role", sheets.text(40)),
        Heading("组长", "", sheets.text(60)),
        Heading("姓名", "name", sheets.name(60)),
        Heading("性别", "sex", sheets.choice(SEXES), tuple(SEXES)),
        Heading("职务", "post", sheets.text(80)),
        Heading("职级", "rank", sheets.text(40)),
        Heading("所在单位", "organisation", sheets.name(120)),
        Heading("联系电话", "phone", sheets.text(40)),
        Heading("政治面貌", "political_status", sheets.text(20)),
    ),
)
PAPERS = (ORGANISATIONS, POOL, TEAMS)
