"""Files as units hand them in, honest and not, each with what is to be noticed about it.

Made by the same libraries that offices' programs stand for; every text is put together from sentences that units
really write, with their own numbers, so that no two honest papers are alike by chance.
"""

import datetime
import io
import itertools
import random
from dataclasses import dataclass

import docx
import pypdf
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from demo import papers

FOUND = datetime.date(2026, 3, 21)
START = datetime.date(2026, 5, 20)
HANDED_IN = datetime.date(2026, 8, 3)
OURS, THEIRS = "区住建局", "区教育局"
NEW, OLD = datetime.date(2026, 6, 18), datetime.date(2026, 3, 5)

SAID = (
    "{u}党组召开专题会议{n}次，逐条研究巡察反馈的{t}问题，明确{m}名班子成员牵头负责",
    "组织{m}个股室对{t}方面的{k}份台账逐页核对，补登遗漏事项{n}条",
    "对{k}份凭证进行复核，发现要素不全{n}份，已全部由经办人补齐签字",
    "约谈相关责任人{n}人次，责令{m}名经办人员作出书面检查",
    "修订{t}管理规定，新增审批环节{m}个，取消口头审批",
    "追缴资金{k}.{n}万元，已缴入财政专户并取得收据",
    "开展{t}专题培训{m}场，覆盖干部职工{k}人次，现场测试合格率达到九成以上",
    "建立月度抽查机制，每月随机抽取{n}份档案，由分管领导签字确认",
    "走访服务对象{k}户，收集意见{n}条，当场答复{m}条，其余限期办理",
    "完善{t}公示栏，公开事项{n}项，设置意见箱{m}个",
    "对下属{m}个事业单位开展延伸检查，发现同类问题{n}个，均已立行整改",
    "将{t}纳入年度考核指标，权重由{m}分提高到{n}分",
    "与财务部门逐笔对账{k}笔，核销往来挂账{n}笔",
    "聘请第三方机构对{n}个在建项目开展质量抽检，下发整改通知{m}份",
    "清理长期闲置资产{n}处，重新签订租赁合同{m}份，年增收{k}万元",
    "对{k}名持证人员信息进行比对，清退不符合条件人员{n}名",
    "印发{t}操作手册{k}册，做到人手一册、按章办事",
    "设立{t}专项举报电话，安排{m}名同志轮流值守，累计接听{n}次",
    "组织党员干部赴廉政教育基地参观学习{m}批次，撰写心得体会{k}篇",
    "邀请{m}名人大代表和政协委员现场视察，采纳建议{n}条",
    "制定责任清单{n}项，逐项明确完成时限、责任股室和验收标准",
    "对历年{t}档案进行数字化扫描，形成电子目录{k}条",
    "完成{n}个老旧小区管网排查，修复隐患点{k}处",
    "严格执行双人核验制度，退回不合规申请{n}件，重新受理{m}件",
    "利用周例会通报进展，连续{m}周对滞后事项挂牌督办",
    "对照反馈意见举一反三，自查出其他问题{n}个，一并纳入整改台账",
    "与{k}家施工企业签订廉洁承诺，约谈项目负责人{n}名",
    "压减一般性支出{k}万元，公务接待批次同比下降{n}%",
    "成立由主要负责同志任组长的整改专班，抽调骨干{n}名集中办公{m}周",
    "对群众反映集中的{n}个点位安装监控设备{m}套，实现动态监管",
)
TOPICS = (
    "台账登记",
    "公务接待",
    "工程招标",
    "资产管理",
    "干部档案",
    "物业收费",
    "危房改造",
    "会议记录",
    "公车使用",
    "食堂采购",
)
ARTICLES = (
    "第{a}条 {u}{t}工作实行分级负责制，由{m}名以上工作人员共同办理",
    "第{a}条 经办人应当在{n}个工作日内完成登记，登记内容包括事由、时间、数量和责任人",
    "第{a}条 单笔金额超过{k}00元的事项，应当提交班子会议集体研究并形成记录",
    "第{a}条 {t}资料实行一事一档，保存期限不少于{n}年",
    "第{a}条 财务人员发现票据不合规的，应当在{m}日内退回并说明理由",
    "第{a}条 每季度末月{n}日前，由办公室汇总公示上季度办理情况",
    "第{a}条 违反本规定造成损失的，按照干部管理权限追究责任，扣减当年绩效{k}分",
    "第{a}条 分管领导每月抽查不少于{m}次，抽查结果在例会上通报",
    "第{a}条 涉及群众切身利益的{t}事项，应当公开征求意见不少于{n}日",
    "第{a}条 外聘人员不得单独经办，确需参与的应当由{m}名在编人员陪同",
    "第{a}条 {t}系统账号实行一人一号，离岗{m}日内注销",
    "第{a}条 本规定由办公室负责解释，每{m}年评估一次执行情况",
)


