"""Who may do what, for papers, findings and landings: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, rooms, table

RULES = {
    "sealing": """
        workingpaper.stub-of | finalized + finding | house | - | - | - | -
        talk.seal-talk | held → sealed | house | - | - | - | -
        concern.seal-concern | noted → sealed | house | - | - | - | -
        petition.seal-petition | accepted → sealed | house | - | - | - | -
        workingpaper.unseal-paper | sealed → used | house | - | - | - | -
        workingpaper.unseal-merged-paper | sealed → merged | house | - | - | - | -
        lead.unseal-lead | sealed → used | house | - | - | - | -
        leadstep.unseal-step | sealed → taken | house | - | - | - | -
        talk.unseal-talk | sealed → held | house | - | - | - | -
        concern.unseal-concern | sealed → noted | house | - | - | - | -
        petition.unseal-petition | sealed → accepted | house | - | - | conclude_petition | -
        finding.unseal-finding | sealed → identified | house | - | lead inspect | confirm_finding | -
    """,
    "aspect": """
        engagement.conclude-aspect | entered,withdrawn + aspect | lead inspect | something_is_left | - | - | -
        aspect.correct-aspect | noted | lead inspect | team_is_there | - | - | -
    """,
    "extension": """
        engagement.ask-extension | entered,withdrawn + extension | lead | has_units_below | direct | decide_extension | -
        extension.approve-extension | asked → approved | direct | by_somebody_else | lead inspect | - | -
        extension.refuse-extension | asked → refused | direct | - | lead | - | -
    """,
    "plan": """
        engagement.draft-visit-plan | selected,notified,entered,withdrawn + visitplan | lead inspect | none_is_there | - | adopt_plan | -
        visitplan.amend-visit-plan | any | lead inspect | team_is_there | - | - | -
        visitplan.adopt-visit-plan | draft → adopted | lead | - | inspect oversee | - | -
    """,
    "survey": """
        engagement.record-survey | entered,withdrawn + survey | lead inspect | - | - | - | -
        survey.correct-survey | recorded | lead inspect | - | - | - | -
    """,
    "paper": """
        engagement.file-paper | entered,withdrawn + workingpaper | lead inspect | - | - | submit_paper | -
        workingpaper.amend-paper | draft,returned | lead inspect | - | - | - | -
        workingpaper.submit-paper | draft,returned → submitted | lead inspect | two_undertakers | lead | review_paper | submit_paper
        workingpaper.review-paper | submitted → reviewed | lead | not_his_own the_deputy_reviews | lead | agree_paper | review_paper
        workingpaper.agree-paper | submitted,reviewed → agreed | lead | is_reviewed | lead | sign_paper | review_paper agree_paper
        workingpaper.sign-paper | agreed → finalized | lead | not_his_own signs_for_the_team | inspect | raise_finding | sign_paper
        workingpaper.return-paper | submitted,reviewed,agreed → returned | lead | - | inspect | submit_paper | review_paper agree_paper sign_paper
        workingpaper.drop-paper | draft,submitted,reviewed,agreed,returned,finalized → dropped | lead | - | inspect | - | -
        workingpaper.merge-paper | draft,submitted,reviewed,agreed,returned,finalized → merged | lead | another_paper_is_open | inspect | - | -
        workingpaper.use-paper | finalized → used | house | - | - | - | -
        workingpaper.seal-paper | used,merged → sealed | house | - | - | - | -
    """,
    "sheet": """
        workingpaper.send-sheet | finalized,used | lead | was_not_asked_before is_about_the_unit_alone is_not_routed | - | - | -
        engagement.issue-sheet | notified,entered,withdrawn,reported,fed_back,rectifying,closed + factsheet | house | - | respond sign | confirm_facts | -
        factsheet.confirm-facts | sent → confirmed | respond sign | - | lead inspect | - | -
        factsheet.dispute-facts | sent → disputed | respond sign | - | lead inspect | - | -
        factsheet.close-sheet | sent → unanswered | lead | - | respond sign inspect | - | -
    """,
    "finding": """
        workingpaper.raise-finding | finalized + finding | lead inspect | - | - | confirm_finding | -
        finding.amend | identified | lead inspect | - | - | - | -
        finding.tag | confirmed,routed,settled | lead oversee | round_has_a_list | - | - | -
        finding.confirm | identified → confirmed | lead | says_who_is_responsible says_what_to_do | oversee | route_finding propose_route | confirm_finding
        finding.drop | identified,confirmed → not_established | lead | office_has_not_reviewed | inspect oversee | - | -
        finding.settle | routed → settled | house | - | - | - | -
        finding.seal | identified,confirmed,routed → sealed | house | - | - | - | -
    """,
    "assigned": """
        externalfinding.assign-external | decomposed → assigned | house | - | - | - | -
    """,
    "external": """
        round.receive-external | draft,lg_reviewed,approved,secretary_heard + externalfinding | oversee | comes_from_above | - | break_down report_up | -
        externalfinding.decompose | received,decomposed,assigned + finding | oversee | - | - | confirm_upper | -
        externalfinding.finish-decomposing | received → decomposed | oversee | has_items | observe | - | break_down
        externalfinding.drop-external | received → dropped | oversee | has_no_items | observe | - | -
        externalfinding.move-upper-date | received,decomposed,assigned | oversee | - | observe | report_up | report_up
        round.report-up | secretary_heard,fed_back,rectifying,assessed + upreport | oversee | comes_from_above something_was_received | observe | - | -
        externalfinding.report-external | assigned → reported | house | every_item_is_finished | - | upper_answers | report_up
        externalfinding.strike-off | reported → closed | oversee | - | observe | - | upper_answers
        externalfinding.return-above | reported → assigned | oversee | - | observe | report_up | upper_answers
    """,
    "source": """
        engagement.plan-talk | entered,withdrawn + talk | lead inspect | - | - | hold_talk | -
        engagement.plan-talks | entered,withdrawn | lead inspect | - | - | - | -
        engagement.record-talk | entered,withdrawn + talk | lead inspect | - | - | - | -
        talk.hold-talk | planned → held | lead inspect | - | - | - | hold_talk
        talk.drop-talk | planned → not_held | lead inspect | - | - | - | hold_talk
        talk.correct-talk | held | lead inspect | - | - | - | -
        engagement.ask-for-documents | entered,withdrawn + documentrequest | lead inspect | - | - | hand_over_document | -
        documentrequest.receive-documents | asked → received | lead inspect | - | - | give_back_document | hand_over_document
        documentrequest.documents-not-given | asked → not_given | lead inspect | - | lead | - | hand_over_document
        documentrequest.read-documents | received,returned | lead inspect | - | - | - | -
        documentrequest.give-back-documents | received → returned | lead inspect | - | - | - | give_back_document
        engagement.record-visit | entered,withdrawn + fieldvisit | lead inspect | - | - | - | -
        fieldvisit.correct-visit | recorded | lead inspect | - | - | - | -
        engagement.record-check | entered,withdrawn + personalmattercheck | lead inspect | - | - | - | -
        personalmattercheck.correct-check | recorded | lead inspect | - | - | - | -
        engagement.record-sitting | entered,withdrawn + sitting | lead inspect | - | - | - | -
        sitting.correct-sitting | recorded | lead inspect | - | - | - | -
    """,
    "concern": """
        talk.note-concern | held + concern | lead inspect | team_is_at_work | lead | - | -
        concern.correct-concern | noted | lead inspect | his_own_or_his_teams | - | - | -
    """,
    "handover": """
        engagement.hand-over-work | selected,notified,entered,withdrawn,reported,fed_back,rectifying + handover | lead inspect | - | lead inspect | take_over_work | -
        handover.take-over-work | offered → taken | lead inspect | takes_it_himself | lead inspect | - | -
        handover.drop-handover | offered → dropped | lead inspect | is_his_to_end | lead inspect | - | -
        handover.leave-work-open | offered → excused | lead | - | lead inspect | - | -
        lead.hand-on | open | house | - | - | - | -
        talk.hand-on | planned | house | - | - | - | -
        documentrequest.hand-on | asked,received | house | - | - | - | -
        petition.hand-on | entered,accepted,passed_on | house | - | - | - | -
        workingpaper.hand-on-paper | draft,returned | house | - | - | - | -
        posting.end-posting | serving → ended | oversee | his_hands_are_empty | - | - | -
    """,
    "lead": """
        engagement.note-lead | selected,notified,entered,withdrawn + lead | lead inspect | - | - | follow_lead | -
        talk.raise-lead | held + lead | lead inspect | team_is_at_work | - | follow_lead | -
        documentrequest.raise-lead | received,returned + lead | lead inspect | team_is_at_work | - | follow_lead | -
        fieldvisit.raise-lead | recorded + lead | lead inspect | team_is_at_work | - | follow_lead | -
        personalmattercheck.raise-lead | recorded + lead | lead inspect | team_is_at_work | - | follow_lead | -
        sitting.raise-lead | recorded + lead | lead inspect | team_is_at_work | - | follow_lead | -
        petition.raise-lead | accepted + lead | lead inspect | team_is_at_work | - | follow_lead | -
        lead.amend-lead | open | lead inspect | - | - | - | -
        lead.take-step | open + leadstep | lead inspect | - | - | - | -
        lead.go-on | open | house | - | - | follow_lead | follow_lead
        lead.lead-to-paper | open + workingpaper | lead inspect | team_is_at_work | - | submit_paper | -
        lead.use-lead | open → used | house | - | - | - | -
        lead.conclude | open,parked → nothing | lead inspect oversee | - | - | - | -
        lead.park | open → parked | lead | - | - | parked_lead | follow_lead
        lead.take-up-lead | parked → open | lead oversee | - | - | follow_lead | parked_lead
        lead.carry | parked → carried | house | - | - | - | -
        engagement.lead-comes-along | selected,notified,entered,withdrawn + lead | house | - | - | follow_lead | -
        lead.seal-lead | used,carried → sealed | house | - | - | - | -
        leadstep.seal-step | taken → sealed | house | - | - | - | -
    """,
    "petition": """
        engagement.register-petition | entered,withdrawn + petition | lead inspect | - | - | sort_petition | -
        petition.seal-reporter | entered,accepted + reporteridentity | house | - | - | - | -
        petition.correct-petition | entered,accepted | lead inspect | - | - | - | -
        petition.accept-petition | entered → accepted | lead inspect | reporter_is_not_to_be_seen | - | conclude_petition | sort_petition
        petition.accept-important-petition | entered → accepted | lead inspect | reporter_is_to_be_seen | lead | see_reporter conclude_petition | sort_petition
        petition.see-reporter | accepted | lead inspect | reporter_waits | lead | - | see_reporter
        petition.pass-on | entered,accepted → passed_on | lead inspect | - | - | petition_receipt | sort_petition see_reporter conclude_petition
        petition.enter-receipt | passed_on → handed_over | lead inspect oversee | - | - | - | petition_receipt
        petition.conclude-petition | accepted → concluded | lead inspect | reporter_was_seen | lead | - | conclude_petition see_reporter
        petition.ask-who | entered,accepted + unsealing | lead inspect | a_name_was_given has_not_asked_already | direct | decide_unsealing | -
        unsealing.grant-unsealing | asked → granted | direct | - | lead inspect | end_unsealing | decide_unsealing
        unsealing.refuse-unsealing | asked → refused | direct | - | lead inspect | - | -
        unsealing.read-reporter | granted | lead inspect | he_asked_himself leave_has_not_ended | lead direct | - | -
        unsealing.end-unsealing | granted → ended | lead inspect direct | - | direct | - | -
    """,
    "week": """
        engagement.hand-in-week | entered + weeklyreport | lead | not_today_yet | oversee | - | -
        weeklyreport.correct-week | handed_in | lead | - | oversee | - | -
    """,
    "obstruction": """
        engagement.note-obstruction | entered,withdrawn + obstruction | lead inspect | - | lead | confirm_obstruction | -
        obstruction.confirm-obstruction | noted → confirmed | lead | - | oversee inspect | decide_obstruction | confirm_obstruction
        obstruction.drop-obstruction | noted → dropped | lead | - | inspect | - | confirm_obstruction
        obstruction.take-obstruction-to-group | confirmed → with_group | oversee direct | - | observe | handle_obstruction | decide_obstruction
        obstruction.decide-obstruction | confirmed,with_group → decided | oversee direct observe | lies_with_him | oversee lead | tell_unit | decide_obstruction handle_obstruction
        obstruction.tell-unit | decided → told | oversee | - | lead | - | tell_unit
        obstruction.file-obstruction | decided → filed | oversee | - | lead | - | tell_unit
        engagement.serve-notice | notified,entered,withdrawn,reported,fed_back,rectifying,closed + obstructionnotice | house | - | respond sign | sign_for_notice | -
        obstructionnotice.sign-for-notice | sent → signed_for | sign | - | oversee lead | - | sign_for_notice
    """,
    "letter": """
        engagement.open-letter-box | entered,withdrawn + letterbox | oversee | has_no_letter_box | lead inspect | close_letter_box | -
        letterbox.move-last-day | open | oversee | team_is_there | lead inspect | close_letter_box | close_letter_box
        letterbox.close-letter-box | open → closed | oversee | - | lead inspect | - | close_letter_box
        letterbox.close-by-itself | open → closed | clock | last_day_has_passed | oversee lead inspect | - | close_letter_box
        letterbox.reopen-letter-box | closed → open | oversee | team_is_there | lead inspect | close_letter_box | -
        letterbox.receive-letter | any + petition | writer | - | lead | sort_petition | -
        petition.writer-adds | any + letteraddition | writer | - | lead inspect | read_addition | -
        letteraddition.read-addition | came → read | lead inspect oversee | - | - | - | read_addition
        petition.ask-writer | entered,accepted + letterreply | lead inspect | came_through_the_box | - | writer_answers | -
        petition.tell-writer | any + letterreply | lead inspect | came_through_the_box | - | - | -
        letterreply.writer-has-answered | asked → answered | writer | - | - | - | writer_answers
        letterreply.go-on-without-answer | asked → lapsed | lead inspect | - | - | - | writer_answers
    """,
    "report_draft": """
        engagement.draft-report | entered,withdrawn + reportdraft | lead inspect | none_is_written | - | - | -
        reportdraft.write-draft | drafting | lead inspect | - | - | - | -
        reportdraft.add-missing | drafting | lead inspect | something_is_missing | - | - | -
        reportdraft.keep-version | drafting | lead inspect | not_kept_yet | - | - | -
        reportdraft.draft-is-handed-in | drafting → handed_in | house | - | - | - | -
        reportdraft.strike-sealed | any | house | - | - | - | -
        teamreport.strike-from-report | handed_in | house | - | - | - | -
    """,
    "phrase": """
        organisation.add-phrase | active + phrase | oversee | is_the_authority | - | - | -
        phrase.amend-phrase | in_use | oversee | - | - | - | -
        phrase.retire-phrase | in_use → retired | oversee | - | - | - | -
        phrase.use-phrase-again | retired → in_use | oversee | - | - | - | -
    """,
    "report": """
        engagement.hand-in-report | withdrawn + teamreport | lead | every_lead_has_its_answer registers_are_closed every_petition_is_dealt_with every_obstruction_is_judged letter_box_is_empty every_aspect_has_its_conclusion | oversee | - | -
        engagement.hand-in-list | entered + teamreport | lead | by_the_six_steps every_lead_has_its_answer registers_are_closed every_petition_is_dealt_with every_obstruction_is_judged letter_box_is_empty | oversee | - | -
    """,
    "routing": """
        finding.file-step | confirmed,routed,not_established + routingstep | house | - | - | - | -
        routingstep.seal-routing-step | filed → sealed | house | - | - | - | -
        finding.propose-route | confirmed | lead | office_has_not_reviewed | oversee | review_route | propose_route
        finding.review-route | confirmed | oversee | team_has_proposed | - | - | propose_route review_route
        finding.group-decides-route | confirmed | oversee | is_of_this_district office_has_reviewed group_has_heard | - | - | -
        finding.route | confirmed → routed | oversee | decided_by_a_meeting group_has_decided | lead | - | route_finding confirm_upper propose_route review_route
        finding.decide-not-established | confirmed → not_established | oversee | decided_by_a_meeting group_has_decided | lead inspect | - | -
        finding.route-further | routed | oversee | decided_by_a_meeting | - | - | -
        engagement.group-decides-routes | selected,notified,reported,fed_back,rectifying | oversee | is_of_this_district group_has_heard some_are_reviewed | - | - | -
        engagement.secretary-decides-routes | selected,notified,reported,fed_back,rectifying | oversee | decided_by_a_meeting some_wait_for_the_secretary | lead | - | -
        finding.put-right-at-once | confirmed → routed | lead | team_is_on_site not_about_the_principal | oversee | - | route_finding propose_route review_route
        finding.land | routed,sealed + landing | house | - | - | take_up | -
        round.begin-rectification | fed_back → rectifying | oversee | everything_is_handed_over | observe | - | hand_over
        landing.take-up | decided → taken_up | house | - | - | - | -
        landing.take-back | decided → withdrawn | oversee | - | lead | - | -
        finding.route-again | routed → confirmed | house | - | - | route_finding review_route | -
        landing.no-more-at-once | taken_up → withdrawn | house | - | - | - | -
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"findings.actions.{room}") == lines(RULES[room])


def test_every_room_has_its_table():
    assert rooms("findings") == set(RULES)
