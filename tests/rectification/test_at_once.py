"""What is put right at once (立行立改): from a signed paper or a confirmed finding, and still in the feedback."""

import datetime
import io

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from casework import history
from casework.models import Notice
from casework.moves import Refused
from findings import actions as findings
from findings.models import Finding, Landing, WorkingPaper
from rectification import actions, balance, forms
from rectification.models import ImmediateFix
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Stage = ImmediateFix.Stage


@once
def people():
    return cast()


@once
def engagement(people):
    return cases.on_site(people)


def paper(engagement, title="公示栏长期未更新", **values):
    return cases.fresh(cases.signed(cases.paper(engagement, title, **values)))


def notice(people, engagement, **values):
    return actions.issue_fix_from_paper(
        paper(engagement, **values), by=people.leader, today=DAY, demand="三日内更新", due_on=DAY
    )


def reported(people, fix):
    actions.sign_for_fix(fix, by=people.principal, today=DAY, note="")
    actions.report_fix(cases.fresh(fix), by=people.liaison, today=DAY, result="已更新", note="")
    return cases.fresh(fix)


def raised(people, fix, *, concerns="unit"):
    """The paper of a notice has become a confirmed finding."""
    said = {"title_text": fix.problem, "facts": fix.manifestation, "concerns": concerns, "cause": "system"}
    said |= {"category": fix.engagement.round.category_set.categories.first(), "responsibility": "办公室"}
    said |= {"recommended_to": "局党组", "recommendation": "及时更新"}
    found = findings.raise_finding(cases.fresh(fix.paper), by=people.member, today=DAY, **said)
    findings.confirm(found, by=people.leader, today=DAY, note="")
    return cases.fresh(found)


def test_the_leader_sends_the_notice_from_a_signed_paper_and_the_paper_goes_on(people, engagement):
    fix = notice(people, engagement)
    assert (fix.stage, fix.issued_by, fix.issued_on) == (Stage.ISSUED, people.leader, DAY)
    assert fix.problem == "公示栏长期未更新"
    assert cases.fresh(fix.paper).stage == "finalized"
    assert cases.open_dates(fix) == {("sign_for_fix", "sign"), ("fix", "respond")}
    with pytest.raises(Refused, match="通知书"):
        actions.issue_fix_from_paper(cases.fresh(fix.paper), by=people.leader, today=DAY, demand="更新", due_on=DAY)


@pytest.mark.parametrize("name", ["member", "clerk", "liaison", "principal"])
def test_only_the_leader_sends_it(people, engagement, name):
    move = actions.issue_fix_from_paper
    assert move.why_not(people.users[name], paper(engagement), DAY) is not None


def test_what_concerns_the_principal_is_not_sent_to_his_unit(people, engagement):
    about_him = paper(engagement, "主要负责人违规报销", concerns="principal")
    assert "主要负责人" in str(actions.issue_fix_from_paper.why_not(people.leader, about_him, DAY))


def test_a_paper_before_its_signature_or_after_the_stay_brings_no_notice(people, engagement):
    unsigned = cases.paper(engagement, "台账不全")
    assert actions.issue_fix_from_paper.why_not(people.leader, unsigned, DAY) is not None


def test_a_paper_that_shows_what_lies_under_seal_is_held_up(people, engagement):
    cases.petition(engagement, reporter_name="邬晁荀")
    shown = paper(engagement, "公示栏未更新", facts="据邬晁荀反映，公示栏长期未更新。")
    refusal = str(actions.issue_fix_from_paper.why_not(people.leader, shown, DAY))
    assert "邬晁荀" in refusal


def test_it_is_due_within_the_stay_and_a_later_day_needs_a_reason(people, engagement):
    signed, until = paper(engagement), engagement.round.stays_until
    form = forms.IssueFixFromPaper(thing=signed, by=people.leader, today=DAY)
    assert form.fields["due_on"].initial == until
    later = {"demand": "更新", "due_on": until + datetime.timedelta(days=3)}
    form = forms.IssueFixFromPaper(later, thing=signed, by=people.leader, today=DAY)
    assert set(form.errors) == {"later_because"}
    later["later_because"] = "展板须重新招标制作。"
    assert forms.IssueFixFromPaper(later, thing=signed, by=people.leader, today=DAY).is_valid()


def test_a_report_comes_with_evidence_and_what_was_returned_may_do_without_more(people, engagement):
    fix = notice(people, engagement)
    actions.sign_for_fix(fix, by=people.principal, today=DAY, note="")
    fix = cases.fresh(fix)
    assert set(forms.ReportFix({"result": "已更新"}, thing=fix, by=people.liaison, today=DAY).errors) == {"files"}
    actions.report_fix(fix, by=people.liaison, today=DAY, result="已更新", note="")
    actions.return_fix(cases.fresh(fix), by=people.leader, today=DAY, note="请说明长效措施")
    fix = cases.fresh(fix)
    assert forms.ReportFix({"result": "已更新并建章立制"}, thing=fix, by=people.liaison, today=DAY).is_valid()


