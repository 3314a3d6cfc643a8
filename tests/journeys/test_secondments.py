"""A unit lends somebody for a round: asked, agreed, appraised, in the browsers of those who do it."""

import datetime

import pytest
from django.utils import timezone

from inspections.models import Posting, Secondment
from tests import cases
from tests.people import cast

from .test_in_the_browser import Person

pytestmark = pytest.mark.browser


def test_a_unit_lends_somebody_and_reads_how_he_did(window):
    today = timezone.localdate()
    people = cast()
    cases.lent(people, people.second_member.person)
    engagement = cases.on_site(people, today - datetime.timedelta(days=50))
    clerk, leader = Person(window(people.clerk)), Person(window(people.leader))
    unit, himself = Person(window(people.department_handler, width=390)), Person(window(people.second_member))

    clerk.at(engagement.round).opens("secondments").get_by_text("派出单位尚未同意抽调：second_member").wait_for()
    clerk.at(Posting.objects.get(person=people.second_member.person)).does("ask-home-unit")
    asked = Secondment.objects.get()

    unit.page.goto("/")
    assert "签收抽调函" in unit.reads(), "it waits on the desk of the unit"
    unit.at(asked).does("sign-for-secondment")
    unit.does("consent-to-secondment", note="同意。")
    assert engagement.unit.name not in unit.reads()

    leader.at(asked).does("appraise", grade="excellent", text="作风扎实，熟悉财务业务。")
    assert "作风扎实" not in unit.at(asked).reads()
    assert himself.page.request.get(asked.get_absolute_url()).status == 404
    clerk.at(asked.written).does("confirm-appraisal", note="")
    assert "作风扎实" in unit.at(asked).reads()
    assert "作风扎实" in himself.at(asked).reads()
    unit.does("sign-for-appraisal")
    assert "已办结" in unit.reads()
