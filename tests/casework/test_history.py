"""What the history keeps, that nobody who answers requests can change it, and that many may write it at once.

What the owner of the database can do to it, and how that is found, is in ``test_tampering.py``.
"""

import contextlib
import datetime
import os
import threading
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts import actions as registry
from accounts.models import User
from casework import history, policy
from casework.models import Database, Event, Link
from casework.moves import Refused
from findings import actions as findings
from inspections import actions as inspections
from tests import cases
from tests.people import cast

from .conftest import pdf

TABLES = ("casework_event", "casework_link", "casework_remark")


@pytest.fixture
def story(db):
    """The first team is in its unit, with a paper that was returned; every line is linked."""
    people = cast()
    people.engagement = cases.on_site(people)
    people.paper = cases.paper(people.engagement)
    findings.submit_paper(people.paper, by=people.member, today=cases.DAY, note="")
    findings.return_paper(people.paper, by=people.leader, today=cases.DAY, note="缺第二页")
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    return people


# -- powers --------------------------------------------------------------------------------------------------------


def test_powers_change_by_moves_only(story):
    with pytest.raises(RuntimeError, match="by moves only"):
        policy.grant(story.engagement.case, "oversee", story.engagement.team.leaders)
    with pytest.raises(RuntimeError, match="by moves only"):
        policy.join(story.stranger, story.engagement.team.leaders)


def test_who_joined_which_group_stands_in_the_history_with_him_who_let_him_in(story):
    registry.entrust(story.stranger, by=story.secadmin, organisation=story.office, note="借调")
    line = Event.objects.filter(thing_kind="casework.membership", thing_id=story.stranger.pk).last()
    assert line.actor == story.secadmin
    assert line.changed == [f"+{story.office.members_id}"]
    registry.distrust(story.stranger, by=story.secadmin, organisation=story.office, note="期满")
    line = Event.objects.filter(thing_kind="casework.membership", thing_id=story.stranger.pk).last()
    assert set(line.changed) == {f"-{story.office.members_id}", f"-{story.office.principals_id}"}
    assert list(history.verify()) == []


# -- what the database itself refuses ------------------------------------------------------------------------------


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("verb", ["UPDATE {0} SET {1} = {1}", "DELETE FROM {0}", "TRUNCATE {0} CASCADE"])
def test_the_database_refuses_to_change_the_history(story, table, verb):
    Database.objects.update(use="office")
    column = {"casework_event": "move", "casework_link": "hash", "casework_remark": "text"}[table]
    with (
        pytest.raises(DatabaseError, match="append-only"),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(verb.format(table, column))


def test_an_office_can_t_say_that_something_happened_on_another_day(story):
    Database.objects.update(use="office")
    with pytest.raises(IntegrityError, match="a move is made today"), transaction.atomic():
        cases.paper(story.engagement, "倒签", today=cases.DAY)
    today = datetime.datetime.now(datetime.UTC)
    cases.paper(story.engagement, "今天", today=today.date())
    at = Event.objects.order_by("id").last().at
    assert abs((at - today).total_seconds()) < 60
    assert list(history.verify()) == []


ODD = [
    "",
    "x" * 64,
    "a'b\"c\\d",
    "行一\n行二\r\n\t",
    "巡察整改",
    "🙂👩‍👩‍👧",
    "𠮷𝔘",
    "9:abc",
    "|1|",
    "\u202eabc",
    "é",
    "e\u0301",
]


@pytest.mark.parametrize("text", ODD)
def test_the_database_and_the_check_write_the_same_line(story, text):
    event = Event(
        case=story.house.case,
        thing_kind=text,
        thing_id=2**62,
        move=text,
        acting=text[:16] or "x",
        on=datetime.date(999, 1, 2),
        at=datetime.datetime(2026, 2, 28, 23, 59, 59, 1, tzinfo=datetime.UTC),
        from_stage=text[:40],
        to_stage=text[:40],
        version=0,
        changed=[text, "", text],
        digest=text,
        remark_digest=text,
        files_digest=text,
        form_key=text[:40],
    )
    event.save(force_insert=True)
    with connection.cursor() as cursor:
        cursor.execute("SELECT casework_line(e) FROM casework_event e WHERE id = %s", [event.pk])
        assert cursor.fetchone()[0] == history.line(Event.objects.get(pk=event.pk)) == history.line(event)


# -- with real commits ---------------------------------------------------------------------------------------------


def in_threads(n, work):
    """Let ``n`` people work at once, each on a connection of his own; returns what went wrong."""
    begin, faults = threading.Barrier(n), []

    def run(number):
        try:
            begin.wait(30)
            work(number)
        except Exception as error:
            faults.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(number,)) for number in range(n)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return faults


