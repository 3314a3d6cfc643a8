"""The frozen package of a letter: all that it says and the digest of every file with it, as one text with one SHA-256.

It is made in the move that sends the letter and never changes after that. ``faults`` says in words where the matters
and the files as they are now differ from it: an empty list means that everything still agrees.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from casework.history import sha256_of
from casework.models import Attachment, Moving
from casework.present import text_of

from .models import Outgoing

#: what a letter says of itself, and what it says of each matter; a kind that has no such field says nothing there
SAID = ("number", "way", "rests_on", "demand", "contact", "phone", "sent_on", "reply_by")
FROZEN = (
    *("number", "title_text", "facts", "basis", "subject_name", "subject_post", "evidence", "finding_number"),
    *("subject_level", "managed", "discipline", "category", "subcategory", "source", "proposed_form"),
)


def of_matter(matter: Moving) -> dict[str, Any]:
    """Return what the package says of one matter, without its files."""
    return {name: text_of(getattr(matter, name)) for name in FROZEN if hasattr(matter, name)}


def files_of(thing: Moving) -> list[dict[str, str]]:
    """Return name and digest of each file that lies with a thing now."""
    rows = Attachment.objects.filter(thing_kind=thing.kind, thing_id=thing.pk).order_by("pk")
    return [{"name": row.name, "sha256": row.sha256} for row in rows]


def of_uploads(uploads: Iterable[Any]) -> list[dict[str, str]]:
    """Return name and digest of each file that is handed in just now; the files can be read again after that."""
    found = []
    for upload in uploads:
        upload.seek(0)
        digest = hashlib.sha256()
        for chunk in upload.chunks():
            digest.update(chunk)
        upload.seek(0)
        found.append({"name": upload.name, "sha256": digest.hexdigest()})
    return found


def freeze(letter: Outgoing, matters: list[dict[str, Any]], files: list[dict[str, str]]) -> None:
    """Write the package of a letter that is being sent, and its digest."""
    said: dict[str, Any] = {name: text_of(getattr(letter, name)) for name in SAID}
    said |= {"receiver": str(letter.receiver), "matters": matters, "files": files}
    letter.package = json.dumps(said, ensure_ascii=False, sort_keys=True, indent=1)
    letter.sha256 = digest_of(letter.package)


def digest_of(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def content(letter: Outgoing) -> dict[str, Any]:
    """Return what the package says."""
    found: dict[str, Any] = json.loads(letter.package)
    return found


def faults(letter: Outgoing) -> Iterator[str]:
    """Yield a sentence for everything in which the house no longer agrees with what was sent."""
    if digest_of(letter.package) != letter.sha256:
        yield _("The package is not the one whose digest was kept.")
        return
    said = content(letter)
    for name in SAID:
        if said[name] != text_of(getattr(letter, name)):
            yield _("The letter says something else now: %(what)s.") % {"what": _label(letter, name)}
    kind: Any = letter._meta.get_field("matters").related_model  # type: ignore[misc]
    matters = kind._base_manager.filter(round=letter.round_id)
    found = {matter.number: matter for matter in matters}
    for one in said["matters"]:
        matter = found.get(one["number"])
        if matter is None:
            yield _("%(number)s is not there any more.") % {"number": one["number"]}
            continue
        now = of_matter(matter)
        for name in FROZEN:
            if name in one and one[name] != now.get(name):
                yield _("%(number)s says something else now: %(what)s.") % {
                    "number": matter.number,
                    "what": _label(matter, name),
                }
    yield from _files(said)


def _label(thing: Moving, name: str) -> str:
    fields = {field.name: field.verbose_name for field in thing._meta.concrete_fields}
    return str(fields.get(name, fields.get("decision", name)))


def _files(said: dict[str, Any]) -> Iterator[str]:
    """Each file must still lie in the house, byte for byte."""
    for one in [*said["files"], *(file for matter in said["matters"] for file in matter["files"])]:
        rows = Attachment.objects.filter(sha256=one["sha256"])
        paths = [settings.FILES_ROOT / row.place for row in rows]
        if not any(path.is_file() and sha256_of(path) == one["sha256"] for path in paths):
            yield _("The file “%(name)s” is gone, or is another one now.") % {"name": one["name"]}
