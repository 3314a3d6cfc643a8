"""Parts that papers have in common: spans of days, numbers to fill in, text with headings of its own."""

import datetime
import re
from typing import Any

from . import day, paragraphs

#: what is filled in by hand
BLANK = "　　　　　　　　"
_HEADING = re.compile(r"(?:[一二三四五六七八九十]+、|第[一二三四五六七八九十]+部分)[^。；;]{1,30}")


def span(begins: datetime.date | None, ends: datetime.date | None) -> str:
    """Return ``2026年3月5日至2026年4月30日``; what is not known is left to fill in."""
    return f"{day(begins)}至{day(ends)}"


def number_to_fill_in(on: datetime.date | None) -> str:
    """Return a document number of that year, to be filled in by hand where the house gives none."""
    return f"　　〔{on.year if on else '　　'}〕　　号"


def chapters(text: str) -> list[dict[str, Any]]:
    """Return what was typed as ``heading`` and ``paragraphs``: a short line that begins with 一、 is a heading."""
    found: list[dict[str, Any]] = [{"heading": "", "paragraphs": []}]
    for line in paragraphs(text):
        if _HEADING.fullmatch(line):
            found.append({"heading": line, "paragraphs": []})
        else:
            found[-1]["paragraphs"].append(line)
    return [one for one in found if one["heading"] or one["paragraphs"]]
