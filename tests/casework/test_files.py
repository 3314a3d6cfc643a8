"""A file is what its bytes say, lies where nobody guesses, and goes to those who see what it lies with."""

import io
import random
import stat
import tracemalloc
import zipfile

import pytest
from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import translation

from casework import files, history, present
from casework.forms import FilesField
from casework.models import Attachment
from findings import actions as findings
from inspections.models import Engagement
from referrals import actions as referrals
from tests import cases

from .conftest import pdf

DAY = cases.DAY
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + b"\x00" * 64
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00" + b"\x00" * 64
EXE = b"MZ\x90\x00\x03\x00\x00\x00\x04\x00\x00\x00\xff\xff" + b"\x00" * 64
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 512
HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"


def office(*parts, kinds="<Types/>"):
    """A package of these parts, as Word and Excel write them; the same bytes whenever it is made."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as package:
        for part, text in (("[Content_Types].xml", kinds), *((part, "<x/>") for part in parts)):
            package.writestr(zipfile.ZipInfo(part), text, zipfile.ZIP_DEFLATED)
    return made.getvalue()


DOCX, XLSX = office("word/document.xml"), office("xl/workbook.xml")
DOCM = office("word/document.xml", "word/vbaProject.bin")
MACROS = "<Override ContentType='application/vnd.ms-word.document.macroEnabled.main+xml'/>"


def check(name, content):
    with translation.override("en"):
        try:
            files.check(SimpleUploadedFile(name, content))
        except ValidationError as error:
            return error.messages[0]


# -- the gate ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("说明.pdf", b"%PDF-1.7\n%..."),
        ("说明.PDF", b"%PDF-1.4"),
        ("报告.docx", DOCX),
        ("台账.xlsx", XLSX),
        ("照片.jpg", JPEG),
        ("照片.jpeg", JPEG),
        ("截图.png", PNG),
    ],
)
def test_what_is_what_it_says_comes_in(name, content):
    assert check(name, content) is None


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("报告.docx", EXE),
        ("报告.docx", DOCM),
        ("报告.docx", office("word/document.xml", kinds=MACROS)),
        ("报告.docx", XLSX),
        ("台账.xlsx", DOCX),
        ("报告.docx", OLE),
        ("报告.docx", office("readme.txt")),
        ("报告.docx", b"PK\x03\x04 not a package"),
        ("报告.docx", DOCX[:60]),
        ("说明.pdf", HTML),
        ("说明.pdf", b" %PDF-1.4 not at the start"),
        ("说明.pdf", EXE),
        ("照片.jpg", PNG),
        ("照片.png", HTML),
        ("照片.jpg", b"\x7fELF\x02\x01\x01" + b"\x00" * 64),
        ("照片.png", b"GIF89a" + b"\x00" * 64),
        ("照片.jpg", b"just text"),
    ],
    ids=lambda value: value if isinstance(value, str) else value[:4].hex(),
)
def test_what_is_something_else_stays_out_with_the_reason(name, content):
    assert check(name, content) == (
        f"“{name}” was not taken: its content is not what its name says. Save it again in that format."
    )


@pytest.mark.parametrize(
    "name", ["报告.exe", "报告.pdf.exe", "报告.doc", "宏.docm", "图.svg", "页.html", "无名", ".pdf"]
)
def test_other_kinds_stay_out_whatever_they_hold(name):
    assert check(name, b"%PDF-1.4") == (
        f"“{name}” was not taken: only pdf、docx、xlsx、jpg、jpeg、png files may be handed in."
    )


def test_nothing_and_too_much_stay_out(settings):
    assert "it is empty" in check("空.pdf", b"")
    settings.UPLOAD_MAX_BYTES = 2**20
    assert check("大.pdf", b"%PDF-" + b"0" * (2**20 - 5)) is None
    assert "it is larger than 1 MB" in check("大.pdf", b"%PDF-" + b"0" * (2**20 - 4))


def test_a_broken_package_is_a_reason_and_no_crash():
    chance = random.Random(2026)
    for original in (DOCX, XLSX, DOCM):
        for _n in range(300):
            content = bytearray(original)
            for _hit in range(chance.randint(1, 12)):
                content[chance.randrange(4, len(content))] = chance.randrange(256)
            check("报告.docx", bytes(content))  # whatever it says, it says it


def test_a_list_of_parts_that_would_burst_is_read_a_little():
    bomb = office("word/document.xml", kinds="<Types>" + " " * 50_000_000 + "</Types>")
    tracemalloc.start()
    assert check("报告.docx", bomb) is None
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 2_000_000 + len(bomb)


def test_one_bad_file_among_good_ones_is_named():
    with translation.override("en"), pytest.raises(ValidationError) as error:
        FilesField().clean([pdf("好.pdf"), SimpleUploadedFile("坏.pdf", HTML), SimpleUploadedFile("坏.exe", EXE)])
    assert len(error.value.messages) == 2
    assert "坏.pdf" in error.value.messages[0]
    assert "坏.exe" in error.value.messages[1]


# -- names ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("台账.pdf", "台账.pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\用户\\张三\\台账.pdf", "台账.pdf"),
        ("台\u202e账\u200b.pdf", "台账.pdf"),
        ("台账\r\nSet-Cookie: x.pdf", "台账Set-Cookie: x.pdf"),
        ("  台账 .pdf ", "台账.pdf"),
        (" .pdf", "_.pdf"),
        ("...pdf", "_.pdf"),
        ("长" * 300 + ".pdf", "长" * 196 + ".pdf"),
        ("\ud800.pdf", "_.pdf"),
        ("e\u0301𠮷🙂.pdf", "e\u0301𠮷🙂.pdf"),
    ],
)
def test_a_name_is_given_out_without_path_and_tricks(given, kept):
    assert files.clean_name(given) == kept


# -- where they lie ------------------------------------------------------------------------------------------------


@pytest.fixture
def paper(engagement):
    return cases.paper(engagement, files=[pdf(), pdf("同一份.pdf")])


def path_of(row):
    return settings.FILES_ROOT / row.place


def test_a_file_lies_under_a_keyed_hash_where_only_the_house_reads(people, paper):
    first, second = Attachment.objects.order_by("pk")
    assert path_of(first).parent == path_of(second).parent
    assert path_of(first).name != path_of(second).name, "equal files tell nothing"
    assert path_of(first).read_bytes() == b"%PDF-1.4 ledger"
    for row in (first, second):
        assert "台账" not in row.place
        assert str(paper.case.pk) not in row.place.split("/")
        assert len(path_of(row).name) == 32
        assert stat.S_IMODE(path_of(row).stat().st_mode) == 0o600
        assert stat.S_IMODE(path_of(row).parent.stat().st_mode) == 0o700
        assert row.sha256 == history.sha256_of(path_of(row))
        assert (row.size, row.content_type, row.by) == (15, "application/pdf", people.member)
    elsewhere = cases.finding(cases.fresh(people.engagement))
    assert elsewhere.case == paper.case
    other = Engagement.objects.get(unit=people.other_unit)
    theirs = cases.paper(other, files=[pdf()])
    [row] = Attachment.objects.filter(thing_kind=theirs.kind, thing_id=theirs.pk)
    assert path_of(row).parent != path_of(first).parent, "each case has a place of its own"


def test_a_name_that_hides_its_ending_is_kept_clean(people, engagement):
    cases.paper(engagement, files=[SimpleUploadedFile("合\u202e同.pdf", b"%PDF-1.4")])
    assert Attachment.objects.get().name == "合同.pdf"


# -- who gets them -------------------------------------------------------------------------------------------------


def fetch(by, row):
    client = Client()
    client.force_login(by, "accounts.backends.ByPassword")
    return client.get(reverse("casework:file", args=[row.key]))


def test_a_file_goes_as_a_download_to_those_who_see_what_it_lies_with(people, paper):
    row = Attachment.objects.first()
    answer = fetch(people.second_member, row)
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"%PDF-1.4 ledger"
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E5%8F%B0%E8%B4%A6.pdf")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "no-store" in answer["Cache-Control"]
    for name in ("clerk", "liaison", "principal", "other_leader", "discipline_handler", "sysadmin", "stranger"):
        assert fetch(people.users[name], row).status_code == 404, name


def test_what_was_deleted_from_the_disk_is_not_there(people, paper):
    row = Attachment.objects.first()
    path_of(row).unlink()
    assert fetch(people.member, row).status_code == 404


def test_whoever_has_left_the_team_gets_nothing_any_more(people, engagement, paper):
    posting = engagement.team.postings.get(person=people.second_member.person)
    findings.end_posting(posting, by=people.clerk, today=DAY, note="回避")
    assert fetch(people.second_member, Attachment.objects.first()).status_code == 404


# -- under seal ----------------------------------------------------------------------------------------------------


@pytest.fixture
def landing(people, engagement):
    """A matter about the principal that goes to the discipline commission, with two files of its paper."""
    people.paper = paper = cases.paper(engagement, "违规收受礼金", files=[pdf("转账记录.pdf")])
    findings.submit_paper(paper, by=people.member, today=DAY, note="转账人甲", files=[pdf("第二份.pdf")])
    values = {"sitting": cases.sitting(engagement), "opinion": "同意。"}
    findings.agree_paper(paper, by=people.leader, today=DAY, **values)
    findings.sign_paper(paper, by=people.leader, today=DAY, note="")
    values = {"title_text": "违规收受礼金", "facts": "事实", "responsibility": "责任", "recommendation": "移送"}
    values["recommended_to"] = "区纪委"
    found = findings.raise_finding(
        paper, by=people.member, today=DAY, concerns="principal", subject_name="甲", **values
    )
    findings.confirm(found, by=people.leader, today=DAY, note="")
    cases.heard(people, engagement.round)
    people.places = list(Attachment.objects.values_list("place", flat=True))
    return cases.routed(people, found, "discipline")


@pytest.fixture
def clue(people, landing, django_capture_on_commit_callbacks):
    """The matter is transferred under seal."""
    with django_capture_on_commit_callbacks(execute=True):
        return referrals.send_clue(landing, by=people.head, today=DAY, note="")


def test_what_is_sealed_takes_its_files_along_and_leaves_none_behind(people, clue, chained):
    rows = list(Attachment.objects.order_by("pk"))
    assert [row.name for row in rows] == ["转账记录.pdf", "第二份.pdf"]
    for row in rows:
        assert (row.case, row.thing_kind, row.thing_id) == (clue.case, clue.kind, clue.pk)
        assert row.place not in people.places
        assert path_of(row).is_file()
        assert fetch(people.discipline_handler, row).status_code == 200
        for name in ("member", "leader", "clerk", "principal"):
            assert fetch(people.users[name], row).status_code == 404, name
    assert not [place for place in people.places if (settings.FILES_ROOT / place).exists()]
    assert list(history.verify()) == []


def test_a_stub_tells_nothing_of_what_was_written_on_the_way(people, clue):
    paper = cases.fresh(people.paper)
    assert paper.stage == "sealed"
    lines = present.timeline(paper)
    assert len(lines) > 3
    assert not any(line["note"] or line["paper"] for line in lines)
    assert present.attachments(paper) == []
    page = Client()
    page.force_login(people.leader, "accounts.backends.ByPassword")
    text = page.get(paper.get_absolute_url()).content.decode()
    assert paper.number in text
    for secret in ("转账", "第二份", "礼金", "甲"):
        assert secret not in text


def test_a_transfer_that_fails_leaves_the_files_where_they_were(people, landing, chained):
    before = {path for path in settings.FILES_ROOT.rglob("*") if path.is_file()}
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_notice ADD CONSTRAINT full_disk CHECK (false) NOT VALID")
    with pytest.raises(IntegrityError), transaction.atomic():
        referrals.send_clue(landing, by=people.head, today=DAY, note="")
    assert [row.place for row in Attachment.objects.order_by("pk")] == people.places
    assert {path for path in settings.FILES_ROOT.rglob("*") if path.is_file()} == before
    assert cases.fresh(people.paper).stage == "used"
    assert list(history.verify()) == []
