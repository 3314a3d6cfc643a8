"""Reading in the registry: what a file would create, change or leave, and doing it, all of it or nothing.

``Roster.check`` compares a file with what is registered and touches nothing. ``apply`` does what was found, by the
same moves as the pages, in one transaction. ``basis`` says what a check rested on: whoever confirms names it, and when
the registry has changed meanwhile it is another one.

An empty cell leaves what is registered as it is. Bodies are known by their code, else by name; people by name and
body, told apart by their date of birth where two are called the same.
"""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.utils.translation import gettext as _

from casework import present
from casework.sheets import Line, Sheet, read

from . import actions, sheets
from .models import Organisation, Person, in_words

#: why a body is dissolved when its sheet says that it is out of use
OUT_OF_USE = "单位档案标明不可用"


@dataclass(eq=False)
class Node:
    """A body or a person as registered, and as the file wants it. ``thing`` is None until it is made."""

    thing: Any = None
    now: dict[str, Any] = field(default_factory=dict)
    new: dict[str, Any] = field(default_factory=dict)
    #: where in the file each new value stands
    said: dict[str, str] = field(default_factory=dict)
    #: the first row that speaks of it
    line: Line | None = None
    #: bodies only: dissolve it at the end
    dissolve: bool = False

    @property
    def changes(self) -> dict[str, Any]:
        return {name: value for name, value in self.new.items() if self.now.get(name) != value}

    def get(self, name: str) -> Any:
        return self.new.get(name, self.now.get(name))

    def __str__(self):
        return str(self.get("name") or "")


class Roster:
    """One file beside one registry, as one person may see it."""

    def __init__(self, found: list[Sheet], authority: Organisation, user):
        self.sheets = found
        self.authority = authority
        self.user = user
        self.bodies: list[Node] = []
        self.people: list[Node] = []
        self.by_name: dict[str, Node] = {}
        self.by_code: dict[str, Node] = {}
        self.namesakes: dict[str, list[Node]] = {}

    @classmethod
    def check(cls, content: bytes, authority: Organisation, user) -> "Roster":
        """Return what the file would do. Raises ``ValidationError`` when it can't be read at all."""
        roster = cls(read(content, sheets.PAPERS), authority, user)
        roster._load()
        for sheet in roster.sheets:
            if sheet.paper is sheets.ORGANISATIONS:
                _Bodies(roster, sheet).compare()
            else:
                _People(roster, sheet).compare()
        return roster

    def _load(self):
        rows = Organisation.objects.visible_to(self.user).filter(case=self.authority.case_id).select_related("parent")
        by_pk = {}
        for row in rows.order_by("pk"):
            node = by_pk[row.pk] = Node(row, _registered(row, BODY_FIELDS))
            self.bodies.append(node)
            self.by_name[row.name] = node
            if row.code:
                self.by_code[row.code] = node
        for node in self.bodies:
            node.now["parent"] = by_pk.get(node.thing.parent_id)
            if node.thing.short_name:
                self.by_name.setdefault(node.thing.short_name, node)
        people = Person.objects.visible_to(self.user).filter(case=self.authority.case_id)
        for row in people.order_by("pk"):
            node = Node(row, _registered(row, PERSON_FIELDS))
            node.now["organisation"] = by_pk.get(row.organisation_id)
            self.people.append(node)
            self.namesakes.setdefault(row.name, []).append(node)

    # -- what was found ------------------------------------------------------------------------------------------

    def counts(self) -> dict[str, int]:
        counted = dict.fromkeys(("new", "changed", "same", "refused"), 0)
        for sheet in self.sheets:
            for line in sheet.lines:
                counted[line.state] += 1
        return counted

    def faults(self) -> Iterator[str]:
        for sheet in self.sheets:
            yield from sheet.faults()

    @property
    def refused(self) -> bool:
        return any(line.state == "refused" for sheet in self.sheets for line in sheet.lines)

    def basis(self) -> str:
        """Return a digest of all that would be done and of the versions of the rows that it would be done to."""
        told = [f"{self.authority.pk}"]
        for node in (*self.bodies, *self.people):
            if node.thing is None or node.changes or node.dissolve:
                on = (node.thing.kind, node.thing.pk, node.thing.version) if node.thing else ("new",)
                told.append(
                    repr((on, node.dissolve, sorted((name, str(value)) for name, value in node.changes.items())))
                )
        return hashlib.sha256("\n".join(told).encode()).hexdigest()

    # -- doing it ------------------------------------------------------------------------------------------------

    def apply(self, today) -> None:
        """Do what was found, by the moves of the registry. The caller holds the transaction."""
        done = {"by": self.user, "today": today}
        waiting = [node for node in self.bodies if node.changes]
        # In the order of the file, so that a body may take the name that one above it gave up.
        waiting.sort(key=lambda node: (node.thing is None, node.line.number if node.line else 0))
        while waiting:
            ready = [node for node in waiting if node.get("parent") is None or node.get("parent").thing is not None]
            for node in ready:
                values = _rows(node.changes)
                if node.thing is None:
                    node.thing = actions.register(self.authority, **done, **values)
                else:
                    actions.amend(node.thing, **done, version=node.thing.version, **values)
            waiting = [node for node in waiting if node not in ready]
        for node in self.bodies:
            if node.dissolve:
                actions.close(node.thing, **done, note=OUT_OF_USE)
        for node in self.people:
            values = _rows(node.changes)
            if node.thing is None:
                body = values.pop("organisation")
                node.thing = actions.register_person(body, **done, **values)
            elif values:
                actions.amend_person(node.thing, **done, version=node.thing.version, **values)


