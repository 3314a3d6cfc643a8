"""A feedback that the guard stops: one place is removed, one overruled with a reason; then it is given and answered."""

import datetime

import pytest
from django.utils import timezone

from findings import actions as findings
from rectification.models import Copy, Feedback, Opinion
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_a_feedback_is_held_up_and_given_received_and_answered(window):
    today = timezone.localdate()
    people = cast()
    engagement = cases.on_site(people, today - datetime.timedelta(days=5))
    letter = cases.petition(engagement, today=today, reporter_name="邬晁荀")
    findings.accept_petition(letter, by=people.member, today=today, note="")
    findings.conclude_petition(letter, by=people.member, today=today, conclusion="经核查，已在驻点期间办结。")
    found = cases.finding(engagement, today=today)
    cases.heard(people, engagement.round, today)
    cases.routed(people, found, "organisation", today)
    leader, clerk, head = (Person(window(getattr(people, name))) for name in ("leader", "clerk", "head"))
    principal, discipline = Person(window(people.principal, width=390)), Person(window(people.discipline_handler))

    panel = leader.at(engagement).opens("opinions")
    panel.get_by_role("link", name="起草反馈意见").click()
    leader.fill("overview", "党组织总体较好，但据邬晁荀反映，台账管理存在差距。")
    leader.fill("demands", "请按期整改。政策咨询请拨打热线400-000-0000。")
    leader.page.locator("form#move .form__foot button").click()
    leader.page.wait_for_load_state()
    opinion = Opinion.objects.get()
    assert "台账登记不完整" in leader.reads(), "the problem is taken over"
    leader.does("submit-opinion", note="")

    head.page.goto("/")
    assert "审核反馈意见稿" in head.reads(), "it waits on the desk of the head"
    shut = head.at(opinion).may_not("check-opinion")
    assert "含有封存内容" in shut
    assert [mark.inner_text() for mark in head.page.locator("#guard mark").all()] == ["邬晁荀", "400-000-0000"]
    assert "来信" not in head.page.locator("#guard").inner_text()

    leader.at(opinion).does("revise-opinion", overview="党组织总体较好，但台账管理存在差距。")
    head.at(opinion)
    assert [mark.inner_text() for mark in head.page.locator("#guard mark").all()] == ["400-000-0000"]
    head.page.locator('main a.button[href$="/overrule/"]').first.click()
    head.page.locator('form#move [name="places"]').first.check()
    head.fill("note", "系对外公布的热线。")
    head.page.locator("form#move .form__foot button").click()
    head.page.wait_for_load_state()
    assert "系对外公布的热线。" in head.at(opinion).reads()
    head.does("check-opinion", note="同意反馈。")

    assert principal.page.goto(opinion.get_absolute_url()).status == 404
    said = {"place": "区住建局会议室", "chair": "副组长", "attendees": "领导班子成员、中层干部", "absent": "王某出差"}
    clerk.at(engagement).does("feed-back", held_on=today.isoformat(), **said)
    feedback = Feedback.objects.get()
    principal.at(feedback).does("sign-for", note="")
    principal.at(feedback).does("state-position", statement="诚恳接受，照单全收，按期整改。", files=PDF)
    assert "诚恳接受" in clerk.at(feedback).reads()
    assert "王某出差" in clerk.reads()

    clerk.does("send-copies", leader="分管副区长", bodies=[people.discipline.key, people.personnel.key])
    copy = Copy.objects.get(receiver=people.discipline)
    discipline.page.goto("/")
    assert "签收抄告件" in discipline.reads()
    discipline.at(copy).does("sign-for-copy", note="")
    discipline.page.get_by_role("link", name="打印件").click()
    discipline.page.wait_for_load_state()
    assert copy.mark in discipline.reads()
    assert "台账登记不完整" in discipline.reads()
    assert discipline.page.goto(feedback.get_absolute_url()).status == 404

    principal.at(feedback).does("print-copy")
    printed = Copy.objects.get(kind_of="printed")
    assert str(people.principal) in clerk.at(printed).reads(), "whose copy is it? the register says"
