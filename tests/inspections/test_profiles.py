"""The office draws up rules of its own in editions; a round keeps the one it has until it takes up another."""

import datetime

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from casework import clock, history, present
from casework.models import Deadline, DeadlineRule, Event, RegulationProfile, Rung
from casework.moves import DATE_MOVED, Refused, begun_by, rules_of
from casework.reminders import remind
from inspections import actions, forms
from inspections.models import OwnProfile, open_to_new_rounds
from rectification import actions as rectification
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
def feedback(people):
    """The unit has its feedback in a round by the regulations of 2015/2017: two months."""
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    return cases.fed_back(people, engagement)


def report_of(feedback) -> Deadline:
    return Deadline.objects.get(
        thing_kind=feedback.kind, thing_id=feedback.pk, rule__code="rectification_report", counts=True
    )


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


@pytest.mark.parametrize(
    ("profile", "code", "expected"),
    [
        ("2017", "rectification_report", [(2, "month", "law")]),
        ("county", "rectification_report", [(3, "month", "practice")]),
        ("2024", "rectification_report", [(6, "month", "default")]),
        ("2017", "reply", [(3, "month", "law")]),
        ("county", "reply", [(3, "month", "practice")]),
        ("county", "team_report", [(1, "month", "practice")]),
        ("county", "enter", [(10, "day", "practice")]),
        ("county", "plan", [(15, "workday", "default")]),
    ],
)
def test_the_profiles_that_come_with_the_house(profile, code, expected):
    rules = rules_of(code, RegulationProfile.objects.get(code=profile).pk)
    assert [(rule.amount, rule.unit, rule.certainty) for rule in rules] == expected


def test_the_page_of_a_profile_says_with_what_each_date_begins(people):
    page = signed_in(people.clerk).get("/inspections/profiles/2017/").content.decode()
    own, general = page.split("通用规定", 1)
    begun = {label for code in ("rectification_report", "plan") for label in begun_by()[code]}
    assert begun
    assert all(label in own or label in general for label in begun)
    assert begun_by()["rectification_report"][0] in own


def test_what_is_not_sure_is_marked_so():
    assert set(RegulationProfile.objects.filter(to_be_checked=True).values_list("code", flat=True)) == {"2024"}


def test_an_own_profile_is_a_copy_and_moves_nothing_until_a_round_takes_it_up(people, feedback):
    was = report_of(feedback).due_on
    own = cases.own_profile(people, amount=3)
    assert report_of(feedback).due_on == was == day("2026-05-02")
    assert own.profile in open_to_new_rounds()
    law = DeadlineRule.objects.get(profile__code="2017", code="rectification_report")
    assert law.amount == 2, "what comes with the house stays as it is"
    round = cases.fresh(feedback.engagement.round)
    rectification.take_up_profile(round, by=people.head, today=DAY, profile=own.profile, note="市委要求")
    date = report_of(feedback)
    assert (date.due_on, date.rule.profile) == (day("2026-06-02"), own.profile)
    assert cases.fresh(round).profile == own.profile
    assert cases.fresh(feedback).case.profile == own.profile, "what begins from now on goes by it too"
    line = Event.objects.get(move=DATE_MOVED, thing_kind=feedback.kind, thing_id=feedback.pk)
    assert "2026-05-02 → 2026-06-02" in line.remark.text
    assert "区委巡察办规定" in clock.why(date)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


def test_a_new_edition_retires_the_one_before_and_rounds_keep_theirs(people, feedback):
    first = cases.own_profile(people)
    round = cases.fresh(feedback.engagement.round)
    rectification.take_up_profile(round, by=people.head, today=DAY, profile=first.profile, note="x")
    second = cases.own_profile(people, code=first.profile.code, amount=4, since="2027")
    assert cases.fresh(first).stage == OwnProfile.Stage.RETIRED
    assert first.profile not in open_to_new_rounds()
    assert cases.fresh(round).profile == first.profile
    assert report_of(feedback).due_on == day("2026-06-02")
    assert second.profile.rules.get(code="rectification_report").amount == 4


