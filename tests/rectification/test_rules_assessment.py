"""Who may do what, for what comes after the reports: score sheets, assessments."""

import pytest

from tests.rules import lines, table

RULES = {
    "disclosure": """
        feedback.draft-inside | accepted + disclosure | respond sign oversee | is_for_the_organisation not_drafted_inside | respond sign | disclose_inside | -
        feedback.draft-for-all | accepted + disclosure | respond sign oversee | is_for_the_organisation not_drafted_for_all | respond sign | disclose_public | -
        disclosure.write-disclosure | drafting | respond sign | - | - | - | -
        disclosure.submit-disclosure | drafting → submitted | sign | - | direct oversee | approve_disclosure | -
        disclosure.correct-disclosure | submitted | oversee direct | - | - | - | -
        disclosure.approve-disclosure | submitted → approved | direct | nothing_under_seal | respond sign oversee | - | approve_disclosure
        disclosure.return-disclosure | submitted,approved → drafting | direct | - | respond sign | - | approve_disclosure
        disclosure.publish-disclosure | approved → published | respond sign | - | oversee direct | - | disclose_inside disclose_public
        disclosure.withhold-disclosure | drafting,submitted,approved → withheld | direct | - | oversee respond sign | - | -
    """,
    "survey": """
        engagement.open-survey | fed_back,rectifying,closed + satisfactionsurvey | oversee | no_survey_is_open | direct | close_survey | -
        satisfactionsurvey.close-survey | open → closed | oversee | - | oversee direct | - | close_survey
        satisfactionsurvey.close-survey-by-itself | open → closed | clock | last_day_has_passed | oversee direct | - | close_survey
    """,
    "sheet": """
        organisation.draft-sheet | active + scoresheet | oversee | is_the_authority | - | use_sheet | -
        scoresheet.amend-sheet | draft | oversee | - | - | - | -
        scoresheet.add-criterion | draft + scorecriterion | oversee | - | - | - | -
        scorecriterion.amend-criterion | draft | oversee | sheet_is_a_draft | - | - | -
        scorecriterion.drop-criterion | draft → dropped | oversee | sheet_is_a_draft | - | - | -
        scoresheet.use-sheet | draft → in_use | direct | adds_up | oversee | - | use_sheet
        scorecriterion.freeze-criterion | draft → frozen | house | - | - | - | -
        scoresheet.drop-sheet | draft → dropped | oversee | - | - | - | -
        scoresheet.retire-sheet | in_use → retired | direct | - | oversee | - | -
        scoresheet.replace-sheet | in_use → retired | house | - | - | - | -
    """,
    "assessment": """
        engagement.open-assessment | fed_back,rectifying,closed + assessment | oversee | is_not_assessed_yet reports_are_accepted a_sheet_is_in_use | direct supervise | score_office score_bodies | -
        engagement.go-without-assessment | fed_back,rectifying,closed + assessment | direct | is_not_assessed_yet | oversee observe | - | -
        assessment.put-to-score | scoring + score | house | - | - | - | -
        score.give-points | any → given | oversee supervise | is_scored_by_his_body is_not_his_own_unit is_open_for_points | - | - | -
        assessment.office-has-scored | scoring | house | - | - | - | score_office
        assessment.bodies-have-scored | scoring | house | - | - | - | score_bodies
        assessment.everything-is-scored | scoring → scored | house | - | direct | propose_grade | score_office score_bodies
        assessment.propose-grade | scored → proposed | direct | - | oversee observe | confirm_grade | propose_grade
        assessment.confirm-grade | proposed → confirmed | oversee | - | direct observe supervise lead respond sign | - | confirm_grade
        assessment.send-grade-back | proposed → scored | oversee | - | direct | propose_grade | confirm_grade
        assessment.object-to-grade | confirmed → objected | sign | has_not_objected_yet round_is_not_archived | direct oversee | answer_objection | -
        assessment.answer-objection | objected → answered | direct | - | respond sign oversee | - | answer_objection
        assessment.propose-another-grade | objected → proposed | direct | - | oversee observe | confirm_grade | answer_objection
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"rectification.actions.{room}") == lines(RULES[room])
