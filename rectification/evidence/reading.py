"""Reads one file within bounds: its text, the dates that it carries, and what its pictures look like.

Runs in a worker, never in a request. Whatever is wrong with a file is an answer (``fault``), not an error.
"""

import datetime
import io
import signal
import threading
import unicodedata
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

import docx
import imagehash
import pypdf
from django.utils import timezone
from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.package import OpcPackage
from docx.table import Table
from PIL import Image, ImageStat
from python_calamine import CalamineWorkbook

from ..models.evidence import Reading

Fault = Reading.Outcome
#: seconds for one file, pages of a PDF, letters of a text, rows of a sheet, pictures of a paper
SECONDS, PAGES, LETTERS, ROWS, PICTURES = 20, 200, 100_000, 20_000, 20
#: an Office file may unpack to so many bytes, and a picture may have so many pixels
UNPACKED, PIXELS = 200 * 2**20, 80_000_000
#: a picture whose shorter side has fewer points, or that is nearly of one colour, tells too little to be compared
SMALLEST, FLATTEST = 240, 6.0
#: the side of the square into which a picture is boiled down: 16 × 16 = 256 points
SIDE = 16
#: before this year the clock of a device was never set
CLOCKS_BEGIN = 2000
#: days that programs write into every new file, whenever it is made
NEVER_SET = {datetime.date(2006, 9, 16), datetime.date(2013, 12, 23), datetime.date(1980, 1, 1)}
PAPERS = ("pdf", "docx", "xlsx")
TAKEN_AT, EXIF = 36867, 0x8769


class TooLarge(Exception):
    """More than would be read."""


class TooLong(Exception):
    """It took more time than there is."""


@dataclass
class Content:
    """What a file says."""

    text: str = ""
    #: what stands outside tables, line by line: where a paper says who issued it, and when
    lines: list[str] = field(default_factory=list)
    table: bool = False
    made_on: datetime.date | None = None
    changed_on: datetime.date | None = None
    pictures: list[str] = field(default_factory=list)
    fault: str = ""


def read(path: Path, ending: str) -> Content:
    """Return what the file at ``path`` says; ``ending`` tells what kind of file it is."""
    content = Content()
    readers = {"pdf": _pdf, "docx": _docx, "xlsx": _xlsx, "jpg": _picture, "jpeg": _picture, "png": _picture}
    try:
        with _within(SECONDS):
            readers[ending](path, content)
    except TooLarge:
        return Content(fault=Fault.TOO_LARGE)
    except TooLong:
        return Content(fault=Fault.TOO_LONG)
    except Exception:  # there are many ways to be broken, and each library has its own names for them
        return Content(fault=_of_what_is_broken(path))
    content.text = unicodedata.normalize("NFKC", content.text)[:LETTERS]
    content.lines = [unicodedata.normalize("NFKC", line).strip() for line in content.lines]
    if not content.fault and ending in PAPERS and not content.text.strip() and not content.pictures:
        content.fault = Fault.SILENT
    return content


@contextmanager
def _within(seconds: int) -> Iterator[None]:
    """Give up after so many seconds; a worker reads in its main thread, where a clock can interrupt."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def over(_signal, _frame):
        raise TooLong

    before = signal.signal(signal.SIGALRM, over)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _of_what_is_broken(path: Path) -> str:
    """An Office file with a password is no package at all, but a container of an older kind."""
    with path.open("rb") as file:
        return Fault.PROTECTED if file.read(8) == b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" else Fault.DAMAGED


def _pdf(path: Path, content: Content) -> None:
    reader = pypdf.PdfReader(path)
    if reader.is_encrypted and not reader.decrypt(""):
        content.fault = Fault.PROTECTED
        return
    if len(reader.pages) > PAGES:
        raise TooLarge
    said: list[str] = []
    for page in reader.pages:
        said.append(page.extract_text())
        if sum(map(len, said)) > LETTERS:
            break
    content.text = "\n".join(said)
    content.lines = content.text.splitlines()
    if about := reader.metadata:
        content.made_on, content.changed_on = _day(about.creation_date), _day(about.modification_date)


def _docx(path: Path, content: Content) -> None:
    _fits(path)
    document = docx.Document(str(path))
    said, length = [], 0
    for block in document.iter_inner_content():
        texts = list(_cells(block)) if isinstance(block, Table) else [block.text]
        content.lines += [] if isinstance(block, Table) else texts[0].splitlines()
        said += texts
        length += sum(map(len, texts))
        if length > LETTERS:
            break
    content.text = "\n".join(said)
    _properties(document.part.package, content)
    parts = [relation.target_part for relation in document.part.rels.values() if not relation.is_external]
    blobs = [part.blob for part in parts if part.content_type.startswith("image/")]
    content.pictures = [mark for blob in blobs[:PICTURES] if (mark := _look_of_part(blob))]


def _cells(table: Table) -> Iterator[str]:
    for row in table.rows:
        yield " ".join(dict.fromkeys(cell.text for cell in row.cells))


def _look_of_part(blob: bytes) -> str:
    """A picture inside a paper that can't be drawn takes nothing from the paper."""
    try:
        with Image.open(io.BytesIO(blob)) as picture:
            return _look(picture)
    except (OSError, ValueError, SyntaxError):
        return ""