@dataclass
class File:
    """One file: who hands it in, for which of his problems, with which others, and what is to be noticed."""

    upload: SimpleUploadedFile
    unit: str
    problem: int
    expected: frozenset
    together: int
    what: str


class Set:
    """The files, in the order in which they are handed in."""

    def __init__(self, seed=7):
        self.chance = random.Random(seed)
        self.files: list[File] = []
        self.count = itertools.count(1)
        self.reports = itertools.count(1)

    # -- what is said ----------------------------------------------------------------------------------------------

    def numbers(self, unit, topic=None):
        chance = self.chance
        topic = topic or chance.choice(TOPICS)
        return {
            "u": unit,
            "t": topic,
            "n": chance.randint(2, 39),
            "m": chance.randint(2, 9),
            "k": chance.randint(11, 98),
        }

    def prose(self, unit, sentences=9):
        return [
            "，".join(pick.format(**self.numbers(unit)) for pick in picks) + "。"
            for picks in pairs(self.chance.sample(SAID, sentences))
        ]

    def rule(self, unit, topic, articles=9, seed=None):
        chance = random.Random(seed) if seed is not None else self.chance
        picks = chance.sample(ARTICLES, articles)
        said = []
        for place, pick in enumerate(picks, start=1):
            numbers = {
                "u": unit,
                "t": topic,
                "n": chance.randint(5, 30),
                "m": chance.randint(2, 5),
                "k": chance.randint(10, 90),
            }
            said.append(pick.format(a=place, **numbers) + "。")
        return said

    # -- what is handed in -----------------------------------------------------------------------------------------

    def add(self, upload, what, *kinds, unit=OURS, problem=None, together=None):
        number = next(self.count)
        stem, _dot, ending = upload.name.rpartition(".")
        upload.name = f"{number:03d}{stem}.{ending}"
        problem = self.chance.randrange(6) if problem is None else problem
        self.files.append(File(upload, unit, problem, frozenset(kinds), together or next(self.reports), what))
        return upload


def pairs(rows):
    return [rows[at : at + 2] for at in range(0, len(rows), 2)]


def moment(day, hour=10):
    return datetime.datetime.combine(day, datetime.time(hour - 8, 12))  # Office programs write Greenwich


def chinese(day):
    digits = "〇一二三四五六七八九"

    def small(number):
        tens, ones = divmod(number, 10)
        return ("" if not tens else "十" if tens == 1 else f"{digits[tens]}十") + (digits[ones] if ones else "")

    return f"{''.join(digits[int(d)] for d in str(day.year))}年{small(day.month)}月{small(day.day)}日"


def said_day(day, manner=0):
    return (f"{day.year}年{day.month}月{day.day}日", chinese(day), day.isoformat())[manner % 3]


def word(name, title, lines, *, signed="", day=None, manner=0, number="", made=None, changed=None, pictures=()):
    """A .docx with what an Office program writes into it; None for ``made`` leaves it without."""
    document = docx.Document()
    for line in filter(None, (title, number, *lines)):
        document.add_paragraph(line)
    for picture in pictures:
        document.add_picture(io.BytesIO(picture))
    for line in (signed, said_day(day, manner) if day else ""):
        if line:
            document.add_paragraph(line)
    made = made or (day or NEW)
    document.core_properties.created = moment(made)
    document.core_properties.modified = moment(changed or made, 16)
    target = io.BytesIO()
    document.save(target)
    return SimpleUploadedFile(f"{name}.docx", target.getvalue())


def pdf(name, lines, *, made=None, password=""):
    """A .pdf; ``made`` is the day that its maker wrote into it."""
    wrapped = [line[at : at + 36] for line in lines for at in range(0, len(line), 36)]
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(papers.scan(name, wrapped).read()))
    if made:
        writer.add_metadata({"/CreationDate": f"D:{made:%Y%m%d}101500+08'00'"})
    if password:
        writer.encrypt(password)
    target = io.BytesIO()
    writer.write(target)
    return SimpleUploadedFile(f"{name}.pdf", target.getvalue())


