"""Tables as they really come: each ends in the right data or in a clear message, never in half an import."""

import csv
import io
import json
import os
import re
import subprocess
import sys
import zipfile
from pathlib import Path

import openpyxl
import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from accounts.models import Organisation, Person, RosterFile
from casework.models import Event

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parents[2]
PAGE = "/accounts/import/"
HEADINGS = ["姓名", "性别", "出生日期", "职务", "所属单位"]
ROW = ["王敏", "女", "1985-06-01", "科长", "区住建局"]
GIGABYTE = 2**30
#: megabytes that reading a file may take, in the process that asks and in the one that opens it
MOST = 300
SHEET = "xl/worksheets/sheet1.xml"


def book(*rows, title="人才库", **options):
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"in_memory": True, **options}) as made:
        sheet = made.add_worksheet(title)
        for number, row in enumerate(rows):
            sheet.write_row(number, 0, row)
    return target.getvalue()


def by_hand(change):
    """A workbook of the good row that a person has then done something to."""
    made = openpyxl.Workbook()
    sheet = made.active
    sheet.title = "人才库"
    sheet.append(HEADINGS)
    sheet.append(ROW)
    change(sheet)
    target = io.BytesIO()
    made.save(target)
    return target.getvalue()


def with_part(change, name=SHEET, content=None):
    """The good workbook with one part of the package changed, or with one more."""
    source = zipfile.ZipFile(io.BytesIO(content or book(HEADINGS, ROW)))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as package:
        for part in source.infolist():
            data = source.read(part.filename)
            if part.filename == name:
                change(package, part.filename, data)
            else:
                package.writestr(part.filename, data)
        if name not in source.namelist():
            change(package, name, b"")
    return target.getvalue()


def replaced(old, new):
    return lambda package, name, data: package.writestr(name, data.replace(old, new, 1))


