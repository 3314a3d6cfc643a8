"""What a unit prepares for the team, and what the office provides for a round."""

import datetime
from decimal import Decimal

import pytest

from inspections import actions, forms
from inspections.models import Preparation
from inspections.reference import USUAL_PREPARATIONS
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def window(client, user):
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def ask(people, **data):
    form = forms.AskPreparations(thing=people.engagement, by=people.clerk, today=DAY)
    data = {"names": form.fields["names"].initial, "due_on": DAY.isoformat()} | data
    return forms.AskPreparations(data, thing=people.engagement, by=people.clerk, today=DAY)


def test_the_usual_things_stand_there_already_and_each_gets_its_day(people):
    form = ask(people)
    assert form.is_valid(), form.errors
    actions.ask_preparations(people.engagement, by=people.clerk, today=DAY, **form.cleaned_data)
    asked = list(people.engagement.preparations.order_by("number"))
    assert [one.name for one in asked] == list(USUAL_PREPARATIONS)
    assert all(cases.open_dates(one) == {("prepare", "respond")} for one in asked)
    assert ask(people).fields["names"].initial == ""
    actions.ask_preparations(people.engagement, by=people.clerk, today=DAY, names=[asked[0].name, "停车位"], due_on=DAY)
    assert people.engagement.preparations.count() == len(USUAL_PREPARATIONS) + 1


@pytest.mark.parametrize(("data", "field"), [({"names": "长" * 121}, "names"), ({"due_on": "2026-03-01"}, "due_on")])
def test_what_is_too_long_or_over_is_named(people, data, field):
    assert field in ask(people, **data).errors


def test_the_unit_says_that_it_is_ready_and_the_team_may_send_it_back(people, client):
    asked = cases.preparation(people, people.engagement)
    assert actions.mark_ready.why_not(people.leader, asked, DAY)
    actions.mark_ready(asked, by=people.liaison, today=DAY, answer="在三楼会议室")
    assert (asked.ready_on, cases.open_dates(asked)) == (DAY, set())
    later = DAY + datetime.timedelta(days=3)
    actions.return_preparation(asked, by=people.leader, today=DAY, due_on=later, note="缺班子分工")
    asked = cases.fresh(asked)
    assert (asked.stage, asked.ready_on, asked.due_on) == (Preparation.Stage.ASKED, None, later)
    assert cases.open_dates(asked) == {("prepare", "respond")}
    page = window(client, people.liaison).get(f"/inspections/of/{people.engagement.key}/preparations/").content.decode()
    assert "工作汇报材料" in page
    assert "ask-preparations" not in page


def test_another_unit_and_another_team_find_nothing_of_it(people, client):
    asked = cases.preparation(people, people.engagement)
    url = f"/inspections/of/{people.engagement.key}/preparations/"
    for who in (people.other_liaison, people.other_leader, people.secretary, people.stranger):
        assert window(client, who).get(asked.get_absolute_url()).status_code == 404
        assert asked.name not in client.get(url).content.decode()
    assert window(client, people.other_leader).get(url).status_code == 404


def test_support_ends_after_it_begins_and_costs_nothing_below_nought(people):
    round = people.engagement.round
    data = {"kind_of": "money", "name": "经费", "begins_on": DAY.isoformat()}
    bad = data | {"ends_on": "2026-03-01", "cost": "-1"}
    form = forms.RecordSupport(bad, thing=round, by=people.clerk, today=DAY)
    assert set(form.errors) == {"ends_on", "cost"}
    form = forms.RecordSupport(data | {"cost": "86000"}, thing=round, by=people.clerk, today=DAY)
    assert form.is_valid(), form.errors
    values = {name: value for name, value in form.cleaned_data.items() if name != "files"}
    made = actions.record_support(round, by=people.clerk, today=DAY, **values)
    assert made.cost == Decimal("86000")


def test_the_round_shows_its_support_to_those_who_watch(people, client):
    cases.support(people, people.engagement.round)
    url = f"/inspections/of-round/{people.engagement.round.key}/support/"
    assert "公务用车" in window(client, people.secretary).get(url).content.decode()
    assert window(client, people.leader).get(url).status_code == 404
