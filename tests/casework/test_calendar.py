"""A month of dates: whose they are, what is unlike an ordinary day, and what it costs."""

import datetime
import re

import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework.models import Closure, Deadline
from tests import cases

DAY = cases.DAY
MONTH = "/calendar/?month=2026-03"


def client_of(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def page(user, url=MONTH):
    answer = client_of(user).get(url)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def day_of(text, on):
    """What stands on one day of the page."""
    days = re.split(r'<li class="month__day', text)
    [found] = [day for day in days if f'<time datetime="{on}"' in day]
    return found


@pytest.fixture
def paper(people, engagement):
    return cases.paper(engagement)


def test_each_date_stands_on_its_day_and_opens_its_thing(people, paper):
    due = Deadline.objects.get(rule__code="submit_paper").due_on
    found = day_of(page(people.member), due.isoformat())
    assert paper.get_absolute_url() in found
    assert paper.title in found


def test_a_month_is_of_its_reader_alone(people, paper):
    assert paper.get_absolute_url() in page(people.member)
    for other in (people.other_member, people.liaison, people.clerk, people.sysadmin):
        assert paper.get_absolute_url() not in page(other)
        assert paper.title not in page(other, f"{MONTH}&whose=office")


def test_the_office_sees_what_it_oversees_as_far_as_it_may_see_the_thing(people, engagement):
    due = Deadline.objects.get(rule__code="stay", thing_id=engagement.pk).due_on
    url = f"/calendar/?month={due:%Y-%m}"
    assert engagement.get_absolute_url() in page(people.leader, url)
    assert engagement.get_absolute_url() not in page(people.clerk, url)
    assert engagement.get_absolute_url() in page(people.clerk, f"{url}&whose=office")
    assert "全办" in page(people.clerk, url)
    assert "全办" not in page(people.leader, f"{url}&whose=office")


def test_what_is_met_is_gone(people, paper):
    from findings import actions

    before = page(people.member)
    actions.submit_paper(paper, by=people.member, today=DAY, note="")
    assert paper.get_absolute_url() in before
    assert paper.get_absolute_url() not in page(people.member)


def test_holidays_and_the_days_worked_instead_are_marked(people):
    text = page(people.member, "/calendar/?month=2026-10")
    assert "国庆节" in day_of(text, "2026-10-01")
    assert "调休上班" in day_of(text, "2026-10-10")
    assert "tag" not in day_of(text, "2026-10-14")
    Closure.objects.create(on=datetime.date(2026, 10, 14), works=False, reason="机关搬迁")
    assert "机关搬迁" in day_of(page(people.member, "/calendar/?month=2026-10"), "2026-10-14")
    Closure.objects.update(withdrawn=True)
    assert "机关搬迁" not in page(people.member, "/calendar/?month=2026-10")


def test_a_date_whose_clock_stands_is_not_late(people, paper):
    Deadline.objects.update(stopped_on=DAY)
    assert "t-late" not in page(people.member)


def test_holidays_that_nobody_has_announced_are_not_made_up(people):
    assert "国庆节" not in page(people.member, "/calendar/?month=2099-10")


@pytest.mark.parametrize(
    ("month", "before", "after"), [("2026-01", "2025-12", "2026-02"), ("2026-12", "2026-11", "2027-01")]
)
def test_the_months_before_and_after_are_plain_links(people, month, before, after):
    text = page(people.member, f"/calendar/?month={month}")
    assert f'rel="prev" href="?month={before}"' in text
    assert f'rel="next" href="?month={after}"' in text


@pytest.mark.parametrize("asked", ["", "2026-13", "1999-01", "x", "2026-3", "2026-03-01", "２０２６-03"])
def test_a_month_that_is_none_is_this_month(people, asked):
    with time_machine.travel(datetime.datetime(2026, 5, 31, 9, tzinfo=timezone.get_current_timezone()), tick=False):
        assert 'datetime="2026-05-31"' in page(people.member, f"/calendar/?month={asked}")


def test_a_day_with_many_dates_unfolds(people, engagement):
    for number in range(7):
        cases.paper(engagement, f"第{number}件")
    due = Deadline.objects.filter(rule__code="submit_paper").first().due_on
    found = day_of(page(people.member), due.isoformat())
    assert "还有3项" in found
    assert all(f"第{number}件" in found for number in range(7))


def test_many_dates_cost_what_few_cost(people, engagement):
    cases.paper(engagement)

    def asked(user, url):
        client = client_of(user)
        client.get(url)
        with CaptureQueriesContext(connection) as questions:
            client.get(url)
        return len(questions)

    urls = [(people.member, MONTH), (people.clerk, f"{MONTH}&whose=office")]
    few = [asked(*one) for one in urls]
    for number in range(10):
        cases.paper(engagement, f"第{number}件")
    assert [asked(*one) for one in urls] == few


def test_the_desk_leads_to_it_and_it_leads_to_the_subscription(people):
    assert 'href="/calendar/"' in page(people.member, "/")
    assert 'href="/calendar/subscription/"' in page(people.member)
