"""The sheets that offices keep: their headings, and what may stand in a cell.

A sheet is known by its headings, in whatever order and under whatever title; a merged cell speaks for all rows that it
covers, a formula for its value. What can't be understood is refused in words that name the cell, never guessed.
"""

import datetime
import io
import re
import unicodedata
import zipfile
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum

from .models import Organisation, Person

MAX_BYTES = 10 * 2**20
MAX_UNPACKED = 200 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 200
#: a heading is looked for in so many rows from the top
TOP = 12

READABLE = gettext_noop("This is not an Excel workbook (.xlsx) that can be read. Save it again in that format.")


INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")


class Unclear(ValueError):
    """A cell that can't be taken as it stands; the text says why, as its writer would say it."""


# -- what may stand in a cell --------------------------------------------------------------------------------------


def plain(value: Any) -> str:
    """Return a cell as its writer sees it: numbers without ``.0``, one kind of blank, nothing invisible."""
    match value:
        case None:
            return ""
        case bool():
            return "是" if value else "否"
        case float() if value.is_integer():
            return str(int(value))
        case datetime.datetime():
            return value.date().isoformat()
        case datetime.date() | datetime.time():
            return value.isoformat()
    cleaned = INVISIBLE.sub("", unicodedata.normalize("NFC", str(value)))
    return re.sub(r"[^\S\n]+", " ", cleaned).strip()


def text(limit: int) -> Callable[[Any], str]:
    def read(value):
        found = plain(value)
        if len(found) > limit:
            raise Unclear(_("longer than %(limit)d characters") % {"limit": limit})
        return found

    return read


def name(limit: int) -> Callable[[Any], str]:
    """Read a name: “王　敏”, spread out to the width of three characters, is 王敏."""

    def read(value):
        found = re.sub(r"\s+", " ", text(limit)(value))
        return re.sub(r"(?<=[\u3400-\u9fff·]) (?=[\u3400-\u9fff·])", "", found)

    return read


def choice(known: Mapping[str, Any]) -> Callable[[Any], Any]:
    def read(value):
        found = re.sub(r"\s", "", plain(value))
        if found not in known:
            several = "、".join(dict.fromkeys(list(known)[:12]))
            raise Unclear(_("“%(text)s” is none of: %(known)s") % {"text": found, "known": several})
        return known[found]

    return read


def several(known: Mapping[str, Any]) -> Callable[[Any], list[Any]]:
    """Read words that stand side by side, however they are kept apart; they come in the order of ``known``."""

    def read(value):
        one = choice(known)
        found = {one(word) for word in re.split(r"[、，,;；/\s]+", plain(value)) if word}
        return [code for code in dict.fromkeys(known.values()) if code in found]

    return read


def whole(least: int, most: int) -> Callable[[Any], int]:
    def read(value):
        found = plain(value).removesuffix("年")
        if not found.isascii() or not found.isdigit() or not least <= int(found) <= most:
            raise Unclear(
                _("“%(text)s” is not a number from %(least)d to %(most)d")
                % {"text": plain(value), "least": least, "most": most}
            )
        return int(found)

    return read


FULL = re.compile(r"(\d{4})[-./年](\d{1,2})[-./月](\d{1,2})日?$|(\d{4})(\d\d)(\d\d)$")
MONTH = re.compile(r"(\d{4})[-./年](\d{1,2})月?$|(\d{4})(\d\d)$")
FIRST_DAY, LAST_DAY = datetime.date(1900, 1, 1), datetime.date(2100, 1, 1)
#: days that Excel counts from, when a date lost its format
EPOCH = datetime.date(1899, 12, 30)


def day(value: Any) -> datetime.date:
    """Read a date, or a month as in “1985.06” (kept as its first day)."""
    if isinstance(value, datetime.datetime):
        value = value.date()
    if isinstance(value, datetime.date):
        return _within(value, value.isoformat())
    if isinstance(value, float) and not value.is_integer() and re.fullmatch(r"\d{4}\.1", str(value)):
        raise Unclear(_("%(text)s may be January or October; write the month with two digits") % {"text": value})
    found = re.sub(r"\s", "", plain(value))
    if isinstance(value, float | int) and 7_000 < value < 60_000 and float(value).is_integer():
        return _within(EPOCH + datetime.timedelta(days=int(value)), found)
    parts = FULL.match(found) or MONTH.match(found)
    if parts is None:
        raise Unclear(_("the date is written as “%(text)s”; write it like 1985-06-01") % {"text": found})
    numbers = [int(part) for part in parts.groups() if part]
    try:
        return _within(datetime.date(*[*numbers, 1][:3]), found)
    except ValueError as error:
        raise Unclear(_("the date is written as “%(text)s”, and there is no such day") % {"text": found}) from error