def test_a_profile_in_use_is_not_changed_any_more(people):
    own = cases.own_profile(people)
    rule = own.rules.first()
    with pytest.raises(Refused):
        actions.amend_rule(
            rule, by=people.clerk, amount=9, unit="day", basis="x", certainty="law", days_before=[], days_after=[]
        )
    with pytest.raises(Refused):
        actions.use_profile(cases.fresh(own), by=people.head, note="")


def test_only_the_head_puts_in_use_and_takes_up(people, feedback):
    own = cases.own_profile(people, used=False)
    for who in (people.clerk, people.leader, people.stranger):
        with pytest.raises(Refused):
            actions.use_profile(own, by=who, note="")
    actions.use_profile(cases.fresh(own), by=people.head, note="")
    round = cases.fresh(feedback.engagement.round)
    profile = cases.fresh(own).profile
    with pytest.raises(Refused):
        rectification.take_up_profile(round, by=people.clerk, today=DAY, profile=profile, note="x")


def test_what_a_change_would_move_is_shown_before_it_is_saved(people, feedback):
    own = cases.own_profile(people, used=False)
    rule = own.rules.get(general__code="rectification_report")
    url = reverse("inspections:rule-moves", args=[rule.key])
    office = signed_in(people.clerk)
    page = office.post(url, {"amount": "4", "unit": "month"}).content.decode()
    assert "2026-05-02" in page
    assert "2026-07-02" in page
    assert "2026-05-02" not in office.post(url, {"amount": "2", "unit": "month"}).content.decode()
    assert office.post(url, {"amount": "x", "unit": "month"}).status_code == 200
    assert signed_in(people.liaison).get(url).status_code == 404
    actions.use_profile(cases.fresh(own), by=people.head, note="")
    round = feedback.engagement.round
    beside = reverse("rectification:profile-moves", args=[round.key])
    code = cases.fresh(own).profile.code
    shown = signed_in(people.head).get(beside, {"profile": code}).content.decode()
    assert "2026-06-02" in shown
    assert signed_in(people.liaison).get(beside, {"profile": code}).status_code == 404
    assert report_of(feedback).due_on == day("2026-05-02")


def test_a_rule_counts_back_where_a_day_is_set_for_its_thing_and_nowhere_else(people):
    own = cases.own_profile(people, used=False)
    said = {"amount": "15", "unit": "day", "direction": "before", "basis": "本区惯例", "certainty": "practice"}
    said |= {"days_before": "", "days_after": ""}
    form = forms.AddRule(said | {"general": "notify_unit"}, thing=own, by=people.clerk, today=DAY)
    assert form.is_valid(), form.errors
    actions.add_rule(own, by=people.clerk, **form.cleaned_data)
    for code in ("plan", "rectification_report"):
        form = forms.AddRule(said | {"general": code}, thing=own, by=people.clerk, today=DAY)
        assert list(form.errors) == ["direction"]
    actions.use_profile(cases.fresh(own), by=people.head, note="")
    profile = cases.fresh(own).profile
    assert rules_of("notify_unit", profile.pk)[0].direction == "before"
    page = signed_in(people.clerk).get(reverse("inspections:profile", args=[profile.code])).content.decode()
    assert "自“进驻开始”倒推" in page


def test_the_notice_to_a_unit_is_due_so_long_before_the_stay(people):
    """D-1: ten days before the team enters; a round that is mobilised later than that has it due at once."""
    soon, _other = cases.mobilised(people)
    date = Deadline.objects.get(thing_kind=soon.kind, thing_id=soon.pk, rule__code="notify_unit")
    assert (date.set_on, date.due_on) == (DAY, DAY)
    assert "即日到期" in clock.why(date)
    far, _other = cases.mobilised(people, again=True)
    date = Deadline.objects.get(thing_kind=far.kind, thing_id=far.pk, rule__code="notify_unit")
    assert date.due_on == DAY + datetime.timedelta(days=50)
    shown = present.deadlines(present.dates_of(far), DAY)[0]
    assert (shown["direction"], shown["set_on"]) == ("before", (DAY + datetime.timedelta(days=60)).isoformat())
    assert "进驻开始" in shown["why"]
    told = [one for one in remind(DAY + datetime.timedelta(days=40)) if one.deadline.pk == date.pk]
    assert {(one.person.username, one.rung.days) for one in told} >= {("clerk", -10)}
    actions.notify(far, by=people.clerk, today=DAY, note="")
    assert cases.fresh(date).met_on == DAY


