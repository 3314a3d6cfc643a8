"""Whoever owns the database may do what he likes to it; the history tells what he did.

Every attack is made with triggers, references and checks off, one at a time, and taken back. What is edited is found
by reflection, so that a new column or a new kind of thing can't be forgotten here.
"""

import contextlib

import pytest
from django.conf import settings
from django.db import connection, models

from casework import history
from casework.models import Attachment, CaseGroupObjectPermission, Event, Link, Remark
from findings import actions as findings
from inspections.models import Meeting, Posting
from tests import cases
from tests.people import cast

from .conftest import pdf, undone

pytestmark = pytest.mark.usefixtures("story")


@pytest.fixture(scope="module")
def defenceless(django_db_setup, django_db_blocker):
    """The first team is in its unit: a paper with two files, returned with a reason, signed, and a finding of it.

    Told once; every test begins here and is taken back. Nothing in the database defends itself any more.
    """
    with django_db_blocker.unblock(), undone():
        people = cast()
        people.engagement = engagement = cases.on_site(people)
        people.paper = cases.paper(engagement, files=[pdf(), pdf("照片.pdf", b"%PDF-1.4 picture")])
        findings.submit_paper(people.paper, by=people.member, today=cases.DAY, note="")
        findings.return_paper(people.paper, by=people.leader, today=cases.DAY, note="缺第二页")
        findings.submit_paper(people.paper, by=people.member, today=cases.DAY, note="已补")
        cases.finding(engagement, "公务用车登记不全")
        with connection.cursor() as cursor:
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            for table in ("casework_event", "casework_link", "casework_remark"):
                cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
            cursor.execute(
                "SELECT conrelid::regclass::text, quote_ident(conname) FROM pg_constraint "
                "WHERE contype IN ('f', 'c') AND conrelid <> 0 AND connamespace = 'public'::regnamespace"
            )
            for table, name in cursor.fetchall():
                cursor.execute(f"ALTER TABLE {table} DROP CONSTRAINT {name}")
        yield people


@pytest.fixture
def story(defenceless, django_db_blocker):
    with django_db_blocker.unblock(), undone():
        assert list(history.verify()) == []
        yield defenceless


class Attack:
    """What one attack leaves behind, as the check sees it."""

    def __init__(self, cursor):
        self.cursor = cursor
        self.faults: list[str] = []

    def __call__(self, sql, *arguments):
        self.cursor.execute(sql, arguments)

    def one(self, sql, *arguments):
        self.cursor.execute(sql, arguments)
        return self.cursor.fetchone()[0]


@contextlib.contextmanager
def attack(anchors=()):
    """Something is done to the database, looked for, and taken back."""
    with undone(), connection.cursor() as cursor:
        made = Attack(cursor)
        yield made
        made.faults = list(history.verify(anchors))


def places(n=3):
    """The sequence numbers of some lines: the first, the last, and some between."""
    last = Link.objects.order_by("-seq").first().seq
    return sorted({1, last, *(round(last * i / (n - 1)) or 1 for i in range(n))})


def rewrite_the_chain(made):
    """What an owner of the database can do: hash everything anew, with the database's own function."""
    made("DELETE FROM casework_link")
    made("""
        DO $$
        DECLARE last text := ''; n bigint := 0; e casework_event;
        BEGIN
            FOR e IN SELECT * FROM casework_event ORDER BY id LOOP
                n := n + 1;
                last := encode(sha256(convert_to(last || '|' || n || '|' || casework_line(e), 'UTF8')), 'hex');
                INSERT INTO casework_link (seq, event_id, hash) VALUES (n, e.id, last);
            END LOOP;
        END $$
    """)


# -- lines ---------------------------------------------------------------------------------------------------------

