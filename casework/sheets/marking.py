"""The file as it came, with every cell marked that can't be taken: its writer corrects it where he wrote it."""

import base64
import io
import json

import xlsxwriter
from django.core.exceptions import ValidationError

from .cells import plain
from .opening import run, tables
from .paper import Sheet

#: above so many bytes a workbook is written anew instead of being changed: changing one takes fifty times its size
CHANGED = 1_500_000
#: so many cells are marked; whoever has more wrong has something else wrong
MOST = 5_000


def marked(content: bytes, sheets: list[Sheet]) -> bytes:
    """Return an ``.xlsx`` of the file with the refused cells coloured, each with a comment that says what is wrong.

    A workbook keeps its looks; of an ``.xls``, a ``.csv`` or a very large one a plain workbook is written.
    """
    marks = {sheet.name: _marks(sheet) for sheet in sheets}
    if content.startswith(b"PK") and len(content) <= CHANGED:
        asked = {"file": base64.b64encode(content).decode(), "marks": marks}
        try:
            return run("mark", json.dumps(asked).encode())
        except ValidationError:
            pass  # it can be read, and not be changed: it is written anew
    return _anew(content, marks)


def _marks(sheet: Sheet) -> dict[str, str]:
    found: dict[str, str] = {}
    for line in sheet.lines:
        for heading, cell in line.cells.items():
            if cell.error and len(found) < MOST:
                found[f"{sheet.columns.get(heading, 'A')}{line.number}"] = cell.error
    return found


def _anew(content: bytes, marks: dict[str, dict[str, str]]) -> bytes:
    target = io.BytesIO()
    options = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(target, options) as book:
        wrong = book.add_format({"bg_color": "#FFC7CE", "text_wrap": True})
        for table in tables(content):
            sheet = book.add_worksheet(table.name)
            said = marks.get(table.name, {})
            for at, row in enumerate(table.rows):
                for column, cell in enumerate(row):
                    if text := plain(cell):
                        sheet.write_string(at, column, text[:32_767])
            for place, reason in said.items():
                row, column = xlsxwriter.utility.xl_cell_to_rowcol(place)
                cells = table.rows[row] if row < len(table.rows) else []
                sheet.write_string(row, column, plain(cells[column])[:32_767] if column < len(cells) else "", wrong)
                sheet.write_comment(row, column, reason)
    return target.getvalue()
