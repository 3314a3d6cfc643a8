"""What a unit writes into its three lists, cell by cell: on the page, by paste, and from a sheet filled in offline.

A row is one measure; the aim belongs to its item. Whatever is written becomes moves, checked by the forms of those
moves. A row says which versions it was written on: whoever comes second overwrites nothing and is shown both texts.
"""

import datetime
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from casework import sheets
from casework.models import Event
from casework.moves import Move, Refused, Stale, thing_of
from casework.offline import Offline, Wanted, moved_on, words_of
from casework.present import text_of, value_at
from casework.sheets import Heading, Line, Paper

from . import actions, exports, forms
from .models import Item, Measure, Plan

#: the cells of a row in their order; the first belongs to the item
CELLS = ("goal", "text", "leader", "department", "person", "due_kind", "due_on")
OF_MEASURE = CELLS[1:]
NUMBER, PLACE, ITEM_VERSION, MEASURE_VERSION = "问题编号", "措施序号", "问题版本", "措施版本"
#: heading of the office → cell
HEADINGS = {
    "整改目标": "goal",
    "整改措施": "text",
    "责任领导": "leader",
    "责任部门": "department",
    "责任人": "person",
    "时限类型": "due_kind",
    "完成时限": "due_on",
}
Step = tuple[Move, Any, dict[str, Any]]


def readers() -> dict[str, Any]:
    """Return how each cell is read, whether it was typed, pasted or came with a sheet."""
    return {
        "goal": sheets.text(5_000),
        "text": sheets.text(5_000),
        "leader": sheets.name(60),
        "department": sheets.text(80),
        "person": sheets.name(60),
        "due_kind": sheets.choice(words_of(Measure.Due.choices) | {code: code for code in Measure.Due.values}),
        "due_on": sheets.day,
    }


def empty(name: str) -> Any:
    """Return what a cell says in which nothing stands."""
    return Measure.Due.DATE.value if name == "due_kind" else None if name == "due_on" else ""


def value_of(item: Item, measure: Measure | None, name: str) -> Any:
    """Return what a cell says now."""
    if name == "goal":
        return item.goal
    return empty(name) if measure is None else getattr(measure, name)


def shown(item: Item, measure: Measure | None, name: str) -> str:
    """Return a cell as it is written."""
    if name == "goal":
        return item.goal
    return "" if measure is None and name != "due_kind" else text_of(value_at(measure or Measure(), name))


def read(said: dict[str, str]) -> tuple[dict[str, Any], dict[str, str]]:
    """Return the values of the cells that were typed, and why some of them can't be taken."""
    values, errors, known = {}, {}, readers()
    for name in CELLS:
        if name not in said:
            continue
        typed = said[name].replace("\r\n", "\n")  # browsers send every line break like that
        if not typed.strip():
            values[name] = empty(name)
            continue
        try:
            values[name] = known[name](typed)
        except sheets.Unclear as error:
            errors[name] = str(error)
    return values, errors


def steps(item: Item, measure: Measure | None, values: dict[str, Any]) -> list[Step]:
    """Return the moves by which a row becomes what the values say; none where it says so already."""
    found: list[Step] = []
    if values.get("goal", item.goal) != item.goal:
        found.append((actions.state_aim, item, {"goal": values["goal"]}))
    now = {name: value_of(item, measure, name) for name in OF_MEASURE}
    wanted = now | {name: values[name] for name in OF_MEASURE if name in values}
    if wanted != now:
        aim = "" if measure is None else measure.aim
        verb, thing = (actions.add_measure, item) if measure is None else (actions.amend_measure, measure)
        found.append((verb, thing, wanted | {"aim": aim}))
    return found


def faults(found: list[Step], user, today: datetime.date) -> dict[str, str]:
    """Return what stands against the moves of a row: by cell, or under no name for all of it."""
    said: dict[str, str] = {}
    for verb, thing, data in found:
        if reason := verb.why_not(user, thing, today):
            said.setdefault("", reason)
        elif verb is not actions.state_aim:
            form = forms.WriteMeasure(data, thing=thing, by=user, today=today)
            said |= {name: " ".join(map(str, errors)) for name, errors in form.errors.items()}
    return said