def test_two_rules_of_one_profile_apply_together(people):
    own = cases.own_profile(people, used=False)
    report = DeadlineRule.objects.get(profile=None, code="rectification_report")
    said = {"general": report, "amount": 6, "unit": "month", "basis": "市里通知", "certainty": "practice"}
    actions.add_rule(own, by=people.clerk, days_before=[], days_after=[], **said)
    actions.use_profile(cases.fresh(own), by=people.head, note="")
    rules = rules_of("rectification_report", cases.fresh(own).profile_id)
    assert [rule.amount for rule in rules] == [3, 6], "the strictest first"


def test_the_pages_say_on_what_a_rule_rests_and_how_sure_it_is(people):
    own = cases.own_profile(people, days_before=[30, 5], days_after=[1, 3])
    office = signed_in(people.clerk)
    for url in (reverse("inspections:profile-list"), own.get_absolute_url(), own.rules.first().get_absolute_url()):
        assert office.get(url).status_code == 200
    page = office.get(reverse("inspections:profile", args=[own.profile.code])).content.decode()
    for text in ("区委巡察办规定", "-30、-5、0、1、3"):
        assert text in page
    assert "核对" in office.get(reverse("inspections:profile", args=["2024"])).content.decode()
    assert signed_in(people.liaison).get(reverse("inspections:profile-list")).status_code == 404


# -- rungs of one rule ---------------------------------------------------------------------------------------------


def told(feedback, today):
    return sorted(
        (one.person.username, one.rung.days)
        for one in remind(today)
        if one.deadline.rule.code == "rectification_report" and one.deadline.thing_id == feedback.pk
    )


def test_a_rule_with_rungs_of_its_own_goes_by_these_alone(people, feedback):
    own = cases.own_profile(people, days_before=[30, 5], days_after=[1, 3])
    round = cases.fresh(feedback.engagement.round)
    rectification.take_up_profile(round, by=people.head, today=DAY, profile=own.profile, note="x")
    due = report_of(feedback).due_on
    spoken = {n: {days for _name, days in told(feedback, due + datetime.timedelta(days=n))} for n in range(-35, 15)}
    assert {n: days for n, days in spoken.items() if days} == {-30: {-30}, -5: {-5}, 0: {0}, 1: {1}, 3: {3}}


def test_each_step_after_the_day_goes_higher(people):
    own = cases.own_profile(people, days_before=[20, 10], days_after=[1, 5, 9, 20])
    rungs = Rung.objects.filter(rule__profile=own.profile).order_by("days")
    assert [(rung.days, rung.tone, rung.words) for rung in rungs] == [
        (-20, "green", ""),
        (-10, "yellow", "lead sign"),
        (0, "yellow", "sign"),
        (1, "red", "oversee sign lead"),
        (5, "red", "oversee direct sign"),
        (9, "red", "direct observe sign"),
        (20, "red", "direct observe sign"),
    ]


def test_a_run_asks_the_same_however_many_rules_have_rungs_of_their_own(people, feedback, django_assert_num_queries):
    Deadline.objects.all().delete()
    with django_assert_num_queries(2):
        assert list(remind(DAY)) == []
    cases.own_profile(people, days_before=[30, 5], days_after=[1, 3])
    Deadline.objects.all().delete()
    with django_assert_num_queries(2):
        assert list(remind(DAY)) == []


@pytest.mark.parametrize(("typed", "good"), [("20,10", True), ("", True), ("5,5", False), ("0", False), ("x", False)])
def test_days_are_typed_with_commas(people, typed, good):
    rule = cases.own_profile(people, used=False).rules.get(general__code="rectification_report")
    asked = {"amount": "3", "unit": "month", "basis": "x", "certainty": "law", "days_before": typed, "days_after": ""}
    form = forms.AmendRule(asked, thing=rule, by=people.clerk, today=DAY)
    assert form.is_valid() is good, form.errors
