"""抽调、鉴定: the home unit is asked and agrees, learns nothing of what is inspected, and gets what was confirmed."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from python_calamine import CalamineWorkbook

from casework.models import Notice
from casework.moves import Refused
from findings import actions as findings
from inspections import actions
from inspections.models import Appraisal, Posting, Round, Secondment, Team
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
LATER = DAY + datetime.timedelta(days=60)


@once
def people():
    """The second member is of the finance department; everybody else is of the office's own house."""
    made = cast()
    cases.lent(made, made.second_member.person)
    made.engagement = cases.on_site(made)
    made.posting = Posting.objects.get(person=made.second_member.person)
    return made


@once
def asked(people):
    return cases.secondment(people, people.posting)


def window(user):
    client = Client()
    client.force_login(user, backend="accounts.backends.ByPassword")
    return client


def readers(people, thing):
    return {name for name, user in people.users.items() if type(thing).objects.visible_to(user).filter(pk=thing.pk)}


def appraised(people, asked):
    cases.consented(people, asked)
    written = cases.appraisal(people, asked, today=LATER)
    return actions.confirm_appraisal(written, by=people.clerk, today=LATER, note="同意。")


def test_the_home_unit_signs_consents_and_the_leader_sees_it_then(people, asked):
    assert readers(people, asked) == {"head", "clerk", "department_handler"}
    assert cases.open_dates(asked) == {("sign_secondment", "handle"), ("answer_secondment", "handle")}
    cases.consented(people, asked)
    assert (asked.stage, asked.answered_on, asked.handler) == ("consented", DAY, people.department_handler)
    assert readers(people, asked) == {"head", "clerk", "department_handler", "leader"}
    assert cases.open_dates(asked) == {("appraise_secondment", "lead")}


def test_nothing_that_the_home_unit_reads_names_the_team_or_what_it_inspects(people, asked):
    client = window(people.department_handler)
    pages = [
        asked.get_absolute_url(),
        "/inspections/secondments/",
        f"/api/v1/secondments/{asked.key}/",
        "/notices/",
        "/",
    ]
    text = "".join(client.get(page).content.decode() for page in pages)
    assert asked.number in text
    for secret in (people.engagement.unit.name, people.engagement.team.name, people.engagement.key, people.leader.name):
        assert secret not in text
    for thing in (people.engagement, people.engagement.team, people.engagement.round, people.posting):
        assert client.get(thing.get_absolute_url()).status_code == 404


def test_a_unit_declines_with_a_reason_and_its_proposal_is_asked_for_again(people, asked):
    actions.sign_for_secondment(asked, by=people.department_handler, today=DAY)
    proposed = {"proposed_from": DAY + datetime.timedelta(days=7), "proposed_until": DAY + datetime.timedelta(days=40)}
    actions.decline_secondment(asked, by=people.department_handler, today=DAY, refusal="年度决算期间。", **proposed)
    assert cases.open_dates(asked) == {("follow_declined", "oversee")}
    form = window(people.clerk).get(f"{asked.get_absolute_url()}ask-home-unit-again/").content.decode()
    assert "2026-03-09" in form
    begins, ends = proposed.values()
    actions.ask_home_unit_again(asked, by=people.clerk, today=DAY, begins_on=begins, ends_on=ends)
    assert (asked.stage, asked.ends_on) == ("sent", ends)
    assert cases.fresh(people.posting).begins_on == begins, "his place in the team follows what was agreed"


def test_nobody_answers_for_himself(people):
    cases.lent(people, people.department_handler.person)
    type(people.posting)._base_manager.filter(pk=people.posting.pk).update(person=people.department_handler.person)
    asked = cases.secondment(people, cases.fresh(people.posting))
    with pytest.raises(Refused, match="不得办理本人"):
        actions.sign_for_secondment(asked, by=people.department_handler, today=DAY)


def test_whoever_is_of_the_house_is_lent_by_nobody_and_nobody_is_asked_for_twice(people, asked):
    member = Posting.objects.get(person=people.member.person)
    with pytest.raises(Refused, match="无需商请"):
        cases.secondment(people, member)
    with pytest.raises(Refused, match=asked.number):
        cases.secondment(people, people.posting)
    actions.take_back_secondment(asked, by=people.clerk, today=DAY, note="改由他人参加。")
    assert cases.secondment(people, people.posting).number != asked.number


def test_a_whole_team_is_asked_for_at_once(people):
    cases.lent(people, people.member.person)
    team = people.engagement.team
    actions.ask_home_units(team, by=people.clerk, today=DAY)
    assert {one.person.name for one in Secondment.objects.all()} == {"member", "second_member"}
    with pytest.raises(Refused, match="已向所有派出单位发函"):
        actions.ask_home_units(cases.fresh(team), by=people.clerk, today=DAY)


