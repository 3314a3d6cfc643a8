"""What came of a rectification is assessed: points from three sides, one grade, one objection; the sheet stays."""

from decimal import Decimal

import pytest

from casework.moves import Refused
from rectification import actions, assessing
from rectification.forms import assessment as forms
from rectification.models import Assessment, Score, ScoreSheet, VisitedItem
from tests import cases
from tests.once import once
from tests.people import cast

pytestmark = pytest.mark.django_db
DAY = cases.DAY
Stage = Assessment.Stage


@once
def people():
    return cast()


@once
def engagement(people):
    """A unit has put right the one problem that it was told of, and its reports are accepted."""
    engagement = cases.on_site(people)
    found = cases.finding(engagement, "台账登记不完整")
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    cases.fed_back(people, engagement)
    return cases.answered_for(people, engagement)


@once
def assessment(people, engagement):
    return cases.assessment(people, engagement)


def score(assessment, viewpoint) -> Score:
    return cases.fresh(assessment.scores.get(viewpoint=viewpoint))


# -- the sheet -----------------------------------------------------------------------------------------------------


def test_a_new_sheet_begins_with_the_usual_criteria_which_make_a_hundred_points(people):
    said = {"name": "评分表", "since": "2026", "replaces": None, "sham_at_most": "failed"}
    limits = {"excellent_from": 90, "passed_from": 80, "basic_from": 60}
    sheet = actions.draft_sheet(people.authority, by=people.clerk, today=DAY, **said, **limits)
    assert {row.viewpoint for row in sheet.criteria.all()} == {"office", "discipline", "personnel"}
    assert actions.use_sheet.why_not(people.head, sheet, DAY) is None


def test_a_sheet_whose_points_do_not_add_up_is_not_put_in_use(people):
    sheet = cases.score_sheet(people, used=False)
    actions.drop_criterion(sheet.criteria.filter(stage="draft").first(), by=people.clerk, today=DAY, note="重复")
    with pytest.raises(Refused, match="100"):
        actions.use_sheet(cases.fresh(sheet), by=people.head, today=DAY, note="")


def test_a_better_grade_needs_more_points_than_the_next_one():
    values = {"name": "评分表", "since": "2026", "excellent_from": 80, "passed_from": 80, "basic_from": 60}
    form = forms.AmendSheet(values | {"sham_at_most": "failed"})
    assert not form.is_valid()
    assert "excellent_from" in form.errors


def test_a_new_edition_retires_the_old_one_and_changes_nothing_that_was_scored_by_it(people, assessment):
    old = assessment.sheet
    before = list(assessment.scores.order_by("order").values_list("text", "weight"))
    new = cases.score_sheet(people, "新版评分表", replaces=old, used=False)
    criterion = new.criteria.order_by("order").first()
    said = {"viewpoint": "office", "group": "任务落实", "text": "新的标准", "weight": 50, "fact": "closed"}
    actions.amend_criterion(criterion, by=people.clerk, today=DAY, **said)
    actions.use_sheet(cases.fresh(new), by=people.head, today=DAY, note="")
    assert cases.fresh(old).stage == ScoreSheet.Stage.RETIRED
    assert list(assessment.scores.order_by("order").values_list("text", "weight")) == before
    assert cases.fresh(assessment).sheet == old
    assert actions.amend_criterion.why_not(people.clerk, cases.fresh(criterion), DAY)


# -- points --------------------------------------------------------------------------------------------------------


def test_it_is_opened_when_the_reports_are_accepted_and_the_sides_owe_their_points(people, assessment):
    assert cases.open_dates(assessment) == {("score_office", "oversee"), ("score_bodies", "supervise")}
    assert {row.body for row in assessment.scores.all()} == {people.office, people.discipline, people.personnel}
    assert actions.open_assessment.why_not(people.clerk, assessment.engagement, DAY)


def test_a_unit_that_has_not_reported_is_not_assessed(people):
    engagement = cases.on_site(people)
    found = cases.finding(engagement)
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    cases.fed_back(people, engagement)
    cases.score_sheet(people)
    assert "整改情况报告" in actions.open_assessment.why_not(people.clerk, cases.fresh(engagement), DAY)


