"""Somebody scans the code on the wall, writes without a name, and is answered: on a phone, without scripts."""

import datetime
import io
import re
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone
from PIL import Image

from findings import tasks
from findings.models import LetterAddition, LetterBox, Petition
from tests import cases
from tests.people import cast

from .test_every_page import LATIN
from .test_in_the_browser import Person

pytestmark = pytest.mark.browser


def photo() -> dict:
    target = io.BytesIO()
    Image.new("RGB", (64, 48), "white").save(target, "JPEG")
    return {"name": "IMG_0001.jpg", "mimeType": "image/jpeg", "buffer": target.getvalue()}


class Phone:
    """A phone in the hand of somebody who signs in nowhere. Every page that it shows can be read by everybody."""

    def __init__(self, window):
        self.page = window(width=390, height=844, javascript=False)
        self.reader = window(width=390, height=844)

    def reads(self) -> str:
        self.page.locator("main").first.wait_for()
        assert not self.page.evaluate("document.documentElement.scrollWidth > innerWidth")
        text = self.page.locator("body").inner_text()
        address = re.sub(r"https?://\S+", "", text)
        assert not re.findall(r"[A-Za-z]{3,}", LATIN.sub("", address))
        return text

    def sends(self, **typed):
        for name, value in typed.items():
            field = self.page.locator(f'main [name="{name}"]')
            field.set_input_files(value) if name == "files" else field.fill(value)
        self.page.locator("main form .button--primary").click()
        return self

    def can_be_read_by_everybody(self, path):
        self.reader.goto(path)
        found = Axe().run(self.reader, options={"resultTypes": ["violations"]}).response["violations"]
        assert [one["id"] for one in found if one["impact"] in ("serious", "critical")] == []


def test_an_anonymous_letter_by_the_code_on_the_wall_is_answered(window, committed):
    today = timezone.localdate()
    people = cast()
    engagement = cases.on_site(people, today - datetime.timedelta(days=3))
    clerk, member, phone = Person(window(people.clerk)), Person(window(people.member)), Phone(window)

    clerk.at(engagement).does("open-letter-box", closes_on=(today + datetime.timedelta(days=20)).isoformat())
    box = LetterBox.objects.get()
    clerk.at(box).page.get_by_role("link", name="打印张贴用公告").click()
    assert clerk.page.locator(".poster__code svg").is_visible()
    path = urlsplit(clerk.page.locator(".poster__address").inner_text()).path

    phone.can_be_read_by_everybody(path)
    phone.page.goto(path)
    assert engagement.unit.name in phone.reads()
    phone.sends(text="太短", reporter_phone="000-0000")
    assert "请同时填写姓名" in phone.reads()
    assert "请再写详细一些" in phone.reads()
    assert phone.page.locator('[name="text"]').input_value() == "太短"
    phone.sends(text="下属单位的公车周末停在负责人小区，行车日志是月底补的。", reporter_phone="", files=photo())
    assert "只显示这一次" in phone.reads()
    number, secret = (phone.page.locator(f"#{name}").inner_text() for name in ("number", "secret"))
    tasks.take_letters()

    member.page.goto("/")
    member.page.get_by_text("信-001").first.wait_for()
    petition = Petition.objects.get()
    assert "行车日志是月底补的" in member.at(petition).reads()
    assert "附件1.jpg" in member.reads()
    member.does("ask-writer", text="请说明车牌尾号和大致日期。")
    member.at(petition).does("accept-petition")

    phone.can_be_read_by_everybody("/findings/receipt/")
    phone.page.goto("/findings/receipt/")
    phone.reads()
    phone.sends(number=number, secret="0000 0000 0000")
    assert "回执号或查询密码不对" in phone.reads()
    phone.sends(number=number, secret=secret)
    assert "请说明车牌尾号和大致日期。" in phone.reads()
    phone.sends(text="尾号是三个八，上个月每个周末都在。")
    assert "补充内容已收到" in phone.reads()
    tasks.take_letters()

    addition = LetterAddition.objects.get()
    assert "上个月每个周末都在" in member.at(addition).reads()
    member.does("read-addition")
    member.at(petition).does("tell-writer", text="已经核查，谢谢您反映情况。")
    assert "来信人已答复" in member.at(petition).reads()
    member.does("conclude-petition", conclusion="行车日志补记属实，已形成底稿。")

    phone.page.goto("/findings/receipt/")
    phone.sends(number=number, secret=secret)
    assert "已经核查，谢谢您反映情况。" in phone.reads()

    clerk.at(box).does("close-letter-box", note="驻点结束，公告已撤下。")
    assert phone.page.goto(path).status == 404
    assert "该信箱未开放" in phone.reads()
    assert window(people.liaison).goto(box.get_absolute_url()).status == 404
