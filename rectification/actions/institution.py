"""Rules that answer a common problem or a finding enter the register, and the office checks them (建章立制)."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import Refused, move, next_number
from casework.policy import Actor
from findings.models import Finding

from ..forms import InstitutionOfItem, Note, Reason
from ..forms import institution as forms
from ..models import CommonProblem, Feedback, Institution, Item, ResultUse, TrinityTask
from .common import found_on
from .common_task import UNDER_WAY, build
from .result import note_result

Task, Step, Rule = TrinityTask.Stage, CommonProblem.Stage, Institution.Stage


def _new(case, today: datetime.date, found: datetime.date, **values) -> Institution:
    _after(values["issued_on"], found)
    number = f"制〔{today.year}〕{next_number(f'institution {today.year}')}号"
    return Institution.objects.create(case=case, number=number, found_on=found, **values)


def _after(issued_on: datetime.date, found: datetime.date) -> None:
    if issued_on <= found:
        text = _("The problem was found by %(day)s: a rule from before can't be the answer to it.")
        raise Refused(text % {"day": found.isoformat()})


@move(
    _("Register an institution"),
    (Task.SIGNED_FOR, Task.RETURNED, Task.ANSWERED),
    by="handle",
    asks=forms.RegisterInstitution,
    tells="oversee",
    starts="confirm_institution",
)
def register_institution(task: TrinityTask, *, by, today: datetime.date, **values) -> Institution:
    """A rule that the department has made or revised because of this, with its document."""
    here = {"owner": task.owner, "problem_id": task.problem_id, "task": task}
    return _new(task.case, today, task.found_on, **here, **values)


@move(
    _("Enter an institution"),
    UNDER_WAY,
    by="oversee",
    asks=forms.RecordInstitution,
    starts="confirm_institution",
)
def record_institution(
    problem: CommonProblem, *, by, today: datetime.date, owner: Organisation, **values
) -> Institution:
    """A rule that was handed in on paper, with its document; it is checked like any other."""
    return _new(problem.case, today, problem.found_until() or today, owner=owner, problem=problem, **values)


@move(
    _("Enter an institution"),
    Finding.HOLDS,
    by="oversee",
    asks=forms.InstitutionOfFinding,
    starts="confirm_institution",
)
def record_institution_of_finding(
    finding: Finding, *, by, today: datetime.date, owner: Organisation, **values
) -> Institution:
    """A rule that answers this one finding, with its document."""
    return _new(finding.engagement.round.case, today, found_on(finding), owner=owner, finding=finding, **values)


def _for_the_organisation(item: Item, by, today):
    if item.feedback.audience == Feedback.Audience.PRINCIPAL:
        return _("The register is read by many: a rule that answers what the principal alone was told stays out of it.")
    return None


@move(
    _("Enter a rule made"),
    (*Item.UNDER_WAY, Item.Stage.BLOCKED),
    by=("respond", "sign"),
    asks=InstitutionOfItem,
    needs=_for_the_organisation,
    tells="oversee",
    starts="confirm_institution",
)
def register_institution_of_item(item: Item, *, by, today: datetime.date, **values) -> Institution:
    """A rule that the unit has made or revised because of this, with its document; it enters the register."""
    here = {"owner": item.unit, "finding": item.landing.finding, "item": item}
    return _new(item.case, today, found_on(item.landing.finding), **here, **values)


@move(
    _("Confirm the institution"),
    Rule.REGISTERED,
    Rule.CONFIRMED,
    by="oversee",
    asks=Note,
    tells=("handle", "respond"),
    first=True,
)
def confirm_institution(rule: Institution, *, by, today: datetime.date, note: str):
    """The document was looked at: it is there, it is dated after the problem, and it answers it."""
    problem, finding = rule.problem, rule.finding
    if problem is not None and problem.stage in (Step.ASSIGNED, Step.IN_PROGRESS):
        build(problem, by=Actor.HOUSE, today=today)
    term = (finding.engagement.round if finding else problem).term  # type: ignore[union-attr]
    values = {"title_text": rule.name, "about": rule.paper, "owner": rule.owner}
    note_result(term, by=Actor.HOUSE, today=today, source=rule, kind_of=ResultUse.Kind.INSTITUTION, **values)


@move(
    _("Return for correction"),
    Rule.REGISTERED,
    Rule.RETURNED,
    by="oversee",
    asks=Reason,
    tells=("handle", "respond"),
    meets="confirm_institution",
    starts="institution_again",
)
def return_institution(rule: Institution, *, by, note: str):
    """The document does not hold as the answer; the reason says why."""


@move(
    _("Correct the institution"),
    Rule.RETURNED,
    Rule.REGISTERED,
    by=("handle", "respond", "oversee"),
    asks=forms.CorrectInstitution,
    tells="oversee",
    meets="institution_again",
    starts="confirm_institution",
    first=True,
)
def correct_institution(rule: Institution, *, by, **values):
    """What was wrong is put right, with the document as it is now."""
    _after(values["issued_on"], rule.found_on)
    rule.set(**values)
