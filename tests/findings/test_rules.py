"""Who may do what, for papers, findings and landings: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, rooms, table

RULES = {
    "paper": """
        engagement.file-paper | entered,withdrawn + workingpaper | lead inspect | - | - | submit_paper | -
        workingpaper.amend-paper | draft,returned | lead inspect | - | - | - | -
        workingpaper.submit-paper | draft,returned → submitted | lead inspect | two_undertakers | lead | sign_paper | submit_paper
        workingpaper.sign-paper | submitted → finalized | lead | not_his_own | - | raise_finding | sign_paper
        workingpaper.return-paper | submitted → returned | lead | - | inspect | submit_paper | sign_paper
        workingpaper.drop-paper | draft,submitted,returned,finalized → dropped | lead | - | inspect | - | -
        workingpaper.use-paper | finalized → used | house | - | - | - | -
        workingpaper.seal-paper | used → sealed | house | - | - | - | -
    """,
    "finding": """
        workingpaper.raise-finding | finalized + finding | lead inspect | - | - | confirm_finding | -
        engagement.enter-upper-finding | selected,notified + finding | oversee | from_an_upper_level | - | confirm_upper | -
        finding.amend | identified | lead inspect | - | - | - | -
        finding.confirm | identified → confirmed | lead | says_who_is_responsible says_what_to_do | oversee | route_finding | confirm_finding
        finding.drop | identified,confirmed → not_established | lead | - | inspect oversee | - | -
        finding.settle | routed → settled | house | - | - | - | -
        finding.seal | routed → sealed | house | - | - | - | -
    """,
    "routing": """
        finding.route | confirmed → routed | oversee | decided_by_a_meeting | lead | - | route_finding confirm_upper
        finding.route-further | routed | oversee | decided_by_a_meeting | - | - | -
        finding.put-right-at-once | confirmed → routed | lead | team_is_on_site not_about_the_principal | oversee | - | route_finding
        finding.land | routed + landing | house | - | - | take_up | -
        landing.take-up | decided → taken_up | house | - | - | - | -
        landing.take-back | decided → withdrawn | oversee | - | lead | - | -
        finding.route-again | routed → confirmed | house | - | - | route_finding | -
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"findings.actions.{room}") == lines(RULES[room])


def test_every_room_has_its_table():
    assert rooms("findings") == set(RULES)