def _xlsx(path: Path, content: Content) -> None:
    _fits(path)
    content.table = True
    rows: list[str] = []
    with CalamineWorkbook.from_path(path) as book:
        for name in book.sheet_names:
            sheet = book.get_sheet_by_name(name).to_python(nrows=ROWS - len(rows))
            rows += [" ".join(_cell(value) for value in row if value != "") for row in sheet]
            if len(rows) >= ROWS:
                break
    content.lines = rows
    content.text = "\n".join(rows)
    _properties(OpcPackage.open(str(path)), content)


def _cell(value) -> str:
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.date().isoformat() if isinstance(value, datetime.datetime) else str(value)


def _fits(path: Path) -> None:
    """Refuse what unpacks to too much; no more than what the list says is ever unpacked."""
    with zipfile.ZipFile(path) as package:
        if sum(info.file_size for info in package.infolist()) > UNPACKED:
            raise TooLarge


def _properties(package: OpcPackage, content: Content) -> None:
    """Take the dates that an Office program has written; a file without them says nothing."""
    if any(relation.reltype == RELATIONSHIP_TYPE.CORE_PROPERTIES for relation in package.rels.values()):
        about = package.core_properties
        content.made_on, content.changed_on = _day(_utc(about.created)), _day(_utc(about.modified))


def _utc(moment: datetime.datetime | None) -> datetime.datetime | None:
    """Office programs write the time of Greenwich, whether or not they say so."""
    return moment.replace(tzinfo=datetime.UTC) if moment and timezone.is_naive(moment) else moment


def _picture(path: Path, content: Content) -> None:
    with Image.open(path) as picture:
        exif = picture.getexif()
        taken = exif.get_ifd(EXIF).get(TAKEN_AT) or exif.get(306)
        if taken:
            content.made_on = _taken_on(str(taken))
        mark = _look(picture)
        content.pictures = [mark] if mark else []


def _look(picture: Image.Image) -> str:
    """Return what a picture looks like as 256 points, written as 64 hexadecimal digits; nothing if it tells little."""
    if picture.width * picture.height > PIXELS:
        raise TooLarge
    if min(picture.size) < SMALLEST:
        return ""
    picture.draft("L", (512, 512))
    small = picture.convert("L")
    small.thumbnail((512, 512))
    if ImageStat.Stat(small).stddev[0] < FLATTEST:
        return ""
    return str(imagehash.phash(small, hash_size=SIDE))


def _taken_on(text: str) -> datetime.date | None:
    try:
        return _day(datetime.datetime.strptime(text[:10], "%Y:%m:%d"))  # noqa: DTZ007 - a camera knows no zone
    except ValueError:
        return None


def _day(moment: datetime.datetime | None) -> datetime.date | None:
    """Return the day here; None for a clock that was never set."""
    if moment is None:
        return None
    day = timezone.localtime(moment).date() if timezone.is_aware(moment) else moment.date()
    return day if day.year >= CLOCKS_BEGIN and day not in NEVER_SET else None
