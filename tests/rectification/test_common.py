"""What several units have in common: from findings to an institution, and nobody sees more than his part."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from python_calamine import CalamineWorkbook

from casework.models import Event
from casework.moves import Refused
from findings import actions as findings
from rectification import actions as rectification
from rectification.forms.common import AddFindings, BeginCommon
from rectification.models import CommonMember, CommonProblem, may_show
from referrals import actions as referrals
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY, Stage = cases.DAY, CommonProblem.Stage


@once
def people():
    people = cast()
    people.engagement = cases.on_site(people)
    return people


def see(user, thing):
    return type(thing).objects.visible_to(user).filter(pk=thing.pk).exists()


def counted(problem, user):
    row = CommonProblem.objects.visible_to(user).with_counts(user).get(pk=problem.pk)
    return row.units, row.findings


def pdf(name="制度.pdf"):
    return SimpleUploadedFile(name, b"%PDF-1.4 x", content_type="application/pdf")


def test_a_clerk_begins_with_one_finding_and_takes_others_along(people):
    problem = cases.common(people, people.engagement)
    assert problem.number == "共性〔2026〕1号"
    assert counted(problem, people.clerk) == (2, 2)
    assert {member.finding.engagement.unit for member in problem.members.all()} == {people.unit, people.other_unit}
    assert cases.open_dates(problem) == {("verify_common", "direct")}


def test_the_office_holds_it_the_leading_group_observes_it_and_nobody_else_knows_of_it(people):
    problem = cases.common(people, people.engagement)
    member = problem.members.first()
    for user in (people.clerk, people.head):
        assert see(user, problem)
        assert see(user, member)
    assert see(people.secretary, problem)
    assert not see(people.secretary, member), "its finding is not routed yet"
    assert counted(problem, people.secretary) == (0, 0)
    for user in (people.leader, people.member, people.liaison, people.department_handler, people.other_leader):
        assert not see(user, problem)
        assert not see(user, member)


def test_the_leading_group_counts_what_it_may_see(people):
    problem = cases.common(people, people.engagement)
    cases.heard(people, people.engagement.round)
    cases.routed(people, cases.fresh(problem.members.first().finding), "organisation")
    assert counted(problem, people.secretary) == (1, 1)
    assert counted(problem, people.clerk) == (2, 2)


def test_findings_of_the_same_category_in_other_units_are_offered_and_others_by_number(people):
    first = cases.finding(people.engagement, "公务用车台账登记不完整")
    city = {people.other_unit: "公务用车使用台账登记不完整"}
    [second] = cases.found_by_the_city(people, people.engagement.round.term, city)
    third = cases.finding(people.engagement, "值班脱岗")
    form = BeginCommon(thing=first, by=people.clerk, today=DAY)
    assert list(form.fields["findings"].queryset) == [second]
    said = {"title_text": "x", "manifestation": "y", "cause": "system"}
    form = BeginCommon(said | {"numbers": third.number}, thing=first, by=people.clerk, today=DAY)
    assert form.is_valid(), form.errors
    assert form.cleaned_data["numbers"] == [third]
    form = BeginCommon(said | {"numbers": f"{third.number}\n没有-001"}, thing=first, by=people.clerk, today=DAY)
    assert not form.is_valid()
    assert "没有-001" in str(form.errors["numbers"])


def test_what_goes_to_the_discipline_commission_is_never_among_its_findings(people):
    clue = cases.finding(people.engagement, "违规收受礼金", concerns="principal")
    problem = cases.common(people, people.engagement)
    cases.heard(people, people.engagement.round)
    landing = cases.routed(people, clue, "discipline")
    assert not may_show(people.head).filter(pk=clue.pk).exists()
    with pytest.raises(Refused, match=r"纪委|discipline"):
        rectification.begin_common(cases.fresh(clue), by=people.head, today=DAY, title_text="x", manifestation="y")
    form = AddFindings({"numbers": clue.number}, thing=problem, by=people.head, today=DAY)
    assert not form.is_valid()
    referrals.send_clue(landing, by=people.head, today=DAY, note="")
    with pytest.raises(Refused):
        rectification.begin_common(cases.fresh(clue), by=people.head, today=DAY, title_text="x", manifestation="y")


def test_a_finding_that_moves_under_seal_leaves_by_itself_and_its_history_says_so(people):
    problem = cases.common(people, people.engagement)
    member = problem.members.first()
    cases.heard(people, people.engagement.round)
    landing = cases.routed(people, cases.fresh(member.finding), "discipline")
    referrals.send_clue(landing, by=people.head, today=DAY, note="")
    member = cases.fresh(member)
    assert (member.stage, member.left_on) == (CommonMember.Stage.LEFT, DAY)
    assert Event.objects.filter(thing_kind=member.kind, thing_id=member.pk, move__endswith="leave-common").exists()
    assert counted(problem, people.clerk) == (1, 1)
    assert see(people.clerk, member)
    assert not see(people.secretary, member)
    before = Event.objects.filter(thing_kind=problem.kind, thing_id=problem.pk)
    assert before.count() == 1, "the page that the leading group reads says nothing of it"


def test_a_finding_that_turns_out_not_to_hold_leaves_as_well(people):
    problem = cases.common(people, people.engagement)
    member = problem.members.first()
    findings.drop(cases.fresh(member.finding), by=people.leader, today=DAY, note="查无实据")
    assert cases.fresh(member).stage == CommonMember.Stage.LEFT


def test_what_was_taken_out_can_come_in_again_and_nothing_is_in_it_twice(people):
    problem = cases.common(people, people.engagement)
    member = problem.members.first()
    with pytest.raises(IntegrityError), transaction.atomic():
        CommonMember.objects.create(case=problem.case, problem=problem, finding=member.finding, found_on=DAY, since=DAY)
    rectification.take_out(member, by=people.clerk, today=DAY, note="表现不同")
    assert counted(problem, people.clerk) == (1, 1)
    rectification.add_to_common(problem, by=people.clerk, today=DAY, findings=[member.finding])
    assert counted(problem, people.clerk) == (2, 2)
    with pytest.raises(Refused):
        rectification.add_to_common(problem, by=people.clerk, today=DAY, findings=[member.finding])


def test_one_unit_has_nothing_in_common(people):
    problem = cases.common(people, people.engagement)
    rectification.take_out(problem.members.last(), by=people.clerk, today=DAY, note="表现不同")
    with pytest.raises(Refused, match=r"1"):
        rectification.verify_common(problem, by=people.head, today=DAY, note="")


def test_the_head_verifies_and_the_clerk_may_not(people):
    problem = cases.common(people, people.engagement)
    with pytest.raises(Refused):
        rectification.verify_common(problem, by=people.clerk, today=DAY, note="")
    rectification.verify_common(problem, by=people.head, today=DAY, note="")
    assert cases.open_dates(problem) == {("report_common", "oversee")}


def test_the_report_rests_on_a_meeting_of_the_leading_group_that_is_recorded_with_it(people):
    problem = cases.common(people, people.engagement, upto="reported")
    assert problem.meeting.kind_of == "leading_group"
    assert problem.meeting.term == people.engagement.round.term
    assert see(people.secretary, problem.meeting)
    assert cases.open_dates(problem) == {("assign_common", "oversee")}


def test_the_page_has_a_picture_of_its_rounds_with_the_numbers_in_a_table(people, client):
    problem = cases.common(people, people.engagement)
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    page = client.get(problem.get_absolute_url())
    text = page.content.decode()
    assert [bar["count"] for bar in page.context["chart"]["bars"]] == [1, 1]
    assert 'role="img"' in text
    assert "<title" in text
    rows = [[cell["text"] for cell in row["cells"]] for row in page.context["chart_table"]["rows"]]
    assert rows == [["第一轮巡察", "1", "1"], ["市委巡察反馈", "1", "1"]]


def test_from_the_point_to_the_surface_and_back(people, client):
    problem = cases.common(people, people.engagement)
    finding = problem.members.first().finding
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    panel = client.get(f"/rectification/of-finding/{finding.key}/common/").content.decode()
    assert problem.get_absolute_url() in panel
    assert finding.get_absolute_url() in client.get(problem.get_absolute_url()).content.decode()
    client.force_login(people.member, backend="accounts.backends.ByPassword")
    assert problem.key not in client.get(f"/rectification/of-finding/{finding.key}/common/").content.decode()


def test_the_ledger_counts_what_its_reader_may_see(people, client):
    cases.common(people, people.engagement, upto="reported")
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    answer = client.get("/rectification/common/export/")
    book = CalamineWorkbook.from_filelike(io.BytesIO(b"".join(answer.streaming_content)))
    table = book.get_sheet_by_index(0).to_python()
    assert table[1][1:7] == ["共性问题编号", "共性问题", "问题类别", "具体表现", "涉及单位数", "涉及问题数"]
    assert table[2][5:7] == [2, 2]
