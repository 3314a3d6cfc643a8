"""Many do the same, or what excludes it, in the same moment: with real threads and real commits."""

import contextlib
import datetime
import os
import re
import threading
from functools import partial
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.core.management import call_command
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import actions as registry
from accounts.models import User
from casework import delivery, history, tasks
from casework.models import Event, Link, Message, Notice
from casework.moves import Refused, Stale
from casework.reminders import remind
from findings import actions as findings
from findings.models import Finding, WorkingPaper
from inspections import actions as inspections
from inspections.models import Round, Team
from rectification import actions as rectification
from rectification.models import Cluster, Item
from rectification.tasks import look_for_common_problems
from tests import cases
from tests.people import cast

DAY = cases.DAY


def at_once(*works):
    """Do these things in the same moment, each by somebody with a connection of his own; returns what came of each."""
    begin, results = threading.Barrier(len(works)), [None] * len(works)

    def run(place, work):
        try:
            begin.wait(30)
            results[place] = work()
        except Exception as error:
            results[place] = error
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=pair) for pair in enumerate(works)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(120)
    return results


def errors(results):
    return [result for result in results if isinstance(result, Exception)]


def submit(paper, by):
    return findings.submit_paper(paper, by=by, today=DAY, note="")


def test_of_many_simultaneous_presses_one_wins(committed):
    people = cast()
    engagement = cases.on_site(people)
    for n in range(3):
        paper = cases.paper(engagement, f"第{n}件")
        seen = [cases.fresh(paper) for _n in range(12)]
        results = at_once(*[partial(submit, one, people.member) for one in seen])
        assert sum(not isinstance(result, Exception) for result in results) == 1
        assert {type(error) for error in errors(results)} == {Stale}
        assert Event.objects.filter(thing_kind=paper.kind, thing_id=paper.pk).count() == 2
        assert Notice.objects.filter(event__thing_id=paper.pk, event__thing_kind=paper.kind).count() == 1
        assert cases.fresh(paper).version == 2


def test_a_paper_becomes_a_finding_or_is_dropped_never_both(committed):
    people = cast()
    engagement = cases.on_site(people)
    for n in range(4):
        paper = cases.paper(engagement, f"第{n}件")
        cases.signed(paper)
        values = {"title_text": "问题", "facts": "事实", "concerns": "unit"}
        results = at_once(
            partial(findings.raise_finding, cases.fresh(paper), by=people.member, today=DAY, **values),
            partial(findings.raise_finding, cases.fresh(paper), by=people.second_member, today=DAY, **values),
            partial(findings.drop_paper, cases.fresh(paper), by=people.leader, today=DAY, note="查否"),
        )
        assert len(errors(results)) == 2
        assert {type(error) for error in errors(results)} == {Stale}
        found = Finding.objects.filter(paper=paper).count()
        assert (cases.fresh(paper).stage, found) in {("used", 1), ("dropped", 0)}


def test_numbers_have_no_gaps_however_many_write(committed):
    people = cast()
    engagement = cases.on_site(people)

    def write(n):
        return lambda: [cases.paper(engagement, f"{n}-{k}") for k in range(4)]

    assert errors(at_once(*[write(n) for n in range(6)])) == []
    numbers = sorted(engagement.papers.values_list("number", flat=True))
    assert numbers == [f"预[2026]巡1-1组-{n:02d}" for n in range(1, 25)]


def test_twenty_signatures_in_one_moment_give_twenty_numbers_without_a_gap(committed):
    """And the one that is taken back at the last moment burns none."""
    people = cast()
    engagement = cases.on_site(people)
    waiting = [cases.agreed(cases.paper(engagement, f"第{n}件")) for n in range(21)]
    gone = waiting.pop(7)

    def sign(paper):
        return lambda: findings.sign_paper(paper, by=people.leader, today=DAY, note="")

    def sign_and_fail():
        with transaction.atomic():
            findings.sign_paper(gone, by=people.leader, today=DAY, note="")
            raise OSError("the line went dead")

    results = at_once(sign_and_fail, *[sign(paper) for paper in waiting])
    assert [type(error) for error in errors(results)] == [OSError]
    signed = WorkingPaper.objects.filter(stage="finalized")
    assert sorted(signed.values_list("number", flat=True)) == [f"[2026]巡1-1组-{n:02d}号" for n in range(1, 21)]
    assert (cases.fresh(gone).stage, cases.fresh(gone).number) == ("agreed", gone.pre_number)
    findings.sign_paper(cases.fresh(gone), by=people.leader, today=DAY, note="")
    assert cases.fresh(gone).number == "[2026]巡1-1组-21号"


