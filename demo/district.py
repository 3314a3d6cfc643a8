"""云江区: its bodies in protocol order, and the people in them. No real place, nobody real."""

from __future__ import annotations

import datetime
from dataclasses import dataclass, field

from pypinyin import lazy_pinyin

from accounts import actions as registry
from accounts.models import House, Organisation, Person, Tie, User
from casework.policy import Actor

from .diary import Diary, Story

NAME = "云江区委"
PREFIX = "云江"
#: shared by everybody, and printed: a demo has nothing to hide
PASSWORD = "yunjiang-demo-1"  # noqa: S105

D, T, V = Organisation.Kind.DEPARTMENT, Organisation.Kind.TOWN, Organisation.Kind.VILLAGE
GROUP, COMMITTEE, WORK = (
    Organisation.PartyKind.GROUP,
    Organisation.PartyKind.COMMITTEE,
    Organisation.PartyKind.WORK,
)
GENERAL, BRANCH = Organisation.PartyKind.GENERAL_BRANCH, Organisation.PartyKind.BRANCH

#: short name → (name, kind, Party organisation, level, last inspected so many years ago, tags)
BODIES = {
    "宣传部": ("云江区委宣传部", D, GENERAL, "正科级", 4, "党委部门"),
    "政法委": ("云江区委政法委员会", D, GENERAL, "正科级", 5, "党委部门"),
    "发改局": ("云江区发展和改革局", D, GROUP, "正科级", 4, "综合经济"),
    "教育局": ("云江区教育局", D, COMMITTEE, "正科级", 6, "民生"),
    "民政局": ("云江区民政局", D, GROUP, "正科级", 5, "民生"),
    "财政局": ("云江区财政局", D, GROUP, "正科级", 3, "综合经济"),
    "人社局": ("云江区人力资源和社会保障局", D, GROUP, "正科级", 6, "民生"),
    "自然资源局": ("云江区自然资源局", D, GROUP, "正科级", 5, "城乡建设"),
    "住建局": ("云江区住房和城乡建设局", D, GROUP, "正科级", 6, "城乡建设"),
    "交通局": ("云江区交通运输局", D, GROUP, "正科级", 5, "城乡建设"),
    "水利局": ("云江区水利局", D, GROUP, "正科级", 7, "农业农村"),
    "农业农村局": ("云江区农业农村局", D, GROUP, "正科级", 5, "农业农村"),
    "文旅局": ("云江区文化和旅游局", D, GROUP, "正科级", 6, "民生"),
    "卫健局": ("云江区卫生健康局", D, COMMITTEE, "正科级", 5, "民生"),
    "审计局": ("云江区审计局", D, GROUP, "正科级", 4, "综合经济"),
    "市监局": ("云江区市场监督管理局", D, COMMITTEE, "正科级", 6, "执法监管"),
    "执法局": ("云江区综合行政执法局", D, GROUP, "正科级", None, "执法监管"),
    "信访局": ("云江区信访局", D, GENERAL, "正科级", 5, "党委部门"),
    "霁溪镇": ("霁溪镇", T, COMMITTEE, "正科级", 5, "乡镇"),
    "柳堰镇": ("柳堰镇", T, COMMITTEE, "正科级", 6, "乡镇"),
    "砚石镇": ("砚石镇", T, COMMITTEE, "正科级", 5, "乡镇"),
    "东渚街道": ("东渚街道", T, WORK, "正科级", 6, "街道"),
    "望江街道": ("望江街道", T, WORK, "正科级", 4, "街道"),
    "云城街道": ("云城街道", T, WORK, "正科级", 6, "街道"),
    "上禾村": ("霁溪镇上禾村", V, GENERAL, "村", None, "村"),
    "竹影村": ("霁溪镇竹影村", V, BRANCH, "村", None, "村"),
    "荷渡村": ("柳堰镇荷渡村", V, GENERAL, "村", None, "村"),
    "大畈村": ("柳堰镇大畈村", V, GENERAL, "村", None, "村"),
    "砚头村": ("砚石镇砚头村", V, GENERAL, "村", None, "村"),
    "龙眠村": ("砚石镇龙眠村", V, BRANCH, "村", None, "村"),
    "渚前社区": ("东渚街道渚前社区", V, COMMITTEE, "社区", None, "社区"),
    "渚后社区": ("东渚街道渚后社区", V, GENERAL, "社区", None, "社区"),
    "沿江社区": ("望江街道沿江社区", V, GENERAL, "社区", None, "社区"),
    "埠头社区": ("望江街道埠头社区", V, GENERAL, "社区", None, "社区"),
    "城心社区": ("云城街道城心社区", V, COMMITTEE, "社区", None, "社区"),
    "花圃社区": ("云城街道花圃社区", V, GENERAL, "社区", None, "社区"),
    "城投集团": ("云江城市建设投资集团有限公司", Organisation.Kind.COMPANY, COMMITTEE, "正科级", 4, "国有企业"),
    "水务公司": ("云江水务有限公司", Organisation.Kind.COMPANY, GENERAL, "副科级", None, "国有企业"),
    "一中": ("云江第一中学", Organisation.Kind.SCHOOL, COMMITTEE, "正科级", None, "学校"),
    "区医院": ("云江区人民医院", Organisation.Kind.HOSPITAL, COMMITTEE, "正科级", 4, "医院"),
}

