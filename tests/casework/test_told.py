"""What will be told and what was told, narrowed by unit, over the API and as a workbook; and the month as data."""

import datetime
import io

import pytest
from django.test import Client
from django.urls import reverse
from python_calamine import CalamineWorkbook

from casework import units
from casework.models import Export
from casework.reminders import remind
from inspections import actions as inspections
from inspections.models import Engagement
from referrals.actions import put_under_seal
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def told(people, monkeypatch):
    """Both units have something late of which the office was told; the pages are read on that day."""
    ours, theirs = cases.mobilised(people)
    inspections.notify(ours, by=people.clerk, today=DAY, note="")
    inspections.enter(cases.fresh(ours), by=people.leader, today=DAY)
    ours = cases.fresh(ours)
    for engagement in (ours, theirs):
        cases.request(people, engagement, by=people.clerk)
    day = DAY + datetime.timedelta(days=9)
    assert list(remind(day))
    for module in ("casework.views.rehearsal", "casework.views.calendar", "casework.api"):
        monkeypatch.setattr(f"{module}.today", lambda: DAY)
    return people


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def test_a_case_is_about_the_unit_that_its_thing_names(told):
    ours = set(units.cases_about(told.unit.name).values_list("pk", flat=True))
    theirs = set(units.cases_about(told.other_unit.name).values_list("pk", flat=True))
    assert ours
    assert theirs
    assert not ours & theirs
    assert not units.cases_about("没有这个单位").exists()


@pytest.mark.parametrize("page", ["casework:rehearsal", "casework:told"])
def test_the_lines_are_narrowed_by_the_inspected_unit(told, page):
    office = signed_in(told.clerk)
    all_of_it = office.get(reverse(page)).content.decode()
    assert told.unit.name in all_of_it
    assert told.other_unit.name in all_of_it
    page_of_unit = office.get(reverse(page), {"unit": told.unit.name}).content.decode()
    rows = page_of_unit[page_of_unit.index("<tbody") :]
    assert told.unit.name in rows
    assert told.other_unit.name not in rows
    nobody = office.get(reverse(page), {"unit": "没有这个单位"}).content.decode()
    assert told.unit.name not in nobody


@pytest.mark.parametrize("name", ["api:reminders-to-come", "api:reminders-told"])
def test_the_lists_over_the_api_are_for_the_office_alone_and_take_the_same_filters(told, name):
    office = signed_in(told.clerk)
    found = office.get(reverse(name)).json()
    rows = found if isinstance(found, list) else found["results"]
    assert rows
    narrowed = office.get(reverse(name), {"unit": told.unit.name}).json()
    fewer = narrowed if isinstance(narrowed, list) else narrowed["results"]
    assert 0 < len(fewer) < len(rows)
    assert office.get(reverse(name), {"since": "x"}).status_code == 400
    for who in ("liaison", "member", "stranger", "auditor"):
        assert signed_in(told.users[who]).get(reverse(name)).status_code == 404


def test_what_was_told_says_no_more_over_the_api_than_its_reader_may_see(told):
    """The head reads of a clue under seal that was told of; the clerk, who may not see it, has no line of it."""
    engagement = Engagement.objects.get(unit=told.unit)
    found = cases.finding(engagement, "违规收受礼金")
    said = {"subject_name": "钱某", "subject_post": "副局长", "subject_level": "正科级", "discipline": "integrity"}
    said |= {"managed": True, "subcategory": "违规收送礼金", "proposed_form": "form2", "note": "涉嫌违纪"}
    clue = put_under_seal(cases.fresh(found), by=told.leader, today=DAY, **said)
    assert list(remind(DAY + datetime.timedelta(days=40)))
    head, clerk = (
        signed_in(user).get(reverse("api:reminders-told")).json()["results"] for user in (told.head, told.clerk)
    )
    assert clue.key in {row["key"] for row in head}
    assert clue.key not in {row["key"] for row in clerk}


def test_what_was_told_is_taken_as_a_workbook_with_a_number(told):
    office = signed_in(told.clerk)
    answer = office.get(reverse("casework:told-export"), {"unit": told.unit.name})
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    sheet = book.get_sheet_by_index(0).to_python()
    assert sheet[1][:3] == ["序号", "提醒时间", "提醒对象"]
    text = str(sheet)
    assert told.unit.name in text
    assert told.other_unit.name not in text
    assert Export.objects.get().person == told.clerk
    for who in ("liaison", "member", "stranger"):
        assert signed_in(told.users[who]).get(reverse("casework:told-export")).status_code == 404


def test_the_month_as_data_is_ones_own_and_for_the_office_all_that_it_oversees(told):
    url = reverse("api:calendar")
    month = signed_in(told.clerk).get(url, {"month": "2026-02"}).json()
    day = next(one for one in month["days"] if one["on"] == "2026-02-28")
    assert (day["works"], day["name"]) == (True, "春节")
    wide = signed_in(told.clerk).get(url, {"month": "2026-03", "whose": "office"}).json()["dates"]
    own = signed_in(told.clerk).get(url, {"month": "2026-03"}).json()["dates"]
    assert {row["key"] for row in own} < {row["key"] for row in wide}
    leader = signed_in(told.leader).get(url, {"month": "2026-03", "whose": "office"}).json()["dates"]
    assert leader == signed_in(told.leader).get(url, {"month": "2026-03"}).json()["dates"]
    assert signed_in(told.stranger).get(url, {"month": "2026-03"}).json()["dates"] == []
    assert signed_in(told.clerk).get(url, {"month": "2026-13"}).status_code == 400


def test_own_rules_and_the_days_of_the_office_are_taken_as_workbooks(people):
    cases.own_profile(people, days_before=[30, 5], days_after=[1])
    cases.local_days(people)
    office = signed_in(people.clerk)
    for name, said in (
        ("inspections:ownrule-export", ("区委巡察办规定", "30、5", "自起算日向后计算")),
        ("inspections:localdays-export", ("机关停电检修",)),
    ):
        answer = office.get(reverse(name))
        book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
        text = str(book.get_sheet_by_index(0).to_python())
        assert all(one in text for one in said), text
    listed = office.get(reverse("inspections:ownrule-list")).content.decode()
    assert "区委巡察办规定" in listed
