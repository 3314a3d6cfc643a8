"""What a paper says of itself: which day it bears, who issued it, and what it is called."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from .reading import Content

_DIGITS = {digit: str(value) for value, digit in enumerate("〇一二三四五六七八九")} | {"零": "0", "○": "0", "O": "0"}
_C = "〇○零一二三四五六七八九十"
_PARTS = (
    rf"(?P<y>[12]\d{{3}}|[{_C}O]{{4}})\s*年\s*(?P<m>\d{{1,2}}|[{_C}]{{1,3}})\s*月\s*(?P<d>\d{{1,2}}|[{_C}]{{1,3}})\s*[日号]",
    r"(?<!\d)(?P<y2>20\d{2})[-/.](?P<m2>\d{1,2})[-/.](?P<d2>\d{1,2})(?!\d)",
)
DATE = re.compile("|".join(_PARTS))
#: 云住建发〔2026〕12号
NUMBER = re.compile(r"[\u4e00-\u9fff]{1,12}[〔\[［(]\s*(?P<year>20\d{2})\s*[〕\]］)]\s*第?\d{1,5}\s*号")
#: a line in which somebody is asked for, and gives, the day or the unit
DAY_ASKED = re.compile(r"(?:落款|填报|填表|制表|报送|印发|发文|成文|会议)(?:日期|时间)\s*[:：]\s*")
UNIT_ASKED = re.compile(r"(?:填报单位|报送单位|单位名称|编制单位|填表单位|责任单位|单位\s*\(?盖章\)?)\s*[:：]?\s*")
#: so near to the end a date is the day of the paper, wherever it stands
NEAR_THE_END = 60
#: lines from the top in which a paper bears its own number, and lines above its date in which its issuer signs
HEAD, ABOVE_DATE = 8, 3
#: a name of a file that says: this is what it was before, or on what it rests
FOR_COMPARISON = re.compile(r"整改前|修订前|修改前|原制度|原文|原件|旧版|旧制度|依据|对照|参照|上级文件|转发|废止")
#: whom a paper is sent to that is meant for many
TO_MANY = re.compile(r"各(?:区直)?(?:单位|部门|乡镇|镇|街道|党组|党委|党支部|学校|医院|企业|村)")
#: how the name of a body ends
BODY = re.compile(
    r"(?:局|委|办|室|部|会|院|校|镇|乡|街道|村|社区|中心|公司|集团|政府|党组|党委|党工委|支部|总支|小组|大队|站|所|厅|学|园)$"
)
#: papers that many write alike, each in its own name
FORM = re.compile(r"(?:承诺书|责任书|回执|签到[表册]|登记表|申请表|审批表|授权书|委托书|送达单|的函)$")
#: one mention of another unit's Party organisation may be a citation
PARTY, TWICE = re.compile("党组|党委|党工委|党总支|党支部|支部"), 2


@dataclass
class Names:
    """What bodies of the district are called: this unit, those that belong together with it, and all the others."""

    own: set[str] = field(default_factory=set)
    kin: set[str] = field(default_factory=set)
    others: set[str] = field(default_factory=set)

    def __post_init__(self):
        # A name that holds another unit's name is looked at first: 区教育局 is not 区教育局督导室.
        self._others = _pattern(self.others - self.own - self.kin)
        self._ours = _pattern(self.own | self.kin)
        self._every = _pattern(self.own | self.kin | self.others)

    def names_us(self, text: str) -> bool:
        return bool(self._ours and self._ours.search(text))

    def other_in(self, text: str) -> re.Match | None:
        """Return where another unit is named, names of this unit left out."""
        text = self._ours.sub(lambda found: " " * len(found[0]), text) if self._ours else text
        return self._others.search(text) if self._others else None

    def other_party(self, text: str) -> int:
        """Return how often the Party organisation of another unit is named."""
        return _followed(self._others, text)

    def our_party(self, text: str) -> int:
        return _followed(self._ours, text)

    def without(self, text: str) -> str:
        """Return the text with a blank where any body of the district is named."""
        return self._every.sub(" ", text) if self._every else text


def _pattern(names: Iterable[str]) -> re.Pattern | None:
    long_first = sorted(names, key=lambda name: (-len(name), name))
    # 市教育局 is a body of the city, whatever the district's own is called.
    return re.compile(f"(?<![市省部])(?:{'|'.join(map(re.escape, long_first))})") if long_first else None


def _followed(names: re.Pattern | None, text: str) -> int:
    return sum(bool(PARTY.match(text, found.end())) for found in names.finditer(text)) if names else 0


@dataclass
class Said:
    """What a paper says of itself."""

    stated_on: datetime.date | None = None
    number_year: int | None = None
    foreign: bool = False
    misnamed: bool = False
    is_form: bool = False


def what_it_says(content: Content, names: Names, handed_in: datetime.date) -> Said:
    """Return which day and number the paper bears, and whether it is this unit's, another body's or wrongly named."""
    lines = [line for line in content.lines if line]
    said = Said(number_year=None if content.table else _number_year(lines))
    said.stated_on, at = _stated(lines, content.table, handed_in)
    signed = _signed(lines, at)
    asked = [line[found.end() :] for line in lines if (found := UNIT_ASKED.search(line))]
    title = lines[0] if lines else ""
    said.is_form = bool(lines and FORM.search(re.sub(r"\s|\(.*\)$", "", title)))
    said.misnamed = not TO_MANY.search(content.text) and _misnamed(content.text, title, signed, asked, names)
    issuer = next((line for line in signed if BODY.search(line)), "")
    said.foreign = not said.misnamed and bool(issuer) and not names.names_us(content.text)
    return said


def title_of(lines: list[str]) -> str:
    """Return what a paper is called: the first line that is neither the head of the sheet nor the paper's number."""
    for line in filter(None, lines[:HEAD]):
        if not NUMBER.fullmatch(line.replace(" ", "")) and not line.endswith("文件"):
            return line
    return ""


