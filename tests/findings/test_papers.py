"""A paper goes from its author to the deputy, the team meeting and the leader; nobody judges his own work."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from casework.models import Event
from casework.moves import Refused
from findings import actions, forms
from findings.models import Concerns, Lead, WorkingPaper, evidence_of
from findings.versions import compare, pieces, versions_of
from inspections import actions as inspections
from inspections.models import Posting, Round
from rectification import balance
from referrals import actions as referrals
from referrals.models import Clue
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY


@once
def people():
    made = cast()
    made.engagement = cases.on_site(made)
    return made


@once
def deputy(people):
    """The stranger becomes the deputy of the first team."""
    team = people.engagement.team
    inspections.post(team, by=people.clerk, today=DAY, person=people.stranger.person, role=Posting.Role.DEPUTY)
    cases.pledged(team)
    return cases.fresh(people.stranger)


def as_(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client


def submitted(people, **values):
    return actions.submit_paper(cases.paper(people.engagement, **values), by=people.member, today=DAY, note="")


def agree(people, paper, by=None):
    values = {"sitting": cases.sitting(people.engagement), "opinion": "同意。"}
    return actions.agree_paper(paper, by=by or people.leader, today=DAY, **values)


# -- the way -------------------------------------------------------------------------------------------------------


def test_the_deputy_reviews_the_meeting_agrees_and_the_leader_signs(people, deputy):
    paper = submitted(people)
    assert cases.open_dates(paper) == {("review_paper", "lead")}
    reason = actions.review_paper.why_not(people.leader, paper, DAY)
    assert "stranger" in reason, "a leader is told which deputy reviews it"
    assert "stranger" in actions.agree_paper.why_not(people.leader, paper, DAY)
    actions.review_paper(paper, by=deputy, today=DAY, note="可以")
    assert cases.open_dates(paper) == {("agree_paper", "lead")}
    agree(people, paper)
    assert cases.open_dates(paper) == {("sign_paper", "lead")}
    assert "leader" in actions.sign_paper.why_not(deputy, paper, DAY)
    actions.sign_paper(paper, by=people.leader, today=DAY, note="")
    paper = cases.fresh(paper)
    assert (paper.reviewer, paper.signer, paper.signed_on) == (deputy, people.leader, DAY)
    assert cases.open_dates(paper) == {("raise_finding", "inspect")}


def test_where_the_team_has_no_deputy_it_goes_straight_to_the_meeting_and_says_so(people):
    paper = submitted(people)
    assert "没有可审核的副组长" in actions.review_paper.why_not(people.leader, paper, DAY)
    agree(people, paper)
    assert paper.stage == "agreed"


def test_a_deputy_who_wrote_it_does_not_review_it(people, deputy):
    paper = actions.submit_paper(cases.paper(people.engagement, second=deputy), by=people.member, today=DAY, note="")
    assert "撰写人" in actions.review_paper.why_not(deputy, paper, DAY)
    assert actions.agree_paper.why_not(people.leader, paper, DAY) is None


def test_what_the_leader_wrote_a_deputy_signs(people, deputy):
    paper = submitted(people, second=people.leader)
    actions.review_paper(paper, by=deputy, today=DAY, note="")
    agree(people, paper)
    assert "撰写人" in actions.sign_paper.why_not(people.leader, paper, DAY)
    actions.sign_paper(paper, by=deputy, today=DAY, note="")
    assert paper.signer == deputy


def test_where_nobody_else_is_there_nobody_signs_what_the_leader_wrote(people):
    paper = agree(people, submitted(people, second=people.leader))
    assert "撰写人" in actions.sign_paper.why_not(people.leader, paper, DAY)
    assert "组长" in actions.sign_paper.why_not(people.member, paper, DAY)


@pytest.mark.parametrize("steps", [0, 1, 2])
def test_a_return_from_every_desk_says_why_and_the_paper_goes_the_whole_way_again(people, deputy, steps):
    paper = submitted(people)
    if steps:
        actions.review_paper(paper, by=deputy, today=DAY, note="")
    if steps > 1:
        agree(people, paper)
    answer = as_(people.leader).post(f"{paper.get_absolute_url()}return-paper/", {"note": "", "version": paper.version})
    assert answer.status_code == 422
    actions.return_paper(paper, by=people.leader, today=DAY, note="缺第二页")
    paper = cases.fresh(paper)
    assert (paper.stage, paper.reviewer, paper.sitting, paper.opinion) == ("returned", None, None, "")
    assert cases.open_dates(paper) == {("submit_paper", "inspect")}
    actions.submit_paper(paper, by=people.member, today=DAY, note="已补")
    assert actions.agree_paper.why_not(people.leader, paper, DAY) is not None


# -- numbers -------------------------------------------------------------------------------------------------------


def test_a_paper_has_a_provisional_number_until_the_leader_signs(people):
    first, second = cases.paper(people.engagement), cases.paper(people.engagement, "另一件")
    assert [first.number, second.number] == ["预[2026]巡1-1组-01", "预[2026]巡1-1组-02"]
    assert first.number in as_(people.member).get("/findings/papers/").content.decode()
    cases.signed(second)
    assert (second.number, second.pre_number) == ("[2026]巡1-1组-01号", "预[2026]巡1-1组-02")
    page = as_(people.clerk).get(second.get_absolute_url()).content.decode()
    assert "[2026]巡1-1组-01号" in page
    found = as_(people.clerk).get("/findings/papers/", {"q": "预[2026]巡1-1组-02"}).content.decode()
    assert second.key in found, "it is found by its provisional number still"


def test_a_paper_of_the_edition_before_keeps_the_number_that_it_had(people):
    paper = cases.paper(people.engagement)
    WorkingPaper.objects.filter(pk=paper.pk).update(number="[2026]巡1-1组-07号", pre_number="")
    paper = cases.signed(cases.fresh(paper))
    assert cases.fresh(paper).number == "[2026]巡1-1组-07号"


def test_a_dropped_paper_burns_no_number(people):
    actions.drop_paper(cases.paper(people.engagement), by=people.leader, today=DAY, note="查否")
    assert cases.signed(cases.paper(people.engagement, "另一件")).number == "[2026]巡1-1组-01号"


# -- merging and dropping ------------------------------------------------------------------------------------------


def test_two_papers_on_one_matter_become_one_and_the_other_keeps_what_it_says(people):
    one, other = cases.paper(people.engagement), cases.paper(people.engagement, "同一事项")
    cases.sitting(people.engagement)
    actions.merge_paper(other, by=people.leader, today=DAY, into=one, note="同一事项")
    other = cases.fresh(other)
    assert (other.stage, other.merged_into, other.title_text) == ("merged", one, "同一事项")
    assert cases.open_dates(other) == set()
    found = balance.of(people.engagement.round)
    assert (found.recorded, found.count("merged"), found.open, found.unexplained) == (1, 1, 1, 0)
    page = as_(people.member).get(one.get_absolute_url()).content.decode()
    assert "并入本底稿的底稿" in page
    assert other.number in page


def test_a_paper_is_merged_only_into_an_open_one_of_the_same_unit(people):
    paper, signed = cases.paper(people.engagement), cases.finding(people.engagement).paper
    assert "没有其他可以并入的底稿" in actions.merge_paper.why_not(people.leader, paper, DAY)
    other = cases.paper(people.engagement, "另一件")
    data = {"into": signed.key, "note": "同一事项"}
    form = forms.MergePaper(data, thing=paper, by=people.leader, today=DAY)
    assert list(form.errors) == ["into"]
    actions.drop_paper(other, by=people.leader, today=DAY, note="查否")
    with pytest.raises(Refused):
        actions.merge_paper(paper, by=people.leader, today=DAY, into=other, note="同一事项")


def test_nobody_makes_a_problem_disappear(people):
    """An author can't take even his draft back; the leader says why, and it stays in the list and the balance."""
    paper = cases.paper(people.engagement)
    assert "组长" in actions.drop_paper.why_not(people.member, paper, DAY)
    actions.drop_paper(paper, by=people.leader, today=DAY, note="与台账核对一致，问题不存在")
    assert balance.of(people.engagement.round).count("not_established") == 1
    page = as_(people.clerk).get(paper.get_absolute_url()).content.decode()
    assert "与台账核对一致" in page
    assert paper.title_text in page


