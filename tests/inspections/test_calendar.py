"""The office says on which days it works; what is open is counted again, in the history, and told."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from casework import clock, history, tasks
from casework.models import Closure, Deadline, Event
from casework.moves import DATE_MOVED, Refused
from inspections import actions, forms
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


def day(text):
    return datetime.date.fromisoformat(text)


@once
def people():
    return cast()


@once
def paper(people):
    """A paper of Monday the 2nd of March that must be submitted in five working days."""
    paper = cases.paper(cases.on_site(people))
    assert date_of(paper).due_on == day("2026-03-09")
    return paper


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def date_of(thing) -> Deadline:
    return Deadline.objects.get(thing_kind=thing.kind, thing_id=thing.pk, met_on=None)


def closed(people, first, last, **values):
    return cases.local_days(people, begins_on=day(first), ends_on=day(last), **values)


@pytest.mark.parametrize(
    ("first", "last", "works", "expected"),
    [
        ("2026-03-03", "2026-03-03", False, "2026-03-10"),
        ("2026-03-03", "2026-03-05", False, "2026-03-12"),
        ("2026-03-07", "2026-03-08", True, "2026-03-07"),
        ("2026-03-10", "2026-03-20", False, "2026-03-09"),
        ("2026-02-20", "2026-03-02", False, "2026-03-09"),
    ],
)
def test_what_is_counted_in_working_days_follows_the_days_of_the_office(people, paper, first, last, works, expected):
    days = closed(people, first, last, works=works)
    assert date_of(paper).due_on == day(expected)
    actions.withdraw_days(days, by=people.clerk, today=DAY, note="检修提前完成")
    assert date_of(paper).due_on == day("2026-03-09")
    assert not Closure.objects.filter(withdrawn=False).exists()


def test_what_moved_is_in_the_history_with_its_reason_and_told(people, paper):
    closed(people, "2026-03-03", "2026-03-03")
    line = Event.objects.get(move=DATE_MOVED, thing_kind=paper.kind, thing_id=paper.pk)
    assert "2026-03-09 → 2026-03-10" in line.remark.text
    assert "机关停电检修" in line.remark.text
    assert people.member.pk in line.notices.values_list("person", flat=True)
    assert "机关停电检修 2026-03-03" in clock.why(date_of(paper))
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


def test_only_the_office_says_so_and_no_day_twice(people):
    for who in (people.leader, people.liaison, people.stranger):
        with pytest.raises(Refused):
            actions.close_days(
                people.authority, by=who, begins_on=DAY, ends_on=DAY, works=False, reason="停电", today=DAY
            )
    closed(people, "2026-03-03", "2026-03-05")
    asked = {"begins_on": "2026-03-05", "ends_on": "2026-03-06", "reason": "停电"}
    assert "begins_on" in forms.CloseDays(asked, thing=people.authority, by=people.clerk, today=DAY).errors
    backwards = {"begins_on": "2026-03-16", "ends_on": "2026-03-13", "reason": "停电"}
    assert "ends_on" in forms.CloseDays(backwards, thing=people.authority, by=people.clerk, today=DAY).errors


def test_the_office_sees_what_moves_before_it_says_so(people, paper):
    """The request waits for the office; the paper lies with the team and is no business of the office yet."""
    asked = cases.request(people, paper.engagement)
    assert date_of(asked).due_on == day("2026-03-04")
    office = signed_in(people.clerk)
    url = reverse("inspections:days-move")
    page = office.post(url, {"begins_on": "2026-03-03", "ends_on": "2026-03-03"}).content.decode()
    assert "2026-03-04" in page
    assert "2026-03-05" in page
    assert "2026-03-10" not in page, "what he may not see has no row"
    assert date_of(asked).due_on == day("2026-03-04"), "nothing has been moved"
    nothing = office.post(url, {"begins_on": "x", "ends_on": ""}).content.decode()
    assert "2026-03-04" not in nothing
    assert signed_in(people.liaison).post(url, {}).status_code == 404
    days = closed(people, "2026-03-03", "2026-03-03")
    back = office.get(f"{url}?without={days.key}").content.decode()
    assert back.index("2026-03-05") < back.index("2026-03-04")


def test_the_calendar_says_what_is_off_what_is_worked_and_what_is_not_known_yet(people):
    office = signed_in(people.clerk)
    page = office.get(reverse("inspections:calendar-year", args=[2026])).content.decode()
    for text in ("春节", "2026-02-15", "2026-02-23", "2026-02-28", "国庆节"):
        assert text in page
    far = clock.known_until().year + 1
    assert "暂" in office.get(reverse("inspections:calendar-year", args=[far])).content.decode()
    assert office.get(reverse("inspections:calendar-year", args=[1800])).status_code == 404


def test_a_year_that_has_been_announced_is_counted_again_at_night_once(people, paper):
    """The date was counted as if the days were like any others, before the holidays of its year were known."""
    Deadline.objects.filter(pk=date_of(paper).pk).update(
        from_on=day("2026-02-11"), due_on=day("2026-02-18"), provisional=True
    )
    tasks.recount_what_was_provisional()
    assert (date_of(paper).due_on, date_of(paper).provisional) == (day("2026-02-25"), False)
    line = Event.objects.get(move=DATE_MOVED, thing_kind=paper.kind, thing_id=paper.pk)
    assert (line.acting, "2026-02-18 → 2026-02-25" in line.remark.text) == ("clock", True)
    tasks.recount_what_was_provisional()
    assert Event.objects.filter(move=DATE_MOVED).count() == 1


def test_a_date_in_a_year_that_is_not_known_waits(people, paper):
    far = clock.known_until() + datetime.timedelta(days=60)
    Deadline.objects.filter(pk=date_of(paper).pk).update(from_on=far, due_on=far, provisional=True)
    tasks.recount_what_was_provisional()
    assert date_of(paper).due_on == far
