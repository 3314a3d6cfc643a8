"""The form of an official paper: from marked text to a Word template as GB/T 9704-2012 wants it.

A4 with the margins of the standard, 22 lines of 28 characters, body in 仿宋 of size 3 (16 pt), title in 小标宋 of size
2 (22 pt), headings in 黑体 and 楷体, the head and its rule in red, page numbers ``— 1 —`` outside. The fonts are the
office's own; none is shipped, and each names what may stand in for it.

The source of a paper is plain text, a line a paragraph. A line may begin with a mark:

``@head``    whose paper it is, red, with the red rule below the number (发文机关标志)
``@number``  its number (发文字号)
``@title``   its title
``@to``      whom it is addressed to (主送)
``#``, ``##``  headings of the first and the second order
``@more``    a further line below the first of a list of attachments
``@sign``, ``@date``  who signs and when (落款); they never stand alone on a page
``@table``   headings of a table, each with its width in millimetres: ``序号:14 | 反馈问题:60``; a form has none
``@rows``    what stands in each row, for a list: ``row in items: {{ row.place }} | {{ row.problem }}``
``@row``     one row of a table, as it stands: ``问题标题 | {{ title }}``
``@page``    what follows begins a new page
``@form``    what is filled in by hand, not indented
"""

import itertools
import re
from collections.abc import Callable, Iterable

import docx
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_BREAK, WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

#: margins of the standard, in millimetres; between them 156 × 225
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
#: sizes 2, 3 and 4, in points
TWO, THREE, FOUR = 22, 16, 14
#: 22 lines on 225 millimetres
LINE = 28.95
#: 28 characters on 156 millimetres: each so much closer to the next, in 20ths of a point
CLOSER = -5
#: the style of what is signed
SIGNED = "Signature line"
RED = RGBColor(0xE6, 0x00, 0x12)

#: what a font is called → what may stand in for it
FONTS = {
    "方正小标宋简体": "华文中宋",
    "仿宋_GB2312": "仿宋",
    "楷体_GB2312": "楷体",
    "黑体": "微软雅黑",
    "宋体": "新宋体",
}
TITLE, BODY, SECOND, FIRST, NUMBERS = FONTS

_MARK = re.compile(r"(@\w+|#{1,2})(?:\s+|$)")
_TAG = re.compile(r"\{%-?p\s")


class WrongMark(ValueError):
    """A line of the source begins with a mark that there is none of; its argument says the line."""


def build(source: str) -> "docx.document.Document":
    """Return the Word template that ``source`` describes; its tags are left for the data of a paper.

    Raises ``WrongMark``.
    """
    paper = _Paper()
    for number, line in enumerate(source.splitlines(), start=1):
        text = line.strip()
        if not text:
            continue
        mark = _MARK.match(text)
        name, rest = (mark[1], text[mark.end() :]) if mark else ("", text)
        if name not in paper.marks:
            raise WrongMark(f"{number}: {line}")
        paper.marks[name](rest)
    return paper.document


def settle(document: "docx.document.Document") -> None:
    """Keep what is signed on the page of the text before it: a page with nothing but a signature is none."""
    paragraphs = document.paragraphs
    for before, paragraph in itertools.pairwise(paragraphs):
        if _is_signed(paragraph):
            before.paragraph_format.keep_with_next = True
            before.paragraph_format.keep_together = True


