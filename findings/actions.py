"""From what was noticed to where it lands."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from casework.policy import Actor
from inspections.models import Engagement, Round

from . import forms
from .models import Finding, Landing, WorkingPaper

Paper, Found, Visit = WorkingPaper.Stage, Finding.Stage, Engagement.Stage
TEAM = ("lead", "inspect")
TEAM_AT_WORK = (Visit.ENTERED, Visit.WITHDRAWN)


def series(engagement: Engagement) -> str:
    """Return how a team's papers and findings of a round are numbered: ``2026-3-1`` for round 3, team 1."""
    team = engagement.team.number if engagement.team else 0
    return f"{engagement.round.year}-{engagement.round.number}-{team}"


@move(
    _("File a working paper"),
    TEAM_AT_WORK,
    by=TEAM,
    asks=forms.FilePaper,
    starts="submit_paper",
    first=True,
)
def file_paper(engagement: Engagement, *, by, **values) -> WorkingPaper:
    """One matter, one paper: what was seen, what proves it, who found it."""
    number = next_number(f"paper {series(engagement)}")
    year, round, team = series(engagement).split("-")
    return WorkingPaper.objects.create(
        case=engagement.case,
        engagement=engagement,
        author=by,
        number=f"[{year}]巡{round}-{team}组-{number:02d}号",
        **values,
    )


@move(_("Amend"), (Paper.DRAFT, Paper.RETURNED), by=TEAM, asks=forms.FilePaper)
def amend_paper(paper: WorkingPaper, *, by, **values):
    """Changes what the paper says; every version stays in the history."""
    paper.set(**values)


def _two_undertakers(paper: WorkingPaper, by, today):
    if paper.second_id is None:
        return _("A paper needs two undertakers; name the second one first.")
    return None


@move(
    _("Submit to the leader"),
    (Paper.DRAFT, Paper.RETURNED),
    Paper.SUBMITTED,
    by=TEAM,
    asks=forms.Note,
    needs=_two_undertakers,
    tells="lead",
    meets="submit_paper",
    starts="sign_paper",
    first=True,
)
def submit_paper(paper: WorkingPaper, *, by, note: str):
    """Both undertakers stand behind it; the leader decides."""


def _not_his_own(paper: WorkingPaper, by, today):
    if by in (paper.author, paper.second):
        return _("Whoever wrote a paper does not sign it.")
    return None


@move(
    _("Sign the paper"),
    Paper.SUBMITTED,
    Paper.FINALIZED,
    by="lead",
    asks=forms.Note,
    needs=_not_his_own,
    meets="sign_paper",
    starts="raise_finding",
    first=True,
)
def sign_paper(paper: WorkingPaper, *, by, note: str):
    """The leader stands behind it; from now on the office sees it too."""


@move(
    _("Return"),
    Paper.SUBMITTED,
    Paper.RETURNED,
    by="lead",
    asks=forms.Reason,
    tells="inspect",
    meets="sign_paper",
    starts="submit_paper",
)
def return_paper(paper: WorkingPaper, *, by, note: str):
    """Not yet: the reason says what is missing."""


@move(
    _("Nothing in it"),
    (Paper.DRAFT, Paper.SUBMITTED, Paper.RETURNED, Paper.FINALIZED),
    Paper.DROPPED,
    by="lead",
    asks=forms.Reason,
    tells="inspect",
    grave=True,
)
def drop_paper(paper: WorkingPaper, *, by, note: str):
    """Checked, and nothing in it: who says so and why stays in the history and in the balance."""


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
        number=_finding_number(paper.engagement),
        **values,
    )
    use_paper(paper, by=Actor.HOUSE, today=today)
    return finding


def _finding_number(engagement: Engagement) -> str:
    number = next_number(f"finding {series(engagement)}")
    return f"{series(engagement)}-{number:03d}"


@move(_("Became a finding"), Paper.FINALIZED, Paper.USED, by=Actor.HOUSE)
def use_paper(paper: WorkingPaper, *, by):
    """The paper is the ground of a finding now."""


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


def _decided_by_a_meeting(finding: Finding, by, today):
    round = finding.engagement.round
    heard = (Round.Stage.SECRETARY_HEARD, Round.Stage.RECTIFYING)
    if round.stage not in heard and round.type != Round.Type.UPPER:
        return _("Where it goes is decided once the secretary has heard the round.")
    return None


