"""Digests, the chain's line, and the check that nobody rewrote either.

A chain alone does not stop the owner of a database. So its head is anchored in a file outside it; every row is
compared with the keyed digest that its last line holds, and the key is not in the database; each thing's lines count
its versions without a gap; and who holds which power is replayed from the lines that gave and took it.
"""

import datetime
import hashlib
import hmac
import json
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth import get_user_model
from django.db import connection, models, transaction
from django.utils import timezone

from .models import (
    CASE,
    MEMBERSHIP,
    Attachment,
    CaseGroupObjectPermission,
    CaseUserObjectPermission,
    Event,
    Link,
    Moving,
    Remark,
)


def keyed(*parts: str, key: str | None = None) -> str:
    """Return the keyed SHA-256 of the parts, as hex. Without the key nobody can guess what a digest stands for."""
    message = "".join(f"{len(part)}:{part}" for part in parts)
    return hmac.new((key or settings.HISTORY_KEY).encode(), message.encode(), hashlib.sha256).hexdigest()


def _plain(field: models.Field, value) -> str:
    """Write a value the same way whether it came from a form or from the database."""
    if value is None:
        return "\0"
    if field.is_relation:
        return str(value)
    value = field.to_python(value)
    match value:
        case datetime.datetime():
            return value.astimezone(datetime.UTC).isoformat(timespec="microseconds")
        case Decimal() if isinstance(field, models.DecimalField):
            return f"{value:.{field.decimal_places}f}"
        case dict() | list():
            return json.dumps(value, sort_keys=True, ensure_ascii=False, default=str)
    return str(value)


def _says_nothing(field: models.Field, value) -> bool:
    """Whether a field holds what a migration that adds it leaves in the rows that are there already."""
    if not field.has_default() or (callable(field.default) and field.default not in (list, dict)):
        return value is None or value == ""
    return value == field.get_default()


def digest(thing: Moving) -> str:
    """Return the keyed digest of all that this row says, apart from its derived fields.

    A field that says nothing is left out: a version with a new field finds the rows of the one before unchanged.
    """
    fields = sorted(thing._meta.concrete_fields, key=lambda field: field.attname)
    parts = [thing.kind]
    for field in fields:
        value = getattr(thing, field.attname)
        if field.name not in thing.derived and not _says_nothing(field, value):
            parts += [field.attname, _plain(field, value)]
    return keyed(*parts)


def powers_digest(kind: str, pk: int, version: int, held: Iterable[str]) -> str:
    """Return the keyed digest of all powers on a case, or all groups of a person, after their change ``version``."""
    return keyed("powers", kind, str(pk), str(version), *sorted(held))


def files_digest(rows: Iterable[Attachment]) -> str:
    """Return the keyed digest of the files that came with a move; nothing when none did."""
    parts = [part for row in rows for part in (row.key, row.name, row.content_type, str(row.size), row.sha256)]
    return keyed("files", *parts) if parts else ""


def seal(row: Attachment) -> str:
    """Return the keyed digest of a file's row: what it is, where it lies, and with what."""
    values = [row.key, row.case_id, row.thing_kind, row.thing_id, row.event_id, row.name, row.content_type]
    values += [row.size, row.sha256, row.place, row.by_id, row.on]
    values += [f"again {row.again_id}"] if row.again_id else []
    return keyed("attachment", *map(str, values))


def line(event: Event) -> str:
    """Return what the chain hashes of an event; ``casework_line`` in the database writes exactly the same."""
    return measured(
        event.pk,
        event.case_id,
        event.thing_kind,
        event.thing_id,
        event.move,
        event.actor_id or "",
        event.acting,
        event.on.isoformat(),
        event.at.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
        event.from_stage,
        event.to_stage,
        event.version,
        measured(*event.changed),
        event.digest,
        event.remark_digest,
        event.files_digest,
        "" if event.form_key is None else f":{event.form_key}",
    )


def measured(*values) -> str:
    """Write values one after another, each with its length before it, so that no two lists read alike."""
    return "".join(f"{len(text)}:{text}" for text in map(str, values))


def link_hash(previous: str, seq: int, text: str) -> str:
    """Return the hash of link ``seq`` that follows the link hashed ``previous``."""
    return hashlib.sha256(f"{previous}|{seq}|{text}".encode()).hexdigest()


# -- the anchor ----------------------------------------------------------------------------------------------------


def anchor_line() -> str | None:
    """Return today's signed line about the head of the chain, for keeping outside the database."""
    head = Link.objects.order_by("-seq").first()
    if head is None:
        return None
    text = f"{timezone.now():%Y-%m-%dT%H:%M:%S%z} {head.seq} {head.hash}"
    return f"{text} {keyed('anchor', text)}"


