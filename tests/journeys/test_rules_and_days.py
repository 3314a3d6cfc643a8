"""The office closes a day, draws up rules of its own and stops a clock, and sees first which dates move."""

import pytest
from django.urls import reverse

from casework.models import Deadline
from inspections.models import LocalDays, OwnProfile
from tests import cases
from tests.people import cast

from .test_in_the_browser import Person

pytestmark = pytest.mark.browser


@pytest.fixture
def people(committed):
    return cast()


@pytest.fixture
def feedback(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    return cases.fed_back(people, engagement)


def test_the_office_sees_what_moves_before_it_says_so(window, people, feedback):
    clerk, head = Person(window(people.clerk)), Person(window(people.head))
    plan = Deadline.objects.open().get(rule__code="plan")

    clerk.page.goto(reverse("inspections:calendar-year", args=[2026]))
    assert "春节" in clerk.reads()
    clerk.page.locator("main a.button--primary, header a.button--primary").first.click()
    clerk.fill("begins_on", "2026-03-04")
    clerk.fill("ends_on", "2026-03-05")
    clerk.fill("reason", "机关停电检修")
    clerk.page.locator("#beside-part td", has_text=plan.due_on.isoformat()).first.wait_for()
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    assert LocalDays.objects.get().reason == "机关停电检修"
    clerk.at(feedback.plan)
    assert "机关停电检修 2026-03-04 至 2026-03-05" in clerk.reads()
    assert "期限变动" in clerk.reads()

    own = cases.own_profile(people, used=False)
    rule = own.rules.get(general__code="rectification_report")
    clerk.page.goto(f"{rule.get_absolute_url()}amend-rule/")
    clerk.fill("amount", "5")
    clerk.page.locator("#beside-part td", has_text="2026-08-02").first.wait_for()
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    head.at(cases.fresh(own)).does("use-profile")
    round = cases.fresh(feedback.engagement.round)
    head.page.goto(f"{round.get_absolute_url()}take-up-profile/")
    head.fill("profile", OwnProfile.objects.get().profile.code)
    head.page.locator("#beside-part td", has_text="2026-08-02").first.wait_for()
    head.fill("note", "按区委要求")
    head.page.locator("form#move .form__foot button").click()
    head.page.wait_for_load_state()

    phone = Person(window(people.principal, width=390, height=844))
    phone.at(cases.fresh(feedback))
    assert "2026-08-02" in phone.reads()
    clerk.page.goto(f"{cases.fresh(feedback.engagement).get_absolute_url()}stop-clock/")
    clerk.fill("note", "机构改革，单位撤并")
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    phone.at(cases.fresh(feedback))
    assert "中止计时" in phone.reads()
    assert "机构改革，单位撤并" in phone.reads()