#: how a value is changed as little as can be, by the kind of its column
CHANGED = {
    models.CharField: "(CASE WHEN left({0}, 1) = 'x' THEN 'y' ELSE 'x' END) || substr(coalesce({0}, ''), 2)",
    models.TextField: "{0} || 'x'",
    models.DateTimeField: "coalesce({0}, now()) + interval '1 microsecond'",
    models.DateField: "coalesce({0}, '2026-01-01') + 1",
    models.BigAutoField: "{0} + 100000",
    models.BooleanField: "NOT {0}",
    models.DecimalField: "coalesce({0}, 0) + 0.01",
    models.IntegerField: "coalesce({0}, 0) + 1",
    models.ForeignKey: "coalesce({0}, 0) + 1",
    models.JSONField: "{0} || '[1]'::jsonb",
}


def changed(field):
    """SQL for the column's value, changed as little as can be."""
    kind = next((kind for kind in type(field).__mro__ if kind in CHANGED), None)
    return (CHANGED[kind] if kind else "array_append({0}, 'x')").format(f'"{field.column}"')


@pytest.mark.parametrize("field", Event._meta.concrete_fields, ids=lambda field: field.name)
def test_a_line_that_was_edited_is_named(field):
    for seq in places():
        event = Link.objects.get(seq=seq).event_id
        with attack() as made:
            if field.primary_key:
                made("UPDATE casework_link SET event_id = event_id + 100000 WHERE seq = %s", seq)
            made(f'UPDATE casework_event SET "{field.column}" = {changed(field)} WHERE id = %s', event)
        assert [fault for fault in made.faults if f"chain: link {seq} does not fit" in fault], (seq, made.faults)


def test_lists_that_run_together_are_no_way_around():
    event = Event.objects.order_by("-id").first()
    lines = set()
    for event.changed in (["a", "b"], ["a,b"], ["1:a"], ["", ""], [""], []):
        lines.add(history.line(event))
    assert len(lines) == 6


def test_a_day_that_no_calendar_has_is_a_fault_and_no_crash(story):
    event = Link.objects.get(seq=3).event_id
    for moment in ("infinity", "-infinity", "20000-01-01"):
        with attack() as made:
            made("UPDATE casework_event SET at = %s WHERE id = %s", moment, event)
        assert f"chain: event {event} is of a day that no calendar has" in made.faults, moment
    with attack() as row:
        row("UPDATE accounts_person SET born_on = '20000-01-01' WHERE id = %s", story.member.person.pk)
        row("UPDATE accounts_organisation SET about = '改了' WHERE id = %s", story.unit.pk)
    assert any("row: a accounts.person holds what can't be read" in fault for fault in row.faults)
    assert f"row: accounts.organisation {story.unit.pk} was changed outside its history" in row.faults


def test_a_line_that_was_taken_out_is_missed():
    for seq in places():
        event = Link.objects.get(seq=seq).event_id
        with attack() as alone:
            alone("DELETE FROM casework_event WHERE id = %s", event)
        with attack() as with_its_link:
            with_its_link("DELETE FROM casework_link WHERE seq = %s", seq)
            with_its_link("DELETE FROM casework_event WHERE id = %s", event)
        for made in (alone, with_its_link):
            assert made.faults, "even the last line of a thing leaves a row without its history"
            if seq != places()[-1]:
                assert any(f"link {seq} is missing" in fault for fault in made.faults)


def test_two_lines_that_changed_places_are_named():
    for seq in places(4)[:-1]:
        with attack() as made:
            made("UPDATE casework_link SET seq = 0 WHERE seq = %s", seq)
            made("UPDATE casework_link SET seq = %s WHERE seq = %s", seq, seq + 1)
            made("UPDATE casework_link SET seq = %s WHERE seq = 0", seq + 1)
        assert any(f"chain: link {seq} does not fit" in fault for fault in made.faults)


def test_a_chain_that_was_renumbered_is_named():
    with attack() as made:
        made("UPDATE casework_link SET seq = seq + 1000 WHERE seq > 5")
    assert any("chain: link 6 is missing" in fault for fault in made.faults)


