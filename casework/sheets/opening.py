"""Opening a file that somebody hands in as a table: ``.xlsx``, ``.xls`` or ``.csv``, told apart by their bytes.

Before a workbook is opened its parts are looked through as they unfold, with little memory: what is too large, holds
macros or a cell out of bounds is refused, and cells are found that no reader gives a value of. Then a process of its
own opens it, with a limit on memory and time (``child.py``). Every refusal is a ``ValidationError`` in words.
"""

import csv
import datetime
import io
import json
import re
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from .cells import Broken

MAX_BYTES = 10 * 2**20
#: all parts of a workbook together, unfolded, without pictures
MAX_UNPACKED = 80 * 2**20
MAX_ROWS = 20_000
MAX_COLUMNS = 200
#: cells of a sheet, from its first to its last that says something
MAX_CELLS = 600_000
#: characters of all cells together; a text that many cells share counts for each of them
MAX_TEXT = 30_000_000
#: a heading is looked for in so many rows from the top
TOP = 12
#: what the process that opens a workbook may take
CHILD_MEGABYTES, CHILD_SECONDS = 290, 60
ENDINGS = (".xlsx", ".xls", ".csv")

READABLE = gettext_noop("This is not a table (.xlsx, .xls or .csv) that can be read. Save it again in one of them.")
LARGE = gettext_noop("The workbook is too large once unpacked.")
MACROS = gettext_noop("The workbook holds macros, which are not taken in. Save it as .xlsx, then choose it again.")
LOCKED = gettext_noop("The workbook is protected by a password. Take the password off, then choose it again.")


@dataclass
class Table:
    """One worksheet as it stands in the file. The first row is ``rows[0]``; ``merged`` counts from 0, both ends in."""

    name: str
    rows: list[list[Any]]
    merged: list[tuple[tuple[int, int], tuple[int, int]]] = field(default_factory=list)
    #: numbers of the rows, from 1, that are hidden
    hidden: set[int] = field(default_factory=set)


