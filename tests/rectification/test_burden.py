"""Who sees what lies on a unit, how much it was asked for, and what that costs."""

import io

import openpyxl
import pytest

from inspections import actions as inspections
from inspections.models import Engagement, Round
from rectification import burden
from rectification.models import Feedback
from tests import cases
from tests.test_costs import cost

pytestmark = pytest.mark.django_db
DAY = cases.DAY
INBOX, BURDEN = "/rectification/inbox/", "/rectification/burden/"


def titles(client, **query):
    page = client.get(INBOX, query)
    assert page.status_code == 200
    return [row["cells"][0]["text"] for row in page.context["rows"]]


def numbers(client, **query):
    """What the page says of each unit, kind and asker: how often this round, and in the one before."""
    page = client.get(BURDEN, query)
    assert page.status_code == 200
    return [{row["cells"][0]["text"]: row["cells"] for row in table["rows"]} for table in page.context["tables"]]


def test_nobody_finds_in_it_what_is_anothers_or_meant_for_the_principal_alone(world):
    alone = world.for_the_principal[Feedback].title
    assert alone in titles(world.clients["principal"])
    assert alone not in titles(world.clients["liaison"])
    assert titles(world.clients["stranger"]) == []
    theirs = titles(world.clients["other_liaison"])
    assert not set(theirs) & set(titles(world.clients["liaison"]))


def test_the_inbox_asks_as_often_for_many_as_for_few(world):
    client, engagement = world.clients["liaison"], world.things[Engagement]
    Engagement._base_manager.filter(pk=engagement.pk).update(stage="entered")
    few = cost(client, INBOX)
    for number in range(9):
        inspections.ask_preparation(
            cases.fresh(engagement), by=world.people.leader, today=DAY, name=f"第{number}项", due_on=DAY
        )
    assert cost(client, INBOX) == few


def test_what_a_units_own_people_pass_on_to_each_other_is_no_burden_from_outside(world):
    own = burden.dates_of(burden.counted_units()).exclude(pk__in=burden.asked(burden.counted_units()).values("pk"))
    asked = {row.from_event.actor for row in own.select_related("from_event__actor")}
    assert asked <= {world.people.liaison, world.people.principal, world.people.department_handler}


def test_every_number_opens_its_rows(world):
    client = world.clients["clerk"]
    for table in numbers(client, round=world.things[Round].key):
        for cells in table.values():
            page = client.get(cells[1]["url"])
            assert page.status_code == 200
            assert str(page.context["count"]) == cells[1]["text"]
            hidden = int("".join(filter(str.isdigit, page.context["hidden"])) or 0)
            assert len(page.context["rows"]) + hidden == page.context["count"]


def test_what_may_not_be_read_is_a_number_only(world):
    alone = world.for_the_principal[Feedback].title
    query = {"kind": "rectification.feedback", "round": world.things[Round].key}
    page = world.clients["secretary"].get(f"{BURDEN}rows/", query)
    assert alone not in page.content.decode()
    assert page.context["hidden"]
    assert alone in world.clients["clerk"].get(f"{BURDEN}rows/", query).content.decode()


def test_what_no_round_asks_for_is_told_by_itself(world):
    _units, kinds, _askers = numbers(world.clients["clerk"], round="none")
    assert kinds
    assert not any("preparation" in cells[1]["url"] for cells in kinds.values())
    page = world.clients["clerk"].get(f"{BURDEN}rows/", {"round": "none"})
    assert page.context["count"] == sum(int(cells[1]["text"]) for cells in kinds.values())


def test_only_those_who_oversee_or_observe_see_what_units_are_asked_for(world):
    for name, client in world.clients.items():
        for address in (BURDEN, f"{BURDEN}rows/", f"{BURDEN}export/", "/api/v1/burden/"):
            expected = 200 if name in ("head", "clerk", "secretary") else 404
            assert client.get(address).status_code == expected, (name, address)
    assert world.clients["clerk"].get(BURDEN, {"round": "zzzzzzzzzzzz"}).status_code == 404


def test_the_count_is_a_ledger_and_the_same_over_the_api(world):
    client = world.clients["clerk"]
    answer = client.get(f"{BURDEN}export/")
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    said = client.get("/api/v1/burden/").json()
    assert sum(row[5] for row in rows) == sum(line["asked"] for line in said)
    assert sheet["B2"].value == "被要求单位"
    assert sum(line["asked"] for line in said) == client.get(BURDEN).context["whole"].asked


def test_the_count_is_one_question_however_many_there_are(world):
    client = world.clients["clerk"]
    few = cost(client, BURDEN)
    engagement = world.things[Engagement]
    Engagement._base_manager.filter(pk=engagement.pk).update(stage="entered")
    for number in range(9):
        inspections.ask_preparation(
            cases.fresh(engagement), by=world.people.leader, today=DAY, name=f"第{number}项", due_on=DAY
        )
    assert cost(client, BURDEN) == few
