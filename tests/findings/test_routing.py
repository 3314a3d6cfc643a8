"""Where a finding goes: proposed by the team, reviewed by the office, decided by two meetings; every step is kept."""

import json

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client

from casework.models import Deadline
from casework.moves import Refused
from findings import actions, forms
from findings.models import Finding, Landing, RoutingStep
from inspections.models import Meeting
from rectification import balance
from referrals import actions as referrals
from tests import cases
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@pytest.fixture(scope="module")
def story(django_db_setup, django_db_blocker):
    """A unit whose round has been heard, with findings that the leader has confirmed; made once for this module."""
    with django_db_blocker.unblock(), transaction.atomic():
        people = cast()
        engagement = cases.on_site(people)
        cases.finding(engagement, "台账不全")
        cases.finding(engagement, "公示不及时")
        cases.finding(engagement, "局长违规报销", concerns="principal")
        cases.heard(people, engagement.round)
        yield people
        transaction.set_rollback(True)


@pytest.fixture
def people(story):
    return story


@pytest.fixture
def found(people):
    return Finding.objects.get(title_text="台账不全")


def as_(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def acts(finding):
    return list(RoutingStep.objects.filter(finding=finding).order_by("id").values_list("act", "kind_of", "changed"))


def test_no_step_is_left_out(people, found):
    where = {"kind_of": "organisation", "today": DAY}
    for verb, reason in (
        (actions.review_route, "巡察组尚未"),
        (actions.group_decides_route, "巡察办尚未"),
        (actions.route, "领导小组尚未"),
    ):
        with pytest.raises(Refused, match=reason):
            verb(found, by=people.clerk, **where)
    with pytest.raises(Refused):
        actions.propose_route(found, by=people.member, reason="x", **where)
    actions.propose_route(found, by=people.leader, reason="一般性问题", **where)
    actions.review_route(found, by=people.clerk, **where)
    with pytest.raises(Refused, match="已审核"):
        actions.propose_route(found, by=people.leader, reason="x", **where)
    with pytest.raises(Refused, match="已审核"):
        actions.drop(found, by=people.leader, today=DAY, note="不成立")
    round = found.engagement.round
    actions.group_decides_route(found, by=people.clerk, meeting=round.group_meeting, **where)
    actions.route(found, by=people.clerk, meeting=round.secretary_meeting, **where)
    assert [act for act, _kind, _changed in acts(found)] == ["proposed", "reviewed", "group", "decided"]
    landing = found.landings.get()
    assert (landing.meeting, landing.decided_on) == (round.secretary_meeting, round.secretary_meeting.held_on)


def test_who_owes_the_next_step_has_a_date(people, found):
    assert cases.open_dates(found) == {("route_finding", "oversee"), ("propose_route", "lead")}
    cases.proposed(people, found, "organisation")
    assert cases.open_dates(found) == {("route_finding", "oversee"), ("review_route", "oversee")}
    actions.review_route(cases.fresh(found), by=people.clerk, today=DAY, kind_of="organisation")
    assert cases.open_dates(found) == {("route_finding", "oversee")}
    round = found.engagement.round
    where = {"kind_of": "organisation", "today": DAY}
    actions.group_decides_route(cases.fresh(found), by=people.clerk, meeting=round.group_meeting, **where)
    actions.route(cases.fresh(found), by=people.clerk, meeting=round.secretary_meeting, **where)
    assert not Deadline.objects.open().filter(thing_kind=found.kind, thing_id=found.pk).exists()


def test_whoever_changes_the_route_says_why(people, found):
    cases.proposed(people, found, "organisation")
    review = {"kind_of": "personnel", "reason": ""}
    form = forms.ReviewRoute(review, thing=cases.fresh(found), by=people.clerk, today=DAY)
    assert list(form.errors) == ["reason"]
    form = forms.ReviewRoute(review | {"reason": "选人用人"}, thing=cases.fresh(found), by=people.clerk, today=DAY)
    assert form.is_valid(), form.errors
    agreed = forms.ReviewRoute({"kind_of": "organisation"}, thing=cases.fresh(found), by=people.clerk, today=DAY)
    assert agreed.is_valid(), agreed.errors
    actions.review_route(cases.fresh(found), by=people.clerk, today=DAY, kind_of="personnel", reason="选人用人")
    assert acts(found)[-1] == ("reviewed", "personnel", True)


def test_what_concerns_the_principal_is_refused_at_every_step(people):
    about_him = Finding.objects.get(title_text="局长违规报销")
    for form in (forms.ProposeRoute, forms.ReviewRoute, forms.GroupDecidesRoute, forms.Route):
        for kind in ("principal", "organisation"):
            bound = form({"kind_of": kind, "reason": "x"}, thing=about_him, by=people.clerk, today=DAY)
            assert "纪委" in str(bound.errors["kind_of"]), (form, kind)
        assert "kind_of" not in form({"kind_of": "discipline"}, thing=about_him, by=people.clerk, today=DAY).errors


def test_a_meeting_is_chosen_or_recorded_in_the_same_form(people, found):
    found = cases.group_decided(people, found, "organisation")
    round = found.engagement.round
    form = forms.Route(thing=found, by=people.clerk, today=DAY)
    assert form.fields["meeting"].initial == round.secretary_meeting
    assert {meeting.kind_of for meeting in form.fields["meeting"].queryset} == {Meeting.Kind.SECRETARY}
    nothing = forms.Route({"kind_of": "organisation"}, thing=found, by=people.clerk, today=DAY)
    assert "held_on" in nothing.errors
    url = f"{found.get_absolute_url()}route/"
    data = {"kind_of": "organisation", "held_on": DAY.isoformat(), "paper": "书专〔2026〕9号", "version": found.version}
    assert as_(people.clerk).post(url, data).status_code == 302
    landing = found.landings.get()
    assert landing.meeting.paper == "书专〔2026〕9号"
    assert landing.meeting.kind_of == Meeting.Kind.SECRETARY


def rows(engagement, *lines):
    return [{"finding": finding.key, "kind_of": kind, **more} for finding, kind, more in lines]


def test_a_meeting_decides_many_in_one_go_and_changes_them_line_by_line(people, found):
    other = Finding.objects.get(title_text="公示不及时")
    engagement = found.engagement
    for one in (found, other):
        cases.proposed(people, one, "organisation")
        actions.review_route(cases.fresh(one), by=people.clerk, today=DAY, kind_of="organisation")
    page = f"{engagement.get_absolute_url()}group-decides-routes/"
    opened = as_(people.clerk).get(page).content.decode()
    assert found.number in opened
    assert other.number in opened
    lines = {f"routes-{found.key}-kind_of": "organisation", f"routes-{other.key}-kind_of": "personnel"}
    data = {"meeting": engagement.round.group_meeting.key, "version": cases.fresh(engagement).version, **lines}
    refused = as_(people.clerk).post(page, data)
    assert refused.status_code == 422
    assert f"{other.number}：" in refused.content.decode()
    data[f"routes-{other.key}-reason"] = "涉及选人用人"
    assert as_(people.clerk).post(page, data).status_code == 302
    assert acts(other)[-1] == ("group", "personnel", True)
    secretary = f"{engagement.get_absolute_url()}secretary-decides-routes/"
    lines = {f"routes-{found.key}-kind_of": "organisation", f"routes-{other.key}-kind_of": ""}
    data = {"meeting": engagement.round.secretary_meeting.key, "version": cases.fresh(engagement).version, **lines}
    assert as_(people.clerk).post(secretary, data).status_code == 302
    assert cases.fresh(found).stage == "routed"
    assert cases.fresh(other).stage == "confirmed"  # left open: it waits for another meeting
    assert as_(people.leader).get(secretary).status_code == 403


def test_a_program_sends_the_lines_as_a_list(people, found):
    cases.group_decided(people, found, "organisation")
    engagement = cases.fresh(found.engagement)
    url = f"/api/v1/engagements/{engagement.key}/secretary-decides-routes/"
    meeting = engagement.round.secretary_meeting.key
    line = {"finding": found.key, "kind_of": "not_established"}
    body = {"meeting": meeting, "version": engagement.version, "routes": [line]}
    bad = as_(people.clerk).post(url, json.dumps(body), content_type="application/json")
    assert bad.status_code == 400
    assert list(bad.json()) == ["routes"]
    body["routes"] = [line | {"reason": "经复核，事实不足以支撑定性"}]
    done = as_(people.clerk).post(url, json.dumps(body), content_type="application/json")
    assert done.status_code == 200, done.json()
    assert cases.fresh(found).stage == "not_established"
    assert balance.of(engagement).count("not_established") == 1


def test_it_is_not_established_only_with_a_reason(people, found):
    cases.group_decided(people, found, "not_established")
    url = f"{found.get_absolute_url()}decide-not-established/"
    meeting = found.engagement.round.secretary_meeting.key
    data = {"meeting": meeting, "note": "", "version": cases.fresh(found).version}
    assert as_(people.clerk).post(url, data).status_code == 422
    assert as_(people.clerk).post(url, data | {"note": "事实不清"}).status_code == 302
    assert cases.fresh(found).stage == "not_established"


def test_the_team_sees_what_it_proposed_and_where_it_went_and_the_unit_nothing(people, found):
    cases.routed(people, found, "organisation")
    said = found.get_absolute_url()
    log = {name: RoutingStep.objects.visible_to(people.users[name]).filter(finding=found) for name in people.users}
    assert [step.act for step in log["clerk"].order_by("id")] == ["proposed", "reviewed", "group", "decided"]
    assert [step.act for step in log["member"].order_by("id")] == ["proposed", "decided"]
    assert log["secretary"].count() == 4
    for name in ("principal", "liaison", "other_leader", "stranger", "department_handler"):
        assert not log[name].exists(), name
    assert "按性质和管理权限" in as_(people.member).get(said).content.decode()


def test_what_moves_under_seal_takes_its_log_along(people):
    about_him = Finding.objects.get(title_text="局长违规报销")
    landing = cases.routed(people, about_him, "discipline")
    assert "按性质和管理权限" in as_(people.leader).get(about_him.get_absolute_url()).content.decode()
    referrals.send_clue(landing, by=people.head, today=DAY, note="")
    for name in people.users:
        assert not RoutingStep.objects.visible_to(people.users[name]).filter(finding=about_him).exists(), name
    stub = as_(people.leader).get(about_him.get_absolute_url()).content.decode()
    assert "按性质和管理权限" not in stub
    step = about_him.routing.first()
    assert as_(people.head).get(step.get_absolute_url()).status_code == 404


def test_the_log_is_added_to_and_never_changed(people, found):
    cases.routed(people, found, "organisation")
    table = RoutingStep._meta.db_table
    for statement in (
        f"UPDATE {table} SET kind_of = 'personnel'",
        f"UPDATE {table} SET stage = 'sealed', on = '2020-01-01'",
        f"DELETE FROM {table}",
    ):
        with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(statement.replace(", on =", ', "on" ='))


def test_what_is_taken_back_is_reviewed_again(people, found):
    landing = cases.routed(people, found, "organisation")
    actions.take_back(landing, by=people.clerk, today=DAY, note="另行研究")
    assert acts(found)[-1][:2] == ("taken_back", "organisation")
    assert cases.open_dates(cases.fresh(found)) == {("route_finding", "oversee"), ("review_route", "oversee")}
    with pytest.raises(Refused, match="领导小组尚未"):
        actions.route(cases.fresh(found), by=people.clerk, today=DAY, kind_of="personnel")
    again = cases.routed(people, found, "personnel")
    assert again.first
    assert balance.of(found.engagement).count("referred") == 1


def test_what_goes_to_two_bodies_says_so(people, found):
    first = cases.routed(people, found, "personnel")
    assert first.transfer_mode == "单移交"
    second = cases.routed_further(people, found, "department", receiver=people.department)
    assert {first.transfer_mode, second.transfer_mode} == {"双移交"}
    assert "双移交" in as_(people.clerk).get(second.get_absolute_url()).content.decode()
    assert Landing(finding=found, kind_of="organisation").transfer_mode == ""


def test_the_log_is_a_ledger(people, found):
    cases.routed(people, found, "organisation")
    clerk = as_(people.clerk)
    assert found.number in clerk.get("/findings/routing/?act=group").content.decode()
    assert clerk.get("/findings/routing/export/").status_code == 200
    assert clerk.get("/api/v1/routing-steps/").json()["results"][0]["finding"] == found.key
