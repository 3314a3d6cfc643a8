"""Who must keep away keeps away: what the registry shows and what people say stands in the way until it is resolved."""

import datetime
import io

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.test import Client
from openpyxl import load_workbook

from accounts import actions as registry
from accounts.models import Organisation, Person, Tie
from casework.models import Deadline
from casework.moves import Refused
from findings import actions as findings
from inspections import actions, conflicts
from inspections.models import Posting, Recusal, Team
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
Kind, Stage = Recusal.Kind, Recusal.Stage
DAY = cases.DAY


@once
def people(db):
    return cast()


@once
def round(people):
    return cases.open_round(people)


def team_of(people, round, *members, unit=None):
    """A team that is being formed, with a unit assigned to it."""
    team = actions.form_team(
        round, by=people.clerk, today=DAY, name="第一巡察组", leader=people.leader.person, members=list(members)
    )
    engagement = actions.choose_target(round, by=people.clerk, today=DAY, unit=unit or people.unit)
    actions.assign(engagement, by=people.clerk, today=DAY, team=team)
    return cases.fresh(team), cases.fresh(engagement)


def authorise(people, team):
    authorised = actions.authorise(cases.fresh(team), by=people.clerk, today=DAY, paper="授权1号", note="")
    cases.pledged(team)
    return authorised


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def works_in(person, unit):
    type(person)._base_manager.filter(pk=person.pk).update(organisation=unit)


def worked(people, person, unit):
    cases.tie(people, person, unit, kind_of=Tie.Kind.WORKED)


def has_kin_in(people, person, unit):
    cases.tie(people, person, unit, kind_of=Tie.Kind.KIN)


def comes_from(person, place):
    type(person)._base_manager.filter(pk=person.pk).update(native_place=place)


@pytest.mark.parametrize(
    ("kind", "because"),
    [
        (Kind.WORKS, lambda people, person: works_in(person, people.unit)),
        (Kind.WORKED, lambda people, person: worked(people, person, people.unit)),
        (Kind.KIN, lambda people, person: has_kin_in(people, person, people.unit)),
        (Kind.PLACE, lambda people, person: comes_from(person, "某省区住建局")),
        (Kind.PLACE, lambda people, person: cases.tie(people, person, people.unit, kind_of="place")),
    ],
)
def test_a_conflict_keeps_the_team_from_being_authorised(people, round, kind, because):
    because(people, people.member.person)
    team, _engagement = team_of(people, round, people.member.person, people.second_member.person)
    recusal = Recusal.objects.get()
    assert (recusal.person, recusal.unit, recusal.kind_of) == (people.member.person, people.unit, kind)
    assert Deadline.objects.open().filter(thing_kind=recusal.kind, thing_id=recusal.pk, word="oversee").count() == 1
    with pytest.raises(Refused, match="回避事项尚未处理：member"):
        authorise(people, team)


def test_a_team_without_a_conflict_is_authorised_as_before(people, round):
    team, _engagement = team_of(people, round, people.member.person)
    assert not Recusal.objects.exists()
    assert authorise(people, team).stage == Team.Stage.AUTHORISED


def test_what_is_said_of_a_town_holds_for_its_villages(people, round):
    village = registry.register(
        people.authority, by=people.clerk, today=DAY, name="上湾村", kind_of="village", parent=people.unit
    )
    has_kin_in(people, people.member.person, people.unit)
    works_in(people.second_member.person, village)
    team_of(people, round, people.member.person, people.second_member.person, unit=village)
    assert set(Recusal.objects.values_list("kind_of", flat=True)) == {Kind.KIN, Kind.WORKS}


def test_the_district_itself_is_nobodys_conflict(people, round):
    has_kin_in(people, people.member.person, people.authority)
    team_of(people, round, people.member.person)
    assert not Recusal.objects.exists()


def test_a_tie_that_is_over_is_no_conflict_any_more(people, round):
    tie = cases.tie(people, people.member.person, people.unit)
    registry.end_tie(tie, by=people.clerk, today=DAY, note="已离婚")
    team_of(people, round, people.member.person)
    assert not Recusal.objects.exists()


