"""The units' door as it is run: a process of its own, with a database role that knows nothing sealed."""

import io
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.utils import timezone
from PIL import Image

from casework.models import TakenCopy
from findings import actions as findings
from findings import tasks
from findings.models import Petition
from rectification import actions as rectification
from referrals import actions as referrals
from referrals.models import TransferLetter
from tests import cases
from tests.people import PASSWORD, cast

pytestmark = pytest.mark.browser
ROOT = Path(__file__).resolve().parents[2]
DAY = cases.DAY


@pytest.fixture
def people(committed):
    """A unit with feedback and something put right at once; a letter to one department, a clue for another; a third one
    is asked for one of its people."""
    people = cast()
    engagement = cases.on_site(people)
    cases.lent(people, people.second_member.person)
    people.asked = cases.secondment(people, engagement.team.postings.get(person=people.second_member.person))
    ordinary, staffing = cases.finding(engagement), cases.finding(engagement, "选人用人程序不规范")
    clue = cases.finding(engagement, "违规收受礼金", concerns="principal")
    round = cases.heard(people, engagement.round)
    cases.routed(people, ordinary, "organisation")
    referrals.send(cases.routed(people, staffing, "personnel"), by=people.clerk, today=DAY, note="")
    referrals.send_clue(cases.routed(people, clue, "discipline"), by=people.head, today=DAY, note="")
    people.feedback = cases.fed_back(people, engagement)
    people.engagement = engagement
    assert round
    return people


@pytest.fixture
def portal(committed, tmp_path):
    """The address of a portal on this test's database."""
    if "PORTAL_DATABASE_URL" not in os.environ:
        pytest.skip("this server has not the three roles")
    call_command("grants", verbosity=0)
    database = connection.settings_dict["NAME"]
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "XUNCHA_DOOR": "portal",
        "PORTAL_DATABASE_URL": os.environ["PORTAL_DATABASE_URL"].rsplit("/", 1)[0] + f"/{database}",
        "DJANGO_SETTINGS_MODULE": "tests.settings",
    }
    command = [Path(sys.executable).parent / "granian", "--interface=wsgi", "config.wsgi:application", "--no-ws"]
    server = subprocess.Popen(
        [*command, f"--port={port}", "--workers=1", "--blocking-threads=2"],
        cwd=ROOT,
        env=environment,
        stdout=(tmp_path / "log").open("w"),
        stderr=subprocess.STDOUT,
    )
    address = f"http://127.0.0.1:{port}"
    for _ in range(300):
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=2)
            break
        except OSError:
            time.sleep(0.1)
    yield address
    server.terminate()
    server.wait(20)


def sign_in(chromium, portal, user):
    page = chromium.new_context(base_url=portal, locale="zh-CN").new_page()
    page.set_default_timeout(10_000)
    page.goto("/accounts/sign-in/")
    page.fill("input[name=username]", user.username)
    page.fill("input[name=password]", PASSWORD)
    page.press("input[name=password]", "Enter")
    page.wait_for_url(f"{portal}/")
    return page


def walk(page, portal):
    """{path: status} of everything that a person can reach by following links."""
    seen, waiting = {}, ["/", "/api/"]
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/static/", "/accounts/sign-out")):
            continue
        response = page.request.get(portal + path)
        seen[path] = response.status
        if "html" in response.headers.get("content-type", ""):
            waiting += [
                link.replace("&amp;", "&") for link in re.findall(r'(?:href|hx-get)="(/[^"#]*)"', response.text())
            ]
    return seen


def test_a_unit_and_the_departments_find_every_page_that_they_are_led_to(people, portal, chromium):
    reached = {}
    for name in (
        "liaison",
        "principal",
        "other_liaison",
        "personnel_handler",
        "discipline_handler",
        "department_handler",
    ):
        page = sign_in(chromium, portal, getattr(people, name))
        reached[name] = walk(page, portal)
        page.context.close()
        wrong = {path: status for path, status in reached[name].items() if status not in (200, 403)}
        assert wrong == {}, name
    assert people.feedback.get_absolute_url() in reached["liaison"]
    assert people.feedback.get_absolute_url() not in reached["other_liaison"]
    assert people.asked.get_absolute_url() in reached["department_handler"]
    assert people.asked.get_absolute_url() not in reached["personnel_handler"]
    assert not any("clue" in path for paths in reached.values() for path in paths)


