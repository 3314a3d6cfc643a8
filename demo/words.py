"""What people say while it goes on: the matter in a unit's own words, reports, reasons, answers."""

from __future__ import annotations

import random
from dataclasses import dataclass
from typing import Any

from accounts.models import Organisation
from findings.models import Finding, Landing
from referrals.models import Clue

from . import papers
from .diary import Diary
from .texts import BANK, Text

Kind, Concerns = Landing.Kind, Finding.Concerns

ASSESSED = "会同区纪委监委、区委组织部对各被巡察党组织整改情况逐项评估，反馈问题均已办结，有关情况已向区委常委会报告。"
OPENING = [
    "根据区委统一部署和区委巡察工作领导小组安排，现将有关情况报告如下。",
    "本材料所述单位、人员和事项均属虚构，仅供演示。",
]
DEMANDS = (
    "请认真研究，自反馈之日起15个工作日内报送整改方案和三个清单，按规定期限报送整改情况报告。"
    "党组织主要负责人为整改第一责任人。"
)
NOT_OURS = "佐证材料不全，被反映人职务与实际不符，请核实后再移交。"
KEPT = "关键知情人暂时无法联系，现有材料不具备核查条件，先行暂存，到期复核。"
REPORT_RETURNED = "成效部分过于笼统，缺少追缴资金和问责情况。"

PAPER_RETURNED = [
    "佐证材料只有口头说明，请补充会议记录或凭证复印件。",
    "定性依据引用的条款不准确，请核对后重新提交。",
    "一事一稿，请将两个问题分开撰写。",
    "责任指向不清，请写明责任主体。",
]
NOTHING_IN_IT = [
    "经查阅原始凭证，手续齐全，反映问题不存在。",
    "所反映事项发生在上一轮巡察之前且已处理，不再重复认定。",
    "谈话对象前后陈述不一，无其他证据印证。",
]
NOT_ESTABLISHED = ["经组务会复核，事实不足以支撑定性，不予认定。", "属于工作方法问题，已当面提醒，不作为问题反馈。"]
PLAN_RETURNED = [
    "第2、5项措施过于笼统，没有可检验的标准；责任领导未落实到班子成员。",
    "多项完成时限写为“长期”，请区分集中整改和长期坚持事项。",
    "措施就事论事，没有举一反三，请补充同类问题排查措施。",
]
ITEM_RETURNED = [
    "佐证材料中制度文件的印发时间早于反馈时间，请说明。",
    "追缴资金没有缴款凭证，请补充。",
    "只有会议部署，没有落实结果，请继续整改后再申请销号。",
    "照片无法看出时间地点，请补充有日期的材料。",
]
ANSWERS = [
    "经核查，反映问题基本属实，已对有关责任人进行批评教育，并责成单位完善制度。",
    "经谈话函询，本人作出书面说明，对有关人员予以提醒谈话。",
    "反映问题部分属实，已立案审查，给予党内警告处分。",
    "经调查核实，反映问题不属实，予以了结澄清。",
    "已会同有关单位开展专项检查，追缴资金全部缴入财政专户，制度已修订印发。",
]
FORMS = ["form1", "form1", "form1", "form2", "none", "form3"]
FIX_STEPS = ["decided", "issued", "signed_for", "reported", "returned", "closed", "closed_at_last"]
SURNAMES = "赵钱孙李周吴郑王冯陈褚卫蒋沈韩杨朱秦许何吕施张孔曹严华金魏陶姜"
GIVEN = ["建军", "志明", "海燕", "国平", "晓峰", "丽华", "永强", "文斌", "春梅", "立新", "卫东", "佳慧", "宏伟", "玉兰"]
PARTY = {"group": "党组", "committee": "党委", "work": "党工委", "general_branch": "党总支", "branch": "党支部"}