def test_each_side_gives_its_own_points_and_nobody_elses(people, assessment):
    mine = score(assessment, "discipline")
    with pytest.raises(Refused, match=str(people.discipline)):
        actions.give_points(mine, by=people.clerk, today=DAY, points=30)
    actions.give_points(mine, by=people.discipline_handler, today=DAY, points=30)
    assert actions.give_points.why_not(people.liaison, score(assessment, "office"), DAY)
    assert ("score_bodies", "supervise") in cases.open_dates(assessment)
    actions.give_points(score(assessment, "personnel"), by=people.personnel_handler, today=DAY, points=20)
    assert cases.open_dates(cases.fresh(assessment)) == {("score_office", "oversee")}
    actions.give_points(score(assessment, "office"), by=people.clerk, today=DAY, points=50)
    assessment = cases.fresh(assessment)
    assert assessment.stage == Stage.SCORED
    assert cases.open_dates(assessment) == {("propose_grade", "direct")}


def test_whoever_takes_points_off_says_why_and_nobody_gives_more_than_there_are(people, assessment):
    mine = score(assessment, "office")
    low = forms.GivePoints({"points": "40", "reason": ""}, thing=mine, by=people.clerk, today=DAY)
    assert "reason" in low.errors
    high = forms.GivePoints({"points": "50.5", "reason": "x"}, thing=mine, by=people.clerk, today=DAY)
    assert "points" in high.errors
    assert forms.GivePoints({"points": "40", "reason": "慢"}, thing=mine, by=people.clerk, today=DAY).is_valid()


def test_nobody_scores_his_own_unit(people, assessment):
    people.clerk.person.organisation = assessment.unit
    people.clerk.person.save()
    with pytest.raises(Refused, match="本单位"):
        actions.give_points(score(assessment, "office"), by=people.clerk, today=DAY, points=50)


def test_where_a_department_is_inspected_itself_the_office_scores_in_its_place(people, engagement):
    engagement.unit = people.personnel
    bodies = actions.assessment.scoring_bodies(engagement)
    assert bodies["personnel"] == bodies["office"] == people.office
    assert bodies["discipline"] == people.discipline


def test_the_facts_are_counted_and_leave_out_what_is_for_the_principal_alone(people):
    engagement = cases.on_site(people)
    found, alone = cases.finding(engagement), cases.finding(engagement, "班子成员作风问题", concerns="member")
    cases.heard(people, engagement.round)
    cases.routed(people, found, "organisation")
    cases.routed(people, alone, "principal")
    cases.fed_back(people, engagement)
    counted = assessing.counts_of(engagement, DAY)
    assert (counted["items"], counted["closed"]) == (1, 0)
    said = assessing.words_of(counted)
    assert said["closed"] == "反馈问题1个，已销号0个"
    assert assessing.words_of({}) == {}


def test_the_points_of_a_side_are_given_on_one_page_beside_what_was_counted(people, assessment, client):
    client.force_login(people.clerk, backend="accounts.backends.ByPassword")
    url = f"{assessment.get_absolute_url()}points/"
    page = client.get(url).content.decode()
    assert "反馈问题1个，已销号1个" in page
    bad = client.post(url, {"points_1": "40", "reason_1": ""})
    assert bad.status_code == 422
    assert 'value="40"' in bad.content.decode()
    good = {"points_1": "45", "reason_1": "一件超期", "form_key": "abcdefgh"}
    assert client.post(url, good).status_code == 302
    assert client.post(url, good).status_code == 302
    mine = score(assessment, "office")
    assert (mine.points, mine.reason, mine.version) == (Decimal("45.0"), "一件超期", 2)
    assert mine.author == people.clerk


# -- the grade -----------------------------------------------------------------------------------------------------


def test_the_grade_follows_from_the_points_and_another_one_needs_a_reason(people, assessment):
    assessment = cases.scored(people, assessment, points={"office": 40, "discipline": 25})
    with pytest.raises(Refused, match="理由"):
        actions.propose_grade(assessment, by=people.head, today=DAY, grade="excellent")
    with pytest.raises(Refused):
        actions.propose_grade(assessment, by=people.clerk, today=DAY, grade="passed")
    actions.propose_grade(assessment, by=people.head, today=DAY, grade="passed")
    assessment = cases.fresh(assessment)
    assert (assessment.total, assessment.proposed_grade, assessment.grade) == (85, "passed", "")
    assert assessment.counted["closed"] == 1
    assert actions.give_points.why_not(people.clerk, score(assessment, "office"), DAY)


