"""A lead is never simply forgotten: a paper, a written conclusion, or the return visit."""

import datetime

import pytest
from django.test import Client

from casework.models import Deadline
from casework.moves import Refused
from casework.policy import Actor
from findings import actions as findings
from findings.models import Lead, LeadStep, WorkingPaper
from inspections import actions as inspections
from referrals import actions as referrals
from referrals.models import Clue
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people(db):
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def test_what_was_heard_becomes_a_lead_in_one_step_and_says_where_it_comes_from(people):
    talk = cases.talk(people.engagement)
    lead = findings.raise_lead(talk, by=people.member, today=DAY, title_text="往来款长期挂账")
    assert (lead.source_kind, lead.source_id, lead.source_number) == (talk.kind, talk.pk, talk.number)
    assert cases.open_dates(lead) == {("follow_lead", "inspect")}
    client = Client()
    client.force_login(people.member, "accounts.backends.ByPassword")
    assert talk.get_absolute_url() in client.get(lead.get_absolute_url()).content.decode()
    assert lead.get_absolute_url() in client.get(talk.get_absolute_url()).content.decode()


def test_a_talk_that_was_not_held_gives_no_lead(people):
    talk = findings.plan_talk(people.engagement, by=people.leader, today=DAY, name="周某", due_on=DAY)
    with pytest.raises(Refused):
        findings.raise_lead(talk, by=people.member, today=DAY, title_text="x")


def test_a_step_starts_the_clock_again(people):
    lead = cases.lead(people.engagement)
    before = Deadline.objects.open().get(thing_kind=lead.kind, thing_id=lead.pk)
    later = cases.DAY.replace(day=9)
    findings.take_step(lead, by=people.member, today=later, means="documents", on=later, result="抽查18笔")
    after = Deadline.objects.open().get(thing_kind=lead.kind, thing_id=lead.pk)
    assert after.due_on > before.due_on
    assert LeadStep.objects.get().lead == lead


def test_nobody_closes_a_lead_without_saying_what_is_in_it(people):
    lead = cases.lead(people.engagement)
    client = Client()
    client.force_login(people.member, "accounts.backends.ByPassword")
    answer = client.post(lead.get_absolute_url() + "conclude/", {"conclusion": " ", "version": lead.version})
    assert answer.status_code == 422
    assert cases.fresh(lead).stage == Lead.Stage.OPEN
    findings.conclude(lead, by=people.member, today=DAY, conclusion="手续齐全")
    assert cases.fresh(lead).conclusion == "手续齐全"
    assert cases.open_dates(lead) == set()


def test_a_lead_becomes_a_paper_that_begins_with_what_is_known(people):
    lead = cases.lead(people.engagement)
    findings.take_step(lead, by=people.member, today=DAY, means="talk", on=DAY, result="当事人承认")
    client = Client()
    client.force_login(people.member, "accounts.backends.ByPassword")
    form = client.get(lead.get_absolute_url() + "lead-to-paper/").content.decode()
    assert "台账与凭证对不上" in form
    assert "当事人承认" in form
    paper = findings.lead_to_paper(
        cases.fresh(lead),
        by=people.member,
        today=DAY,
        title_text="台账不实",
        facts="x",
        source="talk",
        found_on=DAY,
        second=people.second_member,
    )
    lead = cases.fresh(lead)
    assert (lead.stage, lead.paper) == (Lead.Stage.USED, paper)
    assert cases.open_dates(lead) == set()
    assert {code for code, _word in cases.open_dates(paper)} == {"submit_paper"}


def test_the_report_waits_for_every_lead(people):
    lead = cases.lead(people.engagement)
    inspections.withdraw(people.engagement, by=people.leader, today=DAY)
    engagement = cases.fresh(people.engagement)
    with pytest.raises(Refused, match=lead.number):
        findings.hand_in_report(engagement, by=people.leader, today=DAY, report="x")
    findings.park(lead, by=people.leader, today=DAY, note="留待回访")
    cases.every_aspect(engagement)
    findings.hand_in_report(engagement, by=people.leader, today=DAY, report="x")
    assert cases.open_dates(lead) == {("parked_lead", "oversee")}


def test_after_the_report_what_comes_up_belongs_to_the_return_visit(people):
    talk = cases.talk(people.engagement)
    inspections.withdraw(people.engagement, by=people.leader, today=DAY)
    cases.every_aspect(people.engagement)
    findings.hand_in_report(cases.fresh(people.engagement), by=people.leader, today=DAY, report="x")
    with pytest.raises(Refused):
        findings.raise_lead(cases.fresh(talk), by=people.member, today=DAY, title_text="x")