def test_what_came_on_paper_is_filed_with_its_scan(people, asked):
    client, url = window(people.clerk), asked.get_absolute_url()
    version = {"version": asked.version}
    missing = client.post(f"{url}file-consent/", version)
    assert missing.status_code == 422
    scan = SimpleUploadedFile("复函.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    assert client.post(f"{url}file-consent/", version | {"files": scan, "note": "财函〔2026〕3号"}).status_code == 302
    assert cases.fresh(asked).stage == "consented"


def test_the_round_says_who_has_no_consent_and_the_office_says_why_it_goes_on(people):
    round = people.engagement.round
    panel = window(people.clerk).get(f"/inspections/of-round/{round.key}/secondments/").content.decode()
    assert "派出单位尚未同意抽调：second_member" in panel
    assert "统一发函商请抽调" in panel
    team_page = window(people.clerk).get(people.engagement.team.get_absolute_url()).content.decode()
    assert "派出单位尚未同意抽调：second_member" in team_page
    assert (
        "派出单位尚未同意" not in window(people.leader).get(people.engagement.team.get_absolute_url()).content.decode()
    )
    Round._base_manager.filter(pk=round.pk).update(stage="approved")
    round = cases.fresh(round)
    client, url = window(people.clerk), f"{round.get_absolute_url()}staff/"
    said = {"version": round.version}
    answer = client.post(url, said)
    assert answer.status_code == 422
    assert "派出单位尚未同意：second_member" in answer.content.decode()
    assert client.post(url, said | {"note": "经领导小组同意，先行到岗。"}).status_code == 302


def test_where_every_unit_has_agreed_nothing_is_asked(people, asked):
    cases.consented(people, asked)
    round = people.engagement.round
    panel = window(people.clerk).get(f"/inspections/of-round/{round.key}/secondments/").content.decode()
    assert "尚未同意" not in panel
    Round._base_manager.filter(pk=round.pk).update(stage="approved")
    round = cases.fresh(round)
    url = f"{round.get_absolute_url()}staff/"
    assert window(people.clerk).post(url, {"version": round.version}).status_code == 302


def test_a_longer_time_is_agreed_and_the_date_moves(people, asked):
    cases.consented(people, asked)
    day = asked.ends_on + datetime.timedelta(days=10)
    url = f"{asked.get_absolute_url()}extend-secondment/"
    said = {"version": cases.fresh(asked).version, "note": "电话商区财政局同意。"}
    earlier = window(people.clerk).post(url, said | {"ends_on": DAY.isoformat()})
    assert earlier.status_code == 422
    assert window(people.clerk).post(url, said | {"ends_on": day.isoformat()}).status_code == 302
    assert (cases.fresh(asked).ends_on, cases.fresh(people.posting).ends_on) == (day, day)


def test_what_is_not_confirmed_is_read_by_the_leader_and_the_office_alone(people, asked):
    cases.consented(people, asked)
    with pytest.raises(Refused, match="仍在巡察组工作"):
        cases.appraisal(people, asked)
    written = cases.appraisal(people, asked, today=LATER, text="初稿：有待改进。")
    assert readers(people, written) == {"head", "clerk", "leader"}
    actions.return_appraisal(written, by=people.clerk, today=LATER, note="请补充遵守纪律情况。")
    assert cases.open_dates(written) == {("appraise_again", "lead")}
    actions.appraise_again(written, by=people.leader, today=LATER, grade="competent", text="定稿：表现良好。")
    for name in ("department_handler", "second_member"):
        client = window(people.users[name])
        pages = [client.get(asked.get_absolute_url()), client.get(f"/api/v1/secondments/{asked.key}/"), client.get("/")]
        text = "".join(page.content.decode() for page in pages)
        assert "初稿" not in text
        assert "定稿" not in text
        assert "请补充" not in text
    assert readers(people, asked) == {"head", "clerk", "department_handler", "leader"}
    actions.confirm_appraisal(written, by=people.clerk, today=LATER, note="")
    assert readers(people, cases.fresh(asked)) == {"head", "clerk", "department_handler", "leader", "second_member"}
    for name in ("department_handler", "second_member"):
        page = window(people.users[name]).get(asked.get_absolute_url()).content.decode()
        assert "定稿：表现良好。" in page
        assert "初稿" not in page
        assert "请补充" not in page
        assert window(people.users[name]).get(written.get_absolute_url()).status_code == 404


def test_the_unit_puts_the_appraisal_on_file_and_is_told_of_it(people, asked):
    appraised(people, asked)
    asked = cases.fresh(asked)
    assert (asked.stage, asked.grade, asked.appraised_on) == ("appraised", "excellent", LATER)
    assert Notice.objects.filter(person=people.department_handler, event__to_stage="appraised").exists()
    assert Notice.objects.filter(person=people.second_member, event__to_stage="appraised").exists()
    assert cases.open_dates(asked) == {("sign_appraisal", "handle")}
    actions.sign_for_appraisal(asked, by=people.department_handler, today=LATER)
    assert (asked.stage, cases.open_dates(asked)) == ("closed", set())


def test_nobody_confirms_what_he_wrote_and_a_member_writes_of_nobody(people, asked):
    cases.consented(people, asked)
    findings.end_posting(people.posting, by=people.clerk, today=LATER, note="期满。")
    with pytest.raises(Refused, match="巡察组组长"):
        cases.appraisal(people, asked, today=LATER, by=people.member)
    with pytest.raises(Refused, match="该鉴定由巡察组组长"):
        cases.appraisal(people, asked, today=LATER, by=people.clerk)
    team = cases.fresh(people.engagement.team)
    actions.dissolve(team, by=people.clerk, today=LATER, note="任务完成")
    written = cases.appraisal(people, asked, today=LATER, by=people.clerk)
    with pytest.raises(Refused, match="不得审定本人"):
        actions.confirm_appraisal(written, by=people.clerk, today=LATER, note="")
    actions.confirm_appraisal(written, by=people.head, today=LATER, note="")


def test_a_leader_who_is_lent_is_appraised_by_the_office_and_reads_no_draft(people):
    cases.lent(people, people.leader.person)
    asked = cases.secondment(people, Posting.objects.get(person=people.leader.person))
    cases.consented(people, asked)
    assert "leader" not in readers(people, asked)
    assert cases.open_dates(asked) == {("appraise_secondment", "oversee")}
    written = cases.appraisal(people, asked, today=LATER, by=people.clerk)
    assert "leader" not in readers(people, written)
    actions.confirm_appraisal(written, by=people.head, today=LATER, note="")
    assert "leader" in readers(people, asked)


def test_whoever_leaves_is_to_be_appraised_and_whoever_never_began_is_not(people, asked):
    cases.consented(people, asked)
    findings.end_posting(people.posting, by=people.clerk, today=LATER, note="期满。")
    asked = cases.fresh(asked)
    assert asked.stage == "ended"
    assert cases.open_dates(asked) == {("appraise_after", "lead")}
    assert Notice.objects.filter(person=people.department_handler, event__to_stage="ended").exists()

    posting = actions.post(
        people.engagement.team, by=people.clerk, today=DAY, person=people.stranger.person, role="member"
    )
    cases.lent(people, people.stranger.person)
    other = cases.consented(people, cases.secondment(people, cases.fresh(posting)))
    findings.end_posting(posting, by=people.clerk, today=DAY - datetime.timedelta(days=1), note="另有任用。")
    assert cases.fresh(other).stage == "withdrawn"


def test_a_dissolved_team_leaves_the_appraisal_to_the_office(people, asked):
    cases.consented(people, asked)
    actions.dissolve(cases.fresh(people.engagement.team), by=people.clerk, today=LATER, note="任务完成")
    asked = cases.fresh(asked)
    assert asked.stage == "ended"
    assert cases.open_dates(asked) == {("appraise_after", "oversee")}
    assert Team.objects.get(pk=people.engagement.team_id).stage == "dissolved"


def test_the_ledger_is_under_the_headings_of_the_office_and_knows_only_what_was_confirmed(people, asked):
    cases.consented(people, asked)
    cases.appraisal(people, asked, today=LATER, text="尚未审定。")
    answer = window(people.department_handler).get("/inspections/secondments/export/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    table = book.get_sheet_by_index(0).to_python()
    assert table[1][1:9] == [
        *("抽调函编号", "姓名", "派出单位", "职务", "巡察轮次", "组内职务", "抽调开始时间", "抽调结束时间"),
    ]
    assert table[1][14:18] == ["鉴定等次", "工作鉴定", "鉴定时间", "状态"]
    assert [row[2] for row in table[2:]] == ["second_member"]
    assert "尚未审定" not in str(table)
    actions.confirm_appraisal(Appraisal.objects.get(), by=people.clerk, today=LATER, note="")
    answer = window(people.department_handler).get("/inspections/secondments/export/")
    table = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content))).get_sheet_by_index(0)
    assert table.to_python()[2][14:16] == ["优秀", "尚未审定。"]