def test_sham_rectification_caps_the_grade_whatever_the_points(people, engagement, assessment):
    visit = cases.on_visit(people, engagement)
    looked = visit.visited.first() or actions.add_to_sample(
        visit, by=people.clerk, today=DAY, items=[engagement.items.get()], note="抽查"
    )
    VisitedItem._base_manager.filter(visit=visit).update(result="sham")
    assert looked
    assessment = cases.scored(people, assessment)
    with pytest.raises(Refused, match="虚假整改"):
        actions.propose_grade(assessment, by=people.head, today=DAY, grade="excellent", why="整改较好")
    form = forms.ProposeGrade({"grade": "basic", "why": "x"}, thing=assessment, by=people.head, today=DAY)
    assert "grade" in form.errors
    actions.propose_grade(assessment, by=people.head, today=DAY, grade="failed")
    assert cases.fresh(assessment).total == 100


def test_the_unit_reads_the_grade_once_the_leading_group_has_confirmed_it(people, assessment):
    seen = Assessment.objects.visible_to
    assessment = cases.scored(people, assessment)
    actions.propose_grade(assessment, by=people.head, today=DAY, grade="excellent")
    assert not seen(people.liaison).exists()
    assert not seen(people.leader).exists()
    assert seen(people.discipline_handler).exists()
    actions.confirm_grade(cases.fresh(assessment), by=people.clerk, today=DAY, held_on=DAY, note="同意")
    assessment = cases.fresh(assessment)
    assert seen(people.liaison).get().grade == "excellent"
    assert seen(people.leader).exists()
    assert assessment.meeting.kind_of == "leading_group"
    assert not cases.open_dates(assessment)


def test_what_the_leading_group_sends_back_is_scored_and_proposed_again(people, assessment):
    assessment = cases.scored(people, assessment)
    actions.propose_grade(assessment, by=people.head, today=DAY, grade="excellent")
    actions.send_grade_back(cases.fresh(assessment), by=people.clerk, today=DAY, note="请复核")
    assessment = cases.fresh(assessment)
    actions.give_points(score(assessment, "office"), by=people.clerk, today=DAY, points=30, reason="复核后扣分")
    assert cases.fresh(assessment).stage == Stage.SCORED
    assert cases.graded(people, assessment, grade="passed").grade == "passed"


def test_the_principal_objects_once_and_gets_a_reason(people, assessment):
    assessment = cases.graded(people, cases.scored(people, assessment, points={"office": 20}), grade="basic")
    assert actions.object_to_grade.why_not(people.liaison, assessment, DAY)
    actions.object_to_grade(assessment, by=people.principal, today=DAY, objection="进度以批复为准")
    assert cases.open_dates(cases.fresh(assessment)) == {("answer_objection", "direct")}
    actions.propose_another_grade(cases.fresh(assessment), by=people.head, today=DAY, grade="passed", answer="异议成立")
    assessment = cases.fresh(assessment)
    assert (assessment.stage, assessment.grade, assessment.proposed_grade) == (Stage.PROPOSED, "basic", "passed")
    actions.confirm_grade(assessment, by=people.clerk, today=DAY, held_on=DAY, note="")
    with pytest.raises(Refused, match="一次"):
        actions.object_to_grade(cases.fresh(assessment), by=people.principal, today=DAY, objection="再次")


def test_an_objection_that_does_not_hold_is_answered_and_the_grade_stands(people, assessment):
    assessment = cases.graded(people, cases.scored(people, assessment))
    actions.object_to_grade(assessment, by=people.principal, today=DAY, objection="扣分依据不足")
    actions.answer_objection(cases.fresh(assessment), by=people.head, today=DAY, answer="依据见台账")
    assessment = cases.fresh(assessment)
    assert (assessment.stage, assessment.grade) == (Stage.ANSWERED, "excellent")


def test_a_round_is_assessed_when_every_unit_has_its_grade_or_a_reason(people, engagement, assessment):
    round = cases.fresh(engagement.round)
    for one in round.engagements.filter(stage="reported"):
        cases.fed_back(people, one)
    reason = actions.assess_round.needs[-1]
    cases.graded(people, cases.scored(people, assessment))
    waiting = reason(round, people.clerk, DAY)
    assert waiting is None or str(people.unit) not in waiting
    cases.excused(people, round)
    assert reason(round, people.clerk, DAY) is None
    excused = Assessment.objects.filter(stage=Stage.EXCUSED)
    assert all(one.why for one in excused)


def test_the_paper_shows_criteria_facts_points_and_grade(people, assessment, client):
    assessment = cases.graded(people, cases.scored(people, assessment))
    client.force_login(people.liaison, backend="accounts.backends.ByPassword")
    page = client.get(f"{assessment.get_absolute_url()}paper/").content.decode()
    for words in ("任务落实", "反馈问题1个，已销号1个", "优秀"):
        assert words in page, words
