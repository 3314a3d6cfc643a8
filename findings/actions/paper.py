"""From what was noticed to a paper that the leader signs."""

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from casework.policy import Actor
from inspections.models import Engagement

from .. import forms
from ..models import Sitting, WorkingPaper

Paper, Visit = WorkingPaper.Stage, Engagement.Stage

TEAM = ("lead", "inspect")
TEAM_AT_WORK = (Visit.ENTERED, Visit.WITHDRAWN)


def series(engagement: Engagement) -> str:
    """Return how a team's papers and findings of a round are numbered: ``2026-3-1`` for round 3, team 1."""
    team = engagement.team.number if engagement.team else 0
    return f"{engagement.round.year}-{engagement.round.number}-{team}"


def new_paper(engagement: Engagement, by, **values) -> WorkingPaper:
    """Make the paper with the next number of its team."""
    number = next_number(f"paper {series(engagement)}")
    year, round, team = series(engagement).split("-")
    return WorkingPaper.objects.create(
        case=engagement.case,
        engagement=engagement,
        author=by,
        number=f"[{year}]巡{round}-{team}组-{number:02d}号",
        **values,
    )


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
    return new_paper(engagement, by, **values)


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
    asks=forms.SignPaper,
    needs=_not_his_own,
    meets="sign_paper",
    starts="raise_finding",
    first=True,
)
def sign_paper(paper: WorkingPaper, *, by, note: str, sitting: Sitting | None = None):
    """The leader stands behind it; from now on the office sees it too."""
    paper.sitting = sitting


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


@move(_("Became a finding"), Paper.FINALIZED, Paper.USED, by=Actor.HOUSE)
def use_paper(paper: WorkingPaper, *, by):
    """The paper is the ground of a finding now."""


@move(_("Moved under seal"), Paper.USED, Paper.SEALED, by=Actor.HOUSE)
def seal_paper(paper: WorkingPaper, *, by):
    """The paper has moved under seal; its number stays."""
    paper.set(title_text="", facts="", basis="", evidence="", responsibility="")
    paper.set(priority=None, extension=None, sitting=None)
