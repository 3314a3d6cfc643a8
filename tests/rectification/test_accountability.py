"""Who is held to account: proposed, agreed, sent for decision, decided, told, enforced, published or not, closed."""

import datetime

import pytest
from django.db.utils import IntegrityError
from django.test import Client

from casework.models import Notice
from casework.moves import Refused
from findings import actions as findings
from inspections import actions as inspections
from rectification import actions
from rectification.forms import accountability as forms
from rectification.models import Accountability, AccountabilityNotice, LadderPaper
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
LATER = DAY + datetime.timedelta(days=30)
Stage, Why = Accountability.Stage, Accountability.Why


@once
def people():
    return cast()


@once
def feedback(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    feedback = cases.fed_back(people, engagement)
    cases.approved_plan(people, feedback)
    return feedback


def browser(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def sham(people, feedback):
    """A return visit finds the one item faked."""
    item = cases.closed_item(people, feedback.items.get())
    looked = cases.on_visit(people, feedback.engagement).visited.get(item=item)
    said = {"result": "sham", "seen": "会议记录系补写。", "on": DAY, "demand": "重新整改", "due_on": LATER}
    return actions.record_result(looked, by=people.clerk, today=DAY, second=people.second_member, **said)


# -- what it comes from --------------------------------------------------------------------------------------------


def test_a_sham_on_a_return_visit_is_proposed_in_the_same_press(people, feedback):
    looked = sham(people, feedback)
    matter = Accountability.objects.get()
    assert (matter.stage, matter.kind_of, matter.organisation) == (Stage.PROPOSED, Why.SHAM, people.unit)
    assert (matter.item, matter.proposer) == (looked.item, people.clerk)
    assert "会议记录系补写。" in matter.facts
    assert cases.open_dates(matter) == {("agree_accountability", "oversee")}
    for address in (looked.get_absolute_url(), matter.get_absolute_url()):
        assert browser(people.clerk).get(address).status_code == 200
    for at, thing in (
        ("of", matter.engagement),
        ("of-item", looked.item),
        ("of-visit", looked.visit),
        ("of-visited", looked),
    ):
        panel = f"/rectification/{at}/{thing.key}/accountability/"
        assert matter.number in browser(people.clerk).get(panel).content.decode()
        assert matter.number not in browser(people.second_member).get(panel).content.decode()
    with pytest.raises(Refused, match="已提出问责"):
        actions.propose_for(looked, by=people.clerk, today=DAY, kind_of="sham", facts="再提", organisation=people.unit)


def test_what_held_proposes_nothing(people, feedback):
    item = cases.closed_item(people, feedback.items.get())
    looked = cases.on_visit(people, feedback.engagement).visited.get(item=item)
    said = {"result": "true", "seen": "属实", "on": DAY, "second": people.second_member}
    looked = actions.record_result(looked, by=people.clerk, today=DAY, **said)
    assert not Accountability.objects.exists()
    assert "没有应当问责的情形" in actions.propose_for.why_not(people.clerk, looked, DAY)


def test_evidence_that_was_not_accepted_is_one_press_away(people, feedback):
    item = feedback.items.get()
    flag = cases.flag(item, by=people.liaison)
    with pytest.raises(Refused):
        propose(people, flag)
    actions.decide_flag(flag, by=people.clerk, today=DAY, outcome="irrelevant", ruling="笔误")
    with pytest.raises(Refused, match="没有应当问责的情形"):
        propose(people, cases.fresh(flag))
    type(flag)._base_manager.filter(pk=flag.pk).update(outcome="unacceptable")
    flag = cases.fresh(flag)
    page = browser(people.clerk).get(flag.get_absolute_url()).content.decode()
    assert "propose-for" in page
    form = browser(people.clerk).get(f"{flag.get_absolute_url()}propose-for/").content.decode()
    assert "笔误" in form
    assert propose(people, flag).item == item


def propose(people, source, by=None, **values):
    said = {"kind_of": Why.POOR, "facts": "多次督办仍未整改。"} | values
    if "person" not in said:
        said["organisation"] = people.unit
    return actions.propose_for(source, by=by or people.clerk, today=DAY, **said)


def test_a_paper_of_the_ladder_leads_to_it_once_it_was_sent(people, feedback):
    late = max(feedback.items.values_list("due_on", flat=True)) + datetime.timedelta(days=15)
    paper = cases.ladder_paper(people, feedback, late, sent=False)
    with pytest.raises(Refused):
        propose(people, paper)
    sent = cases.issued(people, paper, late)
    matter = propose(people, sent)
    assert (matter.source_kind, matter.source_id) == (sent.kind, sent.pk)
    assert paper.get_rung_display() in browser(people.clerk).get(matter.get_absolute_url()).content.decode()


def test_above_the_last_paper_there_is_nothing_but_accountability(people, feedback):
    late = max(feedback.items.values_list("due_on", flat=True)) + datetime.timedelta(days=15)
    paper = cases.ladder_paper(people, feedback, late, sent=False)
    LadderPaper._base_manager.filter(pk=paper.pk).update(rung=LadderPaper.Rung.ACCOUNT)
    answered = cases.answered_paper(people, cases.issued(people, cases.fresh(paper), late), late)
    with pytest.raises(Refused, match="请先提出问责"):
        actions.climb(answered, by=people.clerk, today=late, note="仍未整改")
    propose(people, cases.fresh(answered))
    assert actions.climb(cases.fresh(answered), by=people.clerk, today=late, note="已提出问责").stage == "climbed"


def test_an_obstruction_that_was_handed_over_leads_to_it(people):
    engagement = cases.on_site(people)
    incident = cases.obstruction(engagement)
    findings.confirm_obstruction(incident, by=people.leader, today=DAY, note="")
    said = {"outcome": "hand_over", "decision": "移交问责"}
    findings.decide_obstruction(cases.fresh(incident), by=people.clerk, today=DAY, **said)
    incident = findings.file_obstruction(cases.fresh(incident), by=people.clerk, today=DAY, note="由领导小组处理")
    matter = propose(people, incident, kind_of=Why.INTERFERENCE)
    assert matter.engagement == engagement


def test_a_leak_that_was_handed_over_is_about_whoever_leaked(people):
    engagement = cases.on_site(people)
    leak = cases.leak(engagement)
    inspections.contain_leak(leak, by=people.head, today=DAY, measures="收回材料")
    suspect = people.second_member.person
    inspections.investigate_leak(cases.fresh(leak), by=people.head, today=DAY, inquiry="口头泄露", suspect=suspect)
    said = {"outcome": "hand_over", "result": "移送"}
    leak = inspections.handle_leak(cases.fresh(leak), by=people.head, today=DAY, **said)
    assert forms.said_by(leak)["person"] == suspect
    matter = propose(people, leak, people.head, kind_of=Why.LEAK, person=suspect)
    assert browser(people.second_member).get(matter.get_absolute_url()).status_code == 404


# -- its way -------------------------------------------------------------------------------------------------------


def test_the_whole_way_has_an_owner_and_a_date_at_each_step(people, feedback):
    matter = cases.accountability(people, feedback.engagement)
    steps = []
    for reach in cases.ACCOUNTED:
        steps.append((matter.stage, cases.open_dates(matter)))
        matter = reach(people, matter)
    assert steps == [
        (Stage.PROPOSED, {("agree_accountability", "oversee")}),
        (Stage.AGREED, {("refer_accountability", "oversee")}),
        (Stage.REFERRED, {("decide_accountability", "handle")}),
        (Stage.DECIDED, {("serve_accountability", "oversee"), ("enforce_accountability", "handle")}),
        (Stage.DECIDED, {("enforce_accountability", "handle")}),
        (Stage.ENFORCED, {("publish_accountability", "oversee")}),
        (Stage.PUBLISHED, {("close_accountability", "direct")}),
    ]
    assert (matter.stage, cases.open_dates(matter)) == (Stage.CLOSED, set())
    assert matter.meeting.kind_of == "leading_group"
    notice = AccountabilityNotice.objects.get()
    assert cases.open_dates(notice) == {("sign_accountability", "sign")}
    assert actions.sign_for_decision(notice, by=people.principal, today=DAY, note="").signed_on == DAY


def test_nothing_is_enforced_before_the_unit_was_told(people, feedback):
    matter = cases.accountability(people, feedback.engagement, upto=3)
    with pytest.raises(Refused, match="尚未向单位告知"):
        actions.enforce_decision(matter, by=people.discipline_handler, today=DAY, enforcement="已宣布", enforced_on=DAY)


def test_the_unit_learns_of_it_with_the_decision_and_of_nothing_else(people, feedback):
    before = {user: Notice.objects.filter(person=user).count() for user in (people.principal, people.liaison)}
    matter = cases.accountability(people, feedback.engagement, upto=3)
    for user, count in before.items():
        assert browser(user).get(matter.get_absolute_url()).status_code == 404
        assert browser(user).get("/api/v1/accountability/").json()["results"] == []
        assert Notice.objects.filter(person=user).count() == count
    matter = cases.tell_unit(people, matter)
    notice = AccountabilityNotice.objects.get()
    page = browser(people.principal).get(notice.get_absolute_url()).content.decode()
    assert "给予通报批评" in page
    assert people.clerk.name not in page.replace(str(people.unit), "")
    assert browser(people.liaison).get(notice.get_absolute_url()).status_code == 404
    assert browser(people.principal).get(matter.get_absolute_url()).status_code == 404


def test_the_department_reads_it_from_when_it_was_sent_until_it_is_returned(people, feedback):
    matter = cases.accountability(people, feedback.engagement, upto=1)
    reader = browser(people.discipline_handler)
    assert reader.get(matter.get_absolute_url()).status_code == 404
    matter = cases.refer(people, matter)
    assert reader.get(matter.get_absolute_url()).status_code == 200
    assert browser(people.personnel_handler).get(matter.get_absolute_url()).status_code == 404
    actions.return_accountability(matter, by=people.discipline_handler, today=DAY, note="属组织处理范围")
    assert reader.get(matter.get_absolute_url()).status_code == 404
    assert cases.open_dates(cases.fresh(matter)) == {("refer_accountability", "oversee")}


def test_it_is_refused_with_a_reason_by_the_group_or_by_the_department(people, feedback):
    matter = cases.accountability(people, feedback.engagement)
    with pytest.raises(Refused):
        actions.refuse_accountability(matter, by=people.clerk, today=DAY, note="情节轻微")
    refused = actions.refuse_accountability(matter, by=people.head, today=DAY, note="情节轻微")
    assert (refused.stage, refused.why_not, cases.open_dates(refused)) == (Stage.REFUSED, "情节轻微", set())
    other = cases.accountability(people, feedback.engagement, upto=2)
    found = actions.find_no_fault(other, by=people.discipline_handler, today=DAY, note="查无实据")
    assert (found.stage, found.why_not) == (Stage.REFUSED, "查无实据")
    assert not AccountabilityNotice.objects.exists()


def test_what_is_not_published_says_why(people, feedback):
    matter = cases.accountability(people, feedback.engagement, upto=5)
    with pytest.raises(Refused):
        actions.keep_unpublished(matter, by=people.clerk, today=DAY, note="影响较小")
    kept = actions.keep_unpublished(matter, by=people.head, today=DAY, note="影响较小")
    assert (kept.stage, kept.why_not) == (Stage.KEPT, "影响较小")
    assert actions.close_accountability(kept, by=people.head, today=DAY, note="").stage == Stage.CLOSED


# -- nobody about himself ------------------------------------------------------------------------------------------


def test_nobody_sees_or_decides_what_concerns_himself(people, feedback):
    matter = cases.accountability(people, feedback.engagement, person=people.clerk.person, by=people.head)
    assert browser(people.clerk).get(matter.get_absolute_url()).status_code == 404
    assert not Accountability.objects.visible_to(people.clerk).exists()
    with pytest.raises(Refused, match="应当回避"):
        actions.agree_accountability(matter, by=people.clerk, today=DAY, held_on=DAY)
    assert "问责〔" not in browser(people.clerk).get("/notices/").content.decode()
    assert "问责〔" not in browser(people.clerk).get("/").content.decode()
    with pytest.raises(Refused, match="应当回避"):
        cases.accountability(people, feedback.engagement, person=people.clerk.person)


def test_whoever_acts_for_a_body_that_is_concerned_does_not_read_it(people, feedback):
    matter = cases.accountability(people, feedback.engagement, upto=2)
    Accountability._base_manager.filter(pk=matter.pk).update(organisation=people.discipline)
    assert not Accountability.objects.visible_to(people.discipline_handler).exists()


# -- what is typed -------------------------------------------------------------------------------------------------


def test_it_is_about_an_organisation_or_a_person(people, feedback):
    for both in ({}, {"organisation": people.unit.key, "person": people.principal.person.key}):
        values = {"kind_of": "poor", "facts": "未整改", **both}
        form = forms.Propose(values, thing=feedback.engagement, by=people.clerk, today=DAY)
        assert "person" in form.errors
    with pytest.raises(IntegrityError):
        cases.accountability(people, feedback.engagement, organisation=None, person=None)


def test_what_leaves_the_house_names_nothing_under_seal(people, feedback):
    decided = cases.accountability(people, feedback.engagement, upto=3)
    form = forms.ServeDecision({"text": "请联系13900001234。"}, thing=decided, by=people.clerk, today=DAY)
    assert "text" in form.errors
    values = {"published_where": "全区", "published_on": DAY.isoformat(), "published_text": "电话13900001234"}
    form = forms.PublishDecision(values, thing=decided, by=people.clerk, today=DAY)
    assert "published_text" in form.errors


def test_a_decision_is_not_older_than_the_matter(people, feedback):
    matter = cases.accountability(people, feedback.engagement, upto=2)
    before = DAY - datetime.timedelta(days=1)
    values = {"measure": "circular", "decided_on": before.isoformat(), "paper": "云纪〔2026〕3号"}
    form = forms.DecideAccountability(values, thing=matter, by=people.discipline_handler, today=DAY)
    assert set(form.errors) == {"decided_on"}


def test_a_round_is_archived_only_when_everybody_was_held_to_account(people, feedback):
    cases.accountability(people, feedback.engagement)
    round = cases.fresh(feedback.engagement.round)
    type(round)._base_manager.filter(pk=round.pk).update(stage="assessed")
    assert "问责〔" in actions.archive.needs[-1](cases.fresh(round), people.clerk, DAY)
    about_him = {"organisation": None, "person": people.clerk.person}
    Accountability._base_manager.update(**about_him)
    reason = actions.archive.needs[-1](cases.fresh(round), people.clerk, DAY)
    assert reason
    assert "问责〔" not in reason
    assert str(people.unit) not in reason


def test_the_department_is_shown_the_decision_as_its_next_step_and_not_the_way_back(people, feedback):
    matter = cases.accountability(people, feedback.engagement, upto=2)
    page = browser(people.discipline_handler).get(matter.get_absolute_url())
    assert page.context["next_action"]["move"]["name"] == "decide-accountability"
    assert page.content.decode().count(matter.number) == 2  # in the title of the window and above the heading
