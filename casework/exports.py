"""Ledgers: a list as a workbook, with the headings that the office has always used.

A ledger says its title and its columns; the rows are those of the list as its reader has filtered it. It opens in
Excel, WPS and LibreOffice as a sheet that can be printed as it is: a title, a header that stays in view and is
repeated on every page, real dates and numbers, drop-downs for coded columns. Text is text, whatever it begins with.

Every export has a number, printed in its footer and kept with who took what and when (``Export``).
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import xlsxwriter
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from .models import Export, PaperVersion
from .moves import next_number
from .present import text_of, value_at

#: the content type of a workbook
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
#: what a cell can hold at most (Excel's own limit)
CELL = 32_767
#: a list of choices for a cell may be so long in all (Excel's own limit)
CHOICES = 255
DATE, NUMBER, WIDE, TEXT = 11, 10, 42, 16


@dataclass(frozen=True)
class Entry:
    """One column: the office's heading, the attribute path of its value, and whether it holds long text.

    ``path`` may end at a method; choices come as their words. ``wide`` columns wrap; ``width`` is in characters.
    ``offers`` is what a drop-down offers where the path alone does not say it; a ``hidden`` column is for the house.
    """

    heading: str
    path: str
    wide: bool = False
    width: int = 0
    offers: tuple[str, ...] = ()
    hidden: bool = False


class Ledger:
    """A kind of workbook: its title and its columns, with the headings of the office.

    ``room`` is how many empty rows below the last one have drop-downs too, in a list that people go on filling in.
    """

    def __init__(self, title: str, *entries: Entry, room: int = 0):
        self.title = title
        self.entries = entries
        self.room = room

    def write(self, file, rows: Iterable[models.Model], model: type[models.Model], export: Export) -> None:
        """Write ``rows`` of ``model`` into the binary ``file``; memory stays flat however many there are."""
        write_book(file, self.title, [(self, rows, model)], export)

    def add_to(self, book, formats, rows: Iterable[models.Model], model: type[models.Model], export: Export) -> int:
        """Add a sheet with ``rows`` to a workbook; return how many there were."""
        sheet = book.add_worksheet(self.title[:31])
        self._set_up(sheet, export)
        self._head(sheet, formats)
        last = self._body(sheet, rows, formats)
        self._choices(sheet, model, last)
        if last > 1:
            sheet.autofilter(1, 0, last, len(self.entries))
        return last - 1

    def joined(self, rows: models.QuerySet) -> models.QuerySet:
        """Return ``rows`` with every other table that a column reads joined: no question is asked per row."""
        found = [path for entry in self.entries if (path := _join_of(rows.model, entry.path))]
        return rows.select_related(*found) if found else rows

    def _set_up(self, sheet, export):
        sheet.set_landscape()
        sheet.set_paper(9)  # A4
        sheet.fit_to_pages(1, 0)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.repeat_rows(0, 1)
        sheet.freeze_panes(2, 0)
        sheet.set_footer(
            f"&L{export.number}&C第 &P 页，共 &N 页&R{export.person} {timezone.localtime(export.at):%Y-%m-%d %H:%M}"
        )

    def _head(self, sheet, formats):
        sheet.set_column(0, 0, 6)
        for place, entry in enumerate(self.entries, start=1):
            width = entry.width or (WIDE if entry.wide else max(TEXT, 2 * len(entry.heading) + 2))
            sheet.set_column(place, place, width, None, {"hidden": 1} if entry.hidden else {})
        sheet.set_row(0, 30)
        sheet.merge_range(0, 0, 0, len(self.entries), self.title, formats["title"])
        sheet.set_row(1, 32)
        for place, heading in enumerate(["序号", *(entry.heading for entry in self.entries)]):
            sheet.write_string(1, place, heading, formats["head"])

    def _body(self, sheet, rows, formats) -> int:
        line = 1
        for line, row in enumerate(rows, start=2):
            sheet.write_number(line, 0, line - 1, formats["number"])
            for place, entry in enumerate(self.entries, start=1):
                value = value_at(row, entry.path)
                if type(value) is str and value:  # what most cells are
                    sheet.write_string(line, place, value[:CELL], formats["text"])
                else:
                    self._cell(sheet, line, place, value, formats)
        return line

    @staticmethod
    def _cell(sheet, line, place, value, formats):
        match value:
            case None | "":
                sheet.write_blank(line, place, None, formats["text"])
            case bool():
                sheet.write_string(line, place, text_of(value), formats["text"])
            case datetime.datetime():
                sheet.write_string(line, place, text_of(value), formats["text"])
            case datetime.date():
                sheet.write_datetime(line, place, value, formats["date"])
            case Decimal():
                sheet.write_number(line, place, value, formats["money"])
            case int() | float():
                sheet.write_number(line, place, value, formats["number"])
            case _:
                sheet.write_string(line, place, text_of(value)[:CELL], formats["text"])

    def _choices(self, sheet, model, last):
        for place, entry in enumerate(self.entries, start=1):
            words = list(entry.offers) or _choices_of(model, entry.path)
            if words and len(",".join(words)) <= CHOICES and last + self.room > 1:
                sheet.data_validation(2, place, last + self.room, place, {"validate": "list", "source": words})


def write_book(file, title: str, parts: Iterable[tuple[Ledger, Iterable[Any], type[models.Model]]], export: Export):
    """Write several ledgers into one workbook, a sheet for each, and a last one that says who took it."""
    book = xlsxwriter.Workbook(
        file,
        {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "default_date_format": "yyyy-mm-dd",
        },
    )
    made = {
        "created": export.at.astimezone(datetime.UTC)
    }  # the register says when, so the same rows are the same bytes
    book.set_properties({"title": title, "comments": export.number, **made})
    border = {"border": 1, "valign": "vcenter"}
    formats = {
        "title": book.add_format({"bold": True, "font_size": 16, "align": "center", "valign": "vcenter"}),
        "head": book.add_format({**border, "bold": True, "align": "center", "text_wrap": True, "bg_color": "#E8EDF3"}),
        "text": book.add_format({**border, "text_wrap": True}),
        "date": book.add_format({**border, "num_format": "yyyy-mm-dd", "align": "center"}),
        "number": book.add_format({**border, "num_format": "General"}),
        "money": book.add_format({**border, "num_format": "#,##0.00"}),
    }
    count = sum(ledger.add_to(book, formats, rows, model, export) for ledger, rows, model in parts)
    _explain(book.add_worksheet("说明"), title, export, count)
    book.close()


def _explain(sheet, title: str, export: Export, count: int) -> None:
    sheet.set_column(0, 0, 16)
    sheet.set_column(1, 1, 80)
    lines = [
        (_("Ledger"), title),
        (_("Number of the export"), export.number),
        (_("Taken by"), str(export.person)),
        (_("Taken at"), text_of(export.at)),
        (_("Filter"), export.query or _("none")),
        (_("Rows"), str(count)),
    ]
    for line, (label, text) in enumerate(lines):
        sheet.write_string(line, 0, str(label))
        sheet.write_string(line, 1, text)


def _join_of(model: type[models.Model], path: str) -> str:
    """Return the part of an attribute path that leads through foreign keys, as ``select_related`` takes it."""
    steps: list[str] = []
    for step in path.split("."):
        try:
            field: Any = model._meta.get_field(step)
        except FieldDoesNotExist:
            break
        if not (field.many_to_one or field.one_to_one):
            break
        steps.append(step)
        model = field.related_model
    return "__".join(steps)


def _choices_of(model: type[models.Model], path: str) -> list[str]:
    """Return the words of a coded field, without those for an empty one."""
    if "." in path:
        return []
    try:
        field: Any = model._meta.get_field(path)
    except FieldDoesNotExist:
        return []
    return [str(word) for code, word in (getattr(field, "choices", None) or ()) if code not in (None, "")]


def register(person, title: str, query: str, rows: int, paper: PaperVersion | None = None) -> Export:
    """Write down, before a byte leaves the house, who takes what; return it with its number.

    ``paper`` is the version of a paper that is taken.
    """
    now = timezone.localtime()
    number = f"DC-{now:%Y%m%d}-{next_number(f'export {now:%Y%m%d}'):04d}"
    return Export.objects.create(number=number, person=person, title=title, query=query[:500], rows=rows, paper=paper)
