"""The two papers in which a unit reports: counted from the items, never written over, signed by the principal."""

import pytest

from casework.moves import Refused
from rectification import actions, forms
from rectification.drafting import draft_of
from rectification.models import Feedback, UnitReport
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Stage, Kind = UnitReport.Stage, UnitReport.Kind


@once
def people():
    return cast()


@once
def feedback(people):
    """A unit has its feedback with one problem, which is put right and closed."""
    engagement = cases.on_site(people)
    found = cases.finding(engagement, "台账登记不完整")
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    given = cases.fed_back(people, engagement)
    actions.sign_for(given, by=people.principal, today=DAY, note="")
    cases.approved_plan(people, given)
    item = cases.fresh(given.items.get())
    actions.report_progress(item, by=people.liaison, today=DAY, percent=100, done="台账已全部补登")
    said = {"name": "孙某", "form": "talk", "on": DAY, "paper": "第1号"}
    actions.enter_handling(cases.fresh(item), by=people.liaison, today=DAY, **said)
    said = {"kind_of": "recovered", "amount": "1.50", "on": DAY, "paper": "缴款书"}
    actions.enter_recovery(cases.fresh(item), by=people.liaison, today=DAY, **said)
    item = cases.fresh(item)
    actions.request_close(item, by=people.liaison, today=DAY, outcome="done", note="", institutions="台账管理办法")
    return cases.fresh(given)


def drafted(people, feedback, kind="unit"):
    return cases.fresh(actions.draft_report(feedback, by=people.liaison, today=DAY, kind_of=kind))


def test_the_draft_is_counted_from_the_items_and_names_nobody(people, feedback):
    report = drafted(people, feedback)
    for words in ("反馈问题1个", "已完成1个", "处理1人", "1.5万元", "制度1项"):
        assert words in report.overall, words
    for words in ("台账登记不完整", "补登", "台账已全部补登", "台账管理办法"):
        assert words in report.by_item, words
    assert "孙某" not in "".join(report.says().values())
    assert report.organising == ""


def test_the_principals_own_report_is_a_paper_of_its_own(people, feedback):
    own = drafted(people, feedback, "principal")
    assert "by_item" not in own.says()
    assert set(forms.WriteReport(thing=own).fields) == set(own.sections)
    assert [row[0] for row in forms.DraftReport(thing=feedback).fields["kind_of"].choices] == ["unit"]
    drafted(people, cases.fresh(feedback))
    assert actions.draft_report.why_not(people.liaison, cases.fresh(feedback), DAY) is not None


def test_drafting_again_leaves_what_was_written_and_shows_it_beside(people, feedback, client):
    report = drafted(people, feedback)
    written = report.says() | {"overall": "我们自己写的总体情况。"}
    actions.write_report(report, by=people.liaison, today=DAY, **written)
    actions.draft_again(cases.fresh(report), by=people.liaison, today=DAY)
    report = cases.fresh(report)
    assert report.overall == "我们自己写的总体情况。"
    client.force_login(people.liaison, backend="accounts.backends.ByPassword")
    page = client.get(report.get_absolute_url(), headers={"accept-language": "zh-hans"}).content.decode()
    assert "草稿与报告不同之处" in page
    form = forms.TakeDraft({"sections": ["overall"]}, thing=report)
    assert form.is_valid()
    assert not forms.TakeDraft({"sections": ["opening"]}, thing=report).is_valid()
    actions.take_draft(report, by=people.liaison, today=DAY, sections=["overall"])
    report = cases.fresh(report)
    assert report.overall == draft_of(feedback, "unit")["overall"]
    assert report.earlier[-1]["overall"] == "我们自己写的总体情况。"
    assert actions.take_draft.why_not(people.liaison, report, DAY) is not None
    assert "我们自己写的总体情况" in client.get(f"/rectification/reports/{report.key}/versions/").content.decode()


def test_nobody_signs_in_the_principals_place_nor_a_report_with_an_empty_section(people, feedback):
    report = drafted(people, feedback)
    assert "组织落实情况" in str(actions.sign_report.why_not(people.principal, report, DAY))
    actions.write_report(report, by=people.liaison, today=DAY, **(report.says() | cases.WRITTEN))
    report = cases.fresh(report)
    for name in ("liaison", "clerk", "leader"):
        assert actions.sign_report.why_not(people.users[name], report, DAY) is not None
    assert "truth" in forms.SignReport({}, thing=report).errors
    actions.sign_report(report, by=people.principal, today=DAY, truth=True, note="")
    report = cases.fresh(report)
    assert (report.stage, report.signed_by, report.signed_on) == (Stage.SIGNED, people.principal, DAY)


