"""A list that was filled in offline and is read in again: all of it or nothing, checked cell by cell.

``check`` compares the file with what is there now and touches nothing; ``apply`` does what was found, by the same moves
and the same forms as the pages. What the sheets are, and which moves a row wants, each kind of list says for itself.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from .moves import Move


def words_of(choices) -> dict[str, str]:
    """Return what people may write for a choice, in every language of the house, with its code."""
    found: dict[str, str] = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            found |= {str(label).replace(" ", ""): code for code, label in choices}
    return found


@dataclass
class Wanted:
    """What one row of the file wants of one thing: moves, one after another, each with what its form takes."""

    thing: Any
    line: Any
    steps: list[tuple[Move, dict[str, Any]]] = field(default_factory=list)
    #: by which the history knows again what was done already, where a row makes something new
    form_key: str | None = None

    def do(self, user, today) -> None:
        version = self.thing.version
        for verb, data in self.steps:
            verb(self.thing, by=user, today=today, version=version, form_key=self.form_key, **data)
            version = self.thing.version


class Offline:
    """One file beside what is there: its sheets with their lines, and what they want."""

    def __init__(self, sheets, user, today):
        self.sheets, self.user, self.today = sheets, user, today
        self.wanted: list[Wanted] = []

    def counts(self) -> dict[str, int]:
        counted = dict.fromkeys(("new", "changed", "same", "refused"), 0)
        for sheet in self.sheets:
            for line in sheet.lines:
                counted[line.state] += 1
        return counted

    def faults(self) -> Iterator[str]:
        for sheet in self.sheets:
            yield from sheet.faults()

    @property
    def refused(self) -> bool:
        return any(line.state == "refused" for sheet in self.sheets for line in sheet.lines)

    def basis(self) -> str:
        """Return a digest of all that would be done and of the versions of the rows that it would be done to."""
        told = [
            repr((one.thing.kind, one.thing.pk, one.thing.version, [(verb.name, data) for verb, data in one.steps]))
            for one in self.wanted
        ]
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    def apply(self) -> None:
        """Do what was found. The caller holds the transaction."""
        for one in self.wanted:
            one.do(self.user, self.today)


def moved_on(version: int) -> str:
    """Return why a row that was written on an older version is not read in."""
    text = _("It has moved on since this list was taken (now version %(version)d): take the list again.")
    return text % {"version": version}
