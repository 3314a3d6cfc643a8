"""What a program may do over the API: the same as its person on the pages, and told why not in the same words."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from rectification import actions as rectification
from rectification.models import Item
from tests import cases
from tests.test_walls import addresses

pytestmark = pytest.mark.django_db


def api(thing, move=""):
    routes = {"item": "items", "round": "rounds", "feedback": "feedback", "clue": "clues", "finding": "findings"}
    return f"/api/v1/{routes[thing._meta.model_name]}/{thing.key}/" + (f"{move}/" if move else "")


def post(client, url, **data):
    return client.post(url, data, content_type="application/json")


@pytest.fixture
def item(world):
    return cases.fresh(world.things[Item])


def test_a_liaison_reads_his_item_with_its_dates_its_history_and_what_he_may_do(world, item):
    read = world.clients["liaison"].get(api(item)).json()
    assert read["key"] == item.key
    assert read["stage_label"] == "整改中"
    assert read["deadlines"][0]["why"].startswith("“完成整改”")
    moves = {move["name"]: move["why_not"] for move in read["moves"]}
    assert moves["report-progress"] == ""
    assert "主要负责人" in moves["endorse-item"]
    assert read["history"][0]["what"] == "更新进展"
    assert "id" not in read


def test_a_move_goes_through_and_shows_what_it_made(world, item):
    done = post(
        world.clients["liaison"], api(item, "report-progress"), percent=70, done="又补登一批", version=item.version
    )
    assert done.status_code == 200, done.json()
    assert item.progress.filter(percent=70).exists()


def test_a_file_goes_with_a_move(world, item):
    pdf = SimpleUploadedFile("台账.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    done = world.clients["liaison"].post(api(item, "report-progress"), {"percent": 80, "done": "附台账", "files": pdf})
    assert done.status_code == 200, done.json()


def test_a_refused_move_is_403_with_the_reason(world, item):
    refused = post(world.clients["liaison"], api(item, "endorse-item"), truth=True)
    assert refused.status_code == 403
    assert "主要负责人" in refused.json()["detail"]


def test_a_stale_move_is_409_with_the_thing_as_it_is_now(world, item):
    stale = post(world.clients["liaison"], api(item, "request-close"), outcome="done", version=item.version - 1)
    assert stale.status_code == 409
    assert stale.json()["current"]["version"] == item.version


def test_bad_input_is_400_by_field(world, item):
    bad = post(world.clients["liaison"], api(item, "report-progress"), percent=120, done="")
    assert bad.status_code == 400
    assert set(bad.json()) == {"percent", "done"}
    assert (
        post(world.clients["liaison"], api(item, "report-progress"), percent=50, done="x", version="x").status_code
        == 400
    )


def test_an_exe_called_pdf_is_400_with_the_remedy(world, item):
    exe = SimpleUploadedFile("报告.pdf", b"MZ\x90\x00" + b"\0" * 100, content_type="application/pdf")
    bad = world.clients["liaison"].post(api(item, "report-progress"), {"percent": 80, "done": "附", "files": exe})
    assert bad.status_code == 400
    assert "另存" in bad.json()["files"][0]


def test_lists_are_filtered_like_the_pages(world, item):
    clerk = world.clients["clerk"]
    found = clerk.get("/api/v1/items/", {"q": item.problem}).json()["results"]
    assert [row["key"] for row in found] == [item.key]
    assert clerk.get("/api/v1/items/", {"stage": "closed"}).json()["results"] == []


def test_the_balance_is_the_same_number_everywhere(world):
    from inspections.models import Round
    from rectification import balance

    round = world.things[Round]
    read = world.clients["clerk"].get(f"/api/v1/rounds/{round.key}/balance/").json()
    assert read == balance.of(round).as_dict()
    assert world.clients["leader"].get(f"/api/v1/rounds/{round.key}/balance/").status_code == 404


def test_nothing_is_written_without_the_token_of_the_form(world, item):
    strict = Client(enforce_csrf_checks=True)
    strict.cookies = world.clients["liaison"].cookies
    assert post(strict, api(item, "report-progress"), percent=1, done="x").status_code == 403
    assert strict.post(f"{item.get_absolute_url()}report-progress/", {"percent": 1, "done": "x"}).status_code == 403


def test_the_schema_names_every_move(world):
    schema = world.clients["clerk"].get("/api/schema/", {"format": "json"}).json()
    path = schema["paths"]["/api/v1/items/{key}/report-progress/"]["post"]
    assert path["responses"].keys() >= {"200", "400", "403", "404", "409"}
    assert rectification.report_progress.help.startswith(path["description"][:20])


def test_no_two_kinds_share_an_address():
    routes = [route for route, _view, _kwargs in addresses() if route.startswith("api/v1/")]
    assert sorted(routes) == sorted(set(routes))
