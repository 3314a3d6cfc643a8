"""What the move that is being made has changed beside its rows, until it ends.

Powers that were given or taken are written into the history when the outermost move ends; things in memory and files
on the disk are put back as they were when it fails, since no transaction does that for them.
"""

import datetime
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


@dataclass
class Running:
    """One outermost move, with all that moves inside it."""

    #: the day on which all of it happens
    today: datetime.date
    #: who pressed: a person, or one of those who act without an account
    by: Any = None
    #: (kind, id) → the case or the person, and what was given (+) and taken (-)
    powers: dict[tuple[str, int], tuple[Any, list[str]]] = field(default_factory=dict)
    #: things as they were before they were moved, oldest first
    before: list[tuple[Any, dict[str, Any]]] = field(default_factory=list)
    #: files that were written
    files: list[Path] = field(default_factory=list)

    def put_back(self, mark: int = 0) -> None:
        """Let everything that was moved since ``mark`` say again what it said before."""
        while len(self.before) > mark:
            thing, values = self.before.pop()
            for name, value in values.items():
                setattr(thing, name, value)


_running: ContextVar[Running | None] = ContextVar("running", default=None)


def now() -> Running | None:
    """Return the move that is being made, if there is one."""
    return _running.get()


@contextmanager
def begun(today: datetime.date, by: Any = None) -> Iterator[tuple[Running, bool]]:
    """Enter a move; yields what is running, and whether this is the outermost."""
    outer = _running.get()
    if outer is not None:
        yield outer, False
        return
    running = Running(today, by)
    token = _running.set(running)
    try:
        yield running, True
    except BaseException:
        for path in running.files:
            path.unlink(missing_ok=True)
        raise
    finally:
        _running.reset(token)