def test_only_the_leader_leaves_a_lead_for_later(people):
    with pytest.raises(Refused):
        findings.park(cases.lead(people.engagement), by=people.member, today=DAY, note="x")


def visited_again(people, today=DAY):
    """The look-back round: the other team goes to the same unit."""
    round = inspections.open_round(
        people.engagement.round.term,
        by=people.clerk,
        today=today,
        name="回头看",
        year=today.year,
        type="look_back",
        mode="ordinary",
        profile=people.engagement.round.profile,
        category_set=people.engagement.round.category_set,
        stays_from=DAY + datetime.timedelta(days=90),
        stays_until=DAY + datetime.timedelta(days=120),
    )
    team = inspections.form_team(
        round, by=people.clerk, today=today, name="回访组", leader=people.other_leader.person, members=[]
    )
    again = inspections.choose_target(round, by=people.clerk, today=today, unit=people.unit)
    inspections.assign(again, by=people.clerk, today=today, team=team)
    return cases.fresh(again)


def test_what_was_left_over_comes_along_with_the_team_that_goes_next(people):
    lead = cases.lead(people.engagement, "往来款长期挂账")
    findings.take_step(lead, by=people.member, today=DAY, means="documents", on=DAY, result="账册不全")
    findings.park(cases.fresh(lead), by=people.leader, today=DAY, note="留待回访")
    done = cases.lead(people.engagement, "台账不全")
    findings.conclude(done, by=people.leader, today=DAY, conclusion="登记完整")
    again = visited_again(people)
    new = again.leads.get()
    assert (new.title_text, new.stage, new.came_from) == ("往来款长期挂账", "open", lead)
    assert "账册不全" in new.about
    assert cases.open_dates(new) == {("follow_lead", "inspect")}
    assert cases.fresh(lead).stage == "carried"
    assert not cases.open_dates(lead)
    inspections.assign(again, by=people.clerk, today=DAY, team=again.team)
    assert again.leads.count() == 1


def test_what_moves_under_seal_takes_the_earlier_lead_along(people):
    lead = cases.lead(people.engagement, "收受礼金疑点")
    findings.park(lead, by=people.leader, today=DAY, note="留待回访")
    new = visited_again(people).leads.get()
    findings.use_lead(new, by=Actor.HOUSE, today=DAY, paper=cases.paper(people.engagement))
    findings.seal_lead(cases.fresh(new), by=Actor.HOUSE, today=DAY)
    assert (cases.fresh(lead).stage, cases.fresh(lead).title_text) == ("sealed", "")


def test_a_lead_leaves_whole_with_its_clue(people):
    lead = cases.lead(people.engagement, "收受礼金疑点")
    findings.take_step(lead, by=people.member, today=DAY, means="talk", on=DAY, result="证人陈述")
    paper = findings.lead_to_paper(
        cases.fresh(lead),
        by=people.member,
        today=DAY,
        title_text="违规收受礼金",
        facts="x",
        evidence="银行流水",
        source="talk",
        found_on=DAY,
        second=people.second_member,
    )
    cases.signed(paper)
    found = findings.raise_finding(
        paper,
        by=people.member,
        today=DAY,
        title_text="违规收受礼金",
        facts="x",
        concerns="principal",
        subject_name="钱某",
        responsibility="x",
        recommended_to="x",
        recommendation="x",
    )
    findings.confirm(found, by=people.leader, today=DAY, note="")
    cases.heard(people, people.engagement.round)
    landing = cases.routed(people, found, "discipline")
    referrals.send_clue(landing, by=people.head, today=DAY, note="")
    lead = cases.fresh(lead)
    assert (lead.stage, lead.title_text, lead.about) == (Lead.Stage.SEALED, "", "")
    assert [step.result for step in lead.steps.all()] == [""]
    evidence = Clue.objects.get().evidence
    for said in ("银行流水", "收受礼金疑点", "证人陈述"):
        assert said in evidence
    assert WorkingPaper.objects.get(pk=paper.pk).facts == ""


def test_the_desk_shows_what_has_no_answer_and_to_the_team_alone(people):
    lead = cases.lead(people.engagement)
    seen = {}
    for name in ("member", "leader", "other_member", "liaison"):
        client = Client()
        client.force_login(getattr(people, name), "accounts.backends.ByPassword")
        seen[name] = lead.title in client.get("/findings/desk/leads/").content.decode()
    assert seen == {"member": True, "leader": True, "other_member": False, "liaison": False}
