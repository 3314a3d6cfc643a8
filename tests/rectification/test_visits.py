"""Somebody goes back: who, whether the unit knows, what is looked at and why, and what comes of it."""

import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from casework.models import Deadline, Notice
from casework.moves import Refused
from findings import actions as findings
from findings.models import Lead
from inspections import actions as inspections
from inspections.models import TeamReview
from rectification import actions, relapse
from rectification.forms import visit as forms
from rectification.models import Item, ReturnVisit, VisitedItem, VisitNotice
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
LATER = DAY + datetime.timedelta(days=30)
Fact, Result = VisitedItem.Fact, VisitedItem.Result


@once
def people():
    return cast()


@once
def item(people):
    """One problem of the unit was closed by the clerk on the day on which it was begun, without any file."""
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.parked(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    feedback = cases.fed_back(people, engagement)
    cases.approved_plan(people, feedback)
    return cases.closed_item(people, feedback.items.get())


def browser(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def looked_at(people, visited, result, by=None, **said):
    values = {"result": result, "seen": "现场查看台账。", "on": DAY, "second": people.second_member} | said
    if result in VisitedItem.REOPENS:
        values = {"demand": "请补齐派车单。", "due_on": LATER} | values
    return actions.record_result(cases.fresh(visited), by=by or people.clerk, today=DAY, **values)


def ended(people, visit):
    """What was left over is brought to its end too."""
    left = visit.visited.get(lead__isnull=False)
    return actions.end_lead(left, by=people.clerk, today=DAY, result=Result.DEEPENED, seen="流水已核对。", on=DAY)


# -- the sample ----------------------------------------------------------------------------------------------------


def test_a_score_is_the_sum_of_facts_that_are_shown_with_it(people, item):
    visit = cases.visit(people, item.engagement)
    visited = visit.visited.get(item=item)
    facts = {fact["code"]: fact["points"] for fact in visited.facts}
    assert facts == {Fact.NO_FILE: 3, Fact.AT_ONCE: 3}
    assert visited.score == sum(facts.values())
    page = browser(people.clerk).get(visit.get_absolute_url()).content.decode()
    assert "没有佐证材料（+3）" in page
    assert f"启动后一天内销号：{DAY} → {DAY}（+3）" in page


def test_the_same_data_give_the_same_sample(people, item):
    first, second = (relapse.likely([item.engagement]) for _n in range(2))
    assert [(one.item.pk, one.score, one.facts) for one in first] == [
        (one.item.pk, one.score, one.facts) for one in second
    ]


def weighed(item, **known):
    values = {"files": 2, "begun_on": None, "recovered": 0, "petitions": [], "earlier": [], "concluded": {}} | known
    return {fact["code"]: fact["said"] for fact in relapse.weigh(item, relapse.Known(**values)).facts}


def test_each_fact_says_what_it_is(people, item):
    assert weighed(item) == {}
    assert weighed(item, files=1) == {Fact.ONE_FILE: ""}
    earlier = [("去年-001", item.problem), ("去年-002", "学习流于形式")]
    assert weighed(item, earlier=earlier) == {Fact.SAME: f"去年-001 {item.problem}（100%）"}
    days = [item.closed_on, item.closed_on + datetime.timedelta(days=1)]
    assert weighed(item, petitions=days) == {Fact.PETITION: "1"}
    item.closed_on, item.first_due_on, item.reopened_times = LATER, DAY, 2
    assert weighed(item) == {Fact.LATE: f"{DAY} → {LATER}", Fact.AGAIN: "2"}
    item.landing.finding.recoverable = 5
    assert Fact.AMOUNT in weighed(item)
    assert Fact.AMOUNT not in weighed(item, recovered=5)
    item.landing.finding.recoverable = None
    item.closed_on, item.first_due_on, item.reopened_times = DAY, DAY, 0
    said = {"unacceptable": 2, "explained": 1}
    assert weighed(item, concluded=said) == {Fact.EVIDENCE: "已说明情况 1、不能作为佐证 2"}


def test_what_was_concluded_about_its_evidence_speaks_for_a_visit(people, item):
    actions.reopen_item(item, by=people.clerk, today=DAY, reopened_for="check", due_on=LATER, note="再改")
    for outcome in ("unacceptable", "irrelevant"):
        flag = cases.flag(cases.fresh(item), by=people.liaison)
        actions.decide_flag(flag, by=people.clerk, today=DAY, outcome=outcome, ruling="落款早于反馈。")
    cases.closed_item(people, item)
    (likely,) = relapse.likely([item.engagement])
    said = {fact["code"]: fact["said"] for fact in likely.facts}
    assert said[Fact.EVIDENCE] == "不能作为佐证 1", "what is of no importance says nothing"
    assert likely.score == sum(fact["points"] for fact in likely.facts)
    visited = cases.visit(people, item.engagement).visited.get(item=item)
    page = browser(people.clerk).get(visited.get_absolute_url()).content.decode()
    assert "佐证材料核对结论：不能作为佐证 1（+3）" in page


def test_a_round_with_an_open_visit_is_not_archived(people, item):
    round = item.engagement.round
    visit = cases.visit(people, item.engagement)
    cases.reviewed(people, item.engagement)
    round.engagements.update(stage="closed")
    TeamReview.objects.filter(engagement__round=round).update(stage="answered")
    type(round)._base_manager.filter(pk=round.pk).update(stage="assessed")
    why = actions.archive.why_not(people.clerk, cases.fresh(round), DAY)
    assert why == f"整改回访尚未结束：{people.unit}（{visit.number}）。"
    with pytest.raises(Refused):
        actions.archive(cases.fresh(round), by=people.clerk, today=DAY, note="归档")
    actions.call_off_visit(cases.fresh(visit), by=people.head, today=DAY, note="并入下一轮巡察。")
    assert actions.archive.why_not(people.clerk, cases.fresh(round), DAY) is None
    actions.archive(cases.fresh(round), by=people.clerk, today=DAY, note="归档")
    assert cases.fresh(round).stage == "archived"


def test_a_file_with_a_report_counts_as_evidence(people, item):
    file = SimpleUploadedFile("台账.pdf", b"%PDF-1.4 x")
    actions.reopen_item(item, by=people.clerk, today=DAY, reopened_for="check", due_on=LATER, note="再改")
    said = {"percent": 100, "done": "已补登", "files": [file]}
    actions.report_progress(cases.fresh(item), by=people.liaison, today=DAY, **said)
    cases.closed_item(people, item)
    codes = {fact["code"] for fact in relapse.likely([item.engagement])[0].facts}
    assert Fact.ONE_FILE in codes
    assert Fact.AGAIN in codes


def test_a_sample_costs_the_same_for_one_item_and_for_many(people, item, django_assert_num_queries):
    engagement = item.engagement
    with django_assert_num_queries(8):
        relapse.likely([engagement])


def test_the_leader_changes_the_sample_with_a_reason_and_the_facts_stay(people, item):
    visit = cases.visit(people, item.engagement, leader=people.leader)
    visited = visit.visited.get(item=item)
    actions.leave_out_of_sample(visited, by=people.leader, today=DAY, note="上月已实地看过。")
    out = cases.fresh(visited)
    assert (out.stage, out.why, out.score) == ("left_out", "上月已实地看过。", visited.score)
    assert out.facts == visited.facts
    actions.choose_again(out, by=people.leader, today=DAY, note="又有来信。")
    assert cases.fresh(visited).stage == "chosen"
    with pytest.raises(Refused, match="已在回访样本中"):
        actions.add_to_sample(cases.fresh(visit), by=people.leader, today=DAY, item=item, note="重要")
    with pytest.raises(Refused):
        actions.leave_out_of_sample(cases.fresh(visited), by=people.second_member, today=DAY, note="不看")


def test_what_was_said_to_the_principal_alone_is_in_no_sample(people, item):
    item.feedback.audience = "principal"
    type(item.feedback)._base_manager.filter(pk=item.feedback_id).update(audience="principal")
    assert relapse.likely([item.engagement]) == []


# -- who goes ------------------------------------------------------------------------------------------------------


def test_the_offices_people_and_the_former_team_may_go_and_nobody_else(people, item):
    assert set(forms.may_go(item.engagement)) == {
        *(people.head, people.clerk),
        *(people.leader, people.member, people.second_member),
    }


def test_somebody_of_a_dissolved_team_sees_the_visit_until_it_is_over(people, item):
    visit = cases.on_visit(people, item.engagement)
    client = browser(people.second_member)
    assert client.get(visit.get_absolute_url()).status_code == 200
    looked_at(people, visit.visited.get(item=item), Result.TRUE)
    ended(people, visit)
    actions.report_visit(cases.fresh(visit), by=people.clerk, today=DAY, report="真改。", note="")
    actions.hear_visit(cases.fresh(visit), by=people.clerk, today=DAY, held_on=DAY)
    done = actions.close_visit(cases.fresh(visit), by=people.head, today=DAY, note="")
    assert (done.stage, done.meeting.held_on) == ("closed", DAY)
    assert client.get(visit.get_absolute_url()).status_code == 404


def test_who_goes_can_be_changed_with_a_reason(people, item):
    visit = cases.ready(people, cases.visit(people, item.engagement))
    said = {"leader": people.head, "visitors": [people.member], "note": "原人员请假。"}
    actions.change_people(cases.fresh(visit), by=people.clerk, today=DAY, **said)
    assert browser(people.second_member).get(visit.get_absolute_url()).status_code == 404
    assert browser(people.member).get(visit.get_absolute_url()).status_code == 200
    assert cases.fresh(visit).people == f"{people.head.name}、{people.member.name}"


def test_whoever_closed_an_item_does_not_look_at_it_alone(people, item):
    visited = cases.on_visit(people, item.engagement).visited.get(item=item)
    with pytest.raises(Refused, match="共同查看"):
        looked_at(people, visited, Result.TRUE, second=None)
    values = {"result": "true", "seen": "属实", "on": DAY.isoformat(), "version": visited.version}
    answer = browser(people.clerk).post(f"{visited.get_absolute_url()}record-result/", values)
    assert "共同查看" in answer.content.decode()
    looked_at(people, visited, Result.TRUE, by=people.second_member, second=None)
    assert cases.fresh(visited).checked_by == people.second_member


# -- the unit ------------------------------------------------------------------------------------------------------


def everything_the_unit_reads(people, *words):
    """Whether one of the words stands anywhere on the pages of the unit's people."""
    addresses = ["/", "/notices/", "/rectification/visit-notices/", "/rectification/items/", "/rectification/feedback/"]
    addresses += [row.get_absolute_url() for model in (Item,) for row in model.objects.all()]
    addresses += [row.engagement.get_absolute_url() for row in Item.objects.all()]
    for user in (people.liaison, people.principal):
        client = browser(user)
        for address in addresses:
            page = client.get(address).content.decode()
            if any(word in page for word in words):
                return True
    return False


def test_an_unannounced_visit_does_not_exist_for_the_unit_until_somebody_is_there(people, item):
    before = {
        user: (Notice.objects.filter(person=user).count(), Deadline.objects.visible_to(user).count())
        for user in (people.liaison, people.principal)
    }
    visit = cases.ready(people, cases.visit(people, item.engagement, announced=False))
    assert visit.stage == ReturnVisit.Stage.UNANNOUNCED
    for user, counts in before.items():
        client = browser(user)
        assert client.get(visit.get_absolute_url()).status_code == 404
        assert client.get(f"/api/v1/return-visits/{visit.key}/").status_code == 404
        assert client.get("/api/v1/return-visits/").json()["results"] == []
        assert client.get("/api/v1/visited-problems/").json()["results"] == []
        assert client.get("/api/v1/visit-notices/").json()["results"] == []
        assert not ReturnVisit.objects.visible_to(user).exists()
        assert not VisitedItem.objects.visible_to(user).exists()
        now = (Notice.objects.filter(person=user).count(), Deadline.objects.visible_to(user).count())
        assert now == counts
    assert not everything_the_unit_reads(people, visit.number, "回访〔", visit.key)
    actions.arrive(cases.fresh(visit), by=people.clerk, today=DAY, text="请准备整改台账。")
    notice = VisitNotice.objects.get()
    assert everything_the_unit_reads(people, notice.number)
    assert browser(people.liaison).get(visit.get_absolute_url()).status_code == 404
    actions.sign_for_visit_notice(notice, by=people.principal, today=DAY, note="")
    assert cases.fresh(notice).signed_on == DAY


def test_a_unit_reads_the_days_and_who_comes_and_nothing_of_the_sample(people, item):
    visit = cases.ready(people, cases.visit(people, item.engagement))
    page = browser(people.principal).get(visit.notice.get_absolute_url()).content.decode()
    assert people.clerk.name in page
    assert "请准备整改台账。" in page
    assert "看是否真改" not in page
    assert "没有佐证材料" not in page


def test_a_notice_names_nothing_under_seal(people, item):
    visit = cases.visit(people, item.engagement)
    form = forms.NoticeText({"text": "请联系13900001234。"}, thing=visit, by=people.clerk, today=DAY)
    assert not form.is_valid()


def test_a_visit_that_is_called_off_takes_its_notice_back(people, item):
    visit = cases.ready(people, cases.visit(people, item.engagement))
    actions.call_off_visit(cases.fresh(visit), by=people.head, today=DAY, note="防汛期间不去。")
    assert cases.fresh(visit.notice).stage == "taken_back"
    assert set(visit.visited.values_list("stage", flat=True)) == {"left_out"}
    assert cases.visit(people, item.engagement).stage == "planned"


def test_there_is_one_visit_at_a_time(people, item):
    cases.visit(people, item.engagement)
    with pytest.raises(Refused, match="已有一次回访"):
        cases.visit(people, item.engagement)


# -- what was found ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("result", VisitedItem.REOPENS)
def test_what_has_not_held_goes_back_to_the_unit_with_a_new_date(people, item, result):
    visited = cases.on_visit(people, item.engagement).visited.get(item=item)
    looked_at(people, visited, result)
    again = cases.fresh(item)
    assert (again.stage, again.reopened_for, again.reopened_times) == ("reopened", "visit", 1)
    assert again.due_on == LATER
    page = browser(people.liaison).get(item.get_absolute_url()).content.decode()
    assert "请补齐派车单。" in page
    assert "现场查看台账。" not in page


def test_what_holds_stays_closed(people, item):
    visited = cases.on_visit(people, item.engagement).visited.get(item=item)
    looked_at(people, visited, Result.TRUE)
    assert cases.fresh(item).stage == Item.Stage.CLOSED


def test_what_has_not_held_needs_a_demand_and_a_date(people, item):
    visited = cases.on_visit(people, item.engagement).visited.get(item=item)
    values = {"result": "sham", "seen": "补造", "on": DAY.isoformat(), "second": people.second_member.key}
    form = forms.RecordResult(values, thing=visited, by=people.clerk, today=DAY)
    assert set(form.errors) == {"demand", "due_on"}


def test_something_new_becomes_a_lead_that_says_where_it_was_found(people, item):
    visit = cases.on_visit(people, item.engagement)
    visited = visit.visited.get(item=item)
    looked_at(people, visited, Result.NEW, title_text="油卡由私人保管")
    lead = cases.fresh(visited).found
    assert (lead.title_text, lead.source_number, lead.stage) == ("油卡由私人保管", visit.number, Lead.Stage.PARKED)
    assert Deadline.objects.open().filter(thing_kind=lead.kind, thing_id=lead.pk, rule__code="parked_lead").exists()
    page = browser(people.clerk).get(lead.get_absolute_url()).content.decode()
    assert visit.number in page


def test_what_was_left_over_comes_along_and_ends_there(people, item):
    visit = cases.on_visit(people, item.engagement)
    left = visit.visited.get(lead__isnull=False)
    with pytest.raises(Refused, match="查出结果"):
        actions.leave_out_of_sample(left, by=people.clerk, today=DAY, note="不看")
    with pytest.raises(Refused, match="尚未查看"):
        actions.report_visit(cases.fresh(visit), by=people.clerk, today=DAY, report="真改。", note="")
    ended(people, visit)
    lead = cases.fresh(left.lead)
    assert (lead.stage, lead.conclusion) == (Lead.Stage.NOTHING, "流水已核对。")


def test_where_there_is_something_in_it_a_new_lead_takes_its_place(people, item):
    visit = cases.on_visit(people, item.engagement)
    left = visit.visited.get(lead__isnull=False)
    said = {"result": Result.NEW, "seen": "两户不符合条件。", "on": DAY}
    actions.end_lead(left, by=people.clerk, today=DAY, **said)
    found = cases.fresh(left).found
    assert (found.came_from, cases.fresh(left.lead).stage) == (left.lead, Lead.Stage.CARRIED)
    assert found.about == "两户不符合条件。"


def test_the_leading_group_reads_the_visit_without_what_was_left_over(people, item):
    visit = cases.visit(people, item.engagement)
    seen = VisitedItem.objects.visible_to(people.secretary).filter(visit=visit)
    assert [row.item for row in seen] == [item]


def test_a_lead_that_another_team_took_along_can_be_left_out(people, item):
    visit = cases.on_visit(people, item.engagement)
    left = visit.visited.get(lead__isnull=False)
    findings.take_up_lead(left.lead, by=people.clerk, today=DAY, note="")
    actions.leave_out_of_sample(cases.fresh(left), by=people.clerk, today=DAY, note="已另行查办。")
    assert cases.fresh(left).stage == "left_out"


# -- a problem over the rounds -------------------------------------------------------------------------------------


def test_the_page_of_an_item_shows_what_visits_have_found_of_it(people, item):
    visited = cases.on_visit(people, item.engagement).visited.get(item=item)
    looked_at(people, visited, Result.RELAPSED)
    url = f"/rectification/of-item/{item.key}/lineage/"
    page = browser(people.clerk).get(url).content.decode()
    assert f"{DAY} 反弹" in page
    assert "历轮累计重新整改：1次。" in page
    assert "反弹" not in browser(people.liaison).get(url).content.decode()


def test_the_round_shows_which_units_deserve_a_visit(people, item):
    url = f"/rectification/of-round/{item.engagement.round.key}/visits/"
    assert people.unit.name in browser(people.clerk).get(url).content.decode()
    visit = cases.visit(people, item.engagement)
    assert visit.number in browser(people.clerk).get(url).content.decode()


def test_the_meeting_can_be_one_that_was_recorded_before(people, item):
    visit = cases.on_visit(people, item.engagement)
    looked_at(people, visit.visited.get(item=item), Result.TRUE)
    ended(people, visit)
    actions.report_visit(cases.fresh(visit), by=people.clerk, today=DAY, report="真改。", note="")
    actions.return_visit_report(cases.fresh(visit), by=people.head, today=DAY, note="请补充数字。")
    actions.report_visit(cases.fresh(visit), by=people.clerk, today=DAY, report="一项真改。", note="")
    term = item.engagement.round.term
    said = {"kind_of": "leading_group", "held_on": DAY}
    meeting = inspections.record_meeting(term, by=people.clerk, today=DAY, **said)
    actions.hear_visit(cases.fresh(visit), by=people.clerk, today=DAY, meeting=meeting)
    assert cases.fresh(visit).meeting == meeting
