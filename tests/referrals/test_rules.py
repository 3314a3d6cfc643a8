"""Who may do what, for what the departments answer: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, rooms, table

RULES = {
    "clue": """
        finding.put-under-seal | identified,confirmed + clue | lead | - | - | study_clue | -
        workingpaper.put-under-seal | finalized + clue | lead | - | - | study_clue | -
        clue.amend-clue | registered,studied | lead | - | - | - | -
        clue.name-overseers | registered,studied,proposed,reviewed,ready | direct | - | - | - | -
        clue.study-clue | registered → studied | lead | - | - | propose_clue | study_clue
        clue.propose-clue | studied → proposed | lead | - | oversee direct | examine_clue | propose_clue
        clue.return-proposal | proposed → studied | oversee direct | - | lead | propose_clue | examine_clue
        clue.examine-clue | proposed → reviewed | oversee direct | - | lead direct | decide_clue | examine_clue
        clue.decide-clue | reviewed → ready | direct | - | lead | send_clue | decide_clue
        clue.give-back | registered,studied,proposed,reviewed → given_back | lead oversee direct | with_whom_it_lies | lead oversee direct | - | -
        round.send-sealed-letter | on_site,reporting,lg_heard,secretary_heard,fed_back,rectifying,assessed + sealedletter | direct | a_clue_waits | - | - | -
        clue.leave | ready → sent | house | - | handle | receive reply | send_clue
        clue.warn-of-readings | any | house | - | direct | - | -
    """,
    "sending": """
        landing.send | decided + referral | oversee | goes_to_a_department | handle | receive reply | -
        landing.send-clue | decided + clue | direct | is_a_clue nothing_else_waits | handle | receive reply | -
    """,
    "dates": """
        referral.decide-date | sent,received,returned,handling,replied | oversee direct | several_apply | oversee direct handle | - | -
        clue.decide-date | registered,studied,proposed,reviewed,ready,sent,received,returned,handling,pending,replied | oversee direct | several_apply | oversee direct handle | - | -
    """,
    "letter": """
        round.write-letter | secretary_heard,fed_back,rectifying,assessed + transferletter | house | - | - | - | -
        round.write-sealed-letter | on_site,reporting,lg_heard,secretary_heard,fed_back,rectifying,assessed + sealedletter | house | - | - | - | -
        landing.go-with | decided + referral | house | - | handle | receive reply | -
        round.send-letter | secretary_heard,fed_back,rectifying,assessed + transferletter | oversee | something_waits | handle | - | -
        transferletter.all-signed | sent → signed | house | - | - | - | -
        sealedletter.all-signed | sent → signed | house | - | - | - | -
        transferletter.all-returned | sent → returned | house | - | - | - | -
        sealedletter.all-returned | sent → returned | house | - | - | - | -
    """,
    "signing": """
        transferletter.sign-for-letter | sent → signed | handle | - | oversee direct | - | -
        sealedletter.sign-for-letter | sent → signed | handle | - | oversee direct | - | -
        transferletter.return-letter | sent → returned | handle | - | oversee direct | - | -
        sealedletter.return-letter | sent → returned | handle | - | oversee direct | - | -
    """,
    "preparing": """
        round.prepare | staffed → prepared | oversee | no_conflict_is_open everybody_has_pledged briefings_are_in | observe | - | -
    """,
    "request": """
        round.ask-functional-unit | draft,lg_reviewed,approved,staffed,prepared,mobilized,on_site,reporting,lg_heard,secretary_heard + functionalrequest | lead oversee | - | - | send_request | -
        engagement.ask-functional-unit | selected,notified,entered,withdrawn + functionalrequest | lead oversee | - | - | send_request | -
        functionalrequest.send-request | asked → sent | oversee | - | handle lead | sign_request answer_request | send_request
        functionalrequest.sign-for-request | sent → signed_for | handle | - | lead oversee | accept_request | sign_request
        functionalrequest.accept-request | signed_for → accepted | handle | - | lead oversee | - | accept_request
        functionalrequest.decline-request | signed_for → declined | handle | - | lead oversee | follow_refusal | accept_request answer_request
        functionalrequest.answer-request | accepted → answered | handle | - | lead oversee inspect | judge_request | answer_request
        functionalrequest.urge-request | sent,signed_for,accepted | lead oversee | for_whoever_asked is_late | handle | - | -
        functionalrequest.escalate-request | sent,signed_for,accepted,declined → escalated | lead oversee | for_whoever_asked was_declined_or_is_late | direct observe handle | decide_request | sign_request accept_request answer_request follow_refusal
        functionalrequest.insist-on-request | escalated → accepted | direct observe | - | lead oversee handle | answer_request | decide_request
        functionalrequest.excuse-request | escalated → excused | direct observe | - | lead oversee handle | - | -
        functionalrequest.ask-for-more-of-request | answered → accepted | lead oversee | for_whoever_asked | handle | answer_request | judge_request
        functionalrequest.judge-request | answered → judged | lead oversee | for_whoever_asked | handle | - | -
        functionalrequest.take-back-request | asked,sent,signed_for,accepted,declined → withdrawn | lead oversee | - | handle lead | - | -
        functionalrequest.answer-to-lead | answered,judged + lead | lead inspect | team_is_at_work | - | follow_lead | -
    """,
    "handover": """
        referral.receive | sent → received | handle | - | oversee direct | disposition | receive
        clue.receive | sent → received | handle | - | oversee direct | disposition | receive
        referral.return | sent,received → returned | handle | - | oversee direct | send_again | receive reply disposition
        clue.return | sent,received → returned | handle | - | oversee direct | send_again | receive reply disposition
        referral.send-again | returned → sent | oversee direct | - | handle | receive reply | send_again
        clue.send-again | returned → sent | oversee direct | - | handle | receive reply | send_again
        referral.dispose | received,handling → handling | handle | - | oversee direct | - | disposition
        clue.dispose | received,handling → handling | handle | - | oversee direct | - | disposition
        clue.keep-for-later | received,handling → pending | handle | - | oversee direct | review_pending | disposition reply
        clue.keep-longer | pending | handle | - | oversee direct | review_pending | review_pending
        clue.take-up-again | pending → handling | handle | - | oversee direct | reply | review_pending
        referral.note-progress | handling | handle | - | oversee direct | - | -
        clue.note-progress | handling | handle | - | oversee direct | - | -
        referral.reply | handling → replied | handle | - | oversee direct | settle | reply
        clue.reply | handling → replied | handle | - | oversee direct | settle | reply
        referral.hand-in-reply | replied | handle | - | oversee direct | - | -
        clue.hand-in-reply | replied | handle | - | oversee direct | - | -
        referral.ask-for-more | replied → handling | oversee direct | - | handle | reply | settle
        clue.ask-for-more | replied → handling | oversee direct | - | handle | reply | settle
        referral.settle | replied → settled | oversee direct | says_how_it_ended says_who_was_dealt_with has_the_paper | handle | - | -
        clue.settle | replied → settled | oversee direct | says_how_it_ended says_who_was_dealt_with has_the_paper | handle | - | -
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"referrals.actions.{room}") == lines(RULES[room])


def test_every_room_has_its_table():
    assert rooms("referrals") == set(RULES)