# -- versions ------------------------------------------------------------------------------------------------------


def amend(people, paper, **values):
    said = {name: getattr(paper, name) for name in ("title_text", "facts", "basis", "evidence", "responsibility")}
    return actions.amend_paper(paper, by=people.member, today=DAY, **said | values)


def test_every_version_is_kept_and_two_of_them_stand_side_by_side(people):
    paper = cases.paper(people.engagement)
    amend(people, paper, facts="抽查30份，有3份不完整。")
    amend(people, paper, facts="抽查30份，有13份不完整。")
    amend(people, paper, facts=paper.facts)  # nothing changed: no version of its own
    versions = versions_of(paper)
    assert [one.number for one in versions] == [1, 2, 3]
    assert [one.words["facts"] for one in versions[1:]] == ["抽查30份，有3份不完整。", "抽查30份，有13份不完整。"]
    url = f"{paper.get_absolute_url()}versions/"
    page = as_(people.member).get(url, {"a": 2, "b": 3}).content.decode()
    assert "<ins>1</ins>" in page
    assert as_(people.other_member).get(url).status_code == 404
    assert as_(people.clerk).get(url).status_code == 404, "the office sees it once it is signed"
    assert as_(people.member).get(url, {"a": "x", "b": "99"}).status_code == 200


def test_what_changed_is_marked_on_both_sides():
    before, after = pieces("会议研究了两次。", "会议只研究了一次。")
    assert "".join(text for _same, text in before) == "会议研究了两次。"
    assert "".join(text for _same, text in after) == "会议只研究了一次。"
    assert [text for same, text in before if not same] == ["两"]
    assert [text for same, text in after if not same] == ["只", "一"]
    [title] = compare({"title_text": "甲", "facts": ""}, {"title_text": "甲", "facts": ""})
    assert not title.differs


