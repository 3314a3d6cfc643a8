"""A rectification that is not done climbs a ladder of five papers; the house drafts them, people sign and answer."""

import datetime

import pytest
from django.test import Client

from casework.models import Deadline, Notice
from casework.moves import Refused
from casework.policy import Actor
from rectification import actions, ladder, tasks
from rectification.forms import ladder as forms
from rectification.models import Item, LadderPaper
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Fact, Rung, Stage = LadderPaper.Fact, LadderPaper.Rung, LadderPaper.Stage


def after(day, days):
    return day + datetime.timedelta(days=days)


@once
def people():
    return cast()


@once
def feedback(people):
    """One problem was fed back to the unit."""
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    return cases.fed_back(people, engagement)


@once
def late(people, feedback):
    """The day on which a paper about the late item is due."""
    return cases.late(people, feedback)


def browser(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def codes(paper):
    return [fact["code"] for fact in paper.facts]


# -- which paper is due, and why -----------------------------------------------------------------------------------


def test_what_is_a_few_days_late_is_reminded_of_and_no_paper_yet(people, feedback, late):
    item = feedback.items.get()
    assert ladder.due([feedback], after(item.due_on, 1)) == {}
    with pytest.raises(Refused, match="目前没有应当督办的事实"):
        actions.prepare_paper(cases.fresh(feedback), by=people.clerk, today=after(item.due_on, 1))
    assert ladder.due([feedback], late)[feedback.pk].rung == Rung.SUPERVISION


def test_the_clock_drafts_the_first_paper_once_and_sends_nothing(people, feedback, late):
    before = Notice.objects.filter(person=people.principal).count()
    assert actions.look_for_papers(late) == 1
    assert actions.look_for_papers(late) == 0
    paper = LadderPaper.objects.get()
    item = feedback.items.get()
    assert (paper.stage, paper.rung, paper.number) == (Stage.DRAFT, Rung.SUPERVISION, "")
    assert paper.facts == [
        {"code": "item_late", "rows": [[item.kind, item.pk]], "name": item.problem, "said": str(item.due_on)}
    ]
    assert paper.due_on > late
    assert cases.open_dates(paper) == {("review_ladder_paper", "oversee")}
    assert Notice.objects.filter(person=people.principal).count() == before
    assert not LadderPaper.objects.visible_to(people.principal).exists()
    assert Notice.objects.filter(person=people.clerk, event__thing_kind=paper.kind).exists()


def test_there_is_never_a_second_draft_beside_the_first(people, feedback, late):
    cases.ladder_paper(people, feedback, late, sent=False)
    with pytest.raises(Refused, match="已有文书正在拟制"):
        actions.prepare_paper(cases.fresh(feedback), by=people.clerk, today=late)


def test_the_task_of_the_night_looks_at_today(people, feedback, monkeypatch, late):
    monkeypatch.setattr(tasks.timezone, "localdate", lambda: late)
    assert tasks.prepare_papers() == 1


def test_a_plan_and_a_report_that_are_late_are_facts(people, feedback):
    dates = Deadline.objects.open().filter(case=feedback.case_id, rule__code__in=("plan", "rectification_report"))
    today = after(max(dates.values_list("due_on", flat=True)), 20)
    facts = ladder.facts([feedback], today)[feedback.pk]
    assert {fact["code"] for fact in facts} == {Fact.PLAN_LATE, Fact.REPORT_LATE}
    assert {tuple(fact["rows"][0]) for fact in facts} == {
        (feedback.plan.kind, feedback.plan.pk),
        (feedback.kind, feedback.pk),
    }


def test_what_came_back_twice_is_a_fact_while_it_is_open(people, feedback):
    cases.approved_plan(people, feedback)
    item = feedback.items.get()
    for _time in range(2):
        cases.signed_item(people, item)
        actions.return_item(cases.fresh(item), by=people.clerk, today=DAY, note="佐证不足")
    (fact,) = ladder.facts([feedback], DAY)[feedback.pk]
    assert (fact["code"], fact["said"]) == (Fact.RETURNED, "2")
    cases.closed_item(people, item)
    assert ladder.facts([feedback], DAY)[feedback.pk] == []


def test_a_sham_and_evidence_that_was_not_accepted_are_facts_that_lead_to_their_rows(people, feedback):
    cases.approved_plan(people, feedback)
    item = cases.closed_item(people, feedback.items.get())
    visit = cases.on_visit(people, feedback.engagement)
    looked = visit.visited.get(item=item)
    said = {"result": "sham", "seen": "补写", "on": DAY, "demand": "重新整改", "due_on": after(DAY, 30)}
    actions.record_result(looked, by=people.clerk, today=DAY, second=people.second_member, **said)
    flag = cases.flag(cases.fresh(item), by=people.liaison)
    actions.decide_flag(flag, by=people.clerk, today=DAY, outcome="unacceptable", ruling="倒签")
    paper = cases.ladder_paper(people, feedback)
    assert codes(paper) == [Fact.SHAM, Fact.EVIDENCE]
    page = browser(people.clerk).get(paper.get_absolute_url()).content.decode()
    assert looked.get_absolute_url() in page
    assert flag.get_absolute_url() in page
    page = browser(people.principal).get(paper.get_absolute_url()).content.decode()
    assert "回访认定虚假整改" in page
    assert looked.get_absolute_url() not in page
    assert item.get_absolute_url() in page


def test_who_waits_for_help_from_above_is_not_late(people, feedback, late):
    actions.ask_for_help(feedback.items.get(), by=people.liaison, today=DAY, note="需上级协调")
    assert ladder.due([feedback], late) == {}


def test_many_feedbacks_cost_what_one_costs(people, feedback, late, django_assert_max_num_queries):
    with django_assert_max_num_queries(12):
        ladder.due(list(ladder.watched()), late)


# -- up the ladder -------------------------------------------------------------------------------------------------


def test_an_unanswered_paper_goes_up_to_the_next_until_the_last(people, feedback, late):
    today, before = late, None
    for rung in Rung:
        assert actions.look_for_papers(today) == 1
        paper = LadderPaper.objects.get(stage=Stage.DRAFT)
        assert (paper.rung, paper.before) == (rung, before)
        assert (Fact.UNANSWERED in codes(paper)) == (before is not None)
        sent = cases.issued(people, paper, today)
        assert sent.number.endswith("1号")
        if before:
            assert cases.fresh(before).stage == Stage.CLIMBED
        assert actions.look_for_papers(today) == 0
        before, today = sent, after(paper.due_on, 1)
    assert actions.look_for_papers(today) == 0
    assert cases.fresh(before).meeting.held_on is not None


def test_the_last_paper_rests_on_a_meeting_and_the_others_do_not(people, feedback, late):
    paper = cases.ladder_paper(people, feedback, late, sent=False)
    actions.submit_paper(paper, by=people.clerk, today=late, note="")
    with pytest.raises(Refused, match="无须领导小组会议"):
        actions.issue_last_paper(cases.fresh(paper), by=people.head, today=late, held_on=late)
    LadderPaper._base_manager.filter(pk=paper.pk).update(rung=Rung.ACCOUNT)
    with pytest.raises(Refused, match="须经领导小组会议研究"):
        actions.issue_paper(cases.fresh(paper), by=people.head, today=late, note="")


def test_the_principal_signs_and_answers_and_the_office_accepts(people, feedback, late):
    paper = cases.ladder_paper(people, feedback, late)
    assert cases.open_dates(paper) == {("sign_ladder_paper", "sign"), ("answer_ladder_paper", "sign")}
    with pytest.raises(Refused):
        actions.sign_for_paper(cases.fresh(paper), by=people.liaison, today=late, note="")
    answered = cases.answered_paper(people, paper, late)
    assert cases.open_dates(answered) == {("judge_ladder_paper", "oversee")}
    actions.accept_paper(answered, by=people.clerk, today=late, note="")
    assert actions.look_for_papers(late) == 0, "what was accepted is settled"
    item = feedback.items.get()
    Deadline.objects.open().filter(thing_kind=item.kind, thing_id=item.pk).update(due_on=after(late, 1))
    assert actions.look_for_papers(after(late, 30)) == 1
    assert LadderPaper.objects.get(stage=Stage.DRAFT).rung == Rung.SUPERVISION


def test_an_answer_that_is_not_enough_goes_up_with_its_reason(people, feedback, late):
    paper = cases.answered_paper(people, cases.ladder_paper(people, feedback, late), late)
    actions.climb(paper, by=people.clerk, today=late, note="仍未整改")
    above = LadderPaper.objects.get(stage=Stage.DRAFT)
    assert (above.rung, above.before, codes(above)) == (Rung.GUIDANCE, paper, [Fact.NOT_ENOUGH, Fact.ITEM_LATE])


def test_a_paper_that_is_not_issued_stays_on_record_and_settles_its_facts(people, feedback, late):
    paper = cases.ladder_paper(people, feedback, late, sent=False)
    with pytest.raises(Refused):
        actions.leave_unissued(paper, by=people.clerk, today=late, note="情况特殊")
    actions.leave_unissued(paper, by=people.head, today=late, note="汛期抢险，已口头督促")
    page = browser(people.clerk).get(paper.get_absolute_url()).content.decode()
    assert "汛期抢险，已口头督促" in page
    assert actions.look_for_papers(after(late, 1)) == 0
    assert browser(people.principal).get(paper.get_absolute_url()).status_code == 404


def test_the_facts_are_gathered_again_and_what_was_written_stays(people, feedback, late):
    paper = cases.ladder_paper(people, feedback, late, sent=False)
    said = {"text": "请抓紧。", "demand": "限期办结。", "due_on": after(late, 20)}
    actions.write_paper(paper, by=people.clerk, today=late, **said)
    with pytest.raises(Refused, match="事实与原来一致"):
        actions.gather_again(cases.fresh(paper), by=people.clerk, today=late)
    cases.closed_item(people, feedback.items.get(), late)
    again = actions.gather_again(cases.fresh(paper), by=people.clerk, today=late)
    assert (again.facts, again.text) == ([], "请抓紧。")
    with pytest.raises(Refused, match="目前没有应当督办的事实"):
        actions.submit_paper(cases.fresh(paper), by=people.clerk, today=late, note="")


def test_a_paper_can_be_taken_back_and_the_unit_reads_why(people, feedback, late):
    paper = cases.ladder_paper(people, feedback, late)
    actions.take_back_paper(cases.fresh(paper), by=people.head, today=late, note="对象有误")
    assert "对象有误" in browser(people.principal).get(paper.get_absolute_url()).content.decode()
    assert actions.look_for_papers(after(late, 1)) == 0


# -- what leaves the house -----------------------------------------------------------------------------------------


def test_a_text_with_what_lies_under_seal_does_not_leave(people, feedback, late):
    paper = cases.ladder_paper(people, feedback, late, sent=False)
    values = {"text": "请联系13900001234。", "demand": "办结", "due_on": after(late, 20)}
    form = forms.WriteLadderPaper(values, thing=paper, by=people.clerk, today=late)
    assert "text" in form.errors
    actions.write_paper(paper, by=people.clerk, today=late, **values)
    with pytest.raises(Refused, match="含有封存内容"):
        actions.submit_paper(cases.fresh(paper), by=people.clerk, today=late, note="")


def test_a_day_that_has_come_is_no_day_to_answer_by(people, feedback, late):
    paper = cases.ladder_paper(people, feedback, late, sent=False)
    with pytest.raises(Refused, match="办理时限已到"):
        actions.submit_paper(paper, by=people.clerk, today=after(paper.due_on, 1), note="")


def test_what_was_said_to_the_principal_alone_has_a_ladder_that_he_alone_reads(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement, "班子成员作风问题", concerns="member")
    cases.heard(people, engagement.round)
    cases.routed(people, found, "principal")
    cases.fed_back(people, engagement)
    feedback = engagement.feedbacks.get(audience="principal")
    late = cases.late(people, feedback)
    paper = cases.ladder_paper(people, feedback, late)
    assert LadderPaper.objects.visible_to(people.principal).get() == paper
    assert not LadderPaper.objects.visible_to(people.liaison).exists()
    answered = cases.answered_paper(people, paper, late)
    assert answered.stage == Stage.ANSWERED


def test_the_paper_prints_with_its_name_its_facts_and_its_receipt(people, feedback, late):
    paper = cases.ladder_paper(people, feedback, late)
    page = browser(people.principal).get(f"{paper.get_absolute_url()}paper/").content.decode()
    for words in ("整改督查督办通知书", paper.number, "逾期未整改", "办理要求", people.head.name):
        assert words in page


def test_the_panels_show_the_ladder_and_the_button_that_prepares(people, feedback, late, monkeypatch):
    monkeypatch.setattr("rectification.views.ladder.today", lambda: late)
    url = f"/rectification/of/{feedback.engagement.key}/supervision/"
    assert "prepare-paper" in browser(people.clerk).get(url).content.decode()
    assert "prepare-paper" not in browser(people.principal).get(url).content.decode()
    paper = cases.ladder_paper(people, feedback, late)
    for address in (url, f"/rectification/of-item/{Item.objects.get().key}/supervision/"):
        assert paper.number in browser(people.clerk).get(address).content.decode()


def test_nobody_but_the_office_and_the_clock_prepares(people, feedback, late):
    for user in (people.leader, people.principal, people.secretary):
        with pytest.raises(Refused):
            actions.prepare_paper(cases.fresh(feedback), by=user, today=late)
    assert actions.prepare_paper(cases.fresh(feedback), by=Actor.CLOCK, today=late).rung == Rung.SUPERVISION