def sheet(name, rows, *, made=NEW):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True}) as book:
        if made:
            book.set_properties({"created": moment(made)})
        page = book.add_worksheet("台账")
        for number, row in enumerate(rows):
            page.write_row(number, 0, row)
    return SimpleUploadedFile(f"{name}.xlsx", target.getvalue())


def scene(seed, people=0, light=1.0):
    """A room or a street: shapes in places of their own; ``people`` sit in it, the same room at another time."""
    chance, size = random.Random(seed), (960, 720)
    picture = Image.new("RGB", size, tuple(chance.randint(90, 230) for _c in "rgb"))
    draw = ImageDraw.Draw(picture)
    for _shape in range(26):
        x, y = chance.randint(-80, 900), chance.randint(-80, 660)
        box = (x, y, x + chance.randint(40, 420), y + chance.randint(40, 320))
        colour = tuple(chance.randint(0, 255) for _c in "rgb")
        (draw.rectangle if chance.random() < 0.6 else draw.ellipse)(box, fill=colour)
    who = random.Random(people)
    for _person in range(9 if people else 0):
        x, y = who.randint(0, 860), who.randint(150, 560)
        coat = tuple(who.randint(0, 200) for _c in "rgb")
        draw.ellipse((x, y, x + 70, y + 80), fill=(224, 188, 160))
        draw.rectangle((x - 35, y + 80, x + 105, y + 260), fill=coat)
    picture = picture.filter(ImageFilter.GaussianBlur(1.5))
    return picture.point(lambda value: min(255, int(value * light)))


def photo(name, picture, *, taken=NEW, quality=88, ending="jpg"):
    target = io.BytesIO()
    if ending == "jpg":
        exif = picture.getexif()
        if taken:
            exif[306] = f"{taken:%Y:%m:%d} 09:30:00"
            exif.get_ifd(0x8769)[36867] = f"{taken:%Y:%m:%d} 09:30:00"
        picture.save(target, "JPEG", quality=quality, exif=exif)
    else:
        picture.save(target, "PNG")
    return SimpleUploadedFile(f"{name}.{ending}", target.getvalue())


def blob(picture):
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=90)
    return target.getvalue()


def day_after(chance, first=START, last=datetime.date(2026, 7, 30)):
    return first + datetime.timedelta(days=chance.randrange(1, (last - first).days))


# -- honest --------------------------------------------------------------------------------------------------------