def tables(content: bytes) -> list[Table]:
    """Return the worksheets of a file; a ``.csv`` is one. Raises ``ValidationError`` with the reason and the remedy."""
    if len(content) > MAX_BYTES:
        raise ValidationError(_("The file is larger than 10 MB: import it in parts."))
    if content.startswith(b"PK\x03\x04"):
        looks = _look_through(content)
        found = _in_a_process(content)
        for table in found:
            look = looks.get(table.name)
            if look is not None:
                look.mark(table)
        return found
    if content.startswith(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"):
        if "EncryptedPackage".encode("utf-16-le") in content:
            raise ValidationError(_(LOCKED))
        if "_VBA_PROJECT".encode("utf-16-le") in content:
            raise ValidationError(_(MACROS))
        return _in_a_process(content)
    return [_text(content)]


def _in_a_process(content: bytes) -> list[Table]:
    said = json.loads(run("read", content))
    if "large" in said:
        text = _("“%(sheet)s” has %(rows)d rows and %(columns)d columns; at most %(cells)d cells are read of a sheet.")
        raise ValidationError(
            text % {"sheet": said["large"], "rows": said["rows"], "columns": said["columns"], "cells": MAX_CELLS}
        )
    found = []
    for sheet in said["sheets"]:
        for row in sheet["rows"]:
            for at, cell in enumerate(row):
                if isinstance(cell, dict):
                    row[at] = _day_of(cell)
        merged = [((top, left), (bottom, right)) for (top, left), (bottom, right) in sheet["merged"]]
        found.append(Table(sheet["name"], sheet["rows"], merged))
    for table in found:
        if len(table.rows) > MAX_ROWS + TOP:
            raise ValidationError(_("More than %(rows)d rows: import the file in parts.") % {"rows": MAX_ROWS})
    return found


def _day_of(cell: dict[str, str]) -> datetime.date:
    if "day" in cell:
        return datetime.date.fromisoformat(cell["day"])
    return datetime.datetime.fromisoformat(cell["at"])


def run(what: str, given: bytes) -> bytes:
    """Let the process that opens workbooks do ``what``. Raises ``ValidationError`` when it can't or dies over it."""
    program = [sys.executable, "-I", str(Path(__file__).with_name("child.py")), what]
    limits = [str(CHILD_MEGABYTES), str(CHILD_SECONDS), str(MAX_CELLS)]
    try:
        done = subprocess.run(
            [*program, *limits], input=given, capture_output=True, timeout=2 * CHILD_SECONDS, check=False
        )
    except subprocess.TimeoutExpired as error:
        raise ValidationError(_(LARGE)) from error
    if done.returncode < 0 or b"MemoryError" in done.stderr or b"memory allocation" in done.stderr:
        raise ValidationError(_(LARGE))
    if done.returncode:
        raise ValidationError(_(LOCKED) if b"assword" in done.stderr else _(READABLE))
    return done.stdout


# -- a workbook, before it is opened ---------------------------------------------------------------------------------


CELL = re.compile(rb"<(?:\w+:)?c(\s[^<>]*|/)?>")
WHERE = re.compile(rb'\sr="([A-Z]{1,3})(\d{1,7})"')
ROW = re.compile(rb"<(?:\w+:)?row\s[^<>]*?>")
NUMBER = re.compile(rb'\sr="(\d{1,7})"')
SHARED = re.compile(rb"<(?:\w+:)?v>\s*(\d{1,9})\s*<")
WITHOUT_VALUE = re.compile(
    rb"\s*<(?:\w+:)?f(?:\s[^<>]*)?(?:/>|>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
CLOSED = re.compile(rb"\s*</(?:\w+:)?c>")
WRONG = re.compile(rb"<(?:\w+:)?v>\s*(#[^<]{1,20})\s*<")
#: so much of a part is looked at in one go, and so much kept back for what it cuts in two
BLOCK, KEPT = 1 << 20, 1 << 17


@dataclass
class _Look:
    """What was seen of one worksheet: cells without a value that can be read, and hidden rows."""

    broken: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    hidden: set[int] = field(default_factory=set)

    def mark(self, table: Table) -> None:
        """Put what was seen into the table."""
        table.hidden = self.hidden
        for (row, column), (reason, shown) in self.broken.items():
            while len(table.rows) <= row:
                table.rows.append([])
            table.rows[row].extend([""] * (column + 1 - len(table.rows[row])))
            table.rows[row][column] = Broken(reason, shown)


def _look_through(content: bytes) -> dict[str, _Look]:
    """Refuse what would fill the memory before a reader touches it; return what was seen, by the name of the sheet."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            parts = package.infolist()
            names = {part.filename for part in parts}
            if any(name.lower().endswith("vbaproject.bin") for name in names) or b"macroEnabled" in _head(package):
                raise ValidationError(_(MACROS))
            if "xl/workbook.xml" not in names:
                raise ValidationError(_(READABLE))
            if sum(part.file_size for part in parts if not part.filename.startswith("xl/media/")) > MAX_UNPACKED:
                raise ValidationError(_(LARGE))
            lengths = _shared_lengths(package, parts)
            titles, looks, text = _titles(package), {}, 0
            for part in parts:
                if part.filename.endswith(".xml") and not part.filename.startswith(("xl/media/", "docProps/")):
                    look, said = _look_at(_blocks(package, part), lengths)
                    text += said
                    if text > MAX_TEXT:
                        raise ValidationError(_(LARGE))
                    if title := titles.get(part.filename):
                        looks[title] = look
            return looks
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, UnicodeError) as error:
        raise ValidationError(_(READABLE)) from error


def _head(package: zipfile.ZipFile) -> bytes:
    try:
        with package.open("[Content_Types].xml") as parts:
            return parts.read(1 << 18)
    except KeyError as error:
        raise ValidationError(_(READABLE)) from error


def _blocks(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """Yield a part as it unfolds; more than its own directory says of it is refused, and what is no plain XML."""
    unpacked = 0
    with package.open(part) as stream:
        while block := stream.read(BLOCK):
            unpacked += len(block)
            if unpacked > MAX_UNPACKED:
                raise ValidationError(_(LARGE))
            if b"\0" in block[:4096] or b"<!ENTITY" in block:
                raise ValidationError(_(READABLE))
            yield block


def _shared_lengths(package, parts) -> list[int]:
    """Return how long each text is that cells share."""
    found: list[int] = []
    for part in parts:
        if part.filename.lower().endswith("sharedstrings.xml"):
            rest = b""
            for block in _blocks(package, part):
                *whole, rest = re.split(rb"</(?:\w+:)?si>|<(?:\w+:)?si\s*/>", rest + block)
                found += map(len, whole)
    return found


def _titles(package: zipfile.ZipFile) -> dict[str, str]:
    """Return the name of each sheet by the part in which it stands."""
    try:
        book = package.read("xl/workbook.xml").decode(errors="replace")
        ties = package.read("xl/_rels/workbook.xml.rels").decode(errors="replace")
    except KeyError:
        return {}
    targets: dict[str, str] = {}
    for relationship in re.findall(r"<(?:\w+:)?Relationship\s[^<>]*>", ties):
        named, target = re.search(r'\sId="([^"]*)"', relationship), re.search(r'\sTarget="([^"]*)"', relationship)
        if named and target:
            targets[named[1]] = target[1]
    found = {}
    for sheet in re.findall(r"<(?:\w+:)?sheet\s[^<>]*>", book):
        called, tie = re.search(r'\sname="([^"]*)"', sheet), re.search(r'\s\w+:id="([^"]*)"', sheet)
        if called and tie and (part := targets.get(tie[1])):
            path = part.removeprefix("/") if part.startswith("/") else f"xl/{part}"
            found[path] = _unescaped(called[1])
    return found


def _unescaped(text: str) -> str:
    for entity, letter in (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&")):
        text = text.replace(entity, letter)
    return text


def _look_at(blocks: Iterator[bytes], lengths: list[int]) -> tuple[_Look, int]:
    """Return what is to be known of a part before it is opened, and how many characters its cells share."""
    look, rest, text = _Look(), b"", 0
    for block in blocks:
        rest += block
        # Nothing is looked at that may be cut in two: the rest waits for the next block.
        upto = len(rest) if len(block) < BLOCK else max(0, len(rest) - KEPT)
        seen = 0
        for match in ROW.finditer(rest):
            if match.end() > upto:
                break
            if b' hidden="1"' in match[0] and (number := NUMBER.search(match[0])):
                look.hidden.add(int(number[1]))
            seen = match.end()
        for match in CELL.finditer(rest):
            if match.start() >= upto:
                break
            seen = max(seen, match.end())
            text += _look_at_cell(rest, match, look, lengths)
        rest = rest[max(seen, upto) :] if seen or upto else rest
    return look, text


def _look_at_cell(rest: bytes, match, look: _Look, lengths: list[int]) -> int:
    """Look at one cell; return how many characters it takes of those that cells share."""
    about = match[1] or b""
    if about.endswith(b"/") or CLOSED.match(rest, match.end()):
        return 0  # only its format stands there
    where = WHERE.search(about)
    if where is None:
        return 0
    letters, number = where[1].decode(), int(where[2])
    row, column = number - 1, index(letters)
    if row >= MAX_ROWS + TOP or column >= MAX_COLUMNS:
        raise ValidationError(
            _("Cell %(cell)s is out of bounds: at most %(rows)d rows and %(columns)d columns are read.")
            % {"cell": f"{letters}{number}", "rows": MAX_ROWS, "columns": MAX_COLUMNS}
        )
    if b't="s"' in about:
        shared = SHARED.match(rest, match.end()) or SHARED.search(rest, match.end(), match.end() + 200)
        at = int(shared[1]) if shared else -1
        return lengths[at] if 0 <= at < len(lengths) else 0
    if b't="e"' in about:
        wrong = WRONG.search(rest, match.end(), match.end() + 20_000)
        shown = wrong[1].decode(errors="replace") if wrong else "#N/A"
        look.broken[row, column] = (_("the formula gives an error (%(text)s)") % {"text": shown}, shown)
    elif WITHOUT_VALUE.match(rest, match.end()):
        reason = _("the formula has no value: open the file in Excel or WPS, save it, then choose it again")
        look.broken[row, column] = (reason, "")
    return 0


def index(letters: str) -> int:
    """Return the place, from 0, of the column that Excel calls so."""
    number = 0
    for one in letters:
        number = number * 26 + ord(one) - 64
    return number - 1


def letter(index: int) -> str:
    """Return what Excel calls the column at ``index``, from 0."""
    letters = ""
    index += 1
    while index:
        index, rest = divmod(index - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


# -- a text ------------------------------------------------------------------------------------------------------------


#: what other kinds of file begin with
OTHERS = (b"%PDF", b"{\\rtf", b"\x89PNG", b"\xff\xd8\xff", b"Rar!", b"7z\xbc\xaf", b"PK")
BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


def _plain(content: bytes) -> str:
    """Return the letters of a text, or say that it is none."""
    if not content.strip():
        raise ValidationError(_("The file is empty."))
    if content.startswith(OTHERS):
        raise ValidationError(_(READABLE))
    text = _decoded(content)
    if re.match(r"\s*<(!doctype|html|table|\?xml)", text, re.IGNORECASE):
        raise ValidationError(_("This is a web page and no table. Open it in Excel or WPS and save it as .xlsx."))
    if "\0" in text:
        raise ValidationError(_(READABLE))
    return text


def _text(content: bytes) -> Table:
    """Read a text of separated values, as Excel and WPS write it in China and elsewhere."""
    text = _plain(content)
    head = "\n".join(text.splitlines()[:TOP])
    apart = max(",\t;，", key=head.count)
    if head.count(apart) == 0 and "\n" not in text.strip():
        raise ValidationError(_(READABLE))
    rows: list[list[Any]] = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=apart)
    try:
        for row in reader:
            if len(rows) >= MAX_ROWS + TOP:
                raise ValidationError(_("More than %(rows)d rows: import the file in parts.") % {"rows": MAX_ROWS})
            if len(row) > MAX_COLUMNS:
                said = _("Line %(line)d has %(columns)d columns; at most %(most)d are read.")
                raise ValidationError(said % {"line": len(rows) + 1, "columns": len(row), "most": MAX_COLUMNS})
            rows.append([_kept(cell) for cell in row])
    except csv.Error as error:
        text = _("Line %(line)d can't be read: a quotation mark is missing, or a cell is too long.")
        raise ValidationError(text % {"line": reader.line_num}) from error
    while rows and not any(rows[-1]):
        rows.pop()
    return Table("CSV", rows)


def _kept(cell: str) -> str:
    """Return a cell without what keeps Excel from taking it for a number: ``="0012"``."""
    match = re.fullmatch(r'="([^"]*)"', cell)
    return match[1] if match else cell


def _decoded(content: bytes) -> str:
    for bom, encoding in BOMS:
        if content.startswith(bom):
            return _strictly(content, encoding)
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError:
        return _strictly(content, "gb18030")


def _strictly(content: bytes, encoding: str) -> str:
    try:
        return content.decode(encoding)
    except UnicodeDecodeError as error:
        text = _("Line %(line)d holds characters that are neither UTF-8 nor GB18030. Save the file as .xlsx.")
        raise ValidationError(text % {"line": content[: error.start].count(b"\n") + 1}) from error