PRINCIPAL, LIAISON, STAFF = Person.Duty.PRINCIPAL, Person.Duty.LIAISON, Person.Duty.STAFF

#: those who have an office of their own: body → (name, sex, post, rank, duty)
STANDING = {
    Organisation.Kind.OFFICE: [
        ("周明远", "male", "区委巡察办主任", "正科级", PRINCIPAL),
        ("沈若兰", "female", "区委巡察办副主任", "副科级", STAFF),
        ("陆子衿", "female", "综合科科长", "一级科员", STAFF),
        ("何晓枫", "male", "督导整改科科长", "一级科员", STAFF),
    ],
    Organisation.Kind.LEADING_GROUP: [
        ("顾长青", "male", "区委书记", "副处级", STAFF),
        ("韩振邦", "male", "区委巡察工作领导小组组长", "副处级", STAFF),
        ("唐静宜", "female", "区委巡察工作领导小组副组长", "副处级", STAFF),
    ],
    Organisation.Kind.DISCIPLINE: [
        ("严立新", "male", "案件监督管理室主任", "正科级", STAFF),
        ("薛冰", "female", "案件监督管理室副主任", "副科级", STAFF),
    ],
    Organisation.Kind.PERSONNEL: [
        ("方敏", "female", "干部监督科科长", "正科级", STAFF),
        ("白松年", "male", "干部监督科副科长", "副科级", STAFF),
    ],
}