def honest(made: Set):  # noqa: C901 - a list, one after another
    chance, add = made.chance, made.add
    for number in range(20):
        unit, day = (OURS, THEIRS)[number % 2], day_after(chance)
        title = f"{unit}关于{chance.choice(TOPICS)}问题整改进展情况的报告"
        add(word("整改进展报告", title, made.prose(unit), signed=unit, day=day, manner=number), "a report", unit=unit)
    for number in range(8):
        unit, day, topic = (OURS, THEIRS)[number % 2], day_after(chance), TOPICS[number]
        lines = made.rule(unit, topic)
        paper = word(
            "制度", f"{unit}{topic}管理规定", lines, number=f"云住建发〔2026〕{number + 3}号", signed=unit, day=day
        )
        add(paper, "a new rule", unit=unit)
    for number in range(6):
        topic, day, together = TOPICS[number], day_after(chance), next(made.reports)
        old = made.rule(OURS, topic, 9)
        new = made.rule(OURS, topic, 9)
        half = [*old[:4], *new[4:], f"第十条 本规定自{day.year}年8月1日起施行。"]
        before = datetime.date(2021 + number % 3, 4, 12)
        paper = word("管理办法2021", f"{OURS}{topic}管理办法", old, signed=OURS, day=before, made=before)
        add(paper, "the old rule beside the new", problem=number, together=together)
        paper = word("管理办法修订", f"{OURS}{topic}管理办法（2026年修订）", half, signed=OURS, day=day)
        add(paper, "the new rule beside the old", problem=number, together=together)
    for number in range(8):
        unit, day = (OURS, THEIRS)[number % 2], day_after(chance)
        lines = [
            "区委巡察办：",
            f"根据巡察整改工作要求，现将我单位{chance.choice(TOPICS)}问题整改情况及佐证材料报送贵办，请予审核。",
            f"附件：整改佐证材料{chance.randint(3, 19)}份",
        ]
        add(word("函", f"{unit}关于报送整改材料的函", lines, signed=unit, day=day), "a form letter", unit=unit)
    for number in range(6):
        unit, day = (OURS, THEIRS)[number % 2], day_after(chance)
        add(word("承诺书", "巡察整改承诺书", PLEDGE, signed=unit, day=day), "a pledge that all units sign", unit=unit)
    for number in range(6):
        room, together = 500 + number // 2, next(made.reports)
        for time in (1, 2):
            picture = scene(room, people=10 * number + time, light=1.0 if time == 1 else 0.92)
            day = day_after(chance)
            add(photo("会议室现场照片", picture, taken=day), "one room at two times", problem=number, together=together)
    for number in range(5):
        add(photo("整改前照片", scene(600 + number), taken=OLD), "how it was before", problem=number)
        add(photo("整改后照片", scene(600 + number, people=number + 77), taken=NEW), "how it is now", problem=number)
    for number in range(8):
        unit, day = (OURS, THEIRS)[number % 2], day_after(chance)
        lines = [
            f"针对{said_day(datetime.date(2023, 4, 2 + number), number)}签订的合同，经与原始凭证核对，补办了手续。",
            *made.prose(unit, 8),
            f"上述事项最早发生于{said_day(datetime.date(2022, 11, 5), number + 1)}，已于{said_day(day, number)}办结。",
        ]
        add(word("核查情况", f"{unit}历史合同核查情况", lines, signed=unit, day=day), "cites old dates", unit=unit)
    for number in range(8):
        unit = (OURS, THEIRS)[number % 2]
        rows = [["附件2"], ["巡察整改问题销号申请台账"], [f"填报单位：{unit}"], HEADINGS]
        for place in range(1, 13):
            day = datetime.date(2023 + place % 3, place, 5 + number)
            rows.append([place, chance.choice(TOPICS), day.isoformat(), chance.randint(2, 99), made.prose(unit, 2)[0]])
        add(sheet("销号台账", rows), "a template filled in", unit=unit)
    for number in range(3):
        lines = ABOVE[number]
        for unit in (OURS, THEIRS):
            paper = pdf("财政厅文件", lines, made=datetime.date(2024, 5, 6))
            add(paper, "a paper from above that two units attach", unit=unit)
    for number in range(6):
        unit, day = (OURS, THEIRS)[number % 2], day_after(chance)
        made_on = datetime.date(2022, 3, 1 + number)
        title = f"{unit}整改专题会议纪要"
        paper = word("纪要", title, made.prose(unit, 7), signed=unit, day=day, made=made_on, changed=day)
        add(paper, "written over an old file", unit=unit)
    for number in range(5):
        day = datetime.date(2026, 6, 2 + number)
        lines = [f"{OURS}文件", *made.prose(OURS, 7), OURS, said_day(day, number)]
        add(pdf("扫描件", lines, made=datetime.date(2026, 7, 28)), "scanned weeks later")
    for _number in range(4):
        day = day_after(chance)
        lines = [
            f"{OURS}党组会议记录",
            f"会议时间：{said_day(day)}",
            *made.prose(OURS, 7),
            "记录人：王某",
            "参会人员签名：略",
        ]
        add(pdf("会议记录", lines, made=day), "minutes with their day at the top")
    lines, day = made.prose(OURS, 8), day_after(chance)
    for problem in (0, 3):
        paper = word("党组会议纪要", f"{OURS}党组会议纪要", lines, signed=OURS, day=day)
        add(paper, "one meeting for two problems", problem=problem)
    for _number in range(4):
        day = day_after(chance)
        lines = [f"{OURS}会同{THEIRS}、区财政局对校舍安全开展联合检查。", *made.prose(OURS, 7)]
        title = f"{OURS}关于会同{THEIRS}开展校舍检查的情况报告"
        add(word("联合检查", title, lines, signed=OURS, day=day), "names another unit it worked with")
    for number in range(3):
        day = day_after(chance)
        lines = [
            f"{OURS}：",
            f"你局{day.year}年缴回的专项资金{chance.randint(10, 90)}.{number}万元已入账，特此证明。",
            *made.prose("区财政局", 5),
        ]
        add(word("入账证明", "资金入账证明", lines, signed="区财政局", day=day), "written to it by another")
    for _number in range(3):
        rows = [
            ["项目", "金额"],
            *([pick.format(**made.numbers(OURS)), chance.randint(1, 99)] for pick in chance.sample(SAID, 9)),
        ]
        add(sheet("支出明细", rows, made=datetime.date(2006, 9, 16)), "a program that never writes the day")
    for number in range(2):
        add(
            photo("扫描空白页", Image.new("RGB", (900, 1200), (250, 250, 248)), taken=None),
            "white pages",
            problem=number,
        )
    paper = word("收据", f"{OURS}收款凭证说明", made.prose(OURS, 8), signed=OURS, day=day_after(chance))
    add(paper, "handed in", problem=1)
    again = SimpleUploadedFile("收据.docx", paper.file.getvalue())
    add(again, "handed in again for the same problem", problem=1)
    add(pdf("加密文件", made.prose(OURS, 8), password="secret", made=NEW), "protected")
    add(SimpleUploadedFile("损坏文件.docx", b"PK\x03\x04" + bytes(200)), "damaged")


