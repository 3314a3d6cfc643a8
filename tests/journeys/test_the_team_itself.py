"""A leader tells the office of his week, divides the work, and reminds a member in time; all from the unit's page."""

import datetime

import pytest
from django.utils import timezone

from findings.models import WeeklyReport
from inspections.models import Admonition, ConductMatter, Leave, Posting
from tests import cases
from tests.people import cast

from .test_in_the_browser import Person

pytestmark = pytest.mark.browser


def test_a_week_of_a_leader(window):
    today = timezone.localdate()
    people = cast()
    engagement = cases.on_site(people, today - datetime.timedelta(days=10))
    cases.talk(engagement, today=today - datetime.timedelta(days=2))
    leader, member, clerk = (Person(window(getattr(people, name))) for name in ("leader", "member", "clerk"))
    place = Posting.objects.get(person=people.member.person)

    clerk.page.goto("/findings/weeks/")
    assert "逾期" in clerk.reads()
    leader.at(engagement).page.locator('main a.button[href$="/hand-in-week/"]').first.click()
    leader.page.locator("form#move .form__foot button").click()
    assert "谈话人数 1" in leader.reads(), "what will be counted stands in the form, also when the plan is missing"
    leader.at(engagement).does("hand-in-week", plan="完成中层干部谈话。")
    report = WeeklyReport.objects.get()
    assert "统计口径" in clerk.at(report).reads()

    leader.at(engagement).does("assign-duty", posting=place.key, duty="talks")
    leader.at(engagement).does(
        "note-conduct", posting=place.key, kind_of="tendency", on=today.isoformat(), facts="两次迟到。"
    )
    leader.at(ConductMatter.objects.get()).does("remind", text="请按时到岗。")
    admonition = Admonition.objects.get()
    member.page.goto("/")
    assert "签收提醒批评" in member.reads(), "it waits on his desk"
    assert "请按时到岗" in member.at(admonition).reads()
    assert "两次迟到" not in member.reads()
    member.does("acknowledge", note="接受提醒。")

    day = today.isoformat()
    member.at(engagement).does("ask-leave", kind_of="sick", begins_on=day, ends_on=day, reason="就医。")
    leader.at(Leave.objects.get()).does("give-leave")
    leader.at(engagement.team)
    assert "请假" in leader.reads()
    assert "谈话外调" in leader.reads()