BODY_FIELDS = (*(name for name in actions.forms.ORGANISATION_FIELDS if name != "parent"), "stage")
PERSON_FIELDS = (*actions.forms.PERSON_FIELDS, "stage")


def _registered(row: models.Model, names) -> dict[str, Any]:
    return {name: getattr(row, name) for name in names}


def _rows(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value.thing if isinstance(value, Node) else value for name, value in values.items()}


class _Compared:
    """What both kinds of sheet share: a row finds its node, tells it what it wants, and shows what that changes."""

    def __init__(self, roster: Roster, sheet: Sheet):
        self.roster, self.sheet = roster, sheet
        self.headings = {heading.field: heading.name for heading in sheet.paper.headings if heading.field}
        #: node → the row in which this sheet already spoke of it
        self.seen: dict[int, int] = {}

    def compare(self):
        for line in self.sheet.lines:
            node = self.node_of(line)
            if node is None:
                line.state = "refused"
                continue
            node.line = node.line or line
            first = self.seen.setdefault(id(node), line.number)
            if first != line.number:
                line.refuse(self.sheet.paper.marks[0], _("the same as row %(row)d") % {"row": first})
                continue
            self.want(line, node)

    def node_of(self, line: Line) -> Node | None:
        raise NotImplementedError

    def want(self, line: Line, node: Node) -> None:
        raise NotImplementedError

    def tell(self, line: Line, node: Node, name: str, value: Any) -> None:
        """Ask ``node`` to become so; the cell shows what that replaces."""
        heading = self.headings[name] if name in self.headings else self.sheet.paper.marks[0]
        place = node.said.get(name)
        if place and node.new[name] != value:
            line.refuse(
                heading, _("%(place)s says “%(text)s”") % {"place": place, "text": self.shown(name, node.new[name])}
            )
            return
        before = node.get(name)
        node.new[name] = value
        node.said[name] = _("“%(sheet)s”, row %(row)d") % {"sheet": self.sheet.name, "row": line.number}
        if before == value or line.state == "refused":
            return
        if line.state == "same":
            line.state = "new" if node.thing is None and node.line is line else "changed"
        if heading in line.cells and (shown := self.shown(name, before)):
            line.cells[heading].was = shown

    def shown(self, name: str, value: Any) -> str:
        """Write a value as the sheet would."""
        if isinstance(value, Node):
            return str(value)
        if name == "skills":
            return in_words(value or ())
        if value in (None, "") or (name == "official_order" and value == Organisation.UNORDERED):
            return ""
        heading = next((one for one in self.sheet.paper.headings if one.field == name), None)
        offers = heading.offers if heading else ()
        if heading and (offer := next((offer for offer in offers if heading.read(offer) == value), None)):
            return offer
        return present.text_of(value)

    def must(self, line: Line, name: str) -> bool:
        """Whether the row says this; when it does not, or unclearly, it is refused."""
        if name in line.values:
            return True
        line.refuse(self.headings[name], _("must be filled in"))
        return False


