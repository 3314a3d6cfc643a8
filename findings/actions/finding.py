"""From a signed paper to a finding that the leader confirms."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from casework.policy import Actor
from inspections.models import Engagement, Priority, Round

from .. import forms
from ..models import Finding, Lead, WorkingPaper
from .lead import seal_lead
from .paper import TEAM, seal_paper, series, use_paper

Paper, Found, Visit = WorkingPaper.Stage, Finding.Stage, Engagement.Stage


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
    finding = Finding.objects.create(
        case=paper.case,
        engagement=paper.engagement,
        paper=paper,
        extension=paper.extension,
        number=_finding_number(paper.engagement),
        **values,
    )
    use_paper(paper, by=Actor.HOUSE, today=today)
    return finding


def _finding_number(engagement: Engagement) -> str:
    number = next_number(f"finding {series(engagement)}")
    return f"{series(engagement)}-{number:03d}"


def _from_an_upper_level(engagement: Engagement, by, today):
    if engagement.round.type != Round.Type.UPPER:
        return _("Only for feedback from an upper level.")
    return None


@move(
    _("Enter what an upper level found"),
    (Visit.SELECTED, Visit.NOTIFIED),
    by="oversee",
    asks=forms.EnterUpperFinding,
    needs=_from_an_upper_level,
    starts="confirm_upper",
)
def enter_upper_finding(engagement: Engagement, *, by, **values) -> Finding:
    """A problem that the city or the province found, in its own words."""
    return Finding.objects.create(
        case=engagement.case,
        engagement=engagement,
        stage=Found.CONFIRMED,
        number=_finding_number(engagement),
        **values,
    )


@move(_("Amend"), Found.IDENTIFIED, by=TEAM, asks=forms.RaiseFinding)
def amend(finding: Finding, *, by, **values):
    """Changes what the finding says; every version stays in the history."""
    finding.set(**values)


def _round_has_a_list(finding: Finding, by, today):
    round = finding.engagement.round
    if round.stage in Round.final:
        return _("The round is in the archive; its list stays as it is.")
    if not round.priority_list.exists():
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
    starts="route_finding",
    first=True,
)
def confirm(finding: Finding, *, by, note: str):
    """The leader confirms it; the office can route it."""


@move(
    _("Not established"),
    (Found.IDENTIFIED, Found.CONFIRMED),
    Found.NOT_ESTABLISHED,
    by="lead",
    asks=forms.Reason,
    tells=("inspect", "oversee"),
    grave=True,
)
def drop(finding: Finding, *, by, note: str):
    """Looked into, and it does not hold: who says so and why stays in the history and in the balance."""


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
    if finding.paper:
        seal_paper(finding.paper, by=by, today=today)
        for lead in Lead.objects.filter(paper=finding.paper):
            seal_lead(lead, by=by, today=today)


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
        mark="",
        amount=None,
        category=None,
        priority=None,
        extension=None,
        concerns="",
    )
