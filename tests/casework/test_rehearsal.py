"""What is rehearsed is what is told: line by line, a whole round long."""

import datetime
import io

import openpyxl
import pytest
import time_machine
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone, translation
from django.utils.translation import gettext

from casework import present, rehearsal, tasks
from casework.models import Deadline, DeadlineRule, Event, Export, Notice, Reminder, Rung
from casework.rehearsal import Line, rehearse
from casework.reminders import remind
from findings import actions as findings
from referrals import actions as referrals
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
END = 130


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
    assert compared > 150


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
    assert asked(600) == few


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


# -- the pages -----------------------------------------------------------------------------------------------------


def read(user, url, **query):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client.get(url, query)


def lines_of(user, url="/reminders/", **query):
    """Every line of a page and of those after it, as its reader has them before him."""
    found, answer = [], read(user, url, **query)
    while True:
        assert answer.status_code == 200
        found += [tuple(cell["text"] for cell in row["cells"]) for row in answer.context["rows"]]
        further = answer.context["pager"]["next_url"]
        if not further:
            return found
        answer = read(user, url + further)


@pytest.fixture
def today():
    """The pages are read on the first day of the round, in Chinese."""
    at = datetime.datetime.combine(DAY, datetime.time(9), timezone.get_current_timezone())
    with time_machine.travel(at, tick=False), translation.override("zh-hans"):
        yield DAY


@pytest.fixture
def many(people, engagement):
    """Dates of many kinds: of the team, the office, the unit, a department, and a clue under seal."""
    clued = cases.finding(engagement, "线索问题", concerns="principal")
    plain = cases.finding(cases.fresh(engagement), "一般问题")
    cases.sent(people, cases.request(people, engagement))
    cases.heard(people, engagement.round)
    landing = cases.routed(people, clued, "discipline")
    clue = referrals.send_clue(landing, by=people.head, today=DAY, note="")
    cases.routed(people, plain, "organisation")
    cases.fed_back(people, cases.fresh(engagement))
    return clue


def test_the_page_is_line_by_line_what_is_told_later(people, many, today):
    """Read by the head on the first day; then the doorbell rings for thirty days."""
    reader = people.head
    page = lines_of(reader)
    rung = []
    for line in told(DAY, 30):
        date = line.deadline
        seen = present.things_of([(date.thing_kind, date.thing_id)], reader)
        if seen and Deadline.objects.visible_to(reader).filter(pk=date.pk).exists():
            [thing] = seen.values()
            rung.append(
                (
                    line.day.isoformat(),
                    line.person.name,
                    line.person.organisation_name,
                    gettext(line.rung.name),
                    gettext(date.rule.name),
                    thing.title,
                    present.number_of(thing),
                    date.due_on.isoformat(),
                )
            )
    assert page == rung
    assert len(page) > 10


def test_what_is_sealed_is_told_to_its_readers_alone(people, many, today):
    def clues(user):
        return [line for line in lines_of(user) if many.number in line]

    assert clues(people.head)
    assert clues(people.clerk) == []
    text = read(people.clerk, "/reminders/").content.decode()
    assert many.number not in text
    assert many.title not in text


def test_only_the_office_reads_it(people, many, today):
    for name, user in people.users.items():
        expected = 200 if name in ("head", "clerk") else 404
        for url in ("/reminders/", "/reminders/export/", "/reminders/told/"):
            assert read(user, url).status_code == expected, (name, url)
    assert 'href="/reminders/"' in read(people.clerk, "/").content.decode()
    assert 'href="/reminders/"' not in read(people.member, "/").content.decode()


def test_a_program_of_the_office_reads_the_same_lines(people, many, today):
    rows = read(people.head, "/api/v1/reminders-to-come/").json()
    names = ("day", "person", "organisation", "rung", "rule", "title", "number", "due_on")
    assert [tuple(row[name] for name in names) for row in rows] == lines_of(people.head)
    assert rows[0]["url"].startswith("/")
    assert many.number not in read(people.clerk, "/api/v1/reminders-to-come/").content.decode()
    assert read(people.member, "/api/v1/reminders-to-come/").status_code == 404