def _within(found, written):
    if not FIRST_DAY <= found < LAST_DAY:
        raise Unclear(_("the date is written as “%(text)s”, and there is no such day") % {"text": written})
    return found


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


# -- the sheets ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Heading:
    """A column of a known sheet: what it is called, which field it fills, how its cells are read."""

    name: str
    field: str
    read: Callable[[Any], Any]
    #: what its drop-down in the template offers
    offers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Paper:
    """A known sheet. The headings named by ``marks`` must all be there; the others may be missing."""

    name: str
    marks: tuple[str, ...]
    headings: tuple[Heading, ...]

    def find(self, written: str) -> Heading | None:
        return next((heading for heading in self.headings if heading.name == written), None)


ORGANISATIONS = Paper(
    "单位档案",
    ("单位名称",),
    (
        Heading("单位名称", "name", name(120)),
        Heading("组织编码", "code", text(40)),
        Heading(
            "单位类型", "kind_of", choice(KINDS | {word: KINDS[same] for word, same in ALSO.items()}), tuple(KINDS)
        ),
        Heading("单位级别", "level", text(40)),
        Heading("排序", "official_order", whole(1, 99_999)),
        Heading("标签", "tags", text(200)),
        Heading("简介", "about", text(5_000)),
        Heading("最近巡察年份", "last_inspected", whole(1990, 2100)),
        Heading("巡察历史", "inspected_before", text(5_000)),
        Heading("是否可用", "available", choice(AVAILABLE), ("是", "否")),
        Heading("上级单位", "parent", name(120)),
        Heading("党组织形式", "party_kind", choice(PARTY_KINDS), tuple(PARTY_KINDS)),
        Heading("简称", "short_name", name(40)),
    ),
)
POOL = Paper(
    "人才库",
    ("姓名", "所属单位"),
    (
        Heading("姓名", "name", name(60)),
        Heading("性别", "sex", choice(SEXES), tuple(SEXES)),
        Heading("出生日期", "born_on", day),
        Heading("民族", "ethnicity", text(20)),
        Heading("籍贯", "native_place", text(60)),
        Heading("政治面貌", "political_status", text(20)),
        Heading("学历", "education", text(20)),
        Heading("学位", "degree", text(20)),
        Heading("职务", "post", text(80)),
        Heading("职级", "rank", text(40)),
        Heading("类别", "pool_kind", text(40)),
        Heading("所属单位", "organisation", name(120)),
        Heading("标签", "tags", text(200)),
        Heading("简历", "about", text(5_000)),
        Heading("是否可用", "in_pool", choice(AVAILABLE), ("是", "否")),
        Heading("可任职务", "leads", choice(LEADS), tuple(LEADS)),
        Heading("专长", "skills", several(SKILLS)),
    ),
)
TEAMS = Paper(
    "巡察组名册",
    ("姓名", "所在单位"),
    (
        Heading("巡察组", "", text(80)),
        Heading("角色", "role", text(40)),
        Heading("组长", "", text(60)),
        Heading("姓名", "name", name(60)),
        Heading("性别", "sex", choice(SEXES), tuple(SEXES)),
        Heading("职务", "post", text(80)),
        Heading("职级", "rank", text(40)),
        Heading("所在单位", "organisation", name(120)),
        Heading("联系电话", "phone", text(40)),
        Heading("政治面貌", "political_status", text(20)),
    ),
)
PAPERS = (ORGANISATIONS, POOL, TEAMS)


@dataclass
class Cell:
    """One cell as its writer sees it, what it would replace, and why it can't be taken."""

    text: str
    was: str = ""
    error: str = ""


@dataclass
class Line:
    """One row of a sheet: its number in the file, its cells by heading, the values read from them by field."""

    number: int
    cells: dict[str, Cell]
    values: dict[str, Any] = field(default_factory=dict)
    state: str = "same"

    def refuse(self, heading: str, reason: str) -> None:
        cell = self.cells.setdefault(heading, Cell(""))
        cell.error = cell.error or reason
        self.state = "refused"


@dataclass
class Sheet:
    """A sheet that was recognised. ``columns`` names the letter under which each heading stands."""

    name: str
    paper: Paper
    columns: dict[str, str]
    lines: list[Line]
    #: columns that nobody knows, as the file calls them
    unknown: list[str] = field(default_factory=list)

    def faults(self) -> Iterator[str]:
        """Yield a sentence for each refused cell that names sheet, row and column."""
        for line in self.lines:
            for heading, cell in line.cells.items():
                if cell.error:
                    yield _("“%(sheet)s”, row %(row)d, column %(column)s: %(fault)s") % {
                        "sheet": self.name,
                        "row": line.number,
                        "column": self.columns.get(heading, "?"),
                        "fault": cell.error,
                    }


