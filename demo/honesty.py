"""Evidence about which something is noticed: a rule older than the feedback, a photograph used twice, a like report.

The files are real and so is the check, which reads all evidence of the demo. One note is decided as explained, one as
not acceptable, one waits for the unit, one for the office.
"""

from __future__ import annotations

import datetime
import io

import docx
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image, ImageDraw, ImageFilter

from accounts.models import User
from casework import clock
from rectification import actions as rectification
from rectification.evidence.check import Check
from rectification.models import EvidenceFlag, Feedback, Item

from .diary import Diary, Story
from .district import District

#: on which working day before today it begins
BEGINS = 3
RULE = (
    "第一条 为规范{unit}公务接待工作，严格执行中央八项规定精神，结合本单位实际，制定本办法。",
    "第二条 公务接待实行先审批后接待，没有公函的一律不予接待，接待清单由经办人和审批人签字。",
    "第三条 接待用餐以工作餐为主，接待对象在十人以内的，陪餐人数不得超过三人。",
    "第四条 接待费用报销应当附派出单位公函、接待清单、消费票据，缺少其中一项的财务人员不得受理。",
    "第五条 办公室每季度汇总接待批次、人数和费用，在单位公示栏公示，公示期不少于五个工作日。",
    "第六条 违反本办法的，责令退赔费用，并按照干部管理权限追究责任。本办法由办公室负责解释。",
)
VEHICLES = (
    "第一条 为加强{unit}公务用车管理，降低运行成本，杜绝公车私用，制定本办法。",
    "第二条 用车由股室负责人提前一天提出申请，写明事由、时间、目的地和随行人员，经分管领导签字后派车。",
    "第三条 车辆实行定点停放、定点维修、定点加油，节假日一律封存，钥匙交办公室保管。",
    "第四条 驾驶员每次出车后登记里程，里程与派车单不一致的，当日说明原因。",
    "第五条 单次维修费用超过三千元的，应当比价三家以上，由班子会议研究决定。",
    "第六条 办公室按月公布每辆车的里程、油耗和维修费用，接受干部职工监督。",
)
MEASURES = (
    "收到反馈意见后，{unit}党组先后召开三次专题会议，逐条剖析问题根源，明确由主要负责同志牵头，分管领导具体负责。",
    "组织财务、办公室等股室对近三年的凭证逐笔核对，补登台账四十七条，退回不合规报销单据十二份，追缴多报费用一点三万元。",
    "对负有责任的两名股室负责人进行批评教育，责令作出书面检查，并在干部职工大会上通报。",
    "举一反三开展自查，对下属单位延伸检查，发现同类问题五个，均已立行立改。",
    "建立月度抽查机制，每月随机抽取不少于十份凭证，由纪检干部签字确认，抽查结果与年度考核挂钩。",
    "开展业务培训两场，覆盖全体经办人员，现场测试合格率达到百分之九十六，不合格人员补训后重新上岗。",
)
ASKED = "请说明该文件的形成过程、印发范围，并提供发文登记簿复印件。"
ANSWERED = "该办法系进驻期间根据巡察组提醒先行起草印发，反馈后继续执行，发文登记簿复印件附后。"
EXPLAINED = "经核对发文登记簿，该办法确系进驻期间边巡边改时印发，内容针对反馈问题，予以认可。"
UNACCEPTABLE = "该办法印发于问题发现之前，问题正是在该办法实施期间发生，不能作为整改成果，请补充新的佐证材料。"
ASKED_PHOTO = "两个问题使用了同一张照片，请说明照片拍摄的时间、地点和事项。"


def tell(diary: Diary, district: District) -> Story:
    """The unit hands in, the worker looks, and whoever verifies asks and decides; the last two wait this morning."""
    told = Telling(diary, district)
    first, *others = told.under_way()
    told.hand_in(first, told.rule(first, told.between(first)))
    for item in others[:1]:
        told.hand_in(item, told.rule(item, told.before_finding(item), "公务用车", VEHICLES))
    look(diary.today)
    yield 0
    told.explained(first)
    for item in others[:1]:
        told.unacceptable(item)
    yield BEGINS - 1
    yield from told.last_day()


def look(today: datetime.date) -> None:
    """Read and compare whatever nobody has looked at, as the worker would."""
    turn = Check(today)
    while turn.step():
        pass