def test_many_writers_make_one_chain_without_gaps_and_without_waiting_for_ever(committed):
    people = cast()
    round = cases.open_round(people)
    before = Event.objects.count()

    def work(number):
        for n in range(10):
            inspections.record_meeting(
                round,
                by=people.clerk,
                today=cases.DAY,
                kind_of="leading_group",
                held_on=cases.DAY,
                place=f"{number}-{n}",
            )
            registry.register_person(people.unit, by=people.clerk, today=cases.DAY, name=f"张{number}{n}")

    assert in_threads(8, work) == []
    assert Event.objects.count() == before + 160
    assert list(Link.objects.order_by("seq").values_list("seq", flat=True)) == list(range(1, before + 161))
    assert list(history.verify([history.anchor_line()])) == []


def test_people_may_go_on_working_while_the_history_is_checked(committed):
    people = cast()
    done = threading.Event()
    found = []

    def work(number):
        if number == 0:
            for _n in range(8):
                found.extend(history.verify())
            done.set()
            return
        n = 0
        while not done.is_set():
            n += 1
            unit = cases.fresh(people.unit)
            registry.amend(unit, by=people.clerk, today=cases.DAY, about=f"第{n}稿")
            person = registry.register_person(unit, by=people.clerk, today=cases.DAY, name=f"李{n}")
            registry.amend_person(person, by=people.clerk, today=cases.DAY, post="科长")

    assert in_threads(2, work) == []
    assert found == []


def test_a_line_that_can_t_be_written_takes_the_change_with_it(story):
    """No line, no change: the paper, the files on the disk and the thing in memory are as they were."""
    paper = cases.paper(story.engagement, "待提交")
    files = {path for path in settings.FILES_ROOT.rglob("*") if path.is_file()}
    with connection.cursor() as cursor:
        cursor.execute(
            "ALTER TABLE casework_event ADD CONSTRAINT full_disk CHECK (move <> %s) NOT VALID",
            ["findings.workingpaper.amend-paper"],
        )
    with pytest.raises(IntegrityError), transaction.atomic():
        findings.amend_paper(paper, by=story.member, today=cases.DAY, title_text="改题", files=[pdf()])
    assert paper.title_text == cases.fresh(paper).title_text == "待提交"
    assert paper.version == cases.fresh(paper).version == 1
    assert {path for path in settings.FILES_ROOT.rglob("*") if path.is_file()} == files
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE casework_event DROP CONSTRAINT full_disk")
    findings.amend_paper(paper, by=story.member, today=cases.DAY, title_text="改题")
    assert cases.fresh(paper).title_text == "改题"


@pytest.fixture
def as_app(committed):
    """A connection of the role that answers requests."""
    address = os.environ.get("APP_DATABASE_URL")
    if not address:
        pytest.skip("this server is not ours: nobody told the password of its roles")
    cast()
    call_command("grants", verbosity=0)
    name = connection.settings_dict["NAME"]
    with contextlib.closing(psycopg2.connect(urlsplit(address)._replace(path=f"/{name}").geturl())) as app:
        app.autocommit = True
        with app.cursor() as cursor:
            yield cursor


def test_the_role_that_answers_requests_has_no_way_around(as_app):
    as_app.execute("SELECT count(*) FROM casework_event")
    assert as_app.fetchone()[0] > 10
    attempts = [
        sql.format(table, table.removeprefix("casework_") + "_append_only")
        for table in ("casework_event", "casework_link")
        for sql in (
            "UPDATE {0} SET id = id" if table == "casework_event" else "UPDATE {0} SET seq = seq",
            "DELETE FROM {0}",
            "TRUNCATE {0}",
            "ALTER TABLE {0} DISABLE TRIGGER USER",
            "ALTER TABLE {0} ADD COLUMN x int",
            "DROP TABLE {0}",
            "DROP TRIGGER {1} ON {0}",
        )
    ]
    attempts += [
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION casework_line(e casework_event) RETURNS text LANGUAGE sql AS 'SELECT NULL::text'",
        "CREATE OR REPLACE FUNCTION casework_append_only() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END'",
        "DROP FUNCTION casework_link() CASCADE",
        "SET ROLE xuncha_owner",
        "UPDATE casework_remark SET text = ''",
        "DELETE FROM casework_remark",
    ]
    for sql in attempts:
        with pytest.raises(psycopg2.Error) as error:
            as_app.execute(sql)
        reason = str(error.value)
        assert "permission denied" in reason or "must be owner" in reason or "append-only" in reason, (sql, reason)


def test_a_stranger_s_press_leaves_no_line(story):
    before = Event.objects.count()
    with pytest.raises(Refused):
        findings.submit_paper(cases.fresh(story.paper), by=story.stranger, today=cases.DAY, note="")
    assert Event.objects.count() == before
    assert User.objects.get(pk=story.stranger.pk).version == story.stranger.version