@dataclass
class Matter:
    """A text in a unit, with its own numbers, and what becomes of it."""

    text: Text
    words: dict[str, Any]
    route: str
    title: str
    concerns: str
    receiver: str = ""
    also: str = ""
    returned: bool = False
    stuck: str = ""
    end: str = "settled"
    finding: Finding | None = None
    #: what it became when the leader put it under seal at once
    clue: Clue | None = None

    def say(self, text: str) -> str:
        return text.format(**self.words)

    def paper(self) -> dict:
        """What the working paper says."""
        return {
            "title_text": self.title,
            "facts": self.say(self.text.facts),
            "concerns": self.concerns,
            "basis": self.say(self.text.basis),
            "evidence": with_pages(self.say(self.text.evidence)),
            "responsibility": self.say(self.text.blame),
            "source": self.text.source,
            "area": AREAS[self.text.category],
            "led_by": self.words["leaders"][-1],
        }

    def said(self) -> dict:
        """What the finding says."""
        named = self.concerns != Concerns.UNIT
        paper = self.paper()
        return (
            {name: paper[name] for name in ("title_text", "facts", "basis", "responsibility")}
            | {
                "concerns": self.concerns,
                "persons": [self.person()] if named else [],
                "judgement": judged(self.text),
                "duties": pointed_at(self.say(self.text.blame)),
                "whose": Finding.Whose.SECTION if self.text.source == "check" else Finding.Whose.TEAM,
                "cause": Finding.Cause.SYSTEM if self.text.of_system else Finding.Cause.RESPONSIBILITY,
                "cause_text": self.say(self.text.cause),
                "recommended_to": f"{self.words['party']}，{self.text.section}具体承办",
                "recommendation": self.say(self.text.advice),
                "marks": [self.words["mark"]] if self.words["mark"] else [],
            }
            | self.amounts()
        )

    def person(self) -> dict[str, Any]:
        """Who is concerned; those of a leadership team are managed by the district."""
        managed = self.concerns in (Concerns.MEMBER, Concerns.PRINCIPAL)
        return {"name": self.words["person"], "post": self.words["post"], "managed": managed}

    def amounts(self) -> dict[str, Any]:
        """What it comes to: two thirds of it irregular; where a person is concerned, that is to come back."""
        if not self.text.amount:
            return dict.fromkeys(Finding.AMOUNTS)
        amount = self.words["amount"]
        irregular = round(amount * 2 / 3, 2)
        return {
            "amount": amount,
            "irregular": irregular,
            "recoverable": irregular if self.concerns != Concerns.UNIT else None,
        }

    def plan(self, chance: random.Random) -> dict:
        """What the unit writes into its three lists."""
        return {
            "goal": self.say(f"{self.text.measures[0]}，同类问题不再发生。"),
            "measures": [f"{self.say(text)}。" for text in self.text.measures],
            "leader": chance.choice(self.words["leaders"]),
            "department": self.text.section,
        }


#: the area of work, by the place of the category among the four focuses
AREAS = {1: "政策落实", 2: "作风建设", 3: "组织建设", 4: "整改落实"}
#: what is wrong with it, by the place of the category among the four focuses
JUDGED = {
    1: "反映出学习贯彻党中央决策部署不到位，政治站位不高。",
    2: "反映出纪律意识、规矩意识淡薄，存在不正之风。",
    3: "反映出组织建设弱化，执行组织制度不严格。",
    4: "反映出整改责任落实不到位，长效机制不健全。",
}


def judged(text: Text) -> str:
    return JUDGED[text.category]


def pointed_at(blame: str) -> list[str]:
    """Return the kinds of responsibility that a text names."""
    words = {"主体责任": "main", "监督责任": "supervision", "一岗双责": "leadership", "第一责任": "leadership"}
    return list(dict.fromkeys(duty for word, duty in words.items() if word in blame))


def with_pages(evidence: str) -> str:
    """Return a list of evidence one piece a line, each with the pages on which it lies in the volume."""
    lines, page = [], 1
    for piece in evidence.split("；"):
        last = page + len(piece) % 4
        lines.append(f"{piece} 第{page}-{last}页")
        page = last + 1
    return "\n".join(lines)


def somebody(chance: random.Random) -> str:
    return chance.choice(SURNAMES) + chance.choice(GIVEN)


