"""Whoever takes a file of what was fed back or transferred takes a copy with a number, which says whose it was."""

import hashlib
import io
import zipfile

import docx
import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter
from reportlab.pdfgen.canvas import Canvas

from casework import files, stamp
from casework.models import Attachment, Event, TakenCopy
from casework.models.taken import new_number
from referrals.models import SealedLetter, TransferLetter
from tests import cases
from tests.casework.test_files import DOCX, JPEG, XLSX

pytestmark = pytest.mark.django_db
MARK = "份号 4831-5902-7716 韩梅 2026-06-15 10:32"


def pages(*sizes, rotate=0) -> bytes:
    """A PDF with a page of each of these sizes."""
    made = io.BytesIO()
    canvas = Canvas(made)
    for number, size in enumerate(sizes, start=1):
        canvas.setPageSize(size)
        canvas.drawString(20, size[1] / 2, f"page {number}")
        canvas.showPage()
    canvas.save()
    if not rotate:
        return made.getvalue()
    writer, turned = PdfWriter(clone_from=made), io.BytesIO()
    for page in writer.pages:
        page.rotate(rotate)
    writer.write(turned)
    return turned.getvalue()


def written(change=None) -> bytes:
    """A Word file of two sections, the second with a footer of its own and another first page."""
    document, made = docx.Document(), io.BytesIO()
    document.add_paragraph("正文")
    second = document.add_section()
    second.footer.is_linked_to_previous = False
    second.footer.paragraphs[0].text = "第二节页脚"
    second.different_first_page_header_footer = True
    if change:
        change(document)
    document.save(made)
    return made.getvalue()


A4, A5 = (595, 842), (420, 595)
PDF, WORD = "application/pdf", next(iter(files.KINDS[".docx"]))


def texts(content: bytes) -> list[str]:
    return [page.extract_text() for page in PdfReader(io.BytesIO(content)).pages]


def footers(content: bytes) -> list[str]:
    """The text of every footer that a page of the Word file can have."""
    found = []
    for section in docx.Document(io.BytesIO(content)).sections:
        for footer in (section.footer, section.first_page_footer, section.even_page_footer):
            found.append("\n".join(paragraph.text for paragraph in footer.paragraphs))
    return found


# -- the mark ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("rotate", [0, 90])
def test_each_page_of_a_pdf_bears_the_mark_and_says_what_it_said(rotate):
    made = texts(stamp.stamped(pages(A4, A5, (200, 100), rotate=rotate), PDF, MARK))
    assert len(made) == 3
    for number, text in enumerate(made, start=1):
        assert MARK in text
        assert f"page {number}" in text


def test_the_mark_stands_inside_what_is_shown_of_a_page():
    writer, made = PdfWriter(clone_from=io.BytesIO(pages(A4))), io.BytesIO()
    writer.pages[0].cropbox.lower_left = (100, 200)
    writer.write(made)
    places = []

    def see(text, page, line, _font, _size):
        if "份号" in text:
            places.append((page[4] + line[4], page[5] + line[5]))

    marked = PdfReader(io.BytesIO(stamp.stamped(made.getvalue(), PDF, MARK)))
    marked.pages[0].extract_text(visitor_text=see)
    [(left, bottom)] = places
    assert left > 100
    assert 200 < bottom < 230


def test_each_footer_of_a_word_file_bears_the_mark_and_keeps_what_it_said():
    made = footers(stamp.stamped(written(), WORD, MARK))
    assert len(made) == 6
    assert all(MARK in text for text in made)
    assert "第二节页脚" in made[3]


def test_a_word_file_that_says_nothing_of_its_pages_bears_the_mark():
    bare = written(lambda document: document.element.body.remove(document.element.body.sectPr))
    assert all(MARK in text for text in footers(stamp.stamped(bare, WORD, MARK)))


def signed_pdf() -> bytes:
    from pypdf.generic import ArrayObject, DictionaryObject, NameObject, NumberObject, TextStringObject

    writer, made = PdfWriter(clone_from=io.BytesIO(pages(A4))), io.BytesIO()
    said = {"/FT": NameObject("/Sig"), "/T": TextStringObject("章"), "/V": DictionaryObject()}
    field = writer._add_object(DictionaryObject({NameObject(key): value for key, value in said.items()}))
    form = {"/Fields": ArrayObject([field]), "/SigFlags": NumberObject(3)}
    writer.root_object[NameObject("/AcroForm")] = DictionaryObject({NameObject(key): form[key] for key in form})
    writer.write(made)
    return made.getvalue()


def encrypted_pdf() -> bytes:
    writer, made = PdfWriter(clone_from=io.BytesIO(pages(A4))), io.BytesIO()
    writer.encrypt("secret", algorithm="RC4-128")
    writer.write(made)
    return made.getvalue()


