"""Papers as PDF: by LibreOffice where it is installed, within its limits, and for whoever asked."""

import io
import os
import time
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from casework import jobs, pdf
from casework.models import Export, InnerJob, OpenJob, TakenCopy
from casework.papers import KINDS, fill, ours
from findings.models import WorkingPaper
from rectification.models import ImmediateFix
from tests.casework.test_papers import words_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def installed():
    """A real LibreOffice. Without one its test is skipped, except where CI=true says that it must run."""
    if pdf.program() is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("LibreOffice is not installed")


def instead(tmp_path, settings, script: str) -> None:
    """Let a script stand in for LibreOffice; its last argument is the paper."""
    program = tmp_path / "soffice"
    program.write_text(f"#!/bin/sh\n{script}\n")
    program.chmod(0o700)
    settings.SOFFICE = str(program)


def asked(world, name, thing, code):
    url = f"{thing.get_absolute_url()}word/{code}/"
    return world.clients[name].post(url)


def test_a_paper_is_written_as_it_is(installed):
    kind = KINDS["fix"]
    made = pdf.of_word(fill(ours("fix"), kind.sample_data()))
    [*pages] = PdfReader(io.BytesIO(made)).pages
    box = pages[0].mediabox
    assert (round(box.width), round(box.height)) == (595, 842)


def test_what_hangs_is_killed_with_all_that_it_started(tmp_path, settings):
    settings.PDF_SECONDS = 1
    instead(tmp_path, settings, f"sleep 300 & echo $! > {tmp_path}/child\nwait")
    began = time.monotonic()
    with pytest.raises(pdf.Failed, match="1"):
        pdf.of_word(b"x")
    assert time.monotonic() - began < 20
    child = int((tmp_path / "child").read_text())
    for _try in range(50):
        if not Path(f"/proc/{child}").exists() or "Z" in Path(f"/proc/{child}/stat").read_text().split(")")[1][:3]:
            return
        time.sleep(0.1)
    raise AssertionError("the child lives on")


def test_it_has_a_room_of_its_own_and_its_limits(tmp_path, settings):
    settings.PDF_MEMORY_MB = 512
    instead(tmp_path, settings, f'(ulimit -v; ulimit -c; pwd; echo "$@"; env) > {tmp_path}/said')
    with pytest.raises(pdf.Failed):
        pdf.of_word(b"x")
    memory, core, room, arguments, *environment = (tmp_path / "said").read_text().splitlines()
    assert (int(memory), core) == (512 * 1024, "0")
    assert f"-env:UserInstallation=file://{room}/profile" in arguments
    assert not Path(room).exists()
    assert not any("SECRET" in line or "DATABASE" in line for line in environment)


def test_what_is_no_pdf_is_not_given_out(tmp_path, settings):
    instead(tmp_path, settings, "echo nothing > paper.pdf")
    with pytest.raises(pdf.Failed):
        pdf.of_word(b"x")


def test_without_it_the_page_says_what_to_install(world, settings):
    settings.SOFFICE = "no-such-program"
    fix = world.things[ImmediateFix]
    page = world.clients["clerk"].get(fix.get_absolute_url()).content.decode()
    assert "libreoffice-writer" in page
    assert "生成PDF</button>" not in page
    answer = asked(world, "clerk", fix, "fix")
    assert answer.status_code == 403
    assert "libreoffice-writer" in answer.content.decode()
    assert not OpenJob.objects.exists()
    with pytest.raises(pdf.NotInstalled):
        pdf.of_word(b"x")


def test_it_is_asked_for_over_the_api_and_refused_with_the_reason(world, tmp_path, settings):
    fix = world.things[ImmediateFix]
    address = f"/api/v1/fixes/{fix.key}/word/fix/"
    settings.SOFFICE = "no-such-program"
    refused = world.clients["clerk"].post(address)
    assert (refused.status_code, "libreoffice-writer" in refused.json()["detail"]) == (403, True)
    instead(tmp_path, settings, "echo '%PDF-1.4 made' > paper.pdf")
    answer = world.clients["clerk"].post(address)
    assert answer.status_code == 202
    assert OpenJob.objects.get(key=answer.json()["key"]).person == world.people.clerk
    assert world.clients["stranger"].post(address).status_code == 404


def test_it_waits_in_the_inbox_of_whoever_asked_and_the_register_says_so(world, tmp_path, settings):
    instead(tmp_path, settings, f"cp paper.docx {tmp_path}/; echo '%PDF-1.4 made' > paper.pdf")
    fix = world.things[ImmediateFix]
    assert asked(world, "clerk", fix, "fix").status_code == 302
    job = OpenJob.objects.get()
    assert fix.number not in str(job.asked)
    before = Export.objects.count()
    assert jobs.make_next()
    job.refresh_from_db()
    assert job.name.endswith(".pdf")
    assert jobs.path_of(job).read_bytes().startswith(b"%PDF-")
    row = Export.objects.latest("pk")
    assert (Export.objects.count(), row.person) == (before + 1, world.people.clerk)
    assert fix.problem in words_of((tmp_path / "paper.docx").read_bytes())
    assert asked(world, "stranger", fix, "fix").status_code == 404


def test_an_inner_paper_is_marked_and_known_inside_alone(world, tmp_path, settings):
    instead(tmp_path, settings, f"cp paper.docx {tmp_path}/; echo '%PDF-1.4 made' > paper.pdf")
    paper = world.things[WorkingPaper]
    asked(world, "member", paper, "working_paper")
    assert not OpenJob.objects.exists()
    assert InnerJob.objects.latest("pk").person == world.people.member
    while jobs.make_next():  # an archive of the world waits before it
        pass
    copy = TakenCopy.objects.latest("at")
    with ZipFile(tmp_path / "paper.docx") as package:
        said = b"".join(package.read(name) for name in package.namelist() if "header" in name)
    assert copy.mark.encode() in said


def test_whoever_may_not_see_it_by_then_gets_nothing(world, tmp_path, settings):
    instead(tmp_path, settings, "echo '%PDF-1.4 made' > paper.pdf")
    asked(world, "clerk", world.things[ImmediateFix], "fix")
    OpenJob.objects.update(person=world.people.stranger)
    assert jobs.make_next()
    job = OpenJob.objects.get()
    assert job.given_up_at
    assert job.reason


def test_a_worker_without_it_says_so_to_whoever_asked(world, tmp_path, settings):
    instead(tmp_path, settings, "true")
    asked(world, "clerk", world.things[ImmediateFix], "fix")
    settings.SOFFICE = "no-such-program"
    assert jobs.make_next()
    assert "libreoffice-writer" in OpenJob.objects.get().reason
