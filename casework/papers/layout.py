"""The form of an official paper: from marked text to a Word template as GB/T 9704-2012 wants it.

A4 with the margins of the standard, 22 lines of 28 characters, body in 仿宋 of size 3 (16 pt), title in 小标宋 of size
2 (22 pt), headings in 黑体 and 楷体, the head and its rule in red, page numbers ``— 1 —`` outside. The fonts are the
office's own; none is shipped, and each names what may stand in for it.

The source of a paper is plain text, a line a paragraph. A line may begin with a mark:

``@head``    whose paper it is, red, with the red rule below the number (发文机关标志)
``@letter``  whose letter it is, red, above the two red lines of a letter (信函格式, 10.1)
``@number``  its number (发文字号)
``@title``   its title
``@to``      whom it is addressed to (主送)
``#``, ``##``  headings of the first and the second order
``@annex``   the first line of a list of attachments (附件说明): ``附件：1. 移交清单``
``@more``    a further line below it
``@sign``, ``@date``  who signs and when (落款); they never stand alone on a page
``@table``   headings of a table, each with its width in millimetres: ``序号:14 | 反馈问题:60``; a form has none
``@rows``    what stands in each row, for a list: ``row in items: {{ row.place }} | {{ row.problem }}``
``@row``     one row of a table, as it stands: ``问题标题 | {{ title }}``
``@tall``    the same, high enough to be written in by hand
``@page``    what follows begins a new page, with the number of an attachment at its head: ``附件1``
``@landscape``, ``@portrait``  the same, and the sheets lie from here on, or stand again
``@form``    what is filled in by hand, not indented
``@blank``   so many lines to be filled in by hand
``@printed`` who printed it and when (版记), at the foot of the last page: ``区委巡察办 | 2026年3月5日印发``
"""

import math
import re
import unicodedata
from collections.abc import Callable, Iterable

import docx
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH, WD_LINE_SPACING, WD_TAB_ALIGNMENT
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor
from docx.text.paragraph import Paragraph

#: margins of the standard, in millimetres; between them 156 × 225
TOP, BOTTOM, LEFT, RIGHT = 37, 35, 28, 26
WIDE, HIGH = 156, 225
#: the head begins so far below the upper edge of the text (7.2.4)
ABOVE_HEAD = 35
#: of a letter: its head so far from the upper edge of the sheet, its last line so far from the lower, each rule so long
#: (10.1)
LETTER_TOP, LETTER_BOTTOM, LETTER_LINE = 30, 20, 170
#: sizes 2, 3 and 4, in points
TWO, THREE, FOUR = 22, 16, 14
MILLIMETRES_A_POINT = 25.4 / 72
#: 22 lines on 225 millimetres
LINE = 28.95
#: the day ends so many characters from the right
FROM_RIGHT = 4
#: 28 characters on 156 millimetres: each so much closer to the next, in 20ths of a point
CLOSER = -5
#: the styles of whose paper it is, of its title, of who signs, and of the day
HEAD, TITLED, SIGNED, DATED = "Head line", "Title line", "Signature line", "Signature date"
#: characters in a line of the text, and in one of the title
CHARACTERS, IN_TITLE = 28, 20
#: height of a row that is written in by hand, in millimetres
BY_HAND = 26
#: the lines of a title differ by no more than about twice as many characters
UNEVEN = 6
#: so many short lines above a signature stay with it
MOST_SHORT = 3
#: words of titles that a line begins with, and ends that words have
BEGIN_A_LINE = ("关于", "开展", "巡察", "反馈", "整改", "情况", "问题", "授权", "任务", "专题", "移交")
END_A_LINE = ("公司", "党委", "党组", "社区", "中学", "医院", "局", "镇", "、", "）", "及")
#: the head is as large as this, or as its one line of text allows
HEAD_SIZE = 36
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

#: what of a paragraph's properties comes after where its borders, its frame and its tabs belong
_AFTER_FRAME = ("w:widowControl", "w:numPr", "w:suppressLineNumbers", "w:pBdr")
_AFTER_BORDERS = ("w:shd", "w:tabs", "w:suppressAutoHyphens", "w:snapToGrid", "w:spacing", "w:ind", "w:jc", "w:rPr")
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
    """Put in order what depends on what was written in.

    What is signed stays on the page of the text before it, of a table its last row: a page with nothing but a signature
    is none. Who signs stands above the middle of the day (7.3.5.1). The head is as large as one line allows, and a long
    title is broken into lines of about one length.
    """
    _keep_signed(document)
    _fit_heads(document)
    _place_signed(document)


