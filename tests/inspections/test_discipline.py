"""What is noticed of somebody in a team, what he is told of it, and what leaked: past whoever is concerned."""

import datetime
import io

import pytest
from django.db import connection
from django.test import Client
from python_calamine import CalamineWorkbook

from casework import history
from casework.models import Deadline, Draft, Notice
from casework.moves import Refused
from findings import actions as findings
from inspections import actions as inspections
from inspections.models import Admonition, ConductMatter, LeakIncident
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


def readers(people, thing):
    model = type(thing)
    return {name for name, one in people.users.items() if model.objects.visible_to(one).filter(pk=thing.pk).exists()}


def told(thing):
    notices = Notice.objects.filter(event__thing_kind=thing.kind, event__thing_id=thing.pk)
    return {notice.person.username for notice in notices}


def duty(person, thing):
    dates = Deadline.objects.duties_of(person).filter(thing_kind=thing.kind, thing_id=thing.pk)
    return {date.rule.code for date in dates.select_related("rule")}


def window(person):
    client = Client()
    client.force_login(person, backend="accounts.backends.ByPassword")
    return client


def of_member(people, **values):
    return cases.conduct(people.engagement, people.member.person, **values)


# -- first signs ------------------------------------------------------------------------------------------------


def test_the_leader_reminds_and_the_member_reads_what_he_is_told_and_nothing_else(people):
    matter = of_member(people)
    assert readers(people, matter) == {"leader"}
    assert duty(people.leader, matter) == {"take_up_conduct"}
    inspections.remind(matter, by=people.leader, today=DAY, text="请遵守请假制度。")
    admonition = matter.admonitions.get()
    assert readers(people, matter) == {"leader"}
    assert readers(people, admonition) == {"leader", "member"}
    assert duty(people.member, admonition) == {"acknowledge_admonition"}
    member = window(people.member)
    assert member.get(matter.get_absolute_url()).status_code == 404
    page = member.get(admonition.get_absolute_url()).content.decode()
    assert "请遵守请假制度" in page
    assert "多次迟到" not in page
    assert matter.key not in page
    inspections.acknowledge(admonition, by=people.member, today=DAY, note="接受。")
    assert duty(people.member, admonition) == set()
    inspections.close_conduct(matter, by=people.leader, today=DAY, note="已改正。")
    assert (matter.stage, matter.closed_on) == ("closed", DAY)


def test_after_the_reminder_he_may_be_criticised_and_what_came_of_it_is_still_owed(people):
    matter = of_member(people)
    inspections.remind(matter, by=people.leader, today=DAY, text="请注意。")
    inspections.criticise(matter, by=people.leader, today=DAY, text="再次迟到，予以批评。")
    assert [one.manner for one in matter.admonitions.order_by("pk")] == ["reminder", "criticism"]
    assert duty(people.leader, matter) == {"close_conduct"}
    with pytest.raises(Refused):
        inspections.remind(matter, by=people.leader, today=DAY, text="请注意。")


def test_a_member_does_not_note_anything_of_himself_and_names_nobody_of_another_team(people):
    page = window(people.member).get(f"{people.engagement.get_absolute_url()}note-conduct/").content.decode()
    serving = people.engagement.team.postings.serving()
    assert serving.get(person=people.member.person).key not in page
    assert serving.get(person=people.leader.person).key in page
    assert "other_member" not in page


def test_what_concerns_the_leader_goes_past_him_to_the_head_of_the_office(people):
    matter = cases.conduct(people.engagement, people.leader.person, by=people.member)
    assert readers(people, matter) == {"member", "head"}
    assert told(matter) == {"head"}
    assert duty(people.head, matter) == {"take_up_conduct"}
    inspections.remind(matter, by=people.head, today=DAY, text="请带头遵守纪律。")
    admonition = matter.admonitions.get()
    assert readers(people, admonition) == {"leader", "head"}
    page = window(people.leader).get(admonition.get_absolute_url()).content.decode()
    assert "member" not in page, "he is not told who noticed it"


