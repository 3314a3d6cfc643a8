"""Files at the gate: what they are by content, where they lie, and how they move under seal.

A file lies under a keyed hash of its case and a name by chance, so equal files tell nothing and a listing names
nobody. It is on the disk before its row is committed; when the move fails it is taken away again.
"""

import hashlib
import os
import secrets
import unicodedata
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils.translation import gettext as _

from . import running
from .history import keyed, seal
from .models import Attachment, Case, Event, Moving

LONGEST_NAME = 200
#: kinds of things of which it is written down who has fetched a file: called with the thing and the person
WHEN_READ: dict[str, Callable[[Any, Any], None]] = {}
#: of the list of parts of an Office file so much is read, whatever it would unpack to
LONGEST_LIST = 2**18

#: ending → content types that its bytes may show themselves as
KINDS = {
    ".pdf": {"application/pdf"},
    ".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    ".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    ".jpg": {"image/jpeg"},
    ".jpeg": {"image/jpeg"},
    ".png": {"image/png"},
}


def check(file: UploadedFile, kinds: dict[str, set[str]] | None = None, limit: int | None = None) -> None:
    """Raise ``ValidationError`` with the reason and the remedy unless the file may come in.

    A door may take fewer ``kinds`` than the house, and smaller files: ``limit`` bytes.
    """
    kinds, limit = kinds or KINDS, limit or settings.UPLOAD_MAX_BYTES
    name = file.name or ""
    ending = Path(name).suffix.lower()
    if ending not in kinds:
        raise ValidationError(
            _("“%(name)s” was not taken: only %(kinds)s files may be handed in."),
            params={"name": name, "kinds": "、".join(kind[1:] for kind in kinds)},
        )
    if (file.size or 0) > limit:
        raise ValidationError(
            _("“%(name)s” was not taken: it is larger than %(limit)d MB."),
            params={"name": name, "limit": limit // 2**20},
        )
    if not file.size:
        raise ValidationError(_("“%(name)s” was not taken: it is empty."), params={"name": name})
    if content_type(file) not in kinds[ending]:
        raise ValidationError(
            _("“%(name)s” was not taken: its content is not what its name says. Save it again in that format."),
            params={"name": name},
        )


def content_type(file: UploadedFile) -> str:
    """Return what the bytes say the file is; the name is not asked. Office files are told apart by their parts."""
    file.seek(0)
    head = file.read(4096)
    file.seek(0)
    if head.startswith(b"%PDF-"):
        return "application/pdf"
    if head.startswith(b"PK\x03\x04"):
        return _office_type(file)
    try:
        found = puremagic.magic_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return next((match.mime_type for match in found if match.mime_type), "")


def _office_type(file: UploadedFile) -> str:
    try:
        with zipfile.ZipFile(file) as package:
            names = set(package.namelist())
            with package.open("[Content_Types].xml") as parts:
                said = parts.read(LONGEST_LIST)
    except Exception:  # there are many ways to be broken
        return ""
    finally:
        file.seek(0)
    if b"macroEnabled" in said or any(name.lower().endswith("vbaproject.bin") for name in names):
        return "application/vnd.ms-office.macro"
    if "word/document.xml" in names:
        return next(iter(KINDS[".docx"]))
    if "xl/workbook.xml" in names:
        return next(iter(KINDS[".xlsx"]))
    return "application/zip"


def clean_name(name: str) -> str:
    """Return the name under which a file may be given out: no path, nothing invisible, its ending kept."""
    name = name.replace("\\", "/").rpartition("/")[2]
    name = "".join(letter for letter in name if unicodedata.category(letter)[0] != "C").strip()
    stem, _dot, ending = name.rpartition(".")
    return f"{stem.strip(' .')[: LONGEST_NAME - len(ending) - 1] or '_'}.{ending}"


def place_for(case: Case) -> Path:
    """Return a new place for a file of ``case``, below ``FILES_ROOT``."""
    return Path(keyed("files", str(case.pk), key=settings.FILES_KEY)[:24]) / secrets.token_hex(16)


def keep(thing: Moving, uploads, *, by, event: Event) -> list[Attachment]:
    """Store the uploads and let them lie with the thing."""
    return enter(store(thing.case, uploads), thing, by=by, event=event)


def store(case: Case, uploads) -> list[Attachment]:
    """Write the uploads to the disk, in the place of their case; return their rows, not yet saved.

    What was handed in before comes as its row: it is the same stored file, under one more name.
    """
    return [_again(case, one) if isinstance(one, Attachment) else _stored(case, one) for one in uploads]


def _again(case: Case, row: Attachment) -> Attachment:
    place, before = place_for(case), settings.FILES_ROOT / row.place
    if not before.is_file():
        raise ValidationError(_("“%(name)s” is not there any more: hand it in anew."), params={"name": row.name})
    os.link(before, _path_of_new(place))
    return Attachment(
        case=case,
        name=row.name,
        content_type=row.content_type,
        size=row.size,
        sha256=row.sha256,
        place=str(place),
        again_id=row.again_id or row.pk,
    )


def _stored(case: Case, upload: UploadedFile) -> Attachment:
    place = place_for(case)
    sha = hashlib.sha256()
    with _new_file(place) as target:
        for chunk in upload.chunks():
            sha.update(chunk)
            target.write(chunk)
        target.flush()
        os.fsync(target.fileno())
    name = clean_name(upload.name or "")
    return Attachment(
        case=case,
        name=name,
        content_type=next(iter(KINDS[Path(name).suffix.lower()])),
        size=upload.size or 0,
        sha256=sha.hexdigest(),
        place=str(place),
    )


def _new_file(place: Path):
    path = _path_of_new(place)
    return os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb")


def _path_of_new(place: Path) -> Path:
    """Return the path of a place, its folder made; the move that is being made takes the file away if it fails."""
    path = settings.FILES_ROOT / place
    settings.FILES_ROOT.mkdir(parents=True, exist_ok=True, mode=0o700)
    path.parent.mkdir(exist_ok=True, mode=0o700)
    if move := running.now():
        move.files.append(path)
    return path


def enter(rows: list[Attachment], thing: Moving, *, by, event: Event) -> list[Attachment]:
    """Let stored files lie with the thing, as part of what ``event`` tells of."""
    for row in rows:
        row.thing_kind, row.thing_id = thing.kind, thing.pk
        row.event, row.on = event, event.on
        row.by = by if hasattr(by, "pk") else None
        row.seal = seal(row)
        row.save(force_insert=True)
    return rows


def write(place: Path, content: bytes) -> None:
    """Write a new file at a place of a case."""
    with _new_file(place) as target:
        target.write(content)
        target.flush()
        os.fsync(target.fileno())


def relocate(before: Path, place: Path) -> bool:
    """Let a file lie at another place, and at its old one no more once all is committed; say whether it was there."""
    old = settings.FILES_ROOT / before
    if not old.is_file():
        return False
    os.link(old, _path_of_new(place))
    transaction.on_commit(partial(old.unlink, missing_ok=True))
    return True


#: what else lies with things as files, and leaves with them: called with the thing before and the thing after
ALONG: list[Callable[[Moving, Moving], None]] = []


def move(source: Moving, target: Moving) -> None:
    """Let the files of one thing lie with another, in the place of its case; nothing stays where they were."""
    for move_along in ALONG:
        move_along(source, target)
    for row in Attachment.objects.filter(thing_kind=source.kind, thing_id=source.pk).order_by("pk"):
        place = place_for(target.case)
        if relocate(Path(row.place), place):
            row.place = str(place)
        row.case, row.thing_kind, row.thing_id = target.case, target.kind, target.pk
        row.seal = seal(row)
        row.save(update_fields=["case", "place", "thing_kind", "thing_id", "seal"])
