"""Nobody is told twice, and nobody is forgotten."""

import datetime
import gc
import itertools

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from accounts import actions as registry
from casework import reminders
from casework.models import Deadline, Event, Notice, Reminder, Rung
from casework.moves import rule_of
from casework.reminders import remind
from findings import actions as findings
from inspections import actions as inspections
from tests import cases

DAY = cases.DAY


def later(days):
    return DAY + datetime.timedelta(days=days)


@pytest.fixture
def paper(people, engagement):
    """A working paper of the first of March that must be submitted by the 9th, and nothing else that is due."""
    Deadline.objects.all().delete()
    return cases.paper(engagement)


def stay(engagement):
    """The date on which the stay ends, and nothing else that is due."""
    Deadline.objects.exclude(rule__code="stay", thing_id=engagement.pk).delete()
    return Deadline.objects.get()


def told(day, **more):
    """Whom a run told at which rung."""
    return sorted((one.person.username, one.rung.days) for one in remind(day, **more))


# -- rungs ---------------------------------------------------------------------------------------------------------


def test_each_rung_speaks_once_and_to_whom_it_concerns(paper):
    assert Deadline.objects.get().due_on == later(7)
    ladder = {n: told(later(n)) for n in range(60)}
    spoken = {n: lines for n, lines in ladder.items() if lines}
    team = ["leader", "member", "second_member"]
    assert spoken == {
        7: [(name, 0) for name in team],
        8: [(name, 1) for name in team],
        17: [(name, 10) for name in team],
        37: [(name, 30) for name in team],
    }


def test_a_long_date_is_told_of_before_it_comes(people, engagement):
    date = stay(engagement)
    spoken = {n: told(later(n)) for n in range((date.due_on - DAY).days + 1)}
    assert [(n - (date.due_on - DAY).days, lines) for n, lines in spoken.items() if lines] == [
        (-20, [("leader", -20)]),
        (-10, [("leader", -10)]),
        (0, [("leader", 0)]),
    ]


def test_what_was_as_near_on_the_day_it_began_is_not_called_to_mind(paper):
    """Five working days are fewer than ten from the start: whoever wrote the paper knows."""
    assert told(later(0)) == told(later(1)) == []
    assert Reminder.objects.filter(rung__days=-10).exists(), "climbed, in silence"


def test_what_was_late_on_the_day_it_began_is_told(people, engagement):
    paper = cases.paper(engagement)
    Deadline.objects.all().delete()
    Deadline.objects.create(
        case=paper.case,
        thing_kind=paper.kind,
        thing_id=paper.pk,
        rule=rule_of("submit_paper", None),
        word="inspect",
        from_event=Event.objects.last(),
        from_on=DAY,
        due_on=later(-3),
    )
    assert told(DAY) == [("leader", 1), ("member", 1), ("second_member", 1)]


def test_a_missed_run_heals_and_the_highest_rung_speaks(paper):
    assert told(later(20)) == [("leader", 10), ("member", 10), ("second_member", 10)]
    assert set(Reminder.objects.values_list("rung__days", flat=True)) == {-20, -10, 0, 1, 10}
    assert told(later(21)) == []


def test_a_second_run_is_silent(paper):
    assert told(later(8))
    before = Notice.objects.count()
    assert told(later(8)) == []
    assert Notice.objects.count() == before


def test_a_run_of_yesterday_says_nothing_new(paper):
    told(later(8))
    assert told(later(7)) == []


def test_a_date_that_was_moved_begins_a_new_ladder(paper):
    assert told(later(8))
    line = Event.objects.last()
    Deadline.objects.update(extended_from=later(7), extended_by=line, due_on=later(30))
    assert told(later(9)) == [], "it is far away again"
    assert told(later(20)) == [("leader", -10), ("member", -10), ("second_member", -10)]
    assert told(later(31)) == [("leader", 1), ("member", 1), ("second_member", 1)]


def test_what_is_done_is_not_called_to_mind(people, paper):
    findings.submit_paper(paper, by=people.member, today=DAY, note="")
    lines = [one.deadline.rule.code for one in remind(later(40))]
    assert "submit_paper" not in lines
    assert "review_paper" in lines


def test_the_other_side_never_hears_that_the_team_is_late(people, engagement):
    """“late” tells the principal; but only of what his own people owe."""
    assert "sign" in Rung.objects.get(days=1).words
    inspections.withdraw(engagement, by=people.leader, today=DAY)
    cases.reviewed(people, engagement)  # what the unit owes itself
    cases.paper(engagement)
    people_told = {one.person.username for n in range(120) for one in remind(later(n))}
    assert people_told & {"leader", "member"}
    assert not people_told & {"principal", "liaison", "other_principal"}


def test_nobody_hears_of_what_he_may_not_see(people, engagement):
    """The office does not see a paper before its leader has signed, so it does not hear that it is late."""
    paper = cases.paper(engagement)
    findings.submit_paper(paper, by=people.member, today=DAY, note="")
    about = [one for one in remind(later(40)) if one.deadline.thing_kind == paper.kind]
    assert {one.person.username for one in about} == {"leader"}
    for one in about:
        assert type(paper).objects.visible_to(one.person).filter(pk=paper.pk).exists()


def test_a_duty_that_nobody_holds_is_told_to_the_office(people, engagement):
    date = stay(engagement)
    registry.disable(cases.fresh(people.leader), by=people.sysadmin, today=DAY, note="调离")
    spoken = {one.person.username for one in remind(date.due_on)}
    assert spoken == {"head", "clerk"}


def test_a_dry_run_prints_the_same_and_tells_nobody(paper):
    dry = told(later(8), dry_run=True)
    assert not Reminder.objects.exists()
    assert not Notice.objects.filter(reminder__isnull=False).exists()
    assert told(later(8)) == dry != []
    assert told(later(8), dry_run=True) == []


def test_a_run_with_nothing_to_tell_asks_two_questions(people, engagement):
    for n in range(12):
        cases.paper(engagement, f"第{n}件")
    list(remind(later(8)))
    with CaptureQueriesContext(connection) as asked:
        assert list(remind(later(8))) == []
    assert len(asked) == 2


def many_dates(paper, n):
    """So many dates like that of the paper, of papers that nobody sees."""
    date = Deadline.objects.get(thing_kind=paper.kind, thing_id=paper.pk)
    values = {field.attname: getattr(date, field.attname) for field in Deadline._meta.concrete_fields} | {"id": None}
    Deadline.objects.bulk_create([Deadline(**(values | {"thing_id": 10**6 + k})) for k in range(n)])


def test_a_run_is_flat_in_memory(paper):
    many_dates(paper, 5 * reminders.BATCH)
    alive, turn = [], itertools.count()

    def count(execute, sql, params, many, context):
        if next(turn) % 6 == 0:
            alive.append(sum(type(one) is Deadline for one in gc.get_objects()))
        return execute(sql, params, many, context)

    gc.collect()
    with connection.execute_wrapper(count):
        assert len(list(remind(later(8)))) == 3
    assert Reminder.objects.filter(rung__days=1).count() == 5 * reminders.BATCH + 1
    assert max(alive) < 3 * reminders.BATCH


def test_a_run_costs_less_than_a_question_a_date(paper):
    many_dates(paper, 2 * reminders.BATCH)
    with CaptureQueriesContext(connection) as asked:
        list(remind(later(8)))
    assert len(asked) < reminders.BATCH / 2
