"""The letter box: whoever writes is not known, nothing that he writes is lost, and the portal can't read it back."""

import contextlib
import io
import os
import re
import threading
import zipfile

import psycopg2
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from casework import history
from casework.models import Attachment, Deadline, Event, Notice
from casework.moves import Refused
from findings import actions as findings
from findings import letterbox, tasks, throttle
from findings.models import Letter, LetterAddition, LetterBox, LetterFile, LetterReply, Petition, ReporterIdentity
from inspections import actions as inspections
from tests import cases
from tests.once import once
from tests.people import cast

TODAY = timezone.localdate
TEXT = "本单位工程款支付凭证与合同金额不一致，请核查。"
NAME = "白鹭洲"


@once
def people(db):
    return cast()


@once
def here(people):
    return cases.on_site(people, TODAY())


@pytest.fixture
def box(people, here):
    """Anew for each test: how many letters came is counted by its address, and outside the database."""
    return cases.fresh(cases.letter_box(people, here, TODAY()))


@pytest.fixture
def stranger():
    """Somebody at his own phone, of whom nothing has been counted yet."""
    address = "2001:db8::" + os.urandom(2).hex()
    return Client(REMOTE_ADDR=address)


def photo(**exif) -> bytes:
    """A photo as a phone writes it: with the place and the device."""
    picture, target, facts = Image.new("RGB", (40, 30), "white"), io.BytesIO(), Image.Exif()
    facts[0x010F] = "Maker of phones"
    facts[0x8825] = {2: (30.0, 15.0, 0.0)}
    picture.save(target, "JPEG", exif=facts, comment=b"taken by somebody")
    return target.getvalue()


def paper() -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as package:
        package.writestr("[Content_Types].xml", "<Types/>")
        package.writestr("word/document.xml", "<document/>")
    return target.getvalue()


def writes(stranger, box, **typed):
    """Fill in the page as a browser does: with the key of the form that it was given."""
    url = f"/findings/write/{box.token}/"
    key = form_key(stranger.get(url))
    return stranger.post(url, {"form_key": key, "text": TEXT, **typed})


def form_key(page) -> str:
    return re.search(r'name="form_key" value="([^"]+)"', page.content.decode())[1]


def receipt_on(page) -> letterbox.Receipt:
    text = page.content.decode()
    number, secret = (re.search(rf'id="{name}">([\d ]+)<', text)[1].replace(" ", "") for name in ("number", "secret"))
    return letterbox.Receipt(number, secret)


def open_rules(thing):
    rows = Deadline.objects.open().filter(thing_kind=thing.kind, thing_id=thing.pk)
    return set(rows.values_list("rule__code", flat=True))


# -- the box -----------------------------------------------------------------------------------------------------


def test_there_is_no_letter_box_until_the_office_opens_one(people, here):
    with pytest.raises(Refused):
        findings.open_letter_box(here, by=people.leader, closes_on=TODAY())
    box = findings.open_letter_box(here, by=people.clerk, closes_on=TODAY())
    assert open_rules(box) == {"close_letter_box"}
    with pytest.raises(Refused, match="已有信箱"):
        findings.open_letter_box(here, by=people.clerk, closes_on=TODAY())


def test_a_box_that_is_closed_looks_like_one_that_never_was(people, box, stranger):
    url = f"/findings/write/{box.token}/"
    assert stranger.get(url).status_code == 200
    findings.close_letter_box(box, by=people.clerk, note="公告已撤下")
    closed, never = stranger.get(url), stranger.get("/findings/write/23456789abcdefghjkmn/")
    assert closed.status_code == never.status_code == 404
    text = [re.sub(r"csrf\w+\" value=\"\w+|/write/\w+/", "", page.content.decode()) for page in (closed, never)]
    assert text[0] == text[1]
    assert box.unit.name not in text[0]
    assert stranger.post(url, {"text": TEXT}).status_code == 404
    assert not Letter.objects.exists()


def test_opened_again_it_has_another_code_and_what_came_before_is_still_taken_in(people, box, stranger):
    old = box.token
    receipt = receipt_on(writes(stranger, box))
    findings.close_letter_box(box, by=people.clerk, note="更换公告")
    findings.reopen_letter_box(box, by=people.clerk, closes_on=TODAY())
    assert cases.fresh(box).token != old
    assert stranger.get(f"/findings/write/{old}/").status_code == 404
    tasks.take_letters()
    assert Petition.objects.filter(writer_key=receipt.writer_key).exists()