def test_it_is_narrowed_by_person_by_matter_by_kind_and_by_days(people, many, today):
    whole = lines_of(people.head)
    one = whole[0]
    assert lines_of(people.head, who=one[1]) == [line for line in whole if one[1] in line[1] + line[2]]
    assert lines_of(people.head, matter=many.number) == [line for line in whole if line[6] == many.number]
    body = people.discipline.name
    assert {line[2] for line in lines_of(people.head, who=body)} == {body}
    assert {line[6] for line in lines_of(people.head, kind=many.kind)} == {many.number}
    day = one[0]
    assert lines_of(people.head, since=day, until=day) == [line for line in whole if line[0] == day]
    assert lines_of(people.head, who="查无此人") == []
    [chip] = read(people.head, "/reminders/", who="查无此人").context["chips"]
    assert chip == {"label": "姓名或单位：查无此人", "remove_url": "?"}


def test_it_is_taken_as_a_workbook_with_a_number(people, many, today):
    whole = lines_of(people.head, kind=many.kind)
    answer = read(people.head, "/reminders/export/", kind=many.kind)
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    rows = list(sheet.iter_rows(min_row=3, values_only=True))
    assert [(row[1].date().isoformat(), row[2]) for row in rows] == [line[:2] for line in whole]
    export = Export.objects.get()
    assert (export.person, export.rows) == (people.head, len(whole))
    assert str(many._meta.verbose_name) in export.query


def test_what_was_told_is_listed_with_who_has_read_it(people, many, today):
    before = [line[1:8] for line in lines_of(people.head)]
    told(DAY, 30)
    rows = lines_of(people.head, "/reminders/told/")
    assert sorted(row[1:8] for row in rows) == sorted(before)
    assert {row[8] for row in rows} == {"未读"}
    Notice.objects.filter(person=people.discipline_handler).update(read_at=timezone.now())
    rows = lines_of(people.head, "/reminders/told/", kind=many.kind)
    assert rows
    assert {row[8] for row in rows if row[1] == people.discipline_handler.name} == {f"{DAY} 09:00"}
    assert lines_of(people.head, "/reminders/told/", matter=many.number) == rows
    assert lines_of(people.head, "/reminders/told/", until=DAY - datetime.timedelta(days=1)) == []


def test_what_was_told_of_a_clue_is_not_told_to_the_clerk(people, many, today):
    told(DAY, 30)
    assert [row for row in lines_of(people.head, "/reminders/told/") if many.number in row]
    assert [row for row in lines_of(people.clerk, "/reminders/told/") if many.number in row] == []


def test_more_was_told_than_a_page_holds(people, many, today, monkeypatch):
    told(DAY, 30)
    whole = lines_of(people.head, "/reminders/told/")
    for size, looked in ((3, 1000), (50, 4), (3, 4)):
        monkeypatch.setattr("casework.views.rehearsal.SIZE", size)
        monkeypatch.setattr("casework.views.rehearsal.LOOKED_THROUGH", looked)
        assert lines_of(people.head, "/reminders/told/") == whole


def test_a_page_of_many_lines_costs_what_one_of_few_costs(people, many, today):
    def cost():
        read(people.head, "/reminders/")
        with CaptureQueriesContext(connection) as questions:
            read(people.head, "/reminders/")
        return len(questions)

    few = cost()
    date = Deadline.objects.open().filter(thing_kind=many.kind, thing_id=many.pk).first()
    begun = Deadline.objects.filter(thing_kind=many.kind).values("rule")
    rules = DeadlineRule.objects.exclude(pk__in=begun)[:20]
    values = {field.attname: getattr(date, field.attname) for field in Deadline._meta.concrete_fields}
    Deadline.objects.bulk_create(Deadline(**(values | {"id": None, "rule_id": rule.pk})) for rule in rules)
    assert cost() == few
