"""What is wrong with a template that an office hands in: each fault with its place, before anything is kept.

A template may say what a paper says and nothing else: write fields out, repeat lists, ask whether something is there.
Whatever else the language of templates can do is refused by name, and so is what a Word file can bring along:
programs, embedded objects, parts that lie elsewhere, fields that fetch something. What passes is filled with a sample,
so that nobody puts a template in force that no paper can be made by.
"""

import difflib
import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import docx
from django.utils.translation import gettext as _
from docx.oxml.ns import qn
from jinja2 import TemplateSyntaxError, nodes
from lxml import etree

from . import PaperKind, fill
from .fields import ASKED, LOOP, READER, RECORD, ROWS, TEXT, TEXTS, Field, part_of

#: a template is a form, not an archive: so large as it is handed in, and so large unpacked
LARGEST, UNPACKED = 5 * 2**20, 50 * 2**20
#: so deep a loop may lie in loops
DEEPEST = 3
#: so many faults are named at once
MOST = 30
#: what is shown of a paragraph on each side of a fault
AROUND = 12
#: what fields of Word reach for something outside the file, or run something
REACHING = re.compile(
    r"\b(DDE|DDEAUTO|LINK|INCLUDETEXT|INCLUDEPICTURE|IMPORT|INCLUDE|DATABASE|MACROBUTTON|GOTOBUTTON|RD|AUTOTEXT"
    r"|ADDIN|CONTROL|HTMLCONTROL|EMBED|PRINT)\b",
    re.IGNORECASE,
)
#: parts that no template needs
FOREIGN = re.compile(
    r"(vbaProject|vbaData|/activeX/|/embeddings/|oleObject|customUI|attachedToolbars|/afchunk|\.bin$|\.exe$|\.js$)",
    re.IGNORECASE,
)
#: filters and tests that only look at what is there
FILTERS, TESTS = {"length", "count", "join", "first", "last", "default"}, {"defined", "none", "odd", "even"}
#: expressions that only look at what is there
PLAIN: tuple[type[nodes.Node], ...] = (
    nodes.Const,
    nodes.Compare,
    nodes.Operand,
    nodes.Not,
    nodes.And,
    nodes.Or,
    nodes.CondExpr,
    nodes.Concat,
    nodes.Add,
    nodes.Sub,
)
OPENINGS = {"{{": "}}", "{%": "%}", "{#": "#}"}
_BRACES = re.compile(r"\{\{|\{%|\{#|\}\}|%\}|#\}")
_WIDE = re.compile(r"｛[｛％%{]|\{[｛％]|[｝％%}]｝|[｝％]\}")
_SINGLE = re.compile(r"(?<!\{)\{\s*([a-z_]+)\s*\}(?!\})")


@dataclass(frozen=True)
class Fault:
    """One thing that is wrong: where it stands, the text around it, and what it is."""

    place: str
    around: str
    what: str

    def __str__(self):
        if not self.place:
            return self.what
        around = _("(“%(text)s”)") % {"text": self.around} if self.around else ""
        return _("%(place)s%(around)s: %(what)s") % {"place": self.place, "around": around, "what": self.what}


def faults_of(content: bytes, kind: PaperKind) -> list[Fault]:
    """Return what is wrong with a template for papers of this kind; nothing where it may be used.

    The first faults alone, ``MOST`` of them: somebody who mends thirty will hand it in again.
    """
    fields = kind.fields
    if faults := list(_of_the_file(content)):
        return faults[:MOST]
    try:
        document = docx.Document(io.BytesIO(content))
    except Exception:  # there are many ways to be broken
        return [Fault("", "", _("This Word file is damaged: save it anew as .docx."))]
    faults = []
    used: set[str] = set()
    for name, part in _parts(document):
        one = _PartReader(name, part, fields)
        one.read()
        faults += one.faults
        used |= one.written
    faults += _elsewhere(document)
    for name, one_field in fields.items():
        if one_field.required and name not in used:
            text = _("The field {{ %(name)s }} (%(means)s) is missing: every paper of this kind needs it.")
            faults.append(Fault("", "", text % {"name": name, "means": one_field.said}))
    return faults[:MOST] or _of_the_sample(content, kind)


