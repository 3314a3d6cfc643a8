"""A common problem from its findings to the leading group; which findings show it; and how it ends."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case, Event
from casework.moves import Refused, held, move, next_number
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding
from inspections import actions as inspections
from inspections.models import Meeting

from ..forms import Note, Reason
from ..forms import common as forms
from ..models import CommonMember, CommonProblem, may_show

Step, Counted = CommonProblem.Stage, CommonMember.Stage


def _stays(finding: Finding, by, today):
    if not may_show(by).filter(pk=finding.pk).exists():
        return _("It goes to the discipline commission: it can't be among the findings of a common problem.")
    return None


@move(
    _("Begin a common problem"),
    Finding.HOLDS,
    by="oversee",
    asks=forms.BeginCommon,
    needs=_stays,
    tells="direct",
    starts="verify_common",
)
def begin_common(
    finding: Finding,
    *,
    by,
    today: datetime.date,
    findings: Iterable[Finding] = (),
    numbers: Iterable[Finding] = (),
    **values,
) -> CommonProblem:
    """From the point to the surface: several units have it. The head of the office verifies it."""
    return new_problem(finding, by, today, [finding, *findings, *numbers], category=finding.category, **values)


def new_problem(of: Finding, by, today: datetime.date, members: Iterable[Finding], **values) -> CommonProblem:
    """Make a common problem of these findings, in the term of the one that it began with."""
    term = of.engagement.round.term
    case = Case.objects.create(kind="rectification.commonproblem", profile=of.engagement.round.profile)
    bodies = {body.kind_of: body for body in Organisation.objects.filter(case=term.authority.case)}
    let_hold(case, bodies)
    problem = CommonProblem.objects.create(
        case=case,
        term=term,
        number=f"共性〔{today.year}〕{next_number(f'common {today.year}')}号",
        author=by,
        **values,
    )
    add_to_common(problem, by=by, today=today, findings=list(members))
    return problem


def let_hold(case: Case, bodies: dict[str, Organisation]) -> None:
    """Let the office hold a case, and the leading group observe it."""
    office, group = bodies[Organisation.Kind.OFFICE], bodies[Organisation.Kind.LEADING_GROUP]
    policy.grant(case, "oversee", office.members, office.principals)
    policy.grant(case, "direct", office.principals)
    policy.grant(case, "observe", group.members, group.principals)


def found_on(finding: Finding) -> datetime.date:
    """The day on which its paper says that it was found; of one without a paper, the day on which it was entered."""
    if finding.paper:
        return finding.paper.found_on
    rows = Event.objects.filter(thing_kind=finding.kind, thing_id=finding.pk)
    return rows.order_by("id").values_list("on", flat=True)[0]


@move(_("Add findings"), CommonProblem.OPEN, by="oversee", asks=forms.AddFindings, alone=True)
def add_to_common(
    problem: CommonProblem,
    *,
    by,
    today: datetime.date,
    findings: Iterable[Finding] = (),
    numbers: Iterable[Finding] = (),
) -> list[CommonMember]:
    """More findings show it. What they say stays where it is, and is read there."""
    chosen = {finding.pk: held(finding, share=True) for finding in (*findings, *numbers)}
    here = CommonMember.objects.filter(problem=problem).showing().values("finding")
    rows = may_show(by).filter(pk__in=chosen).exclude(pk__in=here).select_related("paper").order_by("pk")
    members = [
        CommonMember.objects.create(
            case=problem.case, problem=problem, finding=finding, found_on=found_on(finding), since=today
        )
        for finding in rows
    ]
    if not members:
        raise Refused(_("None of these can be added: they are in it already, or have left."))
    return members


@move(
    _("Take out"),
    Counted.MEMBER,
    Counted.TAKEN_OUT,
    by="oversee",
    asks=Reason,
    stamps="left_on",
)
def take_out(member: CommonMember, *, by, note: str):
    """It does not show this problem after all; the finding itself stays as it is."""


@move(_("Left with its finding"), Counted.MEMBER, Counted.LEFT, by=Actor.HOUSE, stamps="left_on")
def leave_common(member: CommonMember, *, by):
    """The finding has moved under seal, or turned out not to hold: it is not counted any more."""


@findings.when_gone
def leave_every_common(finding: Finding, today: datetime.date) -> None:
    """A finding that is gone leaves every common problem that it was counted in."""
    for member in CommonMember.objects.filter(finding=finding).showing():
        leave_common(member, by=Actor.HOUSE, today=today)


@move(_("Amend"), (Step.CLUSTERED, Step.VERIFIED), by="oversee", asks=forms.AmendCommon)
def amend_common(problem: CommonProblem, *, by, **values):
    """Changes its name and words; every version stays in the history."""
    problem.set(**values)


def _from_several_units(problem: CommonProblem, by, today):
    members = CommonMember.objects.filter(problem=problem).showing()
    units = members.order_by().values("finding__engagement__unit").distinct().count()
    if units < CommonProblem.FEWEST:
        return _("Its findings are from %(n)s unit: a common problem shows in several.") % {"n": units}
    return None


@move(
    _("Verify as common"),
    Step.CLUSTERED,
    Step.VERIFIED,
    by="direct",
    asks=Note,
    needs=_from_several_units,
    tells="oversee",
    starts="report_common",
    meets="verify_common",
    stamps="verified_on",
    first=True,
)
def verify_common(problem: CommonProblem, *, by, note: str):
    """The head of the office has looked at it: several units have the same problem."""


@move(
    _("Not common"),
    (Step.CLUSTERED, Step.VERIFIED),
    Step.DROPPED,
    by="direct",
    asks=Reason,
    tells="oversee",
    grave=True,
)
def drop_common(problem: CommonProblem, *, by, note: str):
    """Looked into, and it is not one problem of several units; the findings stay as they are."""


@move(
    _("Report to the leading group"),
    Step.VERIFIED,
    Step.REPORTED,
    by="oversee",
    asks=forms.ReportCommon,
    needs=_from_several_units,
    tells=("direct", "observe"),
    starts="assign_common",
    meets="report_common",
    stamps="reported_on",
    first=True,
)
def report_common(
    problem: CommonProblem, *, by, report: str, meeting: Meeting | None = None, note: str = "", **said: Any
):
    """The special report was heard by the leading group; the meeting is recorded with it, or chosen."""
    problem.report = report
    problem.meeting = inspections.held(problem.term, by, Meeting.Kind.LEADING_GROUP, meeting, note, said)
