"""The versions of a working paper: who wrote each and when, what it said, and what changed from one to another."""

import datetime
from dataclasses import dataclass
from typing import Any

from diff_match_patch import diff_match_patch

from casework import moves, present
from casework.models import Event

from .actions import amend_paper, words_of
from .models import WorkingPaper

#: how long two texts are compared at most, in seconds; then the rest counts as changed
PATIENCE = 0.5


@dataclass(frozen=True)
class Version:
    """One version; ``words`` is what it said by field, None where that was not kept yet or has moved under seal."""

    number: int
    who: str
    on: datetime.date
    words: dict[str, str] | None


@dataclass(frozen=True)
class Compared:
    """One field in two versions, each as pieces of text that are the same (``True``) or not."""

    label: str
    old: list[tuple[bool, str]]
    new: list[tuple[bool, str]]

    @property
    def differs(self) -> bool:
        return not all(same for same, _text in (*self.old, *self.new))


def versions_of(paper: WorkingPaper) -> list[Version]:
    """Return every version of a paper from its history, the oldest first."""
    written = [
        event
        for event in Event.objects.filter(thing_kind=paper.kind, thing_id=paper.pk)
        .select_related("actor")
        .order_by("id")
        if event.version == 1 or (event.move == amend_paper.name and event.changed)
    ]
    kept: list[Any] = [] if paper.stage in paper.left else [*paper.earlier, words_of(paper)]
    kept = [None] * (len(written) - len(kept)) + kept
    return [
        Version(number, moves.actor_of(event), event.on, words)
        for number, (event, words) in enumerate(zip(written, kept, strict=True), start=1)
    ]


def compare(old: dict[str, str], new: dict[str, str]) -> list[Compared]:
    """Return field by field what two versions say, with what only one of them says marked."""
    names = list(dict.fromkeys([*new, *old]))
    return [
        Compared(present.label_for(WorkingPaper, name), *pieces(old.get(name, ""), new.get(name, "")))
        for name in names
        if old.get(name) or new.get(name)
    ]


def pieces(old: str, new: str) -> tuple[list[tuple[bool, str]], list[tuple[bool, str]]]:
    """Return both texts in pieces, each with whether the other text has it too."""
    differ = diff_match_patch()
    differ.Diff_Timeout = PATIENCE
    found = differ.diff_main(old, new)
    differ.diff_cleanupSemantic(found)
    before = [(kind == differ.DIFF_EQUAL, text) for kind, text in found if kind != differ.DIFF_INSERT]
    after = [(kind == differ.DIFF_EQUAL, text) for kind, text in found if kind != differ.DIFF_DELETE]
    return before, after