def test_two_papers_that_are_merged_into_each_other_do_not_both_vanish(committed):
    people = cast()
    engagement = cases.on_site(people)
    for n in range(4):
        one, other = cases.paper(engagement, f"甲{n}"), cases.paper(engagement, f"乙{n}")

        def merge(paper, into):
            values = {"into": into, "note": "同一事项"}
            return partial(findings.merge_paper, cases.fresh(paper), by=people.leader, today=DAY, **values)

        results = at_once(merge(one, other), merge(other, one))
        assert {type(error) for error in errors(results)} <= {Refused, Stale}
        assert sorted([cases.fresh(one).stage, cases.fresh(other).stage]) in (["draft", "merged"], ["draft", "draft"])


def test_teams_and_rounds_that_are_made_in_the_same_moment_get_numbers_of_their_own(committed):
    people = cast()
    round = cases.open_round(people)
    leaders = [people.leader, people.other_leader, people.member, people.second_member]
    results = at_once(
        *[
            partial(
                inspections.form_team,
                cases.fresh(round),
                by=people.clerk,
                today=DAY,
                name=str(leader),
                leader=leader.person,
            )
            for leader in leaders
        ]
    )
    assert errors(results) == []
    assert sorted(Team.objects.values_list("number", flat=True)) == [1, 2, 3, 4]
    values = {"year": 2026, "profile": round.profile, "category_set": round.category_set, "stays_until": DAY}
    results = at_once(
        *[
            partial(inspections.open_round, round.term, by=people.clerk, today=DAY, name=f"第{n}轮", **values)
            for n in range(4)
        ]
    )
    assert errors(results) == []
    assert sorted(Round.objects.values_list("number", flat=True)) == [1, 2, 3, 4, 5]


def test_teams_that_enter_and_leave_in_the_same_moment_move_their_round_once(committed):
    people = cast()
    ours, theirs = cases.mobilised(people)
    for engagement in (ours, theirs):
        inspections.notify(engagement, by=people.clerk, today=DAY, note="")
    pairs = [(ours, people.leader), (theirs, people.other_leader)]
    for move in (inspections.enter, inspections.withdraw):
        results = at_once(*[partial(move, cases.fresh(one), by=leader, today=DAY) for one, leader in pairs])
        assert errors(results) == []
    assert cases.fresh(ours.round).stage == Round.Stage.REPORTING
    for slug in ("go-on-site", "begin-reporting"):
        assert Event.objects.filter(move=f"inspections.round.{slug}").count() == 1


def test_what_the_principal_is_handed_is_what_he_signs(committed):
    """An item can't be filled in behind a plan that has just been handed in."""
    people = cast()
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    feedback = cases.fed_back(people, engagement)
    item, plan = Item.objects.get(feedback=feedback), feedback.plan
    values = {"goal": "完整"} | cases.MEASURE | {"due_on": DAY + datetime.timedelta(days=30)}
    rectification.fill(item, by=people.liaison, today=DAY, **values)
    for n in range(4):
        handed_in, filled = at_once(
            partial(rectification.propose, cases.fresh(plan), by=people.liaison, today=DAY, note=""),
            partial(
                rectification.fill,
                cases.fresh(item),
                by=people.principal,
                today=DAY,
                **(values | {"text": f"改{n}"}),
            ),
        )
        assert not isinstance(handed_in, Exception)
        proposed = Event.objects.filter(move="rectification.plan.propose").order_by("id").last()
        last = Event.objects.filter(move="rectification.item.fill").order_by("id").last()
        if isinstance(filled, Exception):
            assert isinstance(filled, Refused)
        else:
            assert last.link.seq < proposed.link.seq, "whatever was filled in was there when the plan was handed in"
        rectification.return_plan(cases.fresh(plan), by=people.principal, today=DAY, note="再改")


def test_of_fifty_presses_that_close_or_return_an_item_one_wins(committed):
    people = cast()
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    feedback = cases.fed_back(people, engagement)
    cases.approved_plan(people, feedback)
    item = feedback.items.get()
    cases.signed_item(people, item)
    presses = []
    for n in range(50):
        verb, by = (rectification.return_item, people.leader) if n % 2 else (rectification.close, people.clerk)
        presses.append(partial(verb, cases.fresh(item), by=by, today=DAY, note="看过"))
    results = at_once(*presses)
    assert len(errors(results)) == 49
    assert {type(error) for error in errors(results)} <= {Stale, Refused}
    lines = Event.objects.filter(thing_kind=item.kind, thing_id=item.pk, from_stage="unit_signed")
    assert lines.count() == 1
    assert cases.fresh(item).stage == lines.get().to_stage


