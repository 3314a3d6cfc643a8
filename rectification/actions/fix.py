"""What is put right while the team is there (立行立改): from a signed paper, or from a finding that lands here."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import Refused, held, move, next_number
from casework.policy import Actor
from findings import actions as findings
from findings.models import Concerns, Finding, Landing, WorkingPaper
from inspections.models import Engagement

from .. import forms, guard
from ..models import ImmediateFix
from .evidence import evidence_is_decided
from .opinion import nothing_under_seal

Fixing, Visit, Paper = ImmediateFix.Stage, Engagement.Stage, WorkingPaper.Stage
#: until the unit has its feedback, what was not put right at once can still go on in it
BEFORE_FEEDBACK = (Visit.ENTERED, Visit.WITHDRAWN, Visit.REPORTED)


# -- the notice -------------------------------------------------------------------------------------------------------


def _is_put_right_at_once(landing: Landing, by, today):
    if landing.kind_of != Landing.Kind.AT_ONCE:
        return _("Only for what is put right at once.")
    return None


def of_its_paper(landing: Landing) -> ImmediateFix | None:
    """Return the notice that was issued from the paper of a finding before it was one."""
    return ImmediateFix.objects.filter(paper=landing.finding.paper_id).first() if landing.finding.paper_id else None


def _no_notice_is_out(landing: Landing, by, today):
    if fix := of_its_paper(landing):
        return _("Its notice was issued from the paper already: %(number)s.") % {"number": fix.number}
    return None


@move(
    _("Issue the notice"),
    Landing.Stage.DECIDED,
    by="lead",
    asks=forms.IssueFix,
    needs=(_is_put_right_at_once, _no_notice_is_out, nothing_under_seal),
    tells=("respond", "sign", "oversee"),
    starts=("sign_for_fix", "fix"),
    alone=True,
    first=True,
)
def issue_fix(
    landing: Landing, *, by, today: datetime.date, demand: str, due_on: datetime.date, later_because: str = ""
) -> ImmediateFix:
    """The unit is told what to put right, and by when, before the team leaves."""
    finding = landing.finding
    said: dict[str, Any] = {"demand": demand, "due_on": due_on, "later_because": later_because}
    fix = _notice(finding.engagement, by, today, title=finding.title_text, facts=finding.facts, landing=landing, **said)
    findings.take_up(landing, by=Actor.HOUSE, today=today)
    return fix


def _notice(
    engagement: Engagement, by, today: datetime.date, *, title: str, facts: str, demand: str, **said: Any
) -> ImmediateFix:
    if places := guard.places_in({"demand": demand}, engagement):
        raise Refused(_("What lies under seal must not leave the house: %(place)s.") % {"place": places[0]})
    year = today.year
    return ImmediateFix.objects.create(
        case=engagement.case,
        engagement=engagement,
        number=f"立改〔{year}〕{next_number(f'fix {year}')}号",
        problem=title,
        manifestation=facts,
        demand=demand,
        issued_on=today,
        issued_by=None if isinstance(by, Actor) else by,
        **said,
    )


def _team_is_on_site(paper: WorkingPaper, by, today):
    if paper.engagement.stage != Visit.ENTERED:
        return _("Only while the team is on site.")
    return None


def _not_about_the_principal(paper: WorkingPaper, by, today):
    if paper.concerns == Concerns.PRINCIPAL:
        return _("It concerns the principal himself, so no notice about it goes to him or to his unit.")
    return None


def _has_no_notice(paper: WorkingPaper, by, today):
    fix = ImmediateFix.objects.filter(paper=paper).first()
    return _("Its notice is out already: %(number)s.") % {"number": fix.number} if fix else None


def _paper_shows_no_seal(paper: WorkingPaper, by, today):
    said = {"title_text": paper.title_text, "facts": paper.facts}
    labels = {name: str(WorkingPaper._meta.get_field(name).verbose_name) for name in said}  # type: ignore[union-attr]
    return guard.held_up(paper, guard.Texts(said, labels, paper.engagement.round))


def _nothing_is_proposed(paper: WorkingPaper, by, today):
    if paper.fix_proposed_by:
        return _("%(who)s has proposed a notice; the leader decides.") % {"who": paper.fix_proposed_by}
    return None


def _is_proposed(paper: WorkingPaper, by, today):
    return None if paper.fix_proposed_by_id else _("Nobody has proposed a notice.")


@move(
    _("Propose to have it put right at once"),
    Paper.FINALIZED,
    by="inspect",
    asks=forms.ProposeFix,
    needs=(_team_is_on_site, _not_about_the_principal, _has_no_notice, _nothing_is_proposed),
    tells="lead",
    starts="issue_proposed_fix",
)
def propose_fix(paper: WorkingPaper, *, by, demand: str, due_on: datetime.date, later_because: str = "") -> None:
    """Whoever is on the spot says what can be put right, and by when; the leader issues the notice, or does not."""
    paper.set(fix_demand=demand, fix_due_on=due_on, fix_later_because=later_because, fix_proposed_by=by)


@move(
    _("Do not issue the proposed notice"),
    Paper.FINALIZED,
    by="lead",
    asks=forms.Reason,
    needs=_is_proposed,
    tells="inspect",
    meets="issue_proposed_fix",
    grave=True,
)
def decline_fix(paper: WorkingPaper, *, by, note: str):
    """The unit hears nothing of it; the reason stays with the paper."""
    paper.fix_proposed_by = None


@move(_("The proposed notice is out"), Paper.FINALIZED, by=Actor.HOUSE, meets="issue_proposed_fix")
def end_fix_proposal(paper: WorkingPaper, *, by):
    """The leader has issued it, as it was proposed or in other words."""
    paper.fix_proposed_by = None


@move(
    _("Have it put right at once"),
    Paper.FINALIZED,
    by="lead",
    asks=forms.IssueFixFromPaper,
    needs=(_team_is_on_site, _not_about_the_principal, _has_no_notice, _paper_shows_no_seal),
    tells=("respond", "sign", "oversee"),
    starts=("sign_for_fix", "fix"),
    alone=True,
)
def issue_fix_from_paper(
    paper: WorkingPaper, *, by, today: datetime.date, demand: str, due_on: datetime.date, later_because: str = ""
) -> ImmediateFix:
    """The leader sends the notice on the spot; the paper goes its way all the same, and stays in the report."""
    said: dict[str, Any] = {"demand": demand, "due_on": due_on, "later_because": later_because}
    now = held(paper)
    if now.fix_proposed_by_id:
        end_fix_proposal(now, by=Actor.HOUSE, today=today)
    return _notice(paper.engagement, by, today, title=paper.title_text, facts=paper.facts, paper=paper, **said)


def _notice_of_its_paper(landing: Landing, by, today):
    fix = of_its_paper(landing)
    if fix is None:
        return _("No notice was issued from its paper.")
    if fix.stage == Fixing.ROLLED:
        return _("It was not put right at once; it goes on in the feedback.")
    return None


@move(
    _("Answered by the notice of its paper"),
    Landing.Stage.DECIDED,
    by="lead",
    asks=forms.Note,
    needs=(_is_put_right_at_once, _notice_of_its_paper),
    first=True,
)
def join_fix(landing: Landing, *, by, today: datetime.date, note: str):
    """The notice went out before the finding was there; what becomes of the one becomes of the other."""
    fix = of_its_paper(landing)
    assert fix is not None  # noqa: S101 - the guard has looked
    join_landing(fix, by=Actor.HOUSE, today=today, landing=landing)
    findings.take_up(landing, by=Actor.HOUSE, today=today)


@move(_("Its finding has landed"), (*ImmediateFix.OPEN, Fixing.CLOSED), by=Actor.HOUSE)
def join_landing(fix: ImmediateFix, *, by, today: datetime.date, landing: Landing):
    """The finding that its paper became is put right by this notice."""
    fix.landing = landing
    if fix.stage == Fixing.CLOSED:
        _settle(fix, today)


def _settle(fix: ImmediateFix, today: datetime.date) -> None:
    landing = fix.landing
    if landing and landing.first and landing.finding.stage == Finding.Stage.ROUTED:
        findings.settle(landing.finding, by=Actor.HOUSE, today=today)


# -- signed for, reported, verified -----------------------------------------------------------------------------------


@move(
    _("Sign for the notice"),
    Fixing.ISSUED,
    Fixing.SIGNED_FOR,
    by="sign",
    asks=forms.Note,
    tells=("lead", "oversee"),
    meets="sign_for_fix",
    stamps="signed_on",
    first=True,
)
def sign_for_fix(fix: ImmediateFix, *, by, note: str):
    """The principal has the notice in hand."""
    fix.signed_by = None if isinstance(by, Actor) else by


@move(
    _("Report as fixed"),
    (Fixing.SIGNED_FOR, Fixing.RETURNED),
    Fixing.REPORTED,
    by=("respond", "sign"),
    asks=forms.ReportFix,
    tells=("lead", "oversee"),
    meets=("fix", "fix_again"),
    starts="verify_fix",
    stamps="reported_on",
    first=True,
)
def report_fix(fix: ImmediateFix, *, by, result: str, note: str = ""):
    """What was done, with its evidence."""
    fix.result = result


@move(
    _("Verify and close"),
    Fixing.REPORTED,
    Fixing.CLOSED,
    by=("lead", "oversee"),
    asks=forms.Note,
    needs=evidence_is_decided,
    tells=("respond", "sign"),
    stamps="closed_on",
    first=True,
)
def close_fix(fix: ImmediateFix, *, by, today: datetime.date, note: str):
    """Looked at the evidence, and it holds. It stays in the report, and the feedback names it."""
    _settle(fix, today)


@move(
    _("Return"),
    Fixing.REPORTED,
    Fixing.RETURNED,
    by=("lead", "oversee"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets="verify_fix",
    starts="fix_again",
)
def return_fix(fix: ImmediateFix, *, by, note: str):
    """Not yet: the reason says what is missing."""


def _feedback_is_still_to_come(fix: ImmediateFix, by, today):
    if fix.engagement.stage not in BEFORE_FEEDBACK:
        return _("The unit has its feedback already; it is put right by its notice.")
    return None


@move(
    _("Goes on in the feedback"),
    ImmediateFix.OPEN,
    Fixing.ROLLED,
    by=("lead", "oversee"),
    asks=forms.Reason,
    needs=_feedback_is_still_to_come,
    tells=("respond", "sign", "oversee"),
    meets=("sign_for_fix", "fix", "fix_again", "verify_fix"),
    grave=True,
)
def roll_into_feedback(fix: ImmediateFix, *, by, today: datetime.date, note: str):
    """Not put right during the stay: the meetings decide where the problem goes, as with every other one."""
    if fix.landing and fix.landing.stage == Landing.Stage.TAKEN_UP:
        findings.no_more_at_once(fix.landing, by=Actor.HOUSE, today=today)