def test_a_report_waits_until_every_item_is_handed_in(people, feedback):
    actions.return_item(feedback.items.get(), by=people.principal, today=DAY, note="再补")
    (report, _own) = cases.unit_reports(people, feedback, signed=False)
    assert "1" in str(actions.sign_report.why_not(people.principal, report, DAY))


def test_the_unit_has_reported_when_both_are_signed_and_answered_when_both_are_accepted(people, feedback):
    with pytest.raises(Refused):
        actions.file_report(feedback, by=people.principal, today=DAY, report="完成", truth=True, note="")
    first, own = cases.unit_reports(people, feedback, signed=False)
    actions.sign_report(first, by=people.principal, today=DAY, truth=True, note="")
    assert cases.fresh(feedback).stage == Feedback.Stage.SIGNED_FOR
    actions.sign_report(own, by=people.principal, today=DAY, truth=True, note="")
    feedback = cases.fresh(feedback)
    assert feedback.stage == Feedback.Stage.REPORTED
    assert ("accept_report", "oversee") in cases.open_dates(feedback)
    assert actions.accept_report.why_not(people.clerk, feedback, DAY) is not None
    actions.accept_unit_report(cases.fresh(first), by=people.clerk, today=DAY, note="")
    assert cases.fresh(feedback).stage == Feedback.Stage.REPORTED
    actions.accept_unit_report(cases.fresh(own), by=people.clerk, today=DAY, note="")
    feedback = cases.fresh(feedback)
    assert feedback.stage == Feedback.Stage.ACCEPTED
    assert not {code for code, _word in cases.open_dates(feedback)} & {"accept_report", "report_again"}


def test_one_that_is_returned_comes_back_while_the_other_stands(people, feedback):
    first, own = cases.unit_reports(people, feedback)
    actions.return_unit_report(own, by=people.clerk, today=DAY, note="请写明具体工作")
    feedback, own = cases.fresh(feedback), cases.fresh(own)
    assert (feedback.stage, own.stage, own.returned_times) == (Feedback.Stage.SIGNED_FOR, Stage.DRAFTING, 1)
    assert ("report_again", "sign") in {(code, "sign") for code, _word in cases.open_dates(feedback)}
    actions.accept_unit_report(cases.fresh(first), by=people.clerk, today=DAY, note="")
    actions.write_report(own, by=people.liaison, today=DAY, **(own.says() | {"organising": "主持专题会议。"}))
    actions.sign_report(cases.fresh(own), by=people.principal, today=DAY, truth=True, note="")
    assert cases.fresh(feedback).stage == Feedback.Stage.REPORTED
    actions.accept_unit_report(cases.fresh(own), by=people.clerk, today=DAY, note="")
    assert cases.fresh(feedback).stage == Feedback.Stage.ACCEPTED


@pytest.mark.parametrize("kind", ["unit", "principal"])
def test_the_paper_prints_with_the_headings_of_the_office(people, feedback, client, kind):
    report = next(one for one in cases.unit_reports(people, feedback) if one.kind_of == kind)
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    page = client.get(f"/rectification/reports/{report.key}/paper/", headers={"accept-language": "zh-hans"})
    text = page.content.decode()
    headings = {
        "unit": ("一、落实巡察整改主体责任情况", "二、整改总体情况", "三、逐项整改情况", "四、下一步工作"),
        "principal": ("一、组织落实巡察整改工作情况", "二、整改总体情况", "三、下一步工作"),
    }[kind]
    for heading in (*headings, "主要负责人签字"):
        assert heading in text, heading


def test_another_unit_does_not_find_the_report(people, feedback, client):
    report = drafted(people, feedback)
    client.force_login(people.users["other_liaison"], backend="accounts.backends.ByPassword")
    for tail in ("", "paper/", "versions/"):
        assert client.get(f"/rectification/reports/{report.key}/{tail}").status_code == 404