def test_what_concerns_somebody_of_the_office_goes_to_the_leading_group(people):
    inspections.post(people.engagement.team, by=people.head, today=DAY, person=people.clerk.person, role="member")
    matter = cases.conduct(people.engagement, people.clerk.person)
    assert readers(people, matter) == {"leader", "secretary"}
    with pytest.raises(Refused, match="巡察工作领导小组"):
        inspections.remind(matter, by=people.leader, today=DAY, text="请注意。")
    inspections.remind(matter, by=people.secretary, today=DAY, text="请注意。")
    assert readers(people, matter.admonitions.get()) == {"clerk", "secretary"}


# -- violations ---------------------------------------------------------------------------------------------------


def test_a_violation_goes_to_the_head_of_the_office_and_the_leader_alone_can_not_close_it(people):
    matter = of_member(people, kind_of="violation", facts="接受宴请。")
    assert matter.stage == "reported"
    assert readers(people, matter) == {"leader", "head"}
    assert duty(people.head, matter) == {"take_up_conduct"}
    for verb, said in (("remind", "text"), ("close_conduct", "note")):
        with pytest.raises(Refused):
            getattr(inspections, verb)(matter, by=people.leader, today=DAY, **{said: "x"})
    with pytest.raises(Refused, match="由巡察办"):
        inspections.handle_conduct(matter, by=people.leader, today=DAY, outcome="educated", result="x")
    inspections.handle_conduct(matter, by=people.head, today=DAY, outcome="hand_over", result="移交区纪委监委。")
    assert (matter.stage, matter.closed_on, matter.get_outcome_display()) == ("closed", DAY, "移交处理")
    assert "member" not in told(matter)


def test_what_a_leader_takes_for_a_first_sign_whoever_wrote_it_can_still_report(people):
    matter = of_member(people, by=people.second_member)
    assert readers(people, matter) == {"second_member", "leader"}
    inspections.report_conduct(matter, by=people.second_member, today=DAY, note="涉嫌收受礼品。")
    assert (matter.kind_of, matter.goes_to) == ("violation", "office")
    assert readers(people, matter) == {"second_member", "leader", "head"}
    assert duty(people.head, matter) == {"judge_conduct"}
    with pytest.raises(Refused):
        inspections.close_conduct(matter, by=people.leader, today=DAY, note="没有问题")


def test_a_violation_that_the_head_notes_himself_is_handled_by_the_leading_group(people):
    matter = cases.conduct(people.engagement, people.member.person, by=people.head, kind_of="violation")
    assert readers(people, matter) == {"head", "leader", "secretary"}
    with pytest.raises(Refused):
        inspections.handle_conduct(matter, by=people.head, today=DAY, outcome="educated", result="x")
    inspections.handle_conduct(matter, by=people.secretary, today=DAY, outcome="educated", result="批评教育。")


@pytest.mark.parametrize("kind", ["tendency", "violation"])
def test_a_member_who_comes_to_lead_the_team_never_reads_what_was_noticed_of_him(people, kind):
    matter = of_member(people, kind_of=kind, by=people.second_member)
    place = people.engagement.team.postings.serving().get(person=people.member.person)
    findings.end_posting(place, by=people.clerk, today=DAY, note="工作调整")
    inspections.post(people.engagement.team, by=people.clerk, today=DAY, person=people.member.person, role="deputy")
    cases.pledged(people.engagement.team)
    matter = cases.fresh(matter)
    assert readers(people, matter) == {"second_member", "head"}
    assert duty(people.head, matter) == {"take_up_conduct"}
    assert duty(people.member, matter) == set()
    assert "member" not in told(matter)
    assert window(people.member).get(matter.get_absolute_url()).status_code == 404
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    assert list(history.verify()) == []


def test_nobody_else_finds_a_trace(people):
    matter = of_member(people, kind_of="violation", by=people.second_member)
    for name in ("member", "clerk", "secretary", "other_leader", "liaison", "principal"):
        client = window(getattr(people, name))
        assert client.get(matter.get_absolute_url()).status_code == 404
        for url in ("/inspections/conduct/", "/api/v1/conduct/"):
            assert matter.key not in client.get(url).content.decode()