COPY = """
    INSERT INTO casework_event (case_id, thing_kind, thing_id, move, actor_id, acting, "on", at, from_stage, to_stage,
        version, changed, digest, remark_digest, files_digest)
    SELECT case_id, thing_kind, thing_id, move, {actor}, acting, "on", at, from_stage, to_stage,
        {version}, changed, digest, remark_digest, files_digest
    FROM casework_event WHERE id = %s RETURNING id
"""


def test_a_line_that_was_slipped_in_is_named(story):
    event = Event.objects.filter(actor__isnull=False).first()
    with attack() as made:
        forged = made.one(COPY.format(actor=story.stranger.pk, version="version"), event.pk)
    assert f"chain: event {forged} was never chained" in made.faults


@pytest.mark.parametrize("version", ["version", "version + 1"])
def test_a_line_that_was_forged_with_a_fitting_link_is_named(story, version):
    """The chain is not keyed, so its end can be continued; the versions and the digests can't."""
    event = Event.objects.filter(thing_kind="findings.workingpaper", thing_id=story.paper.pk).last()
    with attack() as made:
        forged = made.one(COPY.format(actor=story.stranger.pk, version=version), event.pk)
        made("UPDATE findings_workingpaper SET title_text = '改了' WHERE id = %s", event.thing_id)
        rewrite_the_chain(made)
    assert not [fault for fault in made.faults if fault.startswith("chain")]
    assert f"row: findings.workingpaper {event.thing_id} was changed outside its history" in made.faults
    if version == "version":
        assert any(fault.startswith(f"history: event {forged} says version") for fault in made.faults)


def test_a_tail_that_was_cut_is_found_by_the_anchor():
    anchor = history.anchor_line()
    head = Link.objects.order_by("-seq").first().seq
    with attack([anchor]) as made:
        made("DELETE FROM casework_event WHERE id IN (SELECT event_id FROM casework_link WHERE seq > %s)", head - 3)
        made("DELETE FROM casework_link WHERE seq > %s", head - 3)
    assert f"anchor: link {head} was anchored and is gone (the chain ends at {head - 3})" in made.faults
    assert not [fault for fault in made.faults if fault.startswith("chain")]


def test_a_chain_that_was_written_anew_is_found_by_the_anchor_alone(story):
    anchor = history.anchor_line()
    head = Link.objects.order_by("-seq").first().seq
    for anchors in ([], [anchor]):
        with attack(anchors) as made:
            made("UPDATE casework_event SET actor_id = %s WHERE actor_id = %s", story.stranger.pk, story.clerk.pk)
            rewrite_the_chain(made)
        assert made.faults == ([f"anchor: link {head} is not the one that was anchored"] if anchors else [])
    with attack([anchor]) as shorter:
        shorter("DELETE FROM casework_event WHERE id = (SELECT max(id) FROM casework_event WHERE changed <> '{}')")
        rewrite_the_chain(shorter)
    assert f"anchor: link {head} was anchored and is gone (the chain ends at {head - 1})" in shorter.faults


def test_last_weeks_copy_is_found_by_the_anchor(story):
    """Everything fits, and something is missing."""
    older = history.anchor_line()
    with undone():
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE casework_event ENABLE TRIGGER event_linked")
        cases.paper(story.engagement, "本周新发现")
        newer = history.anchor_line()
    assert newer.split(" ")[1] != older.split(" ")[1]
    assert list(history.verify([older])) == []
    [fault] = history.verify([older, newer])
    assert "was anchored and is gone" in fault


def test_an_anchor_of_somebody_else_is_refused():
    line = history.anchor_line()
    seq = line.split(" ")[1]
    for forged in (line.replace(f" {seq} ", f" {int(seq) + 1} "), f"{line[:-1]}-", "nonsense", "一 二 三 四"):
        [fault] = history.verify([line, forged])
        assert "anchor: line 2 is not signed by this house" in fault


# -- rows ----------------------------------------------------------------------------------------------------------


