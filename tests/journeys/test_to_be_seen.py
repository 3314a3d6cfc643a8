"""The office reads what will be told; a unit's liaison has his month on his phone, and his phone asks for it."""

import datetime
import urllib.request

import icalendar
import pytest
from axe_playwright_python.sync_playwright import Axe
from django.utils import timezone

from casework.models import Deadline
from casework.reminders import remind
from rectification.models import Item
from tests import cases
from tests.people import cast

from .test_in_the_browser import Person

pytestmark = pytest.mark.browser


def faults(page):
    return [one["id"] for one in Axe().run(page).response["violations"]]


def rows(person):
    return person.page.locator("#rows tbody tr").count()


@pytest.fixture
def district(committed):
    """A unit has had its feedback; its items are being put right, and a clue has gone to the discipline commission."""
    today = timezone.localdate()
    people = cast()
    people.engagement = cases.on_site(people, today - datetime.timedelta(days=30))
    for title in ("台账登记不完整", "工程款支付凭证不全", "公务接待超标准"):
        cases.finding(cases.fresh(people.engagement), title, today - datetime.timedelta(days=20))
    cases.heard(people, people.engagement.round, today - datetime.timedelta(days=3))
    for found in people.engagement.findings.all():
        cases.routed(people, found, "organisation", today - datetime.timedelta(days=2))
    feedback = cases.fed_back(people, cases.fresh(people.engagement), today - datetime.timedelta(days=1))
    due = today + datetime.timedelta(days=25)
    cases.approved_plan(people, feedback, today, due_on=due)
    return people


def test_the_office_reads_whom_the_clock_will_tell_and_whom_it_told(window, district):
    clerk = Person(window(district.clerk))
    clerk.page.goto("/")
    clerk.page.get_by_role("link", name="到期提醒预告").click()
    assert "如无人办理，将发出以下提醒" in clerk.reads()
    assert district.liaison.name in clerk.reads()
    whole = rows(clerk)
    assert whole > 3
    assert faults(clerk.page) == []

    clerk.page.locator('main [name="who"]').fill(district.liaison.name)
    clerk.page.locator("main .filters button").click()
    clerk.page.locator(".chip").wait_for()
    assert 0 < rows(clerk) < whole
    with clerk.page.expect_download() as taken:
        clerk.page.get_by_role("link", name="导出 Excel").click()
    assert taken.value.suggested_filename.startswith("到期提醒预告_DC-")

    clerk.page.get_by_role("link", name="已提醒").click()
    assert "尚无已发提醒" in clerk.reads()
    told = list(remind(timezone.localdate() + datetime.timedelta(days=25)))
    assert told
    clerk.page.reload()
    assert "未读" in clerk.reads()
    phone = Person(window(district.clerk, width=390, height=844))
    phone.page.goto("/reminders/told/")
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390


def test_a_month_on_a_phone_opens_each_thing_and_is_subscribed_to(window, district, site):
    item = Item.objects.order_by("place").first()
    due = Deadline.objects.open().filter(thing_kind=item.kind, thing_id=item.pk).earliest("due_on").due_on
    phone = Person(window(district.liaison, width=390, height=844, javascript=False))
    phone.page.goto("/calendar/")
    for _month in range((due.year - timezone.localdate().year) * 12 + due.month - timezone.localdate().month):
        with phone.page.expect_navigation():
            phone.page.get_by_role("link", name="下月").click()
    assert phone.page.evaluate("document.documentElement.scrollWidth") <= 390
    day = phone.page.locator(f'li.month__day:has(time[datetime="{due}"])')
    assert f"{due.month}月{due.day}日" in day.inner_text()
    day.get_by_role("link").first.click()
    assert phone.page.url.startswith(f"{site.url}/rectification/")

    phone.page.goto("/calendar/")
    phone.page.get_by_role("link", name="订阅日历").click()
    assert "未开通" in phone.reads()
    phone.page.get_by_role("button", name="开通").click()
    address = phone.page.locator("#address").inner_text()
    with urllib.request.urlopen(address) as answer:
        entries = icalendar.Calendar.from_ical(answer.read()).walk("VEVENT")
    assert f"巡察案管：{item.number} 到期" in {str(entry["SUMMARY"]) for entry in entries}

    wide = Person(window(district.clerk))
    wide.page.goto(f"/calendar/?whose=office&month={due:%Y-%m}")
    assert wide.page.locator(f'li:has(> p time[datetime="{due}"]) .due').count() >= 3
    assert faults(wide.page) == []


def test_the_system_administrator_reads_how_the_worker_is(window, district):
    keeper = Person(window(district.sysadmin))
    keeper.page.goto("/")
    keeper.page.get_by_role("link", name="运行状况").click()
    assert "后台服务" in keeper.reads()
    assert "磁盘可用空间" in keeper.reads()
    assert faults(keeper.page) == []