def test_the_last_day_is_moved_under_the_same_code_and_its_date_with_it(people, box):
    before, later = box.token, TODAY() + timezone.timedelta(days=40)
    findings.move_last_day(box, by=people.clerk, closes_on=later, note="延长驻点")
    assert cases.fresh(box).token == before
    dates = Deadline.objects.open().filter(thing_kind=box.kind, thing_id=box.pk)
    assert [date.due_on for date in dates] == [later + timezone.timedelta(days=1)]


def test_it_closes_by_itself_after_its_last_day_and_before_that_to_strangers(people, here, stranger):
    yesterday = TODAY() - timezone.timedelta(days=1)
    box = cases.letter_box(people, here, yesterday, closes_on=yesterday)
    assert stranger.get(f"/findings/write/{box.token}/").status_code == 404
    tasks.take_letters()
    box = cases.fresh(box)
    assert box.stage == LetterBox.Stage.CLOSED
    assert open_rules(box) == set()
    assert Event.objects.get(move="findings.letterbox.close-by-itself").acting == "clock"
    tasks.take_letters()
    assert cases.fresh(box).version == box.version


def test_a_box_that_closes_by_itself_is_never_called_late(people, here):
    box = cases.letter_box(people, here, TODAY())
    date = Deadline.objects.get(thing_kind=box.kind, thing_id=box.pk)
    after = box.closes_on + timezone.timedelta(days=1)
    assert date not in Deadline.objects.open().late(after)


def test_the_report_waits_until_the_box_is_closed_and_empty(people, here, box, stranger):
    writes(stranger, box)
    inspections.withdraw(cases.fresh(here), by=people.leader)
    why = findings.hand_in_report.why_not
    cases.every_aspect(cases.fresh(here), TODAY())
    assert "尚未关闭" in why(people.leader, cases.fresh(here), TODAY())
    findings.close_letter_box(box, by=people.clerk, note="截止")
    assert "尚未登记入册" in why(people.leader, cases.fresh(here), TODAY())
    tasks.take_letters()
    assert "信-001" in why(people.leader, cases.fresh(here), TODAY())
    findings.accept_petition(Petition.objects.get(), by=people.member, note="")
    findings.conclude_petition(Petition.objects.get(), by=people.member, conclusion="已核查。")
    assert why(people.leader, cases.fresh(here), TODAY()) is None


# -- a letter ----------------------------------------------------------------------------------------------------


def test_an_anonymous_letter_becomes_an_entry_to_be_sorted(people, box, stranger):
    answer = writes(stranger, box, about_name="赵某", about_post="科长")
    assert answer.status_code == 200
    assert tasks.take_letters() == 1
    petition = Petition.objects.get()
    assert (petition.channel, petition.stage, petition.named, petition.author) == ("qr", "entered", False, None)
    assert petition.wording == TEXT
    assert petition.about_unit == box.unit.name
    assert not hasattr(petition, "reporter")
    assert open_rules(petition) == {"sort_petition"}
    assert set(
        Notice.objects.filter(event__move="findings.letterbox.receive-letter").values_list("person", flat=True)
    ) == {people.leader.pk}
    line = Event.objects.get(move="findings.letterbox.receive-letter")
    assert (line.actor, line.acting) == (None, "writer")


def test_a_name_goes_under_seal_and_stays_nowhere_else(people, box, stranger):
    writes(stranger, box, reporter_name=NAME, reporter_phone="13712345678")
    tasks.take_letters()
    petition = Petition.objects.get()
    assert petition.named
    assert ReporterIdentity._base_manager.get(petition=petition).reporter_name == NAME
    row = Letter.objects.get()
    assert row.taken_at
    for name in ("text", "about_name", "about_post", "reporter_name", "reporter_unit", "reporter_phone"):
        assert getattr(row, name) == ""


def test_a_name_in_the_text_itself_is_sent_back_with_all_that_was_typed(box, stranger):
    answer = writes(stranger, box, text=f"{NAME}反映：{TEXT}", reporter_name=NAME)
    assert answer.status_code == 422
    assert f"{NAME}反映：{TEXT}" in answer.content.decode()
    assert not Letter.objects.exists()


