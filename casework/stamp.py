"""A line at the foot of every page of a PDF or Word file, put there while it is given out. What is stored stays."""

import io
import logging
import zipfile
from collections.abc import Callable

import docx
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


def stamped(content: bytes, content_type: str, text: str) -> bytes | None:
    """Return the file with ``text`` at the foot of each page; None where it can't be put there.

    That is: another kind of file, a damaged one, and one that is encrypted or signed, whose signature would break.
    """
    kinds: dict[str, Callable[[bytes, str], bytes | None]] = {".pdf": _pdf, ".docx": _docx}
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


def _docx(content: bytes, text: str) -> bytes | None:
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
    made = io.BytesIO()
    document.save(made)
    return made.getvalue()