def dates_in(text: str) -> list[tuple[datetime.date, re.Match]]:
    """Return the days that are named in a text, each with its place."""
    found = []
    for match in DATE.finditer(text):
        parts = [match[name] or match[f"{name}2"] for name in "ymd"]
        try:
            year = "".join(_DIGITS.get(digit, digit) for digit in parts[0])
            found.append((datetime.date(int(year), _number(parts[1]), _number(parts[2])), match))
        except ValueError:
            continue  # 2026年13月 is no date
    return found


def _number(text: str) -> int:
    """Read 5, 五, 十五, 二十 or 二十五."""
    if text.isdigit():
        return int(text)
    tens, ten, ones = text.rpartition("十")
    if not ten:
        return int("".join(_DIGITS[digit] for digit in text))
    return 10 * int(_DIGITS[tens] if tens else 1) + int(_DIGITS[ones] if ones else 0)


def _stated(lines: list[str], table: bool, handed_in: datetime.date) -> tuple[datetime.date | None, int]:
    """Return the day that a paper bears, and in which line: the last line that is a date and nothing else.

    Else the day that the paper was asked for by name, else the last date, if it ends the paper. In a table dates stand
    in every row, so only one that was asked for by name counts. A day that is still to come is no day of issue.
    """
    nothing: tuple[datetime.date | None, int] = (None, -1)
    alone = named = nothing
    for place, line in enumerate(lines):
        found = [(day, match) for day, match in dates_in(line) if day <= handed_in]
        if found and DAY_ASKED.search(line):
            named = (found[-1][0], place)
        elif found and not table and not re.sub(r"[\s()（）。.]", "", DATE.sub("", line)):
            alone = (found[-1][0], place)
    if alone[0] or named[0] or table or not lines:
        return alone if alone[0] else named
    text = "\n".join(lines)
    ending = [day for day, match in dates_in(text) if len(text) - match.end() <= NEAR_THE_END]
    return (ending[-1], len(lines) - 1) if ending and ending[-1] <= handed_in else (None, -1)


def _number_year(lines: list[str]) -> int | None:
    """Return the year of the paper's own number: it stands alone in a line near the top, citations stand in a text."""
    for line in lines[:HEAD]:
        found = NUMBER.fullmatch(line.replace(" ", ""))
        if found:
            return int(found["year"])
    return None


def _signed(lines: list[str], at: int) -> list[str]:
    """Return the lines in which somebody signs: those above the date that the paper bears, and that one itself."""
    if at < 0:
        return []
    above = [DATE.sub("", line).strip() for line in lines[max(1, at - ABOVE_DATE + 1) : at + 1]]
    return [line for line in reversed(above) if 0 < len(line) <= 40]


def _misnamed(text: str, title: str, signed: list[str], asked: list[str], names: Names) -> bool:
    """Whether another unit's name stands where this unit's should: as the issuer, as who reports, in the title."""
    first = names.other_in(title)
    headed = bool(first and not first.start()) and not names.names_us(title) and "转发" not in title
    if headed and any(names.names_us(line) for line in signed):
        return True
    if names.names_us(text):
        return names.other_party(text) >= TWICE and not names.our_party(text)
    places = [
        *(line for line in signed if BODY.search(line)),
        *asked,
        *([title] if headed else []),
    ]
    return any(names.other_in(line) for line in places)
