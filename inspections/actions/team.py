"""Building teams, authorising them, sending people home."""

import secrets

from django.contrib.auth.models import Group
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework import policy
from casework.models import Case
from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Posting, Round, Team
from .round import PLANNING

TeamStage = Team.Stage


@move(_("Form a team"), PLANNING, by="oversee", asks=forms.FormTeam, alone=True)
def form_team(round: Round, *, by, name: str, leader: Person, deputies=(), members=()) -> Team:
    """A team is built anew for this round, from the pool."""
    number = (round.teams.aggregate(last=Max("number"))["last"] or 0) + 1
    groups = [Group.objects.create(name=f"team {role} {secrets.token_hex(8)}") for role in ("leaders", "members")]
    team = Team.objects.create(
        case=round.case, round=round, number=number, name=name, leaders=groups[0], members=groups[1]
    )
    for role, people in (
        (Posting.Role.LEADER, [leader]),
        (Posting.Role.DEPUTY, deputies),
        (Posting.Role.MEMBER, members),
    ):
        for person in people:
            post(team, by=Actor.HOUSE, person=person, role=role)
    return team


@move(_("Add a member"), (TeamStage.FORMING, TeamStage.AUTHORISED), by=("oversee", Actor.HOUSE), asks=forms.Post)
def post(team: Team, *, by, person: Person, role: str) -> Posting:
    """Gives somebody from the pool a place in the team."""
    posting = Posting.objects.create(case=team.case, team=team, person=person, role=role)
    if team.stage == TeamStage.AUTHORISED:
        _admit(posting)
    return posting


def _admit(posting: Posting) -> None:
    user = getattr(posting.person, "user", None)
    if user:
        leads = posting.role in (Posting.Role.LEADER, Posting.Role.DEPUTY)
        policy.join(user, posting.team.leaders if leads else posting.team.members)


@move(
    _("Leaves the team"),
    Posting.Stage.SERVING,
    Posting.Stage.ENDED,
    by="oversee",
    asks=forms.Reason,
    grave=True,
)
def end_posting(posting: Posting, *, by, note: str):
    """From the next request on this person can do and see nothing of what the team does."""
    _dismiss(posting)


def _dismiss(posting: Posting) -> None:
    user = getattr(posting.person, "user", None)
    if user:
        policy.leave(user, posting.team.leaders, posting.team.members)


def _nobody_inspects_his_own_unit(team: Team, by, today):
    postings = team.postings.serving().filter(person__organisation__in=team.engagements.values("unit"))
    names = "、".join(str(posting.person) for posting in postings.select_related("person"))
    return _("%(names)s must withdraw: works in a unit that this team inspects.") % {"names": names} if names else None


def _everybody_has_an_account(team: Team, by, today):
    postings = team.postings.serving().filter(person__user=None).select_related("person")
    names = "、".join(str(posting.person) for posting in postings)
    return _("No account yet: %(names)s. The system administrator makes it.") % {"names": names} if names else None


@move(
    _("Authorise"),
    TeamStage.FORMING,
    TeamStage.AUTHORISED,
    by="oversee",
    asks=forms.Authorise,
    needs=(_nobody_inspects_his_own_unit, _everybody_has_an_account),
    stamps="authorised_on",
    first=True,
)
def authorise(team: Team, *, by, paper: str, note: str):
    """The team may act in this round, and in no other."""
    team.paper = paper
    for posting in team.postings.serving().select_related("person__user", "team__leaders", "team__members"):
        _admit(posting)
    for engagement in team.engagements.select_related("case"):
        grant_to_team(engagement.case, team)


def grant_to_team(case: Case, team: Team) -> None:
    policy.grant(case, "lead", team.leaders)
    policy.grant(case, "inspect", team.leaders, team.members)


@move(_("Dissolve"), TeamStage.AUTHORISED, TeamStage.DISSOLVED, by="oversee", asks=forms.Reason, grave=True)
def dissolve(team: Team, *, by, note: str):
    """The team's words end; from now on the office verifies."""
    for engagement in team.engagements.select_related("case"):
        policy.withdraw(engagement.case, "lead", team.leaders)
        policy.withdraw(engagement.case, "inspect", team.leaders, team.members)
    for posting in team.postings.serving().select_related("person__user", "team"):
        _dismiss(posting)
