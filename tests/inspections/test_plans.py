"""年度计划 and 上级巡视巡察: what a year is to bring, what has come of it, and who came from above."""

import datetime
import io

import pytest
from django.test import Client
from python_calamine import CalamineWorkbook

from casework.models import Deadline
from casework.moves import Refused
from inspections import actions
from inspections.models import AnnualPlan, Term, UpperInspection
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


@once
def term(people):
    return Term.objects.get()


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def table(client, url):
    answer = client.get(url)
    sheet = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    return sheet.to_python()


def texts(rows):
    return [[cell["text"] for cell in row["cells"]] for row in rows]


def test_a_plan_is_drafted_approved_and_revised_with_a_reason(people, term):
    plan = actions.plan_year(term, by=people.clerk, today=DAY, year=2026, units=4, rounds=2, focus="")
    assert Deadline.objects.open().filter(thing_kind=plan.kind, thing_id=plan.pk).count() == 1
    actions.approve_plan(plan, by=people.clerk, today=DAY, note="同意")
    assert (plan.stage, plan.approved_on) == ("approved", DAY)
    with pytest.raises(Refused):
        actions.amend_plan(plan, by=people.clerk, today=DAY, year=2026, units=9, rounds=2, focus="")
    actions.revise_plan(plan, by=people.clerk, today=DAY, note="机构改革，单位增加")
    actions.amend_plan(plan, by=people.clerk, today=DAY, year=2026, units=9, rounds=2, focus="")
    assert cases.fresh(plan).units == 9


def test_the_years_say_what_was_planned_and_what_has_come_of_it(people, term):
    cases.year(people, term)
    for url, key in ((term.get_absolute_url(), "children"), ("/inspections/coverage/", "summaries")):
        context = as_(people.secretary).get(url).context
        [years] = [one for one in context[key] if one.get("id") == "years"]
        assert texts(years["rows"]) == [["2026", "4", "2", "2", "50%", "2", "1", "领导小组已审定"]]


def test_a_year_without_a_plan_shows_what_was_done_all_the_same(people, term):
    context = as_(people.clerk).get(term.get_absolute_url()).context
    assert texts(context["children"][0]["rows"]) == [["2026", "—", "2", "2", "—", "—", "1", "未制定"]]


@pytest.mark.parametrize(("year", "said"), [(2025, "本届为2026年至2030年"), (2026, "该年度已有计划"), ("", "必填")])
def test_a_wrong_year_is_named_and_what_was_typed_stays(people, term, year, said):
    cases.year(people, term)
    answer = as_(people.clerk).post(
        f"{term.get_absolute_url()}plan-year/", {"year": year, "units": 33, "rounds": 2, "focus": "重点"}
    )
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert 'value="33"' in page
    assert AnnualPlan.objects.count() == 1


def test_the_office_plans_and_the_leading_group_reads(people, term):
    plan = cases.year(people, term)
    assert as_(people.secretary).get(plan.get_absolute_url()).status_code == 200
    for name in ("leader", "liaison", "department_handler"):
        assert as_(people.users[name]).get(plan.get_absolute_url()).status_code == 404
    with pytest.raises(Refused):
        actions.revise_plan(plan, by=people.secretary, today=DAY, note="x")


def test_whoever_chooses_a_unit_is_told_who_came_from_above(people, term):
    round = people.engagement.round
    later = actions.open_round(
        term,
        by=people.clerk,
        today=DAY,
        name="第二轮",
        year=2026,
        type="regular",
        mode="ordinary",
        profile=round.profile,
        category_set=round.category_set,
        stays_from=DAY + datetime.timedelta(days=90),
    )
    url = f"{later.get_absolute_url()}choose-target/"
    assert "近一年上级" not in as_(people.clerk).get(url).content.decode()
    cases.upper(people, people.unit)
    cases.upper(
        people,
        people.other_unit,
        ends_on=DAY - datetime.timedelta(days=500),
        begins_on=DAY - datetime.timedelta(days=530),
    )
    page = as_(people.clerk).get(url).content.decode()
    assert "近一年上级已巡视巡察：区住建局（市委第二巡察组）。" in page
    assert as_(people.clerk).post(url, {"unit": people.unit.key}).status_code == 302, "a hint, never a bar"


def test_an_upper_inspection_ends_after_it_begins(people):
    url = f"{people.authority.get_absolute_url()}record-upper/"
    said = {"level": "city", "body": "市委第一巡察组", "kind_of": "special", "begins_on": DAY, "ends_on": "2026-01-01"}
    answer = as_(people.clerk).post(url, said)
    assert answer.status_code == 422
    assert "结束时间不得早于开始时间" in answer.content.decode()
    assert not UpperInspection.objects.exists()
    reason = actions.record_upper.why_not(people.clerk, people.unit, DAY)
    assert reason is not None, "recorded on the page of the district committee alone"


def test_a_unit_finds_what_came_to_it_and_to_the_whole_district(people):
    cases.upper(people)
    cases.upper(people, people.unit)
    cases.upper(people, people.other_unit)
    client = as_(people.clerk)
    assert len(client.get("/inspections/upper/?unit=住建").context["rows"]) == 2
    rows = table(client, "/inspections/upper/export/")
    assert rows[1][1:6] == ["层级", "巡视巡察机构", "类型", "被巡视巡察单位", "开始时间"]
    assert {row[4] for row in rows[2:]} == {"全区", "区住建局", "区教育局"}


def test_coverage_is_counted_by_level_down_to_the_villages(people):
    from accounts import actions as registry

    for name, kind in (("甲村", "village"), ("乙村", "village"), ("城关镇", "town")):
        registry.register(people.authority, by=people.clerk, today=DAY, name=name, kind_of=kind, party_kind="branch")
    client = as_(people.secretary)
    [levels] = [one for one in client.get("/inspections/coverage/").context["summaries"] if one["id"] == "by-level"]
    shown = {row[0]: (row[1], row[-1]) for row in texts(levels["rows"])}
    assert shown == {"区直单位": ("3", "67%"), "镇街": ("1", "0%"), "村、社区": ("2", "0%")}
    for row in levels["rows"]:
        counted = len(client.get(f"/inspections/coverage/{row['url']}").context["rows"])
        assert str(counted) == row["cells"][1]["text"]


def test_the_plan_is_a_ledger_with_the_headings_of_the_office(people, term):
    cases.year(people, term)
    rows = table(as_(people.clerk), "/inspections/plans/export/")
    assert rows[1][1:] == ["届次", "年度", "计划巡察单位数", "计划轮次", "年度工作重点", "审定时间", "状态"]
    assert rows[2][2:5] == [2026, 4, 2]
