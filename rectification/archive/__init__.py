"""One archive of a round that has been closed: a zip that a stranger can verify without this house.

It holds an index (归档目录), the papers and files of each item (件), the ledgers, the history with the hash chain as it
is kept, a manifest with the SHA-256 of every file, and a program of one file that checks all of it. What is in it
follows from the state of the round alone: the number of the export and the time stand in the manifest and nowhere else,
so the same round gives the same files again. It is written piece by piece; memory stays flat however much there is.
"""

import datetime
import hashlib
import io
import json
import re
import tempfile
import zipfile
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import IO, Any

from django.conf import settings
from django.db.models import Min, QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation

from casework import papers, policy, present
from casework.exports import Entry, Ledger
from casework.models import Attachment, Event, Export, Link, PaperVersion
from casework.moves import actor_of, label_of
from casework.papers import versions
from casework.views import ThingList
from inspections.models import Round

from . import check
from .contents import CASE_FILES, OFFICE_FILES, left_out, lists, rows_of

FORMAT = "xuncha-archive/1"
CASE_FILE, OFFICE_FILE = "业务档案", "文书档案"
INDEX = Ledger(
    "归档目录",
    Entry("档案类别", "part"),
    Entry("年度", "year", width=8),
    Entry("件号", "number", width=8),
    Entry("被巡察单位", "unit", width=24),
    Entry("文号（编号）", "sign", width=22),
    Entry("题名", "title", wide=True),
    Entry("日期", "on"),
    Entry("保管期限", "keep", width=12),
    Entry("文件", "names", wide=True),
    Entry("备注", "remark", width=24),
)
#: how long the name of a folder or a file may be: the whole path must fit where systems allow no more than 260 letters
LONGEST = 40
#: names that Windows keeps for itself
RESERVED = re.compile(r"CON|PRN|AUX|NUL|(COM|LPT)[0-9]", re.IGNORECASE)
PIECE = 1024 * 1024
#: so many things are asked for at once
MANY = 500
HERE = Path(__file__).parent

Told = Callable[[int, int], None]


@dataclass
class Piece:
    """An item (件) of the archive: one thing with its papers and the files that lie with it."""

    part: str
    year: int
    number: int
    unit: str
    sign: str
    title: str
    on: datetime.date
    keep: str
    kind: str
    pk: int
    names_of_files: list[str] = field(default_factory=list)
    remark: str = ""

    @property
    def folder(self) -> str:
        return f"{self.part}/{self.year}/{self.number:04d} {plain_name(self.title)}"

    @property
    def names(self) -> str:
        return "\n".join(self.names_of_files)


@dataclass(frozen=True)
class Made:
    """What came of it: the SHA-256 of the manifest, that of the contents alone, and how much there is."""

    manifest_sha256: str
    content_sha256: str
    files: int
    pieces: int
    lines: int
    left_out: dict[str, int]


def plain_name(text: str) -> str:
    """Return a name that every file system takes, no longer than ``LONGEST``."""
    text = re.sub(r'[\\/:*?"<>|\x00-\x1f\x7f]', " ", text)
    text = re.sub(r"\s+", " ", text).strip(" .")[:LONGEST].rstrip(" .") or "_"
    return f"_{text}" if RESERVED.fullmatch(text.partition(".")[0]) else text


class Writer:
    """A zip that is written once, file by file, with the digest of each."""

    def __init__(self, file: IO[bytes], day: datetime.date):
        self.zip = zipfile.ZipFile(file, "w", allowZip64=True)
        self.day = max(day, datetime.date(1980, 1, 1))
        self.entries: list[dict[str, Any]] = []
        self.taken: set[str] = set()

    def free(self, path: str) -> str:
        """Return the path, with a number in it if something lies there already; letter case makes no difference."""
        stem, dot, ending = path.rpartition(".")
        if not dot or "/" in ending:
            stem, ending = path, ""
        place, again = path, 1
        while place.casefold() in self.taken:
            again += 1
            place = f"{stem}（{again}）{dot}{ending}"
        self.taken.add(place.casefold())
        return place

    def add(self, path: str, pieces: Iterable[bytes], *, packed: bool = True, listed: bool = True) -> dict[str, Any]:
        """Write a file; return its path, size and SHA-256 as the manifest has them."""
        path = self.free(path)
        info = zipfile.ZipInfo(path, (self.day.year, self.day.month, self.day.day, 0, 0, 0))
        info.compress_type = zipfile.ZIP_DEFLATED if packed else zipfile.ZIP_STORED
        info.external_attr = 0o600 << 16
        sha, size = hashlib.sha256(), 0
        with self.zip.open(info, "w") as target:
            for piece in pieces:
                sha.update(piece)
                size += len(piece)
                target.write(piece)
        entry = {"path": path, "size": size, "sha256": sha.hexdigest()}
        if listed:
            self.entries.append(entry)
        return entry


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    yield from iter(lambda: file.read(PIECE), b"")


