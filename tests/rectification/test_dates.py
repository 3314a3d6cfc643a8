"""The clock of a unit stands still with a reason, a new principal stops nothing, and of several dates one counts."""

import datetime

import pytest
from django.db import connection
from django.utils import translation

from accounts import actions as registry
from casework import clock, history, present
from casework.models import Deadline, DeadlineRule, Event, Notice
from casework.moves import DATE_MOVED, Refused
from casework.reminders import remind
from inspections.models import TeamReview
from rectification import actions
from referrals import actions as referrals
from tests import cases
from tests.cases import DAY
from tests.once import once
from tests.people import cast, join

pytestmark = pytest.mark.django_db


@once
def people():
    return cast()


def given(people):
    """The unit has its feedback with one problem."""
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    return cases.fed_back(people, engagement)


@once
def feedback(people):
    return given(people)


@once
def engagement_now(feedback):
    return cases.fresh(feedback.engagement)


def later(days):
    return DAY + datetime.timedelta(days=days)


def date_of(thing, code) -> Deadline:
    return Deadline.objects.get(thing_kind=thing.kind, thing_id=thing.pk, rule__code=code, met_on=None, counts=True)


def test_the_clock_of_a_merged_unit_stands_still_and_runs_on_where_it_stopped(people, feedback, engagement_now):
    before = date_of(feedback, "rectification_report").due_on
    actions.stop_clock(engagement_now, by=people.clerk, today=later(10), note="机构改革，单位并入新局")
    stopped = date_of(feedback, "rectification_report")
    assert stopped.stopped_on == later(10)
    assert not Deadline.objects.late(later(500)).filter(pk=stopped.pk).exists()
    assert not [one for one in remind(later(500)) if one.deadline.pk == stopped.pk]
    lamp = clock.lamp_of(stopped, later(500))
    assert lamp["tone"] == "idle"
    assert "机构改革，单位并入新局" in clock.why(stopped)
    actions.let_clock_run(cases.fresh(engagement_now), by=people.clerk, today=later(50), note="由新局承接")
    running = date_of(feedback, "rectification_report")
    assert (running.due_on, running.days_stopped, running.stopped_on) == (
        before + datetime.timedelta(days=40),
        40,
        None,
    )
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


def test_what_moved_is_in_the_history_of_its_thing_and_told_to_who_must_act(people, feedback, engagement_now):
    was = date_of(feedback, "rectification_report").due_on
    actions.stop_clock(engagement_now, by=people.clerk, today=later(10), note="单位撤并")
    Notice.objects.all().delete()
    actions.let_clock_run(cases.fresh(engagement_now), by=people.clerk, today=later(12), note="由新局承接")
    line = Event.objects.get(thing_kind=feedback.kind, thing_id=feedback.pk, move=DATE_MOVED)
    assert was.isoformat() in line.remark.text
    assert (was + datetime.timedelta(days=2)).isoformat() in line.remark.text
    assert people.principal.pk in line.notices.values_list("person", flat=True)
    assert any("2" in row["note"] for row in present.timeline(cases.fresh(feedback)))


def test_a_date_that_begins_while_the_clock_stands_stands_too(people, feedback, engagement_now):
    actions.stop_clock(engagement_now, by=people.clerk, today=later(1), note="单位撤并")
    paper = feedback.plan
    assert date_of(paper, "plan").stopped_on == later(1)
    assert date_of(engagement_now, "look_at_stop").stopped_on is None, "somebody has to look at it again"


def test_all_that_the_unit_owes_stands_still_and_what_others_owe_goes_on(people):
    engagement = cases.on_site(people)
    found, staffing = cases.finding(engagement), cases.finding(engagement, "选人用人程序不规范")
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    referral = referrals.send(cases.routed(people, staffing, "personnel"), by=people.clerk, today=DAY, note="")
    letter = cases.fed_back(people, engagement)
    review = TeamReview.objects.get(engagement=engagement)
    landing = found.landings.get()
    actions.stop_clock(cases.fresh(engagement), by=people.clerk, today=later(1), note="单位撤并")
    rows = Deadline.objects.unmet()
    standing = set(rows.exclude(stopped_on=None).values_list("thing_kind", flat=True))
    assert {letter.kind, review.kind, letter.plan.kind} <= standing
    assert landing.case == engagement.case, "where a finding goes lies in the case of its unit"
    assert not rows.filter(case=referral.case).exclude(stopped_on=None).exists()
    assert rows.filter(case=referral.case, stopped_on=None).exists()


