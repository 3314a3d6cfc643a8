"""The office goes back without a word, finds one item faked, and the unit learns of it when somebody is at its door."""

import datetime

import pytest
from django.utils import timezone

from rectification.models import ReturnVisit, VisitNotice
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_what_was_faked_is_found_by_a_visit_that_nobody_announced(window):
    today = timezone.localdate()
    begun, later = today - datetime.timedelta(days=40), (today + datetime.timedelta(days=30)).isoformat()
    people = cast()
    engagement = cases.on_site(people, begun)
    found = cases.finding(engagement, today=begun)
    cases.parked(engagement, today=begun)
    cases.heard(people, engagement.round, begun)
    cases.routed(people, found, "organisation", begun)
    feedback = cases.fed_back(people, engagement, begun)
    cases.approved_plan(people, feedback, begun)
    item = cases.closed_item(people, feedback.items.get(), begun)
    clerk, head = Person(window(people.clerk)), Person(window(people.head))
    member, principal = Person(window(people.member)), Person(window(people.principal))

    # The office plans it on the page of the unit; why the item is in the sample stands beside it.
    clerk.at(engagement).does(
        "plan-visit",
        announced=False,
        purpose="看是否真改",
        due_on=today.isoformat(),
        until=today.isoformat(),
        leader=people.clerk.key,
        visitors=[people.member.key],
    )
    visit = ReturnVisit.objects.get()
    assert "没有佐证材料（+3）" in clerk.at(visit).reads()
    head.page.goto("/")
    assert visit.number in head.reads()
    head.at(visit).does("approve-visit", note="同意")
    clerk.at(visit).does("go-without-notice", note="")
    principal.page.goto("/")
    assert "回访通知〔" not in principal.reads()
    assert principal.page.goto(visit.get_absolute_url()).status == 404

    # They arrive; now the unit has its notice.
    clerk.at(visit).does("arrive", text="请准备整改台账。")
    principal.page.goto("/")
    notice = VisitNotice.objects.get()
    assert notice.number in principal.reads()
    principal.at(notice).does("sign-for-visit-notice", note="")

    # The clerk closed the item, so he does not look at it alone: what he typed stays.
    looked = visit.visited.get(item=item)
    said = {"result": "sham", "seen": "会议记录系补写。", "on": today.isoformat(), "files": PDF}
    said |= {"demand": "请重新整改并说明情况。", "due_on": later}
    clerk.at(looked)
    clerk.page.locator('main a.button[href$="/record-result/"]').first.click()
    for name, value in said.items():
        clerk.fill(name, value)
    clerk.page.locator("form#move .form__foot button").click()
    assert "共同查看" in clerk.reads()
    assert clerk.page.locator('form#move [name="seen"]').input_value() == said["seen"]
    member.at(looked).does("record-result", **said)
    left = visit.visited.get(lead__isnull=False)
    member.at(left).does("end-lead", result="deepened", seen="流水已核对，未见异常。", on=today.isoformat())

    # The item is the unit's again, with the reason; the office sees how the problem went.
    reads = principal.at(item).reads()
    assert "请重新整改并说明情况。" in reads
    assert "会议记录系补写" not in reads
    clerk.at(item).page.locator("#lineage").get_by_text("虚假整改").wait_for()

    clerk.at(visit).does("report-visit", report="一项虚假整改，已重新交办。", files=PDF)
    clerk.at(visit).does("hear-visit", held_on=today.isoformat(), minutes="同意，严肃处理。")
    head.at(visit).does("close-visit", note="")
    assert member.page.goto(visit.get_absolute_url()).status == 404
