"""A round that was closed gives one archive, and a stranger sees from it alone whether anything was changed."""

import hashlib
import io
import json
import re
import shutil
import subprocess
import sys
import tempfile
import tracemalloc
import zipfile
from collections import Counter

import pytest
from django.core.cache import cache
from django.db import connection
from django.test import Client
from openpyxl import load_workbook

from casework import jobs
from casework.history import moving_models
from casework.models import Attachment, Export
from rectification import actions, archive
from rectification.archive import contents
from rectification.tasks import tell_of_archives_without_a_job
from referrals import actions as referrals
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
KEEP = {archive.CASE_FILE: "30年", archive.OFFICE_FILE: "永久"}
SECRET = "王某收受乙公司礼金"


def browser(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


@pytest.fixture
def people():
    cache.clear()
    return cast()


@pytest.fixture
def round(people, monkeypatch):
    """A round with a bit of everything went into the archive; a clue of it lies under seal."""
    engagement = cases.on_site(people)
    talk = cases.talk(engagement, "赵某", summary="反映公车管理问题。")
    cases.concern(talk, name="钱某", matter="钱某在外兼职取酬")
    found = cases.finding(engagement, "台账登记不完整")
    alone = cases.finding(engagement, "班子成员作风问题", concerns="member")
    clue = cases.finding(engagement, SECRET, concerns="principal")
    staffing = cases.finding(engagement, "选人用人程序不规范")
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    cases.routed(people, alone, "principal")
    referrals.send(cases.routed(people, staffing, "personnel"), by=people.clerk, today=DAY, note="")
    referrals.send_clue(cases.routed(people, clue, "discipline"), by=people.head, today=DAY, note="")
    feedback = cases.fed_back(people, engagement)
    actions.send_copies(feedback, by=people.clerk, today=DAY, bodies=[people.department])
    given = cases.fresh(engagement.feedbacks.get(audience="organisation"))
    actions.sign_for(given, by=people.principal, today=DAY, note="")
    cases.approved_plan(people, cases.fresh(given))
    item = given.items.get()
    said = {"percent": 100, "done": "已补登", "files": [cases.pdf("整改佐证：会议记录.pdf"), cases.pdf("CON?.pdf")]}
    actions.report_progress(cases.fresh(item), by=people.liaison, today=DAY, **said)
    return closed(people, engagement.round, monkeypatch)


def closed(people, round, monkeypatch):
    """The round goes into the archive as it is: what it has to come to before that is tested elsewhere."""
    type(round)._base_manager.filter(pk=round.pk).update(stage="assessed")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    monkeypatch.setattr(actions.archive, "needs", ())
    return actions.archive(cases.fresh(round), by=people.clerk, today=DAY, note="归档")


def made(round, person, number="DC-20260601-0001", **more):
    file = io.BytesIO()
    return archive.write(file, round, person=person, number=number, keep=KEEP, **more), file.getvalue()


@pytest.fixture
def taken(people, round, tmp_path):
    """The archive as a stranger holds it: the zip, and the program that came with it, copied out."""
    said, content = made(round, people.head)
    (tmp_path / "archive.zip").write_bytes(content)
    with zipfile.ZipFile(tmp_path / "archive.zip") as package:
        package.extractall(tmp_path / "out")
    shutil.copy(tmp_path / "out" / "check.py", tmp_path / "stranger.py")
    return said, tmp_path


def checked(folder, what, *more):
    """What the program says, run by a Python that knows nothing of this house."""
    command = [sys.executable, "-I", "-S", str(folder / "stranger.py"), str(folder / what), *more]
    answer = subprocess.run(command, capture_output=True, text=True, encoding="utf-8", cwd=folder, timeout=60)
    assert not answer.stderr, answer.stderr
    return answer.returncode, answer.stdout


def test_a_stranger_verifies_it_packed_and_unpacked(taken):
    said, folder = taken
    for what in ("archive.zip", "out"):
        code, told = checked(folder, what, said.manifest_sha256)
        assert code == 0, told
        assert said.manifest_sha256 in told
        assert f"校验通过：{said.files}个文件、{said.lines}条历史记录" in told
    assert said.lines > 50
    code, told = checked(folder, "out", "0" * 64)
    assert code == 1
    assert "清单被改动：与移交时登记的校验码不符" in told


def _edited(out):
    path = next(out.glob("文书档案/*/*/*.pdf"))
    path.write_bytes(path.read_bytes() + b" ")
    return f"文件内容被改动：{path.relative_to(out)}"


def _removed(out):
    path = next(out.glob("台账/*.xlsx"))
    path.unlink()
    return f"缺少文件：{path.relative_to(out)}"


def _added(out):
    (out / "台账" / "补充.xlsx").write_bytes(b"x")
    return "多出文件（清单中没有）：台账/补充.xlsx"


def _swapped(out):
    one, other = sorted(out.glob("业务档案/*/*/*.docx"))[:2]
    content = one.read_bytes()
    one.write_bytes(other.read_bytes())
    other.write_bytes(content)
    return f"文件被调换：{one.relative_to(out)}（内容是“{other.relative_to(out)}”的）"


def _manifest(out):
    path = out / "manifest.json"
    path.write_text(path.read_text(encoding="utf-8").replace("30年", "10年"), encoding="utf-8")
    return "清单被改动：与 manifest.sha256 不符"


def _listed_anew(out):
    """The file, its line in the manifest, and the digest of the manifest were all made to fit each other."""
    path = next(out.glob("文书档案/*/*/*.pdf"))
    before, manifest = hashlib.sha256(path.read_bytes()).hexdigest(), out / "manifest.json"
    path.write_bytes(b"%PDF-1.4 other")
    after = hashlib.sha256(path.read_bytes()).hexdigest()
    manifest.write_text(manifest.read_text(encoding="utf-8").replace(before, after), encoding="utf-8")
    (out / "manifest.sha256").write_text(hashlib.sha256(manifest.read_bytes()).hexdigest())
    return "清单被改动：内容校验码不符"


def _rewritten(out):
    """Somebody who knows how it is made fits everything to each other, so the digest that was noted is what tells."""
    _listed_anew(out)
    manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
    manifest["content_sha256"] = archive.check.content_digest(manifest["files"])
    (out / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    (out / "manifest.sha256").write_text(hashlib.sha256((out / "manifest.json").read_bytes()).hexdigest())
    return "清单被改动：与移交时登记的校验码不符"


def _history(change):
    def tamper(out):
        path = out / "历史记录" / "history.jsonl"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        expected = change(lines)
        path.write_text("".join(lines), encoding="utf-8")
        return expected

    tamper.__name__ = change.__name__
    return tamper


def _another_day(lines):
    lines[3] = lines[3].replace('"on": "2026-03-02"', '"on": "2026-03-01"')
    return "历史记录第4行与哈希链不符"


def _a_line_gone(lines):
    del lines[0]
    return "之前缺少记录"


def _lines_changed_round(lines):
    lines[5], lines[6] = lines[6], lines[5]
    return "历史记录第7行的次序不对"


TAMPERINGS = [_edited, _removed, _added, _swapped, _manifest, _listed_anew, _rewritten]
TAMPERINGS += [_history(change) for change in (_another_day, _a_line_gone, _lines_changed_round)]


def test_whatever_is_changed_is_named(taken):
    said, folder = taken
    for tamper in TAMPERINGS:
        shutil.rmtree(folder / "changed", ignore_errors=True)
        shutil.copytree(folder / "out", folder / "changed")
        expected = tamper(folder / "changed")
        code, told = checked(folder, "changed", said.manifest_sha256)
        assert code == 1, tamper.__name__
        assert expected in told, (tamper.__name__, told)


def test_a_file_that_stands_twice_in_the_zip_and_a_broken_zip_are_named(taken):
    _said, folder = taken
    with zipfile.ZipFile(folder / "archive.zip", "a") as package, pytest.warns(UserWarning, match="Duplicate name"):
        package.writestr("归档目录.txt", "另一份目录")
    assert "同名文件出现两次：归档目录.txt" in checked(folder, "archive.zip")[1]
    (folder / "archive.zip").write_bytes(b"PK")
    assert "档案包打不开" in checked(folder, "archive.zip")[1]
    for name, expected in (("manifest.json", "缺少清单文件"), ("manifest.sha256", "缺少清单校验码文件")):
        shutil.rmtree(folder / "changed", ignore_errors=True)
        shutil.copytree(folder / "out", folder / "changed")
        (folder / "changed" / name).unlink()
        assert expected in checked(folder, "changed")[1]


def test_the_same_round_gives_the_same_files_whoever_asks_when(people, round):
    one, first = made(round, people.head)
    told = []
    other, second = made(round, people.head, number="DC-20260602-0007", told=lambda *said: told.append(said))
    assert one.content_sha256 == other.content_sha256
    assert one.manifest_sha256 != other.manifest_sha256
    assert told[0] == (0, one.pieces)
    assert told[-1] == (one.pieces, one.pieces)
    with zipfile.ZipFile(io.BytesIO(first)) as package, zipfile.ZipFile(io.BytesIO(second)) as again:
        different = [name for name in package.namelist() if package.read(name) != again.read(name)]
    assert different == ["manifest.json", "manifest.sha256"]


def test_team_and_office_lie_apart_by_year_and_item_and_the_index_says_so(taken):
    _said, folder = taken
    out = folder / "out"
    names = [str(path.relative_to(out)) for path in out.rglob("*") if path.is_file()]
    assert any(re.match(r"业务档案/2026/\d{4} .*/谈话记录.*\.docx", name) for name in names)
    assert any(re.match(r"文书档案/2026/\d{4} .*/移交函.*\.docx", name) for name in names)
    assert any(name.endswith("/整改佐证：会议记录.pdf") for name in names)
    assert any(name.endswith("/_CON.pdf") for name in names), "Windows keeps such names for itself"
    sheet = load_workbook(out / "归档目录.xlsx").worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows(min_row=3)]
    assert rows[0][1:4] == ["业务档案", 2026, 1]
    assert {row[1]: row[8] for row in rows} == {"业务档案": "30年", "文书档案": "永久"}
    text = (out / "归档目录.txt").read_text(encoding="utf-8-sig")
    assert "业务档案 2026年 保管期限：30年" in text
    assert "密封保管、未收入：问题线索1件" in text
    assert "密封保管、未收入：只向主要负责人反馈1件" in text
    assert len(rows) == len(re.findall(r"^\d{4} ", text, re.MULTILINE))


def test_nothing_that_lies_under_seal_is_in_it(taken):
    _said, folder = taken
    said = "\n".join(_words(path) for path in sorted((folder / "out").rglob("*")) if path.is_file())
    assert "台账登记不完整" in said
    for secret in (SECRET, "钱某在外兼职取酬"):
        assert secret not in said


def _words(path):
    if path.suffix == ".xlsx":
        books = load_workbook(path).worksheets
        return "\n".join(str(value) for sheet in books for row in sheet.values for value in row if value)
    if path.suffix == ".docx":
        with zipfile.ZipFile(path) as package:
            return re.sub(r"<[^>]+>", "", package.read("word/document.xml").decode())
    return path.read_text(encoding="utf-8") if path.suffix in (".txt", ".json", ".jsonl") else ""


def test_a_file_that_is_gone_or_was_changed_is_said_in_the_index(people, round, settings):
    gone, changed = Attachment.objects.filter(name__startswith="整改佐证")[0], Attachment.objects.get(name="CON?.pdf")
    (settings.FILES_ROOT / gone.place).unlink()
    (settings.FILES_ROOT / changed.place).write_bytes(b"%PDF-1.4 other")
    _said, content = made(round, people.head)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        text = package.read("归档目录.txt").decode()
        assert not [name for name in package.namelist() if name.endswith(".pdf")]
    assert f"文件“{gone.name}”已缺失，应有校验码{gone.sha256}" in text
    assert f"文件“{changed.name}”与登记的校验码不符，未收入" in text


def test_every_kind_of_thing_is_the_teams_the_offices_or_left_out():
    """A new kind of a round has to be decided about before it can be left out by mistake."""
    tables = [contents.CASE_FILES, contents.OFFICE_FILES, contents.LEFT_OUT, contents.OF_NO_ROUND]
    counted = Counter(model for table in tables for model in table)
    assert {model for model, count in counted.items() if count > 1} == set()
    assert {model._meta.label for model in moving_models()} == {model._meta.label for model in counted}


def test_the_head_takes_it_and_the_worker_lays_it_into_his_inbox(people, round):
    assert actions.take_archive.why_not(people.clerk, round, DAY)
    for name in ("leader", "secretary", "liaison"):
        assert actions.take_archive.why_not(getattr(people, name), round, DAY), name
    said = {"case_keep": "30年", "office_keep": "", "note": "移交区档案馆"}
    taken = actions.take_archive(round, by=people.head, today=DAY, **said)
    assert taken.stage == "making"
    assert Export.objects.get(number=taken.number).person == people.head
    assert jobs.make_next()
    taken = cases.fresh(taken)
    (job,) = jobs.of(people.head)
    assert (taken.stage, job.name) == ("made", f"巡察档案_{round}_{taken.number}.zip")
    assert (taken.clues_left_out, taken.alone_left_out) == (1, 1)
    with zipfile.ZipFile(jobs.path_of(job)) as package:
        assert hashlib.sha256(package.read("manifest.json")).hexdigest() == taken.manifest_sha256
        assert json.loads(package.read("manifest.json"))["keep"] == {"业务档案": "30年", "文书档案": ""}
    assert jobs.find(job.key, people.clerk) is None, "the file is the head's alone"
    page = browser(people.clerk).get(taken.get_absolute_url()).content.decode()
    assert taken.manifest_sha256 in page
    assert browser(people.leader).get(taken.get_absolute_url()).status_code == 404


def test_an_archive_that_is_dropped_or_whose_taker_has_left_is_not_made(people, round):
    taken = actions.take_archive(round, by=people.head, today=DAY)
    jobs.drop(jobs.of(people.head)[0])
    tell_of_archives_without_a_job()
    assert cases.fresh(taken).stage == "failed"
    taken = actions.take_archive(round, by=people.head, today=DAY)
    people.head.groups.clear()
    assert jobs.make_next()
    assert jobs.of(people.head)[0].reason
    tell_of_archives_without_a_job()
    assert cases.fresh(taken).stage == "failed"


def test_ten_thousand_files_do_not_lie_in_memory(people, round):
    """What is written goes out piece by piece: a file of 64 MB costs no 16 MB."""
    tracemalloc.start()
    with tempfile.TemporaryFile() as file:
        out = archive.Writer(file, DAY)
        out.add("large.bin", (bytes(2**20) for _n in range(64)), packed=False)
        for number in range(10_000):
            out.add(f"文书档案/2026/{number:04d}/佐证.pdf", [b"%PDF-1.4"])
        out.zip.close()
    _now, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 32 * 2**20