def test_what_is_out_of_scope_is_passed_on_by_a_person(people, box, stranger):
    writes(stranger, box, text="邻居占了我家的宅基地，请帮忙解决。")
    tasks.take_letters()
    findings.pass_on(Petition.objects.get(), by=people.member, passed_to="区信访局", note="不属于受理范围")
    assert Petition.objects.get().stage == "passed_on"


def test_a_form_that_is_sent_twice_is_one_letter_with_one_receipt(box, stranger):
    url = f"/findings/write/{box.token}/"
    typed = {"form_key": form_key(stranger.get(url)), "text": TEXT}
    first, second = stranger.post(url, typed), stranger.post(url, typed)
    assert receipt_on(first) == receipt_on(second)
    assert Letter.objects.count() == 1
    other = stranger.post(url, typed | {"text": TEXT + "另有补充。"})
    assert receipt_on(other) != receipt_on(first)
    assert Letter.objects.count() == 2


def test_a_worker_that_is_killed_loses_nothing_and_the_next_one_takes_nothing_twice(people, box, stranger, monkeypatch):
    writes(stranger, box)
    take_in = findings.take_in

    def killed(letter, today):
        take_in(letter, today)
        raise KeyboardInterrupt

    monkeypatch.setattr(tasks, "take_in", killed)
    with pytest.raises(KeyboardInterrupt):
        tasks.take_letters()
    monkeypatch.undo()
    assert not Petition.objects.exists()
    assert Letter.objects.get().text == TEXT
    assert (tasks.take_letters(), tasks.take_letters()) == (1, 0)
    assert Petition.objects.count() == 1


def test_a_letter_that_can_t_be_taken_does_not_hold_up_the_next(box, stranger, caplog):
    Letter.objects.create(key="x" * 64, box="nosuchbox", receipt="y" * 64, on=TODAY(), text="没有信箱")
    writes(stranger, box)
    assert tasks.take_letters() == 1
    assert Letter.objects.filter(taken_at=None).count() == 1
    assert "没有信箱" not in caplog.text


def test_the_history_of_letters_holds(people, box, stranger):
    writes(stranger, box, reporter_name=NAME, files=[SimpleUploadedFile("a.pdf", b"%PDF-1.4 x")])
    tasks.take_letters()
    petition = Petition.objects.get()
    findings.ask_writer(petition, by=people.member, text="请说明凭证日期。")
    receipt = cases.written(box, today=TODAY())
    letterbox.add(receipt, "k" * 32, {"text": "补充", "files": []}, TODAY())
    tasks.take_letters()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


# -- files -------------------------------------------------------------------------------------------------------


def test_photos_lose_the_place_and_the_device_and_no_file_keeps_its_name(box, stranger):
    files = [
        SimpleUploadedFile("我家门口IMG_2231.JPG", photo()),
        SimpleUploadedFile("白鹭洲的材料.docx", paper()),
        SimpleUploadedFile("扫描.pdf", b"%PDF-1.4 x"),
    ]
    assert b"Maker of phones" in photo()
    assert writes(stranger, box, files=files).status_code == 200
    tasks.take_letters()
    rows = list(Attachment.objects.order_by("pk"))
    assert [row.name for row in rows] == ["附件1.jpg", "附件2.docx", "附件3.pdf"]
    from django.conf import settings

    drawn = (settings.FILES_ROOT / rows[0].place).read_bytes()
    for secret in (b"Maker of phones", b"taken by somebody", b"Exif"):
        assert secret not in drawn
    assert {bytes(row.content) for row in LetterFile.objects.all()} == {b""}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.exe", b"MZ"),
        ("a.xlsx", b"PK\x03\x04"),
        ("a.jpg", b"%PDF-1.4"),
        ("a.png", b"\x89PNG\r\n\x1a\n broken"),
        ("a.pdf", b"%PDF-1.4" + b"x" * 9 * 2**20),
    ],
)
def test_other_files_are_sent_back_and_the_text_stays(box, stranger, name, content):
    answer = writes(stranger, box, files=[SimpleUploadedFile(name, content)])
    assert answer.status_code == 422
    assert TEXT in answer.content.decode()
    assert not Letter.objects.exists()


