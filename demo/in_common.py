"""What the units of a round of the canaries have in common, and who is given what of it."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from accounts.models import Organisation
from inspections.models import Meeting
from rectification import actions as rectification
from rectification.models import (
    CommonProblem,
    FollowUp,
    Institution,
    ResultUse,
    SelfCheck,
    SuggestionLetter,
    TaskReport,
    TrinityTask,
)

if TYPE_CHECKING:
    from .canaries import Canaries, Visit

SAID_OF_A_MEETING = ("place", "chair", "attendees", "agenda", "heard", "minutes", "paper")


def tell(made: Canaries, visits: list[Visit]) -> None:
    """A finding of each of two units; the department leads, the personnel department supports, one of each thing."""
    do, words, users, day = made.do, made.words, made.users, made.today
    clerk, head, department, personnel = (users[name] for name in ("clerk", "head", "department", "personnel"))
    due = {"due_on": day + datetime.timedelta(days=30)}
    first, *others = (visit.found[0] for visit in visits[:2])
    coded = {"cause": "system", "findings": others}
    said = words(CommonProblem, "title_text", "manifestation", "cause_text")
    problem = do(rectification.begin_common, first, clerk, **coded, **said)
    do(rectification.verify_common, problem, head)
    said = words(CommonProblem, "report") | words(Meeting, *SAID_OF_A_MEETING)
    do(rectification.report_common, problem, clerk, held_on=day, files=[made.file()], **said)
    bodies = {"lead": made.bodies["department"], "support": [made.bodies[Organisation.Kind.PERSONNEL]]}
    said = words(TrinityTask, "title_text", "about", "task")
    said |= {"support_task": made.word("trinitytask", "task")}
    for task in do(rectification.assign_common, problem, clerk, **bodies, **said, **due):
        by = department if task.owner == bodies["lead"] else personnel
        do(rectification.sign_for_task, task, by)
        do(rectification.report_task, task, by, files=[made.file()], **words(TaskReport, "done"))
        do(rectification.answer_task, task, by, files=[made.file()], **words(TrinityTask, "answer"))
        if by == department:
            issued = {"kind_of": "new", "issued_on": day + datetime.timedelta(days=1), "files": [made.file()]}
            said = words(Institution, "name", "paper")
            rule = do(rectification.register_institution, task, by, **issued, **said)
            do(rectification.confirm_institution, rule, clerk)
        do(rectification.accept_task, task, clerk)
    coded = {"on": day, "means": "call", "owner": bodies["lead"]}
    do(rectification.log_follow_up, problem, clerk, **coded, **words(FollowUp, "seen", "demand"))
    said = words(SuggestionLetter, "title_text", "text")
    coded = {"receiver": bodies["lead"], "measure": "system", "files": [made.file()]}
    letter = do(rectification.suggest, problem, clerk, **coded, **said, **due)
    do(rectification.sign_for_suggestion, letter, department)
    do(rectification.answer_suggestion, letter, department, **words(SuggestionLetter, "answer"))
    do(rectification.accept_suggestion, letter, clerk)
    for check in do(rectification.send_self_checks, problem, clerk, **due, **words(SelfCheck, "title_text", "text")):
        by = users[made.acts_for[check.unit_id][0][0]]
        do(rectification.sign_for_self_check, check, by)
        said = words(SelfCheck, "result")
        do(rectification.answer_self_check, check, by, outcome="put_right", files=[made.file()], **said)
    do(rectification.assess_common, problem, clerk, **words(CommonProblem, "assessment"))
    coded = {"kind_of": "circular", "on": day, "owner": None, "files": [made.file()]}
    do(rectification.look_for_common, problem.term, clerk)
    do(rectification.enter_result, problem.term, clerk, **coded, **words(ResultUse, "title_text", "about"))
