"""A register goes out as a workbook, is filled in offline, and comes back: new rows and changed ones, by its moves.

A ``Register`` says which columns people fill in, by which move of the parent a new row is entered and by which move of
its own an old one is changed. Two hidden columns say which row of the house a line is, and which version of it its
writer has seen; a line without them is a new row. What has moved on since is a conflict: both texts are shown, and
nothing is overwritten. Every line is checked by the form of its move, and by the same guards as the page; all lines are
taken, or none. An empty cell leaves what is there.
"""

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from types import SimpleNamespace
from typing import Any

from django import forms
from django.db import models
from django.utils.translation import gettext as _

from . import sheets
from .exports import Entry, Ledger
from .models import Event
from .moves import Move
from .offline import Offline, Wanted, moved_on, words_of
from .present import text_of, value_at
from .sheets import Heading, Line, Paper

KEY, VERSION = "行标识", "行版本"
YES = dict.fromkeys(("是", "√", "Y", "1", "yes"), True) | dict.fromkeys(("否", "×", "N", "0", "no"), False)
#: so many empty rows below the last one have drop-downs too
ROOM = 200
LONGEST = 20_000


@dataclass(frozen=True)
class Column:
    """One column of a register: the office's heading, and the field of the move's form that it fills.

    Without a field it is only shown, from ``path``. ``also`` are other words for the heading.
    """

    heading: str
    field: str = ""
    path: str = ""
    wide: bool = False
    width: int = 0
    also: tuple[str, ...] = ()


@dataclass(frozen=True)
class Register:
    """A kind of list that is filled in offline. ``new`` may be None: then nothing is entered by it, only changed."""

    title: str
    model: type[models.Model]
    #: the columns without which a sheet is not taken for this one
    marks: tuple[str, ...]
    columns: tuple[Column, ...]
    change: Move
    new: Move | None = None
    #: what a new row may not say here, as (heading, value, why)
    barred: tuple[tuple[str, Any, Any], ...] = ()

    def blank(self, parent, user, today) -> Any:
        """Return the form by which a row is entered, or, where none is, that by which one is changed."""
        if self.new is not None:
            form: Any = self.new.asks
            return form(thing=parent, by=user, today=today)
        form = self.change.asks
        return form(thing=self.model(**{_of_parent(self.model, parent): parent}), by=user, today=today)

    # -- out -----------------------------------------------------------------------------------------------------

    def ledger(self, blank) -> Ledger:
        """Return how it is written; drop-downs offer what the form ``blank`` offers its reader."""
        entries = []
        for column in self.columns:
            offers = tuple(_words(blank.fields[column.field])) if column.field in blank.fields else ()
            entries.append(
                Entry(column.heading, column.field or column.heading, column.wide, column.width, offers=offers)
            )
        marks = (Entry(KEY, "key", hidden=True), Entry(VERSION, "version", hidden=True))
        return Ledger(self.title, *entries, *marks, room=ROOM if self.new else 0)

    def rows(self, things: Iterable[Any], user, today) -> Iterable[SimpleNamespace]:
        """Yield what is written of each thing."""
        for thing in things:
            form = self._form(thing, user, today)
            values = {
                column.field or column.heading: _shown(form, column.field)
                if column.field in form.fields
                else _said(thing, column.path or column.field)
                for column in self.columns
            }
            yield SimpleNamespace(**values, key=thing.key, version=thing.version)

    def _form(self, thing, user, today, data=None) -> Any:
        form: Any = self.change.asks
        return form(*(() if data is None else (data, {})), thing=thing, by=user, today=today)

    # -- in ------------------------------------------------------------------------------------------------------

    def paper(self, blank, things: models.QuerySet) -> Paper:
        """Return how it is read: what may be chosen is what ``blank`` offers, and what stands in ``things`` already."""
        headings = [
            Heading(KEY, "key", sheets.text(16), hidden=True),
            Heading(VERSION, "version", sheets.whole(1, 10**9), hidden=True),
        ]
        for column in self.columns:
            field = blank.fields.get(column.field)
            reader = sheets.text(LONGEST) if field is None else _reader(field, column.field, things)
            barred = any(column.heading == heading for heading, _value, _why in self.barred)
            name = column.field if field is not None else column.heading if barred else ""
            headings.append(Heading(column.heading, name, reader, also=column.also))
        headings.append(Heading("序号", "", sheets.text(20)))
        return Paper(self.title, self.marks, tuple(headings))


