"""A date says by which rule it is that day; 2026 is counted as the State Council has announced it."""

import datetime

import pytest
from django.utils import translation

from casework import clock
from casework.models import Closure, Deadline, DeadlineRule, Event
from findings import actions as findings
from tests import cases

Unit = DeadlineRule.Unit
CALENDAR = clock.Calendar({})
BASIS = "Basis: county practice (official practice)."


def day(text):
    return datetime.date.fromisoformat(text)


def rule(unit, amount):
    return DeadlineRule(
        code="x",
        name="Submit the working paper",
        amount=amount,
        unit=unit,
        basis="county practice",
        certainty="practice",
    )


def due(unit, amount, start, calendar=CALENDAR):
    found, provisional = clock.due(rule(unit, amount), day(start), calendar)
    return found.isoformat(), provisional


# -- months and days -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("start", "months", "expected"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2027-12-31", 2, "2028-02-29"),
        ("2026-02-28", 1, "2026-03-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-03-31", 6, "2026-09-30"),
        ("2024-02-29", 12, "2025-02-28"),
        ("2026-03-02", 0, "2026-03-02"),
    ],
)
def test_a_month_ends_no_later_than_its_last_day(start, months, expected):
    assert due(Unit.MONTH, months, start) == (expected, False)


def test_days_are_days_whatever_the_calendar():
    assert due(Unit.DAY, 30, "2026-02-10") == ("2026-03-12", False)
    assert due(Unit.DAY, 30, "2035-02-10") == ("2035-03-12", False)


def test_a_date_that_people_choose_is_not_counted():
    with pytest.raises(ValueError, match="a chosen date is not computed"):
        clock.due(rule(Unit.CHOSEN, 0), day("2026-03-02"), CALENDAR)


# -- working days --------------------------------------------------------------------------------------------------

#: the State Council's arrangement for 2026: the first and last day of each holiday
HOLIDAYS = [
    ("2026-01-01", "2026-01-03"),
    ("2026-02-15", "2026-02-23"),
    ("2026-04-04", "2026-04-06"),
    ("2026-05-01", "2026-05-05"),
    ("2026-06-19", "2026-06-21"),
    ("2026-09-25", "2026-09-27"),
    ("2026-10-01", "2026-10-07"),
]
#: the Saturdays and Sundays of 2026 on which everybody works (调休)
SHIFTED = ["2026-01-04", "2026-02-14", "2026-02-28", "2026-05-09", "2026-09-20", "2026-10-10"]


def test_every_day_of_2026_is_as_announced():
    wrong = []
    for n in range(365):
        today = day("2026-01-01") + datetime.timedelta(days=n)
        holiday = any(first <= today.isoformat() <= last for first, last in HOLIDAYS)
        expected = today.isoformat() in SHIFTED or (today.weekday() < 5 and not holiday)
        if CALENDAR.works(today) != (expected, False):
            wrong.append(today)
    assert wrong == []


@pytest.mark.parametrize(
    ("start", "workdays", "expected"),
    [
        ("2026-02-13", 1, "2026-02-14"),  # a shifted Saturday counts
        ("2026-02-13", 2, "2026-02-24"),  # over the Spring Festival
        ("2026-02-27", 1, "2026-02-28"),
        ("2026-09-30", 1, "2026-10-08"),
        ("2026-10-08", 2, "2026-10-10"),
        ("2026-03-02", 5, "2026-03-09"),
        ("2026-03-07", 1, "2026-03-09"),  # begun on a Saturday
        ("2026-03-02", 0, "2026-03-02"),
    ],
)
def test_working_days_follow_the_shifted_days(start, workdays, expected):
    assert due(Unit.WORKDAY, workdays, start) == (expected, False)


def test_beyond_what_was_announced_weekdays_are_taken_and_said_to_be_provisional():
    far = next(year for year in range(2027, 2100) if CALENDAR.works(datetime.date(year, 3, 1))[1])
    assert due(Unit.WORKDAY, 5, f"{far}-03-01")[1] is True
    for n in range(366):
        today = datetime.date(far, 1, 1) + datetime.timedelta(days=n)
        if today.year == far:
            assert CALENDAR.works(today) == (today.weekday() < 5, True)
    begun = f"{far - 1}-12-25"
    assert due(Unit.WORKDAY, 2, begun)[1] is False, "nothing beyond is leant on"
    assert due(Unit.WORKDAY, 15, begun)[1] is True, "the last days are"


def test_the_offices_own_days_go_before_the_public_calendar():
    calendar = clock.Calendar({day("2026-03-03"): False, day("2026-03-07"): True, day("2077-01-01"): True})
    assert due(Unit.WORKDAY, 1, "2026-03-02", calendar) == ("2026-03-04", False)
    assert due(Unit.WORKDAY, 4, "2026-03-02", calendar) == ("2026-03-07", False)
    assert calendar.works(day("2077-01-01")) == (True, False), "the office knows, so nothing is provisional"