def signed_word() -> bytes:
    made = io.BytesIO(written())
    with zipfile.ZipFile(made, "a") as package:
        package.writestr("_xmlsignatures/sig1.xml", "<x/>")
    return made.getvalue()


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        (b"%PDF-1.4 ledger", PDF),
        (pages(A4)[:200], PDF),
        (signed_pdf(), PDF),
        (encrypted_pdf(), PDF),
        (DOCX, WORD),
        (written()[:300], WORD),
        (signed_word(), WORD),
        (XLSX, next(iter(files.KINDS[".xlsx"]))),
        (JPEG, "image/jpeg"),
    ],
    ids=(
        "no pdf",
        "half a pdf",
        "signed pdf",
        "encrypted pdf",
        "no word",
        "half a word",
        "signed word",
        "excel",
        "photo",
    ),
)
def test_what_can_not_be_marked_is_left_as_it_is(content, kind):
    assert stamp.stamped(content, kind, MARK) is None


# -- taking it -----------------------------------------------------------------------------------------------------


@pytest.fixture
def letter(people, engagement):
    """A letter of transfer with files of each kind."""
    found = cases.finding(engagement, "选人用人程序不规范")
    cases.heard(people, engagement.round)
    landing = cases.routed(people, found, "personnel")
    uploads = (
        SimpleUploadedFile("移交函.pdf", pages(A4, A4)),
        SimpleUploadedFile("说明.docx", written()),
        SimpleUploadedFile("照片.jpg", JPEG),
        SimpleUploadedFile("坏的.pdf", b"%PDF-1.4 torn"),
    )
    return cases.letter_of(people, engagement.round, [landing], files=uploads)


def row_of(name):
    return Attachment.objects.get(name=name)


def browser(by):
    client = Client()
    client.force_login(by, "accounts.backends.ByPassword")
    return client


def fetch(by, name):
    answer = browser(by).get(reverse("casework:file", args=[row_of(name).key]))
    return answer, b"".join(answer.streaming_content) if answer.streaming else b""


def test_a_file_is_taken_with_the_number_the_name_and_the_minute_on_each_page(people, letter):
    before = (settings.FILES_ROOT / row_of("移交函.pdf").place).read_bytes()
    answer, content = fetch(people.personnel_handler, "移交函.pdf")
    copy = TakenCopy.objects.get()
    assert (copy.person, copy.attachment, copy.marked) == (people.personnel_handler, row_of("移交函.pdf"), True)
    assert copy.mark.startswith(
        f"份号 {copy.number[:4]}-{copy.number[4:8]}-{copy.number[8:]} {people.personnel_handler} "
    )
    assert [copy.mark in text for text in texts(content)] == [True, True]
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''%E7%A7%BB%E4%BA%A4%E5%87%BD.pdf")
    assert int(answer["Content-Length"]) == len(content)
    _answer, word = fetch(people.personnel_handler, "说明.docx")
    assert all(TakenCopy.objects.get(attachment=row_of("说明.docx")).mark in text for text in footers(word))
    stored = (settings.FILES_ROOT / row_of("移交函.pdf").place).read_bytes()
    assert stored == before
    assert hashlib.sha256(stored).hexdigest() == row_of("移交函.pdf").sha256


def test_two_readers_take_two_numbers_and_one_who_comes_again_a_third(people, letter):
    taken = [fetch(by, "移交函.pdf")[1] for by in (people.personnel_handler, people.clerk, people.clerk)]
    numbers = list(TakenCopy.objects.order_by("at").values_list("number", "person__username"))
    assert len({number for number, _who in numbers}) == 3
    assert [who for _number, who in numbers] == ["personnel_handler", "clerk", "clerk"]
    for content, copy in zip(taken, TakenCopy.objects.order_by("at"), strict=True):
        assert copy.grouped in texts(content)[0]


@pytest.mark.parametrize("name", ["坏的.pdf", "照片.jpg"])
def test_what_can_not_be_marked_is_given_as_it_is_and_the_register_says_to_whom(people, letter, name):
    answer, content = fetch(people.clerk, name)
    assert answer.status_code == 200
    assert content == (settings.FILES_ROOT / row_of(name).place).read_bytes()
    assert answer["Content-Disposition"].startswith("attachment")
    copy = TakenCopy.objects.get()
    assert (copy.person, copy.marked) == (people.clerk, False)


def test_whoever_may_not_see_it_gets_nothing_and_takes_no_number(people, letter):
    for name in ("member", "liaison", "discipline_handler", "stranger"):
        assert fetch(people.users[name], "移交函.pdf")[0].status_code == 404, name
    assert not TakenCopy.objects.exists()


def test_the_page_says_what_is_marked_and_what_is_not(people, letter):
    page = browser(people.clerk).get(letter.get_absolute_url()).content.decode()
    assert "逐页印有份号、姓名和时间" in page
    assert "原样给出，不印份号" in page


