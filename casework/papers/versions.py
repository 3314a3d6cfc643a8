"""Papers as they were made: kept with what they were made from, and made anew only when that has changed.

The Word file and the data lie as files of the case of their thing, so what goes under seal takes them along; the
table names neither words nor files. Whoever has the case in hand sees every version. Anybody else sees those that he
has taken himself: what was written before the thing came to him is not for him.
"""

import hashlib
import json
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone

from .. import files
from ..history import keyed
from ..models import Attachment, Moving, PaperTemplate, PaperVersion
from ..moves import MOMENT
from . import KINDS, PaperKind, fill, ours

#: whoever holds one of these on the case of a thing sees every version of its papers
HOUSE = frozenset({"oversee", "direct", "lead", "inspect"})
#: how often two who take the same new version at once look again
TRIES = 5


class Lost(Exception):
    """A file of the house is not there, or is not what was stored; ``what`` says which."""

    def __init__(self, what):
        self.what = str(what)
        super().__init__(self.what)


def content_of(template: PaperTemplate) -> bytes:
    """Return the Word file of an edition. Raises ``Lost``."""
    row = Attachment.objects.filter(thing_kind=template.kind, thing_id=template.pk).order_by("pk").first()
    return _read(Path(row.place), template.sha256, template) if row else _lost(template)


def in_force(code: str) -> tuple[bytes, PaperTemplate | None]:
    """Return the template by which papers of a kind are made, and the edition that it is; ours is none.

    Raises ``Lost``.
    """
    edition = PaperTemplate.objects.in_force(code)
    return (content_of(edition), edition) if edition else (ours(code), None)


def as_now(kind: PaperKind, thing: Moving) -> tuple[PaperVersion | None, bytes]:
    """Return the paper of a thing as it is now, and the version that it is, if it is kept; nothing is kept by this.

    Raises ``Lost``.
    """
    template, _edition, data, made_from = _what_it_says(kind, thing)
    last = _last(kind, thing)
    if last is not None and last.made_from == made_from:
        return last, content(last)
    return None, fill(template, json.loads(data))


def made(kind: PaperKind, thing: Moving, person: Any) -> tuple[PaperVersion, bytes]:
    """Return the paper of a thing as it is now, made by ``person`` if nobody made it before.

    It is the last version as long as neither what it says nor the template has changed. Raises ``Lost``.
    """
    template, edition, data, made_from = _what_it_says(kind, thing)
    for _try in range(TRIES):
        last = _last(kind, thing)
        if last is not None and last.made_from == made_from:
            return last, content(last)
        filled = fill(template, json.loads(data))
        version = PaperVersion(
            case=thing.case,
            thing_kind=thing.kind,
            thing_id=thing.pk,
            kind_of=kind.code,
            number=last.number + 1 if last else 1,
            template=edition,
            made_by=person,
            made_at=MOMENT.get() or timezone.now(),
            sha256=hashlib.sha256(filled).hexdigest(),
            made_from=made_from,
            place=str(files.place_for(thing.case)),
        )
        if _keep(version, filled, data):
            return version, filled
    raise Lost(kind.name)


def _what_it_says(kind: PaperKind, thing: Moving) -> tuple[bytes, PaperTemplate | None, bytes, str]:
    """Return the template in force, its edition, the data, and the digest over both."""
    template, edition = in_force(kind.code)
    data = json.dumps(kind.data_of(thing), ensure_ascii=False, sort_keys=True).encode()
    return template, edition, data, keyed("paper", hashlib.sha256(template).hexdigest(), data.decode())


def _last(kind: PaperKind, thing: Moving) -> PaperVersion | None:
    return PaperVersion.objects.of(thing).filter(kind_of=kind.code).first()


def _keep(version: PaperVersion, filled: bytes, data: bytes) -> bool:
    """Store a version; say no where somebody else has made the same number meanwhile."""
    places = [Path(version.place), _beside(version.place)]
    try:
        with transaction.atomic():
            for place, said in zip(places, (filled, data), strict=True):
                files.write(place, said)
            version.save(force_insert=True)
    except BaseException as error:
        for place in places:
            (settings.FILES_ROOT / place).unlink(missing_ok=True)
        if not isinstance(error, IntegrityError):
            raise
        return False
    return True


def content(version: PaperVersion) -> bytes:
    """Return the Word file of a version, byte by byte as it was made. Raises ``Lost``."""
    return _read(Path(version.place), version.sha256, version)


def data_of(version: PaperVersion) -> dict[str, Any]:
    """Return what a version was made from. Raises ``Lost``."""
    try:
        said: dict[str, Any] = json.loads((settings.FILES_ROOT / _beside(version.place)).read_bytes())
    except (OSError, ValueError):
        _lost(version)
    return said


def seen_by(thing: Moving, person: Any, words: frozenset[str]) -> QuerySet[PaperVersion]:
    """Return the versions of the papers of a thing that somebody who sees it, and holds ``words`` on it, may see."""
    rows = PaperVersion.objects.of(thing)
    hidden = [kind.code for kind in KINDS.values() if not kind.is_for(words)]
    rows = rows.exclude(kind_of__in=hidden) if hidden else rows
    return rows if words & HOUSE else rows.filter(exports__person=person).distinct()


def move(source: Moving, target: Moving) -> None:
    """Let the papers of one thing lie with another, in the place of its case; nothing stays where they were."""
    numbers: dict[str, int] = {}
    for version in PaperVersion.objects.filter(thing_kind=source.kind, thing_id=source.pk).order_by(
        "kind_of", "number"
    ):
        if version.kind_of not in numbers:
            there = PaperVersion.objects.filter(
                thing_kind=target.kind, thing_id=target.pk, kind_of=version.kind_of
            ).aggregate(last=Max("number"))
            numbers[version.kind_of] = there["last"] or 0
        numbers[version.kind_of] += 1
        place = files.place_for(target.case)
        files.relocate(Path(version.place), place)
        files.relocate(_beside(version.place), _beside(str(place)))
        version.case, version.thing_kind, version.thing_id = target.case, target.kind, target.pk
        version.number, version.place = numbers[version.kind_of], str(place)
        version.save(update_fields=["case", "thing_kind", "thing_id", "number", "place"])


files.ALONG.append(move)


def _beside(place: str) -> Path:
    """Where the data of a version lies, beside its file."""
    return Path(f"{place}.json")


def _read(place: Path, sha256: str, what) -> bytes:
    try:
        said = (settings.FILES_ROOT / place).read_bytes()
    except OSError:
        return _lost(what)
    return said if hashlib.sha256(said).hexdigest() == sha256 else _lost(what)


def _lost(what):
    raise Lost(what)