def choose(diary: Diary, unit: Organisation, principal: str, target) -> list[Matter]:
    """Return what is found in a unit, in no particular order."""
    chance = diary.random
    kind = str(unit.kind_of)
    bank = [text for text in BANK if kind in text.kinds.split()]
    chance.shuffle(bank)
    used: list[Text] = []
    wanted = (
        [Kind.DISCIPLINE] * target.clues
        + [Kind.PRINCIPAL] * target.alone
        + [Kind.PERSONNEL] * target.personnel
        + [Kind.DEPARTMENT] * target.departments
        + [Kind.AT_ONCE] * target.at_once
        + ["dropped"] * target.dropped
        + ["not_established"] * target.not_established
    )
    wanted += [Kind.ORGANISATION] * (target.matters - len(wanted))
    leaders = [somebody(chance) for _n in range(4)]
    found: list[Matter] = []
    for route in wanted:
        text = _pick(bank, used, route)
        title = text.titles[(used.count(text) + unit.official_order // 10) % 2]
        found.append(_matter(chance, diary, unit, principal, leaders, route, text, title))
    for matter in found:
        matter.returned = chance.random() < 0.15
    _ends(found, target)
    _doubles(found, target)
    chance.shuffle(found)
    ordinary = [matter for matter in found if matter.route == Kind.ORGANISATION]
    for stuck, matter in zip(target.stuck, ordinary, strict=False):
        matter.stuck = stuck
    return found


def _pick(bank: list[Text], used: list[Text], route: str) -> Text:
    """Return the text that was used least among those that may go that way."""
    key = route if route in Kind.values else Kind.ORGANISATION
    text = min((text for text in bank if any(way.partition(":")[0] == key for way in text.routes)), key=used.count)
    used.append(text)
    return text


def _matter(chance, diary: Diary, unit, principal, leaders, route, text: Text, title: str) -> Matter:
    receivers = [way.partition(":")[2] for way in text.routes if way.startswith("department:")]
    receiver = chance.choice(receivers or ["财政局"])
    if receiver == unit.short_name:
        receiver = "审计局"
    concerns = text.concerns
    about_principal = concerns == Concerns.PRINCIPAL
    short = unit.short_name or unit.name
    values: dict[str, Any] = {
        "unit": short,
        "party": f"{short}{PARTY.get(unit.party_kind, '党组织')}",
        "branch": chance.choice(["机关第一党支部", "机关第二党支部", "离退休党支部"])
        if unit.kind_of != "village"
        else f"{short}党支部",
        "year": diary.on(target_day(diary)).year,
        "n": chance.randint(9, 48),
        "m": chance.randint(3, 8),
        "k": chance.randint(2, 5),
        "amount": round(chance.uniform(*text.amount), 2) if text.amount else "",
        "person": principal if about_principal else chance.choice(leaders),
        "post": "主要负责人" if about_principal else "班子成员" if concerns == Concerns.MEMBER else "中层干部",
        "leaders": leaders,
        "mark": chance.choice(["", "", "", "elementary", "typical", "typical", "common", "flagrant"]),
    }
    return Matter(text, values, route, title, concerns, receiver)


def target_day(diary: Diary) -> int:
    """The year that is spoken of is the one before."""
    return diary.ago + 250 if diary.ago else 250


def _ends(found: list[Matter], target) -> None:
    """Say how far each matter that is not the unit's has come, in turn."""
    ways: dict[str, tuple[str, ...]] = {
        Kind.AT_ONCE: target.fixes,
        Kind.DISCIPLINE: target.clue_ends,
        Kind.PERSONNEL: target.handovers,
        Kind.DEPARTMENT: target.handovers,
    }
    turn: dict[tuple, int] = {}
    for matter in found:
        ends = ways.get(matter.route)
        if ends:
            matter.end = ends[turn.get(ends, 0) % len(ends)]
            turn[ends] = turn.get(ends, 0) + 1


def _doubles(found: list[Matter], target) -> None:
    """Some matters go to the unit and to a department too."""
    both = [m for m in found if m.route == Kind.ORGANISATION and any("department:" in way for way in m.text.routes)]
    for matter in both[: target.doubled]:
        matter.also, matter.end = Kind.DEPARTMENT, target.handovers[0]


def evidence(matter: Matter, chance: random.Random) -> list:
    """What lies with a paper; most papers have nothing yet."""
    match chance.randrange(6):
        case 0:
            return [papers.scan("佐证材料", [matter.title, matter.say(matter.text.evidence)[:30]])]
        case 1:
            rows = [[n, f"凭证{n * 7}号", round(chance.uniform(0.1, 9), 2)] for n in range(1, 9)]
            return [papers.ledger("核查情况统计表", ["序号", "摘要", "金额（万元）"], rows)]
    return []


def proof(item, number: int, chance: random.Random) -> list:
    """What lies with a report of progress."""
    match (number, chance.randrange(3)):
        case (0, 0):
            said = [f"会议研究了“{item.problem}”的整改工作。", OPENING[1]]
            return [papers.letter("专题会议纪要", "专题会议纪要", said)]
        case (1, 0):
            return [papers.photograph("整改后照片", f"{item.number} {number}")]
        case (_, 1) if number:
            return [papers.scan("佐证材料", ["整改佐证材料", item.number, item.problem[:24]])]
    return []


def progress(manner: str, chance: random.Random) -> list[int]:
    """Return the percentages that are reported before the end."""
    few = {"going": [30, 60], "late": [40], "long": [50, 80], "slow": [10]}
    return few.get(manner) or chance.choice([[40, 100], [30, 70, 100], [50, 100]])


def due(manner: str, end: int, diary: Diary):
    """Return the kind of date and the day that the unit sets itself."""
    chance = diary.random
    if manner == "long":
        return "long", diary.on(-240)
    if manner in ("late", "untouched"):
        return "date", diary.on(chance.randint(3, 14))
    if manner == "going":
        return "date", diary.on(-chance.randint(4, 24))
    if manner in ("requested", "signed", "returned", "verifying"):
        return "date", diary.on(end - chance.randint(5, 20))
    kind = "now" if chance.random() < 0.15 else "date"
    return kind, diary.on(end - chance.choice([-3, 2, 4, 8, 12]))


def disposition(sealed: bool, chance: random.Random) -> str:
    return chance.choice(("inquiry", "preliminary_verification")) if sealed else chance.choice(("self", "joint"))


def report(unit: Organisation, matters: list[Matter]) -> str:
    found = [matter.title for matter in matters if matter.finding][:4]
    return (
        f"巡察组对{unit}进行了巡察，开展个别谈话{20 + 3 * len(matters)}人次，查阅资料{200 + 17 * len(matters)}份，"
        f"受理信访{len(matters) // 2}件。发现的主要问题有：{'；'.join(found)}。建议分类处置，限期整改。"
    )


def overview(unit: Organisation, matters: list[Matter]) -> str:
    return (
        f"{unit}党组织能够贯彻落实上级决策部署，各项工作取得一定成效。但对照全面从严治党要求，"
        f"在理论武装、制度执行、作风建设、干部队伍等方面还存在{len(matters)}个方面的差距和不足，需要认真整改。"
    )


def rectified(unit: Organisation) -> str:
    return (
        f"接到反馈意见后，{unit}党组织高度重视，成立整改工作领导小组，主要负责人履行第一责任人责任，"
        "召开专题会议研究部署，逐项制定措施，按期推进。反馈问题已按方案完成整改或取得阶段性成果，"
        "新建和修订制度若干项，追缴资金已缴入财政专户，对有关责任人进行了提醒谈话。"
    )


def stated(unit: Organisation) -> str:
    return (
        f"区委巡察组的反馈意见客观中肯、切中要害，{unit}党组织诚恳接受、照单全收。"
        "我作为第一责任人，将带头领办重点难点问题，一周内召开专题会议研究整改方案，"
        "逐条明确责任领导、责任部门和完成时限，坚决做到真改实改、按期销号，并以整改成效接受监督。"
    )
