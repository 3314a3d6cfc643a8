"""How an empty installation gets its first three people, and how one of them comes back in."""

import json
import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client

from accounts.models import House, Organisation, User
from casework import history
from casework.models import Event

pytestmark = pytest.mark.django_db
CODE = re.compile(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){3}")


def first_people(*asked):
    out = StringIO()
    call_command("first_people", *asked, stdout=out)
    return out.getvalue()


def come_in(username, code, password="Lotus-pond-after-rain"):
    client = Client()
    typed = {"username": username, "code": code, "password": password, "again": password}
    assert client.post("/accounts/one-time/", typed).status_code == 302
    return client


def test_the_three_administrators_are_made_with_a_code_each():
    printed = first_people()
    assert len(CODE.findall(printed)) == 3
    assert list(User.objects.order_by("pk").values_list("username", "administrator", "stage")) == [
        ("sysadmin", "system", "invited"),
        ("secadmin", "security", "invited"),
        ("auditor", "auditor", "invited"),
    ]
    assert House.objects.count() == 1


def test_an_office_starts_from_there():
    codes = {row["username"]: row["code"] for row in json.loads(first_people("--json"))}
    system, security = (come_in(name, codes[name]) for name in ("sysadmin", "secadmin"))
    house = House.objects.get()
    founded = system.post(f"/accounts/house/{house.key}/found/", {"name": "云江区委", "prefix": "云江"})
    assert founded.status_code == 302
    office = Organisation.objects.get(name="云江区委巡察办")

    asked = {"username": "sunlan", "name": "孙岚", "organisation": office.key, "post": "主任"}
    assert system.post(f"/accounts/house/{house.key}/admit/", asked).status_code == 302
    user = User.objects.get(username="sunlan")
    page = system.post(f"/accounts/users/{user.key}/issue-code/", {"version": user.version})
    head = come_in("sunlan", CODE.search(page.content.decode())[0])
    assert head.get("/accounts/import/").status_code == 404, "an account alone has no power"

    user = User.objects.get(username="sunlan")
    given = {"organisation": office.key, "as_principal": "on", "version": user.version}
    assert security.post(f"/accounts/users/{user.key}/entrust/", given).status_code == 302
    assert head.get("/accounts/import/").status_code == 200
    assert "孙岚" in head.get("/accounts/people/").content.decode()
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


def test_they_are_made_once():
    first_people()
    with pytest.raises(CommandError, match="--again"):
        first_people()
    assert User.objects.count() == 3


def test_a_lost_password_is_replaced_by_a_new_code_at_the_server():
    first = {row["username"]: row["code"] for row in json.loads(first_people("--json"))}
    come_in("auditor", first["auditor"])
    [again] = json.loads(first_people("--again", "auditor", "--json"))
    assert again["code"] != first["auditor"]
    come_in("auditor", again["code"], "Another-pond-in-autumn")


@pytest.mark.parametrize("username", ["nobody", "SYSADMIN"])
def test_the_server_gives_codes_to_administrators_only(username):
    first_people()
    with pytest.raises(CommandError):
        first_people("--again", username)


def test_all_of_it_is_in_the_history_and_no_code_is():
    rows = json.loads(first_people("--json"))
    assert Event.objects.filter(move="accounts.user.issue-code", acting="house").count() == 3
    for row in rows:
        with connection.cursor() as cursor:
            for table in ("casework_event", "casework_remark", "accounts_user"):
                cursor.execute(f"SELECT count(*) FROM {table} t WHERE t::text LIKE %s", [f"%{row['code']}%"])
                assert cursor.fetchone() == (0,)