def test_only_the_principal_signs_for_it_and_the_dates_stay(people, engagement):
    fix = notice(people, engagement)
    assert actions.sign_for_fix.why_not(people.liaison, fix, DAY) is not None
    fix = reported(people, fix)
    actions.close_fix(fix, by=people.leader, today=DAY, note="属实")
    fix = cases.fresh(fix)
    assert (fix.signed_by, fix.signed_on, fix.reported_on, fix.closed_on) == (people.principal, DAY, DAY, DAY)
    assert not cases.open_dates(fix)


def test_a_closed_notice_of_a_paper_leaves_the_finding_to_the_feedback(people, engagement):
    fix = reported(people, notice(people, engagement))
    actions.close_fix(fix, by=people.leader, today=DAY, note="属实")
    found = raised(people, fix)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    cases.checked(people, engagement)
    draft = engagement.opinions.get()
    assert [problem.problem for problem in draft.listed()] == [fix.problem]
    actions.feed_back(cases.fresh(engagement), by=people.clerk, today=DAY, held_on=DAY, **cases.MEETING)
    assert engagement.items.get().problem == fix.problem


def test_the_notice_of_its_paper_answers_a_finding_that_is_put_right_at_once(people, engagement):
    fix = reported(people, notice(people, engagement))
    found = raised(people, fix)
    findings.put_right_at_once(found, by=people.leader, today=DAY, note="")
    landing = found.landings.get()
    assert fix.number in str(actions.issue_fix.why_not(people.leader, landing, DAY))
    actions.join_fix(landing, by=people.leader, today=DAY, note="")
    assert cases.fresh(landing).stage == Landing.Stage.TAKEN_UP
    actions.close_fix(cases.fresh(fix), by=people.leader, today=DAY, note="")
    assert cases.fresh(found).stage == Finding.Stage.SETTLED
    told = balance.of(engagement.round)
    assert (told.recorded, told.unexplained) == (1, 0)


def test_a_notice_that_was_closed_before_settles_its_finding_when_it_lands(people, engagement):
    fix = reported(people, notice(people, engagement))
    actions.close_fix(fix, by=people.leader, today=DAY, note="")
    found = raised(people, fix)
    findings.put_right_at_once(found, by=people.leader, today=DAY, note="")
    actions.join_fix(found.landings.get(), by=people.leader, today=DAY, note="")
    assert cases.fresh(found).stage == Finding.Stage.SETTLED


def test_what_was_not_put_right_during_the_stay_is_routed_like_every_other_problem(people, engagement):
    found = cases.finding(engagement, "公示栏未更新")
    findings.put_right_at_once(cases.fresh(found), by=people.leader, today=DAY, note="")
    landing = found.landings.get()
    fix = actions.issue_fix(landing, by=people.leader, today=DAY, demand="更新", due_on=DAY)
    actions.roll_into_feedback(cases.fresh(fix), by=people.leader, today=DAY, note="需要重新制作展板")
    fix = cases.fresh(fix)
    assert fix.stage == Stage.ROLLED
    assert not cases.open_dates(fix)
    assert cases.fresh(landing).stage == Landing.Stage.WITHDRAWN
    assert cases.fresh(found).stage == Finding.Stage.CONFIRMED
    cases.heard(people, engagement.round)
    cases.routed(people, cases.fresh(found), "organisation")
    told = balance.of(engagement.round)
    assert (told.recorded, told.unexplained) == (1, 0)


def test_once_the_unit_has_its_feedback_nothing_goes_on_in_it(people, engagement):
    fix = notice(people, engagement)
    found = raised(people, fix)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    cases.fed_back(people, engagement)
    assert actions.roll_into_feedback.why_not(people.leader, cases.fresh(fix), DAY) is not None
    assert actions.close_engagement.why_not(people.clerk, cases.fresh(engagement), DAY) is not None


@pytest.mark.parametrize("name", ["clerk", "leader", "liaison", "principal"])
def test_the_notice_prints_with_the_headings_of_the_office(people, engagement, client, name):
    fix = reported(people, notice(people, engagement))
    client.force_login(people.users[name], backend="accounts.backends.ByPassword")
    page = client.get(f"/rectification/fixes/{fix.key}/paper/", headers={"accept-language": "zh-hans"})
    text = page.content.decode()
    headings = ("立行立改通知书", "编号", "致", "发现的问题", "整改要求", "时限", "组长签字", "主要负责人签收", "回执")
    for heading in (*headings, fix.number, "三日内更新", "已更新"):
        assert heading in text, heading
    assert client.get(fix.get_absolute_url()).status_code == 200
    way = client.get(f"/rectification/thread/immediatefix/{fix.key}/")
    assert way.status_code == 200
    assert (fix.paper.number in way.content.decode()) is (name in ("clerk", "leader"))


def test_another_unit_does_not_find_the_notice(people, engagement, client):
    fix = notice(people, engagement)
    client.force_login(people.users["other_liaison"], backend="accounts.backends.ByPassword")
    assert client.get(f"/rectification/fixes/{fix.key}/paper/").status_code == 404


