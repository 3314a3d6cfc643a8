"""What the history keeps, that nobody who answers requests can change it, and that many may write it at once.

What the owner of the database can do to it, and how that is found, is in ``test_tampering.py``.
"""

import datetime

import pytest
from django.conf import settings
from django.db import DatabaseError, IntegrityError, connection, transaction

from accounts import actions as registry
from accounts.models import User
from casework import history, policy
from casework.models import Database, Event
from casework.moves import Refused
from findings import actions as findings
from tests import cases

from .conftest import pdf

TABLES = ("casework_event", "casework_link", "casework_remark")


@pytest.fixture
def story(people, chained):
    """A paper was returned; every line is linked."""
    people.paper = cases.paper(people.engagement)
    findings.submit_paper(people.paper, by=people.member, today=cases.DAY, note="")
    findings.return_paper(people.paper, by=people.leader, today=cases.DAY, note="缺第二页")
    return people


def test_a_version_with_a_new_field_finds_the_rows_of_the_one_before_unchanged(story, monkeypatch):
    paper = cases.fresh(story.paper)
    now = history.digest(paper)
    fields = [field for field in paper._meta.concrete_fields if field.name not in ("opinion", "earlier", "signed_on")]
    assert (paper.opinion, paper.earlier, paper.signed_on) == ("", [], None)
    with monkeypatch.context() as before:
        before.setattr(type(paper)._meta, "concrete_fields", fields)
        assert history.digest(paper) == now
    for name, said in (("opinion", "同意"), ("earlier", [{}]), ("signed_on", cases.DAY)):
        other = cases.fresh(story.paper)
        setattr(other, name, said)
        assert history.digest(other) != now


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


def test_a_stranger_s_press_leaves_no_line(story):
    before = Event.objects.count()
    with pytest.raises(Refused):
        findings.submit_paper(cases.fresh(story.paper), by=story.stranger, today=cases.DAY, note="")
    assert Event.objects.count() == before
    assert User.objects.get(pk=story.stranger.pk).version == story.stranger.version
