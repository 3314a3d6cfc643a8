"""From a signed paper to a finding that the leader confirms."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from casework.policy import Actor
from inspections.models import Engagement, Priority, Round

from .. import forms
from ..models import Finding, Lead, WorkingPaper
from .lead import seal_lead
from .paper import TEAM, seal_paper, series, use_paper, whole_paper
from .report_draft import leave_report
from .routing import office_has_not_reviewed, seal_routing

Paper, Found = WorkingPaper.Stage, Finding.Stage

LetGo = Callable[[Finding, datetime.date], None]
#: what the storeys above do when a finding is gone, in the same moment
WHEN_GONE: list[LetGo] = []


@move(
    _("Raise a finding"),
    Paper.FINALIZED,
    by=TEAM,
    asks=forms.RaiseFinding,
    starts="confirm_finding",
    alone=True,
    first=True,
)
def raise_finding(paper: WorkingPaper, *, by, today: datetime.date, **values) -> Finding:
    """The matter becomes a problem that the team stands behind."""
    values = with_subject(values)
    finding = Finding.objects.create(
        case=paper.case,
        engagement=paper.engagement,
        paper=paper,
        extension=paper.extension,
        number=finding_number(paper.engagement),
        **values,
    )
    use_paper(paper, by=Actor.HOUSE, today=today)
    return finding


def with_subject(values: dict[str, Any]) -> dict[str, Any]:
    """Let the first of the persons concerned be the subject; whoever is named as the subject alone is the first."""
    persons = values.get("persons")
    if persons:
        return values | {"subject_name": persons[0]["name"], "subject_post": persons[0]["post"]}
    if values.get("subject_name"):
        first = {"name": values["subject_name"], "post": values.get("subject_post", ""), "managed": False}
        return values | {"persons": [first]}
    return values | {"subject_name": "", "subject_post": ""} if persons is not None else values


def finding_number(engagement: Engagement) -> str:
    """Return the next number among the findings of a team in its round."""
    number = next_number(f"finding {series(engagement)}")
    return f"{series(engagement)}-{number:03d}"


@move(_("Amend"), Found.IDENTIFIED, by=TEAM, asks=forms.RaiseFinding)
def amend(finding: Finding, *, by, **values):
    """Changes what the finding says; every version stays in the history."""
    finding.set(**with_subject(values))


def _round_has_a_list(finding: Finding, by, today):
    round = finding.engagement.round
    if round.stage in Round.final:
        return _("The round is in the archive; its list stays as it is.")
    if finding.priority_id is None and not round.priority_list.exists():
        return _("The round has no list of local priorities.")
    return None


@move(
    _("Tag with a local priority"),
    (Found.CONFIRMED, Found.ROUTED, Found.SETTLED),
    by=("lead", "oversee"),
    asks=forms.TagFinding,
    needs=_round_has_a_list,
)
def tag(finding: Finding, *, by, priority: Priority | None):
    """Says to which line of the round's list it belongs; what else it says stays."""
    finding.priority = priority


def _says_who_is_responsible(finding: Finding, by, today):
    if not finding.responsibility.strip():
        return _("It does not say yet which political responsibility is behind it.")
    return None


def _says_what_to_do(finding: Finding, by, today):
    if not finding.recommendation.strip():
        return _("It has no recommendation yet.")
    if not finding.recommended_to.strip():
        return _("The recommendation does not say yet who is to do it.")
    return None


@move(
    _("Confirm"),
    Found.IDENTIFIED,
    Found.CONFIRMED,
    by="lead",
    asks=forms.Note,
    needs=(_says_who_is_responsible, _says_what_to_do),
    tells="oversee",
    meets="confirm_finding",
    starts=("route_finding", "propose_route"),
    first=True,
)
def confirm(finding: Finding, *, by, note: str):
    """The leader confirms it; he proposes where it should go."""


@move(
    _("Not established"),
    (Found.IDENTIFIED, Found.CONFIRMED),
    Found.NOT_ESTABLISHED,
    by="lead",
    asks=forms.NotEstablished,
    needs=office_has_not_reviewed,
    tells=("inspect", "oversee"),
    grave=True,
)
def drop(finding: Finding, *, by, today: datetime.date, note: str):
    """Looked into, and it does not hold: who says so and why stays in the history and in the balance."""
    _let_go(finding, today)


@move(_("Settled"), Found.ROUTED, Found.SETTLED, by=Actor.HOUSE)
def settle(finding: Finding, *, by):
    """Every place it went to has finished with it."""


@move(
    _("Moved under seal"),
    (Found.IDENTIFIED, Found.CONFIRMED, Found.ROUTED),
    Found.SEALED,
    by=Actor.HOUSE,
    stamps="left_on",
)
def seal(finding: Finding, *, by, today: datetime.date):
    """The content has moved under seal with its paper; a stub stays: the number, and the day it left."""
    empty(finding)
    _let_go(finding, today)
    seal_routing(finding, by=by, today=today)
    if finding.paper:
        for paper in whole_paper(finding.paper):
            leave_report(paper, today=today)
        for lead in Lead.objects.filter(paper__in=whole_paper(finding.paper)):
            seal_lead(lead, by=by, today=today)
        seal_paper(finding.paper, by=by, today=today)


def when_gone(let_go: LetGo) -> LetGo:
    """Mark what a storey above does in the same moment when a finding moves under seal or turns out not to hold."""
    WHEN_GONE.append(let_go)
    return let_go


def _let_go(finding: Finding, today: datetime.date) -> None:
    for let_go in WHEN_GONE:
        let_go(finding, today)


def empty(finding: Finding) -> None:
    """Take every word of the matter out of a finding that moves under seal."""
    finding.set(
        title_text="",
        facts="",
        subject_name="",
        subject_post="",
        basis="",
        responsibility="",
        cause="",
        cause_text="",
        recommendation="",
        recommended_to="",
        marks=[],
        amount=None,
        irregular=None,
        recoverable=None,
        whose="",
        level="",
        persons=[],
        judgement="",
        duties=[],
        category=None,
        priority=None,
        extension=None,
        concerns="",
    )