def test_a_row_that_was_edited_is_named_whatever_the_column():
    found = 0
    for model in history.moving_models():
        row = model._base_manager.order_by("-pk").first()
        if row is None:
            continue
        name = f"row: {model._meta.label_lower} {row.pk} was changed outside its history"
        for field in model._meta.concrete_fields:
            if field.primary_key or field.name in model.derived:
                continue
            with undone(), connection.cursor() as cursor:
                cursor.execute(
                    f'UPDATE {model._meta.db_table} SET "{field.column}" = {changed(field)} WHERE id = %s', [row.pk]
                )
                assert name in list(history.verify_rows_of(model)), (model, field.name)
            found += 1
    assert found > 100


def test_a_row_that_was_deleted_is_missed():
    for row in (Meeting.objects.first(), Posting.objects.last()):
        with attack() as made:
            made(f"DELETE FROM {row._meta.db_table} WHERE id = %s", row.pk)
        assert f"row: {row.kind} {row.pk} has a history and is gone" in made.faults


def copied(table, **changes):
    """SQL that copies a row with some values of its own."""
    pairs = ", ".join(f"'{name}', {value}" for name, value in changes.items())
    return (
        f"INSERT INTO {table} SELECT (made).* FROM (SELECT jsonb_populate_record(r, jsonb_build_object({pairs})) "
        f"AS made FROM {table} r WHERE id = %s) AS one RETURNING id"
    )


def test_a_row_that_was_slipped_in_is_named(story):
    with attack() as made:
        forged = made.one(copied("accounts_person", id="r.id + 5000", key="'forged'"), story.member.person.pk)
    assert made.faults == [f"row: accounts.person {forged} has no history"]


def test_two_rows_that_exchanged_their_contents_are_both_named(story):
    first, second = story.unit.pk, story.other_unit.pk
    with attack() as made:
        made("UPDATE accounts_organisation SET name = name || '?' WHERE id = %s", first)
        made(
            "UPDATE accounts_organisation o SET name = rtrim(p.name, '?') FROM accounts_organisation p "
            "WHERE (o.id, p.id) IN ((%s, %s), (%s, %s))",
            *(first, second, second, first),
        )
    assert made.faults == [f"row: accounts.organisation {pk} was changed outside its history" for pk in (first, second)]


# -- remarks and files ---------------------------------------------------------------------------------------------


def test_a_remark_that_was_changed_taken_or_added_is_named():
    remark = Remark.objects.get(text="缺第二页")
    other = Event.objects.filter(remark_digest="").first()
    with attack() as edited:
        edited("UPDATE casework_remark SET text = '同意' WHERE event_id = %s", remark.pk)
    assert edited.faults == [f"remark: the remark of event {remark.pk} was changed"]
    with attack() as gone:
        gone("DELETE FROM casework_remark WHERE event_id = %s", remark.pk)
    assert gone.faults == [f"remark: the remark of event {remark.pk} is gone"]
    with attack() as added:
        added("INSERT INTO casework_remark (event_id, text) VALUES (%s, '同意')", other.pk)
    assert added.faults == [f"remark: the remark of event {other.pk} was changed"]


def test_a_file_whose_bytes_were_changed_is_named():
    row = Attachment.objects.first()
    path = settings.FILES_ROOT / row.place
    content = path.read_bytes()
    path.write_bytes(content[:-1] + b"?")
    assert list(history.verify()) == [f"file: attachment {row.pk} was changed"]
    path.unlink()
    assert list(history.verify()) == [f"file: attachment {row.pk} is gone"]
    path.write_bytes(content)
    assert list(history.verify()) == []


@pytest.mark.parametrize(
    "field", [f for f in Attachment._meta.concrete_fields if not f.primary_key], ids=lambda field: field.name
)
def test_a_file_whose_row_was_changed_is_named(field):
    row = Attachment.objects.first()
    with attack() as made:
        made(f'UPDATE casework_attachment SET "{field.column}" = {changed(field)} WHERE id = %s', row.pk)
    assert f"file: the row of attachment {row.pk} was changed" in made.faults