# -- one row of the page -------------------------------------------------------------------------------------------


@dataclass
class Saved:
    """What became of a row that was sent."""

    item: Item
    measure: Measure | None = None
    errors: dict[str, str] = field(default_factory=dict)
    #: what somebody else has written meanwhile, by cell
    theirs: dict[str, str] = field(default_factory=dict)

    @property
    def status(self) -> int:
        return 409 if self.theirs else 422 if self.errors else 200

    def told(self) -> dict[str, Any]:
        """Return it as the page takes it."""
        return {
            "item_version": self.item.version,
            "measure": self.measure.key if self.measure else "",
            "measure_version": self.measure.version if self.measure else 0,
            "errors": self.errors,
            "theirs": self.theirs,
        }


def save(plan: Plan, said: dict[str, str], user, today: datetime.date) -> Saved | None:
    """Write one row as it was sent; None where there is no such row for this person.

    The caller holds the transaction. A row that was sent twice, because the answer got lost, is written once.
    """
    item = Item.objects.visible_to(user).filter(feedback=plan.feedback_id, key=said.get("item", "")).first()
    if item is None:
        return None
    item.feedback.plan = plan
    form_key = said.get("form_key", "")[:40]
    measure = _measure_of(item, said.get("measure", ""), form_key, user)
    if measure is None and said.get("measure"):
        return None
    values, errors = read(said)
    wanted = steps(item, measure, values)
    saved = Saved(item, measure, errors)
    if not errors:
        saved.theirs = _moved_on(item, measure, wanted, said)
        saved.errors = {} if saved.theirs else faults(wanted, user, today)
    if saved.status != 200:
        return saved
    try:
        for verb, thing, data in wanted:
            key = {"form_key": form_key or None} if verb is actions.add_measure else {}
            made = verb(thing, by=user, today=today, version=thing.version, **key, **data)
            saved.measure = made if isinstance(made, Measure) else saved.measure
    except Refused as error:
        saved.errors = {"": error.reason}
    except Stale:
        item.refresh_from_db(fields=["version", "goal"])
        now = measure and Measure.objects.get(pk=measure.pk)
        saved.measure = now
        saved.theirs = {name: shown(item, now, name) for name in values}
    return saved


def _measure_of(item: Item, key: str, form_key: str, user) -> Measure | None:
    """Return the measure of a row: by its key, or the one that this very row has made already."""
    if key:
        return Measure.objects.filter(item=item, key=key).exclude(stage=Measure.Stage.STRUCK).first()
    done = Event.objects.filter(form_key=form_key, actor=user).first() if form_key else None
    made = thing_of(done.thing_kind, done.thing_id) if done else None
    return made if isinstance(made, Measure) and made.item_id == item.pk else None


def _moved_on(item: Item, measure: Measure | None, wanted: list[Step], said: dict[str, str]) -> dict[str, str]:
    """Return what stands there now in the cells that were written on an older version."""
    theirs: dict[str, str] = {}
    for verb, thing, _data in wanted:
        if verb is actions.add_measure:
            continue
        version = said.get("item_version" if thing is item else "measure_version", "")
        if version != str(thing.version):
            names = ("goal",) if thing is item else OF_MEASURE
            theirs |= {name: shown(item, measure, name) for name in names if name in said}
    return theirs


# -- the sheet that is filled in offline -----------------------------------------------------------------------------


@dataclass
class FillLine:
    """One row of the sheet that a unit takes along."""

    item: Item
    measure: Measure | None

    def __getattr__(self, name: str) -> Any:
        if name in ("number", "problem"):
            return getattr(self.item, name)
        if name in CELLS:
            return value_of(self.item, self.measure, name) if name == "due_on" else shown(self.item, self.measure, name)
        raise AttributeError(name)

    @property
    def place(self):
        return self.measure.place if self.measure else None

    @property
    def item_version(self):
        return self.item.version

    @property
    def measure_version(self):
        return self.measure.version if self.measure else None