def test_too_many_files_are_sent_back(box, stranger):
    files = [SimpleUploadedFile(f"{n}.pdf", b"%PDF-1.4 x") for n in range(7)]
    assert writes(stranger, box, files=files).status_code == 422


# -- the portal's role -------------------------------------------------------------------------------------------


@pytest.fixture
def at_the_portal(committed):
    """A connection to this test's database as the portal's role."""
    if "PORTAL_DATABASE_URL" not in os.environ:
        pytest.skip("this server has not the three roles")
    call_command("grants", verbosity=0)
    address = os.environ["PORTAL_DATABASE_URL"].rsplit("/", 1)[0] + "/" + connection.settings_dict["NAME"]
    with contextlib.closing(psycopg2.connect(address)) as outside:
        outside.autocommit = True
        yield outside.cursor()


ROW = ("a" * 64, "box", "b" * 64, "2026-03-02", "2026-03-02 08:00+08", TEXT)
INSERT = (
    'INSERT INTO findings_letter (key, box, receipt, "on", at, text, about_name, about_post, reporter_name,'
    " reporter_unit, reporter_phone) VALUES (%s, %s, %s, %s, %s, %s, '', '', '', '', '')"
)


def test_the_portal_may_put_a_letter_in_and_never_look_at_one(at_the_portal):
    at_the_portal.execute(INSERT, ROW)
    for statement in (
        "SELECT count(*) FROM findings_letter",
        "SELECT key FROM findings_letter",
        "UPDATE findings_letter SET text = ''",
        "DELETE FROM findings_letter",
        "INSERT INTO findings_letter SELECT * FROM findings_letter",
        INSERT.replace("%s", "NULL") + " RETURNING key",
        "SELECT content FROM findings_letterfile",
        "DELETE FROM findings_letterfile",
        "SELECT token FROM findings_letterbox",
        "SELECT text FROM findings_letterreply",
        "SELECT text FROM findings_letteraddition",
        "SELECT wording FROM findings_petition",
    ):
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            at_the_portal.execute(statement)
    assert Letter.objects.get().text == TEXT


def test_the_portal_learns_of_a_box_and_a_receipt_only_what_a_stranger_may(at_the_portal):
    people = cast()
    box = cases.fresh(cases.letter_box(people, cases.on_site(people, TODAY()), TODAY()))
    petition, receipt = cases.letter(box, today=TODAY())
    findings.ask_writer(petition, by=people.member, text="请说明凭证日期。")

    def ask(function, *values):
        at_the_portal.execute(f"SELECT * FROM {function}({', '.join(['%s'] * len(values))})", values)
        return at_the_portal.fetchall()

    assert ask("findings_letter_box", box.token, TODAY()) == [(box.key, box.unit.name, box.closes_on)]
    assert ask("findings_letter_box", "unknown", TODAY()) == []
    assert [line[:2] for line in ask("findings_letter_thread", receipt.writer_key)] == [
        ("letter", ""),
        ("asked", "请说明凭证日期。"),
    ]
    wrong = letterbox.Receipt(receipt.number, "0" * 12)
    for nobody in (wrong.writer_key, "", letterbox.Receipt("0" * 8, receipt.secret).writer_key):
        assert ask("findings_letter_thread", nobody) == []


