"""Who may do what, for terms, rounds, teams and visits: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, rooms, table

RULES = {
    "priority": """
        round.list-priority | draft,lg_reviewed,approved,staffed,prepared,mobilized,on_site,reporting,lg_heard,secretary_heard,fed_back,rectifying,assessed + priority | oversee | - | - | - | -
        priority.amend-priority | listed | oversee | round_runs | - | - | -
        priority.retire-priority | listed → retired | oversee | round_runs | - | - | -
    """,
    "calendar": """
        organisation.close-days | active + localdays | oversee | is_the_authority | direct | - | -
        localdays.withdraw-days | in_force → withdrawn | oversee | - | direct | - | -
    """,
    "rungs": """
        organisation.set-rungs | active + usualrungs | direct | is_the_authority | oversee observe | - | -
        usualrungs.replace-rungs | in_force → replaced | house | - | - | - | -
    """,
    "template": """
        organisation.hand-in-template | active + papertemplate | oversee | is_the_authority | direct | - | -
        papertemplate.put-in-force | handed_in,out_of_force → in_force | direct | - | oversee | - | -
        papertemplate.put-out-of-force | in_force → out_of_force | direct | - | oversee | - | -
        papertemplate.replace-template | in_force → out_of_force | house | - | - | - | -
        papertemplate.drop-template | handed_in → dropped | oversee direct | - | - | - | -
    """,
    "profile": """
        organisation.draft-profile | active + ownprofile | oversee | is_the_authority | - | use_profile | -
        ownprofile.amend-profile | draft | oversee | - | - | - | -
        ownprofile.add-rule | draft + ownrule | oversee house | - | - | - | -
        ownrule.amend-rule | draft | oversee | profile_is_a_draft | - | - | -
        ownrule.drop-rule | draft → dropped | oversee | profile_is_a_draft | - | - | -
        ownprofile.use-profile | draft → in_use | direct | has_a_rule | oversee | - | use_profile
        ownrule.freeze-rule | draft → frozen | house | - | - | - | -
        ownprofile.drop-profile | draft → dropped | oversee | - | - | - | -
        ownprofile.retire-profile | in_use → retired | direct | - | oversee | - | -
        ownprofile.replace-profile | in_use → retired | house | - | - | - | -
    """,
    "category": """
        organisation.draft-set | active + ownset | oversee | is_the_authority | - | use_set | -
        ownset.amend-set | draft | oversee | - | - | - | -
        ownset.add-category | draft + owncategory | oversee | - | - | - | -
        owncategory.amend-category | draft | oversee | set_is_a_draft | - | - | -
        owncategory.drop-category | draft → dropped | oversee | set_is_a_draft | - | - | -
        ownset.use-set | draft → in_use | direct | is_complete | oversee | - | use_set
        owncategory.freeze-category | draft → frozen | house | - | - | - | -
        ownset.drop-set | draft → dropped | oversee | - | - | - | -
        ownset.retire-set | in_use → retired | direct | - | oversee | - | -
        ownset.replace-set | in_use → retired | house | - | - | - | -
    """,
    "preparation": """
        engagement.ask-preparation | notified,entered + preparation | lead oversee | - | respond sign | prepare | -
        engagement.ask-preparations | notified,entered | lead oversee | - | - | - | -
        preparation.mark-ready | asked → ready | respond sign | - | lead | - | prepare
        preparation.return-preparation | ready → asked | lead oversee | - | respond sign | prepare | -
        preparation.drop-preparation | asked,ready → dropped | lead oversee | - | respond | - | -
        round.record-support | draft,lg_reviewed,approved,staffed,prepared,mobilized,on_site,reporting,lg_heard,secretary_heard,fed_back,rectifying,assessed + support | oversee | - | - | - | -
        support.correct-support | recorded | oversee | - | - | - | -
    """,
    "review": """
        engagement.ask-about-team | any + teamreview | house | - | respond | review_team | -
        teamreview.review-team | asked → answered | respond sign | - | oversee observe | - | -
        teamreview.go-without-review | asked → lapsed | oversee | - | respond | - | -
    """,
    "term": """
        organisation.open-term | active + term | oversee | is_the_authority | - | - | -
        term.end-term | running → ended | oversee | no_round_runs | - | - | -
    """,
    "round": """
        term.open-round | running + round | oversee | - | - | - | -
        round.amend | draft,lg_reviewed | oversee | - | - | - | -
        round.lg-review | draft → lg_reviewed | oversee | is_of_our_own has_targets | - | - | -
        round.approve | lg_reviewed → approved | oversee | - | - | - | -
        round.staff | approved → staffed | oversee | every_unit_has_an_authorised_team | - | - | -
        round.mobilise | prepared → mobilized | oversee | no_conflict_is_open everybody_has_pledged | observe lead inspect | - | -
        engagement.may-be-notified | selected | house | - | - | notify_unit | -
        round.go-on-site | mobilized → on_site | house | - | - | - | -
        round.begin-reporting | on_site → reporting | house | - | - | - | -
        round.lg-hear | reporting → lg_heard | oversee | every_report_is_in | observe | - | -
        round.secretary-hear | lg_heard → secretary_heard | oversee | - | observe | - | -
        round.take-over | draft,lg_reviewed,approved,staffed,prepared,mobilized → secretary_heard | oversee | comes_from_above has_targets | observe | - | -
        round.all-fed-back | secretary_heard → fed_back | house | - | - | hand_over | -
    """,
    "meeting": """
        term.record-meeting | running + meeting | oversee | - | - | - | -
        round.record-meeting | draft,lg_reviewed,approved,staffed,prepared,mobilized,on_site,reporting,lg_heard,secretary_heard,fed_back,rectifying,assessed + meeting | oversee | - | - | - | -
        meeting.correct-meeting | recorded | oversee | - | - | - | -
    """,
    "decision": """
        meeting.decide | recorded + decision | oversee | - | handle lead | carry_out_decision | -
        decision.change-decision | assigned,returned → assigned | oversee | - | handle lead | carry_out_decision | carry_out_decision decision_again
        decision.report-decision | assigned,returned → reported | handle lead oversee | for_its_owner | oversee | close_decision | carry_out_decision decision_again
        decision.close-decision | reported → closed | oversee | by_somebody_else | handle lead observe | - | -
        decision.return-decision | reported → returned | oversee | - | handle lead | decision_again | close_decision
        decision.lift-decision | assigned,returned,reported → lifted | oversee | - | handle lead observe | - | -
    """,
    "seat": """
        organisation.appoint | active + seat | oversee | has_a_member_list | - | - | -
        seat.correct-seat | serving | oversee | - | - | - | -
        seat.leave-seat | serving → left | oversee | - | - | - | -
    """,
    "team": """
        round.form-team | draft,lg_reviewed,approved + team | oversee | - | - | - | -
        team.post | forming,authorised + posting | oversee house | - | - | - | -
        posting.release | serving → ended | house | - | - | - | -
        team.authorise | forming → authorised | oversee | nobody_has_an_open_conflict everybody_has_an_account | - | - | -
        team.dissolve | authorised → dissolved | oversee | sees_to_no_decision | - | - | -
    """,
    "posting": """
        posting.change-time | serving | oversee | - | - | - | -
    """,
    "secondment": """
        posting.ask-home-unit | serving + secondment | oversee | is_lent_by_somebody was_not_asked_for | handle | sign_secondment answer_secondment | -
        team.ask-home-units | forming,authorised | oversee | somebody_was_not_asked_for | - | - | -
        secondment.sign-for-secondment | sent → signed_for | handle | not_about_himself | oversee | - | sign_secondment
        secondment.consent-to-secondment | signed_for → consented | handle | not_about_himself | oversee lead | appraise_secondment | answer_secondment
        secondment.file-consent | sent,signed_for → consented | oversee | - | handle lead | appraise_secondment | sign_secondment answer_secondment
        secondment.decline-secondment | signed_for → declined | handle | not_about_himself | oversee | follow_declined | answer_secondment
        secondment.ask-home-unit-again | declined → sent | oversee | - | handle | sign_secondment answer_secondment | follow_declined
        secondment.extend-secondment | consented | oversee | - | handle lead | appraise_secondment | appraise_secondment
        secondment.take-back-secondment | sent,signed_for,declined → withdrawn | oversee | - | handle | - | -
        secondment.end-service | consented → ended | house | - | handle lead oversee | appraise_after | appraise_secondment
        secondment.call-off | sent,signed_for,consented,declined → withdrawn | house | - | handle | - | -
        secondment.appraise | consented,ended + appraisal | lead oversee | is_for_him has_done_his_work has_no_appraisal | oversee | confirm_appraisal | -
        secondment.appraisal-is-in | consented,ended | house | - | - | - | appraise_secondment appraise_after
        appraisal.appraise-again | returned → handed_in | lead oversee | for_its_writer | oversee | confirm_appraisal | appraise_again
        appraisal.return-appraisal | handed_in → returned | oversee | by_somebody_else | lead | appraise_again | confirm_appraisal
        appraisal.confirm-appraisal | handed_in → confirmed | oversee | by_somebody_else | lead | - | -
        secondment.send-appraisal-home | consented,ended → appraised | house | - | handle own | sign_appraisal | appraise_secondment appraise_after
        secondment.sign-for-appraisal | appraised → closed | handle | not_about_himself | oversee | - | -
        secondment.file-receipt | appraised → closed | oversee | - | handle | - | -
    """,
    "plan": """
        term.plan-year | running + annualplan | oversee | - | - | approve_year | -
        annualplan.amend-plan | draft | oversee | - | - | - | -
        annualplan.approve-plan | draft → approved | oversee | - | observe direct | - | approve_year
        annualplan.revise-plan | approved → draft | oversee | - | - | approve_year | -
        organisation.record-upper | active + upperinspection | oversee | is_the_authority | - | - | -
        upperinspection.correct-upper | recorded | oversee | - | - | - | -
    """,
    "pledge": """
        posting.ask-for-pledge | serving + pledge | house | - | own | pledge | -
        team.ask-for-pledges | authorised | oversee | somebody_was_not_asked | - | - | -
        pledge.make-pledge | due → made | own | - | - | - | pledge
        pledge.void-pledge | due → void | house | - | - | - | -
    """,
    "proposal": """
        round.propose-teams | draft,lg_reviewed,approved + teamproposal | oversee | no_proposal_is_open | - | - | -
        teamproposal.deliver | computing → ready | house | - | oversee | take_proposal | -
        teamproposal.find-none | computing → impossible | house | - | oversee | - | -
        teamproposal.swap | ready | oversee | - | - | - | -
        teamproposal.take | ready → taken | oversee | still_holds | - | - | take_proposal
        teamproposal.drop-proposal | computing,ready → dropped | oversee | - | - | - | take_proposal
    """,
    "recusal": """
        posting.find-conflict | serving + recusal | house | - | - | resolve_recusal | -
        team.check-conflicts | forming,authorised | oversee | - | - | - | -
        posting.declare-recusal | serving + recusal | oversee | - | - | resolve_recusal | -
        engagement.apply-for-recusal | selected,notified,entered,withdrawn + recusal | lead inspect | serves_in_its_team | oversee | resolve_recusal | -
        recusal.ask-exception | open → asked | oversee | - | direct | decide_exception | resolve_recusal
        recusal.allow-exception | asked → allowed | direct | by_somebody_else | oversee | - | -
        recusal.return-exception | asked → open | direct | - | oversee | resolve_recusal | decide_exception
        recusal.find-no-conflict | open → unfounded | direct | not_about_himself | oversee | - | -
        recusal.keep-away | open,asked → withdrawn | house | - | - | - | -
    """,
    "conduct": """
        engagement.register-interference | selected,notified,entered,withdrawn,reported,fed_back,rectifying + interferencerecord | inspect lead oversee | - | lead direct observe | take_up_interference | -
        interferencerecord.add-to-interference | logged,with_office,with_group,handled + addition | own | - | lead direct observe | - | -
        interferencerecord.take-to-office | logged → with_office | lead | - | direct | judge_interference | take_up_interference
        interferencerecord.go-past-leader | logged → with_office | own | lies_with_the_leader is_late | direct | judge_interference | take_up_interference
        interferencerecord.take-to-group | logged,with_office → with_group | direct | somebody_is_above | observe | handle_interference | take_up_interference judge_interference
        interferencerecord.handle-interference | logged,with_office,with_group → handled | direct observe | is_for_him | own direct | seal_interference | take_up_interference judge_interference handle_interference
        interferencerecord.seal-interference | handled → sealed | direct observe | - | - | - | -
        interferencerecord.go-past-leaders | logged → with_office | house | - | direct | judge_interference | take_up_interference
        interferencerecord.close-to-leaders | with_office,with_group,handled,sealed | house | - | - | - | -
    """,
    "discipline": """
        engagement.note-conduct | selected,notified,entered,withdrawn,reported,fed_back,rectifying + conductmatter | lead inspect oversee | - | lead direct observe | take_up_conduct | -
        conductmatter.remind | noticed → reminded | lead direct observe | lies_with_him | own | close_conduct | take_up_conduct
        conductmatter.criticise | noticed,reminded → criticized | lead direct observe | lies_with_him | own | close_conduct | take_up_conduct close_conduct
        conductmatter.give-admonition | reminded,criticized + admonition | house | - | own | acknowledge_admonition | -
        admonition.acknowledge | given → acknowledged | own | - | lead direct observe | - | acknowledge_admonition
        conductmatter.report-conduct | noticed,reminded,criticized → reported | lead own direct | - | direct observe | judge_conduct | take_up_conduct close_conduct
        conductmatter.close-conduct | noticed,reminded,criticized → closed | lead direct observe | lies_with_him | own | - | take_up_conduct close_conduct
        conductmatter.handle-conduct | reported → closed | direct observe | lies_with_him | own lead | - | take_up_conduct judge_conduct
        conductmatter.take-past-leaders | noticed,reminded,criticized | house | - | direct observe | take_up_conduct | take_up_conduct close_conduct
        conductmatter.keep-from-leaders | reported,closed | house | - | - | - | -
    """,
    "leave": """
        engagement.ask-leave | selected,notified,entered,withdrawn + leave | lead inspect | serves_in_its_team | lead | decide_leave | -
        leave.give-leave | asked → approved | lead oversee | is_his_to_give | own lead | report_back | decide_leave
        leave.refuse-leave | asked → refused | lead oversee | is_his_to_give | own | - | decide_leave
        leave.cancel-leave | asked → dropped | own | - | lead | - | decide_leave
        leave.report-back | approved → back | own lead | has_begun | lead | - | report_back
        engagement.assign-duty | selected,notified,entered,withdrawn | lead | - | - | - | -
        posting.take-duty | serving | house | - | - | - | -
    """,
    "leak": """
        engagement.report-leak | selected,notified,entered,withdrawn,reported,fed_back,rectifying + leakincident | inspect lead oversee | - | direct observe | contain_leak | -
        leakincident.contain-leak | reported → contained | direct observe | lies_with_him | own | investigate_leak | contain_leak
        leakincident.investigate-leak | contained → investigated | direct observe | lies_with_him | direct observe | handle_leak | investigate_leak
        leakincident.handle-leak | investigated → handled | direct observe | lies_with_him | own | - | handle_leak
    """,
    "engagement": """
        round.choose-target | draft,lg_reviewed,approved + engagement | oversee | - | - | - | -
        engagement.change-process | selected | oversee | - | - | - | -
        engagement.assign | selected | oversee | - | - | - | -
        engagement.notify | selected → notified | oversee | round_is_mobilised | respond sign lead inspect | enter | notify_unit
        engagement.enter | notified → entered | lead | - | oversee respond sign | stay weekly_report | enter
        engagement.withdraw | entered → withdrawn | lead | by_the_full_process | oversee respond sign | team_report | stay weekly_report
        engagement.week-is-told | entered | house | - | - | weekly_report | weekly_report
        engagement.report-is-in | withdrawn → reported | house | - | - | feed_back | team_report
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"inspections.actions.{room}") == lines(RULES[room])


def test_every_room_has_its_table():
    assert rooms("inspections") == set(RULES)
