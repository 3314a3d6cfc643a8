"""打探说情: registered in a minute, never changed, and upwards past whoever is concerned."""

import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from casework import history
from casework.models import Deadline, Draft, Notice
from casework.moves import Refused, moves_of
from findings import actions as findings
from inspections import actions as inspections
from inspections.models import InterferenceRecord
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    made = cast()
    made.engagement = cases.on_site(made)
    return made


def sees(person, record):
    return InterferenceRecord.objects.visible_to(person).filter(pk=record.pk).exists()


def readers(people, record):
    return {name for name, person in people.users.items() if sees(person, record)}


def told(record):
    return {notice.person.username for notice in Notice.objects.filter(event__thing_id=record.pk)}


def test_it_goes_from_the_leader_to_the_office_and_before_the_leading_group(people):
    record = cases.interference(people.engagement)
    assert readers(people, record) == {"member", "leader"}
    inspections.take_to_office(record, by=people.leader, today=DAY, note="已提醒本人。")
    assert readers(people, record) == {"member", "leader", "head"}
    with pytest.raises(Refused, match="领导小组处理"):
        inspections.handle_interference(record, by=people.head, today=DAY, outcome="talk", result="约谈。")
    inspections.take_to_group(record, by=people.head, today=DAY, note="")
    inspections.handle_interference(record, by=people.secretary, today=DAY, outcome="talk", result="由分管领导约谈。")
    inspections.seal_interference(record, by=people.head, today=DAY, note="归档。")
    assert (record.stage, record.handled_on, record.get_outcome_display()) == ("sealed", DAY, "约谈")
    with pytest.raises(Refused):
        inspections.add_to_interference(record, by=people.member, today=DAY, text="补充")


def test_a_leader_who_pleads_himself_is_gone_past_and_is_told_nothing(people):
    record = cases.interference(people.engagement, interferer=people.leader.person, name="leader")
    assert record.goes_to == "group"
    assert readers(people, record) == {"member", "head", "secretary"}
    assert told(record) == {"head", "secretary"}
    window = Client()
    window.force_login(people.leader, backend="accounts.backends.ByPassword")
    assert window.get(record.get_absolute_url()).status_code == 404
    assert record.key not in window.get("/inspections/interference/").content.decode()
    assert window.get("/api/v1/interference/").json()["results"] == []


def test_a_leader_who_has_not_pledged_yet_is_gone_past_as_well(people, client):
    """He holds nothing of the team today; from his pledge on he would hold all that its leaders hold."""
    newcomer = people.stranger
    inspections.post(people.engagement.team, by=people.clerk, today=DAY, person=newcomer.person, role="deputy")
    client.force_login(people.member, backend="accounts.backends.ByPassword")
    form = client.get(f"{people.engagement.get_absolute_url()}register-interference/").content.decode()
    assert newcomer.person.key in form
    record = cases.interference(people.engagement, interferer=newcomer.person, name="stranger")
    cases.pledged(people.engagement.team)
    assert record.goes_to == "group"
    assert readers(people, record) == {"member", "head", "secretary"}


def promoted(people, person):
    """The member has left, and comes back to the same team as a deputy who has made his pledge."""
    place = people.engagement.team.postings.serving().get(person=person.person)
    findings.end_posting(place, by=people.clerk, today=DAY, note="工作调整")
    inspections.post(people.engagement.team, by=people.clerk, today=DAY, person=person.person, role="deputy")
    cases.pledged(people.engagement.team)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_member_who_pleaded_and_comes_to_lead_the_team_later_never_holds_it(people, client, steps):
    record = cases.interference(people.engagement, interferer=people.second_member.person, name="second")
    addition = inspections.add_to_interference(record, by=people.member, today=DAY, text="次日又来。")
    assert "leader" in readers(people, record)
    if steps:
        inspections.take_to_office(record, by=people.leader, today=DAY, note="")
    if steps > 1:
        inspections.take_to_group(record, by=people.head, today=DAY, note="")
    promoted(people, people.second_member)
    record = cases.fresh(record)
    assert record.stage == ("with_group" if steps > 1 else "with_office")
    assert readers(people, record) == {"member", "head"} | ({"secretary"} if steps > 1 else set())
    assert not told(record) & {"second_member"}
    assert not Deadline.objects.duties_of(people.second_member).filter(case=record.case).exists()
    assert Deadline.objects.duties_of(people.secretary if steps > 1 else people.head).filter(case=record.case).exists()
    client.force_login(people.second_member, backend="accounts.backends.ByPassword")
    for thing in (record, addition):
        assert client.get(thing.get_absolute_url()).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


