"""Who may do what, for what is put right: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, rooms, table

from . import test_rules_accountability, test_rules_assessment, test_rules_common, test_rules_visits

RULES = {
    "taking_archive": """
        round.take-archive | archived + roundarchive | direct | - | oversee | - | -
        roundarchive.archive-is-made | making → made | house | - | - | - | -
        roundarchive.archive-failed | making → failed | house | - | direct | - | -
    """,
    "archive": """
        round.assess-round | rectifying → assessed | oversee | every_report_is_accepted every_unit_is_assessed | observe | - | -
        round.archive | assessed → archived | oversee | balances every_engagement_is_closed every_unit_has_spoken_of_its_team every_visit_is_over no_grade_is_open everything_is_published nobody_waits_to_be_held_to_account | observe | - | -
    """,
    "dates": """
        engagement.stop-clock | notified,entered,withdrawn,reported,fed_back,rectifying | oversee | clock_runs | direct lead respond sign | look_at_stop | -
        engagement.let-clock-run | notified,entered,withdrawn,reported,fed_back,rectifying | oversee | clock_stands | direct lead respond sign | - | look_at_stop
        engagement.decide-date | notified,entered,withdrawn,reported,fed_back,rectifying | oversee | several_apply | direct lead respond sign | - | -
        round.take-up-profile | draft,lg_reviewed,approved,staffed,prepared,mobilized,on_site,reporting,lg_heard,secretary_heard,fed_back,rectifying,assessed | direct | - | oversee observe lead | - | -
    """,
    "copy": """
        feedback.send-copies | any | oversee | meant_for_the_organisation | - | - | -
        feedback.number-copy | any + copy | house | - | - | - | -
        copy.send-copy | numbered → sent | house | - | handle | sign_for_copy | -
        copy.sign-for-copy | sent → signed_for | handle | - | oversee | - | -
        copy.note-receipt | sent → signed_for | oversee | - | - | - | -
        feedback.print-copy | any + copy | oversee observe lead respond sign | - | - | - | -
    """,
    "evidence": """
        progress.raise-flag | filed + evidenceflag | house | - | - | decide_evidence | -
        item.raise-flag | any + evidenceflag | house | - | - | decide_evidence | -
        immediatefix.raise-flag | any + evidenceflag | house | - | - | decide_evidence | -
        recovery.raise-flag | any + evidenceflag | house | - | - | decide_evidence | -
        handling.raise-flag | any + evidenceflag | house | - | - | decide_evidence | -
        institution.raise-flag | any + evidenceflag | house | - | - | decide_evidence | -
        evidenceflag.ask-unit | open → asked | oversee lead | - | respond sign | explain_evidence | decide_evidence
        evidenceflag.explain-evidence | asked → answered | respond sign | - | oversee lead | decide_evidence | explain_evidence
        evidenceflag.decide-flag | open → decided | oversee lead | - | - | - | decide_evidence
        evidenceflag.decide-answered | asked,answered → decided | oversee lead | - | respond sign | - | decide_evidence explain_evidence
    """,
    "feedback": """
        engagement.feed-back | reported,notified → fed_back | oversee | reported_or_from_above everything_is_routed every_opinion_is_checked | respond sign lead | - | feed_back
        engagement.give | fed_back + feedback | house | - | respond sign | sign_for_feedback rectification_report | -
        feedback.assign-item | given + item | house | - | - | - | -
        feedback.draw-up | given + plan | house | - | - | plan | -
        feedback.sign-for | given → signed_for | sign | - | oversee lead | - | sign_for_feedback
        feedback.ask-statement | given | house | - | - | state_position | -
        feedback.state-position | given,signed_for,reported | sign | no_statement_yet | oversee lead | - | state_position
        feedback.attach-letter | given,signed_for | oversee | - | - | - | -
    """,
    "fix": """
        landing.issue-fix | decided + immediatefix | lead | is_put_right_at_once no_notice_is_out nothing_under_seal | respond sign oversee | sign_for_fix fix | -
        workingpaper.propose-fix | finalized | inspect | team_is_on_site not_about_the_principal has_no_notice nothing_is_proposed | lead | issue_proposed_fix | -
        workingpaper.decline-fix | finalized | lead | is_proposed | inspect | - | issue_proposed_fix
        workingpaper.end-fix-proposal | finalized | house | - | - | - | issue_proposed_fix
        workingpaper.issue-fix-from-paper | finalized + immediatefix | lead | team_is_on_site not_about_the_principal has_no_notice paper_shows_no_seal | respond sign oversee | sign_for_fix fix | -
        landing.join-fix | decided | lead | is_put_right_at_once notice_of_its_paper | - | - | -
        immediatefix.join-landing | issued,signed_for,reported,returned,closed | house | - | - | - | -
        immediatefix.sign-for-fix | issued → signed_for | sign | - | lead oversee | - | sign_for_fix
        immediatefix.report-fix | signed_for,returned → reported | respond sign | - | lead oversee | verify_fix | fix fix_again
        immediatefix.close-fix | reported → closed | lead oversee | evidence_is_decided | respond sign | - | -
        immediatefix.return-fix | reported → returned | lead oversee | - | respond sign | fix_again | verify_fix
        immediatefix.roll-into-feedback | issued,signed_for,reported,returned → rolled | lead oversee | feedback_is_still_to_come | respond sign oversee | - | sign_for_fix fix fix_again verify_fix
    """,
    "item": """
        item.put-under-review | assigned,plan_returned → under_review | house | - | - | - | -
        item.return-in-plan | under_review → plan_returned | house | - | - | - | -
        item.begin | assigned,plan_returned,under_review → in_progress | house | - | - | item | -
        item.report-progress | in_progress,returned,reopened + progress | respond sign | - | - | - | -
        item.advance | in_progress,returned,reopened | house | - | - | - | -
        item.ask-for-help | in_progress,returned,reopened → blocked | respond sign | - | oversee direct sign | help_item | -
        item.answer-help | blocked → in_progress | oversee | - | respond sign | - | help_item
        item.request-close | in_progress,returned,reopened → close_requested | respond sign | has_reported | sign | endorse_item | item item_again
        item.endorse-item | close_requested → unit_signed | sign | - | oversee lead | verify_item | endorse_item
    """,
    "opinion": """
        engagement.draft-opinion | reported,notified + opinion | oversee lead | reported_or_from_above everything_is_routed something_is_to_be_drafted | - | submit_opinion | -
        opinion.list-problem | drafting,review + opinionproblem | house | - | - | - | -
        opinionproblem.put-in-place | verbatim,reworded | house | - | - | - | -
        opinionproblem.leave-out | verbatim,reworded → left_out | house | - | - | - | -
        opinion.take-over-again | drafting,review | oversee lead | - | - | - | -
        opinion.revise-opinion | drafting,review | oversee lead | - | - | - | -
        opinionproblem.reword | verbatim,reworded → reworded | oversee lead | opinion_is_open not_the_words_of_above | - | - | -
        opinion.overrule | drafting,review,checked + overruling | direct | - | oversee | - | -
        landing.overrule | decided + overruling | direct | - | oversee | - | -
        disclosure.overrule | drafting,submitted + overruling | direct | - | oversee | - | -
        opinion.submit-opinion | drafting → review | oversee lead | lists_what_is_routed_there | direct | check_opinion | submit_opinion
        opinion.check-opinion | drafting,review → checked | direct | lists_what_is_routed_there nothing_under_seal | oversee lead | give_opinion | submit_opinion check_opinion
        opinion.return-opinion | review,checked → drafting | direct | - | oversee lead | submit_opinion | check_opinion give_opinion
        opinion.hand-out | checked → given | house | - | - | - | -
    """,
    "plan": """
        plan.propose | drafting → proposed | respond sign | is_reviewed every_problem_is_answered | sign | endorse_plan | plan plan_again
        plan.endorse-plan | proposed → signed | sign | - | oversee lead supervise | review_plan joint_review | endorse_plan
        plan.approve-plan | signed → approved | oversee | nobody_wants_it_back every_body_has_spoken | respond sign | - | -
        plan.sign-plan | drafting → approved | sign | by_the_six_steps every_problem_is_answered | oversee lead respond | - | -
        plan.return-items | signed → drafting | oversee | every_body_has_spoken | respond sign | plan_again | review_plan joint_review
        plan.return-plan | proposed,signed → drafting | oversee sign | - | respond sign | plan_again | endorse_plan review_plan joint_review
        engagement.rectify | fed_back → rectifying | house | - | - | - | -
    """,
    "closing": """
        item.close | unit_signed → closed | oversee lead | not_his_own one_is_enough evidence_is_decided | respond sign | - | -
        item.verify-first | unit_signed → verifying | oversee lead | not_his_own two_are_needed evidence_is_decided | oversee lead | confirm_item | verify_item
        item.confirm-close | verifying → closed | oversee lead | not_his_own another_than_the_first evidence_is_decided | respond sign | - | -
        item.return-item | unit_signed,close_requested,verifying → returned | oversee lead sign | - | respond sign | item_again | verify_item endorse_item confirm_item
        item.reopen-item | closed → reopened | oversee lead | - | respond sign direct | item | -
    """,
    "effects": """
        item.enter-recovery | in_progress,returned,reopened,blocked + recovery | respond sign | - | - | - | -
        item.enter-handling | in_progress,returned,reopened,blocked + handling | respond sign | - | - | - | -
        recovery.strike-entry | entered → struck | respond sign | item_is_being_put_right | - | - | -
        handling.strike-entry | entered → struck | respond sign | item_is_being_put_right | - | - | -
    """,
    "joint": """
        item.review-item | under_review + itemreview | oversee supervise | - | - | - | -
        plan.agree-to-rest | signed + itemreview | oversee supervise | - | - | - | -
        plan.hear-bodies | signed | house | - | oversee | - | joint_review
    """,
    "measure": """
        item.fill | assigned,plan_returned | respond sign | plan_is_being_drawn_up has_one_measure_at_most | - | - | -
        item.state-aim | assigned,plan_returned | respond sign | plan_is_being_drawn_up | - | - | -
        item.add-measure | assigned,plan_returned + measure | respond sign | plan_is_being_drawn_up | - | - | -
        measure.amend-measure | open | respond sign | is_written_on | - | - | -
        measure.strike-measure | open → struck | respond sign | is_written_on | - | - | -
        measure.finish-measure | open → done | respond sign | is_under_way | - | - | -
        measure.resume-measure | done → open | respond sign | is_under_way | - | - | -
    """,
    "message": """
        item.say-to-office | any + itemmessage | respond sign | - | oversee lead | - | -
        item.say-to-unit | any + itemmessage | oversee lead | - | respond sign | - | -
    """,
    "postponement": """
        item.ask-for-time | in_progress,returned,reopened + postponement | respond sign | nothing_is_asked_yet | oversee sign | decide_postponement | -
        item.note-outcome | in_progress,returned,reopened | house | - | - | - | -
        postponement.grant-time | asked → granted | oversee | item_is_under_way | respond sign lead | - | -
        item.put-off | in_progress,returned,reopened | house | - | - | item | item item_again
        postponement.refuse-time | asked → refused | oversee | - | respond sign | - | -
        postponement.overtake-postponement | asked → overtaken | house | - | - | - | -
    """,
    "takeover": """
        engagement.ask-to-take-over | fed_back,rectifying + takingover | clock | - | sign oversee | take_over | -
        takingover.take-over | waiting → signed | sign | is_himself | oversee lead | - | -
        takingover.leave-to-another | waiting → left | clock | - | - | - | -
    """,
    "yearly": """
        item.plan-check | closed + yearlycheck | house | - | - | yearly_check | -
        yearlycheck.report-check | planned,returned → reported | respond sign | - | oversee lead | verify_check | yearly_check check_again
        yearlycheck.verify-check | reported → verified | oversee lead | - | respond sign | - | -
        yearlycheck.return-check | reported → returned | oversee lead | - | respond sign | check_again | verify_check
        yearlycheck.drop-check | planned,returned,reported → dropped | house | - | - | - | -
    """,
    "report": """
        feedback.file-report | signed_for → reported | sign | reports_in_one_paper items_are_answered | oversee lead | accept_report | rectification_report report_again
        feedback.accept-report | reported → accepted | oversee | not_paper_by_paper | respond sign | - | -
        feedback.return-report | reported → signed_for | oversee | not_paper_by_paper | respond sign | report_again | accept_report
        engagement.close-engagement | fed_back,rectifying → closed | oversee | nothing_is_open | respond sign | - | -
    """,
    "unit_report": """
        feedback.draft-report | signed_for + unitreport | respond sign | reports_in_two_papers one_is_missing | - | - | -
        unitreport.write-report | drafting | respond sign | - | - | - | -
        unitreport.draft-again | drafting | respond sign | - | - | - | -
        unitreport.take-draft | drafting | respond sign | the_draft_differs | - | - | -
        unitreport.sign-report | drafting → signed | sign | every_section_is_written items_of_it_are_answered | oversee lead | - | -
        feedback.reports-are-in | signed_for → reported | house | - | - | accept_report | rectification_report report_again
        unitreport.accept-unit-report | signed → accepted | oversee | - | respond sign | - | -
        feedback.both-are-accepted | reported → accepted | house | - | - | - | -
        unitreport.return-unit-report | signed → drafting | oversee | - | respond sign | - | -
        feedback.report-is-back | reported → signed_for | house | - | - | report_again | accept_report
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"rectification.actions.{room}") == lines(RULES[room])


def test_every_room_has_its_table():
    beside = (test_rules_common, test_rules_visits, test_rules_assessment, test_rules_accountability)
    assert rooms("rectification") == set(RULES).union(*(one.RULES for one in beside))
