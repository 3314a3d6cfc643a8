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
