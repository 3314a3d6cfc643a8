"""Who may do what on the ladder of papers and on accountability: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, table

RULES = {
    "ladder": """
        feedback.prepare-paper | any + ladderpaper | oversee clock | a_paper_is_due | oversee | review_ladder_paper | -
        feedback.prepare-above | any + ladderpaper | house | - | - | review_ladder_paper | -
        ladderpaper.write-paper | draft,for_signature | oversee direct | - | - | - | -
        ladderpaper.gather-again | draft | oversee | facts_have_changed | - | - | -
        ladderpaper.submit-paper | draft → for_signature | oversee | there_is_time rests_on_something nothing_under_seal | direct | issue_ladder_paper | review_ladder_paper
        ladderpaper.return-paper | for_signature → draft | direct | - | oversee | review_ladder_paper | issue_ladder_paper
        ladderpaper.issue-paper | for_signature → sent | direct | is_not_the_last there_is_time rests_on_something nothing_under_seal | respond sign oversee | sign_ladder_paper answer_ladder_paper | issue_ladder_paper
        ladderpaper.issue-last-paper | for_signature → sent | direct | is_the_last there_is_time rests_on_something nothing_under_seal | respond sign oversee observe | sign_ladder_paper answer_ladder_paper | issue_ladder_paper
        ladderpaper.pass-over | sent,signed_for,answered → climbed | house | - | - | - | -
        ladderpaper.leave-unissued | draft,for_signature → not_issued | direct | - | oversee | - | -
        ladderpaper.take-back-paper | sent,signed_for → taken_back | direct | - | respond sign oversee | - | -
        ladderpaper.sign-for-paper | sent → signed_for | sign | - | oversee | - | sign_ladder_paper
        ladderpaper.answer-paper | signed_for → answered | sign | - | oversee direct | judge_ladder_paper | answer_ladder_paper
        ladderpaper.accept-paper | answered → accepted | oversee | - | respond sign direct | - | -
        ladderpaper.climb | answered → climbed | oversee | has_something_above | direct | - | -
    """,
    "accountability": """
        engagement.propose-accountability | fed_back,rectifying,closed + accountability | oversee | - | direct | agree_accountability | -
        visiteditem.propose-for | checked + accountability | oversee direct observe | speaks_for_it is_not_proposed_yet | direct | agree_accountability | -
        ladderpaper.propose-for | sent,signed_for,answered,climbed + accountability | oversee direct observe | speaks_for_it is_not_proposed_yet | direct | agree_accountability | -
        evidenceflag.propose-for | answered,decided + accountability | oversee direct observe | speaks_for_it is_not_proposed_yet | direct | agree_accountability | -
        obstruction.propose-for | decided,told,filed + accountability | oversee direct observe | speaks_for_it is_not_proposed_yet | direct | agree_accountability | -
        leakincident.propose-for | handled + accountability | oversee direct observe | speaks_for_it is_not_proposed_yet | direct | agree_accountability | -
        accountability.amend-accountability | proposed | oversee | not_about_himself | - | - | -
        accountability.agree-accountability | proposed → agreed | oversee | not_about_himself | direct observe | refer_accountability | agree_accountability
        accountability.refuse-accountability | proposed → refused | direct | not_about_himself | oversee observe | - | -
        accountability.refer-accountability | agreed → referred | oversee | not_about_himself | handle direct | decide_accountability | refer_accountability
        accountability.return-accountability | referred → agreed | handle | not_about_himself | oversee direct | refer_accountability | decide_accountability
        accountability.decide-accountability | referred → decided | handle | not_about_himself | oversee direct observe | serve_accountability enforce_accountability | decide_accountability
        accountability.find-no-fault | referred → refused | handle | not_about_himself | oversee direct observe | - | -
        accountability.serve-decision | decided | oversee | is_not_told not_about_himself | direct handle | - | serve_accountability
        engagement.serve-accountability-notice | fed_back,rectifying,closed + accountabilitynotice | house | - | sign | sign_accountability | -
        accountabilitynotice.sign-for-decision | sent → signed_for | sign | - | oversee | - | sign_accountability
        accountability.enforce-decision | decided → enforced | handle oversee | the_unit_is_told not_about_himself | oversee direct | publish_accountability | enforce_accountability
        accountability.publish-decision | enforced → published | oversee | not_about_himself | direct observe handle | close_accountability | publish_accountability
        accountability.keep-unpublished | enforced → kept | direct | not_about_himself | oversee observe handle | close_accountability | publish_accountability
        accountability.close-accountability | published,kept → closed | direct | not_about_himself | oversee handle | - | -
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"rectification.actions.{room}") == lines(RULES[room])
