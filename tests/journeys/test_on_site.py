"""A talk becomes a lead, the lead is followed twice, and there is something in it: on a phone, by who was there."""

import datetime

import pytest
from django.utils import timezone

from findings.models import Lead, Talk, WorkingPaper
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_a_talk_becomes_a_lead_and_the_lead_a_paper(window):
    today = timezone.localdate()
    people = cast()
    engagement = cases.on_site(people, today - datetime.timedelta(days=5))
    wang = Person(window(people.member, width=390))
    leader = Person(window(people.leader))

    leader.at(engagement).does("plan-talk", name="周建平", post="财务股股长", group="middle", due_on=today.isoformat())
    talk = Talk.objects.get()
    wang.page.goto("/")
    assert "周建平" in wang.reads(), "who must be talked to stands on the desk"

    wang.at(talk).does(
        "hold-talk",
        on=today.isoformat(),
        place="谈话室",
        second=people.second_member.key,
        minutes=45,
        summary="谈到往来款长期挂账，未说明去向。",
        signed=True,
        files=PDF,
    )
    wang.at(talk).does("raise-lead", title_text="往来款长期挂账，是否存在坐支", about="谈话中未说明去向。")
    lead = Lead.objects.get()
    assert "谈-001" in wang.at(lead).reads()
    wang.page.goto("/")
    wang.page.get_by_text("往来款长期挂账，是否存在坐支").first.wait_for()

    wang.at(lead).does("take-step", means="documents", on=today.isoformat(), result="抽查18笔，6笔无审批单。")
    wang.at(lead).does("take-step", means="visit", on=today.isoformat(), result="到下属单位核对，收款未入账。")

    page = wang.at(lead).page
    page.locator('main a.button[href$="/lead-to-paper/"]').first.click()
    facts = page.locator('form#move [name="facts"]').input_value()
    assert "6笔无审批单" in facts
    assert "收款未入账" in facts
    wang.at(lead).does(
        "lead-to-paper",
        concerns="unit",
        source="talk",
        found_on=today.isoformat(),
        second=people.second_member.key,
        files=PDF,
    )
    paper = WorkingPaper.objects.get()
    assert paper.title_text == "往来款长期挂账，是否存在坐支"
    assert "已形成底稿" in wang.at(lead).reads()

    leader.at(engagement).opens("registers").get_by_text("个别谈话").first.wait_for()
    liaison = window(people.liaison)
    for thing in (talk, lead, paper):
        assert liaison.goto(thing.get_absolute_url()).status == 404