#: 春节 2026: off from 15 to 23 February, Saturday the 14th and Saturday the 28th are worked
#: (国务院办公厅关于2026年部分节假日安排的通知, as the package knows it)
SPRING_FESTIVAL = {
    "2026-02-09": {5: "2026-02-14", 6: "2026-02-24", 10: "2026-02-28", 11: "2026-03-02"},
    "2026-02-14": {1: "2026-02-24", 5: "2026-02-28", 6: "2026-03-02", 10: "2026-03-06"},
    "2026-02-18": {1: "2026-02-24", 10: "2026-03-06", 15: "2026-03-13"},
    "2026-02-28": {1: "2026-03-02", 20: "2026-03-27"},
}


@pytest.mark.parametrize(
    ("start", "workdays", "expected"),
    [(start, n, expected) for start, rows in SPRING_FESTIVAL.items() for n, expected in rows.items()],
)
def test_the_spring_festival_is_counted_as_the_office_counts_it_by_hand(start, workdays, expected):
    assert due(Unit.WORKDAY, workdays, start) == (expected, False)


# -- counted back --------------------------------------------------------------------------------------------------

Direction = DeadlineRule.Direction


def back(unit, amount):
    found = rule(unit, amount)
    found.direction = Direction.BEFORE
    return found


#: counted by hand in the calendar of 2026, from the day named first back to the day named last
BACKWARDS = [
    ("2026-02-24", 1, "2026-02-14"),  # over the Spring Festival to the shifted Saturday
    ("2026-02-24", 2, "2026-02-13"),
    ("2026-03-02", 1, "2026-02-28"),
    ("2026-03-02", 5, "2026-02-24"),
    ("2026-03-02", 6, "2026-02-14"),
    ("2026-03-27", 20, "2026-02-28"),
    ("2026-03-30", 20, "2026-03-02"),
    ("2026-10-08", 1, "2026-09-30"),
    ("2026-10-12", 1, "2026-10-10"),
    ("2026-10-12", 4, "2026-09-30"),
    ("2026-05-06", 1, "2026-04-30"),
    ("2026-05-11", 1, "2026-05-09"),
    ("2026-03-08", 1, "2026-03-06"),  # from a Sunday
    ("2026-03-09", 0, "2026-03-09"),
]


@pytest.mark.parametrize(("end", "workdays", "expected"), BACKWARDS)
def test_working_days_are_counted_back_as_the_office_counts_them_by_hand(end, workdays, expected):
    assert clock.due(back(Unit.WORKDAY, workdays), day(end), CALENDAR) == (day(expected), False)


@pytest.mark.parametrize(
    ("end", "months", "expected"),
    [
        ("2026-03-31", 1, "2026-02-28"),
        ("2028-03-31", 1, "2028-02-29"),
        ("2026-05-31", 3, "2026-02-28"),
        ("2026-12-31", 1, "2026-11-30"),
        ("2026-01-15", 1, "2025-12-15"),
        ("2027-02-28", 6, "2026-08-28"),
    ],
)
def test_months_counted_back_end_no_later_than_the_last_day(end, months, expected):
    assert clock.due(back(Unit.MONTH, months), day(end), CALENDAR) == (day(expected), False)


def test_days_counted_back_are_days_whatever_the_calendar():
    assert clock.due(back(Unit.DAY, 10), day("2026-03-02"), CALENDAR) == (day("2026-02-20"), False)


def test_the_offices_own_days_are_passed_over_backwards_too():
    calendar = clock.Calendar({day("2026-03-05"): False, day("2026-03-07"): True})
    assert clock.due(back(Unit.WORKDAY, 1), day("2026-03-09"), calendar)[0] == day("2026-03-07")
    assert clock.due(back(Unit.WORKDAY, 3), day("2026-03-09"), calendar)[0] == day("2026-03-04")


def test_what_would_have_to_be_done_before_it_began_is_due_at_once():
    ten = back(Unit.DAY, 10)
    assert clock.due_of(ten, day("2026-02-25"), day("2026-03-02"), CALENDAR)[0] == day("2026-02-25")
    assert clock.due_of(ten, day("2026-02-10"), day("2026-03-02"), CALENDAR)[0] == day("2026-02-20")
    with pytest.raises(ValueError, match="no day was set"):
        clock.due_of(ten, day("2026-02-10"), None, CALENDAR)