HEADINGS = ["序号", "问题", "发生时间", "数量", "整改情况"]
PLEDGE = [
    "为切实抓好巡察反馈问题整改，本单位郑重承诺：一、提高政治站位，把巡察整改作为重大政治任务，主要负责同志履行第一责任人责任；"
    "二、坚持实事求是，所报送的整改情况和佐证材料真实、准确、完整，不弄虚作假，不敷衍应付；三、严格按照时限要求推进整改，"
    "确需延期的提前书面说明理由；四、举一反三，建立健全长效机制，防止问题反弹；五、自觉接受监督，如有违反愿意承担相应责任。",
]
ABOVE = [
    [
        "云州市财政局文件",
        f"云州财〔2024〕{9 + number}号",
        *("各县（区）财政局、市直各部门：", text),
        *("为进一步规范财政资金管理，根据有关法律法规，结合我市实际，制定本办法，请认真贯彻执行。" * 4,),
        "云州市财政局",
        "2024年5月6日",
    ]
    for number, text in enumerate(
        (
            "现将市级差旅费管理办法印发给你们，住宿费按职级限额凭据报销，伙食补助按自然天数包干使用，城市间交通费按规定等级报销。",
            "现将市级会议费管理办法印发给你们，会议实行分类管理、分级审批，综合定额包括住宿费、伙食费和其他费用，不得超支。",
            "现将行政事业单位国有资产处置办法印发给你们，处置应当公开公平，收入上缴国库，实行收支两条线管理，任何单位不得截留。",
        )
    )
]


# -- dishonest -----------------------------------------------------------------------------------------------------