class Refilled(Offline):
    """One file beside the rows of one parent, as one person may see and change them."""

    def __init__(self, register: Register, parent, found, user, today):
        super().__init__(found, user, today)
        self.register, self.parent = register, parent
        self.headings = {column.field: column.heading for column in register.columns if column.field}
        self.first = register.columns[0].heading

    @classmethod
    def check(cls, register: Register, content: bytes, parent, things: models.QuerySet, user, today) -> "Refilled":
        """Return what the file would do to ``things``. Raises ``ValidationError`` when it can't be read at all."""
        blank = register.blank(parent, user, today)
        checked = cls(register, parent, sheets.read(content, (register.paper(blank, things),)), user, today)
        lines = [line for sheet in checked.sheets for line in sheet.lines]
        keys = {key for line in lines if (key := line.values.get("key"))}
        known = {thing.key: thing for thing in things.filter(key__in=keys)}
        base = {name: blank[name].value() for name in blank.fields}
        entered = checked._entered(lines) if register.new else {}
        seen: dict[str, int] = {}
        for line in lines:
            if line.state == "refused":
                continue
            key = line.values.get("key")
            if key is None:
                checked._enter(line, base, entered.get(line.number))
            elif key in seen:
                line.refuse(checked.first, _("the same as row %(row)d") % {"row": seen[key]})
            elif thing := known.get(key):
                seen[key] = line.number
                checked._compare(line, thing)
            else:
                line.refuse(checked.first, _("This row is not in the register any more, or not open to you."))
        return checked

    def _entered(self, lines: list[Line]) -> dict[int, str | None]:
        """Return the form key of each new row by its number; None for what a file has brought in already.

        A key is a digest of what the row says, and which of several equal rows it is: the same file may be sent twice.
        """
        found: dict[int, str] = {}
        times: dict[str, int] = {}
        for line in lines:
            if line.values.get("key") is None and line.state != "refused":
                says = sorted(map(str, line.values.items()))
                told = repr((self.register.title, self.parent.kind, self.parent.pk, says))
                times[told] = times.get(told, 0) + 1
                found[line.number] = hashlib.sha256(f"{told} {times[told]}".encode()).hexdigest()[:40]
        known = set(Event.objects.filter(form_key__in=found.values()).values_list("form_key", flat=True))
        return {number: None if key in known else key for number, key in found.items()}

    def _enter(self, line: Line, base: dict[str, Any], form_key: str | None) -> None:
        verb = self.register.new
        if verb is None:
            line.refuse(self.first, _("Rows can't be added here: only those that were taken along are changed."))
            return
        for heading, value, why in self.register.barred:
            if line.values.get(heading) == value:
                line.refuse(heading, str(why))
                return
        if reason := verb.why_not(self.user, self.parent, self.today):
            line.refuse(self.first, reason)
            return
        if form_key is None:
            return  # it was entered before, by this file or one that says the same
        form: Any = verb.asks
        bound = form(base | _data(line, self.headings), {}, thing=self.parent, by=self.user, today=self.today)
        self._want(line, "new", verb, self.parent, bound, form_key)

    def _compare(self, line: Line, thing) -> None:
        form = self.register._form(thing, self.user, self.today)
        data = {name: form[name].value() for name in form.fields}
        changed = {
            name: value
            for name, value in _data(line, self.headings).items()
            if name in form.fields and _differs(form.fields[name], data[name], value)
        }
        if not changed:
            return
        for name in changed:
            if was := text_of(_shown(form, name)):
                line.cells[self.headings[name]].was = was
        if line.values.get("version") != thing.version:
            line.refuse(self.headings[next(iter(changed))], moved_on(thing.version))
            return
        verb = self.register.change
        if reason := verb.why_not(self.user, thing, self.today):
            line.refuse(self.headings[next(iter(changed))], reason)
            return
        self._want(line, "changed", verb, thing, self.register._form(thing, self.user, self.today, data | changed))

    def _want(self, line: Line, state: str, verb: Move, thing, bound, form_key: str | None = None) -> None:
        for name, errors in bound.errors.items():
            line.refuse(self.headings.get(name, self.first), " ".join(map(str, errors)))
        if line.state == "refused":
            return
        line.state = state
        values = {name: bound.cleaned_data[name] for name in bound.fields if name not in ("files", "again")}
        self.wanted.append(Wanted(thing, line, [(verb, values)], form_key))


# -- cells -----------------------------------------------------------------------------------------------------------


def _data(line: Line, headings: dict[str, str]) -> dict[str, Any]:
    return {name: value for name, value in line.values.items() if name in headings}