#: those who work in the registered bodies: short name → (name, sex, post, duty); a village has its secretary alone
STAFFS = {
    "财政局": [("钱学文", "male", "财政监督科科长", LIAISON)],
    "审计局": [("石磊", "male", "经济责任审计科科长", LIAISON)],
    "信访局": [("杜若", "female", "办信科科长", LIAISON)],
    "教育局": [("冯启明", "male", "党委书记、局长", PRINCIPAL), ("姚珊", "female", "办公室主任", LIAISON)],
    "民政局": [("吕思源", "male", "党组书记、局长", PRINCIPAL), ("季红", "female", "办公室主任", LIAISON)],
    "人社局": [("曹广义", "male", "党组书记、局长", PRINCIPAL), ("苗青", "female", "办公室主任", LIAISON)],
    "自然资源局": [("田守成", "male", "党组书记、局长", PRINCIPAL), ("程远", "male", "办公室主任", LIAISON)],
    "住建局": [("陈国栋", "male", "党组书记、局长", PRINCIPAL), ("李文静", "female", "办公室主任", LIAISON)],
    "交通局": [("魏长河", "male", "党组书记、局长", PRINCIPAL), ("郑晓", "female", "办公室副主任", LIAISON)],
    "水利局": [("潘志远", "male", "党组书记、局长", PRINCIPAL), ("葛亮亮", "male", "办公室主任", LIAISON)],
    "农业农村局": [("谢丰年", "male", "党组书记、局长", PRINCIPAL), ("穆禾", "female", "办公室主任", LIAISON)],
    "文旅局": [("林疏影", "female", "党组书记、局长", PRINCIPAL), ("柯楠", "male", "办公室主任", LIAISON)],
    "卫健局": [("孟仲华", "male", "党委书记、局长", PRINCIPAL), ("白芷", "female", "办公室主任", LIAISON)],
    "市监局": [("彭立群", "male", "党委书记、局长", PRINCIPAL), ("戴雨", "female", "办公室主任", LIAISON)],
    "执法局": [("雷鸣", "male", "党组书记、局长", PRINCIPAL), ("章程", "male", "法制科科长", LIAISON)],
    "霁溪镇": [("贺春生", "male", "党委书记", PRINCIPAL), ("尤佳", "female", "党政办主任", LIAISON)],
    "柳堰镇": [("鲁大成", "male", "党委书记", PRINCIPAL), ("水静", "female", "党政办主任", LIAISON)],
    "砚石镇": [("施永康", "male", "党委书记", PRINCIPAL), ("孔令仪", "female", "党政办主任", LIAISON)],
    "东渚街道": [("向阳春", "male", "党工委书记", PRINCIPAL), ("温如玉", "female", "党政办主任", LIAISON)],
    "望江街道": [("任致远", "male", "党工委书记", PRINCIPAL), ("喻晓晓", "female", "党政办主任", LIAISON)],
    "云城街道": [("傅文博", "male", "党工委书记", PRINCIPAL), ("祝小满", "female", "党政办主任", LIAISON)],
    "上禾村": [("常有田", "male", "村党总支书记", PRINCIPAL)],
    "竹影村": [("竺水根", "male", "村党支部书记", PRINCIPAL)],
    "荷渡村": [("许莲花", "female", "村党总支书记", PRINCIPAL)],
    "大畈村": [("章土生", "male", "村党总支书记", PRINCIPAL)],
    "砚头村": [("石根荣", "male", "村党总支书记", PRINCIPAL)],
    "龙眠村": [("龙广林", "male", "村党支部书记", PRINCIPAL)],
    "渚前社区": [("乔慧敏", "female", "社区党委书记", PRINCIPAL)],
    "渚后社区": [("安建国", "male", "社区党总支书记", PRINCIPAL)],
    "城心社区": [("蒋爱华", "female", "社区党委书记", PRINCIPAL)],
    "花圃社区": [("花敏", "female", "社区党总支书记", PRINCIPAL)],
    "城投集团": [("盛世昌", "male", "党委书记、董事长", PRINCIPAL), ("岳珊珊", "female", "综合部部长", LIAISON)],
    "一中": [("文启华", "male", "党委书记", PRINCIPAL), ("舒畅", "female", "校办主任", LIAISON)],
    "区医院": [("华济民", "male", "党委书记", PRINCIPAL), ("艾叶", "female", "党委办公室主任", LIAISON)],
}

#: the pool that teams are drawn from: (name, sex, where from, post, category of the pool, native place)
POOL = [
    ("江伯年", "male", "", "区委巡察组组长", "组长库", "清平县"),
    ("邵建平", "male", "", "区委巡察组组长", "组长库", "云江区"),
    ("董秀英", "female", "", "区委巡察组组长", "组长库", "南汀市"),
    ("罗志刚", "male", "", "区委巡察组组长", "组长库", "崇和县"),
    ("袁立峰", "male", "", "区委巡察组副组长", "副组长库", "云江区"),
    ("崔莹", "female", "", "区委巡察组副组长", "副组长库", "崇和县"),
    ("龚平", "male", "", "区委巡察组副组长", "副组长库", "清平县"),
    ("王雨桐", "female", "财政局", "国库科副科长", "人才库·财务", "云江区"),
    ("徐清源", "male", "审计局", "固定资产投资审计科科员", "人才库·审计", "南汀市"),
    ("梁晓东", "male", "信访局", "接访科科员", "人才库·信访", "云江区"),
    ("宋嘉宁", "female", "宣传部", "理论科科员", "人才库·文字", "崇和县"),
    ("高远航", "male", "政法委", "执法监督科科员", "人才库·法律", "清平县"),
    ("秦岚", "female", "发改局", "重大项目科科员", "人才库·工程", "南汀市"),
    ("万千里", "male", "财政局", "绩效评价科科员", "人才库·财务", "崇和县"),
    ("夏至", "female", "审计局", "财政审计科科员", "人才库·审计", "云江区"),
    ("贺知秋", "female", "民政局", "社会救助科科员", "人才库·民生", "崇和县"),
    ("陶然", "male", "农业农村局", "计划财务科科员", "人才库·财务", "南汀市"),
]