@move(
    _("Route"),
    Found.CONFIRMED,
    Found.ROUTED,
    by="oversee",
    asks=forms.Route,
    needs=_decided_by_a_meeting,
    tells="lead",
    meets=("route_finding", "confirm_upper"),
    first=True,
)
def route(finding: Finding, *, by, today, kind_of, decided_on, decision, receiver=None, note=""):
    """Gives the finding its landing, as the meeting decided."""
    land(
        finding,
        by=Actor.HOUSE,
        today=today,
        kind_of=kind_of,
        decided_on=decided_on,
        decision=decision,
        receiver=receiver,
    )


@move(_("Route further"), Found.ROUTED, by="oversee", asks=forms.RouteFurther, needs=_decided_by_a_meeting)
def route_further(finding: Finding, *, by, today, kind_of, decided_on, decision, receiver=None, note=""):
    """Sends it to a second place too; the balance counts it once, by its first landing."""
    land(
        finding,
        by=Actor.HOUSE,
        today=today,
        kind_of=kind_of,
        decided_on=decided_on,
        decision=decision,
        receiver=receiver,
        first=False,
    )


def _team_is_on_site(finding: Finding, by, today):
    if finding.engagement.stage != Visit.ENTERED:
        return _("Only while the team is on site.")
    return None


def _not_about_the_principal(finding: Finding, by, today):
    return forms.why_not_there(finding, Landing.Kind.AT_ONCE)


@move(
    _("Put right at once"),
    Found.CONFIRMED,
    Found.ROUTED,
    by="lead",
    asks=forms.Note,
    needs=(_team_is_on_site, _not_about_the_principal),
    tells="oversee",
    meets="route_finding",
)
def put_right_at_once(finding: Finding, *, by, today, note: str):
    """The unit is asked to put it right during the stay (立行立改); it stays in the report."""
    land(finding, by=Actor.HOUSE, today=today, kind_of=Landing.Kind.AT_ONCE, decided_on=today, decision=str(by))


@move(_("Landing decided"), Found.ROUTED, by=Actor.HOUSE, starts="take_up")
def land(finding: Finding, *, by, kind_of, decided_on, decision, receiver=None, first=True) -> Landing:
    """Where it goes is written down; it must be taken up there."""
    return Landing.objects.create(
        case=finding.case,
        finding=finding,
        kind_of=kind_of,
        first=first,
        receiver=receiver,
        decided_on=decided_on,
        decision=decision,
    )


@move(_("Taken up"), Landing.Stage.DECIDED, Landing.Stage.TAKEN_UP, by=Actor.HOUSE)
def take_up(landing: Landing, *, by):
    """The place it goes to has taken it."""


@move(
    _("Take back"),
    Landing.Stage.DECIDED,
    Landing.Stage.WITHDRAWN,
    by="oversee",
    asks=forms.Reason,
    tells="lead",
    grave=True,
)
def take_back(landing: Landing, *, by, today: datetime.date, note: str):
    """It does not go there after all; without a first landing the finding has to be routed again."""
    if landing.first:
        route_again(landing.finding, by=Actor.HOUSE, today=today)


@move(_("To be routed again"), Found.ROUTED, Found.CONFIRMED, by=Actor.HOUSE, starts="route_finding")
def route_again(finding: Finding, *, by):
    """Its landing was taken back."""


@move(_("Settled"), Found.ROUTED, Found.SETTLED, by=Actor.HOUSE)
def settle(finding: Finding, *, by):
    """Every place it went to has finished with it."""


@move(_("Moved under seal"), Found.ROUTED, Found.SEALED, by=Actor.HOUSE, stamps="left_on")
def seal(finding: Finding, *, by, today: datetime.date):
    """The content has moved under seal with its paper; a stub stays: the number, and the day it left."""
    empty(finding)
    if finding.paper:
        seal_paper(finding.paper, by=by, today=today)


@move(_("Moved under seal"), Paper.USED, Paper.SEALED, by=Actor.HOUSE)
def seal_paper(paper: WorkingPaper, *, by):
    """The paper has moved under seal; its number stays."""
    paper.set(title_text="", facts="", basis="", evidence="", responsibility="")


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
        concerns="",
    )
