"""A member writes a problem down and sees that he has met it before; the office lays the two side by side."""

import datetime

import pytest
from django.utils import timezone

from findings.models import WorkingPaper
from inspections import actions as inspections
from tests import cases
from tests.people import cast

from .test_in_the_browser import Person

pytestmark = pytest.mark.browser


def twice_in_one_unit(people, today):
    """The first team was in the unit, then the other one, and now the first is there again."""
    first = cases.on_site(people, today - datetime.timedelta(days=200))
    told = cases.finding(first, "公务接待管理不规范，无公函接待", today - datetime.timedelta(days=200))
    between = today - datetime.timedelta(days=130)
    for engagement, leader in zip(
        cases.mobilised(people, between, again=True), (people.leader, people.other_leader), strict=True
    ):
        enter(people, engagement, leader, between)
    again, _other = cases.mobilised(people, today - datetime.timedelta(days=1))
    return told, enter(people, again, people.leader, today)


def enter(people, engagement, leader, day):
    inspections.notify(engagement, by=people.clerk, today=day, note="")
    inspections.enter(cases.fresh(engagement), by=leader, today=day)
    return cases.fresh(engagement)


def test_a_member_sees_that_the_unit_had_this_problem_before_and_the_office_compares(window):
    today = timezone.localdate()
    people = cast()
    told, again = twice_in_one_unit(people, today)
    assert told.engagement.unit == again.unit
    member = Person(window(people.member))
    member.at(again).page.locator('main a.button[href$="/file-paper/"]').first.click()
    box = member.page.locator("#beside")
    box.get_by_text("填写问题标题后").wait_for()
    member.page.locator('#move [name="title_text"]').press_sequentially("公务接待审批不严，没有公函", delay=20)
    box.get_by_text("本单位此前（屡改屡犯）").wait_for()
    assert (
        box.get_by_role("link", name="公务接待管理不规范，无公函接待").get_attribute("href") == told.get_absolute_url()
    )
    said = {"facts": "抽查30批次接待，18批次没有公函。", "concerns": "unit", "source": "documents"}
    said |= {"found_on": today.isoformat()}
    for name, value in said.items():
        member.fill(name, value)
    member.page.locator("form#move .form__foot button").click()
    member.page.wait_for_load_state()
    assert "已办理：" in member.reads()
    paper = WorkingPaper.objects.latest("pk")
    assert paper.title_text == "公务接待审批不严，没有公函"

    made = cases.finding(again, "公务接待审批不严，没有公函", today)
    office = Person(window(people.clerk))
    part = office.at(made).page.locator("#alike")
    part.get_by_text("本单位此前（屡改屡犯）").wait_for()
    part.get_by_role("link", name="对照查看").click()
    office.page.wait_for_load_state()
    assert told.number in office.reads()
    assert made.number in office.reads()
    part = office.at(again.round).opens("repeats")
    part.get_by_text(f"{people.unit.name} 1").wait_for()
    assert part.get_by_role("link", name=told.title).count() == 1


def test_without_scripts_a_button_opens_what_was_seen_before_and_what_was_typed_stays(window):
    today = timezone.localdate()
    people = cast()
    told, again = twice_in_one_unit(people, today)
    member = Person(window(people.member, javascript=False))
    member.at(again).page.locator('main a.button[href$="/file-paper/"]').first.click()
    member.fill("title_text", "公务接待审批不严，没有公函")
    with member.page.context.expect_page() as opened:
        member.page.locator("#beside").get_by_role("button", name="查一查").click()
    opened.value.wait_for_load_state()
    assert told.title in opened.value.locator("main").inner_text()
    assert member.page.locator('#move [name="title_text"]').input_value() == "公务接待审批不严，没有公函"
    assert not WorkingPaper.objects.filter(engagement=again).exists()
