"""The office says on which days before and after a date who is told; what was told is not told again."""

import datetime

import pytest
from django.test import Client
from django.urls import reverse

from casework import rehearsal
from casework.models import Deadline, Rung
from casework.moves import Refused
from casework.rehearsal import rehearse
from casework.reminders import remind
from inspections import actions, forms
from inspections.models import UsualRungs
from rectification import actions as rectification
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@pytest.fixture
def people():
    return cast()


@pytest.fixture
def feedback(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    return cases.fed_back(people, engagement)


def signed_in(user) -> Client:
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def later(days):
    return DAY + datetime.timedelta(days=days)


def report_of(feedback) -> Deadline:
    return Deadline.objects.get(thing_kind=feedback.kind, thing_id=feedback.pk, rule__code="rectification_report")


def told(date, first, last):
    """On which days at which rungs somebody is told of the date, when the doorbell is rung every day."""
    spoken = {}
    for n in range((last - first).days + 1):
        day = first + datetime.timedelta(days=n)
        if rungs := {one.rung.days for one in remind(day) if one.deadline.pk == date.pk}:
            spoken[(day - date.due_on).days] = rungs
    return spoken


def test_people_are_told_on_the_days_that_the_head_has_set(people, feedback):
    date = report_of(feedback)
    cases.usual_rungs(people, days_before=[15, 5], days_after=[1, 7])
    assert told(date, DAY, date.due_on + datetime.timedelta(days=10)) == {-15: {-15}, -5: {-5}, 0: {0}, 1: {1}, 7: {7}}


def test_who_is_told_beside_the_one_who_must_act_is_set_as_well(people, feedback):
    date = report_of(feedback)
    on = date.due_on + datetime.timedelta(days=1)
    heard = {one.person.username for one in remind(on, dry_run=True) if one.deadline.pk == date.pk}
    assert "clerk" in heard
    cases.usual_rungs(people, first_after=["direct"])
    heard = {one.person.username for one in remind(on, dry_run=True) if one.deadline.pk == date.pk}
    assert ("clerk" in heard, "head" in heard) == (False, True)


def test_a_rung_that_is_new_says_nothing_of_dates_that_are_past_it(people, feedback):
    date = report_of(feedback)
    on = date.due_on + datetime.timedelta(days=4)
    list(remind(on))
    cases.usual_rungs(people, today=on, days_before=[15], days_after=[1, 3, 7])
    assert not [one for one in remind(on) if one.deadline.pk == date.pk]
    assert told(date, on, on + datetime.timedelta(days=5)) == {7: {7}}


def test_what_is_rehearsed_with_other_rungs_is_what_is_then_told(people, feedback):
    list(remind(later(25)))
    cases.usual_rungs(people, today=later(25), days_before=[33, 15, 5], days_after=[1, 7])
    lines = [f"{line.day} {rehearsal.in_words(line)}" for line in rehearse(later(25), 30)]
    assert lines
    days = [later(25 + n) for n in range(30)]
    assert lines == [f"{day} {rehearsal.in_words(one)}" for day in days for one in remind(day)]


def test_the_rungs_of_a_rule_go_before_the_usual_ones(people, feedback):
    own = cases.own_profile(people, days_before=[30], days_after=[2])
    rectification.take_up_profile(
        cases.fresh(feedback.engagement.round), by=people.head, today=DAY, profile=own.profile, note="x"
    )
    cases.usual_rungs(people, days_before=[15], days_after=[1])
    date = report_of(feedback)
    assert set(told(date, DAY, date.due_on + datetime.timedelta(days=5))) == {-30, 0, 2}


def test_a_rung_that_is_taken_away_and_comes_back_is_one_row(people):
    cases.usual_rungs(people, days_before=[15], days_after=[1])
    assert Rung.objects.get(rule=None, days=-20).withdrawn
    second = cases.usual_rungs(people, today=later(1), days_before=[20], days_after=[1])
    back = Rung.objects.get(rule=None, days=-20)
    assert (back.withdrawn, back.since) == (False, later(1))
    assert Rung.objects.get(rule=None, days=1).since is None, "it was never away"
    assert list(UsualRungs.objects.values_list("stage", flat=True).order_by("pk")) == ["replaced", "in_force"]
    assert second.title.startswith("-20、0、1")


def test_only_the_head_sets_them_and_sees_first_what_changes(people, feedback):
    date = report_of(feedback)
    for who in (people.clerk, people.leader, people.liaison):
        with pytest.raises(Refused):
            actions.set_rungs(people.authority, by=who, days_before=[1], days_after=[1], note="x")
    form = forms.SetRungs(thing=people.authority, by=people.head, today=DAY)
    assert form.initial["days_before"] == [20, 10]
    assert form.initial["first_after"] == ["oversee", "sign", "lead"]
    url = reverse("inspections:rungs-move")
    posted = {"days_before": "20,10", "days_after": "1,10,30", "first_after": ["oversee"]}
    head = signed_in(people.head)
    assert head.post(url, posted).status_code == 200
    assert signed_in(people.clerk).post(url, posted).status_code == 404
    assert head.post(url, {"days_before": "x"}).status_code == 200
    assert Deadline.objects.get(pk=date.pk).due_on == date.due_on
    page = signed_in(people.clerk).get(reverse("inspections:rungs")).content.decode()
    assert "提前20天" in page
    assert signed_in(people.liaison).get(reverse("inspections:rungs")).status_code == 404


@pytest.mark.parametrize(
    ("before", "after", "good"), [("20,10", "1", True), ("", "1", True), ("5,5", "1", False), ("5", "", False)]
)
def test_what_is_late_is_told_at_least_once(people, before, after, good):
    asked = {"days_before": before, "days_after": after, "note": "x"}
    form = forms.SetRungs(asked, thing=people.authority, by=people.head, today=DAY)
    assert form.is_valid() is good, form.errors