def lines_of(items) -> list[FillLine]:
    """Return a row for each measure of the items, and one for each item that has none yet."""
    return [FillLine(item, measure) for item in items for measure in (item.standing() or [None])]


def paper() -> Paper:
    """Return how the sheet is read."""
    known = readers()
    headings = [
        Heading(NUMBER, "number", sheets.text(60)),
        Heading(ITEM_VERSION, "item_version", sheets.whole(1, 10**9)),
        Heading(PLACE, "place", sheets.whole(1, 999)),
        Heading(MEASURE_VERSION, "measure_version", sheets.whole(1, 10**9)),
        *(Heading(heading, name, known[name]) for heading, name in HEADINGS.items()),
        *(Heading(heading, "", sheets.text(20_000)) for heading in ("序号", "反馈问题")),
    ]
    return Paper(exports.FILL.title, (NUMBER, ITEM_VERSION), tuple(headings))


class FilledPlan(Offline):
    """The sheet of one plan as it came back."""

    def __init__(self, found, plan: Plan, user, today):
        super().__init__(found, user, today)
        self.plan = plan
        self.aims: dict[int, tuple[Line, dict[str, Any]]] = {}

    @classmethod
    def check(cls, content: bytes, plan: Plan, user, today) -> "FilledPlan":
        """Return what the file would do. Raises ``ValidationError`` when it can't be read at all."""
        checked = cls(sheets.read(content, (paper(),)), plan, user, today)
        rows = Item.objects.visible_to(user).filter(feedback=plan.feedback_id)
        items = {item.number: item for item in rows.select_related("feedback", "case").prefetch_related("measures")}
        for item in items.values():
            item.feedback.plan = plan
        seen: dict[tuple[str, int], int] = {}
        for sheet in checked.sheets:
            for line in sheet.lines:
                if line.state != "refused":
                    checked._compare(line, items, seen)
        return checked

    def _compare(self, line: Line, items: dict[str, Item], seen: dict[tuple[str, int], int]) -> None:
        number, place = line.values.get("number", ""), line.values.get("place", 0)
        item = items.get(number)
        if item is None:
            line.refuse(NUMBER, _("The plan has no item of this number."))
            return
        measure = next((one for one in item.standing() if one.place == place), None)
        if place and measure is None:
            line.refuse(PLACE, _("The item has no measure of this number; leave the cell empty for a new one."))
            return
        if place and (number, place) in seen:
            line.refuse(PLACE, _("the same as row %(row)d") % {"row": seen[number, place]})
            return
        seen[number, place] = line.number
        values = {name: line.values[name] for name in CELLS if name in line.values}
        wanted = steps(item, measure, values)
        self._note(line, item, measure, values, wanted)
        if line.state != "refused" and wanted:
            self._want(line, item, wanted)

    def _note(self, line: Line, item: Item, measure: Measure | None, values, wanted: list[Step]) -> None:
        """Mark what would change, with what stands there now; and what was written on an older version."""
        for heading, name in HEADINGS.items():
            was = shown(item, measure, name)
            if name in values and was and values[name] != value_of(item, measure, name) and heading in line.cells:
                line.cells[heading].was = was
        for verb, thing, _data in wanted:
            if verb is actions.add_measure:
                continue
            heading, name = (ITEM_VERSION, "item_version") if thing is item else (MEASURE_VERSION, "measure_version")
            if line.values.get(name) != thing.version:
                line.refuse(heading, moved_on(thing.version))
        for name, reason in faults(wanted, self.user, self.today).items():
            line.refuse(next((heading for heading, cell in HEADINGS.items() if cell == name), NUMBER), reason)

    def _want(self, line: Line, item: Item, wanted: list[Step]) -> None:
        if any(verb is actions.add_measure for verb, _thing, _data in wanted):
            line.state = "new"
        else:
            line.state = "changed"
        for verb, thing, data in wanted:
            if verb is actions.state_aim:
                first, aim = self.aims.setdefault(item.pk, (line, data))
                if aim != data:
                    line.refuse("整改目标", _("Row %(row)d says another aim of it.") % {"row": first.number})
                if first is not line:
                    continue
            self.wanted.append(Wanted(thing, line, [(verb, data)]))
