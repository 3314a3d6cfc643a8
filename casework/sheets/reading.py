"""Finding the known sheets in a file, and reading their rows cell by cell."""

import re
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from .cells import Broken, Unclear, plain
from .opening import MAX_ROWS, TOP, Table, letter, tables
from .paper import Cell, Heading, Line, Paper, Sheet

#: other words for columns that many lists have; a heading of the very list goes first
SAME = {
    "完成时限": ("整改时限", "时限要求", "完成期限", "完成时间", "整改期限"),
    "责任领导": ("牵头领导", "分管领导"),
    "责任部门": ("牵头部门", "责任科室", "责任股室", "责任处室"),
    "责任人": ("具体责任人", "直接责任人"),
    "反馈问题": ("问题", "问题内容", "巡察反馈问题", "巡察反馈的问题"),
    "整改措施": ("措施", "具体措施", "细化措施"),
    "整改目标": ("目标", "整改标准"),
    "被巡察单位": ("单位", "被巡察党组织", "被巡察单位名称"),
    "单位名称": ("单位", "单位全称", "名称"),
    "所属单位": ("单位", "工作单位", "所在单位", "现工作单位"),
    "所在单位": ("单位", "工作单位", "所属单位", "现工作单位"),
    "出生日期": ("出生年月", "出生时间"),
    "职务": ("现任职务", "工作职务", "单位职务"),
    "联系电话": ("电话", "手机", "手机号", "手机号码", "联系方式"),
    "处理结果": ("办理结果",),
    "具体办理情况": ("办理情况",),
    "成果运用情况": ("成果运营情况",),
    "谈话时间": ("谈话日期", "日期"),
    "谈话对象姓名": ("谈话对象", "被谈话人", "被谈话人姓名"),
    "谈话对象职务名称": ("谈话对象职务", "被谈话人职务"),
    "受理时间": ("受理日期", "收到时间", "来访时间", "来信时间"),
    "反映内容提要": ("反映内容", "内容提要", "反映问题", "主要内容"),
    "问题标题": ("底稿名称", "标题", "问题名称"),
    "问题表现": ("问题概述", "具体表现", "主要问题"),
    "发现时间": ("发现日期",),
}


def read(content: bytes, papers: tuple[Paper, ...]) -> list[Sheet]:
    """Return the known sheets of a file, or raise ``ValidationError`` when it can't be read or holds none."""
    found = [sheet for table in tables(content) if (sheet := _sheet(table, papers))]
    if not found:
        marks = "；".join(f"{paper.name}：{'、'.join(paper.marks)}" for paper in papers)
        raise ValidationError(_("No sheet has the headings that are looked for (%(marks)s).") % {"marks": marks})
    if sum(len(sheet.lines) for sheet in found) > MAX_ROWS:
        raise ValidationError(_("More than %(rows)d rows: import the file in parts.") % {"rows": MAX_ROWS})
    # in the order of the papers: what others refer to comes first
    return sorted(found, key=lambda sheet: papers.index(sheet.paper))


def _sheet(table: Table, papers: tuple[Paper, ...]) -> Sheet | None:
    raw = table.rows
    rows = [list(row) for row in raw]
    for (top, left), (bottom, _right) in table.merged:
        for at in range(top + 1, min(bottom + 1, len(rows))):
            if left < len(rows[at]) and left < len(rows[top]):
                rows[at][left] = rows[top][left]
    found = _headings(rows, papers)
    if found is None:
        return None
    at, paper, places = found
    sheet = Sheet(table.name, paper, {name: letter(index) for name, index in places.items()}, [])
    taken = set(places.values())
    sheet.unknown = [
        f"{letter(index)} {written}"
        for index, cell in enumerate(rows[at])
        if (written := _heading(cell)) and index not in taken
    ]
    headings = {name: _heading(rows[at][index]) for name, index in places.items()}
    for number in range(at + 1, len(rows)):
        if line := _line(number, raw[number], rows[number], paper, places, headings):
            sheet.lines.append(line)
            sheet.hidden += line.number in table.hidden
    return sheet


def _heading(cell: Any) -> str:
    """Return a heading without what offices put round it: blanks, stars, “（必填）”."""
    return re.sub(r"\s|[*＊:：]|[（(][^）)]*(必填|选填|填写)[^）)]*[）)]", "", plain(cell))


def _places(written: list[str], paper: Paper) -> dict[str, int]:
    """Return the column of each heading that stands in a row: by its own name, then by other words for it."""
    places = {one.name: written.index(one.name) for one in paper.headings if one.name in written}
    for heading in paper.headings:
        if heading.name in places:
            continue
        for word in (*heading.also, *SAME.get(heading.name, ())):
            if word in written and written.index(word) not in places.values():
                places[heading.name] = written.index(word)
                break
    return {one.name: places[one.name] for one in paper.headings if one.name in places}


def _headings(rows, papers: tuple[Paper, ...]) -> tuple[int, Paper, dict[str, int]] | None:
    """Return where the headings stand, whose they are, and the column of each; the fullest fit wins."""
    best, fit = None, (0, 0)
    for at, row in enumerate(rows[:TOP]):
        written = [_heading(cell) for cell in row]
        for paper in papers:
            places = _places(written, paper)
            fits = (len(places), sum(name in written for name in places))
            if all(mark in places for mark in paper.marks) and fits > fit:
                best, fit = (at, paper, places), fits
    return best


def _at(row: list[Any], index: int) -> Any:
    return row[index] if index < len(row) else ""


def _line(number, raw, row, paper, places, headings) -> Line | None:
    """Return a row with what its cells say; a row that says nothing, or the headings once more, is none."""
    if not any(isinstance(cell := _at(raw, index), Broken) or plain(cell) for index in places.values()):
        return None
    if all(_heading(_at(row, index)) == headings[name] for name, index in places.items()):
        return None
    line = Line(number + 1, {name: Cell(plain(_at(row, index))) for name, index in places.items()})
    for name, index in places.items():
        heading = paper.find(name)
        if heading is not None and heading.field:
            _take(line, heading, _at(row, index))
    return line


def _take(line: Line, heading: Heading, cell: Any) -> None:
    """Read one cell into its row; an empty one says nothing."""
    if isinstance(cell, Broken):
        line.refuse(heading.name, cell.reason)
    elif line.cells[heading.name].text:
        try:
            line.values[heading.field] = heading.read(cell)
        except Unclear as error:
            line.refuse(heading.name, str(error))
