"""Who may do what, for the registry, the accounts and the grants: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

from tests.rules import lines, table

RULES = """
house.raise-house | standing | house | - | - | - | -
house.found | standing + organisation | admit house | not_yet_founded | - | - | -
house.admit | standing + user | admit house | - | - | - | -
user.issue-code | invited,active → invited | admit house | at_the_console | - | - | -
user.choose-password | invited,active → active | house | - | - | - | -
user.disable | invited,active → disabled | admit | not_oneself | - | - | -
user.enable | disabled → invited | admit | not_oneself | - | - | -
user.entrust | invited,active | entrust house | not_oneself no_administrator | - | - | -
user.distrust | any | entrust house | not_oneself | - | - | -
organisation.register | active + organisation | oversee | is_the_authority | - | - | -
organisation.amend | active | oversee | - | - | - | -
organisation.close | active → closed | oversee | district_needs_it | - | - | -
organisation.lose-channel | active | clock | is_the_authority | oversee | - | -
organisation.register-person | active + person | oversee house | - | - | - | -
person.amend-person | serving | oversee | - | - | - | -
person.leave | serving → left | oversee | - | - | - | -
person.declare-tie | serving + tie | oversee | - | - | - | -
tie.end-tie | standing → ended | oversee | - | - | - | -
"""


def test_the_marks_say_what_this_table_says():
    assert table("accounts.actions") == lines(RULES)
