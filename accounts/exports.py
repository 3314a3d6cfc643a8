"""The registry as a workbook, in the headings in which it is read in: a template when there is nothing yet."""

import io
from collections.abc import Iterable, Mapping
from dataclasses import replace

import xlsxwriter

from casework import sheets as room
from casework.exports import Entry, Ledger

from . import sheets
from .models import Organisation, Person

TIES = Ledger(
    "回避关系申报台账",
    Entry("姓名", "person.name"),
    Entry("所在单位", "person.organisation.name", width=28),
    Entry("职务", "person.post", width=24),
    Entry("回避情形", "kind_of", width=18),
    Entry("涉及单位", "organisation.name", width=28),
    Entry("具体情况", "details", wide=True),
    Entry("申报时间", "declared_on"),
    Entry("状态", "stage"),
)
PEOPLE = Ledger(
    "人才库",
    Entry("姓名", "name"),
    Entry("性别", "sex"),
    Entry("出生日期", "born_on"),
    Entry("民族", "ethnicity"),
    Entry("籍贯", "native_place"),
    Entry("政治面貌", "political_status"),
    Entry("学历", "education"),
    Entry("学位", "degree"),
    Entry("职务", "post", width=24),
    Entry("职级", "rank"),
    Entry("类别", "pool_kind"),
    Entry("所属单位", "organisation.name", width=28),
    Entry("可任职务", "leads"),
    Entry("专长", "skills_text", width=28),
    Entry("标签", "tags", width=24),
    Entry("是否可用", "in_pool"),
)
WIDE = {"简介", "巡察历史", "简历"}
OPTIONS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
#: rows that get a drop-down below those that are filled
ROOM = 500


def workbook(bodies: Iterable[Organisation], people: Iterable[Person]) -> bytes:
    """Return an .xlsx of three sheets with the exact headings, drop-downs and what is registered."""
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        registered = [_body(body) for body in bodies]
        _sheet(book, sheets.ORGANISATIONS, registered, {"上级单位"})
        _sheet(book, sheets.POOL, [_person(person) for person in people], {"所属单位"})
        _sheet(book, sheets.TEAMS, [], {"所在单位"})
    return target.getvalue()


def empty(paper: room.Paper, offers: Mapping[str, Iterable[str]] | None = None) -> bytes:
    """Return an .xlsx to fill in: the exact headings of ``paper``, and by heading what its drop-downs offer."""
    headings = tuple(replace(one, offers=tuple((offers or {}).get(one.name, one.offers))) for one in paper.headings)
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, OPTIONS) as book:
        _sheet(book, replace(paper, headings=headings), [], set())
    return target.getvalue()


def _body(body: Organisation) -> dict[str, object]:
    values = {heading.field: getattr(body, heading.field, None) for heading in sheets.ORGANISATIONS.headings}
    if body.official_order == Organisation.UNORDERED:
        values["official_order"] = None
    return values | {"parent": body.parent.name if body.parent else "", "available": body.stage == body.Stage.ACTIVE}


def _person(person: Person) -> dict[str, object]:
    values = {heading.field: getattr(person, heading.field, None) for heading in sheets.POOL.headings}
    return values | {"organisation": person.organisation.name, "skills": person.skills_text}


def _sheet(book, paper: room.Paper, rows: list[dict[str, object]], of_bodies: set[str]) -> None:
    sheet = book.add_worksheet(paper.name)
    head = book.add_format({"bold": True, "bg_color": "#F2DEDE", "border": 1, "text_wrap": True, "valign": "vcenter"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    must = book.add_format({"bold": True, "bg_color": "#E6B8B7", "border": 1, "text_wrap": True, "valign": "vcenter"})
    last = len(rows) + ROOM
    for at, heading in enumerate(paper.headings):
        sheet.write_string(0, at, heading.name, must if heading.name in paper.marks else head)
        sheet.set_column(at, at, 40 if heading.name in WIDE else 26 if "单位" in heading.name else 14)
        if heading.offers:
            sheet.data_validation(1, at, last, at, {"validate": "list", "source": list(heading.offers)})
        elif heading.name in of_bodies:
            source = f"={sheets.ORGANISATIONS.name}!$A$2:$A${room.MAX_ROWS}"
            sheet.data_validation(1, at, last, at, {"validate": "list", "source": source, "error_type": "warning"})
        for number, row in enumerate(rows, start=1):
            _cell(sheet, number, at, heading, row.get(heading.field), day)
    sheet.set_row(0, 30)
    sheet.freeze_panes(1, 1)


def _cell(sheet, row, column, heading, value, day) -> None:
    if value in (None, ""):
        return
    for offer in heading.offers:
        if heading.read(offer) == value:
            sheet.write_string(row, column, offer)
            return
    if heading.read is room.day:
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))