def test_a_file_that_was_exchanged_with_its_digest_is_named():
    row = Attachment.objects.first()
    path = settings.FILES_ROOT / row.place
    content = path.read_bytes()
    path.write_bytes(b"%PDF-1.4 another")
    with attack() as made:
        made("UPDATE casework_attachment SET sha256 = %s WHERE id = %s", history.sha256_of(path), row.pk)
    path.write_bytes(content)
    assert f"file: event {row.event_id} came with other files" in made.faults


def test_a_file_that_was_taken_or_slipped_in_is_named():
    row = Attachment.objects.first()
    with attack() as gone:
        gone("DELETE FROM casework_attachment WHERE id = %s", row.pk)
    assert gone.faults == [f"file: event {row.event_id} came with other files"]
    with attack() as added:
        added.one(copied("casework_attachment", id="r.id + 5000", key="'forged'", place="r.place || 'x'"), row.pk)
    assert f"file: event {row.event_id} came with other files" in added.faults


# -- powers --------------------------------------------------------------------------------------------------------


def test_a_power_that_was_given_or_taken_by_hand_is_named(story):
    grant = CaseGroupObjectPermission.objects.get(content_object=story.engagement.case, permission__codename="lead")
    case = grant.content_object_id
    with attack() as taken:
        taken("DELETE FROM casework_casegroupobjectpermission WHERE id = %s", grant.pk)
    assert taken.faults == [f"power: “lead {grant.group_id}” of case {case} was taken outside the history"]
    with attack() as given:
        given("UPDATE casework_casegroupobjectpermission SET group_id = 1 WHERE id = %s", grant.pk)
    assert f"power: “lead 1” of case {case} was given outside the history" in given.faults
    with attack() as personal:
        personal(
            "INSERT INTO casework_caseuserobjectpermission (content_object_id, permission_id, user_id) "
            "VALUES (%s, %s, %s)",
            *(case, grant.permission_id, story.stranger.pk),
        )
    assert personal.faults == [f"power: “lead person {story.stranger.pk}” of case {case} was given outside the history"]


def test_a_membership_that_was_given_or_taken_by_hand_is_named(story):
    leaders = story.engagement.team.leaders_id
    with attack() as given:
        given("INSERT INTO accounts_user_groups (user_id, group_id) VALUES (%s, %s)", story.stranger.pk, leaders)
    assert given.faults == [f"power: “{leaders}” of person {story.stranger.pk} was given outside the history"]
    with attack() as taken:
        taken("DELETE FROM accounts_user_groups WHERE user_id = %s AND group_id = %s", story.leader.pk, leaders)
    assert taken.faults == [f"power: “{leaders}” of person {story.leader.pk} was taken outside the history"]


def test_a_power_that_ended_does_not_come_back_with_the_line_that_gave_it(story):
    """The line of the gift is copied and fits the chain; but its version is spent, or its digest is of another one."""
    posting = story.engagement.team.postings.get(person=story.member.person)
    findings.end_posting(posting, by=story.clerk, today=cases.DAY, note="回避")
    group = story.engagement.team.members_id
    lines = Event.objects.filter(thing_kind="casework.membership", thing_id=story.member.pk).order_by("id")
    gift, end = lines.get(changed=[f"+{group}"]), lines.last()
    assert f"-{group}" in end.changed
    for version in ("version", str(end.version + 1)):
        with attack() as made:
            forged = made.one(COPY.format(actor="actor_id", version=version), gift.pk)
            made("INSERT INTO accounts_user_groups (user_id, group_id) VALUES (%s, %s)", story.member.pk, group)
            rewrite_the_chain(made)
        assert not [fault for fault in made.faults if fault.startswith("chain")]
        assert any(f"event {forged} " in fault for fault in made.faults), made.faults
