"""Small files that are really what their names say: a letter, a ledger, a scan, a photograph."""

import io
import random
import re
import struct
import zipfile
import zlib
from collections.abc import Iterable
from xml.sax.saxutils import escape

import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from casework.papers import layout

Upload = SimpleUploadedFile

_TYPES = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Override PartName="/word/document.xml" ContentType='
    '"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>'
)
_RELATIONS = (
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
    '<Relationship Id="r1" Target="word/document.xml" Type='
    '"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"/></Relationships>'
)
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
_SHEET = '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="2098" w:right="1474" w:bottom="1984" w:left="1588"/>'


def letter(name: str, title: str, paragraphs: Iterable[str]) -> Upload:
    """Return a .docx on A4: a centred title and paragraphs."""
    body = [
        f'<w:p><w:pPr><w:jc w:val="center"/></w:pPr><w:r><w:rPr><w:sz w:val="44"/></w:rPr>'
        f"<w:t>{escape(title)}</w:t></w:r></w:p>"
    ]
    body += [
        f'<w:p><w:pPr><w:ind w:firstLine="640"/></w:pPr><w:r><w:rPr><w:sz w:val="32"/></w:rPr>'
        f"<w:t>{escape(text)}</w:t></w:r></w:p>"
        for text in paragraphs
    ]
    document = (
        f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document xmlns:w="{_WORD}"><w:body>'
        f"{''.join(body)}<w:sectPr>{_SHEET}</w:sectPr></w:body></w:document>"
    )
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as package:
        package.writestr("[Content_Types].xml", _TYPES)
        package.writestr("_rels/.rels", _RELATIONS)
        package.writestr("word/document.xml", document)
    return Upload(f"{name}.docx", buffer.getvalue())


def template(name: str, source: str) -> Upload:
    """Return a .docx for official papers, laid out from marked text as the templates of the house are."""
    made = io.BytesIO()
    layout.build(source).save(made)
    return Upload(f"{name}.docx", made.getvalue())


def ledger(name: str, headings: list[str], rows: Iterable[Iterable]) -> Upload:
    """Return an .xlsx with one sheet."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("台账")
        sheet.write_row(0, 0, headings, book.add_format({"bold": True, "border": 1}))
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, row)
        sheet.set_column(0, len(headings), 18)
    return Upload(f"{name}.xlsx", buffer.getvalue())


def scan(name: str, lines: Iterable[str]) -> Upload:
    """Return a one-page .pdf. The Chinese font is the reader's own, so the file stays small."""
    text = " ".join(f"<{line.encode('utf-16-be').hex()}> Tj 0 -28 Td" for line in lines)
    content = f"BT /F 14 Tf 72 760 Td {text} ET".encode()
    parts = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R"
        b" /Resources << /Font << /F 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type0 /BaseFont /STSong-Light /Encoding /UniGB-UTF16-H /DescendantFonts [6 0 R] >>",
        b"<< /Type /Font /Subtype /CIDFontType0 /BaseFont /STSong-Light /FontDescriptor 7 0 R"
        b" /CIDSystemInfo << /Registry (Adobe) /Ordering (GB1) /Supplement 4 >> /DW 1000 >>",
        b"<< /Type /FontDescriptor /FontName /STSong-Light /Flags 4 /FontBBox [-25 -254 1000 880]"
        b" /ItalicAngle 0 /Ascent 880 /Descent -120 /CapHeight 880 /StemV 93 >>",
    ]
    out, places = bytearray(b"%PDF-1.5\n"), []
    for number, part in enumerate(parts, start=1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, part)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(parts) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (len(parts) + 1, start)
    return Upload(f"{name}.pdf", bytes(out))


def photograph(name: str, of: str) -> Upload:
    """Return a small .png of things before a wall, placed and coloured by what it shows: no two look alike."""
    chance = random.Random(of)  # noqa: S311 - a picture, no secret
    wide, high = 160, 100
    wall = tuple(chance.randint(150, 220) for _colour in range(3))
    things = []
    for _thing in range(9):
        left, top = chance.randint(0, wide - 40), chance.randint(0, high - 25)
        right, bottom = left + chance.randint(20, 70), top + chance.randint(12, 45)
        things.append((left, top, right, bottom, tuple(chance.randint(20, 250) for _colour in range(3))))
    rows = bytearray()
    for y in range(high):
        rows.append(0)
        for x in range(wide):
            shown = wall
            for left, top, right, bottom, colour in things:
                if left <= x < right and top <= y < bottom:
                    shown = colour
            rows += bytes(shown)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", wide, high, 8, 2, 0, 0, 0)
    png = (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(bytes(rows))) + chunk(b"IEND", b"")
    )
    return Upload(f"{name}.png", png)


def text_of(data: bytes) -> str:
    """Return what a letter or a scan made here says; of any other file nothing."""
    if data.startswith(b"%PDF-"):
        shown = re.findall(rb"<([0-9a-f]+)> Tj", data)
        return "\n".join(bytes.fromhex(line.decode()).decode("utf-16-be") for line in shown)
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as package:
            return package.read("word/document.xml").decode()
    except (zipfile.BadZipFile, KeyError):
        return ""
