"""The weekly report: its numbers are those of the registers, each entry counted once; the office sees who is late."""

import datetime
import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from casework.models import Deadline, Notice
from casework.moves import Refused
from findings import actions as findings
from findings.models import WeeklyReport
from inspections import actions as inspections
from inspections.models import Category
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
WEEK = datetime.timedelta(days=7)


@once
def people():
    made = cast()
    made.engagement = cases.on_site(made)
    return made


def window(person):
    client = Client()
    client.force_login(person, backend="accounts.backends.ByPassword")
    return client


def numbers(report):
    return {name: getattr(report, name) for name in WeeklyReport.NUMBERS if getattr(report, name)}


def owed(engagement):
    kind = engagement._meta.label_lower
    return Deadline.objects.open().filter(thing_kind=kind, thing_id=engagement.pk, rule__code="weekly_report").first()


def test_the_numbers_are_those_of_the_registers(people):
    cases.registers(people.engagement)
    cases.petition(people.engagement)
    report = cases.week(people.engagement, DAY + WEEK)
    assert numbers(report) == {"talks": 1, "documents": 1, "petitions": 1, "visits": 1}
    assert (report.begins_on, report.on) == (DAY, DAY + WEEK)


def test_what_is_only_planned_asked_for_or_corrected_is_not_counted_again(people):
    here, by = people.engagement, people.member
    talk = findings.plan_talk(here, by=by, today=DAY, name="周某", due_on=DAY)
    findings.ask_for_documents(here, by=by, today=DAY, title_text="会议记录", due_on=DAY)
    visit = findings.record_visit(here, by=by, today=DAY, place="窗口", on=DAY, met=2, seen="x")
    findings.correct_visit(visit, by=by, today=DAY, place="窗口", on=DAY, met=3, seen="x")
    assert numbers(cases.week(here, DAY + WEEK)) == {"visits": 1}
    held = {"second": people.second_member, "on": DAY, "summary": "x", "place": "", "signed": True}
    findings.hold_talk(talk, by=by, today=DAY + WEEK, **held)
    findings.correct_visit(visit, by=by, today=DAY + WEEK, place="大厅", on=DAY, met=3, seen="x")
    assert numbers(cases.week(here, DAY + 2 * WEEK)) == {"talks": 1}


def test_what_was_typed_in_late_is_counted_in_the_next_report_so_the_weeks_add_up(people):
    cases.talk(people.engagement)
    first = cases.week(people.engagement, DAY + WEEK)
    cases.talk(people.engagement, "李某", DAY + WEEK)  # on the day of the report, after it
    cases.talk(people.engagement, "王某", DAY + 2 * WEEK, on=DAY)
    second = cases.week(people.engagement, DAY + 2 * WEEK)
    assert (first.talks, second.talks) == (1, 2)
    assert second.begins_on == first.on + datetime.timedelta(days=1)


def test_the_numbers_stay_as_they_were_handed_in(people):
    report = cases.week(people.engagement, DAY + WEEK)
    cases.talk(people.engagement)
    findings.correct_week(report, by=people.leader, today=DAY + WEEK, plan="改写后的计划", remarks="")
    again = cases.fresh(report)
    assert (again.plan, numbers(again)) == ("改写后的计划", {})


def test_problems_are_told_by_the_disciplines_of_their_category_and_by_the_local_priority(people):
    here = people.engagement
    short = {category.short[:2]: category for category in Category.objects.filter(category_set__code="six_disciplines")}
    priority = cases.priority(people, here.round)
    cases.finding(here, "一", category=short["组织"])
    cases.finding(here, "二", category=short["廉洁"], priority=priority)
    cases.finding(here, "三", category=None)
    dropped = cases.finding(here, "四", category=short["政治"])
    findings.drop(dropped, by=people.leader, today=DAY, note="不成立")
    report = cases.week(here, DAY + WEEK)
    counted = {"problems": 3, "party_building": 1, "strict_governance": 1, "key_areas": 1}
    assert numbers(report) == counted
    page = window(people.leader).get(report.get_absolute_url()).content.decode()
    assert "政治纪律、组织纪律" in page
    assert "廉洁纪律、群众纪律、工作纪律、生活纪律" in page


def test_a_report_is_owed_every_week_from_the_entry_until_the_withdrawal(people):
    assert owed(people.engagement).due_on == DAY + WEEK
    assert owed(people.engagement).word == "lead"
    cases.week(people.engagement, DAY + WEEK)
    assert owed(people.engagement).due_on == DAY + 2 * WEEK
    inspections.withdraw(cases.fresh(people.engagement), by=people.leader, today=DAY + WEEK)
    assert owed(people.engagement) is None
    with pytest.raises(Refused):
        cases.week(people.engagement, DAY + 2 * WEEK)


def test_two_reports_on_one_day_are_refused(people):
    cases.week(people.engagement, DAY)
    with pytest.raises(Refused, match="今天已报送周报"):
        cases.week(people.engagement, DAY)


def test_only_the_leader_hands_it_in_and_only_he_corrects_it(people):
    with pytest.raises(Refused):
        findings.hand_in_week(people.engagement, by=people.member, today=DAY, plan="x")
    report = cases.week(people.engagement)
    assert {notice.person.username for notice in Notice.objects.filter(event__thing_id=report.pk)} == {"head", "clerk"}
    for name in ("member", "clerk", "head"):
        with pytest.raises(Refused):
            findings.correct_week(report, by=getattr(people, name), today=DAY, plan="x")
    seen = {name for name, person in people.users.items() if WeeklyReport.objects.visible_to(person).exists()}
    assert seen == {"leader", "member", "second_member", "head", "clerk"}


def test_the_form_shows_what_will_be_counted_and_keeps_what_was_typed(people):
    cases.talk(people.engagement)
    leader = window(people.leader)
    url = f"{people.engagement.get_absolute_url()}hand-in-week/"
    assert "谈话人数 1" in leader.get(url).content.decode()
    answer = leader.post(url, {"plan": "", "remarks": "驻点正常"})
    assert answer.status_code == 422
    assert "驻点正常" in answer.content.decode()
    assert leader.post(url, {"plan": "继续谈话", "talks": 99}).status_code == 302
    assert WeeklyReport.objects.get().talks == 1


def test_the_office_sees_who_is_late_and_a_list_by_round(people):
    cases.week(people.engagement)
    client = window(people.clerk)
    page = client.get("/findings/weeks/").content.decode()
    assert "区教育局" in page
    assert "逾期" in page, "the other team has never reported, and its week is long over"
    round = people.engagement.round
    panel = client.get(f"/findings/of-round/{round.key}/weeks/").content.decode()
    assert f"?engagement={people.engagement.key}" in panel
    assert "周-001" in client.get(f"/findings/weeks/?round={round.key}").content.decode()
    assert "区教育局" not in window(people.leader).get("/findings/weeks/").content.decode()


def test_the_ledger_has_the_headings_of_the_office(people):
    cases.week(people.engagement)
    answer = window(people.clerk).get("/findings/weeks/export/")
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    table = sheet.to_python()
    assert table[0][0] == "巡察进度周报"
    assert table[1][1:] == [
        "巡察组名称",
        "报告周期",
        "报告日期",
        "谈话人数",
        "查阅资料数",
        "受理信访数",
        "实地走访数",
        "发现问题总数",
        "党的建设方面问题数",
        "全面从严治党方面问题数",
        "重点领域问题数",
        "下周工作计划",
        "备注",
    ]
    assert table[2][1] == "第一巡察组（区住建局）"
