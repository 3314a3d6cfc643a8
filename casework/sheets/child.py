"""Opens a workbook in a process of its own, with a limit on memory and time: whatever it unfolds to, the house stands.

`python child.py read MEGABYTES SECONDS CELLS` reads the workbook from its input and writes JSON: for each worksheet its
name, its rows, and what is merged. `mark` reads JSON (the workbook, and by sheet and cell what is wrong there) and
writes the workbook with those cells marked. It knows nothing of the house.
"""

import base64
import datetime
import io
import json
import resource
import sys


def value_of(value):
    """Return a cell as JSON takes it; days are told from text."""
    if isinstance(value, datetime.datetime):
        return {"at": value.isoformat()}
    if isinstance(value, datetime.date):
        return {"day": value.isoformat()}
    if isinstance(value, (datetime.time, datetime.timedelta)):
        return str(value)
    return value


def read(content, cells):
    """Return the worksheets of a workbook, or which of them holds more than ``cells`` cells."""
    from python_calamine import CalamineWorkbook, SheetTypeEnum

    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    kinds = {meta.name: meta.typ for meta in book.sheets_metadata}
    found = []
    for name in book.sheet_names:
        if kinds[name] != SheetTypeEnum.WorkSheet:
            continue
        sheet = book.get_sheet_by_name(name)
        if sheet.total_height * sheet.total_width > cells:
            return {"large": name, "rows": sheet.total_height, "columns": sheet.total_width}
        rows = [[value_of(cell) for cell in row] for row in sheet.to_python(skip_empty_area=False)]
        while rows and not any(cell not in ("", None) for cell in rows[-1]):
            rows.pop()
        merged = [[list(first), list(last)] for first, last in (sheet.merged_cell_ranges or ())]
        found.append({"name": name, "rows": rows, "merged": merged})
    return {"sheets": found}


def mark(content, marks):
    """Return the workbook with the cells filled and a comment on each that says what is wrong."""
    from openpyxl import load_workbook
    from openpyxl.comments import Comment
    from openpyxl.styles import PatternFill

    book = load_workbook(io.BytesIO(content))
    fill = PatternFill("solid", fgColor="FFC7CE")
    for name, cells in marks.items():
        for place, text in cells.items():
            cell = book[name][place]
            for merged in book[name].merged_cells.ranges:
                if place in merged:  # only the first cell of what is merged can be written on
                    cell = book[name].cell(merged.min_row, merged.min_col)
            cell.fill = fill
            before = cell.comment.text + "\n" if cell.comment else ""
            cell.comment = Comment(before + text, "", width=260, height=90)
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def main():
    what = sys.argv[1]
    megabytes, seconds, cells = (int(number) for number in sys.argv[2:5])
    resource.setrlimit(resource.RLIMIT_AS, (megabytes << 20, megabytes << 20))
    resource.setrlimit(resource.RLIMIT_CPU, (seconds, seconds))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    given = sys.stdin.buffer.read()
    if what == "mark":
        asked = json.loads(given)
        sys.stdout.buffer.write(mark(base64.b64decode(asked["file"]), asked["marks"]))
    else:
        json.dump(read(given, cells), sys.stdout, ensure_ascii=True)


if __name__ == "__main__":
    main()