def test_whoever_leaves_the_team_keeps_away_and_the_rest_is_authorised(people, round):
    has_kin_in(people, people.member.person, people.unit)
    team, engagement = team_of(people, round, people.member.person, people.second_member.person)
    posting = team.postings.get(person=people.member.person)
    findings.end_posting(posting, by=people.clerk, today=DAY, note="回避")
    recusal = Recusal.objects.get()
    assert recusal.stage == Stage.WITHDRAWN
    assert not Deadline.objects.open().filter(thing_kind=recusal.kind).exists()
    authorise(people, team)
    assert as_(people.member).get(engagement.get_absolute_url()).status_code == 404
    assert as_(people.second_member).get(engagement.get_absolute_url()).status_code == 200


def test_when_the_unit_goes_to_another_team_the_conflict_is_resolved(people, round):
    has_kin_in(people, people.member.person, people.unit)
    team, engagement = team_of(people, round, people.member.person)
    other = actions.form_team(round, by=people.clerk, today=DAY, name="第二巡察组", leader=people.other_leader.person)
    actions.assign(engagement, by=people.clerk, today=DAY, team=other)
    assert Recusal.objects.get().stage == Stage.WITHDRAWN
    actions.assign(cases.fresh(engagement), by=people.clerk, today=DAY, team=team)
    assert Recusal.objects.unresolved().count() == 1, "and stands again when it comes back"


def test_an_exception_needs_its_grounds_and_somebody_else_who_allows_it_and_stays_to_be_seen(people, round):
    has_kin_in(people, people.member.person, people.unit)
    team, _engagement = team_of(people, round, people.member.person)
    recusal = Recusal.objects.get()
    with pytest.raises(Refused):
        actions.allow_exception(recusal, by=people.head, today=DAY, note="")
    actions.ask_exception(recusal, by=people.head, today=DAY, grounds="无人可替")
    with pytest.raises(Refused, match="不能自己批准"):
        actions.allow_exception(recusal, by=people.head, today=DAY, note="")
    with pytest.raises(Refused):
        actions.allow_exception(recusal, by=people.clerk, today=DAY, note="")
    actions.return_exception(recusal, by=people.head, today=DAY, note="换人")
    actions.ask_exception(recusal, by=people.clerk, today=DAY, grounds="工程专业无人可替，不参与谈话")
    with pytest.raises(Refused):
        authorise(people, team)
    actions.allow_exception(recusal, by=people.head, today=DAY, note="同意")
    authorise(people, team)
    recusal = Recusal.objects.get()
    assert (recusal.asked_by, recusal.allowed_by, recusal.allowed_on) == (people.clerk, people.head, DAY)
    page = as_(people.secretary).get(team.get_absolute_url()).content.decode()
    assert "特批参加" in page
    assert recusal.get_absolute_url() in page


def test_the_database_knows_that_an_exception_takes_two(people, round):
    has_kin_in(people, people.member.person, people.unit)
    team_of(people, round, people.member.person)
    rows = Recusal.objects.all()
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(stage=Stage.ALLOWED)
    with pytest.raises(IntegrityError), transaction.atomic():
        rows.update(asked_by=people.clerk, allowed_by=people.clerk)


def test_the_head_may_find_that_there_is_no_conflict_but_not_in_his_own_matter(people, round):
    registry.amend_person(people.head.person, by=people.clerk, today=DAY, in_pool=True)
    comes_from(people.head.person, "区住建局家属院")
    comes_from(people.member.person, "区住建局家属院")
    team, _engagement = team_of(people, round, people.member.person, people.head.person)
    own = Recusal.objects.get(posting__person=people.head.person)
    with pytest.raises(Refused, match="本人"):
        actions.find_no_conflict(own, by=people.head, today=DAY, note="只是地名相近")
    other = Recusal.objects.get(posting__person=people.member.person)
    actions.find_no_conflict(other, by=people.head, today=DAY, note="只是地名相近")
    findings.end_posting(own.posting, by=people.clerk, today=DAY, note="回避")
    authorise(people, team)


def test_what_the_registry_shows_later_is_looked_at_before_the_team_is_authorised(people, round):
    team, _engagement = team_of(people, round, people.member.person)
    has_kin_in(people, people.member.person, people.unit)
    with pytest.raises(Refused, match="请先核查回避情形"):
        authorise(people, team)
    actions.check_conflicts(cases.fresh(team), by=people.clerk, today=DAY)
    assert Recusal.objects.unresolved().count() == 1
    actions.check_conflicts(cases.fresh(team), by=people.clerk, today=DAY)
    assert Recusal.objects.count() == 1, "looking twice finds it once"


