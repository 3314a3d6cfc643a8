"""What is rehearsed is what is told: line by line, a whole round long."""

import datetime

import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from casework import rehearsal, tasks
from casework.models import Deadline, Event, Notice, Reminder, Rung
from casework.rehearsal import Line, rehearse
from casework.reminders import remind
from findings import actions as findings
from tests import cases
from tests.casework.conftest import undone
from tests.casework.test_commands import said

DAY = cases.DAY


def later(days):
    return DAY + datetime.timedelta(days=days)


def told(begin, days):
    """What running the doorbell day by day told, as a rehearsal would have said it."""
    found = []
    for number in range(days):
        day = begin + datetime.timedelta(days=number)
        found += [Line(day, *one) for one in remind(day)]
    return found


def in_words(lines):
    return [f"{line.day} {rehearsal.in_words(line)}" for line in lines]


#: a round as real people walk it: so many days after its teams went in, somebody does this
WAY = (
    (0, lambda people, at, day: cases.paper(at, today=day)),
    (3, lambda people, at, day: cases.finding(at, "公务接待超标准", day)),
    (5, lambda people, at, day: cases.finding(at, "工程款支付凭证不全", day)),
    (8, lambda people, at, day: cases.sent(people, cases.request(people, at, day), day)),
    (20, lambda people, at, day: cases.leave(at, day, by=people.member)),
    (36, lambda people, at, day: cases.dropped(people, at.papers.get(title_text="台账登记不完整"), day)),
    (40, lambda people, at, day: cases.heard(people, at.round, day)),
    (44, lambda people, at, day: [cases.routed(people, one, "organisation", day) for one in at.findings.all()]),
    (48, lambda people, at, day: cases.fed_back(people, at, day)),
    (60, lambda people, at, day: cases.approved_plan(people, at.feedbacks.get(audience="organisation"), day)),
)
#: the last step is far behind, and what nobody did climbs the last rung
END = 200


def test_a_whole_round_is_told_line_by_line_as_it_was_rehearsed(people, engagement):
    """Between two steps of the round, the rehearsal of the 30 days to come is what those days then bring."""
    steps, compared, rungs = dict(WAY), 0, set()
    for number in range(END):
        if step := steps.get(number):
            step(people, cases.fresh(engagement), later(number))
        if step or number % 30 == 0:
            rehearsed = in_words(rehearse(later(number), 30))
            with undone():
                assert in_words(told(later(number), 30)) == rehearsed
            compared += len(rehearsed)
        of_today = rehearse(later(number), 1)
        assert in_words(of_today) == in_words(told(later(number), 1)), number
        rungs |= {line.rung.days for line in of_today}
    assert rungs == set(Rung.objects.values_list("days", flat=True)), "every rung has spoken"
    assert compared > 200


def test_what_the_worker_tells_is_what_was_rehearsed(people, engagement, chained, settings, tmp_path):
    """The same by the clock of the house: each day the worker looks once, and its notices are the lines."""
    settings.ANCHOR_FILE = tmp_path / "anchor"
    cases.paper(engagement)
    lines = rehearse(later(0), 30)
    assert lines
    for day, of_day in rehearsal.by_day(lines, later(0), 30):
        before = Notice.objects.order_by("-pk").values_list("pk", flat=True).first() or 0
        with time_machine.travel(datetime.datetime.combine(day, datetime.time(9), timezone.get_current_timezone())):
            tasks.look()
        rows = Notice.objects.filter(pk__gt=before, reminder__isnull=False).select_related("reminder__deadline")
        found = {(one.person_id, one.reminder.deadline_id, one.reminder.rung_id) for one in rows}
        assert found == {(line.person.pk, line.deadline.pk, line.rung.pk) for line in of_day}, day


def test_a_rehearsal_begins_with_what_a_missed_run_left(people, engagement):
    cases.paper(engagement)
    told(later(0), 8)
    rehearsed = in_words(rehearse(later(45), 30))  # the worker stood still for more than a month
    assert rehearsed == in_words(told(later(45), 30))
    assert rehearsed[0].startswith(f"{later(45)} ")


def test_a_date_that_was_moved_is_rehearsed_from_the_bottom_of_its_new_ladder(people, engagement):
    Deadline.objects.all().delete()
    cases.paper(engagement)
    told(later(8), 1)
    Deadline.objects.update(extended_from=later(7), extended_by=Event.objects.last(), due_on=later(30))
    rehearsed = rehearse(later(9), 40)
    assert {(line.day, line.rung.days) for line in rehearsed} == {
        (later(10), -20),
        (later(20), -10),
        (later(30), 0),
        (later(31), 1),
        (later(40), 10),
    }
    assert in_words(rehearsed) == in_words(told(later(9), 40))


def test_a_rehearsal_tells_nobody(people, engagement):
    cases.paper(engagement)
    before = Notice.objects.count()
    assert rehearse(later(0), 60)
    assert not Reminder.objects.exists()
    assert Notice.objects.count() == before


def test_what_is_done_meanwhile_is_not_told(people, engagement):
    """A rehearsal says what comes if nobody acts; whoever acts is not called."""
    paper = cases.paper(engagement)
    assert "submit_paper" in {line.deadline.rule.code for line in rehearse(later(0), 30)}
    findings.submit_paper(paper, by=people.member, today=DAY, note="")
    assert "submit_paper" not in {line.deadline.rule.code for line in rehearse(later(0), 30)}


def asked(days, begin=None):
    with CaptureQueriesContext(connection) as questions:
        rehearse(begin or later(5), days)
    return len(questions)


def test_many_days_and_many_dates_cost_what_few_cost(people, engagement):
    cases.paper(engagement)
    few = asked(60)
    paper = Deadline.objects.get(rule__code="submit_paper")
    values = {field.attname: getattr(paper, field.attname) for field in Deadline._meta.concrete_fields} | {"id": None}
    Deadline.objects.bulk_create(Deadline(**(values | {"thing_id": 10**6 + n})) for n in range(1000))
    assert asked(60) == few
    assert asked(600) <= few + 40  # more rungs speak, and each asks once who sees what


def test_the_command_prints_before_what_it_prints_after(people, engagement):
    cases.paper(engagement)
    rehearsed = said("remind", today=later(0), days=30)
    assert not Reminder.objects.exists()
    days = [said("remind", today=later(number)) for number in range(30)]
    assert rehearsed.replace("would be told", "told") == "".join(days)
    assert "member\t+0\t" in rehearsed


def test_without_a_date_the_command_takes_today(people):
    assert f"{timezone.localdate()}: " in said("remind", "--today", "--dry-run")
    assert said("remind", "--today", "--days", "30").count("would be told") == 30