def dishonest(made: Set):  # noqa: C901 - a list, one after another
    chance, add = made.chance, made.add
    for number in range(6):
        day = OLD + datetime.timedelta(days=11 * number)
        lines, topic = made.rule(OURS, TOPICS[number], 10), TOPICS[number]
        paper = word("制度", f"{OURS}{topic}内部控制制度", lines, signed=OURS, day=day, manner=number, made=NEW)
        add(paper, "a rule dated before the feedback", "dated", problem=number)
    for number in range(3):
        day = datetime.date(2025, 11, 3 + number)
        lines = [f"{OURS}整改工作方案", *made.prose(OURS, 8), OURS, said_day(day, number)]
        add(pdf("工作方案", lines, made=NEW), "a paper dated before the feedback", "dated")
    for number in range(3):
        lines = made.rule(OURS, TOPICS[number + 3], 8)
        paper = word(
            "文件", f"{OURS}{TOPICS[number + 3]}规程", lines, number=f"云住建发〔{2024 - number}〕12号", made=NEW
        )
        add(paper, "a number of an earlier year", "dated")
    for number in range(3):
        made_on = OLD + datetime.timedelta(days=9 * number)
        paper = word("学习材料", f"{OURS}专题学习材料", made.prose(OURS, 9), made=made_on)
        add(paper, "a paper finished before the feedback", "made")
    add(pdf("检查记录", [OURS, *made.prose(OURS, 8)], made=OLD), "a paper finished before the feedback", "made")
    rows = [
        ["项目", "金额"],
        *([pick.format(**made.numbers(OURS)), chance.randint(1, 99)] for pick in chance.sample(SAID, 9)),
    ]
    add(sheet("整改明细", rows, made=OLD), "a table finished before the feedback", "made")
    for number in range(3):
        add(photo("现场照片", scene(700 + number), taken=datetime.date(2026, 2, 3 + number)), "an old photo", "made")
    for number in range(4):
        day = datetime.date(2026, 5, 25 + number)
        paper = word(
            "通知", f"{OURS}工作安排", made.prose(OURS, 8), signed=OURS, day=day, made=datetime.date(2026, 7, 29)
        )
        add(paper, "a paper made long after its day", "later")
    for _number in range(4):  # the other unit's own file, as it is
        day = day_after(chance)
        lines = made.prose(THEIRS, 9)
        paper = word("整改报告", f"{THEIRS}专项治理情况报告", lines, signed=THEIRS, day=day)
        add(paper, "its own", unit=THEIRS)
        taken = SimpleUploadedFile("专项治理.docx", paper.file.getvalue())
        add(taken, "another unit's file", "file", "name")
    picture = photo("现场照片", scene(800))
    add(picture, "its own", unit=THEIRS)
    add(SimpleUploadedFile("施工现场.jpg", picture.file.getvalue()), "another unit's picture", "file")
    rows = [
        ["项目", "金额"],
        *([pick.format(**made.numbers("本单位")), chance.randint(1, 99)] for pick in chance.sample(SAID, 9)),
    ]
    table = sheet("明细表", rows)
    add(table, "its own", unit=THEIRS)
    add(SimpleUploadedFile("支出明细.xlsx", table.file.getvalue()), "another unit's table", "file")
    for _number in range(4):  # saved again under another name
        day, lines = day_after(chance), made.prose("本单位", 9)
        add(word("情况说明", "整改情况说明", lines, signed="", day=day), "its own", unit=THEIRS)
        again = word("整改说明", "整改情况说明", lines, signed="", day=day, made=day + datetime.timedelta(days=2))
        add(again, "another unit's text under another name", "text")
    for number in range(6):  # with the name replaced; then with the date too; then with a sentence of its own
        day = day_after(chance)
        lines = made.prose(THEIRS, 12)
        add(word("总结", f"{THEIRS}整改工作总结", lines, signed=THEIRS, day=day), "its own", unit=THEIRS)
        mine = [line.replace(THEIRS, OURS) for line in lines]
        if number >= 4:
            mine = (
                [*mine[:-1], "下一步将持续巩固成果。"] if len(mine[-1]) < 40 else [*mine, "下一步将持续巩固整改成果。"]
            )
        day = day_after(chance) if number >= 2 else day
        add(word("总结", f"{OURS}整改工作总结", mine, signed=OURS, day=day), "another unit's text", "alike")
    lines, day = made.prose(OURS, 9), day_after(chance)
    paper = word("佐证", f"{OURS}专题研究情况", lines, signed=OURS, day=day)
    add(paper, "for one problem", problem=0)
    add(SimpleUploadedFile("佐证二.docx", paper.file.getvalue()), "for two problems", problem=1)
    add(SimpleUploadedFile("佐证三.docx", paper.file.getvalue()), "for three problems", "file", problem=2)
    for number in range(5):  # an amended rule that is the old one
        topic, day = TOPICS[number + 4], day_after(chance)
        lines, together = made.rule(OURS, topic, 10), next(made.reports)
        before = datetime.date(2024, 3, 4)
        old = word("原制度", f"{OURS}{topic}实施细则", lines, signed=OURS, day=before, made=before)
        add(old, "the old rule, named as such", problem=number, together=together)
        title = f"{OURS}{topic}实施细则（2026年修订）"
        together = together if number % 2 else None
        paper = word("新制度", title, lines, number=f"云住建发〔2026〕{20 + number}号", signed=OURS, day=day)
        add(paper, "a rule amended in nothing but its date", "unchanged", problem=number, together=together)
    for number in range(4):  # a picture used twice, saved again
        picture = scene(900 + number)
        add(photo("整改现场", picture), "for one problem", problem=0)
        again = picture.resize((640, 480)) if number % 2 else picture.point(lambda value: min(255, int(value * 1.06)))
        add(photo("现场图片", again, quality=60), "the same picture for another", "picture", problem=1)
    picture = scene(950)
    add(photo("活动照片", picture), "its own", unit=THEIRS)
    paper = word("图文说明", f"{OURS}活动情况", made.prose(OURS, 7), signed=OURS, day=NEW, pictures=[blob(picture)])
    add(paper, "another unit's picture inside a paper", "picture")
    for number in range(2):  # the name that was forgotten
        title = f"{THEIRS}关于{TOPICS[number]}问题的整改报告"
        paper = word("报告", title, made.prose("我局", 8), signed=OURS, day=NEW)
        add(paper, "headed by another unit", "name")
        paper = word("报告", "专项整改情况报告", made.prose("我局", 8), signed=THEIRS, day=NEW)
        add(paper, "signed by another unit", "name")
    rows = [["整改情况表"], [f"填报单位：{THEIRS}"], *([place, made.prose("我局", 2)[0]] for place in range(9))]
    add(sheet("情况表", rows), "a table of another unit", "name")


def labelled() -> list[File]:
    made = Set()
    honest(made)
    dishonest(made)
    return made.files