def test_a_date_that_is_counted_back_says_from_which_day():
    given = Deadline(
        rule=back(Unit.WORKDAY, 6), from_on=day("2026-02-02"), set_on=day("2026-03-02"), due_on=day("2026-02-14")
    )
    with translation.override("en"):
        why = clock.reasons(given, "Approve", CALENDAR, "first day of the visit")
    assert why.counting == "6 working days before 2026-03-02 (first day of the visit)"
    assert why.direction == "before"
    assert why.skipped == ("Spring Festival 2026-02-15 to 2026-02-23",)
    assert why.worked == ("2026-02-14 (Spring Festival)", "2026-02-28 (Spring Festival)")
    given.from_on = given.due_on = day("2026-02-25")
    with translation.override("en"):
        assert "it is due at once" in clock.why(given, "Approve", CALENDAR, "first day of the visit")


def test_a_date_that_is_counted_back_follows_the_calendar_and_a_rule_of_the_other_direction():
    one = back(Unit.WORKDAY, 1)
    one.pk = 1
    given = Deadline(rule=one, from_on=day("2026-02-02"), set_on=day("2026-03-09"), due_on=day("2026-03-06"))
    assert clock.recounted([given], CALENDAR) == []
    (moved,) = clock.recounted([given], clock.Calendar({day("2026-03-06"): False}))
    assert moved.due_on == day("2026-03-05")
    (moved,) = clock.recounted([given], CALENDAR, {1: rule(Unit.DAY, 3)})
    assert moved.due_on == day("2026-02-05"), "counted on from its beginning"
    given.set_on = None
    assert clock.recounted([given], CALENDAR, {1: back(Unit.DAY, 3)}) == [], "nobody has set a day"


def test_of_several_rules_what_is_counted_back_is_the_strictest():
    rows = [rule(Unit.DAY, 1), back(Unit.DAY, 1), back(Unit.MONTH, 1)]
    assert sorted(rows, key=clock.days_about) == [rows[2], rows[1], rows[0]]


def test_closures_are_read_from_the_office(people):
    Closure.objects.create(on=day("2026-03-03"), reason="停电")
    assert clock.due(rule(Unit.WORKDAY, 1), day("2026-03-02")) == (day("2026-03-04"), False)


# -- why this day --------------------------------------------------------------------------------------------------


def deadline(unit=Unit.WORKDAY, amount=5, **values):
    values = {"from_on": day("2026-03-02"), "due_on": day("2026-03-09")} | values
    return Deadline(rule=rule(unit, amount), **values)


@pytest.mark.parametrize(
    ("given", "said"),
    [
        (
            deadline(),
            f"“Submit the working paper”: 5 working days after 2026-03-02. {BASIS}",
        ),
        (
            deadline(Unit.MONTH, 1),
            f"“Submit the working paper”: 1 month after 2026-03-02. {BASIS}",
        ),
        (
            deadline(Unit.DAY, 30, extended_from=day("2026-04-01")),
            f"“Submit the working paper”: 30 days after 2026-03-02. {BASIS} Extended from 2026-04-01.",
        ),
        (
            deadline(Unit.CHOSEN, 0),
            f"“Submit the working paper”: the date that was set on 2026-03-02. {BASIS}",
        ),
        (
            deadline(provisional=True),
            f"“Submit the working paper”: 5 working days after 2026-03-02. {BASIS} "
            "Provisional: some of these holidays have not been announced.",
        ),
    ],
)
def test_a_date_says_in_one_sentence_why_it_is_that_day(given, said):
    with translation.override("en"):
        assert clock.why(given) == said


def test_a_date_over_the_spring_festival_names_what_was_not_counted():
    given = deadline(Unit.WORKDAY, 10, from_on=day("2026-02-11"), due_on=day("2026-03-03"))
    with translation.override("en"):
        why = clock.reasons(given, "Hand in", CALENDAR)
    assert why.skipped == ("Spring Festival 2026-02-15 to 2026-02-23",)
    assert why.worked == ("2026-02-14 (Spring Festival)", "2026-02-28 (Spring Festival)")
    assert why.counting == "10 working days after 2026-02-11 (Hand in)"
    assert "Not counted: Spring Festival 2026-02-15 to 2026-02-23." in why.sentence
    assert "Counted though at a weekend: 2026-02-14 (Spring Festival); 2026-02-28 (Spring Festival)." in why.sentence


def test_the_offices_own_closure_is_named_by_its_reason():
    calendar = clock.Calendar({day("2026-03-03"): False}, {day("2026-03-03"): "停电"})
    given = deadline(from_on=day("2026-03-02"), due_on=day("2026-03-10"))
    assert clock.reasons(given, "", calendar).skipped == ("停电 2026-03-03",)


