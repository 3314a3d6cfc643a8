"""Who may do what, for what the departments answer: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, rooms, table

RULES = {
    "sending": """
        landing.send | decided + referral | oversee | goes_to_a_department | handle | receive reply | -
        landing.send-clue | decided + clue | direct | is_a_clue | handle | receive reply | -
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
        referral.reply | handling → replied | handle | - | oversee direct | settle | reply
        clue.reply | handling → replied | handle | - | oversee direct | settle | reply
        referral.ask-for-more | replied → handling | oversee direct | - | handle | reply | settle
        clue.ask-for-more | replied → handling | oversee direct | - | handle | reply | settle
        referral.settle | replied → settled | oversee direct | is_not_kept_for_later | handle | - | -
        clue.settle | replied → settled | oversee direct | is_not_kept_for_later | handle | - | -
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"referrals.actions.{room}") == lines(RULES[room])


def test_every_room_has_its_table():
    assert rooms("referrals") == set(RULES)
