"""A department is asked for an expert, declines, and the leading group decides: each at his own screen."""

import datetime

import pytest
from django.utils import timezone

from findings.models import Lead
from referrals.models import FunctionalRequest
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_a_request_is_declined_and_brought_before_the_leading_group(window):
    today = timezone.localdate()
    people = cast()
    engagement = cases.on_site(people, today - datetime.timedelta(days=5))
    leader, clerk = Person(window(people.leader)), Person(window(people.clerk))
    department, secretary = Person(window(people.department_handler, width=390)), Person(window(people.secretary))

    panel = leader.at(engagement).opens("requests")
    panel.get_by_text("尚未商请职能单位协助。").wait_for()
    panel.get_by_role("link", name="商请职能单位协助").click()
    for name, value in {
        "kind_of": "expertise",
        "receiver": people.department.key,
        "title_text": "协助核查工程结算",
        "wanted": "请派1名熟悉工程造价的同志协助核查，时间约5天。",
        "files": PDF,
    }.items():
        leader.fill(name, value)
    leader.page.locator("form#move .form__foot button").click()
    request = FunctionalRequest.objects.get()
    assert department.page.goto(request.get_absolute_url()).status == 404

    clerk.page.goto("/")
    assert "协助核查工程结算" in clerk.reads(), "what is to be sent stands on the desk of the office"
    clerk.at(request).does("send-request", note="")

    department.page.goto("/")
    assert "协助核查工程结算" in department.reads()
    department.at(request).does("sign-for-request")
    department.does("decline-request", refusal="近期决算任务集中，难以抽调。")

    assert "近期决算任务集中" in leader.at(request).reads()
    leader.does("escalate-request", note="该项协助对核实问题十分必要。")

    secretary.page.goto("/referrals/requests/")
    secretary.page.get_by_role("link", name=request.number).click()
    secretary.does("insist-on-request", decision="请克服困难，安排1名同志参加。")
    assert "请克服困难" in department.at(request).reads()

    department.does("answer-request", answer="已派1名同志参加，核查意见见附件。", files=PDF)
    leader.at(request).does("answer-to-lead", title_text="工程结算是否多计工程量")
    assert request.number in leader.at(Lead.objects.get()).reads()
    leader.at(request).does("judge-request", satisfaction="partly")
    leader.page.goto("/referrals/requests/")
    assert "100%" in leader.reads()
    assert "各职能单位答复情况" in leader.reads()

    for thing in (engagement, Lead.objects.get()):
        assert department.page.goto(thing.get_absolute_url()).status == 404