def test_a_working_paper_is_taken_as_it_is(people, engagement):
    cases.paper(engagement, files=[SimpleUploadedFile("台账.pdf", pages(A4))])
    assert fetch(people.member, "台账.pdf")[1] == (settings.FILES_ROOT / row_of("台账.pdf").place).read_bytes()
    assert not TakenCopy.objects.exists()


# -- the paper -----------------------------------------------------------------------------------------------------


def test_a_page_is_printed_with_a_number_or_not_at_all(people, letter):
    client = browser(people.personnel_handler)
    bare = client.get(letter.get_absolute_url()).content.decode()
    assert "paper-closed" in bare
    assert "本页不得打印" in bare
    assert not TakenCopy.objects.exists()
    paper = client.get(f"{letter.get_absolute_url()}?print=1").content.decode()
    copy = TakenCopy.objects.get()
    assert (copy.person, copy.attachment, copy.thing_id) == (people.personnel_handler, None, letter.pk)
    assert f'<p class="printmark num">{copy.mark}</p>' in paper
    assert "paper-closed" not in paper
    assert browser(people.liaison).get(f"{letter.get_absolute_url()}?print=1").status_code == 404
    assert TakenCopy.objects.count() == 1


def test_the_page_of_a_feedback_is_printed_by_its_numbered_copies_alone(people, engagement):
    cases.heard(people, engagement.round)
    feedback = cases.fed_back(people, engagement)
    page = browser(people.liaison).get(f"{feedback.get_absolute_url()}?print=1").content.decode()
    assert "paper-closed" in page
    assert not TakenCopy.objects.exists()


# -- whose is it ---------------------------------------------------------------------------------------------------

REGISTER = "/copies/"


def shown(by, query=""):
    answer = browser(by).get(f"{REGISTER}{query}")
    return [[cell["text"] for cell in row["cells"]] for row in answer.context["rows"]]


def test_the_head_finds_whose_copy_it_is_by_some_of_its_digits(people, letter):
    for by in (people.personnel_handler, people.clerk):
        fetch(by, "移交函.pdf")
    wanted = TakenCopy.objects.get(person=people.personnel_handler)
    for typed in (wanted.grouped, wanted.number, wanted.grouped[3:9], f" {wanted.grouped} "):
        [row] = shown(people.head, f"?number={typed}")
        assert row[:2] == [wanted.grouped, str(people.personnel_handler)]
        assert "移交函.pdf" in row
        assert letter.number in row
    assert shown(people.head, "?number=0000000000000") == []
    assert shown(people.head, "?number=abc") == []
    assert len(shown(people.head)) == 2
    assert [row[0] for row in shown(people.head, "?who=personnel_handler")] == [wanted.grouped]


def test_the_auditor_reads_who_took_what_kind_and_nothing_of_what_it_says(people, letter):
    fetch(people.personnel_handler, "移交函.pdf")
    [row] = shown(people.auditor)
    assert row[1] == str(people.personnel_handler)
    assert "移交函.pdf" not in str(row)
    assert letter.number not in str(row)


def test_for_everybody_else_the_register_is_not_there(people, letter):
    fetch(people.clerk, "移交函.pdf")
    for name in ("clerk", "secretary", "leader", "personnel_handler", "liaison", "sysadmin", "stranger"):
        assert browser(people.users[name]).get(REGISTER).status_code == 404, name
    assert not TakenCopy.objects.visible_to(people.clerk).exists()


def test_the_register_costs_the_same_for_many_rows(people, letter, django_assert_max_num_queries):
    event, row = Event.objects.filter(thing_kind=letter.kind).first(), row_of("移交函.pdf")
    common = {"case": event.case, "thing_kind": letter.kind, "thing_id": letter.pk, "person": people.clerk}
    TakenCopy.objects.bulk_create(TakenCopy(**common, attachment=row, marked=True) for _n in range(40))
    client = browser(people.head)
    client.get(REGISTER)
    with django_assert_max_num_queries(17):
        page = client.get(REGISTER)
    assert page.context["pager"]["next_url"]
    after = client.get(f"{REGISTER}{page.context['pager']['next_url']}")
    assert len(after.context["rows"]) == 10


def test_a_number_tells_nothing_of_the_others():
    numbers = {new_number() for _n in range(200)}
    assert len(numbers) == 200
    assert all(len(number) == 12 and number.isdigit() for number in numbers)


def test_kinds_that_leave_the_office_are_numbered():
    from rectification.models import Copy, Feedback, Opinion, OpinionProblem
    from referrals.models import Clue, FunctionalRequest, Referral

    for model in (Feedback, Copy, Opinion, OpinionProblem, TransferLetter, SealedLetter, Referral, Clue):
        assert model.numbered, model
    assert not FunctionalRequest.numbered