def test_a_double_click_makes_one_paper_and_shows_it_twice(committed):
    people = cast()
    engagement = cases.on_site(people, datetime.date.today())
    address = reverse("inspections:engagement-file-paper", args=[engagement.key])
    posted = {
        "title_text": "双击",
        "facts": "事实",
        "concerns": "unit",
        "source": "documents",
        "found_on": datetime.date.today().isoformat(),
        "second": people.second_member.key,
        "form_key": "one-and-the-same",
        "version": engagement.version,
    }

    def click(address, posted, by):
        client = Client()
        client.force_login(by, "accounts.backends.ByPassword")
        return partial(client.post, address, posted)

    answers = at_once(*[click(address, posted, people.member) for _n in range(6)])
    assert errors(answers) == []
    [paper] = WorkingPaper.objects.filter(title_text="双击")
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, paper.get_absolute_url())}

    address = reverse("findings:workingpaper-submit-paper", args=[paper.key])
    posted = {"form_key": "another", "version": paper.version, "note": ""}
    answers = at_once(*[click(address, posted, people.member) for _n in range(6)])
    assert {(answer.status_code, answer.get("Location")) for answer in answers} == {(302, paper.get_absolute_url())}
    assert Event.objects.filter(move="findings.workingpaper.submit-paper").count() == 1


# -- the history -----------------------------------------------------------------------------------------------------


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

    assert errors(at_once(*[partial(work, n) for n in range(8)])) == []
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

    assert errors(at_once(partial(work, 0), partial(work, 1))) == []
    assert found == []


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


# -- reminders ---------------------------------------------------------------------------------------------------------


def test_two_workers_make_one_notice(committed):
    people = cast()
    engagement = cases.on_site(people)
    for n in range(4):
        cases.paper(engagement, f"第{n}件")
    runs = at_once(*[lambda: list(remind(DAY + datetime.timedelta(days=9))) for _worker in range(6)])
    assert errors(runs) == []
    lines = [(one.person.pk, one.deadline.pk, one.rung.pk) for run in runs for one in run]
    assert len(lines) == len(set(lines)) == Notice.objects.filter(reminder__isnull=False).count()
    assert set(Notice.objects.values_list("person__username", flat=True)) >= {"member", "leader"}


def test_several_senders_make_and_send_each_message_once(committed, tmp_path, settings):
    people = cast()
    User.objects.update(email="somebody@example.cn")
    engagement = cases.on_site(people)
    concerned = Notice.objects.filter(gathered_at=None).values("person").distinct().count()
    assert concerned > 4
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    made = at_once(*[delivery.gather for _worker in range(5)])
    assert errors(made) == []
    assert sum(made) == Message.objects.count() == concerned
    assert not Notice.objects.filter(message=None).exists()
    sent = at_once(*[delivery.send for _sender in range(5)])
    assert errors(sent) == []
    assert sum(sent) == concerned
    numbers = [number for path in tmp_path.iterdir() for number in re.findall("Message-ID: (.*)", path.read_text())]
    assert len(numbers) == len(set(numbers)) == concerned
    assert engagement.stage == "entered"


def test_a_day_is_anchored_once_whoever_looks(committed, settings, tmp_path):
    settings.ANCHOR_FILE = tmp_path / "anchor"
    cast()
    assert errors(at_once(*[lambda: tasks._anchor_once_a_day(timezone.now()) for _worker in range(5)])) == []
    assert len(settings.ANCHOR_FILE.read_text().splitlines()) == 1
    tomorrow = timezone.now() + datetime.timedelta(days=1)
    assert errors(at_once(*[lambda: tasks._anchor_once_a_day(tomorrow) for _worker in range(5)])) == []
    assert len(settings.ANCHOR_FILE.read_text().splitlines()) == 2


def test_what_is_met_while_the_run_is_under_way_is_not_told_of(committed):
    people = cast()
    engagement = cases.on_site(people)
    first, second = cases.paper(engagement), cases.paper(engagement, "另一件事")
    with transaction.atomic():
        submit(second, people.member)  # not yet committed: somebody is meeting it just now
        told = at_once(lambda: list(remind(DAY + datetime.timedelta(days=8))))
        [about] = [{one.deadline.thing_id for one in many if one.deadline.thing_kind == first.kind} for many in told]
        assert about == {first.pk}
    again = [one for one in remind(DAY + datetime.timedelta(days=8)) if one.deadline.thing_id == second.pk]
    assert {one.deadline.rule.code for one in again} <= {"review_paper"}


def test_two_workers_that_look_for_common_problems_in_one_night_suggest_each_once(committed):
    people = cast()
    engagement = cases.on_site(people)
    cases.finding(engagement, "公务用车台账登记不完整")
    like = {people.other_unit: "公务用车使用台账登记不完整", people.department: "公务用车台账登记不完整不规范"}
    cases.found_by_the_city(people, engagement.round.term, like)
    for _night in range(2):
        results = at_once(*[look_for_common_problems for _worker in range(4)])
        assert errors(results) == []
    assert Cluster.objects.count() == 1
    assert Event.objects.filter(move=rectification.look_for_common.name).count() == 1
    assert list(history.verify()) == []
