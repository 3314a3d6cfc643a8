"""Official papers in Word: of what kinds there are, and how one is made of the data of a thing.

A kind says what its papers are made of (``data``); its form is marked text below ``texts/``, which
``layout`` turns into a Word template. Papers are written in Chinese whatever language their reader works in: they are
signed, sealed and sent in the district.
"""

import datetime
import io
import re
from collections.abc import Callable, Set
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from django.utils import translation
from docxtpl import DocxTemplate
from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment

from ..models import Moving
from . import layout
from .fields import Field, offered

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
    #: whether it is signed and sent, and so leaves clean; an inner paper bears its reader, the minute and a number
    outside: bool = True
    #: what stands in a sample where the fields of our own template say too little; all of it is invented
    sample: dict[str, Any] = field(default_factory=dict, hash=False)
    #: what fields mean where our own template does not say it: ``{"matters.facts": "主要情况"}``
    means: dict[str, str] = field(default_factory=dict, hash=False)

    @property
    def name(self) -> str:
        """What papers of this kind are called, in the language of their reader."""
        return str(self.label or self.model._meta.verbose_name)

    @property
    def fields(self) -> dict[str, Field]:
        """The fields that a template of this kind may use."""
        return offered(source_of(self.code), self.means)

    def sample_data(self) -> dict[str, Any]:
        """Return invented data, by which a template can be looked at."""
        return {name: one.sample() for name, one in self.fields.items()} | self.sample

    def is_for(self, words: Set[str]) -> bool:
        """Say whether somebody who holds ``words`` on the case of a thing takes this paper of it."""
        return not self.words or not self.words.isdisjoint(words)

    def data_of(self, thing: Moving) -> dict[str, Any]:
        """Return what the paper of a thing is made of, as plain data."""
        with translation.override("zh-hans"):
            return self.data(thing)

    def make(self, thing: Moving) -> bytes:
        """Return the paper as a .docx, by our own template. No field may be missing."""
        return fill(ours(self.code), self.data_of(thing))


def fill(template: bytes, data: dict[str, Any]) -> bytes:
    """Return a template with its fields filled, as a .docx. Nothing of the data is taken for a tag.

    Whoever wrote the template reaches nothing but the data: it is filled in a sandbox, where nothing can be changed
    and no attribute of a program is read. Raises ``jinja2.TemplateError`` where a field is missing or a tag is wrong.
    """
    document = DocxTemplate(io.BytesIO(template))
    surroundings = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=True)
    surroundings.globals.clear()
    with translation.override("zh-hans"):
        document.render(data, surroundings, autoescape=True)
    layout.settle(document.docx)
    made = io.BytesIO()
    document.save(made)
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
def ours(code: str) -> bytes:
    """Return the template of a kind that comes with the house, as a .docx."""
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
