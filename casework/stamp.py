"""A line at the foot of every page of a PDF or Word file, put there while it is given out. What is stored stays."""

import io
import logging
import zipfile
from collections.abc import Callable
from xml.sax.saxutils import quoteattr

import docx
from docx.oxml import parse_xml
from docx.shared import Pt
from pypdf import PageObject, PdfReader, PdfWriter, Transformation
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfgen.canvas import Canvas

from .files import KINDS

#: the font is the reader's own, as every program that shows Chinese PDF files has it: nothing is embedded
FONT, SIZE, FROM_EDGE = "STSong-Light", 8.0, 14.0
#: so much a Word file may unpack to
UNPACKED = 200 * 2**20

# It tells of every small fault that it mends; what can't be mended is given as it is.
logging.getLogger("pypdf").setLevel(logging.CRITICAL)
pdfmetrics.registerFont(UnicodeCIDFont(FONT))


def stamped(content: bytes, content_type: str, text: str, across: str = "") -> bytes | None:
    """Return the file with ``text`` at the foot of each page; None where it can't be put there.

    In a Word file ``across`` also stands behind the text of each page, large, grey and slanting.

    That is: another kind of file, a damaged one, and one that is encrypted or signed, whose signature would break.
    """
    kinds: dict[str, Callable[[bytes, str], bytes | None]] = {
        ".pdf": _pdf,
        ".docx": lambda content, text: _docx(content, text, across),
    }
    for ending, put in kinds.items():
        if content_type in KINDS[ending]:
            try:
                return put(content, text)
            except Exception:  # there are many ways to be broken
                return None
    return None


def _pdf(content: bytes, text: str) -> bytes | None:
    reader = PdfReader(io.BytesIO(content))
    if reader.is_encrypted or _is_signed(reader) or not len(reader.pages):
        return None
    writer = PdfWriter(clone_from=reader)
    lines: dict[float, PageObject] = {}
    for page in writer.pages:
        box = page.cropbox
        width = round(float(box.width), 1)
        if width not in lines:
            lines[width] = _line(text, width)
        place = Transformation().translate(float(box.left), float(box.bottom))
        page.merge_transformed_page(lines[width], place)
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


def _is_signed(reader: PdfReader) -> bool:
    fields = (reader.get_fields() or {}).values()
    signed = any(field.get("/FT") == "/Sig" and field.get("/V") is not None for field in fields)
    return signed or "/Perms" in reader.root_object


def _line(text: str, width: float) -> PageObject:
    """Return a page with nothing but the text at its foot, smaller where the page is narrow."""
    size = min(SIZE, SIZE * (width - 2 * FROM_EDGE) / pdfmetrics.stringWidth(text, FONT, SIZE))
    made = io.BytesIO()
    canvas = Canvas(made, pagesize=(width, 2 * FROM_EDGE))
    canvas.setFont(FONT, size)
    canvas.drawString(FROM_EDGE, FROM_EDGE, text)
    canvas.showPage()
    canvas.save()
    return PdfReader(made).pages[0]


def _docx(content: bytes, text: str, across: str) -> bytes | None:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        parts = package.infolist()
    if any(part.filename.startswith("_xmlsignatures/") for part in parts):
        return None
    if sum(part.file_size for part in parts) > UNPACKED:
        return None
    document = docx.Document(io.BytesIO(content))
    document.element.body.get_or_add_sectPr()  # a file may say nothing of its pages
    for at, section in enumerate(document.sections):
        for footer in (section.footer, section.first_page_footer, section.even_page_footer):
            if at == 0 or not footer.is_linked_to_previous:
                footer.add_paragraph().add_run(text).font.size = Pt(SIZE)
        for number, header in enumerate((section.header, section.first_page_header, section.even_page_header)):
            if across and (at == 0 or not header.is_linked_to_previous):
                header.add_paragraph().add_run()._element.append(_slanting(across, f"{at}{number}"))
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()


def _slanting(text: str, number: str):
    """Return the drawing that Word itself makes for a watermark: text behind the text, from corner to corner."""
    wide = min(560, 14 * sum(1 if ord(letter) < 256 else 2 for letter in text))
    shape = f"""
        <w:pict xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
                xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office">
          <v:shapetype id="_x0000_t136" coordsize="21600,21600" o:spt="136" adj="10800"
                       path="m@7,l@8,m@5,21600l@6,21600e">
            <v:formulas>
              <v:f eqn="sum #0 0 10800"/><v:f eqn="prod #0 2 1"/><v:f eqn="sum 21600 0 @1"/>
              <v:f eqn="sum 0 0 @2"/><v:f eqn="sum 21600 0 @3"/><v:f eqn="if @0 @3 0"/>
              <v:f eqn="if @0 21600 @1"/><v:f eqn="if @0 0 @2"/><v:f eqn="if @0 @4 21600"/>
              <v:f eqn="mid @5 @6"/><v:f eqn="mid @8 @5"/><v:f eqn="mid @7 @8"/>
              <v:f eqn="mid @6 @7"/><v:f eqn="sum @6 0 @5"/>
            </v:formulas>
            <v:path textpathok="t" o:connecttype="custom" o:connectlocs="@9,0;@10,10800;@11,21600;@12,10800"
                    o:connectangles="270,180,90,0"/>
            <v:textpath on="t" fitshape="t"/>
            <o:lock v:ext="edit" text="t" shapetype="t"/>
          </v:shapetype>
          <v:shape id="PowerPlusWaterMarkObject{number}" o:spid="_x0000_s20{number}" type="#_x0000_t136"
                   style="position:absolute;margin-left:0;margin-top:0;width:{wide}pt;height:24pt;rotation:315;
                          z-index:-251658752;mso-position-horizontal:center;
                          mso-position-horizontal-relative:margin;mso-position-vertical:center;
                          mso-position-vertical-relative:margin" o:allowincell="f" fillcolor="#c8c8c8" stroked="f">
            <v:fill opacity=".5"/>
            <v:textpath style="font-family:&quot;宋体&quot;;font-size:1pt" string={quoteattr(text)}/>
          </v:shape>
        </w:pict>"""
    return parse_xml(shape)