def poured(before, unit, times, after):
    """A part that unfolds to `times` units, written as it goes: a small file, whatever it unfolds to."""

    def change(package, name, _data):
        with package.open(name, "w", force_zip64=True) as part:
            part.write(before)
            block = unit * max(1, (1 << 20) // len(unit))
            for _n in range(times * len(unit) // len(block)):
                part.write(block)
            part.write(after)

    return change


def text(encoding, rows=None, delimiter=",", bom=b""):
    target = io.StringIO()
    csv.writer(target, delimiter=delimiter).writerows(rows or [HEADINGS, ROW])
    return bom + target.getvalue().encode(encoding)


def merged(sheet):
    sheet.insert_rows(1, 2)
    sheet["A1"] = "云江区巡察人才库（2026年）"
    sheet.merge_cells("A1:E1")
    sheet["A5"], sheet["C5"] = "李强", "1990-02-03"
    sheet.merge_cells("E4:E5")


def hidden(sheet):
    sheet.append(["李强", "男", "1990-02-03", "科员", "区住建局"])
    sheet.row_dimensions[2].hidden = True
    sheet.column_dimensions["C"].hidden = True


def formatted_to_the_end(package, name, data):
    rest = b"".join(b'<row r="%d"><c r="A%d" s="0"/></row>' % (n, n) for n in range(1_048_570, 1_048_577))
    package.writestr(name, data.replace(b"</sheetData>", rest + b"</sheetData>"))


def a_million_empty_rows(package, name, data):
    head, tail = data.split(b"</sheetData>")
    with package.open(name, "w") as part:
        part.write(head)
        for first in range(3, 1_048_577, 20_000):
            rows = range(first, min(first + 20_000, 1_048_577))
            part.write(b"".join(b'<row r="%d" ht="15" customHeight="1"/>' % n for n in rows))
        part.write(b"</sheetData>" + tail)


def shared_text_that_many_cells_use(content):
    """One long text and many cells that name it: small in the file, huge once each cell holds it."""
    long = b"<si><t>" + b"a" * 5_000_000 + b"</t></si>"
    strings = b'<sst xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">' + long + b"</sst>"
    cells = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(3, 5_000))
    content = with_part(replaced(b"</sheetData>", cells + b"</sheetData>"), content=content)
    return with_part(lambda package, name, _data: package.writestr(name, strings), "xl/sharedStrings.xml", content)


def named_formula(sheet):
    sheet["D2"] = '="科"&"长"'


def far_cell(sheet):
    sheet["XFD1048576"] = "远"


def macros(package, name, _data):
    package.writestr(name, b"\xd0\xcf\x11\xe0 macros")


def with_error(package, name, data):
    package.writestr(name, re.sub(rb'<c r="D2"[^>]*>.*?</c>', b'<c r="D2" t="e"><f>A1/0</f><v>#DIV/0!</v></c>', data))


def locked():
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1500
    return head + "EncryptedPackage".encode("utf-16-le") + b"\0" * 600


def old_macros():
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 1500
    return head + "_VBA_PROJECT_CUR".encode("utf-16-le") + b"\0" * 600


BOM = b"\xef\xbb\xbf"
GOOD = {"王敏": "1985-06-01"}
TWO = GOOD | {"李强": "1990-02-03"}
SAME_PLACE = ["李强", "男", "1990-02-03", "科员", "区住建局"]
MILLION = "1048576"

#: what came → (name, how it is made, the people that it brings in, or what its sender is told)
CASES = {
    "the good one": ("名册.xlsx", lambda: book(HEADINGS, ROW), GOOD),
    "title rows and merged cells": ("名册.xlsx", lambda: by_hand(merged), TWO),
    "hidden rows and columns": ("名册.xlsx", lambda: by_hand(hidden), TWO),
    "headings in another order": ("名册.xlsx", lambda: book(HEADINGS[::-1], ROW[::-1]), GOOD),
    "other words for the headings": (
        "名册.xlsx",
        lambda: book(["姓  名*", "性别", "出生年月", "现任职务", "工作单位（必填）"], ROW),
        GOOD,
    ),
    "full-width digits": ("名册.xlsx", lambda: book(HEADINGS, [*ROW[:2], "１９８５．０６．０１", *ROW[3:]]), GOOD),
    "a date as text": ("名册.xlsx", lambda: book(HEADINGS, [*ROW[:2], "1985年6月1日", *ROW[3:]]), GOOD),
    "a date that lost its format": ("名册.xlsx", lambda: book(HEADINGS, [*ROW[:2], 31199, *ROW[3:]]), GOOD),
    "a day that is none": (
        "名册.xlsx",
        lambda: book(HEADINGS, [*ROW[:2], "2026年13月1日", *ROW[3:]]),
        "第2行C列：日期写成了2026年13月1日，没有这一天",
    ),
    "a wrong type": ("名册.xlsx", lambda: book(HEADINGS, [*ROW[:1], 3.5, *ROW[2:]]), "第2行B列：“3.5”不在可选范围内"),
    "a formula with its value": (
        "名册.xlsx",
        lambda: with_part(
            lambda package, name, data: package.writestr(
                name, re.sub(rb'<c r="D2"[^>]*>.*?</c>', '<c r="D2" t="str"><f>A1</f><v>科长</v></c>'.encode(), data)
            )
        ),
        GOOD,
    ),
    "a formula without a value": ("名册.xlsx", lambda: by_hand(named_formula), "第2行D列：公式没有计算结果"),
    "a formula with an error": ("名册.xlsx", lambda: with_part(with_error), "第2行D列：公式结果有误（#DIV/0!）"),
    "formatted to the last row": ("名册.xlsx", lambda: with_part(formatted_to_the_end), GOOD),
    "1,048,576 empty rows": ("名册.xlsx", lambda: with_part(a_million_empty_rows), GOOD),
    "a lone cell far away": ("名册.xlsx", lambda: by_hand(far_cell), f"XFD{MILLION}"),
    "too many rows": ("名册.xlsx", lambda: book(HEADINGS, *[ROW] * 20_050), "20000行"),
    "macros": ("名册.xlsx", lambda: with_part(macros, "xl/vbaProject.bin"), "带有宏"),
    "macros by its name": ("名册.xlsm", lambda: book(HEADINGS, ROW), "不接收可带宏的工作簿"),
    "macros of the old kind": ("名册.xls", old_macros, "带有宏"),
    "a password": ("名册.xlsx", locked, "设有密码"),
    "a zip bomb in the sheet": (
        "名册.xlsx",
        lambda: with_part(poured(b"<worksheet><sheetData>", b"<row/>", GIGABYTE // 6, b"</sheetData></worksheet>")),
        "解压后过大",
    ),
    "a zip bomb in the shared texts": (
        "名册.xlsx",
        lambda: with_part(poured(b"<sst><si><t>", b"a", GIGABYTE, b"</t></si></sst>"), "xl/sharedStrings.xml"),
        "解压后过大",
    ),
    "a long text that many cells share": (
        "名册.xlsx",
        lambda: shared_text_that_many_cells_use(book(HEADINGS, ROW)),
        "解压后过大",
    ),
    "entities that unfold": (
        "名册.xlsx",
        lambda: with_part(
            replaced(b"<worksheet", b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><worksheet'),
        ),
        "无法作为表格",
    ),
    "a package that is cut off": ("名册.xlsx", lambda: book(HEADINGS, ROW)[:-400], "无法作为表格"),
    "a package of something else": ("名册.xlsx", lambda: with_part(macros, SHEET, zipped("a.txt")), "无法作为表格"),
    "no package at all": ("名册.xlsx", lambda: b"%PDF-1.4\n%\xe2\xe3\n", "无法作为表格"),
    "an empty file": ("名册.csv", lambda: b"\r\n \r\n", "文件是空的"),
    "a web page": ("名册.xls", lambda: "<html><table><tr><td>姓名</td></tr></table>".encode(), "网页文件"),
    "the old kind of workbook": ("名册.xls", lambda: Path(__file__).with_name("roster.xls").read_bytes(), GOOD),
    "a csv in GB18030": ("名册.csv", lambda: text("gb18030"), GOOD),
    "a csv in UTF-8": ("名册.csv", lambda: text("utf-8"), GOOD),
    "a csv in UTF-8 with a mark": ("名册.csv", lambda: text("utf-8", bom=BOM), GOOD),
    "a csv of Excel in UTF-16 with tabs": ("名册.csv", lambda: text("utf-16", delimiter="\t"), GOOD),
    "a csv in no known letters": ("名册.csv", lambda: text("gb18030") + b"\xff\xff,\xff\n", "第3行"),
    "a csv with a mark that is not closed": (
        "名册.csv",
        lambda: text("utf-8") + '"李强,男\n'.encode() + b"x" * 200_000,
        "缺少引号",
    ),
    "a day that is none in a csv": (
        "名册.csv",
        lambda: text("gb18030", [HEADINGS, [*ROW[:2], "2026/13/1", *ROW[3:]]]),
        "“CSV”第2行C列：日期写成了2026/13/1",
    ),
    "no headings that are known": ("名册.xlsx", lambda: book(["甲", "乙"], [1, 2]), "没有找到可识别的表头"),
    "the same row twice": ("名册.xlsx", lambda: book(HEADINGS, ROW, ROW), "第3行A列：与第2行重复"),
    "one wrong row among right ones": (
        "名册.xlsx",
        lambda: book(HEADINGS, ROW, [*SAME_PLACE[:4], "区无此局"]),
        "第3行E列：“区无此局”未登记",
    ),
    "nothing but headings": ("名册.xlsx", lambda: book(HEADINGS), {}),
}
#: those that are made to fill the memory
HEAVY = (
    "1,048,576 empty rows",
    "formatted to the last row",
    "a lone cell far away",
    "too many rows",
    "a zip bomb in the sheet",
    "a zip bomb in the shared texts",
    "a long text that many cells share",
    "a csv with a mark that is not closed",
)


def zipped(name):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr(name, "x")
    return target.getvalue()


@pytest.fixture
def office(people):
    client = Client()
    client.force_login(people.clerk)
    return client


def sent(client, name, content):
    """Hand a file in and follow where it leads; what can be confirmed is confirmed. Returns what its sender reads."""
    answer = client.post(PAGE, {"file": SimpleUploadedFile(name, content)})
    assert answer.status_code in (302, 422), answer.status_code
    if answer.status_code == 422:
        return answer.content.decode()
    page = client.get(answer.headers["Location"])
    assert page.status_code == 200
    if not page.context["refused"]:
        done = client.post(page.request["PATH_INFO"], {"token": page.context["token"], "confirm": "yes"})
        assert done.status_code == 302
        return ""
    again = client.post(page.request["PATH_INFO"], {"token": page.context["token"], "confirm": "yes"})
    assert again.status_code == 422, "what is refused can't be confirmed"
    return page.content.decode()


def test_there_are_more_than_thirty():
    assert len(CASES) - 1 >= 30
    assert set(HEAVY) <= set(CASES)


@pytest.mark.parametrize("case", CASES)
def test_a_broken_table_ends_in_the_right_data_or_in_a_clear_message(office, case):
    name, make, wanted = CASES[case]
    before, people = Event.objects.count(), set(Person.objects.values_list("pk", flat=True))
    told = sent(office, name, make())
    made = Person.objects.exclude(pk__in=people)
    if isinstance(wanted, dict):
        assert told == ""
        assert {one.name: one.born_on.isoformat() for one in made} == wanted
        assert {one.organisation.name for one in made} <= {"区住建局"}
        assert Event.objects.count() == before + len(wanted)
    else:
        assert wanted in told
        assert not made.exists(), "nothing of it is read in"
        assert Event.objects.count() == before
        assert not Organisation.objects.filter(name="区无此局").exists()
    if "无法" in str(wanted):
        assert not RosterFile.objects.exists()


MEASURE = """
import json, resource, sys
import django
django.setup()
from django.core.exceptions import ValidationError
from accounts import sheets
from casework.sheets import read
content = sys.stdin.buffer.read()
try:
    read(content, sheets.PAPERS)
except ValidationError as error:
    pass
# not getrusage: what that says of a process begins with what its parent had
[peak] = [int(line.split()[1]) // 1024 for line in open("/proc/self/status") if line.startswith("VmHWM")]
opener = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
json.dump([peak, opener], sys.stdout)
"""


@pytest.mark.parametrize("case", HEAVY)
def test_nothing_that_comes_takes_more_memory_than_is_meant_for_it(case):
    _name, make, _wanted = CASES[case]
    environment = os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings"}
    done = subprocess.run(
        [sys.executable, "-c", MEASURE], input=make(), capture_output=True, check=True, cwd=ROOT, env=environment
    )
    here, opener = json.loads(done.stdout)
    assert here < MOST, f"{here} MB in the process that asks"
    assert opener < MOST, f"{opener} MB in the process that opens it"