class _Bodies(_Compared):
    def compare(self):
        super().compare()
        for line in self.sheet.lines:
            if "parent" in line.values and line.state != "refused":
                self._belong(line)
        self._no_circles()

    def node_of(self, line):
        if not self.must(line, "name"):
            return None
        called, code = line.values["name"], line.values.get("code", "")
        by_name, by_code = self._named(called), self.roster.by_code.get(code) if code else None
        if by_code and by_code is not by_name and (by_name or id(by_code) in self.seen):
            line.refuse(self.headings["code"], _("this code is that of “%(name)s”") % {"name": by_code})
            return None
        node = by_code or by_name
        if node is None:
            node = Node(now={"parent": None})
            self.roster.bodies.append(node)
        self.roster.by_name[called] = node
        if code:
            self.roster.by_code[code] = node
        return node

    def _named(self, called):
        """Return the body of exactly this name; a short name does not make two bodies one."""
        node = self.roster.by_name.get(called)
        return node if node is not None and called == node.get("name") else None

    def want(self, line, node):
        values = dict(line.values)
        available = values.pop("available", None)
        values.pop("parent", None)
        if node.thing is None:
            self._begin(line, node, values)
        elif values.get("kind_of", node.thing.kind_of) != node.thing.kind_of:
            kept = self.shown("kind_of", node.thing.kind_of)
            line.refuse(self.headings["kind_of"], _("registered as “%(kind)s”, which does not change") % {"kind": kept})
        for name, value in values.items():
            self.tell(line, node, name, value)
        stage = node.now.get("stage", Organisation.Stage.ACTIVE)
        self._use(line, node, stage, available)
        if stage == Organisation.Stage.CLOSED and line.state == "changed":
            line.refuse(self.headings["name"], _("was dissolved; what is registered of it stays as it is"))

    def _begin(self, line, node, values):
        self.must(line, "kind_of")
        if "kind_of" in values and values["kind_of"] not in Organisation.INSPECTABLE:
            line.refuse(self.headings["kind_of"], _("bodies of this kind are made when the district is founded"))
        node.new["parent"] = self._authority()

    def _authority(self):
        return next(node for node in self.roster.bodies if node.thing and node.thing.pk == self.roster.authority.pk)

    def _use(self, line, node, stage, available):
        if available is None or "是否可用" not in line.cells:
            return
        if available and stage == Organisation.Stage.CLOSED:
            line.refuse("是否可用", _("was dissolved and can't be brought back by a file"))
        if not available and stage == Organisation.Stage.ACTIVE:
            if node.get("kind_of") not in Organisation.INSPECTABLE:
                line.refuse("是否可用", _("every district has this body"))
                return
            node.dissolve = True
            if node.thing is not None and line.state != "refused":
                line.state, line.cells["是否可用"].was = "changed", "是"

    def _belong(self, line):
        node = self.roster.by_name[line.values["name"]]
        above = self.roster.by_name.get(line.values["parent"])
        if above is None:
            line.refuse(
                "上级单位", _("“%(name)s” is neither registered nor in this file") % {"name": line.values["parent"]}
            )
        elif node.thing is not None and node.thing.pk == self.roster.authority.pk:
            line.refuse("上级单位", _("the district committee belongs to nobody here"))
        else:
            self.tell(line, node, "parent", above)

    def _no_circles(self):
        for line in self.sheet.lines:
            if "parent" not in line.values or line.state == "refused":
                continue
            node, passed = self.roster.by_name[line.values["name"]], set()
            while node is not None and id(node) not in passed:
                passed.add(id(node))
                node = node.get("parent")
            if node is not None:
                line.refuse("上级单位", _("belongs to itself this way"))


class _People(_Compared):
    def node_of(self, line):
        if not (self.must(line, "name") & self.must(line, "organisation")):
            return None
        body = self.roster.by_name.get(line.values["organisation"])
        if body is None:
            missing = _("“%(name)s” is neither registered nor in this file") % {"name": line.values["organisation"]}
            line.refuse(self.headings["organisation"], missing)
            return None
        line.values["organisation"] = body
        same = self.roster.namesakes.setdefault(line.values["name"], [])
        born = line.values.get("born_on")
        here = [node for node in same if node.get("organisation") is body and node.get("born_on") in (None, born)]
        if born is None:
            here = [node for node in same if node.get("organisation") is body]
        left = Person.Stage.LEFT
        exact = [node for node in same if born and node.get("born_on") == born and node.now.get("stage") != left]
        if len(exact) == 1:
            return exact[0]  # the same person, perhaps come from another body
        if len(here) > 1:
            line.refuse(self.headings["name"], _("several people there are called so: give the date of birth"))
            return None
        if here:
            return here[0]
        node = Node()
        same.append(node)
        self.roster.people.append(node)
        return node

    def want(self, line, node):
        values = dict(line.values)
        role = values.pop("role", "")
        left = node.now.get("stage") == Person.Stage.LEFT
        if "in_pool" not in node.said and not left:
            # Whoever stands in the list of the pool or of a team is in the pool, unless it says otherwise.
            values.setdefault("in_pool", True)
        if role and not node.get("pool_kind"):
            values["pool_kind"] = role
        kind = sheets.LEADS.get(values.get("pool_kind", "").removesuffix("库"))
        if kind and not node.get("leads"):
            # Whoever stands in the pool of leaders may lead.
            values.setdefault("leads", kind)
        body = values["organisation"]
        if node.thing is None and body.now.get("stage") == Organisation.Stage.CLOSED:
            line.refuse(self.headings["organisation"], _("was dissolved"))
        for name, value in values.items():
            self.tell(line, node, name, value)
        if left and line.state == "changed":
            line.refuse(self.headings["name"], _("has left; what is registered of him stays as it is"))
