"""Files at the gate: what they are by content, where they lie, and who may fetch them.

A file lies under a keyed hash of its case, so equal files tell nothing and a listing names nobody.
"""

import hashlib
import secrets
import zipfile
from pathlib import Path

import puremagic
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext as _

from .history import keyed
from .models import Attachment, Case, Event, Moving

#: ending → content types that its bytes may show themselves as
KINDS = {
    ".pdf": {"application/pdf"},
    ".docx": {"application/vnd.openxmlformats-officedocument.wordprocessingml.document"},
    ".xlsx": {"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"},
    ".jpg": {"image/jpeg"},
    ".jpeg": {"image/jpeg"},
    ".png": {"image/png"},
}


def check(file: UploadedFile) -> None:
    """Raise ``ValidationError`` with the reason and the remedy unless the file may come in."""
    name = file.name or ""
    ending = Path(name).suffix.lower()
    if ending not in KINDS:
        raise ValidationError(
            _("“%(name)s” was not taken: only %(kinds)s files may be handed in."),
            params={"name": name, "kinds": "、".join(kind[1:] for kind in KINDS)},
        )
    if file.size > settings.UPLOAD_MAX_BYTES:
        raise ValidationError(
            _("“%(name)s” was not taken: it is larger than %(limit)d MB."),
            params={"name": name, "limit": settings.UPLOAD_MAX_BYTES // 2**20},
        )
    if not file.size:
        raise ValidationError(_("“%(name)s” was not taken: it is empty."), params={"name": name})
    if content_type(file) not in KINDS[ending]:
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
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return ""
    finally:
        file.seek(0)
    if any(name.lower().endswith("vbaproject.bin") for name in names):
        return "application/vnd.ms-office.macro"
    if "word/document.xml" in names:
        return next(iter(KINDS[".docx"]))
    if "xl/workbook.xml" in names:
        return next(iter(KINDS[".xlsx"]))
    return "application/zip"


def place_for(case: Case) -> Path:
    """Return a new place for a file of ``case``, below ``FILES_ROOT``."""
    return Path(keyed("files", str(case.pk), key=settings.FILES_KEY)[:24]) / secrets.token_hex(16)


def keep(thing: Moving, uploads, *, by, event: Event) -> list[Attachment]:
    """Store the uploads with the thing, inside the move that brought them."""
    kept = []
    for upload in uploads:
        place = place_for(thing.case)
        path = settings.FILES_ROOT / place
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        sha = hashlib.sha256()
        with path.open("xb") as target:
            for chunk in upload.chunks():
                sha.update(chunk)
                target.write(chunk)
        path.chmod(0o600)
        kept.append(
            Attachment.objects.create(
                case=thing.case,
                thing_kind=thing.kind,
                thing_id=thing.pk,
                event=event,
                name=Path(upload.name).name[:200],
                content_type=next(iter(KINDS[Path(upload.name).suffix.lower()])),
                size=upload.size,
                sha256=sha.hexdigest(),
                place=str(place),
                by=by if hasattr(by, "pk") else None,
                on=event.on,
            )
        )
    return kept