def read(content: bytes, papers: tuple[Paper, ...] = PAPERS) -> list[Sheet]:
    """Return the known sheets of a workbook, or raise ``ValidationError`` when it can't be read or holds none."""
    _measure(content)
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        kinds = {meta.name: meta.typ for meta in book.sheets_metadata}
        found = [
            sheet
            for title in book.sheet_names
            if kinds[title] == SheetTypeEnum.WorkSheet and (sheet := _sheet(book.get_sheet_by_name(title), papers))
        ]
    except (CalamineError, OSError, ValueError) as error:
        raise ValidationError(_(READABLE)) from error
    if not found:
        marks = "；".join(f"{paper.name}：{'、'.join(paper.marks)}" for paper in papers)
        raise ValidationError(_("No sheet has the headings that are looked for (%(marks)s).") % {"marks": marks})
    if sum(len(sheet.lines) for sheet in found) > MAX_ROWS:
        raise ValidationError(_("More than %(rows)d rows: import the file in parts.") % {"rows": MAX_ROWS})
    # bodies first: people work in them
    return sorted(found, key=lambda sheet: papers.index(sheet.paper))


CELL = re.compile(rb'<(?:\w+:)?c\s[^<>]*?\br="([A-Z]{1,3})(\d{1,7})"')


def _measure(content: bytes) -> None:
    """Refuse what would fill the memory before a reader touches it: a small file may unfold into a huge one."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > MAX_UNPACKED:
                raise ValidationError(_("The workbook is too large once unpacked."))
            for part in package.infolist():
                if re.fullmatch(r"xl/worksheets/[^/]+\.xml", part.filename):
                    _measure_sheet(package.open(part))
    except (zipfile.BadZipFile, NotImplementedError, EOFError, OSError) as error:
        raise ValidationError(_(READABLE)) from error


def _measure_sheet(stream) -> None:
    rest, unpacked = b"", 0
    while block := stream.read(1 << 20):
        unpacked += len(block)
        if unpacked > MAX_UNPACKED:  # more than its own directory says
            raise ValidationError(_("The workbook is too large once unpacked."))
        rest += block
        for letters, number in CELL.findall(rest):
            if int(number) > MAX_ROWS + TOP or _index(letters.decode()) >= MAX_COLUMNS:
                raise ValidationError(
                    _("Cell %(cell)s is out of bounds: at most %(rows)d rows and %(columns)d columns are read.")
                    % {"cell": (letters + number).decode(), "rows": MAX_ROWS, "columns": MAX_COLUMNS}
                )
        rest = rest[-200:]


def _index(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1


def letter(index: int) -> str:
    """Return what Excel calls the column at ``index``."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def _sheet(source, papers: tuple[Paper, ...]) -> Sheet | None:
    raw = source.to_python(skip_empty_area=False)
    rows = [list(row) for row in raw]
    for (top, left), (bottom, _right) in source.merged_cell_ranges or ():
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[at]):
                rows[at][left] = rows[top][left]
    found = _headings(rows, papers)
    if found is None:
        return None
    at, paper, places = found
    sheet = Sheet(source.name, paper, {name: letter(index) for name, index in places.items()}, [])
    sheet.unknown = [
        f"{letter(index)} {written}"
        for index, cell in enumerate(rows[at])
        if (written := _heading(cell)) and written not in places
    ]
    for number in range(at + 1, len(rows)):
        if line := _line(number, raw[number], rows[number], paper, places):
            sheet.lines.append(line)
    return sheet


def _heading(cell: Any) -> str:
    """Return a heading without what offices put round it: blanks, stars, “（必填）”."""
    return re.sub(r"\s|[*＊:：]|[（(][^）)]*(必填|选填|填写)[^）)]*[）)]", "", plain(cell))


def _headings(rows, papers: tuple[Paper, ...]) -> tuple[int, Paper, dict[str, int]] | None:
    """Return where the headings stand, whose they are, and the column of each; the fullest fit wins."""
    best = None
    for at, row in enumerate(rows[:TOP]):
        written = [_heading(cell) for cell in row]
        for paper in papers:
            places = {
                heading.name: written.index(heading.name) for heading in paper.headings if heading.name in written
            }
            if all(mark in places for mark in paper.marks) and (best is None or len(places) > len(best[2])):
                best = (at, paper, places)
    return best


def _line(number, raw, row, paper, places) -> Line | None:
    """Return a row with what its cells say; a row that says nothing, or the headings once more, is none."""
    if not any(plain(raw[index]) for index in places.values()):
        return None
    if all(_heading(row[index]) == name for name, index in places.items()):
        return None
    line = Line(number + 1, {name: Cell(plain(row[index])) for name, index in places.items()})
    for name, index in places.items():
        heading = paper.find(name)
        if heading is None or not line.cells[name].text:
            continue
        try:
            value = heading.read(row[index])
        except Unclear as error:
            line.refuse(name, str(error))
        else:
            if heading.field:
                line.values[heading.field] = value
    return line
