"""The full process, and the one of six steps for villages and communities."""

import pytest

from accounts.models import Organisation
from casework.moves import Refused
from findings import actions as findings
from inspections import actions, forms, process
from inspections.models import Engagement, Round
from rectification import actions as rectification
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Process = Engagement.Process


@once
def people():
    """The cast, with a village for its unit."""
    people = cast()
    type(people.unit).objects.filter(pk=people.unit.pk).update(kind_of=Organisation.Kind.VILLAGE)
    people.unit = cases.fresh(people.unit)
    return people


def test_a_village_has_six_steps_and_every_other_unit_the_full_process(people):
    people.engagement = cases.on_site(people)
    assert people.engagement.process == Process.VILLAGE
    assert Engagement.objects.get(unit=people.other_unit).process == Process.FULL
    assert len(process.OF_AN_ENGAGEMENT[Process.VILLAGE]) == 6


def test_the_office_chooses_another_process_with_a_reason_before_the_notice(people):
    round = cases.open_round(people)
    form = forms.ChooseTarget({"unit": people.unit.key, "process": "full"}, thing=round, by=people.clerk, today=DAY)
    assert form.is_valid(), form.errors
    engagement = actions.choose_target(round, by=people.clerk, today=DAY, **form.cleaned_data)
    assert engagement.process == Process.FULL
    assert "note" in forms.ChangeProcess({"process": "village"}, thing=engagement, by=people.clerk, today=DAY).errors
    actions.change_process(engagement, by=people.clerk, today=DAY, process="village", note="按村巡察")
    assert cases.fresh(engagement).process == Process.VILLAGE


def test_the_team_withdraws_and_brings_its_list_in_one_step(people):
    engagement = cases.on_site(people)
    assert "一并提交" in actions.withdraw.why_not(people.leader, engagement, DAY)
    lead = findings.note_lead(engagement, by=people.member, today=DAY, title_text="账目不清")
    with pytest.raises(Refused, match=lead.number):
        findings.hand_in_list(engagement, by=people.leader, today=DAY, report="共三个问题")
    findings.conclude(lead, by=people.leader, today=DAY, conclusion="经核对，账目清楚。")
    report = findings.hand_in_list(engagement, by=people.leader, today=DAY, report="共三个问题")
    engagement = cases.fresh(engagement)
    assert (engagement.stage, engagement.withdrawn_on) == (Engagement.Stage.REPORTED, DAY)
    assert report.text == "共三个问题"
    assert cases.open_dates(engagement) == {("feed_back", "oversee")}


def test_the_last_village_that_is_left_ends_the_stay_of_the_round(people):
    engagement = cases.on_site(people)
    other = Engagement.objects.get(unit=people.other_unit)
    actions.withdraw(other, by=people.other_leader, today=DAY)
    findings.hand_in_list(engagement, by=people.leader, today=DAY, report="x")
    assert cases.fresh(engagement.round).stage == Round.Stage.REPORTING


def test_other_units_have_no_short_way(people):
    cases.on_site(people)
    other = Engagement.objects.get(unit=people.other_unit)
    assert "六步" in findings.hand_in_list.why_not(people.other_leader, other, DAY)


def test_the_signature_of_the_principal_approves_the_plan(people):
    engagement = cases.on_site(people)
    finding = cases.finding(engagement)
    findings.hand_in_list(engagement, by=people.leader, today=DAY, report="x")
    cases.heard(people, engagement.round)
    cases.routed(people, finding, "organisation")
    plan = cases.fresh(cases.fed_back(people, engagement).plan)
    item = plan.feedback.items.get()
    assert "六步" in rectification.propose.why_not(people.liaison, plan, DAY)
    with pytest.raises(Refused, match="1"):
        rectification.sign_plan(plan, by=people.principal, today=DAY, truth=True, note="")
    said = {"goal": "补齐台账", "text": "专人登记", "leader": "赵", "department": "办公室", "person": "钱"}
    rectification.fill(item, by=people.liaison, today=DAY, due_kind="date", due_on=DAY, **said)
    assert "主要负责人" in rectification.sign_plan.why_not(people.liaison, plan, DAY)
    rectification.sign_plan(plan, by=people.principal, today=DAY, truth=True, note="")
    assert cases.fresh(plan).stage == "approved"
    assert cases.fresh(item).stage == "in_progress"
    assert cases.fresh(engagement).stage == Engagement.Stage.RECTIFYING
    assert not cases.open_dates(plan)


def test_the_plan_of_other_units_is_reviewed(people):
    cases.on_site(people)
    Engagement.objects.filter(unit=people.unit).update(process=Process.FULL)
    engagement = Engagement.objects.get(unit=people.unit)
    finding = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, finding, "organisation")
    plan = cases.fed_back(people, engagement).plan
    assert "六步" in rectification.sign_plan.why_not(people.principal, plan, DAY)


def test_the_page_shows_the_way_and_the_days_on_which_it_came_so_far(people, client):
    engagement = cases.on_site(people)
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    track = client.get(engagement.get_absolute_url()).context["track"]
    assert [step["label"] for step in track] == ["通知", "进村了解", "问题清单", "反馈意见", "整改落实", "销号办结"]
    assert [(step["done"], step["now"]) for step in track[:3]] == [(True, False), (False, True), (False, False)]
    assert [step["on"] for step in track[:3]] == [DAY.isoformat(), DAY.isoformat(), ""]
    page = client.get(engagement.round.get_absolute_url())
    assert [step["label"] for step in page.context["track"] if step["now"]] == ["进驻了解"]
    assert 'aria-current="step"' in page.content.decode()
