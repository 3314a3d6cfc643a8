"""A meeting is recorded, a step of the round rests on it, and what it decided is carried out by somebody else."""

import datetime

import pytest
from django.utils import timezone

from inspections import actions
from inspections.models import Decision, Meeting
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


@pytest.fixture
def people(committed):
    return cast()


def test_what_the_leading_group_decides_is_carried_out_by_a_department(window, people):
    today = timezone.localdate()
    round = cases.open_round(people, today)
    actions.choose_target(round, by=people.clerk, today=today, unit=people.unit)
    clerk, secretary = Person(window(people.clerk)), Person(window(people.secretary))
    department = Person(window(people.department_handler, width=390, height=844))

    # The meeting is recorded on one page; the step that needs it finds it chosen already.
    clerk.at(round).does(
        "record-meeting",
        kind_of="leading_group",
        held_on=today.isoformat(),
        chair="韩组长",
        agenda="审议本轮巡察工作方案",
        minutes="原则同意。",
        files=PDF,
    )
    meeting = Meeting.objects.get()
    clerk.at(round).page.locator('main a.button[href$="/lg-review/"]').first.click()
    assert clerk.page.locator('[name="meeting"]').input_value() == meeting.key
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    assert "审议方案" in clerk.at(meeting).reads()

    # What it decided gets somebody who sees to it; he finds that on his desk, and not the meeting.
    due = (today + datetime.timedelta(days=20)).isoformat()
    clerk.at(meeting).does("decide", text="牵头开展专项治理。", owner=people.department.key, due_on=due)
    decision = Decision.objects.get()
    department.page.goto("/")
    assert "牵头开展专项治理" in department.reads()
    assert department.page.request.get(meeting.get_absolute_url()).status == 404
    department.at(decision).does("report-decision", report="已印发方案。", files=PDF)

    clerk.at(decision).does("return-decision", note="请补充治理成效。")
    department.at(decision).does("report-decision", report="已印发方案，整改12项。")
    secretary.page.goto("/inspections/decisions/?state=open")
    assert "牵头开展专项治理" in secretary.reads()
    clerk.at(decision).does("close-decision", note="")
    assert "已落实" in secretary.at(decision).reads()

    # The office keeps the list of the leading group, and reads it out with those of the round.
    clerk.at(people.leading_group).does(
        "appoint", person=people.secretary.person.key, role="head", appointed_on=today.isoformat()
    )
    clerk.at(round).page.get_by_role("link", name="宣读名单").click()
    assert "领导小组组长" in clerk.reads()
    with clerk.page.expect_download() as download:
        clerk.page.get_by_role("link", name="导出").click()
    assert download.value.suggested_filename.endswith(".xlsx")
