"""一次一授权: whoever is in an authorised team makes his pledge, and only then holds its words."""

import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from accounts import actions as registry
from accounts.models import User
from casework import policy
from casework.models import Deadline, Notice
from casework.moves import Refused
from casework.policy import Actor
from findings import actions as findings
from inspections import actions, editions
from inspections.models import Engagement, Pledge, Posting, Round, Team
from tests import cases
from tests.once import once
from tests.people import PASSWORD, cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    return cast()


@once
def team(people):
    """A team of two that is authorised and has not pledged anything yet."""
    round = cases.open_round(people)
    engagement = actions.choose_target(round, by=people.clerk, today=DAY, unit=people.unit)
    made = actions.form_team(
        round, by=people.clerk, today=DAY, name="第一组", leader=people.leader.person, members=[people.member.person]
    )
    actions.lg_review(round, by=people.clerk, today=DAY, held_on=DAY, note="")
    actions.approve(round, by=people.clerk, today=DAY, held_on=DAY, note="")
    actions.assign(engagement, by=people.clerk, today=DAY, team=made)
    return actions.authorise(made, by=people.clerk, today=DAY, paper="授权1号", note="")


def pledge_of(person):
    return Pledge.objects.get(posting__person__user=person)


def open_page(person, thing):
    window = Client()
    window.force_login(person, backend="accounts.backends.ByPassword")
    return window.get(thing.get_absolute_url())


def test_before_his_pledge_a_member_sees_nothing_of_his_team_and_after_it_he_does(people, team):
    engagement = Engagement.objects.get()
    for thing in (team, engagement):
        assert open_page(people.member, thing).status_code == 404
    actions.make_pledge(pledge_of(people.member), by=people.member, today=DAY, accepted=True)
    for thing in (team, engagement):
        assert open_page(people.member, thing).status_code == 200
    assert open_page(people.leader, engagement).status_code == 404, "everybody makes his own"
    assert policy.words_on(people.leader, engagement.case) == frozenset()


def test_the_leader_leads_from_his_pledge_on(people, team):
    actions.make_pledge(pledge_of(people.leader), by=people.leader, today=DAY, accepted=True)
    assert policy.words_on(people.leader, Engagement.objects.get().case) == {"lead", "inspect"}


def test_it_waits_on_his_desk_and_he_is_told(people, team, client):
    pledge = pledge_of(people.member)
    [date] = Deadline.objects.duties_of(people.member)
    assert (date.rule.code, date.thing_id) == ("pledge", pledge.pk)
    assert Notice.objects.filter(person=people.member, event__thing_id=pledge.pk).exists()
    client.force_login(people.member, backend="accounts.backends.ByPassword")
    assert pledge.key in client.get("/").content.decode()


def test_the_whole_text_is_read_before_it_is_accepted(people, team, client):
    pledge = pledge_of(people.member)
    page = open_page(people.member, pledge).content.decode()
    text = editions.EDITIONS[editions.NEWEST]
    for line in (*text.pledge.splitlines(), *text.rules.splitlines()):
        assert line.strip() in page
    client.force_login(people.member, backend="accounts.backends.ByPassword")
    assert client.post(f"{pledge.get_absolute_url()}make-pledge/", {}).status_code == 422
    pledge.refresh_from_db()
    assert pledge.stage == "due"


def test_nobody_pledges_for_another_or_finds_his(people, team):
    pledge = pledge_of(people.member)
    for person in (people.leader, people.clerk, people.head):
        with pytest.raises(Refused, match="本人"):
            actions.make_pledge(pledge, by=person, today=DAY, accepted=True)
    assert open_page(people.leader, pledge).status_code == 404
    assert open_page(people.clerk, pledge).status_code == 200


