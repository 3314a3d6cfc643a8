"""How a letter gets from a stranger into the house: by INSERT alone, and back to him by two questions.

What is here may run as the portal's role. It reads no table: of a box and of a receipt it learns by the functions that
the migration made. Number and secret of a receipt follow from the form and from what was written, so that a form that
is sent twice is one letter with one receipt, and a text that was changed meanwhile is another.
"""

import datetime
import hashlib
import re
from dataclasses import dataclass

from django.db import IntegrityError, connection, transaction

from casework.history import keyed

from .forms.letter import NUMBER_DIGITS, SECRET_DIGITS
from .models import Letter, LetterFile


@dataclass(frozen=True)
class OpenBox:
    """All that a stranger may know of a box."""

    key: str
    unit: str
    closes_on: datetime.date


@dataclass(frozen=True)
class Receipt:
    """What the writer has to keep. It is shown once, and kept by nobody else."""

    number: str
    secret: str

    @property
    def writer_key(self) -> str:
        return keyed("receipt of a letter", self.number, self.secret)


@dataclass(frozen=True)
class Line:
    """One line of what the writer reads when he comes back."""

    kind: str
    said: str
    on: datetime.date


@dataclass(frozen=True)
class Thread:
    """What became of a letter, as far as its writer is told."""

    lines: list[Line]
    may_add: bool


def box_of(token: str, today: datetime.date) -> OpenBox | None:
    """Return the box if letters may be put into it today; one that was never there looks like one that is closed."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT box, unit, closes_on FROM findings_letter_box(%s, %s)", [token, today])
        row = cursor.fetchone()
    return OpenBox(*row) if row else None


def thread_of(receipt: Receipt) -> Thread | None:
    """Return what was written back. A number that nobody has and a wrong secret are the same answer: None."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT kind, said, on_day, may_add FROM findings_letter_thread(%s)",
            [receipt.writer_key],
        )
        rows = cursor.fetchall()
    if not rows:
        return None
    return Thread([Line(kind, said, on) for kind, said, on, _may in rows], all(may for *_line, may in rows))


def put_in(box: OpenBox, form_key: str, said: dict, today: datetime.date) -> Receipt:
    """Put a letter into the box; return the receipt for its writer."""
    content = _content("letter", box.key, form_key, said)
    receipt = Receipt(_digits("number", content, NUMBER_DIGITS), _digits("secret", content, SECRET_DIGITS))
    _insert(content, said, today, box=box.key, receipt=receipt.writer_key)
    return receipt


def add(receipt: Receipt, form_key: str, said: dict, today: datetime.date) -> None:
    """Add something to a letter that its writer has come back to."""
    _insert(_content("addition", receipt.writer_key, form_key, said), said, today, box="", receipt=receipt.writer_key)


def _content(*parts) -> str:
    """Return one hash for a form and all that was written into it."""
    *heads, said = parts
    files = [hashlib.sha256(upload.read()).hexdigest() for upload in said["files"]]
    texts = [f"{name}={value}" for name, value in sorted(said.items()) if name != "files"]
    return keyed(*heads, *texts, *files)


def _digits(what: str, content: str, count: int) -> str:
    return str(int(keyed(what, content), 16))[-count:]


def _insert(content: str, said: dict, today: datetime.date, **values) -> None:
    texts = {name: value for name, value in said.items() if name != "files"}
    letter = Letter(key=keyed("row", content), on=today, **texts, **values)
    try:
        with transaction.atomic():
            letter.save(force_insert=True)
            for upload in said["files"]:
                upload.seek(0)
                LetterFile(letter=letter, name=upload.name, content=upload.read()).save(force_insert=True)
    except IntegrityError as error:
        # The same form, sent twice: what it said is here already. Anything else is a fault, and no receipt is given.
        if "findings_letter_pkey" not in str(error):
            raise


def form_key_in(posted: str) -> str:
    """Return the key of the form if it is one that we gave out, else nothing."""
    return posted if re.fullmatch(r"[\w-]{32,64}", posted) else ""
