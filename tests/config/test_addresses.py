import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import call_command
from django.urls import reverse

from casework.addresses import addresses
from casework.moves import MOVES

ROOT = Path(__file__).resolve().parents[2]
#: letters of the public and their receipts, surveys by code, what units publish of their rectification
PUBLIC = {
    *("findings:write", "findings:receipt"),
    *("rectification:answer-survey", "rectification:published-list", "rectification:published"),
}
#: what machines ask without a session: each asks for a token of its own, or is answered nothing
BY_TOKEN = {"casework:feed", "casework:metrics"}


def addresses_of(door):
    """The addresses that a process for this door has."""
    environment = os.environ | {"XUNCHA_DOOR": door, "DJANGO_SETTINGS_MODULE": "config.settings"}
    command = [sys.executable, ROOT / "manage.py", "urls", "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)


@pytest.fixture
def at_the_portal():
    return addresses_of("portal")


def test_every_move_that_people_make_has_an_address():
    addressed = {row["move"] for row in addresses() if row["move"]}
    paged = {name.split(".")[0] for name in addressed}
    made_by_people = {name for name, move in MOVES.items() if move.for_people and name.split(".")[0] in paged}
    assert made_by_people == addressed


def test_strangers_reach_only_what_is_meant_for_them():
    strangers = {row["name"] for row in addresses() if row["open_to_strangers"]}
    meant = {"healthz", "readyz", "set_language", *BY_TOKEN, *PUBLIC}
    assert meant <= strangers
    assert {name for name in strangers if not name.startswith(("accounts:", "api:"))} == meant


def test_strangers_write_answer_and_read_at_the_portal_and_never_at_the_offices_door(at_the_portal):
    assert {row["name"] for row in at_the_portal} >= PUBLIC
    assert PUBLIC.isdisjoint({row["name"] for row in addresses_of("inner")})


def test_a_calendar_is_asked_for_at_both_doors_and_the_figures_at_the_offices_alone(at_the_portal):
    there = {row["name"] for row in at_the_portal}
    assert {"casework:feed", "casework:feed-settings", "casework:calendar"} <= there
    assert there.isdisjoint({"casework:metrics", "casework:operation", "casework:rehearsal", "casework:told"})
    assert "api:reminders-to-come" not in there
    assert {"casework:feed", "casework:metrics"} <= {row["name"] for row in addresses_of("inner")}


def test_names_are_given_once():
    names = [row["name"] for row in addresses() if row["name"]]
    assert sorted(set(names)) == sorted(names)


def test_the_portal_has_no_address_of_anything_sealed_or_planned(at_the_portal):
    here, there = list(addresses()), {row["name"] for row in at_the_portal}
    sealed = {row["name"] for row in here if row["sealed"]}
    assert "referrals:clue" in sealed
    assert sealed.isdisjoint(there)
    for word in ("/papers/", "problems", "landings", "clue", "rounds", "terms", "balance", "teams"):
        assert any(word in row["route"] for row in here), word
        assert not any(word in row["route"] for row in at_the_portal), word


def test_the_portal_has_what_a_unit_and_a_department_need(at_the_portal):
    routes = {row["route"] for row in at_the_portal}
    assert {
        "",
        "notices/",
        "rectification/items/",
        "rectification/items/<str:key>/fill/",
        "rectification/plans/<str:key>/endorse-plan/",
        "referrals/letters/<str:key>/reply/",
        "api/v1/items/<str:key>/report-progress/",
    } <= routes
    assert "rectification/items/<str:key>/close/" not in routes


def test_the_list_is_for_machines_too(capsys):
    call_command("urls", "--json")
    rows = json.loads(capsys.readouterr().out)
    [notices] = [row for row in rows if row["name"] == "casework:notices"]
    assert "/" + notices["route"] == reverse("casework:notices")
    assert "GET" in notices["methods"]