def test_whoever_pleaded_and_comes_to_head_the_office_later_does_not_find_it(people):
    from accounts import actions as registry

    record = cases.interference(people.engagement, interferer=people.second_member.person, name="second")
    inspections.take_to_office(record, by=people.leader, today=DAY, note="")
    registry.entrust(people.second_member, by=people.secadmin, organisation=people.office, as_principal=True)
    assert readers(people, record) == {"member", "leader", "head"}


def test_somebody_of_the_office_who_pleads_is_gone_past_by_the_whole_office(people):
    record = cases.interference(people.engagement, interferer=people.clerk.person, name="干部")
    assert readers(people, record) == {"member", "secretary"}


def test_somebody_of_the_leading_group_who_pleads_does_not_hold_it(people):
    record = cases.interference(people.engagement, interferer=people.secretary.person, name="书记")
    inspections.take_to_office(record, by=people.leader, today=DAY, note="")
    inspections.take_to_group(record, by=people.head, today=DAY, note="")
    assert "secretary" not in readers(people, record)


def test_where_the_head_of_the_leading_group_pleads_the_head_of_the_office_handles_it(people):
    from accounts import actions as registry

    registry.entrust(people.secretary, by=people.secadmin, organisation=people.leading_group, as_principal=True)
    record = cases.interference(people.engagement, interferer=people.secretary.person, name="书记")
    inspections.take_to_office(record, by=people.leader, today=DAY, note="")
    with pytest.raises(Refused, match="巡察办主任处理"):
        inspections.take_to_group(record, by=people.head, today=DAY, note="")
    inspections.handle_interference(record, by=people.head, today=DAY, outcome="hand_over", result="移交市纪委。")
    assert "secretary" not in readers(people, record)


def test_what_a_leader_registers_goes_to_the_office_and_what_the_head_registers_to_the_group(people):
    assert cases.interference(people.engagement, by=people.leader).goes_to == "office"
    assert cases.interference(people.engagement, by=people.clerk).goes_to == "office"
    assert cases.interference(people.engagement, by=people.head).goes_to == "group"


def test_nobody_can_change_it_and_only_its_writer_adds_to_it(people):
    record = cases.interference(people.engagement)
    edits = {move.slug for move in moves_of(InterferenceRecord) if not (move.enters or move.makes) and move.for_people}
    assert edits == set()
    inspections.add_to_interference(record, by=people.member, today=DAY, text="次日再次来电。")
    with pytest.raises(Refused):
        inspections.add_to_interference(record, by=people.leader, today=DAY, text="无此事")
    assert [addition.text for addition in record.additions.all()] == ["次日再次来电。"]


def test_a_leader_who_sits_on_it_is_gone_past_once_his_days_are_over(people):
    record = cases.interference(people.engagement)
    with pytest.raises(Refused, match="尚未逾期"):
        inspections.go_past_leader(record, by=people.member, today=DAY, note="")
    inspections.go_past_leader(record, by=people.member, today=DAY + datetime.timedelta(days=9), note="")
    assert sees(people.head, record)


def test_numbers_tell_nothing_of_how_many_there_are(people):
    numbers = {cases.interference(people.engagement).number for _turn in range(8)}
    assert len(numbers) == 8
    assert all(number.startswith("登-") and len(number) == 10 for number in numbers)


def test_the_form_names_what_is_missing_and_keeps_no_draft(people, client):
    client.force_login(people.member, backend="accounts.backends.ByPassword")
    url = f"{people.engagement.get_absolute_url()}register-interference/"
    page = client.get(url).content.decode()
    assert people.leader.person.key in page
    assert people.other_leader.person.key not in page
    said = {"relation": "kin", "channel": "call", "on": "2026-03-02", "said": "打听进展"}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "请填写打探说情人姓名" in answer.content.decode()
    assert not Draft.objects.exists()
    long = client.post(url, said | {"name": "某" * 300})
    assert long.status_code == 422
    assert not InterferenceRecord.objects.exists()


def test_the_ledger_has_the_headings_of_the_office_and_the_rows_of_its_reader(people, client):
    cases.interference(people.engagement)
    cases.interference(people.engagement, interferer=people.leader.person, name="leader")
    client.force_login(people.leader, backend="accounts.backends.ByPassword")
    answer = client.get("/inspections/interference/export/")
    rows = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    table = rows.to_python()
    assert table[1][1:5] == ["编号", "时间", "打探说情人", "单位及职务"]
    assert len(table) == 3