@pytest.mark.parametrize(
    ("stood", "expected"),
    [(0, "2026-02-28"), (3, "2026-03-03"), (31, "2026-03-31")],
)
def test_a_date_that_is_counted_again_keeps_the_days_for_which_the_clock_stood(stood, expected):
    """One month from the end of January ends with February, and what stood still comes on top."""
    given = deadline(Unit.MONTH, 1, from_on=day("2026-01-31"), due_on=day("2026-01-31"), days_stopped=stood)
    (moved,) = clock.recounted([given], CALENDAR)
    assert (moved.due_on, moved.provisional) == (day(expected), False)


def test_what_people_chose_or_put_off_is_not_counted_again():
    put_off = deadline(due_on=day("2026-02-28"), extended_from=day("2026-02-24"))
    assert clock.recounted([put_off, deadline(Unit.CHOSEN, 0, due_on=day("2026-02-28"))], CALENDAR) == []


def test_a_year_that_becomes_known_is_counted_again_once():
    far = datetime.date(clock.known_until().year + 1, 1, 4)
    begun = deadline(from_on=far, due_on=far + datetime.timedelta(days=7), provisional=True)
    begun.due_on, begun.provisional = clock.due(begun.rule, far, CALENDAR)
    assert clock.recounted([begun], CALENDAR) == [], "nothing is known yet"
    closed = clock.Calendar({far + datetime.timedelta(days=n): n > 20 for n in range(40)})
    (moved,) = clock.recounted([begun], closed)
    assert (moved.due_on, moved.provisional) == (far + datetime.timedelta(days=25), False)


def test_the_sentence_is_in_the_language_of_its_reader():
    with translation.override("zh-hans"):
        said = clock.why(deadline(), calendar=CALENDAR)
    assert "个工作日" in said
    assert "working" not in said


# -- lamps ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("due_on", "met_on", "tone", "word"),
    [
        ("2026-03-02", "2026-03-01", "done", "done"),
        ("2026-02-01", "2026-03-01", "done", "done"),
        (None, None, "idle", "no date"),
        ("2026-03-01", None, "late", "1 day late"),
        ("2026-01-31", None, "late", "30 days late"),
        ("2026-03-02", None, "warn", "due today"),
        ("2026-03-03", None, "warn", "1 day left"),
        ("2026-03-12", None, "warn", "10 days left"),
        ("2026-03-13", None, "ok", "on track"),
    ],
)
def test_a_lamp_is_computed_for_today(due_on, met_on, tone, word):
    with translation.override("en"):
        lamp = clock.lamp(due_on and day(due_on), met_on and day(met_on), day("2026-03-02"))
    assert (lamp["tone"], lamp["word"]) == (tone, word)


def test_no_two_lamps_look_alike_without_colours():
    days = ("2026-03-01", "2026-03-02", "2026-04-02")
    lamps = [clock.lamp(day(one), None, day("2026-03-02")) for one in days]
    lamps += [clock.lamp(None, None, day("2026-03-02")), clock.lamp(None, day("2026-03-02"), day("2026-03-02"))]
    assert len({lamp["shape"] for lamp in lamps}) == len({lamp["tone"] for lamp in lamps}) == 5


def test_the_nearest_open_date_comes_first():
    met = deadline(due_on=day("2026-03-01"), met_on=day("2026-03-01"))
    beside = deadline(due_on=day("2026-03-03"), counts=False)
    near, far = deadline(due_on=day("2026-03-05")), deadline(due_on=day("2026-05-05"))
    assert clock.nearest([far, met, beside, near]) is near
    assert clock.nearest([met]) is None


# -- in a move -----------------------------------------------------------------------------------------------------


def test_a_date_begins_on_the_business_day_and_knows_its_line(people, engagement):
    paper = cases.paper(engagement, today=day("2026-09-29"))
    date = Deadline.objects.get(thing_kind=paper.kind, thing_id=paper.pk)
    assert (date.from_on, date.due_on) == (day("2026-09-29"), day("2026-10-12"))
    assert date.from_event == Event.objects.order_by("id").last()
    findings.submit_paper(paper, by=people.member, today=day("2026-10-09"), note="")
    date.refresh_from_db()
    assert (date.met_on, date.met_by.move) == (day("2026-10-09"), "findings.workingpaper.submit-paper")


def test_lateness_is_nowhere_stored(people, engagement):
    paper = cases.paper(engagement)
    late = Deadline.objects.filter(thing_kind=paper.kind, thing_id=paper.pk).late
    assert not late(day("2026-03-09")).exists()
    assert late(day("2026-03-10")).exists()
    assert not {"late", "overdue"} & {field.name for field in Deadline._meta.get_fields()}


def test_a_rule_says_how_long_in_words():
    with translation.override("en"):
        assert clock.amount_in_words(rule(Unit.DAY, 1)) == "1 day"
        assert clock.amount_in_words(rule(Unit.MONTH, 2)) == "2 months"