class Telling:
    """Who hands in what, and what is noticed about it."""

    def __init__(self, diary: Diary, district: District):
        self.diary, self.district, self.do = diary, district, diary.do
        self.clerk = district.users["陆子衿"]

    def under_way(self) -> list[Item]:
        """Return problems of several units that are not nearly put right: one of each unit, then the rest."""
        rows = Item.objects.filter(stage__in=Item.UNDER_WAY, percent__lt=100)
        rows = rows.filter(feedback__audience=Feedback.Audience.ORGANISATION).order_by("pk")
        rows = list(rows.select_related("engagement__unit", "feedback", "landing__finding__paper"))
        firsts = list({row.engagement_id: row for row in reversed(rows)}.values())
        return [*firsts, *(row for row in rows if row not in firsts)]

    def liaison(self, item: Item) -> User:
        unit = item.engagement.unit
        found = User.objects.filter(groups__in=(unit.members_id, unit.principals_id), is_active=True)
        return found.order_by("-groups__member_of", "pk").first() or self.clerk

    def hand_in(self, item: Item, *files: SimpleUploadedFile) -> None:
        said = {
            "percent": max(item.percent, 60),
            "done": "已补充完善制度和工作台账，佐证材料附后。",
            "files": list(files),
        }
        self.do(rectification.report_progress, item, by=self.liaison(item), **said)

    def flag(self, item: Item, kind: str) -> EvidenceFlag:
        flag: EvidenceFlag = item.flags.filter(kind_of=kind).latest("pk")
        return flag

    def between(self, item: Item) -> datetime.date:
        """Some days before the feedback, and after the problem was found."""
        paper = item.landing.finding.paper
        day = item.feedback.held_on - 12 * clock.ONE_DAY
        return max(day, paper.found_on + clock.ONE_DAY) if paper else day

    def before_finding(self, item: Item) -> datetime.date:
        paper = item.landing.finding.paper
        return (paper.found_on if paper else item.feedback.held_on) - 40 * clock.ONE_DAY

    def rule(self, item: Item, day: datetime.date, about="公务接待", texts=RULE) -> SimpleUploadedFile:
        unit = str(item.engagement.unit)
        lines = [text.format(unit=unit) for text in texts]
        return written(f"{about}管理办法", f"{unit}{about}管理办法", lines, unit, day)

    def measures(self, item: Item, day: datetime.date) -> SimpleUploadedFile:
        unit = str(item.engagement.unit)
        lines = [text.format(unit=unit) for text in MEASURES]
        return written("专项整治工作总结", f"{unit}专项整治工作总结", lines, unit, day)

    def explained(self, item: Item) -> None:
        flag = self.flag(item, EvidenceFlag.Kind.DATED)
        self.do(rectification.ask_unit, flag, by=self.clerk, question=ASKED)
        register = written("发文登记簿", "发文登记簿（节选）", ["公务接待管理办法，印发各股室。"], "", self.diary.today)
        said = {"answer": ANSWERED, "files": [register]}
        self.do(rectification.explain_evidence, flag, by=self.liaison(item), **said)
        self.do(rectification.decide_answered, flag, by=self.clerk, outcome="explained", ruling=EXPLAINED)

    def unacceptable(self, item: Item) -> None:
        flag = self.flag(item, EvidenceFlag.Kind.DATED)
        said = {"outcome": "unacceptable", "ruling": UNACCEPTABLE}
        self.do(rectification.decide_flag, flag, by=self.clerk, **said)

    def last_day(self) -> Story:
        """What is not decided yet: a report like another unit's, and a photograph that serves two problems."""
        items = self.under_way()
        units = {item.engagement.unit_id: item for item in reversed(items)}
        lender, *borrowers = units.values()
        self.hand_in(lender, self.measures(lender, lender.feedback.held_on + 20 * clock.ONE_DAY))
        for borrower in borrowers[:1]:
            self.hand_in(borrower, self.measures(borrower, self.diary.today - clock.ONE_DAY))
        same = [item for item in items if item.engagement_id == lender.engagement_id][:2]
        for item in same:
            self.hand_in(item, photograph("整改现场照片", self.diary.today - clock.ONE_DAY, smaller=item is not lender))
        look(self.diary.today)
        yield 0
        for flag in EvidenceFlag.objects.filter(kind_of=EvidenceFlag.Kind.PICTURE, stage=EvidenceFlag.Stage.OPEN):
            self.do(rectification.ask_unit, flag, by=self.clerk, question=ASKED_PHOTO)


def written(name: str, title: str, lines: list[str], signed: str, day: datetime.date) -> SimpleUploadedFile:
    """Return a .docx that was written, signed and saved on one day, as an Office program would keep it."""
    document = docx.Document()
    for line in filter(None, (title, *lines, signed, f"{day.year}年{day.month}月{day.day}日")):
        document.add_paragraph(line)
    moment = datetime.datetime.combine(day, datetime.time(2, 30))
    document.core_properties.created = document.core_properties.modified = moment
    target = io.BytesIO()
    document.save(target)
    return SimpleUploadedFile(f"{name}.docx", target.getvalue())


def photograph(name: str, day: datetime.date, *, smaller: bool) -> SimpleUploadedFile:
    """Return a .jpg of an office with its notice board, as large as a phone takes it or as a messenger sends it."""
    picture = Image.new("RGB", (1280, 960), (201, 208, 214))
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 700, 1280, 960), fill=(150, 122, 92))
    draw.rectangle((120, 120, 620, 480), fill=(236, 231, 214), outline=(96, 70, 48), width=14)
    for line in range(9):
        draw.rectangle((160, 165 + 33 * line, 300 + (line * 97) % 270, 180 + 33 * line), fill=(72, 80, 92))
    draw.rectangle((760, 90, 1190, 560), fill=(158, 196, 226), outline=(240, 240, 236), width=18)
    draw.polygon(((520, 900), (700, 610), (1210, 610), (1270, 900)), fill=(104, 78, 58))
    draw.ellipse((330, 520, 440, 640), fill=(222, 186, 158))
    draw.rectangle((290, 640, 490, 900), fill=(44, 62, 96))
    picture = picture.filter(ImageFilter.GaussianBlur(1.2))
    if smaller:
        picture = picture.resize((800, 600))
    exif = picture.getexif()
    exif[306] = f"{day:%Y:%m:%d} 10:20:00"
    target = io.BytesIO()
    picture.save(target, "JPEG", quality=70 if smaller else 88, exif=exif)
    return SimpleUploadedFile(f"{name}.jpg", target.getvalue())
