"""Parts of an inspection report as they come from its page: written if nobody was faster, else both texts are shown."""

import datetime
import hashlib
from dataclasses import dataclass, field
from typing import Any

from django.db import transaction

from casework.moves import held

from .actions import write_draft
from .models import ReportDraft


def seen(text: str) -> str:
    """Return by what a page knows that a part of the report is still the one that it has shown."""
    return hashlib.sha256(text.replace("\r\n", "\n").encode()).hexdigest()[:16]


@dataclass
class Saved:
    """What became of parts of a report that were sent."""

    draft: ReportDraft
    #: what somebody else has written meanwhile, by section
    theirs: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 409 if self.theirs else 200


def save(draft: ReportDraft, sent: dict[str, str], base: dict[str, str], user, today: datetime.date) -> Saved:
    """Write the parts that were sent, each if it is still what its writer has seen (``base``), else none of it.

    Raises ``Refused`` when it is not open to ``user``.
    """
    with transaction.atomic():
        current: Any = held(draft)
        sent = {name: text.replace("\r\n", "\n") for name, text in sent.items() if name in ReportDraft.SECTIONS}
        changed = {name: text for name, text in sent.items() if text != getattr(current, name)}
        theirs = {name: getattr(current, name) for name in changed if base.get(name) != seen(getattr(current, name))}
        if theirs:
            return Saved(current, theirs)
        if changed:
            write_draft(current, by=user, today=today, **(current.says() | changed))
        return Saved(current)