def test_no_round_is_mobilised_while_somebody_has_not_pledged(people, team):
    round = cases.fresh(team.round)
    actions.staff(round, by=people.clerk, today=DAY, note="")
    actions.make_pledge(pledge_of(people.leader), by=people.leader, today=DAY, accepted=True)
    with pytest.raises(Refused, match="尚未签订保密承诺书：member"):
        cases.prepared(people, round)
    actions.make_pledge(pledge_of(people.member), by=people.member, today=DAY, accepted=True)
    cases.prepared(people, round)
    actions.post(team, by=people.clerk, today=DAY, person=people.second_member.person, role="member")
    with pytest.raises(Refused, match="尚未签订保密承诺书：second_member"):
        actions.mobilise(round, by=people.clerk, today=DAY, held_on=DAY)
    cases.pledged(team)
    assert actions.mobilise(round, by=people.clerk, today=DAY, held_on=DAY).stage == Round.Stage.MOBILIZED


def test_whoever_leaves_before_his_pledge_owes_none_and_can_make_none(people, team):
    posting = Posting.objects.get(person=people.member.person)
    findings.end_posting(posting, by=people.clerk, today=DAY, note="调回原单位")
    pledge = pledge_of(people.member)
    assert pledge.stage == "void"
    assert not Deadline.objects.duties_of(people.member).exists()
    with pytest.raises(Refused):
        actions.make_pledge(pledge, by=people.member, today=DAY, accepted=True)


def test_a_dissolved_team_owes_nothing_and_its_pledges_stay_to_be_read(people, team):
    actions.make_pledge(pledge_of(people.leader), by=people.leader, today=DAY, accepted=True)
    actions.dissolve(cases.fresh(team), by=people.clerk, today=DAY, note="任务完成")
    assert set(Pledge.objects.values_list("stage", flat=True)) == {"made", "void"}
    assert Team.objects.visible_to(User.objects.get(pk=people.leader.pk)).count() == 0


def test_whoever_joins_later_pledges_before_he_acts(people, team):
    actions.post(team, by=people.clerk, today=DAY, person=people.second_member.person, role="member")
    engagement = Engagement.objects.get()
    assert open_page(people.second_member, engagement).status_code == 404
    cases.pledged(team)
    assert open_page(people.second_member, engagement).status_code == 200


def test_whoever_gets_his_account_later_is_asked_then(people, team):
    newcomer = registry.register_person(people.department, by=people.clerk, today=DAY, name="新人", in_pool=True)
    actions.post(team, by=people.clerk, today=DAY, person=newcomer, role="member")
    with pytest.raises(Refused, match="均已要求承诺"):
        actions.ask_for_pledges(team, by=people.clerk, today=DAY)
    user = registry.admit(people.house, by=people.sysadmin, today=DAY, username="newcomer", person=newcomer)
    registry.choose_password(user, by=Actor.HOUSE, today=DAY, password=PASSWORD)
    actions.ask_for_pledges(team, by=people.clerk, today=DAY)
    pledge = pledge_of(user)
    assert open_page(user, team).status_code == 404
    actions.make_pledge(pledge, by=user, today=DAY, accepted=True)
    assert open_page(user, team).status_code == 200


def test_a_conflict_that_comes_up_before_the_pledge_keeps_him_outside_until_it_is_resolved(people, team):
    posting = Posting.objects.get(person=people.member.person)
    recusal = actions.declare_recusal(
        posting, by=people.clerk, today=DAY, kind_of="kin", details="表弟", unit=people.unit
    )
    actions.make_pledge(pledge_of(people.member), by=people.member, today=DAY, accepted=True)
    assert open_page(people.member, Engagement.objects.get()).status_code == 404
    actions.find_no_conflict(recusal, by=people.head, today=DAY, note="查无此人")
    assert open_page(people.member, Engagement.objects.get()).status_code == 200


def test_the_ledger_says_who_has_pledged_which_text_and_when(people, team, client):
    actions.make_pledge(pledge_of(people.member), by=people.member, today=DAY, accepted=True)
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    answer = client.get("/inspections/pledges/export/")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    table = sheet.to_python()
    assert table[1][1:10] == [
        *("姓名", "所在单位", "职务", "巡察轮次", "巡察组", "组内职务", "承诺书版本", "承诺时间", "状态"),
    ]
    assert {row[1]: row[9] for row in table[2:]} == {"leader": "待承诺", "member": "已承诺"}
