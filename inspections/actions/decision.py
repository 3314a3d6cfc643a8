"""What a meeting decided is given to somebody, who reports what was done; the office finds it carried out or not."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case
from casework.moves import move

from .. import forms
from ..models import Decision, Meeting, Team
from .round import grant_to_standing_bodies

State = Decision.Stage
OWNERS = ("handle", "lead")


def _groups_of(decision: Decision) -> tuple:
    if decision.team:
        return (decision.team.leaders,)
    assert decision.owner is not None  # noqa: S101 - the table lets no decision have neither
    return (decision.owner.members, decision.owner.principals)


def _let_the_owner_hold(decision: Decision) -> None:
    """The office holds every decision anyway; any other owner holds his own."""
    if decision.owner_word != "oversee":
        policy.grant(decision.case, decision.owner_word, *_groups_of(decision))


@move(
    _("Add a decision"),
    Meeting.Stage.RECORDED,
    by="oversee",
    asks=forms.Decide,
    tells=OWNERS,
    starts="carry_out_decision",
    first=True,
)
def decide(
    meeting: Meeting,
    *,
    by,
    text: str,
    due_on: datetime.date,
    owner: Organisation | None = None,
    team: Team | None = None,
) -> Decision:
    """What was decided, who sees to it and by when. Whoever sees to it finds it on his desk."""
    profile = meeting.round.profile if meeting.round else None
    case = Case.objects.create(kind="inspections.decision", profile=profile)
    grant_to_standing_bodies(case, meeting.authority)
    values = {"text": text, "due_on": due_on, "owner": owner, "team": team}
    decision = Decision.objects.create(case=case, meeting=meeting, **values)
    _let_the_owner_hold(decision)
    return decision


@move(
    _("Another owner or day"),
    Decision.OWED,
    State.ASSIGNED,
    by="oversee",
    asks=forms.ChangeDecision,
    tells=OWNERS,
    meets=("carry_out_decision", "decision_again"),
    starts="carry_out_decision",
)
def change_decision(
    decision: Decision,
    *,
    by,
    due_on: datetime.date,
    note: str,
    owner: Organisation | None = None,
    team: Team | None = None,
):
    """Somebody else sees to it, or it is to be done by another day; the reason stays."""
    if decision.owner_word != "oversee":
        policy.withdraw(decision.case, decision.owner_word, *_groups_of(decision))
    decision.set(owner=owner, team=team, due_on=due_on)
    _let_the_owner_hold(decision)


def _for_its_owner(decision: Decision, by, today):
    if decision.owner_word not in policy.words_on(by, decision.case):
        return _("This is for whoever sees to it: %(who)s.") % {"who": decision.seen_to_by}
    return None


@move(
    _("Report what was done"),
    Decision.OWED,
    State.REPORTED,
    by=(*OWNERS, "oversee"),
    asks=forms.ReportDecision,
    needs=_for_its_owner,
    tells="oversee",
    meets=("carry_out_decision", "decision_again"),
    starts="close_decision",
    first=True,
)
def report_decision(decision: Decision, *, by, today: datetime.date, report: str):
    """What was done, with what proves it; the office looks whether it is enough."""
    decision.set(report=report, reporter=by, reported_on=today)


def _by_somebody_else(decision: Decision, by, today):
    return _("Whoever reported it does not find it carried out.") if by == decision.reporter else None


@move(
    _("Carried out"),
    State.REPORTED,
    State.CLOSED,
    by="oversee",
    asks=forms.Note,
    needs=_by_somebody_else,
    tells=(*OWNERS, "observe"),
    stamps="closed_on",
    first=True,
)
def close_decision(decision: Decision, *, by, note: str):
    """The office finds that what was decided has been carried out."""


@move(
    _("Return"),
    State.REPORTED,
    State.RETURNED,
    by="oversee",
    asks=forms.Reason,
    tells=OWNERS,
    meets="close_decision",
    starts="decision_again",
)
def return_decision(decision: Decision, *, by, note: str):
    """Not yet: the reason says what is missing."""


@move(
    _("Lift the decision"),
    (*Decision.OWED, State.REPORTED),
    State.LIFTED,
    by="oversee",
    asks=forms.Reason,
    tells=(*OWNERS, "observe"),
    grave=True,
)
def lift_decision(decision: Decision, *, by, note: str):
    """A later decision has taken its place; the reason says which."""
