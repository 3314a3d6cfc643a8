"""Who may do what on return visits: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, table

RULES = {
    "visit": """
        engagement.plan-visit | fed_back,rectifying,closed + returnvisit | oversee | nobody_is_going | direct | approve_visit | -
        returnvisit.amend-visit | planned | oversee | - | - | - | -
        returnvisit.change-people | approved,notified,unannounced,on_site | oversee | - | direct lead inspect | - | -
        returnvisit.approve-visit | planned → approved | direct | - | oversee lead inspect | prepare_visit | approve_visit
        returnvisit.announce-visit | approved → notified | oversee | is_announced | lead inspect | begin_visit | prepare_visit
        engagement.serve-visit-notice | fed_back,rectifying,closed + visitnotice | house | - | respond sign | sign_visit_notice | -
        returnvisit.go-without-notice | approved → unannounced | oversee | is_not_announced | lead inspect | begin_visit | prepare_visit
        returnvisit.arrive | notified,unannounced → on_site | lead oversee | - | oversee direct inspect | report_visit | begin_visit
        returnvisit.report-visit | on_site → reported | lead | everything_was_looked_at | oversee direct | hear_visit | report_visit
        returnvisit.return-visit-report | reported → on_site | oversee direct | - | lead inspect | report_visit | hear_visit
        returnvisit.hear-visit | reported → heard | oversee | - | direct lead observe | close_visit | hear_visit
        returnvisit.close-visit | heard → closed | direct | - | oversee lead | - | close_visit
        returnvisit.call-off-visit | planned,approved,notified,unannounced → called_off | direct | - | oversee lead inspect | - | -
        visitnotice.sign-for-visit-notice | sent → signed_for | sign | - | oversee | - | sign_visit_notice
        visitnotice.withdraw-visit-notice | sent → taken_back | house | - | respond sign | - | -
    """,
    "visited": """
        returnvisit.choose-item | planned,approved,notified,unannounced + visiteditem | house | - | - | - | -
        returnvisit.bring-lead | planned,approved,notified,unannounced + visiteditem | house | - | - | - | -
        returnvisit.add-to-sample | planned,approved,notified,unannounced,on_site + visiteditem | lead oversee | - | oversee | - | -
        visiteditem.leave-out-of-sample | chosen → left_out | lead oversee | may_be_left_out sample_is_open | oversee | - | -
        visiteditem.drop-from-sample | chosen → left_out | house | - | - | - | -
        visiteditem.choose-again | left_out → chosen | lead oversee | sample_is_open | oversee | - | -
        visiteditem.record-result | chosen → checked | lead inspect | is_an_item is_on_site | oversee direct | - | -
        engagement.found-on-return | fed_back,rectifying,closed + lead | house | - | oversee direct | parked_lead | -
        visiteditem.end-lead | chosen → checked | lead inspect | is_a_lead is_on_site | oversee direct | - | -
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"rectification.actions.{room}") == lines(RULES[room])