def test_two_workers_at_once_take_each_letter_once(committed):
    people = cast()
    box = cases.fresh(cases.letter_box(people, cases.on_site(people, TODAY()), TODAY()))
    for number in range(8):
        cases.written(box, f"第{number}封来信，请予核查。", TODAY())
    taken, start = [], threading.Barrier(2)

    def work():
        start.wait()
        taken.append(tasks.take_letters())
        connection.close()

    workers = [threading.Thread(target=work) for _turn in range(2)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert sum(taken) == 8
    assert Petition.objects.filter(channel="qr").count() == 8
    assert list(history.verify()) == []


# -- coming back -------------------------------------------------------------------------------------------------


def test_the_writer_comes_back_reads_what_he_is_asked_and_answers(people, box, stranger):
    receipt = receipt_on(writes(stranger, box))
    said = {"number": receipt.number, "secret": f"{receipt.secret[:4]} {receipt.secret[4:8]}-{receipt.secret[8:]}"}
    page = stranger.post("/findings/receipt/", said).content.decode()
    assert "来信已收到" in page
    tasks.take_letters()
    petition = Petition.objects.get()
    findings.ask_writer(petition, by=people.member, text="请说明是哪一年的凭证。")
    findings.tell_writer(petition, by=people.member, text="已经受理。")
    answer = stranger.post("/findings/receipt/", said)
    assert "请说明是哪一年的凭证。" in answer.content.decode()
    assert "已经受理。" in answer.content.decode()
    assert TEXT not in answer.content.decode()
    answer = stranger.post(
        "/findings/receipt/",
        {
            **said,
            "add": "1",
            "form_key": form_key(answer),
            "text": "是2025年3月的第6号凭证。",
            "files": [SimpleUploadedFile("凭证.jpg", photo())],
        },
    )
    assert "补充内容已收到" in answer.content.decode()
    tasks.take_letters()
    addition = LetterAddition.objects.get()
    assert addition.text == "是2025年3月的第6号凭证。"
    assert open_rules(addition) == {"read_addition"}
    assert Attachment.objects.get(thing_kind=addition.kind).name == "附件1.jpg"
    asked = LetterReply.objects.get(stage="answered")
    assert open_rules(asked) == set()
    findings.read_addition(addition, by=people.member, note="")
    assert open_rules(addition) == set()


def test_an_addition_that_is_sent_twice_is_one_addition(box, stranger):
    receipt = receipt_on(writes(stranger, box))
    said = {"number": receipt.number, "secret": receipt.secret}
    typed = {**said, "add": "1", "form_key": form_key(stranger.post("/findings/receipt/", said)), "text": "补充一点。"}
    stranger.post("/findings/receipt/", typed)
    stranger.post("/findings/receipt/", typed)
    tasks.take_letters()
    assert LetterAddition.objects.count() == 1


def test_an_unknown_number_and_a_wrong_secret_get_the_same_answer(box, stranger):
    receipt = receipt_on(writes(stranger, box))
    pages = [
        stranger.post("/findings/receipt/", {"number": number, "secret": "1" * 12})
        for number in (receipt.number, "12345678")
    ]
    texts = [re.sub(r'csrf\w+" value="\w+|value="\d+"', "", page.content.decode()) for page in pages]
    assert [page.status_code for page in pages] == [422, 422]
    assert texts[0] == texts[1]


def test_once_the_report_is_in_the_writer_still_reads_and_adds_nothing(people, here, box, stranger):
    receipt = receipt_on(writes(stranger, box))
    said = {"number": receipt.number, "secret": receipt.secret}
    tasks.take_letters()
    petition = Petition.objects.get()
    findings.tell_writer(petition, by=people.member, text="已经核查。")
    findings.pass_on(petition, by=people.member, passed_to="区信访局", note="不属于受理范围")
    findings.close_letter_box(box, by=people.clerk, note="截止")
    inspections.withdraw(cases.fresh(here), by=people.leader)
    cases.every_aspect(cases.fresh(here), TODAY())
    findings.hand_in_report(cases.fresh(here), by=people.leader, report="情况")
    page = stranger.post("/findings/receipt/", said).content.decode()
    assert "已经核查。" in page
    assert 'name="add"' not in page
    stranger.post("/findings/receipt/", {**said, "add": "1", "text": "再补充。"})
    assert not Letter.objects.filter(box="").exists()


def test_only_who_came_through_the_box_can_be_asked_by_it(people, here):
    petition = cases.petition(here, today=TODAY())
    assert "回执" in findings.ask_writer.why_not(people.member, petition, TODAY())


# -- how often ---------------------------------------------------------------------------------------------------


def test_one_address_writes_so_many_letters_a_day_and_what_was_typed_stays(box, stranger, monkeypatch):
    monkeypatch.setitem(throttle.LIMITS, throttle.LETTERS_OF_ADDRESS, 2)
    assert [writes(stranger, box).status_code for _turn in range(3)] == [200, 200, 429]
    refused = writes(stranger, box, text=TEXT + "第三封")
    assert TEXT + "第三封" in refused.content.decode()
    assert Letter.objects.count() == 2
    elsewhere = Client(REMOTE_ADDR="2001:db8:1::" + os.urandom(2).hex())
    assert writes(elsewhere, box).status_code == 200


def test_one_box_takes_so_many_letters_a_day(box, monkeypatch):
    monkeypatch.setitem(throttle.LIMITS, throttle.LETTERS_OF_BOX, 1)
    clients = [Client(REMOTE_ADDR="2001:db8:2::" + os.urandom(2).hex()) for _turn in range(2)]
    assert [writes(client, box).status_code for client in clients] == [200, 429]


def test_a_secret_is_guessed_ten_times_a_day_at_most(box, stranger):
    receipt = receipt_on(writes(stranger, box))
    wrong = {"number": receipt.number, "secret": "9" * 12}
    assert [stranger.post("/findings/receipt/", wrong).status_code for _turn in range(11)] == [422] * 10 + [429]
    right = {"number": receipt.number, "secret": receipt.secret}
    assert stranger.post("/findings/receipt/", right).status_code == 429


def test_no_address_is_kept_not_even_in_the_broker(box, stranger):
    address = stranger.defaults["REMOTE_ADDR"]
    writes(stranger, box)
    for key in throttle.broker().scan_iter("*letters*"):
        assert address not in key
        assert 0 < throttle.broker().ttl(key) <= throttle.A_DAY
    before = throttle._names({"address": address})
    throttle.broker().delete(throttle.KEY)
    assert throttle._names({"address": address}) != before
    for row in Letter.objects.values_list():
        assert address not in map(str, row)


def test_without_the_broker_a_letter_comes_in_all_the_same(box, stranger, monkeypatch):
    import redis

    monkeypatch.setattr(throttle, "broker", lambda: redis.Redis(port=1, socket_connect_timeout=0.2))
    assert writes(stranger, box).status_code == 200


# -- the page ----------------------------------------------------------------------------------------------------


def test_the_page_is_kept_by_nobody_and_found_by_no_search_engine(box, stranger):
    for page in (
        stranger.get(f"/findings/write/{box.token}/"),
        writes(stranger, box),
        stranger.get("/findings/receipt/"),
    ):
        assert page["Cache-Control"] == "no-store"
        assert "noindex" in page["X-Robots-Tag"]
        assert '<meta name="robots" content="noindex' in page.content.decode()
    assert set(stranger.cookies) == {"csrf"}


def test_the_page_says_nothing_of_other_letters(box, stranger):
    before = stranger.get(f"/findings/write/{box.token}/").content.decode()
    writes(stranger, box)
    tasks.take_letters()
    after = stranger.get(f"/findings/write/{box.token}/").content.decode()
    plain = [re.sub(r'value="[^"]+"', "", text) for text in (before, after)]
    assert plain[0] == plain[1]


# -- the office and the team -------------------------------------------------------------------------------------


def test_the_notice_shows_the_code_of_the_box_to_the_office_and_the_team(client, people, box, settings):
    import segno

    settings.LETTERS_URL = "https://zhenggai.example"
    for user in (people.clerk, people.leader, people.member):
        client.force_login(user, backend="accounts.backends.ByPassword")
        page = client.get(f"/findings/letter-boxes/{box.key}/notice/").content.decode()
        address = f"https://zhenggai.example/findings/write/{box.token}/"
        assert address in page
        drawn = segno.make(address, error="q", micro=False).svg_inline(scale=8, border=2, omitsize=True)
        assert drawn in page
    client.force_login(people.liaison, backend="accounts.backends.ByPassword")
    assert client.get(f"/findings/letter-boxes/{box.key}/notice/").status_code == 404


def test_the_address_on_the_notice_is_the_address_of_the_page(box):
    assert box.address.endswith(reverse("findings:write", args=[box.token]))


def test_the_box_counts_what_came_and_what_waits(client, people, box):
    cases.letter(box, today=TODAY())
    petition, _receipt = cases.letter(box, today=TODAY())
    findings.accept_petition(petition, by=people.member, note="")
    client.force_login(people.leader, backend="accounts.backends.ByPassword")
    row = client.get("/findings/letter-boxes/").context["rows"][0]
    assert [cell["text"] for cell in row["cells"][2:4]] == ["2", "1"]
    panel = client.get(f"/findings/of/{box.engagement.key}/letter-box/").content.decode()
    assert box.unit.name in panel
    assert f"/findings/letter-boxes/{box.key}/notice/" in panel