def test_whoever_inspected_the_unit_last_time_is_not_sent_again(people):
    first = cases.on_site(people)
    later = DAY + datetime.timedelta(days=200)
    round = actions.open_round(
        first.round.term,
        by=people.clerk,
        today=later,
        name="第二轮巡察",
        year=2026,
        type="look_back",
        mode="ordinary",
        profile=first.round.profile,
        category_set=first.round.category_set,
        stays_from=later,
        stays_until=later + datetime.timedelta(days=30),
    )
    team_of(people, round, people.other_member.person)
    assert list(Recusal.objects.values_list("posting__person__name", "kind_of")) == [("leader", Kind.LAST)]


def test_whoever_is_lent_too_often_is_left_in_peace(people, monkeypatch):
    first = cases.on_site(people)
    monkeypatch.setattr(conflicts, "OFTEN", 1)
    round = actions.open_round(
        first.round.term,
        by=people.clerk,
        today=DAY,
        name="第二轮巡察",
        year=2026,
        type="regular",
        mode="ordinary",
        profile=first.round.profile,
        category_set=first.round.category_set,
        stays_from=DAY + datetime.timedelta(days=90),
        stays_until=DAY + datetime.timedelta(days=120),
    )
    actions.form_team(round, by=people.clerk, today=DAY, name="第一巡察组", leader=people.member.person)
    recusal = Recusal.objects.get()
    assert (recusal.kind_of, recusal.unit, recusal.details) == (Kind.OFTEN, None, "1")


def test_nobody_is_in_two_teams_on_the_same_day(people, round):
    team, _engagement = team_of(people, round, people.member.person)
    posting = team.postings.get(person=people.member.person)
    with pytest.raises(IntegrityError, match="in_one_team_at_a_time"), transaction.atomic():
        actions.form_team(round, by=people.clerk, today=DAY, name="第二巡察组", leader=people.member.person)
    form = {"name": "第二巡察组", "leader": people.member.person.key}
    page = as_(people.clerk).post(f"{round.get_absolute_url()}form-team/", form)
    assert page.status_code == 422
    assert "同一时间已在其他巡察组：member（第一巡察组）" in page.content.decode()
    findings.end_posting(posting, by=people.clerk, today=DAY, note="调整")
    actions.form_team(round, by=people.clerk, today=DAY, name="第二巡察组", leader=people.member.person)


def test_the_time_of_a_place_can_be_changed_as_far_as_no_other_team_has_it(people, round):
    team, _engagement = team_of(people, round, people.member.person)
    posting = team.postings.get(person=people.member.person)
    half = DAY + datetime.timedelta(days=10)
    client = as_(people.clerk)
    url = f"{posting.get_absolute_url()}change-time/"
    assert client.post(url, {"begins_on": DAY, "ends_on": DAY - datetime.timedelta(days=1)}).status_code == 422
    assert client.post(url, {"begins_on": DAY, "ends_on": half}).status_code == 302
    assert cases.fresh(posting).ends_on == half


def test_dissolving_ends_every_place_in_the_team(people, round):
    team, _engagement = team_of(people, round, people.member.person)
    authorise(people, team)
    actions.dissolve(cases.fresh(team), by=people.clerk, today=DAY, note="任务完成")
    assert set(team.postings.values_list("stage", "ended_on")) == {(Posting.Stage.ENDED, DAY)}
    shown = Team.objects.with_leader().get(pk=team.pk)
    assert shown.leader_name == "leader"


def test_whoever_joins_an_authorised_team_with_a_conflict_waits_outside(people, round):
    team, engagement = team_of(people, round, people.member.person)
    authorise(people, team)
    has_kin_in(people, people.second_member.person, people.unit)
    actions.post(cases.fresh(team), by=people.clerk, today=DAY, person=people.second_member.person, role="member")
    client = as_(people.second_member)
    assert client.get(engagement.get_absolute_url()).status_code == 404
    recusal = Recusal.objects.get()
    actions.ask_exception(recusal, by=people.clerk, today=DAY, grounds="无人可替")
    assert client.get(engagement.get_absolute_url()).status_code == 404
    actions.allow_exception(recusal, by=people.head, today=DAY, note="")
    assert client.get(engagement.get_absolute_url()).status_code == 404, "he has not made his pledge yet"
    cases.pledged(team)
    assert client.get(engagement.get_absolute_url()).status_code == 200