def _differs(field: forms.Field, now: Any, wanted: Any) -> bool:
    """Whether a cell says something else than the form says now."""
    if isinstance(now, list | tuple) or isinstance(wanted, list):
        return sorted(map(str, now or ())) != sorted(map(str, wanted or ()))
    if isinstance(now, str) or isinstance(field, forms.CharField):
        return str(now or "").replace("\r\n", "\n").strip() != str(wanted)
    return now != wanted


def _words(field: Any) -> list[str]:
    """Return what may be chosen, in words."""
    if isinstance(field, forms.BooleanField | forms.NullBooleanField):
        return ["是", "否"]
    if isinstance(field, forms.MultipleChoiceField) or not isinstance(field, forms.ChoiceField):
        return []
    if isinstance(field, forms.ModelChoiceField):
        return [str(field.label_from_instance(one)) for one in _rows_of(field)[:40]]
    return [str(word) for code, word in _choices(field) if code not in (None, "")]


def _rows_of(field: Any) -> models.QuerySet:
    """Return what a field that chooses from a table offers."""
    return field.queryset.all()


def _choices(field: Any) -> list[tuple[Any, Any]]:
    """Return the choices of a field without its groups."""
    found = []
    for code, word in field.choices:
        found += list(word) if isinstance(word, list | tuple) else [(code, word)]
    return found


def _shown(form, name: str) -> Any:
    """Return what a cell says: days as days, numbers as numbers, what is chosen in words."""
    field: Any = form.fields[name]
    value = form[name].value()
    if value in (None, "", []):
        return None
    if isinstance(field, forms.BooleanField | forms.NullBooleanField):
        return "是" if value in (True, "True") else "否"
    if isinstance(field, forms.ModelChoiceField):
        for one in _rows_of(field):
            if str(field.prepare_value(one)) == str(value) or one.pk == value or one == value:
                return str(field.label_from_instance(one))
        return None
    if isinstance(field, forms.ChoiceField):
        words = {str(code): str(word) for code, word in _choices(field)}
        if isinstance(value, list | tuple):
            return "、".join(words.get(str(one), str(one)) for one in value)
        return words.get(str(value), str(value))
    return value


def _said(thing, path: str) -> Any:
    value = value_at(thing, path) if path else None
    return value if isinstance(value, int) else text_of(value)


def _reader(field: Any, name: str, things: models.QuerySet) -> Callable[[Any], Any]:
    """Return how the cells of the field ``name`` are read."""
    match field:
        case forms.BooleanField() | forms.NullBooleanField():
            return sheets.choice(YES)
        case forms.ModelChoiceField():
            offered = _rows_of(field)
            chosen = offered.model._default_manager.filter(pk__in=things.order_by().values(name))
            return _one_of(field, {*offered, *chosen})
        case forms.MultipleChoiceField():
            return sheets.several(words_of(_choices(field)))
        case forms.ChoiceField():
            return sheets.choice(words_of((code, word) for code, word in _choices(field) if code not in (None, "")))
        case forms.DateField():
            return sheets.day
        case forms.DecimalField():
            return _amount
        case forms.IntegerField():
            return sheets.whole(0, 10**6)
    return sheets.text(getattr(field, "max_length", None) or LONGEST)


def _amount(value: Any) -> Decimal:
    """Read an amount: “1,234.50” is 1234.50."""
    found = sheets.number_text(value).replace(",", "").replace("，", "").replace(" ", "")
    try:
        return Decimal(found)
    except InvalidOperation as error:
        raise sheets.Unclear(_("“%(text)s” is not a number") % {"text": sheets.plain(value)}) from error


def _one_of(field: Any, known: Iterable[Any]) -> Callable[[Any], Any]:
    """Read what is chosen from a table by its name; two of one name are not told apart."""
    named: dict[str, list[Any]] = {}
    for one in known:
        for word in {str(field.label_from_instance(one)), str(one), getattr(one, "short", "") or str(one)}:
            named.setdefault("".join(word.split()), []).append(one)

    def read(value):
        found = named.get("".join(sheets.plain(value).split()), [])
        if len(found) > 1:
            raise sheets.Unclear(
                _("Several are called “%(name)s”: choose on the page.") % {"name": sheets.plain(value)}
            )
        if not found:
            return sheets.choice(dict.fromkeys(named))(value)
        return field.prepare_value(found[0])

    return read


def _of_parent(model: type[models.Model], parent: models.Model) -> str:
    """Return the field by which a model names its parent."""
    return next(field.name for field in model._meta.fields if field.related_model is type(parent))