#: what the tags of the pool mean in the division of labour inside a team
SKILLS = {
    "财务": ("finance",),
    "审计": ("finance", "works"),
    "信访": ("talks",),
    "文字": ("writing", "party"),
    "法律": ("talks", "writing"),
    "工程": ("works",),
    "民生": ("party", "talks"),
    "": ("coordination", "party"),
}
LEADS = {"组长库": Person.Leads.LEADER, "副组长库": Person.Leads.DEPUTY}

#: what people of the pool have declared: (name, kind of tie, body, what it is)
TIES = [
    ("陶然", Tie.Kind.WORKED, "自然资源局", "2011年7月至2016年3月任规划科科员，后调至农业农村局。"),
    ("罗志刚", Tie.Kind.KIN, "自然资源局", "配偶现任办公室副主任。"),
    ("万千里", Tie.Kind.WORKED, "教育局", "2013年至2019年在计财科工作。"),
    ("邵建平", Tie.Kind.PLACE, "霁溪镇", "祖籍霁溪镇上禾村，父母仍在该村居住。"),
    ("宋嘉宁", Tie.Kind.KIN, "文旅局", "胞妹任文化馆馆员。"),
]

ADMINISTRATORS = [
    ("xitong", "系统管理员", User.Administrator.SYSTEM),
    ("anquan", "安全保密管理员", User.Administrator.SECURITY),
    ("shenji", "安全审计员", User.Administrator.AUDITOR),
]


@dataclass
class District:
    """The bodies by their short names (or kinds, for those that every district has) and the users by their names."""

    bodies: dict[str, Organisation] = field(default_factory=dict)
    users: dict[str, User] = field(default_factory=dict)
    staff: dict[str, dict[str, User]] = field(default_factory=dict)
    house: House = field(init=False)

    @property
    def authority(self) -> Organisation:
        return self.bodies[Organisation.Kind.AUTHORITY]

    def principal(self, short: str) -> User:
        return self.staff[short][PRINCIPAL]

    def liaison(self, short: str) -> User:
        """A small body has no liaison of its own: its principal does the writing too."""
        return self.staff[short].get(LIAISON) or self.staff[short][PRINCIPAL]


def username(name: str) -> str:
    return "".join(lazy_pinyin(name))


def settle(diary: Diary, district: District, *, only: set[str] | None = None) -> Story:
    """The district is founded, its bodies are registered and its people get their accounts."""
    _found(diary, district)
    yield 0
    for standing, people in STANDING.items():
        for name, sex, post, rank, duty in people:
            _welcome(diary, district, standing, name, sex, post, rank, duty, by=Actor.HOUSE)
    yield 1
    clerk = district.users["陆子衿"]
    for order, (short, known) in enumerate(BODIES.items(), start=1):
        if only is None or short in only:
            _register(diary, district, clerk, short, order, *known)
    yield 1
    for short, staff in STAFFS.items():
        if short in district.bodies:
            for name, sex, post, duty in staff:
                _welcome(diary, district, short, name, sex, post, "正科级", duty, by=clerk)
    yield 1
    for name, sex, short, post, kind, native in POOL:
        _into_the_pool(diary, district, clerk, name, sex, short, post, kind, native)
    yield 1
    _declare(diary, district, clerk)