def write_anchor(path: Path | None = None) -> str | None:
    """Append the head of the chain to the anchor file; return the line, or None while there is no history."""
    text = anchor_line()
    if text:
        path = path or settings.ANCHOR_FILE
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        path.touch(mode=0o600)
        with path.open("a") as file:
            file.write(text + "\n")
    return text


def read_anchors(lines: Iterable[str]) -> tuple[dict[int, set[str]], list[str]]:
    """Return the hashes that were anchored at each link, and the faults of the lines themselves."""
    anchored, faults = defaultdict(set), []
    for number, text in enumerate(lines, start=1):
        body, _space, signature = text.strip().rpartition(" ")
        if not text.strip():
            continue
        if not hmac.compare_digest(signature.encode(), keyed("anchor", body).encode()):
            faults.append(f"anchor: line {number} is not signed by this house: {text.strip()[:60]}")
            continue
        _at, seq, hash_ = body.split(" ")
        anchored[int(seq)].add(hash_)
    return anchored, faults


#: days that Python can read, with room for every time zone
READABLE = (datetime.date(2, 1, 1), datetime.date(9998, 12, 31))


# -- the check -----------------------------------------------------------------------------------------------------


@dataclass
class Count:
    """How much was looked at."""

    lines: int = 0
    rows: int = 0
    remarks: int = 0
    files: int = 0
    powers: int = 0
    anchors: int = 0

    def __str__(self):
        return ", ".join(f"{number} {what}" for what, number in vars(self).items())


def moving_models() -> list[type[Moving]]:
    """Return every model whose rows have a history."""
    return [model for model in apps.get_models() if issubclass(model, Moving)]


def verify(anchors: Iterable[str] = (), count: Count | None = None) -> Iterator[str]:
    """Yield one sentence for every line, row, remark, file or power that is not what the history says.

    Everything is read as it was at one moment, so people may go on working. ``count`` tells how much was looked at.
    """
    count = count or Count()
    with _one_moment():
        yield from _verify_chain(anchors, count)
        yield from _verify_versions()
        yield from _verify_rows(count)
        yield from _verify_remarks(count)
        yield from _verify_files(count)
        yield from _verify_powers(count)


@contextmanager
def _one_moment() -> Iterator[None]:
    if connection.in_atomic_block:  # a test, which is alone anyway
        yield
        return
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        yield


def _verify_chain(anchors: Iterable[str], count: Count) -> Iterator[str]:
    anchored, faults = read_anchors(anchors)
    yield from faults
    count.anchors = len(anchored)
    nonsense = list(Event.objects.exclude(on__range=READABLE, at__date__range=READABLE).values_list("pk", flat=True))
    for pk in nonsense:
        yield f"chain: event {pk} is of a day that no calendar has"
    previous, last, expected = "", 0, 1
    links = Link.objects.exclude(event__in=nonsense).select_related("event").order_by("seq")
    for link in links.iterator(chunk_size=2000):
        count.lines += 1
        if link.seq != expected:
            yield f"chain: link {expected} is missing before link {link.seq}"
        if link.hash != link_hash(previous, link.seq, line(link.event)):
            yield f"chain: link {link.seq} does not fit (event {link.event_id}, {link.event.move})"
        if anchored.pop(link.seq, {link.hash}) != {link.hash}:
            yield f"anchor: link {link.seq} is not the one that was anchored"
        previous, last, expected = link.hash, link.seq, link.seq + 1
    for seq in sorted(anchored):
        yield f"anchor: link {seq} was anchored and is gone (the chain ends at {last})"
    for pk in Event.objects.filter(link=None).order_by("pk").values_list("pk", flat=True):
        yield f"chain: event {pk} was never chained"


def _verify_versions() -> Iterator[str]:
    """The lines of each thing count its versions, one by one."""
    table = Event._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT thing_kind, thing_id, id, version, before FROM ("  # noqa: S608
            f"  SELECT *, coalesce(lag(version) OVER (PARTITION BY thing_kind, thing_id ORDER BY id), 0) AS before"
            f"  FROM {table}) AS lines WHERE version <> before + 1 ORDER BY id"
        )
        for kind, pk, event, version, before in cursor.fetchall():
            yield f"history: event {event} says version {version} of {kind} {pk} after version {before}"


def _verify_rows(count: Count) -> Iterator[str]:
    kinds = {model._meta.label_lower: model for model in moving_models()}
    for kind, model in kinds.items():
        try:
            yield from verify_rows_of(model, count)
        except (ValueError, OverflowError) as error:
            yield f"row: a {kind} holds what can't be read: {error}"
    strange = Event.objects.exclude(thing_kind__in=[*kinds, CASE, MEMBERSHIP])
    for kind in strange.order_by("thing_kind").values_list("thing_kind", flat=True).distinct():
        yield f"row: no model is called {kind}"