def test_the_form_keeps_what_was_typed_but_no_draft(people):
    client, url = window(people.leader), f"{people.engagement.get_absolute_url()}note-conduct/"
    answer = client.post(url, {"kind_of": "tendency", "on": "2999-01-01", "facts": "开会迟到"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "开会迟到" in page
    assert "日期不能晚于今天" in page
    client.post(url, {"draft": "1", "facts": "开会迟到"})
    assert not Draft.objects.exists()
    assert not ConductMatter.objects.exists()


def test_the_ledger_has_the_rows_of_its_reader(people):
    of_member(people)
    cases.conduct(people.engagement, people.leader.person, by=people.member)
    answer = window(people.leader).get("/inspections/conduct/export/")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    table = sheet.to_python()
    assert table[1][1:6] == ["编号", "时间", "姓名", "巡察组", "组内职务"]
    assert [row[3] for row in table[2:]] == ["member"]


# -- leaks --------------------------------------------------------------------------------------------------------


def test_a_leak_is_contained_looked_into_and_handled_by_the_head_of_the_office(people):
    leak = cases.leak(people.engagement)
    assert readers(people, leak) == {"member", "head"}
    assert duty(people.head, leak) == {"contain_leak"}
    inspections.contain_leak(leak, by=people.head, today=DAY, measures="更换谈话地点。")
    assert duty(people.head, leak) == {"investigate_leak"}
    with pytest.raises(Refused):
        inspections.handle_leak(leak, by=people.head, today=DAY, outcome="unfounded", result="x")
    inspections.investigate_leak(leak, by=people.head, today=DAY, inquiry="单位联络员转发通知。")
    inspections.handle_leak(leak, by=people.head, today=DAY, outcome="unfounded", result="责成单位批评教育。")
    assert (leak.stage, leak.handled_on) == ("handled", DAY)
    assert told(leak) == {"head", "member"}


def test_anybody_in_the_team_or_the_office_reports_one_and_nobody_of_the_unit(people):
    for name in ("member", "leader", "clerk", "head"):
        cases.leak(people.engagement, by=getattr(people, name))
    for name in ("liaison", "principal", "secretary"):
        with pytest.raises(Refused):
            cases.leak(people.engagement, by=getattr(people, name))


def test_a_leak_through_the_leader_goes_past_him(people):
    leak = cases.leak(people.engagement, suspect=people.leader.person)
    assert readers(people, leak) == {"member", "head"}
    assert window(people.leader).get(leak.get_absolute_url()).status_code == 404


def test_a_leak_through_somebody_of_the_office_goes_to_the_leading_group(people):
    leak = cases.leak(people.engagement, suspect=people.clerk.person)
    assert readers(people, leak) == {"member", "secretary"}
    assert duty(people.secretary, leak) == {"contain_leak"}


def test_where_the_inquiry_leads_to_the_office_the_leading_group_goes_on(people):
    leak = cases.leak(people.engagement)
    inspections.contain_leak(leak, by=people.head, today=DAY, measures="已收回材料。")
    inspections.investigate_leak(
        leak, by=people.head, today=DAY, inquiry="材料由干部带出。", suspect=people.clerk.person
    )
    assert readers(people, leak) == {"member", "secretary"}
    assert duty(people.secretary, leak) == {"handle_leak"}
    assert duty(people.head, leak) == set()


def test_where_the_inquiry_leads_to_whoever_reported_it_he_reads_it_no_more(people):
    leak = cases.leak(people.engagement)
    inspections.contain_leak(leak, by=people.head, today=DAY, measures="已收回材料。")
    inspections.investigate_leak(leak, by=people.head, today=DAY, inquiry="本人带出。", suspect=people.member.person)
    assert readers(people, leak) == {"head"}
    inspections.handle_leak(leak, by=people.head, today=DAY, outcome="off_team", result="调离巡察组。")
    later = Notice.objects.filter(event__thing_id=leak.pk, event__move__endswith="handle-leak")
    assert not later.filter(person=people.member).exists()


def test_an_admonition_and_a_leak_are_found_over_the_api_by_whoever_may_read_them(people):
    matter = of_member(people)
    inspections.remind(matter, by=people.leader, today=DAY + datetime.timedelta(days=1), text="请注意。")
    leak = cases.leak(people.engagement)
    keys = {
        url: [row["key"] for row in window(people.member).get(f"/api/v1/{url}/").json()["results"]]
        for url in ("conduct", "admonitions", "leaks")
    }
    assert keys == {"conduct": [], "admonitions": [Admonition.objects.get().key], "leaks": [leak.key]}
    assert LeakIncident.objects.count() == 1
