"""After the reports: a sheet, what people say on a phone, points from three sides, a grade, and what is published."""

import datetime
from urllib.parse import urlsplit

import pytest
from django.utils import timezone

from rectification.models import Assessment, Disclosure, SatisfactionSurvey, ScoreSheet
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person
from .test_letters import Phone

pytestmark = pytest.mark.browser
#: what somebody said in a talk, and nobody may read in a public text
SAID = "孙某反映公车周末停在负责人小区楼下已经三个月"
QUESTIONS = ("whole", "solved", "told", "conduct")


def reported(people, today):
    """A unit has put right what it was told of, and its reports are accepted; in a talk something was said."""
    engagement = cases.on_site(people, today)
    cases.talk(engagement, "赵某", today, summary=SAID)
    found = cases.finding(engagement, "台账登记不完整", today)
    cases.heard(people, engagement.round, today)
    cases.routed(people, found, "organisation", today)
    cases.fed_back(people, engagement, today)
    return cases.answered_for(people, engagement, today)


def answers(phone, code, mark):
    """Somebody with a slip in his hand answers on his phone."""
    for name in QUESTIONS:
        phone.page.locator(f'[name="{name}"][value="{mark}"]').check()
    return phone.sends(code=code)


def gives_points(person, assessment, off=None):
    """A side gives its points on one page; what is taken off is asked about."""
    person.at(assessment).page.get_by_role("link", name="本方评分").click()
    fields = person.page.locator('form#move [name^="points_"]')
    for place in range(fields.count()):
        field = fields.nth(place)
        field.fill(field.get_attribute("max"))
    if off:
        first = fields.first
        first.fill("8")
        person.page.locator("form#move .form__foot button").click()
        assert "请说明扣分理由" in person.reads()
        assert first.input_value() == "8"
        person.page.locator('form#move [name^="reason_"]').first.fill(off)
    person.page.locator("form#move .form__foot button").click()
    assert "评分已保存" in person.reads()


def test_a_rectification_is_graded_by_three_sides_and_published_without_what_lies_under_seal(window, committed):
    today, people = timezone.localdate(), cast()
    engagement = reported(people, today)
    clerk, head = Person(window(people.clerk)), Person(window(people.head))
    liaison, principal = Person(window(people.liaison)), Person(window(people.principal))

    # The office draws up its sheet; it begins with the usual criteria.
    clerk.at(people.authority).does("draft-sheet", name="整改成效评分表", since=str(today.year))
    head.at(ScoreSheet.objects.get()).does("use-sheet")

    # People are asked on slips; each code counts once, and while it is open nothing is told but how many answered.
    ends = (today + datetime.timedelta(days=5)).isoformat()
    clerk.at(engagement).does("open-survey", asked="干部职工和服务对象", codes=8, closes_on=ends)
    survey = SatisfactionSurvey.objects.get()
    clerk.at(survey).page.get_by_role("link", name="打印测评单").click()
    slips = clerk.page.locator(".slip strong").all_inner_texts()
    assert len(slips) == 8
    path = urlsplit(clerk.page.locator(".slip__address").first.inner_text()).path
    phone = Phone(window)
    phone.can_be_read_by_everybody(path)
    for code, mark in zip(slips, ("satisfied", "satisfied", "basically", "satisfied", "dissatisfied"), strict=False):
        phone.page.goto(path)
        assert people.unit.name in phone.reads()
        assert "已经收到" in answers(phone, code, mark).reads()
    phone.page.goto(path)
    assert "已经使用过" in answers(phone, slips[0], "satisfied").reads()
    assert "已收回5份" in clerk.at(survey).reads()
    clerk.does("close-survey", note="测评单已全部收回")
    assert "80.0" in clerk.at(survey).reads()

    # Each side gives its points beside what was counted.
    clerk.at(engagement).does("open-assessment")
    assessment = Assessment.objects.get()
    gives_points(clerk, assessment, off="个别事项报送不及时")
    assert "满意和基本满意80.0%" in clerk.reads()
    for user in (people.discipline_handler, people.personnel_handler):
        gives_points(Person(window(user)), assessment)
    head.at(assessment).does("propose-grade")
    assert not Assessment.objects.visible_to(people.principal).exists()
    clerk.at(assessment).does("confirm-grade", held_on=today.isoformat(), minutes="同意评为优秀")
    assert "优秀" in principal.at(assessment).reads()

    # What the unit wants to publish says too much: the head can't approve it until the office has taken it out.
    shown = Disclosure.objects.get(kind_of="public")
    liaison.at(shown).does("write-disclosure", text=f"反馈问题1个，已整改完成1个。{SAID}。")
    principal.at(shown).does("submit-disclosure")
    assert "封存" in head.at(shown).may_not("approve-disclosure")
    assert SAID in head.page.locator("#guard mark").inner_text()
    clerk.at(shown).does("correct-disclosure", text="反馈问题1个，已整改完成1个。")
    head.at(shown).does("approve-disclosure")
    days = {"published_from": today.isoformat(), "published_until": ends}
    liaison.at(shown).does("publish-disclosure", place="区住建局公示栏", files=PDF, **days)
    phone.can_be_read_by_everybody("/rectification/published/")
    phone.page.goto("/rectification/published/")
    phone.page.get_by_role("link", name=shown.heading).click()
    text = phone.reads()
    assert "已整改完成1个" in text
    assert SAID not in text
