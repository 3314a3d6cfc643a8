"""Official papers in Word: of what kinds there are, and how one is made of the data of a thing.

A kind says what its papers are made of (``data``); its form is marked text below ``texts/``, which
``layout`` turns into a Word template. Papers are written in Chinese whatever language their reader works in: they are
signed, sealed and sent in the district.
"""

import datetime
import io
import re
from collections.abc import Callable, Set
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import SandboxedEnvironment

from ..models import Moving
from . import layout

KINDS: dict[str, "PaperKind"] = {}


@dataclass(frozen=True)
class PaperKind:
    """One kind of paper: of which kind of thing, and what is written into it."""

    code: str
    model: type[Moving]
    #: what the paper is made of: returns text, lists of text, and lists of rows for tables
    data: Callable[[Any], dict[str, Any]]
    #: how the file is called
    called: Callable[[Any], str]
    #: what it is called where it is asked for; if nothing else, what the thing is called
    label: Any = ""
    #: says why there is none of a thing yet; nothing where there is one
    why_not: Callable[[Any], Any] = lambda thing: ""
    #: who takes it: whoever holds one of these words on the case; if there are none, whoever sees the thing
    words: frozenset[str] = frozenset()

    def is_for(self, words: Set[str]) -> bool:
        """Say whether somebody who holds ``words`` on the case of a thing takes this paper of it."""
        return not self.words or not self.words.isdisjoint(words)

    def make(self, thing: Moving) -> bytes:
        """Return the paper as a .docx. Nothing of the data is taken for a tag, and no field may be missing."""
        template = DocxTemplate(io.BytesIO(_template(self.code)))
        surroundings = SandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
        with translation.override("zh-hans"):
            template.render(self.data(thing), surroundings, autoescape=True)
        layout.settle(template.docx)
        made = io.BytesIO()
        template.save(made)
        return made.getvalue()


def paper(kind: PaperKind) -> PaperKind:
    """Let there be papers of this kind."""
    KINDS[kind.code] = kind
    return kind


def kinds_of(model: type[Moving]) -> list[PaperKind]:
    """Return the kinds of papers that there are of things of this model, in the order in which they were declared."""
    return [kind for kind in KINDS.values() if kind.model is model]


def source_of(code: str) -> str:
    """Return the marked text of a kind."""
    return (Path(__file__).parent / "texts" / f"{code}.paper").read_text(encoding="utf-8")


@cache
def _template(code: str) -> bytes:
    made = io.BytesIO()
    layout.build(source_of(code)).save(made)
    return made.getvalue()


def day(date: datetime.date | None) -> str:
    """Write a date as official papers do (GB/T 9704-2012, 7.3.5.4): no zero before a figure; none is a blank."""
    return f"{date.year}年{date.month}月{date.day}日" if date else "    年  月  日"


def dated(text: str) -> str:
    """Return a text of the house with its days as papers write them."""
    return re.sub(r"(?<!\d)\d{4}-\d\d-\d\d(?!\d)", lambda found: day(datetime.date.fromisoformat(found[0])), text)


def paragraphs(*texts: str) -> list[str]:
    """Return what was typed, a paragraph each, without empty ones."""
    return [line.strip() for text in texts for line in text.splitlines() if line.strip()]