def test_a_department_takes_a_copy_at_the_portal_and_can_not_read_the_register(people, portal, chromium):
    page = sign_in(chromium, portal, people.personnel_handler)
    letter = TransferLetter.objects.get()
    page.goto(f"{letter.get_absolute_url()}?print=1")
    assert "份号 " in page.locator(".printmark").inner_text()
    assert TakenCopy.objects.get().person == people.personnel_handler
    assert page.request.get(f"{portal}/copies/").status == 404


def test_the_principal_signs_for_the_feedback_at_the_portal(people, portal, chromium):
    page = sign_in(chromium, portal, people.principal)
    page.goto(people.feedback.get_absolute_url() + rectification.sign_for.slug + "/")
    page.locator("main form .button--primary").last.click()
    page.wait_for_url(portal + people.feedback.get_absolute_url())
    assert cases.fresh(people.feedback).stage == "signed_for"
    page.context.close()


def test_a_home_unit_lends_somebody_at_the_portal(people, portal, chromium):
    page, asked = sign_in(chromium, portal, people.department_handler), people.asked
    for slug in ("sign-for-secondment", "consent-to-secondment"):
        page.goto(f"{asked.get_absolute_url()}{slug}/")
        page.locator("main form .button--primary").last.click()
        page.wait_for_url(portal + asked.get_absolute_url())
    assert cases.fresh(asked).stage == "consented"
    text = page.locator("main").inner_text()
    assert people.engagement.unit.name not in text
    assert people.engagement.team.name not in text
    page.context.close()


def test_the_database_itself_refuses_the_portal_what_is_sealed(people, portal):
    address = os.environ["PORTAL_DATABASE_URL"].rsplit("/", 1)[0] + "/" + settings.DATABASES["default"]["NAME"]
    with psycopg2.connect(address) as outside, outside.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM rectification_item")
        assert cursor.fetchone() == (1,)
        with pytest.raises(psycopg2.errors.InsufficientPrivilege):
            cursor.execute("SELECT count(*) FROM referrals_clue")


def test_a_stranger_writes_at_the_portal_and_its_log_knows_neither_him_nor_his_letter(portal, chromium, tmp_path):
    people, today = cast(), timezone.localdate()
    box = cases.fresh(cases.letter_box(people, cases.on_site(people, today), today))
    phone = chromium.new_context(base_url=portal, locale="zh-CN", java_script_enabled=False).new_page()
    phone.set_default_timeout(10_000)
    photo = io.BytesIO()
    Image.new("RGB", (8, 8)).save(photo, "PNG")
    phone.goto(f"/findings/write/{box.token}/")
    phone.fill('[name="text"]', "公车周末停在负责人小区，请核查。")
    phone.fill('[name="reporter_name"]', "白鹭洲")
    phone.set_input_files('[name="files"]', {"name": "a.png", "mimeType": "image/png", "buffer": photo.getvalue()})
    phone.locator("main form .button--primary").click()
    number, secret = (phone.locator(f"#{name}").inner_text() for name in ("number", "secret"))
    assert tasks.take_letters() == 1
    petition = Petition.objects.get()
    assert petition.named
    findings.ask_writer(petition, by=people.member, text="请说明车牌尾号。")
    phone.goto("/findings/receipt/")
    phone.fill('[name="number"]', number)
    phone.fill('[name="secret"]', secret)
    phone.locator("main form .button--primary").click()
    assert "请说明车牌尾号。" in phone.locator("main").inner_text()
    phone.fill('[name="text"]', "尾号是三个八。")
    phone.locator("main form .button--primary").click()
    assert tasks.take_letters() == 1
    assert [cookie["name"] for cookie in phone.context.cookies()] == ["csrf"]
    phone.context.close()
    log = (tmp_path / "log").read_text()
    for secret_word in ("公车", "白鹭洲", "三个八", secret, number, "127.0.0.1 -", '"POST'):
        assert secret_word not in log