def test_the_feedback_names_what_was_put_right_at_once(people, engagement, client):
    fix = reported(people, notice(people, engagement))
    actions.close_fix(fix, by=people.leader, today=DAY, note="")
    raised(people, fix)
    found = Finding.objects.get()
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    feedback = cases.fed_back(people, engagement)
    client.force_login(people.principal, backend="accounts.backends.ByPassword")
    assert fix.number in client.get(feedback.get_absolute_url()).content.decode()
    copy = actions.print_copy(feedback, by=people.principal, today=DAY)
    text = client.get(f"/rectification/copies/{copy.key}/paper/").content.decode()
    assert fix.number in text
    assert "立行立改不能代替后续的全面整改" in text


def test_the_ledger_has_the_headings_of_the_office(people, engagement, client):
    fix = reported(people, notice(people, engagement))
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    answer = client.get("/rectification/fixes/export/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    table = book.get_sheet_by_index(0).to_python()
    real = "届次·年度·轮次·巡察组·问题涉及单位·移交立行立改问题·移交立行立改问题数·整改情况报告·形成报告时间"
    assert table[1][1:10] == real.split("·")
    assert table[2][5:9] == [str(fix.unit), fix.problem, 1, "已更新"]


# -- a member proposes, the leader issues -----------------------------------------------------------------------------


def proposed(people, found):
    said = {"demand": "三日内更新公示栏", "due_on": DAY}
    return cases.fresh(actions.propose_fix(found, by=people.member, today=DAY, **said))


def test_a_member_proposes_the_notice_and_the_leader_issues_it(people, engagement, client):
    found = paper(engagement)
    with pytest.raises(Refused, match="组长"):
        actions.issue_fix_from_paper(found, by=people.member, today=DAY, demand="更新", due_on=DAY)
    found = proposed(people, found)
    assert ("issue_proposed_fix", "lead") in cases.open_dates(found)
    assert Notice.objects.filter(person=people.leader, event__move="findings.workingpaper.propose-fix").exists()
    assert not ImmediateFix.objects.exists(), "the unit hears nothing before the leader has issued it"
    assert (
        actions.propose_fix.why_not(people.second_member, found, DAY)
        == f"{people.member}已提出立行立改建议，请组长审定。"
    )
    client.force_login(people.leader, backend="accounts.backends.ByPassword")
    form = client.get(f"{found.get_absolute_url()}issue-fix-from-paper/").context["form"]
    assert (form["demand"].value(), form["due_on"].value()) == ("三日内更新公示栏", DAY)
    fix = actions.issue_fix_from_paper(found, by=people.leader, today=DAY, demand="两日内更新公示栏", due_on=DAY)
    found = cases.fresh(found)
    assert (fix.stage, fix.issued_by, fix.demand) == (Stage.ISSUED, people.leader, "两日内更新公示栏")
    assert (found.fix_proposed_by, found.fix_demand) == (None, "三日内更新公示栏")
    assert "issue_proposed_fix" not in dict(cases.open_dates(found))
    assert list(history.verify_rows_of(WorkingPaper)) == []


def test_the_leader_need_not_issue_it_and_another_can_be_proposed(people, engagement):
    found = proposed(people, paper(engagement))
    assert actions.decline_fix.why_not(people.member, found, DAY)
    actions.decline_fix(found, by=people.leader, today=DAY, note="另行纳入反馈意见。")
    found = cases.fresh(found)
    assert "issue_proposed_fix" not in dict(cases.open_dates(found))
    assert actions.decline_fix.why_not(people.leader, found, DAY) == "无人提出立行立改建议。"
    assert proposed(people, found).fix_proposed_by == people.member


def test_a_notice_that_nobody_proposed_goes_out_as_before_and_none_is_proposed_after_it(people, engagement):
    fix = notice(people, engagement)
    why = actions.propose_fix.why_not(people.member, cases.fresh(fix.paper), DAY)
    assert fix.number in why


def test_a_proposal_is_made_in_the_window_with_its_day_named_when_it_is_over(people, engagement, client):
    found = paper(engagement)
    client.force_login(people.member, backend="accounts.backends.ByPassword")
    url = f"{found.get_absolute_url()}propose-fix/"
    wrong = client.post(url, {"version": found.version, "demand": "更新", "due_on": "2026-03-01"})
    assert wrong.status_code == 422
    assert "due_on" in wrong.context["form"].errors
    assert wrong.context["form"]["demand"].value() == "更新"
    ahead = timezone.localdate() + datetime.timedelta(days=1)
    said = {"version": found.version, "demand": "更新", "due_on": ahead.isoformat(), "later_because": "采购需要时间"}
    assert client.post(url, said).status_code == 302
    page = client.get(found.get_absolute_url()).content.decode()
    assert "采购需要时间" in page
    client.force_login(people.liaison, backend="accounts.backends.ByPassword")
    assert client.get(url).status_code == 404


def test_nobody_probes_the_seal_by_proposing(people, engagement):
    """Whether a name lies under seal is told to the leader who issues it, never to a member."""
    found = paper(engagement)
    form = forms.ProposeFix({"demand": "电话0000-0000", "due_on": DAY}, thing=found, by=people.member, today=DAY)
    assert form.is_valid(), form.errors