def _keep_signed(document) -> None:
    above: list[Paragraph] = []
    for part in document.iter_inner_content():
        if _is_signed(part) or _is_framed(part):
            for paragraph in above:
                paragraph.paragraph_format.keep_with_next = True
                paragraph.paragraph_format.widow_control = True
            above = above if _is_framed(part) else [part]
        elif isinstance(part, Paragraph):
            above = [*above[-MOST_SHORT:], part] if _is_short(part) else [part]
        else:
            above = _last_of(part)


def _is_framed(part) -> bool:
    """Say whether this is who printed it, which stands apart from the text but on the page of its end."""
    return isinstance(part, Paragraph) and part._element.find(f"{qn('w:pPr')}/{qn('w:framePr')}") is not None


def _is_short(paragraph) -> bool:
    """Say whether a paragraph is one line, which with a signature makes no page of text."""
    return not _is_signed(paragraph) and _width(paragraph.text) <= CHARACTERS


def _fit_heads(document) -> None:
    for paragraph in (*document.paragraphs, *document.sections[0].first_page_header.paragraphs):
        if paragraph.style.name == HEAD:
            for run in paragraph.runs:
                run.font.size = min(Pt(HEAD_SIZE), Pt(int(Mm(WIDE).pt / max(1, len(paragraph.text)))))
        if paragraph.style.name == TITLED and _width(paragraph.text) > IN_TITLE:
            paragraph.runs[0].text, rest = "\n".join(_lines_of(paragraph.text)), paragraph.runs[1:]
            for run in rest:
                run.text = ""


def _lines_of(title: str) -> list[str]:
    """Break a long title into lines about as long as each other, between words as far as that is to be seen (7.3.1)."""
    if _width(title) <= IN_TITLE:
        return [title]
    lines = math.ceil(_width(title) / IN_TITLE)
    middle = len(title) // lines
    places = range(max(1, middle - UNEVEN), min(len(title), middle + UNEVEN, IN_TITLE) + 1)
    best = min(places, key=lambda place: abs(place - middle) - (UNEVEN + 1 if _between_words(title, place) else 0))
    return [title[:best], *_lines_of(title[best:])]


def _between_words(title: str, place: int) -> bool:
    return title[place:].startswith(BEGIN_A_LINE) or title[:place].endswith(END_A_LINE)


def _place_signed(document) -> None:
    signed: list[Paragraph] = []
    for paragraph in document.paragraphs:
        if paragraph.style.name == SIGNED:
            signed.append(paragraph)
            continue
        if paragraph.style.name == DATED:
            for one in signed:
                _indent(one, "right", max(0, FROM_RIGHT + (_width(paragraph.text) - _width(one.text)) / 2))
        signed = []