def test_what_is_opened_while_the_clock_stands_stands_from_the_start(people, engagement_now):
    actions.stop_clock(engagement_now, by=people.clerk, today=later(1), note="单位撤并")
    said = {"leader": people.leader, "visitors": [], "announced": True, "purpose": "x"}
    said |= {"due_on": later(40), "until": later(41)}
    visit = actions.plan_visit(cases.fresh(engagement_now), by=people.clerk, today=later(2), **said)
    assert (visit.case.stopped_on, visit.case.stopped_why) == (later(1), "单位撤并")
    assert not Deadline.objects.unmet().filter(case=visit.case, stopped_on=None).exists()
    actions.let_clock_run(cases.fresh(engagement_now), by=people.clerk, today=later(9), note="承接")
    assert set(Deadline.objects.unmet().filter(case=visit.case).values_list("days_stopped", flat=True)) == {7}


def test_the_clock_stops_once_and_only_the_office_stops_it(people, engagement_now):
    for who in (people.liaison, people.principal, people.leader, people.stranger):
        with pytest.raises(Refused):
            actions.stop_clock(engagement_now, by=who, today=later(1), note="单位撤并")
    with pytest.raises(Refused):
        actions.let_clock_run(engagement_now, by=people.clerk, today=later(1), note="x")
    actions.stop_clock(engagement_now, by=people.clerk, today=later(1), note="单位撤并")
    with pytest.raises(Refused):
        actions.stop_clock(cases.fresh(engagement_now), by=people.clerk, today=later(2), note="单位撤并")


def test_a_new_principal_does_not_stop_the_clock(people, feedback):
    rows = Deadline.objects.unmet().filter(case=feedback.case).order_by("pk")
    before = list(rows.values_list("pk", "due_on", "from_on", "stopped_on"))
    registry.distrust(people.principal, by=people.secadmin, organisation=people.unit, note="调离", today=later(20))
    join(people, "new_principal", "新局长", people.unit, principal=True)
    assert list(rows.values_list("pk", "due_on", "from_on", "stopped_on")) == before
    assert not rows.exclude(stopped_on=None).exists()


# -- put off -------------------------------------------------------------------------------------------------------


def test_a_date_that_was_put_off_says_from_when_and_who_approved_it(people, feedback):
    item = cases.approved_plan(people, feedback).feedback.items.first()
    was = item.due_on
    until = was + datetime.timedelta(days=10)
    asked = actions.ask_for_time(item, by=people.liaison, today=DAY, due_on=until, reason="等待审计报告")
    actions.grant_time(asked, by=people.clerk, today=later(3), note="")
    date = date_of(item, "item")
    assert (date.due_on, date.extended_from, date.approved_by) == (until, was, people.clerk)
    with translation.override("en"):
        said = clock.why(date)
    assert f"Extended from {was.isoformat()}, approved by {people.clerk} on {later(3).isoformat()}." in said


# -- several rules -------------------------------------------------------------------------------------------------


@once
def several(people):
    """The profile of the round has the report in two ways: the law's two months, and six by the city's notice."""
    rule = DeadlineRule.objects.get(profile__code="2017", code="rectification_report")
    DeadlineRule.objects.create(
        profile=rule.profile,
        code=rule.code,
        name=rule.name,
        amount=6,
        unit="month",
        word=rule.word,
        basis="市委巡察办通知",
        certainty="practice",
    )
    return given(people)


def test_of_several_rules_all_are_shown_and_the_strictest_counts(several):
    rows = present.deadlines(present.dates_of(several), DAY)
    reports = [row for row in rows if row["several"]]
    assert [row["counts"] for row in reports] == [True, False]
    assert reports[0]["due"] < reports[1]["due"]
    assert Deadline.objects.open().filter(thing_kind=several.kind, rule__code="rectification_report").count() == 1


def test_the_office_decides_that_another_counts_and_says_why(people, several):
    engagement = cases.fresh(several.engagement)
    form = actions.decide_date.asks(thing=engagement, by=people.clerk, today=DAY)
    ((value, label),) = form.fields["date"].choices
    assert "市委巡察办通知" in label
    said = {"date": value, "note": "按市里统一部署集中整改"}
    with pytest.raises(Refused):
        actions.decide_date(engagement, by=people.leader, today=DAY, **said)
    actions.decide_date(engagement, by=people.clerk, today=DAY, **said)
    date = date_of(several, "rectification_report")
    assert (date.rule.amount, date.ruled_by) == (6, people.clerk)
    assert "按市里统一部署集中整改" in clock.why(date)
    assert Event.objects.filter(move="inspections.engagement.decide-date").exists()


def test_what_is_met_is_met_by_all_its_rules(people, several):
    cases.approved_plan(people, several)
    actions.sign_for(cases.fresh(several), by=people.principal, today=DAY, note="")
    cases.signed_item(people, several.items.get())
    cases.reported(people, several)
    rows = Deadline.objects.unmet().filter(thing_kind=several.kind, rule__code="rectification_report")
    assert not rows.exists()


def test_where_one_rule_applies_there_is_nothing_to_decide(people, engagement_now):
    with pytest.raises(Refused):
        actions.decide_date(engagement_now, by=people.clerk, today=DAY, date="x.1", note="x")