def test_an_authorised_team_is_not_sent_where_one_of_it_has_a_conflict(people, round):
    has_kin_in(people, people.member.person, people.other_unit)
    team, _engagement = team_of(people, round, people.member.person)
    authorise(people, team)
    another = actions.choose_target(round, by=people.clerk, today=DAY, unit=people.other_unit)
    with pytest.raises(ValidationError, match="member"):
        actions.assign(another, by=people.clerk, today=DAY, team=team)
    page = as_(people.clerk).post(f"{another.get_absolute_url()}assign/", {"team": team.key})
    assert page.status_code == 422
    assert "请选择其他巡察组" in page.content.decode()
    assert cases.fresh(another).team is None


def test_a_team_that_gives_up_a_unit_gives_up_its_powers_there(people, round):
    team, engagement = team_of(people, round, people.member.person)
    authorise(people, team)
    other = actions.form_team(round, by=people.clerk, today=DAY, name="第二巡察组", leader=people.other_leader.person)
    actions.assign(engagement, by=people.clerk, today=DAY, team=other)
    assert as_(people.member).get(engagement.get_absolute_url()).status_code == 404


def test_a_member_applies_himself_and_is_told_of_by_nobody_but_the_office(people):
    engagement = cases.on_site(people)
    made = actions.apply_for_recusal(
        engagement, by=people.member, today=DAY, kind_of="kin", details="堂兄调任该单位副局长"
    )
    assert (made.unit, made.declared, made.applicant) == (people.unit, True, people.member)
    page = made.get_absolute_url()
    for name, status in {"member": 200, "clerk": 200, "leader": 404, "secretary": 404, "liaison": 404}.items():
        assert as_(people.users[name]).get(page).status_code == status, name
    twice = as_(people.member).post(
        f"{engagement.get_absolute_url()}apply-for-recusal/", {"kind_of": "kin", "details": "再申请"}
    )
    assert twice.status_code == 422
    assert "已登记" in twice.content.decode()
    with pytest.raises(Refused, match="不在巡察该单位的巡察组"):
        _after_leaving(people, engagement)


def _after_leaving(people, engagement):
    """The leader has no place in the team any more, though he still holds its word in this very moment."""
    Posting.objects.filter(team=engagement.team, person=people.leader.person).update(stage="ended")
    actions.apply_for_recusal(engagement, by=people.leader, today=DAY, kind_of="kin", details="x")


def test_a_round_is_not_mobilised_over_an_open_conflict(people):
    round = cases.open_round(people)
    team, engagement = team_of(people, round, people.member.person)
    actions.lg_review(round, by=people.clerk, today=DAY, held_on=DAY, note="同意")
    actions.approve(round, by=people.clerk, today=DAY, held_on=DAY, note="同意")
    authorise(people, team)
    actions.staff(round, by=people.clerk, today=DAY, note="")
    actions.apply_for_recusal(engagement, by=people.member, today=DAY, kind_of="kin", details="堂兄")
    with pytest.raises(Refused, match="回避事项尚未处理：member"):
        cases.prepared(people, round)


def test_the_ledger_has_the_rows_and_the_headings(people, round):
    has_kin_in(people, people.member.person, people.unit)
    team_of(people, round, people.member.person)
    answer = as_(people.clerk).get("/inspections/recusals/export/", {"stage": "open"})
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert [cell.value for cell in sheet[2]][:3] == ["序号", "编号", "姓名"]
    assert [row[2].value for row in sheet.iter_rows(min_row=3)] == ["member"]
    answer = as_(people.clerk).get("/accounts/ties/export/")
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).worksheets[0]
    assert [cell.value for cell in sheet[2]] == [
        "序号", "姓名", "所在单位", "职务", "回避情形", "涉及单位", "具体情况", "申报时间", "状态"
    ]  # fmt: skip


def test_looking_costs_the_same_for_many_people(people, round, django_assert_max_num_queries):
    team, _engagement = team_of(people, round, people.member.person, people.second_member.person)
    units = Organisation.objects.filter(engagements__team=team)
    everybody = Person.objects.select_related("organisation")
    assert everybody.count() > 15
    with django_assert_max_num_queries(6):
        conflicts.between(everybody, units, round=round, today=DAY)