def _found(diary: Diary, district: District) -> None:
    district.house = registry.stand(diary.today)
    for name, title, kind in ADMINISTRATORS:
        user = diary.do(registry.admit, district.house, by=Actor.HOUSE, username=name, name=title, administrator=kind)
        diary.do(registry.choose_password, user, by=Actor.HOUSE, password=PASSWORD)
        district.users[title] = user
    sysadmin = district.users["系统管理员"]
    for body in diary.do(registry.found, district.house, by=sysadmin, name=NAME, prefix=PREFIX):
        district.bodies[body.kind_of] = body


def _register(diary, district, clerk, short, order, name, kind, party, level, years, tags):
    town = next((town for town in district.bodies.values() if town.kind_of == T and name.startswith(town.name)), None)
    before = diary.on(0).year - years if years else None
    district.bodies[short] = diary.do(
        registry.register,
        district.authority,
        by=clerk,
        name=name,
        short_name=short,
        code=f"YJ{order:03d}",
        kind_of=kind,
        party_kind=party,
        level=level,
        parent=town if kind == V else None,
        official_order=order * 10,
        tags=tags,
        last_inspected=before,
        inspected_before=f"{before}年区委常规巡察" if before else "",
        about=f"{name}为云江区巡察监督对象，列入第五届区委巡察全覆盖任务。",
    )


def _details(diary: Diary, name: str, sex: str) -> dict:
    chance = diary.random
    return {
        "name": name,
        "sex": sex,
        "born_on": datetime.date(
            diary.on(0).year - chance.randint(32, 57), chance.randint(1, 12), chance.randint(1, 28)
        ),
        "ethnicity": "汉族",
        "political_status": "中共党员",
        "education": chance.choice(["大学本科", "大学本科", "研究生", "大专"]),
        "phone": f"000-{chance.randint(1000, 9999)}{chance.randint(1000, 9999)}",
    }


def _welcome(diary, district, short, name, sex, post, rank, duty, *, by):
    """Somebody who acts for his body: registered, given an account, and put into it."""
    body = district.bodies[short]
    person = diary.do(
        registry.register_person,
        body,
        by=by,
        post=post,
        rank=rank,
        duty=duty,
        native_place=diary.random.choice(["云江区", "清平县", "南汀市", "崇和县"]),
        **_details(diary, name, sex),
    )
    user = _admit(diary, district, person)
    diary.do(
        registry.entrust,
        user,
        by=district.users["安全保密管理员"],
        organisation=body,
        as_principal=duty == PRINCIPAL,
    )
    district.staff.setdefault(short, {}).setdefault(duty, user)


def _declare(diary: Diary, district: District, clerk: User) -> None:
    """What ties the people of the pool to the bodies of the district, as they have declared it."""
    for name, kind_of, short, details in TIES:
        if short in district.bodies:
            values = {"kind_of": kind_of, "organisation": district.bodies[short], "details": details}
            diary.do(registry.declare_tie, district.users[name].person, by=clerk, **values)


def _into_the_pool(diary, district, clerk, name, sex, short, post, kind, native):
    """Somebody whom a team may be built from: registered where he works, and acting for nobody else."""
    person = diary.do(
        registry.register_person,
        district.bodies.get(short, district.authority),
        by=clerk,
        post=post,
        rank="正科级" if kind == "组长库" else "副科级" if kind == "副组长库" else "一级科员",
        duty=STAFF,
        native_place=native,
        in_pool=True,
        pool_kind=kind.partition("·")[0],
        leads=LEADS.get(kind, ""),
        skills=list(SKILLS[kind.partition("·")[2]]),
        tags=kind.partition("·")[2],
        about=f"曾参加{diary.random.randint(1, 4)}轮区委巡察，熟悉{kind.partition('·')[2] or '巡察组织协调'}工作。",
        **_details(diary, name, sex),
    )
    _admit(diary, district, person)


def _admit(diary: Diary, district: District, person: Person) -> User:
    user = diary.do(
        registry.admit,
        district.house,
        by=district.users["系统管理员"],
        username=username(person.name),
        person=person,
    )
    diary.do(registry.choose_password, user, by=Actor.HOUSE, password=PASSWORD)
    district.users[person.name] = user
    return user