def _of_the_sample(content: bytes, kind: PaperKind) -> list[Fault]:
    """Fill it with the sample: what Word could not open afterwards is no template."""
    try:
        made = docx.Document(io.BytesIO(fill(content, kind.sample_data())))
    except Exception:  # there are many ways to be broken
        return [Fault("", "", _("A sample can't be made by this template: save it anew as .docx."))]
    empty = [cell for cell in made.element.body.iter(qn("w:tc")) if cell.find(qn("w:p")) is None]
    if empty:
        return [Fault("", "", _("After filling, a cell of a table is left without a paragraph: write a text in it."))]
    return []


# -- the file -----------------------------------------------------------------------------------------------------


def _of_the_file(content: bytes) -> Iterator[Fault]:
    """What a Word file may bring along that a template does not need."""
    if len(content) > LARGEST:
        yield Fault("", "", _("A template is at most %(limit)d MB large.") % {"limit": LARGEST // 2**20})
        return
    try:
        package = zipfile.ZipFile(io.BytesIO(content))
        if sum(part.file_size for part in package.infolist()) > UNPACKED:
            yield Fault("", "", _("A template is at most %(limit)d MB large unpacked.") % {"limit": UNPACKED // 2**20})
            return
        parts = {part.filename: package.read(part) for part in package.infolist() if not part.is_dir()}
    except Exception:  # there are many ways to be broken
        yield Fault("", "", _("This Word file is damaged: save it anew as .docx."))
        return
    for name, said in parts.items():
        if FOREIGN.search(f"/{name}"):
            text = _("The file brings along “%(part)s”: a program or an embedded object. Take it out.")
            yield Fault("", "", text % {"part": name})
        elif name.endswith((".xml", ".rels")):
            yield from _of_a_part(name, said)


def _of_a_part(name: str, said: bytes) -> Iterator[Fault]:
    """What one part of a Word file may say that a template does not need."""
    if re.search(rb"<!(DOCTYPE|ENTITY)", said, re.IGNORECASE):
        yield Fault("", "", _("The part “%(part)s” declares entities; Word writes none.") % {"part": name})
        return
    try:
        tree = etree.fromstring(said, etree.XMLParser(resolve_entities=False, no_network=True))
    except etree.XMLSyntaxError:
        yield Fault("", "", _("The part “%(part)s” can't be read: save the file anew as .docx.") % {"part": name})
        return
    if name.endswith(".rels"):
        for relation in tree:
            if relation.get("TargetMode", "").lower() == "external":
                text = _("The file points outside (“%(target)s”): a link, a picture or a template. Take it out.")
                yield Fault("", "", text % {"target": (relation.get("Target") or "")[:80]})
    elif name.startswith("word/"):
        yield from _reaching(tree)


def _reaching(tree) -> Iterator[Fault]:
    """Fields of Word that fetch or run something."""
    said = "".join(one.text or "" for one in tree.iter(qn("w:instrText")))
    said += " ".join(one.get(qn("w:instr")) or "" for one in tree.iter(qn("w:fldSimple")))
    if found := REACHING.search(said):
        text = _("A field of Word fetches or runs something (%(field)s). Take it out.")
        yield Fault("", "", text % {"field": found[0].upper()})
    if next(tree.iter(qn("w:altChunk"), qn("w:object"), qn("w:control")), None) is not None:
        yield Fault("", "", _("The file holds an embedded object. Take it out."))


def _parts(document) -> Iterator[tuple[str, Any]]:
    """The parts whose tags are filled: the text, and the head and the foot of its pages, each once."""
    yield "", document.element.body
    seen = set()
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")) and relation.target_part.partname not in seen:
            seen.add(relation.target_part.partname)
            name = _("Page header") if relation.reltype.endswith("/header") else _("Page footer")
            yield name, relation.target_part.element


def _elsewhere(document) -> Iterator[Fault]:
    """Tags that stand where papers are not filled: in notes, comments, properties, or in what no paragraph shows."""
    filled = {document.part.partname}
    for relation in document.part.rels.values():
        if relation.reltype.endswith(("/header", "/footer")):
            filled.add(relation.target_part.partname)
    for part in document.part.package.iter_parts():
        name = str(part.partname)
        if not name.endswith(".xml"):
            continue
        tree = etree.fromstring(part.blob, etree.XMLParser(resolve_entities=False))
        shown = part.partname in filled
        for one in tree.iter():
            if not isinstance(one.tag, str):
                continue
            texts = [*one.attrib.values(), *([] if shown and one.tag == qn("w:t") else [one.text or ""])]
            if any(opening in text for text in texts for opening in OPENINGS):
                text = _("A tag stands where no paper is filled (a note, a comment, a property or a hidden text).")
                yield Fault("", name.rpartition("/")[2], text)
                break


# -- the tags -----------------------------------------------------------------------------------------------------


@dataclass
class _Open:
    """An instruction that waits for its end."""

    word: str
    takes: str
    place: str
    around: str
    #: where its end must stand too: the paragraph, the cell or text, the table
    inside: Any
    #: the name that a loop gives to one of the list, and what that is
    scope: dict[str, Field | None] = field(default_factory=dict)


class _PartReader:
    """Reads the tags of one part, paragraph by paragraph, and keeps what is wrong."""

    def __init__(self, name: str, root, fields: dict[str, Field]):
        self.name, self.root, self.fields = name, root, fields
        self.faults: list[Fault] = []
        self.open: list[_Open] = []
        #: fields that are written out
        self.written: set[str] = set()
        self.tables = {table: number for number, table in enumerate(root.iter(qn("w:tbl")), start=1)}
        self.number = 0
        self.text = self.place = self.around = ""
        self.paragraph: Any = None

    def read(self):
        for paragraph in self.root.iter(qn("w:p")):
            if not any(True for _one in paragraph.iterancestors(qn("w:tc"), qn("w:txbxContent"))):
                self.number += 1
            self.paragraph, self.text = paragraph, _text_of(paragraph)
            if self.text.strip():
                self.place = self._place()
                self.read_paragraph()
        for one in reversed(self.open):
            self.faults.append(Fault(one.place, one.around, _("“%(word)s” begins here and has no end.") % vars(one)))

    def fault(self, what: str):
        self.faults.append(Fault(self.place, self.around, what))

    def _place(self) -> str:
        cell = next(self.paragraph.iterancestors(qn("w:tc")), None)
        if cell is not None:
            row = cell.getparent()
            table = next(row.iterancestors(qn("w:tbl")))
            where = {
                "table": self.tables[table],
                "row": list(table.iterchildren(qn("w:tr"))).index(row) + 1 if row.getparent() is table else 1,
                "cell": list(row.iterchildren(qn("w:tc"))).index(cell) + 1,
            }
            place = _("Table %(table)d, row %(row)d, cell %(cell)d") % where
        elif next(self.paragraph.iterancestors(qn("w:txbxContent")), None) is not None:
            place = _("Text box at paragraph %(number)d") % {"number": self.number}
        elif self.name:
            return self.name
        else:
            return _("Paragraph %(number)d") % {"number": self.number}
        return f"{self.name} {place}".strip()

    def read_paragraph(self):
        text = self.text
        for opening, said, start, end in list(self._tags(text)):
            self._see(start, end)
            match opening:
                case "{{":
                    self.output(_straight(said))
                case "{%":
                    self.instruction(_straight(said), text[:start] + text[end:])
                case _:
                    self.fault(_("remarks between {# and #} are not for templates."))
        self._mistyped(text)
        for one in [one for one in self.open if not one.takes and one.inside is self.paragraph]:
            self.open.remove(one)
            what = _(
                "“%(word)s” begins here and has no end in the same paragraph: paragraphs are repeated by {%%p … %%}."
            )
            self.faults.append(Fault(one.place, one.around, what % vars(one)))

    def _tags(self, text: str) -> Iterator[tuple[str, str, int, int]]:
        """Yield how each tag begins, what it says, and from where to where it goes; what is not closed is a fault."""
        at = 0
        while found := _BRACES.search(text, at):
            at = found.end()
            self._see(found.start(), found.end())
            closing = OPENINGS.get(found[0])
            if closing is None:
                self.fault(_("“%(mark)s” closes a tag that was not opened.") % {"mark": found[0]})
                continue
            end = _BRACES.search(text, at)
            if end is None or end[0] != closing:
                what = _("the tag that begins with “%(mark)s” is not closed by “%(end)s” in the same paragraph.")
                self.fault(what % {"mark": found[0], "end": closing})
                continue
            yield found[0], text[at : end.start()], found.start(), end.end()
            at = end.end()

    def _mistyped(self, text: str):
        """What looks like a tag and is none: brackets of full width, and single ones."""
        if wide := _WIDE.search(text):
            self._see(wide.start(), wide.end())
            self.fault(_("the brackets of a tag are {{ }} and {% %} in half width."))
        for single in _SINGLE.finditer(text):
            if single[1] in self.fields:
                self._see(single.start(), single.end())
                self.fault(_("a field has two brackets on each side: {{ %(name)s }}.") % {"name": single[1]})

    def _see(self, start: int, end: int):
        self.around = self.text[max(0, start - AROUND) : end + AROUND].strip()

    def output(self, said: str):
        tree = self._parse("{{" + said + "}}", said)
        if tree is None:
            return
        [output] = tree.body
        for node in output.nodes:
            one = self.look(node)
            if one is not None and one.shape in (TEXTS, ROWS, RECORD):
                what = _("“%(name)s” is a list: repeat it with {%%p for … in %(name)s %%}.")
                if one.shape == RECORD:
                    what = _("“%(name)s” has parts: write one of them, %(name)s.….")
                self.fault(what % {"name": said.strip()})
        self.written |= {node.name for node in tree.find_all(nodes.Name) if node.name in self.fields}

    def _parse(self, text: str, said: str):
        try:
            return READER.parse(text)
        except TemplateSyntaxError:
            self.fault(_("“%(said)s” is not written as a tag is.") % {"said": said.strip()})
            return None

    def instruction(self, said: str, beside: str):
        found = re.fullmatch(r"(p|tr|tc|r)?\s+(\w+)\s*(.*?)\s*", said) or re.fullmatch(r"()(\w+)\s*(.*?)\s*", said)
        if found is None:
            self.fault(_("“%(said)s” is not written as a tag is.") % {"said": said.strip()})
            return
        takes, word, rest = found[1] or "", found[2], found[3]
        if word not in ("for", "endfor", "if", "elif", "else", "endif"):
            self.fault(_("“%(word)s” is not for templates: only for, if, elif, else and their ends.") % {"word": word})
            return
        inside = self._inside(takes, beside)
        if inside is None:
            return
        if word in ("for", "if"):
            scope = self._loop(rest) if word == "for" else self._question(rest)
            if word == "for" and sum(one.word == "for" for one in self.open) >= DEEPEST:
                self.fault(_("loops lie in loops %(deepest)d deep at most.") % {"deepest": DEEPEST})
            self.open.append(_Open(word, takes, self.place, self.around, inside, scope))
            return
        if word == "elif":
            self._question(rest)
        elif rest:
            self.fault(_("nothing stands after “%(word)s”.") % {"word": word})
        self._end(word, takes, inside)

    def _end(self, word: str, takes: str, inside):
        opens = {"endfor": ("for",), "endif": ("if",), "elif": ("if",), "else": ("if", "for")}[word]
        last = self.open[-1] if self.open else None
        if last is None or last.word not in opens:
            self.fault(_("“%(word)s” does not fit: nothing of its kind is open here.") % {"word": word})
            return
        if last.takes != takes or last.inside is not inside:
            what = _("“%(word)s” must be written as its beginning is, and stand in the same text or table (%(place)s).")
            self.fault(what % {"word": word, "place": last.place})
        if word.startswith("end"):
            self.open.pop()

    def _inside(self, takes: str, beside: str):
        """Return where the other end must stand; None where the tag stands wrong itself."""
        if takes == "":
            return self.paragraph
        if takes == "p":
            if beside.strip():
                self.fault(_("{%%p … %%} stands alone in its paragraph: what stands beside it would be lost.") % {})
                return None
            return self.paragraph.getparent()
        row = next(self.paragraph.iterancestors(qn("w:tr")), None)
        if takes != "tr":
            self.fault(_("{%%%(takes)s … %%} is not for templates: {%%p and {%%tr are.") % {"takes": takes})
            return None
        if row is None:
            self.fault(_("{%%tr … %%} stands in the row of a table.") % {})
            return None
        if _BRACES.sub("", "".join(row.itertext(qn("w:t")))).strip() != _BRACES.sub("", self.text).strip():
            self.fault(_("{%%tr … %%} stands alone in its row: what stands beside it would be lost.") % {})
            return None
        return next(row.iterancestors(qn("w:tbl")))

    def _loop(self, rest: str) -> dict[str, Field | None]:
        tree = self._parse("{% for " + rest + " %}{% endfor %}", f"for {rest}")
        loop = tree.body[0] if tree is not None and tree.body else None
        if loop is None:
            return {}
        if not isinstance(loop.target, nodes.Name) or loop.recursive or loop.test is not None:
            self.fault(_("a loop is written: for one in list."))
            return {}
        one = self.look(loop.iter)
        if one is not None and one.shape not in (TEXTS, ROWS, ASKED):
            self.fault(_("“%(name)s” is no list and can't be repeated.") % {"name": rest.partition(" in ")[2].strip()})
            one = None
        if one is not None:
            self.written |= {node.name for node in loop.iter.find_all(nodes.Name)} | _names(loop.iter)
        return {loop.target.name: _one_of(one)}

    def _question(self, rest: str) -> dict[str, Field | None]:
        tree = self._parse("{% if " + rest + " %}{% endif %}", f"if {rest}")
        if tree is not None and tree.body:
            self.look(tree.body[0].test)
        return {}

    def look(self, node) -> Field | None:
        """Return the field that an expression means; name what is in it that no template may say."""
        match node:
            case nodes.TemplateData():
                return None
            case nodes.Name():
                return self._named(node.name)
            case nodes.Getattr() | nodes.Getitem():
                return self._part(node)
            case nodes.Filter() if node.name in FILTERS and not node.dyn_args and not node.dyn_kwargs:
                pass
            case nodes.Test() if node.name in TESTS and not node.args:
                pass
            case _ if isinstance(node, PLAIN):
                pass
            case _:
                self.fault(_("this is not for templates: a field, its parts, and whether it is there are."))
                return None
        for child in node.iter_child_nodes():
            self.look(child)
        return None

    def _named(self, name: str) -> Field | None:
        for one in reversed(self.open):
            if name in one.scope:
                return one.scope[name]
        if name == "loop" and any(one.word == "for" for one in self.open):
            return None
        if name in self.fields:
            return self.fields[name]
        self._unknown(name, list(self.fields))
        return None

    def _unknown(self, name: str, known: list[str]):
        near = difflib.get_close_matches(name, known, 1, 0.6)
        text = (
            _("there is no field “%(name)s”; do you mean “%(near)s”?") if near else _("there is no field “%(name)s”.")
        )
        self.fault(text % {"name": name, "near": near[0] if near else ""})

    def _part(self, node) -> Field | None:
        name = part_of(node)
        if name is None:
            self.fault(_("a part of a field is written with a point: row.name."))
            return None
        in_a_loop = any(one.word == "for" for one in self.open)
        if in_a_loop and isinstance(node.node, nodes.Name) and node.node.name == "loop":
            if name not in LOOP:
                self.fault(_("of a loop there are: %(names)s.") % {"names": "、".join(sorted(LOOP))})
            return None
        before = len(self.faults)
        base = self.look(node.node)
        if base is None:
            if len(self.faults) == before and not self._is_unknown_item(node.node):
                self.fault(_("“%(name)s” has no parts.") % {"name": getattr(node.node, "name", name)})
            return None
        if base.shape in (TEXTS, ROWS):
            self.fault(_("“%(name)s” is a list: repeat it first, then take the parts of one.") % {"name": base.name})
            return None
        if name not in base.parts:
            if base.parts:
                self._unknown(name, list(base.parts))
            else:
                self.fault(_("“%(name)s” has no parts.") % {"name": getattr(node.node, "name", base.name)})
            return None
        return base.parts[name]

    def _is_unknown_item(self, node) -> bool:
        """Whether this is one of a list that was itself named as a fault: it is not named again."""
        return isinstance(node, nodes.Name) and any(one.scope.get(node.name, 0) is None for one in self.open)


def _names(node) -> set[str]:
    return {node.name} if isinstance(node, nodes.Name) else set()


def _one_of(list_: Field | None) -> Field | None:
    """Return what one of a list is."""
    if list_ is None:
        return None
    return Field(list_.name, RECORD if list_.shape == ROWS else TEXT, list_.parts, means=list_.means)


def _text_of(paragraph) -> str:
    """Return what stands in a paragraph itself, without the text boxes that hang on it."""
    return "".join(
        one.text or "" for one in paragraph.iter(qn("w:t")) if next(one.iterancestors(qn("w:p"))) is paragraph
    )


def _straight(said: str) -> str:
    """Return what a tag says with the quotation marks that Word bends."""
    return said.translate(str.maketrans("“”‘’", "\"\"''"))
