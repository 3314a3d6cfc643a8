"""A common problem is given to departments (三位一体): one leads, others support, the office follows it up."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case, Deadline
from casework.moves import move, next_number
from casework.policy import Actor

from ..forms import Note, Reason
from ..forms import task as forms
from ..models import CommonProblem, FollowUp, Institution, SelfCheck, SuggestionLetter, TaskReport, TrinityTask
from .common import let_hold

Step, Task = CommonProblem.Stage, TrinityTask.Stage
UNDER_WAY = (Step.ASSIGNED, Step.IN_PROGRESS, Step.INSTITUTION_BUILT)


def outgoing_case(problem: CommonProblem, kind: str, bodies: dict[str, Organisation] | None = None) -> Case:
    """Return a new case that the office holds and the leading group observes, for what one body is given."""
    case = Case.objects.create(kind=kind, profile=problem.case.profile)
    authority = problem.term.authority
    let_hold(case, bodies or {body.kind_of: body for body in Organisation.objects.filter(case=authority.case)})
    return case


def _give(problem: CommonProblem, today: datetime.date, owner: Organisation, role: str, **values) -> TrinityTask:
    case = outgoing_case(problem, "rectification.trinitytask")
    policy.grant(case, "handle", owner.members, owner.principals)
    return TrinityTask.objects.create(
        case=case,
        problem=problem,
        number=f"共性任务〔{today.year}〕{next_number(f'task {today.year}')}号",
        owner=owner,
        role=role,
        found_on=problem.found_until() or today,
        given_on=today,
        **values,
    )


@move(
    _("Give to departments"),
    Step.REPORTED,
    by="oversee",
    asks=forms.AssignCommon,
    tells="handle",
    starts=("sign_task", "do_task"),
    alone=True,
    first=True,
)
def assign_common(
    problem: CommonProblem,
    *,
    by,
    today: datetime.date,
    lead: Organisation,
    task: str,
    support: Iterable[Organisation] = (),
    support_task: str = "",
    **values,
) -> list[TrinityTask]:
    """Each department gets a task of its own, and sees nothing else of it."""
    tasks = [_give(problem, today, lead, TrinityTask.Role.LEAD, task=task, **values)]
    tasks += [_give(problem, today, body, TrinityTask.Role.SUPPORT, task=support_task, **values) for body in support]
    give_out(problem, by=Actor.HOUSE, today=today)
    return tasks


@move(
    _("Given to departments"),
    Step.REPORTED,
    Step.ASSIGNED,
    by=Actor.HOUSE,
    starts="follow_common",
    meets="assign_common",
)
def give_out(problem: CommonProblem, *, by):
    """It has a lead department; the office follows it up."""


@move(
    _("Give to one department more"),
    UNDER_WAY,
    by="oversee",
    asks=forms.AddTask,
    tells="handle",
    starts=("sign_task", "do_task"),
)
def add_task(
    problem: CommonProblem, *, by, today: datetime.date, owner: Organisation, role: str, **values
) -> TrinityTask:
    """A further department takes part, or another one leads."""
    return _give(problem, today, owner, role, **values)


@move(
    _("Sign for the task"),
    Task.GIVEN,
    Task.SIGNED_FOR,
    by="handle",
    tells="oversee",
    meets="sign_task",
    stamps="signed_on",
    first=True,
)
def sign_for_task(task: TrinityTask, *, by):
    """It has arrived, and whoever signs handles it."""
    task.handler = by


@move(
    _("Report on the task"),
    TrinityTask.IN_HAND,
    by="handle",
    asks=forms.ReportTask,
    tells="oversee",
)
def report_task(task: TrinityTask, *, by, today: datetime.date, done: str) -> TaskReport:
    """Adds a dated report with its files; what was reported before stays."""
    return TaskReport.objects.create(case=task.case, task=task, on=today, done=done)


@move(
    _("Answer the task"),
    TrinityTask.IN_HAND,
    Task.ANSWERED,
    by="handle",
    asks=forms.AnswerTask,
    tells="oversee",
    meets=("do_task", "task_again"),
    starts="accept_task",
    stamps="answered_on",
    first=True,
)
def answer_task(task: TrinityTask, *, by, answer: str, note: str = ""):
    """The department says that its part is done, with what shows it."""
    task.answer = answer


@move(
    _("Accept the answer"),
    Task.ANSWERED,
    Task.ACCEPTED,
    by="oversee",
    asks=Note,
    tells="handle",
    first=True,
)
def accept_task(task: TrinityTask, *, by, note: str):
    """Looked at what was handed in, and it holds: the task ends here."""


@move(
    _("Return the answer"),
    Task.ANSWERED,
    Task.RETURNED,
    by="oversee",
    asks=Reason,
    tells="handle",
    meets="accept_task",
    starts="task_again",
)
def return_task(task: TrinityTask, *, by, note: str):
    """Not yet: the reason says what is missing."""


def _is_late(task: TrinityTask | SuggestionLetter | SelfCheck, by, today):
    dates = Deadline.objects.filter(thing_kind=task.kind, thing_id=task.pk)
    return None if dates.late(today).exists() else _("Nothing is late yet.")


@move(_("Urge"), TrinityTask.OWED, by="oversee", asks=Reason, needs=_is_late, tells="handle")
def urge_task(task: TrinityTask, *, by, note: str):
    """A date is over: the department is reminded in writing."""


@move(
    _("Take the task back"),
    TrinityTask.OWED,
    Task.TAKEN_BACK,
    by="oversee",
    asks=Reason,
    tells="handle",
    grave=True,
)
def take_back_task(task: TrinityTask, *, by, note: str):
    """The department has no part in it any more; the reason says why."""


@move(_("Log a follow-up"), UNDER_WAY, by="oversee", asks=forms.LogFollowUp, tells="direct", alone=True, first=True)
def log_follow_up(problem: CommonProblem, *, by, today: datetime.date, **values) -> FollowUp:
    """How the office followed it up, how it stands, and what it demands. Departments do not read this log."""
    if problem.stage == Step.ASSIGNED:
        begin_following(problem, by=Actor.HOUSE, today=today)
    return FollowUp.objects.create(case=problem.case, problem=problem, author=by, **values)


@move(_("Followed up"), Step.ASSIGNED, Step.IN_PROGRESS, by=Actor.HOUSE, meets="follow_common")
def begin_following(problem: CommonProblem, *, by):
    """The office has it in its log from now on."""


@move(
    _("Institution built"),
    (Step.ASSIGNED, Step.IN_PROGRESS),
    Step.INSTITUTION_BUILT,
    by=Actor.HOUSE,
    tells=("oversee", "direct"),
    starts="assess_common",
    meets="follow_common",
)
def build(problem: CommonProblem, *, by):
    """A rule that answers it stands in the register, confirmed by the office."""


def _every_task_has_its_end(problem: CommonProblem, by, today):
    waiting = problem.tasks.exclude(stage__in=TrinityTask.final).select_related("owner")
    names = "、".join(str(task.owner) for task in waiting)
    return _("Without an accepted answer: %(names)s.") % {"names": names} if names else None


@move(
    _("Assess"),
    Step.INSTITUTION_BUILT,
    Step.ASSESSED,
    by="oversee",
    asks=forms.AssessCommon,
    needs=_every_task_has_its_end,
    tells=("direct", "observe"),
    starts="close_common",
    meets="assess_common",
    stamps="assessed_on",
)
def assess_common(problem: CommonProblem, *, by, assessment: str, note: str = ""):
    """How well the departments saw to it, and whether it shows less."""
    problem.assessment = assessment


@move(
    _("Assess without an institution"),
    Step.IN_PROGRESS,
    Step.ASSESSED,
    by="direct",
    asks=forms.AssessWithout,
    needs=_every_task_has_its_end,
    tells=("oversee", "observe"),
    starts="close_common",
    stamps="assessed_on",
)
def assess_without(problem: CommonProblem, *, by, assessment: str, note: str):
    """No rule has to be made for it; the reason says why."""
    problem.assessment = assessment


def _nobody_owes_anything(problem: CommonProblem, by, today):
    checks = problem.self_checks.exclude(stage__in=SelfCheck.final).count()
    letters = problem.letters.exclude(stage__in=SuggestionLetter.final).count()
    rules = problem.institutions.exclude(stage__in=Institution.final).count()
    if checks or letters or rules:
        return _(
            "Still open: %(checks)s self-checks, %(letters)s suggestion letters, %(rules)s institutions to be checked."
        ) % {"checks": checks, "letters": letters, "rules": rules}
    return None


@move(
    _("Close"),
    Step.ASSESSED,
    Step.CLOSED,
    by="direct",
    asks=Note,
    needs=_nobody_owes_anything,
    tells=("oversee", "observe"),
    first=True,
)
def close_common(problem: CommonProblem, *, by, note: str):
    """Everything that was given out has come back; the common problem ends here."""
