"""议定事项: what a meeting decided has somebody who sees to it and a day, and is followed until it is carried out."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from casework.models import Deadline, Notice
from casework.moves import Refused
from inspections import actions, forms
from inspections.models import Decision, Meeting
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
SOON = DAY + datetime.timedelta(days=10)


@once
def people():
    made = cast()
    made.round = cases.open_round(made)
    made.meeting = actions.record_meeting(
        made.round, by=made.clerk, today=DAY, kind_of=Meeting.Kind.LEADING_GROUP, held_on=DAY
    )
    return made


@pytest.fixture
def at_work():
    """The first team is in its unit; the leading group met when it was mobilised."""
    made = cast()
    made.engagement = cases.on_site(made)
    made.round, made.team = made.engagement.round, made.engagement.team
    made.meeting = made.round.meetings.first()
    return made


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def duty(thing):
    return Deadline.objects.open().get(thing_kind=thing.kind, thing_id=thing.pk)


def report(decision, by, today=DAY):
    return actions.report_decision(decision, by=by, today=today, report="已建立制度。")


def test_a_decision_is_carried_out_reported_and_found_carried_out(people):
    decision = cases.decision(people, people.meeting, owner=people.department, due_on=SOON)
    assert (duty(decision).word, duty(decision).due_on) == ("handle", SOON)
    assert Notice.objects.filter(person=people.department_handler).exists()
    report(decision, people.department_handler)
    assert duty(decision).word == "oversee"
    actions.return_decision(decision, by=people.clerk, today=DAY, note="请附制度文本。")
    assert duty(decision).word == "handle"
    report(decision, people.department_handler)
    actions.close_decision(decision, by=people.clerk, today=DAY, note="")
    assert (decision.stage, decision.closed_on) == ("closed", DAY)
    assert not Deadline.objects.open().filter(thing_kind=decision.kind, thing_id=decision.pk).exists()


def test_the_owner_reports_in_his_own_window_with_a_file(people):
    decision = cases.decision(people, people.meeting, owner=people.department, due_on=timezone.localdate())
    client = as_(people.department_handler)
    assert decision.get_absolute_url() in client.get("/").content.decode(), "it lies on his desk"
    url = f"{decision.get_absolute_url()}report-decision/"
    assert client.post(url, {"report": "", "version": decision.version}).status_code == 422
    file = SimpleUploadedFile("制度.pdf", b"%PDF-1.4 x")
    client.post(url, {"report": "已建立制度。", "files": file, "version": decision.version})
    made = cases.fresh(decision)
    assert (made.stage, made.reporter) == ("reported", people.department_handler)
    assert "制度.pdf" in as_(people.clerk).get(decision.get_absolute_url()).content.decode()


def test_a_functional_unit_sees_its_own_decision_and_nothing_else_of_the_meeting(people):
    its = cases.decision(people, people.meeting, owner=people.department)
    other = cases.decision(people, people.meeting, owner=people.personnel, text="另一事项。")
    client = as_(people.department_handler)
    page = client.get("/inspections/decisions/").content.decode()
    assert its.key in page
    assert other.key not in page
    assert client.get(other.get_absolute_url()).status_code == 404
    assert client.get(people.meeting.get_absolute_url()).status_code == 404
    assert people.meeting.key not in client.get(its.get_absolute_url()).content.decode()
    assert client.get(f"/inspections/of-round/{people.round.key}/decisions/").status_code == 404


def test_the_leading_group_sees_all_and_what_is_open_and_late(people):
    today = timezone.localdate()
    days = {"open": today + datetime.timedelta(days=9), "late": today - datetime.timedelta(days=3)}
    made = {name: cases.decision(people, people.meeting, due_on=day) for name, day in days.items()}
    done = cases.decision(people, people.meeting, due_on=today, owner=people.department)
    report(done, people.department_handler, today)
    actions.close_decision(done, by=people.clerk, today=today, note="")
    client = as_(people.secretary)

    def shown(query):
        page = client.get(f"/inspections/decisions/{query}").content.decode()
        return {decision for decision in (*made.values(), done) if decision.key in page}

    assert shown("") == {*made.values(), done}
    assert shown("?state=open") == set(made.values())
    assert shown("?state=late") == {made["late"]}
    assert shown("?state=closed") == {done}
    panel = client.get(f"/inspections/of-round/{people.round.key}/decisions/").content.decode()
    assert panel.index(made["late"].key) < panel.index(made["open"].key) < panel.index(done.key)
    desk = client.get("/inspections/desk/decisions/").content.decode()
    assert made["late"].key in desk
    assert done.key not in desk


def test_a_team_that_sees_to_a_decision_does_not_read_the_meeting(at_work):
    decision = cases.decision(at_work, at_work.meeting, team=at_work.team)
    assert duty(decision).word == "lead"
    assert as_(at_work.leader).get(decision.get_absolute_url()).status_code == 200
    assert as_(at_work.leader).get(at_work.meeting.get_absolute_url()).status_code == 404
    for name in ("member", "other_leader", "liaison", "department_handler"):
        assert as_(at_work.users[name]).get(decision.get_absolute_url()).status_code == 404
    report(decision, at_work.leader)


def test_a_team_is_not_dissolved_while_it_has_to_see_to_a_decision(at_work):
    decision = cases.decision(at_work, at_work.meeting, team=at_work.team, text="补充核查村级账目。")
    with pytest.raises(Refused, match="补充核查"):
        actions.dissolve(at_work.team, by=at_work.clerk, today=DAY, note="任务完成")
    report(decision, at_work.leader)
    actions.dissolve(cases.fresh(at_work.team), by=at_work.clerk, today=DAY, note="任务完成")


def test_only_whoever_sees_to_it_reports_and_nobody_closes_his_own(people):
    its = cases.decision(people, people.meeting, owner=people.department)
    assert "区财政局" in actions.report_decision.why_not(people.clerk, its, DAY)
    ours = cases.decision(people, people.meeting)
    report(ours, people.clerk)
    assert actions.close_decision.why_not(people.clerk, ours, DAY)
    assert actions.close_decision.why_not(people.secretary, ours, DAY)
    actions.close_decision(ours, by=people.head, today=DAY, note="")


def test_another_owner_holds_it_from_now_on_and_the_first_one_no_longer(people):
    decision = cases.decision(people, people.meeting, owner=people.department, due_on=SOON)
    later = SOON + datetime.timedelta(days=5)
    values = {"owner": people.personnel, "due_on": later, "note": "职责调整"}
    actions.change_decision(decision, by=people.clerk, today=DAY, **values)
    assert duty(decision).due_on == later
    assert as_(people.department_handler).get(decision.get_absolute_url()).status_code == 404
    assert as_(people.personnel_handler).get(decision.get_absolute_url()).status_code == 200


def test_a_decision_is_lifted_with_a_reason(people):
    decision = cases.decision(people, people.meeting)
    actions.lift_decision(decision, by=people.clerk, today=DAY, note="已由新的决定替代。")
    assert not Decision.objects.open().exists()


@pytest.mark.parametrize(
    ("said", "fault"),
    [
        ({}, "owner"),
        ({"owner": "department", "team": "team"}, "team"),
        ({"owner": "leading_group"}, "owner"),
        ({"owner": "department", "due_on": DAY - datetime.timedelta(days=1)}, "due_on"),
        ({"owner": "department", "text": ""}, "text"),
    ],
)
def test_what_is_wrong_is_said_beside_its_field(at_work, said, fault):
    data = {"text": "建立制度。", "due_on": SOON} | said
    data |= {name: getattr(at_work, data[name]).key for name in ("owner", "team") if name in data}
    form = forms.Decide(data, thing=at_work.meeting, by=at_work.clerk, today=DAY)
    assert list(form.errors) == [fault]


def test_a_body_in_which_nobody_can_report_is_not_offered(people):
    form = forms.Decide(thing=people.meeting, by=people.clerk, today=DAY)
    offered = set(form.fields["owner"].queryset)
    assert {people.office, people.department, people.discipline} <= offered
    assert not {people.authority, people.leading_group} & offered
    assert form.fields["team"].widget.is_hidden, "no team is authorised in this round yet"
