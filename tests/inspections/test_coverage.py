"""Who has been inspected, and whom nobody has visited: counted once, for those who plan, down to the villages."""

import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accounts import actions as registry
from accounts.models import Organisation
from inspections import actions as inspections
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
URL = "/inspections/coverage/"


@once
def people(db):
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def unit(people, name, last_inspected=None, kind="village"):
    return registry.register(
        people.authority,
        by=people.clerk,
        today=cases.DAY,
        name=name,
        kind_of=kind,
        parent=people.unit,
        last_inspected=last_inspected,
    )


def names(client, **query):
    page = client.get(URL, query)
    assert page.status_code == 200
    return {cells[0]["text"] for cells in (row["cells"] for row in page.context["rows"])}


def test_each_unit_stands_in_one_place(people):
    unit(people, "上湾村", last_inspected=2024)
    unit(people, "下湾村", last_inspected=2018)
    client = as_(people.clerk)
    assert {people.unit.name, people.other_unit.name} <= names(client, state="inspected")
    assert names(client, state="overdue") == {"下湾村"}
    assert names(client, state="not_visited") >= {"上湾村", "下湾村"}
    assert names(client, state="not_visited").isdisjoint(names(client, state="inspected"))


def test_what_is_only_chosen_is_not_visited_yet(people):
    village = unit(people, "上湾村")
    term = people.engagement.round.term
    round = inspections.open_round(
        term,
        by=people.clerk,
        today=cases.DAY,
        name="第二轮巡察",
        year=2026,
        type="regular",
        mode="village",
        profile=people.engagement.round.profile,
        category_set=people.engagement.round.category_set,
    )
    inspections.choose_target(round, by=people.clerk, today=cases.DAY, unit=village)
    client = as_(people.clerk)
    assert names(client, state="chosen") == {"上湾村"}
    page = client.get(URL).content.decode()
    assert "第2轮" in page


def test_every_number_counts_the_rows_that_it_leads_to(people):
    for number in range(3):
        unit(people, f"{number + 1}组村", last_inspected=2018 if number else None)
    client = as_(people.clerk)
    for lamp in client.get(URL).context["lamps"]:
        page = client.get(f"{URL}{lamp['url']}")
        assert len(page.context["rows"]) == lamp["count"], lamp
    by_level, by_kind, _years = client.get(URL).context["summaries"]
    for row in (*by_level["rows"], *by_kind["rows"]):
        assert len(client.get(f"{URL}{row['url']}").context["rows"]) == int(row["cells"][1]["text"])


def test_the_workbook_has_the_rows_of_the_page(people):
    unit(people, "上湾村")
    answer = as_(people.clerk).get(f"{URL}export/", {"state": "not_visited", "kind_of": "village"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["序号", "单位名称", "单位类型"]
    assert [row[1].value for row in sheet.iter_rows(min_row=3)] == ["上湾村"]


@pytest.mark.parametrize(("name", "status"), [("clerk", 200), ("head", 200), ("observer", 200), ("liaison", 404)])
def test_it_is_for_those_who_plan(people, name, status):
    user = getattr(people, name, None) or people.clerk
    assert as_(user).get(URL).status_code == status


def test_it_costs_the_same_for_many_units(people):
    client = as_(people.clerk)
    client.get(URL)

    def cost():
        with CaptureQueriesContext(connection) as asked:
            client.get(URL)
        return len(asked)

    few = cost()
    for number in range(12):
        unit(people, f"{number + 1}组村")
    assert cost() == few
    assert Organisation.objects.inspectable().count() > 12
