"""What lies on a unit, and how much it was asked for: told from the beginning."""

import datetime

import pytest
from django.test import Client

from inspections import actions as inspections
from rectification.views import InboxPage
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
INBOX, BURDEN = "/rectification/inbox/", "/rectification/burden/"


def window(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def titles(client, **query):
    page = client.get(INBOX, query)
    assert page.status_code == 200
    return [row["cells"][0]["text"] for row in page.context["rows"]]


def told(row) -> dict[str, str]:
    keys = [key for key, _label, _kind in InboxPage.columns]
    return {key: cell["text"] for key, cell in zip(keys, row["cells"], strict=True)}


def numbers(client, **query):
    """What the page says of each unit, kind and asker: how often this round, and in the one before."""
    page = client.get(BURDEN, query)
    assert page.status_code == 200
    return [{row["cells"][0]["text"]: row["cells"] for row in table["rows"]} for table in page.context["tables"]]


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def test_all_that_a_unit_is_asked_for_lies_in_one_inbox_by_date_with_whom_it_comes_from(people):
    later, soon = DAY + datetime.timedelta(days=9), DAY + datetime.timedelta(days=2)
    for name, day, by in (("会议室", later, people.clerk), ("班子分工材料", soon, people.leader)):
        inspections.ask_preparation(people.engagement, by=by, today=DAY, name=name, due_on=day)
    cases.told_of_obstruction(people, people.engagement)
    cases.sheet(cases.signed(cases.paper(people.engagement, "台账不全")))
    page = window(people.liaison).get(INBOX)
    rows = [told(row) for row in page.context["rows"]]
    assert [row["due"] for row in rows] == sorted(row["due"] for row in rows)
    by_title = {row["title"]: row for row in rows}
    assert by_title["会议室"]["asker"] == people.office.name
    assert by_title["班子分工材料"]["asker"] == "第一巡察组"
    assert by_title["班子分工材料"]["asked_on"] == DAY.isoformat()
    assert len(rows) == 4


def test_the_inbox_is_the_units_and_not_only_the_readers(people):
    cases.told_of_obstruction(people, people.engagement)  # the principal signs for the notice
    inspections.ask_preparation(people.engagement, by=people.leader, today=DAY, name="会议室", due_on=DAY)
    liaison, principal = (titles(window(one)) for one in (people.liaison, people.principal))
    assert liaison == principal
    assert len(liaison) == 2


def test_the_inbox_is_narrowed_by_kind_by_asker_by_who_must_act_and_by_how_near_the_day_is(people):
    late = DAY + datetime.timedelta(days=2)
    inspections.ask_preparation(people.engagement, by=people.leader, today=DAY, name="会议室", due_on=late)
    inspections.ask_preparation(people.engagement, by=people.clerk, today=DAY, name="公章", due_on=late)
    cases.told_of_obstruction(people, people.engagement)
    client = window(people.principal)
    assert sorted(titles(client, kind="inspections.preparation")) == ["会议室", "公章"]
    assert titles(client, asker="第一巡察组", kind="inspections.preparation") == ["会议室"]
    assert "会议室" not in titles(client, word="sign")
    assert len(titles(client, state="late")) == 3  # the days of the tests are over
    assert titles(client, state="later") == []
    assert len(titles(client, kind="no.such")) == 3, "what can't be chosen narrows nothing"
    chips = client.get(INBOX, {"word": "sign"}).context["chips"]
    assert len(chips) == 1


def test_a_functional_unit_has_its_requests_in_its_inbox(people):
    asked = cases.sent(people, cases.request(people, people.engagement))
    handler = window(people.department_handler)
    assert titles(handler) == [asked.title, asked.title]  # to be signed for, and to be answered
    said = handler.get("/api/v1/unit-inbox/").json()
    assert [(row["rule"], row["asker"]) for row in said] == [
        ("sign_request", people.office.name),
        ("answer_request", people.office.name),
    ]


def test_what_is_done_is_out_of_the_inbox(people):
    asked = cases.preparation(people, people.engagement)
    client = window(people.liaison)
    assert titles(client) == [asked.name]
    inspections.mark_ready(asked, by=people.liaison, today=DAY, answer="已备好")
    assert titles(client) == []


def test_what_units_were_asked_for_is_counted_by_unit_by_kind_and_by_who_asked(people):
    for name, by in (("会议室", people.leader), ("公章", people.clerk), ("台账", people.clerk)):
        inspections.ask_preparation(people.engagement, by=by, today=DAY, name=name, due_on=DAY)
    cases.sent(people, cases.request(people, people.engagement))
    units, kinds, askers = numbers(window(people.clerk))
    assert units[people.unit.name][1]["text"] == "3"
    assert units[people.department.name][1]["text"] == "2"
    assert {name: cells[1]["text"] for name, cells in askers.items()} == {people.office.name: "4", "第一巡察组": "1"}
    assert sorted(cells[1]["text"] for cells in kinds.values()) == ["2", "3"]


def test_what_comes_back_is_asked_for_again(people):
    asked = cases.preparation(people, people.engagement)
    inspections.mark_ready(asked, by=people.liaison, today=DAY, answer="已备好")
    inspections.return_preparation(asked, by=people.leader, today=DAY, due_on=DAY, note="缺一份")
    units, *_rest = numbers(window(people.clerk))
    assert units[people.unit.name][1]["text"] == "2"


def test_a_round_stands_beside_the_one_before_of_its_sort(people):
    inspections.ask_preparation(people.engagement, by=people.leader, today=DAY, name="会议室", due_on=DAY)
    first, later = people.engagement.round, DAY + datetime.timedelta(days=60)
    said = {"profile": first.profile, "category_set": first.category_set, "year": 2026, "mode": "ordinary"}
    said |= {"stays_from": later, "stays_until": later, "by": people.clerk, "today": DAY}
    inspections.open_round(first.term, name="上级反馈整改", type="upper", **said)
    second = inspections.open_round(first.term, name="第二轮巡察", type="regular", **said)
    page = window(people.clerk).get(BURDEN)
    assert page.context["name"] == first.name, "the newest that has begun, when none is asked for"
    assert second.name in page.content.decode()
    units, *_rest = numbers(window(people.clerk), round=second.key)
    name, now_, before, change = units[people.unit.name]
    assert (name["text"], now_["text"], before["text"], change["text"]) == (people.unit.name, "0", "1", "-1")
    assert window(people.clerk).get(before["url"]).context["count"] == 1
