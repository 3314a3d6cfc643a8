"""Who may do what, for what several units have in common: written by hand, and compared with the marks.

A changed rule is one changed line here. The columns are the move, its stages, who does it, what else must hold, who is
told, and which dates begin and end.
"""

import pytest

from tests.rules import lines, table

RULES = {
    "cluster": """
        term.look-for-common | running + cluster | oversee house | - | direct | judge_cluster | -
        cluster.take-cluster | offered + commonproblem | oversee | - | direct | verify_common | -
        cluster.become | offered → taken | house | - | - | - | -
        cluster.drop-cluster | offered → dropped | oversee | - | - | - | -
        cluster.overtake | offered → stale | house | - | - | - | -
    """,
    "common": """
        finding.begin-common | confirmed,routed,settled + commonproblem | oversee | stays | direct | verify_common | -
        commonproblem.add-to-common | clustered,verified,reported,assigned,in_progress,institution_built + commonmember | oversee | - | - | - | -
        commonmember.take-out | member → taken_out | oversee | - | - | - | -
        commonmember.leave-common | member → left | house | - | - | - | -
        commonproblem.amend-common | clustered,verified | oversee | - | - | - | -
        commonproblem.verify-common | clustered → verified | direct | from_several_units | oversee | report_common | verify_common
        commonproblem.drop-common | clustered,verified → dropped | direct | - | oversee | - | -
        commonproblem.report-common | verified → reported | oversee | from_several_units | direct observe | assign_common | report_common
    """,
    "common_task": """
        commonproblem.assign-common | reported + trinitytask | oversee | - | handle | sign_task do_task | -
        commonproblem.give-out | reported → assigned | house | - | - | follow_common | assign_common
        commonproblem.add-task | assigned,in_progress,institution_built + trinitytask | oversee | - | handle | sign_task do_task | -
        trinitytask.sign-for-task | given → signed_for | handle | - | oversee | - | sign_task
        trinitytask.report-task | signed_for,returned + taskreport | handle | - | oversee | - | -
        trinitytask.answer-task | signed_for,returned → answered | handle | - | oversee | accept_task | do_task task_again
        trinitytask.accept-task | answered → accepted | oversee | - | handle | - | -
        trinitytask.return-task | answered → returned | oversee | - | handle | task_again | accept_task
        trinitytask.urge-task | given,signed_for,returned | oversee | is_late | handle | - | -
        trinitytask.take-back-task | given,signed_for,returned → taken_back | oversee | - | handle | - | -
        commonproblem.log-follow-up | assigned,in_progress,institution_built + followup | oversee | - | direct | - | -
        commonproblem.begin-following | assigned → in_progress | house | - | - | - | follow_common
        commonproblem.build | assigned,in_progress → institution_built | house | - | oversee direct | assess_common | follow_common
        commonproblem.assess-common | institution_built → assessed | oversee | every_task_has_its_end | direct observe | close_common | assess_common
        commonproblem.assess-without | in_progress → assessed | direct | every_task_has_its_end | oversee observe | close_common | -
        commonproblem.close-common | assessed → closed | direct | nobody_owes_anything | oversee observe | - | -
    """,
    "institution": """
        trinitytask.register-institution | signed_for,returned,answered + institution | handle | - | oversee | confirm_institution | -
        commonproblem.record-institution | assigned,in_progress,institution_built + institution | oversee | - | - | confirm_institution | -
        finding.record-institution-of-finding | confirmed,routed,settled + institution | oversee | - | - | confirm_institution | -
        item.register-institution-of-item | in_progress,returned,reopened,blocked + institution | respond sign | for_the_organisation | oversee | confirm_institution | -
        institution.confirm-institution | registered → confirmed | oversee | - | handle respond | - | -
        institution.return-institution | registered → returned | oversee | - | handle respond | institution_again | confirm_institution
        institution.correct-institution | returned → registered | handle respond oversee | - | oversee | confirm_institution | institution_again
    """,
    "result": """
        term.enter-result | running + resultuse | oversee | - | - | - | -
        term.note-result | any + resultuse | house | - | - | - | -
    """,
    "self_check": """
        commonproblem.send-self-checks | reported,assigned,in_progress,institution_built + selfcheck | oversee | - | respond sign | sign_self_check do_self_check | -
        selfcheck.sign-for-self-check | sent → signed_for | respond sign | - | oversee | - | sign_self_check
        selfcheck.answer-self-check | signed_for,returned → answered | respond sign | - | oversee | read_self_check | do_self_check self_check_again
        selfcheck.accept-self-check | answered → accepted | oversee | - | respond sign | - | -
        selfcheck.send-back-self-check | answered → returned | oversee | - | respond sign | self_check_again | read_self_check
        selfcheck.take-back-self-check | sent,signed_for,returned → taken_back | oversee | - | respond sign | - | -
    """,
    "suggestion": """
        commonproblem.suggest | reported,assigned,in_progress,institution_built + suggestionletter | oversee | - | handle direct | sign_suggestion answer_suggestion | -
        suggestionletter.sign-for-suggestion | sent → signed_for | handle | - | oversee | - | sign_suggestion
        suggestionletter.answer-suggestion | signed_for,returned → answered | handle | - | oversee | judge_suggestion | answer_suggestion suggestion_again
        suggestionletter.accept-suggestion | answered → accepted | oversee | - | handle | - | -
        suggestionletter.return-suggestion | answered → returned | oversee | - | handle | suggestion_again | judge_suggestion
        suggestionletter.take-back-suggestion | sent,signed_for,returned → taken_back | oversee | - | handle | - | -
    """,
}


@pytest.mark.parametrize("room", RULES)
def test_the_marks_say_what_this_table_says(room):
    assert table(f"rectification.actions.{room}") == lines(RULES[room])