def verify_rows_of(model: type[Moving], count: Count | None = None) -> Iterator[str]:
    """Yield a sentence for every row of one kind that is not what its last line says."""
    kind, count = model._meta.label_lower, count or Count()
    last = dict(
        Event.objects.filter(thing_kind=kind)
        .order_by("thing_id", "-id")
        .distinct("thing_id")
        .values_list("thing_id", "digest")
    )
    for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
        count.rows += 1
        known = last.pop(row.pk, None)
        if known is None:
            yield f"row: {kind} {row.pk} has no history"
        elif known != digest(row):
            yield f"row: {kind} {row.pk} was changed outside its history"
    for pk in sorted(last):
        yield f"row: {kind} {pk} has a history and is gone"


def _verify_remarks(count: Count) -> Iterator[str]:
    for remark in (
        Remark.objects.select_related("event")
        .only("text", "event__remark_digest")
        .order_by("pk")
        .iterator(chunk_size=2000)
    ):
        count.remarks += 1
        if remark.event.remark_digest != keyed("remark", remark.text):
            yield f"remark: the remark of event {remark.pk} was changed"
    for pk in Event.objects.exclude(remark_digest="").filter(remark=None).order_by("pk").values_list("pk", flat=True):
        yield f"remark: the remark of event {pk} is gone"


def _verify_files(count: Count) -> Iterator[str]:
    for row in Attachment.objects.order_by("pk").iterator(chunk_size=500):
        count.files += 1
        path = settings.FILES_ROOT / row.place
        if row.seal != seal(row):
            yield f"file: the row of attachment {row.pk} was changed"
        if not path.is_file():
            yield f"file: attachment {row.pk} is gone"
        elif sha256_of(path) != row.sha256:
            yield f"file: attachment {row.pk} was changed"
    with_files = Event.objects.filter(models.Q(attachments__isnull=False) | ~models.Q(files_digest="")).distinct()
    for event in with_files.only("files_digest").order_by("pk").prefetch_related(_in_order()).iterator(chunk_size=500):
        if event.files_digest != files_digest(event.attachments.all()):
            yield f"file: event {event.pk} came with other files"


def _in_order() -> models.Prefetch:
    return models.Prefetch("attachments", Attachment.objects.order_by("pk"))


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file, read piece by piece."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _verify_powers(count: Count) -> Iterator[str]:
    """Who holds what now must be what the lines about powers gave and did not take."""
    said: dict[tuple[str, int], set[str]] = defaultdict(set)
    rows = Event.objects.filter(thing_kind__in=(CASE, MEMBERSHIP)).order_by("id").defer("at", "on")
    for event in rows.iterator(chunk_size=2000):
        count.powers += 1
        about = event.thing_kind, event.thing_id
        for change in event.changed:
            (said[about].add if change[0] == "+" else said[about].discard)(change[1:])
        if event.digest != powers_digest(*about, event.version, said[about]):
            yield f"power: event {event.pk} was not written by this house"
    held = powers_held()
    for kind, pk in sorted(said.keys() | held.keys()):
        name = "case" if kind == CASE else "person"
        for power in sorted(held[kind, pk] - said[kind, pk]):
            yield f"power: “{power}” of {name} {pk} was given outside the history"
        for power in sorted(said[kind, pk] - held[kind, pk]):
            yield f"power: “{power}” of {name} {pk} was taken outside the history"


def powers_held(kind: str | None = None, pk: int | None = None) -> dict[tuple[str, int], set[str]]:
    """Return the words that groups hold on cases and the groups that people are in, all or of one of them."""
    held: dict[tuple[str, int], set[str]] = defaultdict(set)
    one: dict[str, Any] = {} if pk is None else {"content_object": pk}
    if kind in (None, CASE):
        grants = CaseGroupObjectPermission.objects.filter(**one)
        for case, word, group in grants.values_list("content_object", "permission__codename", "group"):
            held[CASE, case].add(f"{word} {group}")
        personal = CaseUserObjectPermission.objects.filter(**one)
        for case, word, person in personal.values_list("content_object", "permission__codename", "user"):
            held[CASE, case].add(f"{word} person {person}")
    if kind in (None, MEMBERSHIP):
        rows = get_user_model().groups.through.objects.filter(**({} if pk is None else {"user": pk}))
        for person, group in rows.values_list("user", "group"):
            held[MEMBERSHIP, person].add(str(group))
    return held
