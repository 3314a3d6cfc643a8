"""What may stand in a cell. A reader takes the cell as the file has it and returns a value, or raises ``Unclear``.

What offices write for the same is taken for the same: full-width digits, blanks between the characters of a name, dates
as text, numbers that lost their format. What may mean two things is refused and never guessed.
"""

import datetime
import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any

from django.utils.translation import gettext as _

INVISIBLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2064\ufeff]")
#: what is typed with a Chinese keyboard where a number was meant
FULL_WIDTH = str.maketrans("０１２３４５６７８９．－／", "0123456789.-/")


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


class Broken:
    """A cell that holds no value that could be read; ``reason`` says why, as its reader should read it."""

    def __init__(self, reason: str, shown: str = ""):
        self.reason, self.shown = reason, shown

    def __str__(self):
        return self.shown


def number_text(value: Any) -> str:
    """Return a cell as its writer sees it, with the digits of a number in one width."""
    return plain(value).translate(FULL_WIDTH)


def text(limit: int) -> Callable[[Any], str]:
    """Read text of at most ``limit`` characters, as it stands."""

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
    """Read one of the words of ``known``; the value is what it says of that word."""

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
    """Read a whole number from ``least`` to ``most``; “2021年” is 2021."""

    def read(value):
        found = number_text(value).removesuffix("年")
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
    found = re.sub(r"\s", "", number_text(value))
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
