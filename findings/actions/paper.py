"""From what was noticed to a paper that the leader signs."""

import datetime

from django.db import OperationalError
from django.utils.translation import gettext_lazy as _

from casework import present
from casework.moves import Refused, move, next_number
from casework.policy import Actor
from inspections.models import Engagement, Posting

from .. import forms
from ..models import Sitting, WorkingPaper

Paper, Visit = WorkingPaper.Stage, Engagement.Stage

TEAM = ("lead", "inspect")
TEAM_AT_WORK = (Visit.ENTERED, Visit.WITHDRAWN)


def series(engagement: Engagement) -> str:
    """Return how a team's papers and findings of a round are numbered: ``2026-3-1`` for round 3, team 1."""
    team = engagement.team.number if engagement.team else 0
    return f"{engagement.round.year}-{engagement.round.number}-{team}"


def named(engagement: Engagement) -> str:
    """Return how the numbers of a team's papers begin, as offices write them: ``[2026]巡3-1组-``."""
    year, round, team = series(engagement).split("-")
    return f"[{year}]巡{round}-{team}组-"


def new_paper(engagement: Engagement, by, today: datetime.date, **values) -> WorkingPaper:
    """Make the paper with the next provisional number of its team; the number proper comes with the signature."""
    number = f"预{named(engagement)}{next_number(f'provisional paper {series(engagement)}'):02d}"
    return WorkingPaper.objects.create(
        case=engagement.case,
        engagement=engagement,
        author=by,
        written_on=today,
        pre_number=number,
        number=number,
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
def file_paper(engagement: Engagement, *, by, today: datetime.date, **values) -> WorkingPaper:
    """One matter, one paper: what was seen, what proves it, who found it."""
    return new_paper(engagement, by, today, **values)


def words_of(paper: WorkingPaper) -> dict[str, str]:
    """Return what the paper says now, by field, in words that stay true when a list is changed later."""
    return {name: present.text_of(present.value_at(paper, name)) for name in forms.PAPER_FIELDS}


@move(_("Amend"), (Paper.DRAFT, Paper.RETURNED), by=TEAM, asks=forms.FilePaper)
def amend_paper(paper: WorkingPaper, *, by, **values):
    """Changes what the paper says; what it said before is kept and can be compared."""
    said = words_of(paper)
    paper.set(**values)
    if words_of(paper) != said:
        paper.earlier = [*paper.earlier, said]


def _two_undertakers(paper: WorkingPaper, by, today):
    if paper.second_id is None:
        return _("A paper needs two undertakers; name the second one first.")
    return None


@move(
    _("Submit for review"),
    (Paper.DRAFT, Paper.RETURNED),
    Paper.SUBMITTED,
    by=TEAM,
    asks=forms.Note,
    needs=_two_undertakers,
    tells="lead",
    meets="submit_paper",
    starts="review_paper",
    first=True,
)
def submit_paper(paper: WorkingPaper, *, by, note: str):
    """Both undertakers stand behind it. The deputy reviews it; without a deputy it goes to the team meeting."""


def _postings_above(paper: WorkingPaper, role: str):
    """Return the places of those who serve as leader, or as deputies, of the paper's team and did not write it."""
    return (
        Posting.objects.serving()
        .filter(team=paper.engagement.team_id, role=role, person__user__is_active=True)
        .exclude(person__user__in=[one for one in (paper.author_id, paper.second_id) if one])
        .select_related("person")
        .order_by("pk")
    )


def _holds(by, postings) -> bool:
    return isinstance(by, Actor) or postings.filter(person__user=by).exists()


def _not_his_own(paper: WorkingPaper, by, today):
    if by in (paper.author, paper.second):
        return _("Whoever wrote a paper neither reviews nor signs it.")
    return None


def _the_deputy_reviews(paper: WorkingPaper, by, today):
    deputies = _postings_above(paper, Posting.Role.DEPUTY)
    if not deputies:
        return _("The team has no deputy who did not write it: it goes straight to the team meeting.")
    if not _holds(by, deputies):
        return _("Reviewed by the deputy: %(names)s.") % {"names": _names(deputies)}
    return None


def _names(postings) -> str:
    return "、".join(str(posting.person) for posting in postings)


@move(
    _("Reviewed by the deputy"),
    Paper.SUBMITTED,
    Paper.REVIEWED,
    by="lead",
    asks=forms.Note,
    needs=(_not_his_own, _the_deputy_reviews),
    tells="lead",
    meets="review_paper",
    starts="agree_paper",
    first=True,
)
def review_paper(paper: WorkingPaper, *, by, note: str):
    """The deputy finds it sound; the team meeting discusses it."""
    paper.reviewer = None if isinstance(by, Actor) else by


def _is_reviewed(paper: WorkingPaper, by, today):
    deputies = _postings_above(paper, Posting.Role.DEPUTY)
    if paper.stage == Paper.SUBMITTED and deputies:
        return _("Reviewed by the deputy first: %(names)s.") % {"names": _names(deputies)}
    return None


@move(
    _("Agreed by the team meeting"),
    (Paper.SUBMITTED, Paper.REVIEWED),
    Paper.AGREED,
    by="lead",
    asks=forms.AgreePaper,
    needs=_is_reviewed,
    tells="lead",
    meets=("review_paper", "agree_paper"),
    starts="sign_paper",
    first=True,
)
def agree_paper(paper: WorkingPaper, *, by, sitting: Sitting, opinion: str):
    """The meeting and its opinion stand on the paper; the leader signs it next."""
    paper.set(sitting=sitting, opinion=opinion)


def _signs_for_the_team(paper: WorkingPaper, by, today):
    # A deputy signs where the leader wrote it, or where the team has lost its leader.
    signers = _postings_above(paper, Posting.Role.LEADER)
    if not signers:
        signers = _postings_above(paper, Posting.Role.DEPUTY)
    if not signers:
        return _("The leader wrote it, and there is no deputy who did not: nobody may sign it.")
    if not _holds(by, signers):
        return _("This is signed by %(names)s.") % {"names": _names(signers)}
    return None


@move(
    _("Sign the paper"),
    Paper.AGREED,
    Paper.FINALIZED,
    by="lead",
    asks=forms.Note,
    needs=(_not_his_own, _signs_for_the_team),
    tells="inspect",
    meets="sign_paper",
    starts="raise_finding",
    stamps="signed_on",
    first=True,
)
def sign_paper(paper: WorkingPaper, *, by, note: str):
    """The leader stands behind it: it gets its number, and from now on the office sees it too."""
    paper.signer = None if isinstance(by, Actor) else by
    if not paper.is_numbered:
        paper.number = f"{named(paper.engagement)}{next_number(f'paper {series(paper.engagement)}'):02d}号"


@move(
    _("Return"),
    WorkingPaper.UNDER_REVIEW,
    Paper.RETURNED,
    by="lead",
    asks=forms.Reason,
    tells="inspect",
    meets=("review_paper", "agree_paper", "sign_paper"),
    starts="submit_paper",
)
def return_paper(paper: WorkingPaper, *, by, note: str):
    """Not yet: the reason says what is missing. It goes the whole way again."""
    paper.set(reviewer=None, sitting=None, opinion="")


#: stages in which nothing has come of a paper yet
BEFORE_A_FINDING = (Paper.DRAFT, *WorkingPaper.UNDER_REVIEW, Paper.RETURNED, Paper.FINALIZED)


@move(
    _("Nothing in it"),
    BEFORE_A_FINDING,
    Paper.DROPPED,
    by="lead",
    asks=forms.Reason,
    tells="inspect",
    grave=True,
)
def drop_paper(paper: WorkingPaper, *, by, note: str):
    """Checked, and nothing in it: who says so and why stays in the history and in the balance."""


def _another_paper_is_open(paper: WorkingPaper, by, today):
    if not forms.others_of(paper).exists():
        return _("There is no other paper of this unit that it could be merged into.")
    return None


@move(
    _("Merge into another paper"),
    BEFORE_A_FINDING,
    Paper.MERGED,
    by="lead",
    asks=forms.MergePaper,
    needs=_another_paper_is_open,
    tells="inspect",
    grave=True,
)
def merge_paper(paper: WorkingPaper, *, by, into: WorkingPaper, note: str):
    """Both are one matter: it goes on in the other paper. This one keeps what it says, and where it went."""
    try:
        other = WorkingPaper._base_manager.select_for_update(no_key=True, nowait=True).get(pk=into.pk)
    except OperationalError as error:
        raise Refused(_("Somebody is working on the other paper this very moment; try again.")) from error
    if other.stage not in BEFORE_A_FINDING or other.engagement_id != paper.engagement_id or other.pk == paper.pk:
        raise Refused(
            _("It can't be merged into that paper any more: %(stage)s.") % {"stage": other.get_stage_display()}
        )
    paper.merged_into = other


@move(_("Became a finding"), Paper.FINALIZED, Paper.USED, by=Actor.HOUSE)
def use_paper(paper: WorkingPaper, *, by):
    """The paper is the ground of a finding now."""


@move(_("Moved under seal"), (Paper.USED, Paper.MERGED), Paper.SEALED, by=Actor.HOUSE)
def seal_paper(paper: WorkingPaper, *, by, today: datetime.date):
    """The paper has moved under seal, with those merged into it; its number stays."""
    for merged in paper.merged.all():
        seal_paper(merged, by=by, today=today)
    paper.set(title_text="", facts="", basis="", evidence="", responsibility="", concerns="", opinion="", earlier=[])
    paper.set(source_other="", area="", led_by="")
    paper.set(priority=None, extension=None, sitting=None)


def whole_paper(paper: WorkingPaper) -> list[WorkingPaper]:
    """Return all that belongs to a matter's paper: itself, and what was merged into it."""
    found = [paper]
    for merged in paper.merged.order_by("pk"):
        found += whole_paper(merged)
    return found