def test_versions_that_the_edition_before_did_not_keep_are_named_without_their_words(people):
    paper = amend(people, cases.paper(people.engagement), facts="第二版")
    WorkingPaper.objects.filter(pk=paper.pk).update(earlier=[])
    first, second = versions_of(cases.fresh(paper))
    assert (first.words, second.words["facts"]) == (None, "第二版")


# -- evidence ------------------------------------------------------------------------------------------------------


def test_a_line_of_evidence_is_read_in_its_parts():
    said = "会议记录复印件 第3-5页 附件1\n凭证第7页\n违反第3条的说明\nMinutes p. 2-4 file 2\n台账（附件2）；"
    found = [(one.what, one.pages, one.file) for one in evidence_of(said)]
    assert found == [
        ("会议记录复印件", "3–5", 1),
        ("凭证", "7", None),
        ("违反第3条的说明", "", None),
        ("Minutes", "2–4", 2),
        ("台账", "", 2),
    ]


def test_the_list_of_evidence_is_a_table_whose_lines_open_their_files(people):
    pdf = SimpleUploadedFile("会议记录.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    paper = cases.paper(people.engagement, evidence="会议记录复印件 第3-5页 附件1", files=[pdf])
    page = as_(people.member).get(paper.get_absolute_url()).content.decode()
    part = page[page.index('id="evidence"') :]
    assert "3–5" in part
    assert "会议记录.pdf" in part


@pytest.mark.parametrize(
    ("line", "said"),
    [("凭证 第5-3页", "第1行：起止页码颠倒"), ("凭证 第1页 附件4", "第1行写的是附件4，底稿共有附件0个")],
)
def test_a_line_that_can_not_be_is_named_and_nothing_is_lost(people, line, said):
    data = {"title_text": "问题", "facts": "事实", "concerns": "unit", "source": "documents", "evidence": line}
    url = f"{people.engagement.get_absolute_url()}file-paper/"
    answer = as_(people.member).post(url, data | {"found_on": DAY.isoformat()})
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert line in answer.content.decode()


def test_both_forms_of_the_ledger_have_the_headings_of_the_office(people):
    from tests.casework.test_exports import sheet_of

    said = {
        "source_other": "上级巡视移交",
        "area": "招标采购",
        "led_by": "周某，副局长",
        "files": [cases.pdf("台账.pdf")],
    }
    cases.signed(cases.paper(people.engagement, **said))
    for address, title in (("export", "问题底稿台账"), ("export-in-full", "问题底稿登记表")):
        answer = as_(people.member).get(f"/findings/papers/{address}/")
        book = sheet_of(b"".join(answer.streaming_content))
        headings = [cell.value for cell in book[2]]
        assert book["A1"].value == title
        row = dict(zip(headings, [cell.value for cell in book[3]], strict=True))
        assert row["问题底稿编号"] == "[2026]巡1-1组-01号"
    assert (row["预编号"], row["承办人"]) == ("预[2026]巡1-1组-01", "member、second_member")
    assert (row["支撑材料"], row["组长"]) == ("凭证复印件第1-3页", "leader")
    assert (row["其他"], row["问题领域"], row["分管领导"]) == ("上级巡视移交", "招标采购", "周某，副局长")
    assert row["底稿附件"] == "台账.pdf"


# -- the fact sheet ------------------------------------------------------------------------------------------------


def test_the_unit_reads_the_sheet_and_nothing_else_of_the_paper(people):
    paper = cases.signed(cases.paper(people.engagement, basis="某某规定", responsibility="某某负责"))
    sheet = cases.sheet(paper)
    for user in (people.liaison, people.principal):
        page = as_(user).get(sheet.get_absolute_url()).content.decode()
        assert paper.facts in page
        for hidden in ("某某规定", "某某负责", paper.number, paper.pre_number):
            assert hidden not in page
        assert as_(user).get(paper.get_absolute_url()).status_code == 404
        assert sheet.number in as_(user).get("/findings/sheets/").content.decode()
    assert as_(people.other_liaison).get(sheet.get_absolute_url()).status_code == 404
    assert cases.open_dates(sheet) == {("confirm_facts", "respond")}


def panel_of_sheets(by, engagement):
    answer = as_(by).get(f"/findings/of/{engagement.key}/sheets/", headers={"HX-Request": "true"})
    return [[cell["text"] for cell in row["cells"]] for row in answer.context["rows"]] if answer.context else []


def test_the_page_of_the_unit_shows_its_sheets_with_stage_and_date(people):
    sheet = cases.sheet(cases.signed(cases.paper(people.engagement)))
    for by in (people.member, people.leader, people.clerk, people.head):
        page = as_(by).get(people.engagement.get_absolute_url())
        assert "事实确认单" in [panel["title"] for panel in page.context["panels"]], by
        [row] = panel_of_sheets(by, people.engagement)
        assert row[0] == sheet.number
        assert DAY.isoformat() in row
        assert sheet.get_stage_display() in row
    page = as_(people.secretary).get(people.engagement.get_absolute_url())
    assert "事实确认单" not in [panel["title"] for panel in page.context["panels"]]
    assert panel_of_sheets(people.secretary, people.engagement) == []
    assert as_(people.other_leader).get(f"/findings/of/{people.engagement.key}/sheets/").status_code == 404


def test_the_sheet_of_a_matter_under_seal_is_in_no_panel_of_the_team(people):
    paper = cases.signed(cases.paper(people.engagement))
    sheet = cases.sheet(paper)
    WorkingPaper._base_manager.filter(pk=paper.pk).update(stage="sealed")
    assert panel_of_sheets(people.leader, people.engagement) == []
    assert [row[0] for row in panel_of_sheets(people.liaison, people.engagement)] == [sheet.number]


def test_the_panel_asks_as_often_for_many_sheets_as_for_one(people):
    def cost():
        with CaptureQueriesContext(connection) as asked:
            rows = panel_of_sheets(people.leader, people.engagement)
        return len(asked), len(rows)

    cases.sheet(cases.signed(cases.paper(people.engagement)))
    cost()
    few, _one = cost()
    for number in range(5):
        cases.sheet(cases.signed(cases.paper(people.engagement, f"第{number}件")))
    assert cost() == (few, 6)


def test_what_the_unit_says_stands_on_the_paper(people):
    paper = cases.signed(cases.paper(people.engagement))
    sheet = cases.sheet(paper)
    url = f"{sheet.get_absolute_url()}dispute-facts/"
    data = {"disputed": "数量不是12份", "grounds": "", "version": sheet.version}
    assert as_(people.liaison).post(url, data).status_code == 422
    pdf = SimpleUploadedFile("登记簿.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    data |= {"grounds": "登记簿可以证明", "files": pdf}
    assert as_(people.liaison).post(url, data).status_code == 302
    page = as_(people.member).get(paper.get_absolute_url()).content.decode()
    assert "数量不是12份" in page
    assert "登记簿可以证明" in page
    assert cases.open_dates(sheet) == set()
    told = Event.objects.get(move="findings.factsheet.dispute-facts").notices.values_list("person__username", flat=True)
    assert set(told) == {"leader", "member", "second_member"}


def test_a_unit_that_confirms_does_so_once_and_one_that_is_silent_is_not_waited_for(people):
    sheet = cases.sheet(cases.signed(cases.paper(people.engagement)))
    actions.confirm_facts(sheet, by=people.principal, today=DAY, note="属实")
    assert (sheet.answered_by, sheet.answered_on) == (people.principal, DAY)
    assert actions.dispute_facts.why_not(people.liaison, sheet, DAY) is not None
    silent = cases.sheet(cases.signed(cases.paper(people.engagement, "另一件")))
    assert silent.number != sheet.number
    actions.close_sheet(silent, by=people.leader, today=DAY, note="逾期未答复")
    assert cases.open_dates(silent) == set()


@pytest.mark.parametrize("concerns", [one for one in Concerns if one != Concerns.UNIT])
def test_of_what_is_about_a_person_the_unit_is_never_asked(people, concerns):
    paper = cases.signed(cases.paper(people.engagement, concerns=concerns))
    assert "涉及个人" in actions.send_sheet.why_not(people.leader, paper, DAY)


def test_nor_when_only_the_finding_says_so_or_when_it_is_routed_or_asked_already(people):
    about = cases.finding(people.engagement, "甲", concerns="unit")
    actions_why = actions.send_sheet.why_not
    assert actions_why(people.leader, about.paper, DAY) is None
    cases.sheet(cases.fresh(about.paper))
    assert "已向该单位发过" in actions_why(people.leader, cases.fresh(about.paper), DAY)
    paper = cases.signed(cases.paper(people.engagement, "乙"))
    values = {"title_text": "乙", "facts": "x", "concerns": "principal", "subject_name": "钱某"}
    actions.raise_finding(paper, by=people.member, today=DAY, **values)
    assert "涉及个人" in actions_why(people.leader, cases.fresh(paper), DAY)
    routed = cases.finding(people.engagement, "丙")
    cases.heard(people, people.engagement.round)
    cases.routed(people, routed, "organisation")
    assert "分流处置" in actions_why(people.leader, cases.fresh(routed.paper), DAY)


# -- under seal ----------------------------------------------------------------------------------------------------


def test_what_moves_under_seal_takes_its_versions_and_what_was_merged_along(people):
    lead = cases.lead(people.engagement, "并入事项的疑点")
    values = {"facts": "并入稿事实", "source": "talk", "found_on": DAY, "second": people.second_member}
    merged = actions.lead_to_paper(
        lead, by=people.member, today=DAY, title_text="并入稿标题", concerns="unit", evidence="并入稿证据", **values
    )
    pdf = SimpleUploadedFile("并入稿.pdf", b"%PDF-1.4 x", content_type="application/pdf")
    paper = amend(people, cases.paper(people.engagement, "第一版标题"), title_text="第二版标题")
    actions.amend_paper(merged, by=people.member, today=DAY, title_text="并入稿新标题", files=[pdf])
    actions.merge_paper(merged, by=people.leader, today=DAY, into=paper, note="同一事项")
    cases.signed(paper)
    sheet = cases.sheet(paper)
    values = {"title_text": "问题", "facts": "x", "concerns": "unit", "responsibility": "x"}
    values |= {"recommended_to": "x", "recommendation": "x"}
    found = actions.raise_finding(cases.fresh(paper), by=people.member, today=DAY, **values)
    actions.confirm(found, by=people.leader, today=DAY, note="")
    cases.heard(people, people.engagement.round)
    referrals.send_clue(cases.routed(people, found, "discipline"), by=people.head, today=DAY, note="")
    paper, merged = cases.fresh(paper), cases.fresh(merged)
    assert {paper.stage, merged.stage, cases.fresh(lead).stage} == {"sealed"}
    for thing in (paper, merged, cases.fresh(lead)):
        words = str([getattr(thing, field.attname) for field in thing._meta.concrete_fields])
        for said in ("标题", "并入稿", "证据", "抽查", "疑点"):
            assert said not in words, (thing, said)
    # The unit keeps the sheet as it was: one that vanished would tell it of the clue. Nobody else sees it any more.
    assert "第二版标题" in as_(people.principal).get(sheet.get_absolute_url()).content.decode()
    for somebody in (people.leader, people.member, people.clerk, people.head):
        assert as_(somebody).get(sheet.get_absolute_url()).status_code == 404
    client = as_(people.member)
    for address in (paper.get_absolute_url(), f"{paper.get_absolute_url()}versions/", merged.get_absolute_url()):
        page = client.get(address).content.decode()
        assert "版标题" not in page
        assert "新标题" not in page
        assert "并入稿.pdf" not in page
    clue = Clue.objects.get()
    assert "并入稿新标题" in clue.evidence
    assert "并入稿证据" in clue.evidence
    assert "并入稿.pdf" in as_(people.discipline_handler).get(clue.get_absolute_url()).content.decode()
    assert balance.of(Round.objects.get(pk=people.engagement.round_id)).unexplained == 0
    assert Lead.objects.get(pk=lead.pk).number == lead.number
