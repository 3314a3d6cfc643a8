"""Three teams are proposed, looked through, changed and taken; one of them gets its exception; all are authorised."""

import datetime

import pytest
from django.utils import timezone

from accounts import actions as registry
from casework.models import RegulationProfile
from inspections import tasks
from inspections.models import AnnualPlan, CategorySet, Recusal, Round, Team, TeamProposal, Term
from tests import cases
from tests.people import cast

from .test_in_the_browser import PDF, Person

pytestmark = pytest.mark.browser


def test_three_teams_from_the_proposal_to_their_authorisation(window, committed):
    people, today = cast(), timezone.localdate()
    units = (people.unit, people.other_unit, people.department)
    clerk, head = Person(window(people.clerk)), Person(window(people.head, width=390))

    # The office plans the term and its first year, sees whom nobody has visited yet, and opens a round.
    days = {"begins_on": f"{today.year}-01-01", "ends_on": f"{today.year + 4}-12-31"}
    clerk.at(people.authority).does("open-term", name="第五届", **days)
    term = Term.objects.get()
    clerk.at(term).does("plan-year", year=today.year, units=3, rounds=1, focus="民生资金")
    clerk.at(AnnualPlan.objects.get()).does("approve-plan")
    clerk.page.goto("/inspections/coverage/")
    for unit in units:
        assert unit.name in clerk.reads()
    clerk.at(term).does(
        "open-round",
        name="五届区委第一轮巡察",
        year=today.year,
        type="regular",
        mode="ordinary",
        profile=str(RegulationProfile.objects.get(code="2017").pk),
        category_set=str(CategorySet.objects.get(code="six_disciplines").pk),
        stays_from=today.isoformat(),
        stays_until=(today + datetime.timedelta(days=45)).isoformat(),
    )
    round = Round.objects.get()
    cases.may_lead(people, "other_leader", "stranger", today=today)
    near = registry.register_person(people.authority, by=people.clerk, today=today, name="周全", in_pool=True)
    for unit in units:
        cases.tie(people, near, unit, today)

    clerk.at(people.leader.person).does("amend-person", leads="leader")
    for unit in units:
        clerk.at(round).does("choose-target", unit=unit.key)
    clerk.at(round).does("propose-teams", teams=3, deputies=0, members=1)
    assert "正在计算组建方案" in clerk.reads()
    tasks.search()
    clerk.page.locator("#team-3").wait_for()
    proposal = TeamProposal.objects.get()
    page = clerk.reads()
    assert "已证明不能更小" in page
    assert "一次一授权" in page

    clerk.page.get_by_role("link", name="须回避被巡察单位").click()
    clerk.page.wait_for_load_state()
    row = clerk.page.locator("table.ledger tbody tr")
    assert row.count() == 1
    assert "周全" in row.inner_text()
    assert "亲属" in row.inner_text()

    before = {seat.person_id: seat.team for seat in proposal.candidates.seated()}
    clerk.at(proposal).page.locator('main a.button[href$="/swap/"]').first.click()
    clerk.fill("first", people.leader.person.key)
    clerk.fill("second", near.key)
    clerk.page.locator("form#move .form__foot button").click()
    assert "周全须回避" in clerk.reads()
    assert "周全不能担任组长" in clerk.reads()
    clerk.fill("second", people.other_leader.person.key)
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.locator("#change").wait_for()
    assert "尚未对调" in clerk.reads()
    clerk.page.locator("form#move .form__foot button").click()
    clerk.page.wait_for_load_state()
    assert "已办理：" in clerk.reads()
    after = {seat.person_id: seat.team for seat in proposal.candidates.seated()}
    assert after[people.leader.person.pk] == before[people.other_leader.person.pk]

    number = after[people.member.person.pk]
    unit = proposal.units.get(team=number).engagement.unit
    clerk.at(people.member.person).does("declare-tie", kind_of="kin", organisation=unit.key, details="胞兄任科长")
    clerk.at(proposal).does("take")
    assert [team.name for team in Team.objects.order_by("number")] == ["第一巡察组", "第二巡察组", "第三巡察组"]
    first = Team.objects.get(number=number)
    for team in Team.objects.exclude(pk=first.pk):
        clerk.at(team).does("authorise", paper=f"云委巡授〔2026〕{team.number}号")
    assert "回避事项尚未处理：member" in clerk.at(first).may_not("authorise")

    recusal = Recusal.objects.get()
    clerk.at(recusal).does("ask-exception", grounds="全区仅其一人有工程造价资格；不参加谈话。", files=PDF)
    head.at(recusal).does("allow-exception", note="同意，由组长监督。")
    clerk.at(first).does("authorise", paper=f"云委巡授〔2026〕{first.number}号")
    assert set(Team.objects.values_list("stage", flat=True)) == {"authorised"}
    shown = Person(window(people.secretary)).at(proposal).reads()
    assert "第3组" in shown
    assert "未入选人员及原因" not in shown