def settled(content: bytes) -> bytes:
    """Return an Office file whose parts bear no time of their own, so that the same words are the same bytes."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as source, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        for name in sorted(source.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, source.read(name))
    return made.getvalue()


def write(
    file: IO[bytes], round: Round, *, person, number: str, keep: dict[str, str], told: Told | None = None
) -> Made:
    """Write the archive of ``round`` into ``file``, as far as ``person`` sees the round.

    ``number`` is that of the export. ``keep`` says for both parts how long they are kept, in the office's words.
    ``told`` is called with how many items are written and how many there are.
    """
    with translation.override("zh-hans"):
        return _Archive(round, person, keep).write(file, number, told or (lambda done, all_of_them: None))


class _Archive:
    def __init__(self, round: Round, person, keep: dict[str, str]):
        self.round, self.person, self.keep = round, person, keep
        self.closed = _closed_at(round)
        self.words: dict[int, frozenset[str]] = {}
        self.pks: dict[Any, list[int]] = {
            model: list(self.rows(model).order_by("pk").values_list("pk", flat=True))
            for model in (*CASE_FILES, *OFFICE_FILES)
        }

    def rows(self, model: Any) -> QuerySet:
        return rows_of(model, self.round, self.person)

    def write(self, file: IO[bytes], number: str, told: Told) -> Made:
        out = Writer(file, self.closed.date())
        pieces = [*self.pieces(CASE_FILE, CASE_FILES), *self.pieces(OFFICE_FILE, OFFICE_FILES)]
        told(0, len(pieces))
        for count, piece in enumerate(pieces, start=1):
            self.put(out, piece)
            told(count, len(pieces))
        for view, ledger in lists():
            self.put_ledger(out, view, ledger)
        lines = self.put_history(out)
        without = left_out(self.round)
        self.put_index(out, pieces, without)
        out.add("校验说明.txt", [_readable((HERE / "guide.md").read_text(encoding="utf-8"))])
        out.add("check.py", [(HERE / "check.py").read_bytes()])
        content = check.content_digest(out.entries)
        manifest = {
            "format": FORMAT,
            "round": self.round.name,
            "number": number,
            "taken_by": str(self.person),
            "taken_at": timezone.localtime().isoformat(timespec="seconds"),
            "keep": self.keep,
            "left_out": without,
            "pieces": len(pieces),
            "history": lines,
            "content_sha256": content,
            "files": out.entries,
        }
        text = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
        made = out.add(check.MANIFEST, [text], listed=False)
        out.add(check.DIGEST, [f"{made['sha256']}  {check.MANIFEST}\n".encode()], listed=False)
        out.zip.close()
        return Made(made["sha256"], content, len(out.entries), len(pieces), lines, without)

    # -- items -----------------------------------------------------------------------------------------------------

    def pieces(self, part: str, kinds: dict[Any, str]) -> list[Piece]:
        """Return the items of one part, numbered within their year: what has a paper or a file is an item."""
        found: list[tuple[datetime.date, int, int, Any, str, str, str]] = []
        for order, model in enumerate(kinds):
            for some in _some(self.pks[model]):
                found += [(*key, model, *said) for key, said in self._of_kind(order, model, some)]
        found.sort(key=lambda row: row[:3])
        numbers: dict[int, int] = {}
        rows = []
        for on, _order, pk, model, title, sign, unit in found:
            number = numbers[on.year] = numbers.get(on.year, 0) + 1
            kind = model._meta.label_lower
            rows.append(Piece(part, on.year, number, unit, sign, title, on, self.keep.get(part, ""), kind, pk))
        return rows

    def _of_kind(self, order: int, model: Any, pks: list[int]):
        kind = model._meta.label_lower
        of_kind = Event.objects.filter(thing_kind=kind, thing_id__in=pks)
        days = dict(of_kind.values_list("thing_id").annotate(Min("on")).order_by())
        lies = Attachment.objects.filter(thing_kind=kind, thing_id__in=pks)
        with_files = set(lies.values_list("thing_id", flat=True))
        kinds = papers.kinds_of(model)
        if not kinds:
            pks = [pk for pk in pks if pk in with_files]
        for thing in present.named(model.objects.filter(pk__in=pks)).order_by("pk"):
            if thing.pk in with_files or self.papers_of(thing, kinds):
                unit = str(getattr(thing, "unit", "") or "")
                name, title = str(model._meta.verbose_name), thing.title
                title = title if title.startswith(name) else f"{name} {title}"
                yield (days[thing.pk], order, thing.pk), (title, present.number_of(thing), unit)

    def papers_of(self, thing: Any, kinds: list[papers.PaperKind]) -> list[papers.PaperKind]:
        """Return the papers that ``person`` takes of a thing; none of what has moved under seal."""
        if not kinds or thing.stage in thing.left:
            return []
        if thing.case_id not in self.words:
            self.words[thing.case_id] = policy.words_on(self.person, thing.case)
        return [kind for kind in kinds if kind.is_for(self.words[thing.case_id]) and not kind.why_not(thing)]

    def put(self, out: Writer, piece: Piece) -> None:
        """Write the papers and the files of an item."""
        model = next(model for model in self.pks if model._meta.label_lower == piece.kind)
        thing = present.named(model.objects.filter(pk=piece.pk)).get()
        for kind in self.papers_of(thing, papers.kinds_of(model)):
            self.put_papers(out, piece, thing, kind)
        for row in Attachment.objects.filter(thing_kind=piece.kind, thing_id=piece.pk).order_by("pk"):
            self.put_file(out, piece, row)

    def put_papers(self, out: Writer, piece: Piece, thing: Any, kind: papers.PaperKind) -> None:
        """Write the paper of a thing as it is now, and beside it each other version that was given out."""
        stem = plain_name(str(kind.called(thing)))
        said: list[tuple[str, PaperVersion | None]] = [(stem, None)]
        kept = versions.seen_by(thing, self.person, self.words[thing.case_id]).filter(kind_of=kind.code)
        said += [(plain_name(f"{stem} 第{one.number}版"), one) for one in kept.order_by("number")]
        standing = None
        for name, version in said:
            if version is not None and version == standing:
                continue
            try:
                if version is None:
                    standing, content = versions.as_now(kind, thing)
                else:
                    content = versions.content(version)
            except versions.Lost as lost:
                piece.remark = _further(piece.remark, f"公文“{name}”已缺失或与登记的校验码不符（{lost.what}），未收入")
                continue
            entry = out.add(f"{piece.folder}/{name}.docx", [settled(content)], packed=False)
            piece.names_of_files.append(entry["path"].rpartition("/")[2])

    def put_file(self, out: Writer, piece: Piece, row: Attachment) -> None:
        """Write a file as it was handed in; where it is gone or is not what it was, the index says so instead."""
        stem, _dot, ending = row.name.rpartition(".")
        path = settings.FILES_ROOT / row.place
        sha = hashlib.sha256()
        try:
            with path.open("rb") as file:
                for part in _pieces(file):
                    sha.update(part)
        except OSError:
            piece.remark = _further(piece.remark, f"文件“{row.name}”已缺失，应有校验码{row.sha256}")
            return
        if sha.hexdigest() != row.sha256:
            piece.remark = _further(piece.remark, f"文件“{row.name}”与登记的校验码不符，未收入")
            return
        with path.open("rb") as file:
            entry = out.add(f"{piece.folder}/{plain_name(stem)}.{ending}", _pieces(file), packed=False)
        piece.names_of_files.append(entry["path"].rpartition("/")[2])

    # -- index, ledgers, history -----------------------------------------------------------------------------------

    def export(self) -> Export:
        """Return what a workbook says of where it comes from; here that is the round, and when it was closed."""
        export = Export(number=self.round.name, person=self.person, title=INDEX.title)
        export.at = self.closed
        return export

    def put_ledger(self, out: Writer, view: type[ThingList], ledger: Ledger) -> None:
        """Write a list of the round as its workbook; one that would be empty is left out."""
        if not self.pks.get(view.model):
            return
        source, request = view(), HttpRequest()
        request.user = self.person
        source.setup(request)
        rows = source.rows().filter(pk__in=self.rows(view.model).values("pk")).order_by("pk")
        rows = ledger.joined(rows).iterator(chunk_size=MANY)
        self._put_book(out, f"台账/{ledger.title}.xlsx", ledger, rows, view.model)

    def _put_book(self, out: Writer, path: str, ledger: Ledger, rows: Iterable[Any], model: Any) -> None:
        with tempfile.TemporaryFile() as file:
            ledger.write(file, rows, model, self.export())
            file.seek(0)
            out.add(path, _pieces(file), packed=False)

    def put_index(self, out: Writer, pieces: list[Piece], without: dict[str, int]) -> None:
        self._put_book(out, "归档目录.xlsx", INDEX, pieces, Round)
        out.add("归档目录.txt", _index_lines(self.round, pieces, without))

    def put_history(self, out: Writer) -> int:
        """Write a line for each line of the history, in the order of the chain; return how many there are."""
        seqs: list[int] = []
        for model, pks in self.pks.items():
            kind = model._meta.label_lower
            for some in _some(pks):
                of_kind = Link.objects.filter(event__thing_kind=kind, event__thing_id__in=some)
                seqs += of_kind.values_list("seq", flat=True)
        seqs.sort()
        out.add(check.HISTORY, self._history(seqs))
        return len(seqs)

    @staticmethod
    def _history(seqs: list[int]) -> Iterator[bytes]:
        for some in _some(seqs):
            before = dict(Link.objects.filter(seq__in=[seq - 1 for seq in some]).values_list("seq", "hash"))
            links = Link.objects.filter(seq__in=some).select_related("event__actor", "event__remark").order_by("seq")
            for link in links:
                yield _line(link, before.get(link.seq - 1, ""))


def _line(link: Link, previous: str) -> bytes:
    """Return a line of the history: what the chain hashes, field by field, and the same in words."""
    event = link.event
    said = {
        "seq": link.seq,
        "previous": previous,
        "hash": link.hash,
        "event": event.pk,
        "case": event.case_id,
        "kind": event.thing_kind,
        "thing": event.thing_id,
        "move": event.move,
        "actor": event.actor_id or "",
        "acting": event.acting,
        "on": event.on.isoformat(),
        "at": event.at.astimezone(datetime.UTC).strftime("%Y-%m-%d %H:%M:%S.%f"),
        "from": event.from_stage,
        "to": event.to_stage,
        "version": event.version,
        "changed": event.changed,
        "digest": event.digest,
        "remark_digest": event.remark_digest,
        "files_digest": event.files_digest,
        "form": "" if event.form_key is None else f":{event.form_key}",
        "事项": label_of(event),
        "办理人": actor_of(event),
        "意见": event.remark.text if event.remark_digest and hasattr(event, "remark") else "",
    }
    return json.dumps(said, ensure_ascii=False).encode() + b"\n"


def _index_lines(round: Round, pieces: list[Piece], without: dict[str, int]) -> Iterator[bytes]:
    lines = [f"归档目录（{round.name}）", ""]
    lines += [f"密封保管、未收入：{name}{count}件" for name, count in without.items()]
    yield _readable("\n".join([*lines, ""]))
    before: tuple[str, int] | None = None
    for piece in pieces:
        lines = []
        if before != (piece.part, piece.year):
            before = (piece.part, piece.year)
            lines += ["", f"{piece.part} {piece.year}年 保管期限：{piece.keep or '（由巡察办填写）'}"]
        sign = f"〔编号〕{piece.sign} " if piece.sign else ""
        unit = f"{piece.unit} " if piece.unit and piece.unit not in piece.title else ""
        lines.append(f"{piece.number:04d} {piece.on.isoformat()} {sign}{unit}{piece.title}")
        lines += [f"     {name}" for name in piece.names_of_files]
        lines += [f"     备注：{piece.remark}"] if piece.remark else []
        yield _readable("\n".join([*lines, ""]), first=False)


def _readable(text: str, *, first: bool = True) -> bytes:
    """Return text as every editor opens it."""
    return (b"\xef\xbb\xbf" if first else b"") + text.replace("\r\n", "\n").replace("\n", "\r\n").encode()


def _further(before: str, more: str) -> str:
    return f"{before}；{more}" if before else more


def _some(numbers: list[int]) -> Iterator[list[int]]:
    for begin in range(0, len(numbers), MANY):
        yield numbers[begin : begin + MANY]


def _closed_at(round: Round) -> datetime.datetime:
    """Return when the round went into the archive."""
    event = Event.objects.filter(thing_kind=round.kind, thing_id=round.pk, to_stage=Round.Stage.ARCHIVED)
    return timezone.localtime(event.latest("pk").at)