class _Paper:
    """A document that grows line by line."""

    def __init__(self):
        self.document = docx.Document()
        self.marks: dict[str, Callable[[str], None]] = {
            "": self.body,
            "@head": self.head,
            "@letter": self.letter,
            "@number": self.number,
            "@title": self.title,
            "@to": self.to,
            "#": lambda text: self.heading(text, FIRST),
            "##": lambda text: self.heading(text, SECOND),
            "@annex": self.annex,
            "@more": lambda text: self._hanging(self.line(text), 5),
            "@sign": lambda text: self.at_the_right(text, SIGNED),
            "@date": lambda text: self.at_the_right(text, DATED),
            "@table": self.table,
            "@rows": self.rows,
            "@row": lambda text: self._row(self.of_rows, [cell.strip() for cell in text.split("|")], BODY),
            "@tall": lambda text: self._tall([cell.strip() for cell in text.split("|")]),
            "@page": self.page,
            "@landscape": lambda text: self.turn(text, lying=True),
            "@portrait": lambda text: self.turn(text, lying=False),
            "@form": self.form,
            "@blank": self.blank,
            "@printed": self.imprint,
        }
        #: the next paragraph begins a new page
        self.turns = False
        #: it is a letter, whose number stands at the right below the upper line
        self.is_letter = False
        self._sheet()
        self._fonts()

    # -- the sheet ---------------------------------------------------------------------------------------------

    def _sheet(self):
        style = self.document.styles["Normal"]
        _font(style.font, style.element.get_or_add_rPr(), BODY, THREE)
        closer = OxmlElement("w:spacing")
        closer.set(qn("w:val"), str(CLOSER))
        style.element.rPr.insert_element_before(closer, "w:w", "w:kern", "w:position", "w:sz", "w:szCs", "w:lang")
        for name in (HEAD, TITLED, SIGNED, DATED):
            self.document.styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH).base_style = style
        form = style.paragraph_format
        form.line_spacing_rule, form.line_spacing = WD_LINE_SPACING.EXACTLY, Pt(LINE)
        form.space_before = form.space_after = Pt(0)
        form.widow_control = False
        self.document.settings.odd_and_even_pages_header_footer = True
        first = self.document.sections[0]
        self._section(first)
        for footer, side in (
            (first.footer, WD_ALIGN_PARAGRAPH.RIGHT),
            (first.even_page_footer, WD_ALIGN_PARAGRAPH.LEFT),
        ):
            _page_number(footer.paragraphs[0], side)
        self.document._body.clear_content()

    def _section(self, section, *, lying=False):
        """Let the sheets of a section stand or lie; one that lies has its head at the edge where it is bound (8)."""
        section.orientation = WD_ORIENT.LANDSCAPE if lying else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = (Mm(297), Mm(210)) if lying else (Mm(210), Mm(297))
        margins = (LEFT, RIGHT, BOTTOM, TOP) if lying else (TOP, BOTTOM, LEFT, RIGHT)
        section.top_margin, section.bottom_margin, section.left_margin, section.right_margin = map(Mm, margins)
        section.footer_distance = Mm(14 if lying else 24)
        grid = OxmlElement("w:docGrid")
        grid.set(qn("w:type"), "lines")
        grid.set(qn("w:linePitch"), str(round(LINE * 20)))
        for old in section._sectPr.findall(qn("w:docGrid")):
            section._sectPr.remove(old)
        section._sectPr.append(grid)

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
        if self.turns:
            paragraph.paragraph_format.page_break_before, self.turns = True, False
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
        paragraph = self.line(text, TITLE, HEAD_SIZE, WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.style = HEAD
        paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
        paragraph.paragraph_format.space_before = Mm(ABOVE_HEAD)
        paragraph.paragraph_format.space_after = Pt(2 * LINE)
        paragraph.runs[0].font.color.rgb = RED

    def letter(self, text):
        """The head and the upper line stand above the text of the first page, the lower line at its foot."""
        section = self.document.sections[0]
        section.different_first_page_header_footer = True
        section.header_distance, self.is_letter = Mm(LETTER_TOP), True
        head, foot = section.first_page_header.paragraphs[0], section.first_page_footer.paragraphs[0]
        head.alignment = WD_ALIGN_PARAGRAPH.CENTER
        run = head.add_run(text)
        head.style = HEAD
        _font(run.font, run._element.get_or_add_rPr(), TITLE, HEAD_SIZE)
        run.font.color.rgb = RED
        _rule(head, "bottom", "thickThinSmallGap", 36, 4 / MILLIMETRES_A_POINT)
        _rule(foot, "top", "thinThickSmallGap", 36, 1)
        for paragraph in (head, foot):
            paragraph.paragraph_format.line_spacing_rule = WD_LINE_SPACING.SINGLE
            paragraph.paragraph_format.left_indent = paragraph.paragraph_format.right_indent = Mm(
                (WIDE - LETTER_LINE) / 2
            )
        head.paragraph_format.space_after = Pt(THREE * 7 / 8)

    def number(self, text):
        """The number, and the red rule four millimetres below it; that of a letter stands at the right, without one."""
        if self.is_letter:
            self.line(text, align=WD_ALIGN_PARAGRAPH.RIGHT).paragraph_format.space_after = Pt(2 * LINE)
            return
        paragraph = self.line(text, align=WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.paragraph_format.space_after = Pt(2 * LINE)
        _rule(paragraph, "bottom", "single", 18, 4 / MILLIMETRES_A_POINT - (LINE - THREE) / 2)

    def title(self, text):
        paragraph = self.line(text, TITLE, TWO, WD_ALIGN_PARAGRAPH.CENTER)
        paragraph.style = TITLED
        paragraph.paragraph_format.line_spacing = Pt(34)
        paragraph.paragraph_format.space_after = Pt(LINE)

    def to(self, text):
        self.line(text)

    def heading(self, text, font):
        self.line(text, font, indent=2).paragraph_format.keep_with_next = True

    def annex(self, text):
        """A line below the text; further lines begin below the name of the first attachment (7.3.4)."""
        paragraph = self.line(text)
        paragraph.paragraph_format.space_before = Pt(LINE)
        self._hanging(paragraph, 2, 6.5 if text.startswith("附件：1.") else 5)

    def _hanging(self, paragraph, first: float, further: float = 6.5):
        _indent(paragraph, "left", further)
        _indent(paragraph, "hanging", further - first)

    def at_the_right(self, text, style):
        first = not _is_signed(self.document.paragraphs[-1])
        paragraph = self.line(text, align=WD_ALIGN_PARAGRAPH.RIGHT)
        paragraph.style = style
        _indent(paragraph, "right", FROM_RIGHT)
        if first:
            paragraph.paragraph_format.space_before = Pt(LINE)

    def page(self, text):
        """What follows begins a page; an attachment has its number in the first line and its title in the third."""
        self.turns = True
        self._begin(text)

    def turn(self, text, *, lying):
        begun = self.document.element.body.inner_content_elements
        section = self.document.add_section(WD_SECTION.NEW_PAGE) if begun else self.document.sections[0]
        self._section(section, lying=lying)
        self.turns = False
        self._begin(text)

    def _begin(self, text):
        if text:
            self.line(text, FIRST).paragraph_format.space_after = Pt(LINE)

    def blank(self, text):
        lines = [self.line() for _line in range(int(text))]
        for line in lines:
            line.paragraph_format.keep_with_next = line is not lines[-1]
            for side in ("bottom", "between"):  # of lines alike one rule is drawn below them all, and one between each
                _rule(line, side, "single", 4, 1, colour="808080")

    def imprint(self, text):
        """A line of 4号仿宋 between two thick rules, at the foot of the last page (7.4)."""
        who, _bar, when = (part.strip() for part in text.partition("|"))
        paragraph = self.line(f"{who}\t{when}", size=FOUR)
        frame = OxmlElement("w:framePr")
        places = {"wrap": "notBeside", "vAnchor": "margin", "hAnchor": "margin", "xAlign": "left", "yAlign": "bottom"}
        for name, value in ({"w": str(Mm(WIDE).twips), "hSpace": "0"} | places).items():
            frame.set(qn(f"w:{name}"), value)
        paragraph._element.get_or_add_pPr().insert_element_before(frame, *_AFTER_FRAME, *_AFTER_BORDERS)
        _indent(paragraph, "left", 1)
        _indent(paragraph, "right", 1)
        paragraph.paragraph_format.tab_stops.add_tab_stop(Mm(WIDE) - Pt(THREE), WD_TAB_ALIGNMENT.RIGHT)
        for side in ("top", "bottom"):
            _rule(paragraph, side, "single", 8, 1, colour="000000")
        self.line().paragraph_format.line_spacing = Pt(1)  # a frame belongs to the paragraph below it

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

    def _tall(self, cells):
        self._row(self.of_rows, cells, BODY)
        self.of_rows.rows[-1].height = Mm(BY_HAND)

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


def _is_signed(part) -> bool:
    return isinstance(part, Paragraph) and part.style is not None and part.style.name in (SIGNED, DATED)


def _last_of(table) -> list[Paragraph]:
    """Return the paragraphs of the last row of a table; none of a table without rows."""
    return [paragraph for row in table.rows[-1:] for cell in row.cells for paragraph in cell.paragraphs]


def _width(text: str) -> float:
    """Return how wide a line is, in characters of the body: figures and Latin letters are half as wide."""
    return sum(1 if unicodedata.east_asian_width(sign) in "WFA" else 0.5 for sign in text)


def _rule(paragraph, side: str, kind: str, size: int, space: float, colour: str = str(RED)) -> None:
    """Draw a rule along one side of a paragraph: ``size`` in eighths of a point, ``space`` to the text in points."""
    properties = paragraph._element.get_or_add_pPr()
    borders = properties.find(qn("w:pBdr"))
    if borders is None:
        borders = OxmlElement("w:pBdr")
        properties.insert_element_before(borders, *_AFTER_BORDERS)
    rule = OxmlElement(f"w:{side}")
    for name, value in {"val": kind, "sz": size, "space": round(space), "color": colour}.items():
        rule.set(qn(f"w:{name}"), str(value))
    borders.append(rule)


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