class _Paper:
    """A document that grows line by line."""

    def __init__(self):
        self.document = docx.Document()
        self.marks: dict[str, Callable[[str], None]] = {
            "": self.body,
            "@head": self.head,
            "@number": self.number,
            "@title": self.title,
            "@to": self.to,
            "#": lambda text: self.heading(text, FIRST),
            "##": lambda text: self.heading(text, SECOND),
            "@more": lambda text: _indent(self.line(text), "left", 5),
            "@sign": lambda text: self.at_the_right(text, 2),
            "@date": lambda text: self.at_the_right(text, 4),
            "@table": self.table,
            "@rows": self.rows,
            "@row": lambda text: self._row(self.of_rows, [cell.strip() for cell in text.split("|")], BODY),
            "@page": self.page,
            "@form": self.form,
        }
        self._sheet()
        self._fonts()

    # -- the sheet ---------------------------------------------------------------------------------------------

    def _sheet(self):
        style = self.document.styles["Normal"]
        _font(style.font, style.element.get_or_add_rPr(), BODY, THREE)
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), str(CLOSER))
        style.element.rPr.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
        self.document.styles.add_style(SIGNED, WD_STYLE_TYPE.PARAGRAPH).base_style = style
        form = style.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
        form.space_before = form.space_after = Pt(0)
        form.widow_control = False
        self.document.settings.odd_and_even_pages_header_footer = True
        self._section(self.document.sections[0])
        self.document._body.clear_content()

    def _section(self, section):
        section.page_width, section.page_height = Mm(210), Mm(297)
        section.top_margin, section.bottom_margin = Mm(TOP), Mm(BOTTOM)
        section.left_margin, section.right_margin = Mm(LEFT), Mm(RIGHT)
        section.footer_distance = Mm(24)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE * 20)))
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(grid)
        for footer, side in (
            (section.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (section.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            _page_number(footer.paragraphs[0], side)

    def _fonts(self):
        """Say in the table of fonts what may stand in for each of them."""
        for part in self.document.part.package.iter_parts():
            if str(part.partname) == "/word/fontTable.xml":
                named = "".join(
                    f'<w:font w:name="{name}"><w:altName w:val="{other}"/></w:font>' for name, other in FONTS.items()
                )
                blob = part.blob.decode("utf-8")
                part._blob = blob.replace("</w:fonts>", f"{named}</w:fonts>").encode("utf-8")

    # -- what stands on it -------------------------------------------------------------------------------------

    def line(self, text="", font=BODY, size=THREE, align=None, indent=0.0):
        """Add a paragraph; ``indent`` is that of its first line, in characters."""
        paragraph = self.document.add_paragraph()
        run = paragraph.add_run(text)
        _font(run.font, run._element.get_or_add_rPr(), font, size)
        if align is not None:
            paragraph.alignment = align
        if indent:
            _indent(paragraph, "firstLine", indent)
        return paragraph

    def body(self, text):
        self.line(text, indent=0 if _TAG.match(text) else 2)

    def form(self, text):
        self.line(text)

    def head(self, text):
        paragraph = self.line(text, TITLE, 36, WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.paragraph_format.space_after = Pt(LINE)
        paragraph.runs[0].font.color.rgb = RED

    def number(self, text):
        """The number, and the red rule four millimetres below it."""
        paragraph = self.line(text, align=WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.paragraph_format.space_after = Pt(LINE)
        borders, rule = OxmlElement("w:pBdr"), OxmlElement("w:bottom")
        for name, value in {"val": "single", "sz": "18", "space": "8", "color": str(RED)}.items():
            rule.set(qn(f"w:{name}"), value)
        borders.append(rule)
        paragraph._element.get_or_add_pPr().insert_element_before(borders, "w:spacing", "w:ind", "w:jc", "w:rPr")

    def title(self, text):
        paragraph = self.line(text, TITLE, TWO, WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.paragraph_format.line_spacing = Pt(34)
        paragraph.paragraph_format.space_after = Pt(LINE)

    def to(self, text):
        self.line(text)

    def heading(self, text, font):
        self.line(text, font, indent=2).paragraph_format.keep_with_next = True

    def at_the_right(self, text, characters):
        first = not _is_signed(self.document.paragraphs[-1])
        paragraph = self.line(text, align=WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.style = SIGNED
        _indent(paragraph, "right", characters)
        if first:
            paragraph.paragraph_format.space_before = Pt(LINE)

    def page(self, text):
        self.document.add_paragraph().add_run().add_break(WD_BREAK.PAGE)
        if text:
            self.line(text)

    def table(self, text):
        columns = [cell.strip().rpartition(":") for cell in text.split("|")]
        self.widths = [Mm(float(width)) for _name, _colon, width in columns]
        table = self.document.add_table(0, len(columns))
        for column, width in zip(table.columns, self.widths, strict=True):
            column.width = width
        table.style, table.alignment = "Table Grid", WD_TABLE_ALIGNMENT.CENTER
        table.autofit = False
        self.of_rows = table
        if any(name for name, _colon, _width in columns):
            self._row(table, [name for name, _colon, _width in columns], FIRST)
            table.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))

    def rows(self, text):
        what, _colon, cells = text.partition(":")
        self._row(self.of_rows, [f"{{%tr for {what.strip()} %}}"], BODY)
        self._row(self.of_rows, [cell.strip() for cell in cells.split("|")], BODY)
        self._row(self.of_rows, ["{%tr endfor %}"], BODY)

    def _row(self, table, cells: Iterable[str], font):
        row = table.add_row()
        for cell, width in zip(row.cells, self.widths, strict=True):
            cell.width = width
        for cell, text in zip(row.cells, cells, strict=False):
            paragraph = cell.paragraphs[0]
            paragraph.paragraph_format.line_spacing = Pt(20)
            off_grid = OxmlElement("w:snapToGrid")
            off_grid.set(qn("w:val"), "0")
            paragraph._element.get_or_add_pPr().insert_element_before(off_grid, "w:spacing", "w:ind", "w:jc", "w:rPr")
            run = paragraph.add_run(text)
            _font(run.font, run._element.get_or_add_rPr(), font, FOUR - 2)
        row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))


def _is_signed(paragraph) -> bool:
    return paragraph.style.name == SIGNED


def _font(font, properties, name: str, size: float) -> None:
    font.name, font.size = "Times New Roman", Pt(size)
    fonts = properties.find(qn("w:rFonts"))
    fonts.set(qn("w:eastAsia"), name)


def _indent(paragraph, side: str, characters: float) -> None:
    """Indent by so many characters of the body, and by as many points for programs that count no characters."""
    indent = paragraph._element.get_or_add_pPr().get_or_add_ind()
    indent.set(qn(f"w:{side}Chars"), str(round(characters * 100)))
    indent.set(qn(f"w:{side}"), str(round(characters * THREE * 20)))


def _page_number(paragraph, side) -> None:
    """Write ``— 1 —`` a character away from the outer edge."""
    paragraph.alignment = side
    _indent(paragraph, "right" if side == WD_ALIGN_PARAGRAPH.RIGHT else "left", 1)
    for text in ("— ", None, " —"):
        run = paragraph.add_run(text or "")
        _font(run.font, run._element.get_or_add_rPr(), NUMBERS, FOUR)
        if text is None:
            for kind, said in (("begin", ""), ("", "PAGE"), ("end", "")):
                part = OxmlElement("w:fldChar" if kind else "w:instrText")
                if kind:
                    part.set(qn("w:fldCharType"), kind)
                else:
                    part.text = said
                run._element.append(part)
