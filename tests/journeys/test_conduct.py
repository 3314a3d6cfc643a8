"""Somebody's own leader pleads for a man of the unit. It is on record within a minute, and goes past him."""

import datetime

import pytest
from django.utils import timezone

from inspections.models import InterferenceRecord
from tests import cases
from tests.people import cast

from .test_in_the_browser import Person

pytestmark = pytest.mark.browser


def test_a_member_registers_that_his_own_leader_pleaded(window):
    today = timezone.localdate()
    people = cast()
    cases.on_site(people, today - datetime.timedelta(days=5))
    member = Person(window(people.member, width=390))
    leader, head, secretary = (Person(window(getattr(people, name))) for name in ("leader", "head", "secretary"))

    member.page.goto("/inspections/interference/")
    member.page.get_by_role("link", name="登记打探说情").first.click()
    said = {"interferer": people.leader.person.key, "relation": "inspector", "channel": "face"}
    for name, value in said.items():
        member.fill(name, value)
    member.page.locator("form#move .form__foot button").click()
    assert "填写" in member.reads(), "what was said is missing, and nothing of the rest is lost"
    assert member.page.locator('[name="interferer"]').input_value() == people.leader.person.key
    member.fill("said", "要求对该单位办公室主任的问题不写底稿。")
    member.page.locator("form#move .form__foot button").click()
    member.page.wait_for_load_state()
    record = InterferenceRecord.objects.get()

    leader.page.goto("/")
    assert "打探说情" not in leader.reads()
    leader.page.goto("/inspections/interference/")
    assert record.number not in leader.reads()
    assert leader.page.locator("#rows tbody tr").count() == 0
    leader.page.goto("/notices/")
    assert "打探说情" not in leader.reads()
    for address in (record.get_absolute_url(), f"{record.get_absolute_url()}take-to-office/"):
        assert leader.page.request.get(address).status == 404

    head.page.goto("/notices/")
    assert "登记打探说情" in head.reads()
    assert "不写底稿" in head.at(record).reads()
    assert "由领导小组处理" in head.may_not("handle-interference")

    secretary.page.goto("/")
    assert "办理打探说情登记" in secretary.reads(), "it waits on the desk of the leading group"
    secretary.at(record).does("handle-interference", outcome="hand_over", result="停止其组长职责，移交区纪委。")

    member.at(record).does("add-to-interference", text="次日又当面提起此事。")
    assert member.page.locator('main a.button[href$="/amend/"]').count() == 0
    assert "次日又当面提起此事" in head.at(record).reads()
    head.does("seal-interference", note="处理完毕，归档。")
    assert "已封存" in member.at(record).reads()
    assert leader.page.request.get(record.get_absolute_url()).status == 404
