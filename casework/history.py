"""Digests, the chain's line, and the check that nobody rewrote either.

A chain alone does not stop the owner of a database: the head is anchored in a file outside it, and every business
row is compared with the digest that its last event holds.
"""

import datetime
import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator
from decimal import Decimal
from pathlib import Path

from django.apps import apps
from django.conf import settings
from django.db import models
from django.utils import timezone

from .models import Attachment, Event, Link, Moving, Remark


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


def digest(thing: Moving) -> str:
    """Return the keyed digest of all that this row says, apart from its derived fields."""
    fields = sorted(thing._meta.concrete_fields, key=lambda field: field.attname)
    parts = [thing.kind]
    for field in fields:
        if field.name not in thing.derived:
            parts += [field.attname, _plain(field, getattr(thing, field.attname))]
    return keyed(*parts)


def line(event: Event) -> str:
    """Return what the chain hashes of an event; ``casework_line`` in the database writes exactly the same."""
    values = [
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
        ",".join(event.changed),
        event.digest,
        event.remark_digest,
    ]
    return "".join(f"{len(text)}:{text}" for text in map(str, values))


def link_hash(previous: str, seq: int, text: str) -> str:
    """Return the hash of link ``seq`` that follows the link hashed ``previous``."""
    return hashlib.sha256(f"{previous}|{seq}|{text}".encode()).hexdigest()


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
        with path.open("a") as file:
            file.write(text + "\n")
        path.chmod(0o600)
    return text


def moving_models() -> list[type[Moving]]:
    """Return every model whose rows have a history."""
    return [model for model in apps.get_models() if issubclass(model, Moving)]


def verify(anchors: Iterable[str] = ()) -> Iterator[str]:
    """Yield one sentence for every line, row, remark or file that is not what the history says."""
    yield from _verify_chain(anchors)
    yield from _verify_rows()
    yield from _verify_remarks()
    yield from _verify_files()


def _verify_chain(anchors: Iterable[str]) -> Iterator[str]:
    expected, hashes_wanted = 1, {}
    for text in filter(None, map(str.strip, anchors)):
        body, _space, signature = text.rpartition(" ")
        if not hmac.compare_digest(signature, keyed("anchor", body)):
            yield f"anchor: a line is not signed by this house: {text[:60]}"
            continue
        _at, seq, hash_ = body.split(" ")
        hashes_wanted[int(seq)] = hash_
    previous = ""
    last = 0
    for link in Link.objects.select_related("event").order_by("seq").iterator(chunk_size=2000):
        if link.seq != expected:
            yield f"chain: link {expected} is missing before link {link.seq}"
            expected = link.seq
        if link.hash != link_hash(previous, link.seq, line(link.event)):
            yield f"chain: link {link.seq} does not fit (event {link.event_id}, {link.event.move})"
        if hashes_wanted.pop(link.seq, link.hash) != link.hash:
            yield f"anchor: link {link.seq} is not the one that was anchored"
        previous, last, expected = link.hash, link.seq, expected + 1
    for seq in sorted(hashes_wanted):
        yield f"anchor: link {seq} was anchored and is gone (the chain ends at {last})"
    for pk in Event.objects.filter(link=None).order_by("pk").values_list("pk", flat=True):
        yield f"chain: event {pk} was never chained"


def _verify_rows() -> Iterator[str]:
    kinds = {model._meta.label_lower: model for model in moving_models()}
    for kind, model in kinds.items():
        last = dict(
            Event.objects.filter(thing_kind=kind)
            .order_by("thing_id", "-id")
            .distinct("thing_id")
            .values_list("thing_id", "digest")
        )
        for row in model._base_manager.order_by("pk").iterator(chunk_size=2000):
            known = last.pop(row.pk, None)
            if known is None:
                yield f"row: {kind} {row.pk} has no history"
            elif known != digest(row):
                yield f"row: {kind} {row.pk} was changed outside its history"
        for pk in sorted(last):
            yield f"row: {kind} {pk} has a history and is gone"
    for kind in Event.objects.exclude(thing_kind__in=kinds).values_list("thing_kind", flat=True).distinct():
        yield f"row: no model is called {kind}"


def _verify_remarks() -> Iterator[str]:
    for remark in Remark.objects.select_related("event").order_by("pk").iterator(chunk_size=2000):
        if remark.event.remark_digest != keyed("remark", remark.text):
            yield f"remark: the remark of event {remark.pk} was changed"
    for pk in Event.objects.exclude(remark_digest="").filter(remark=None).values_list("pk", flat=True):
        yield f"remark: the remark of event {pk} is gone"


def _verify_files() -> Iterator[str]:
    for row in Attachment.objects.order_by("pk").iterator(chunk_size=2000):
        path = settings.FILES_ROOT / row.place
        if not path.is_file():
            yield f"file: attachment {row.pk} is gone"
        elif hashlib.sha256(path.read_bytes()).hexdigest() != row.sha256:
            yield f"file: attachment {row.pk} was changed"
