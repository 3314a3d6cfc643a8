"""Building teams, authorising them, sending people home."""

import datetime
import secrets

from dateutil.relativedelta import relativedelta
from django.contrib.auth.models import Group
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Person
from casework import policy
from casework.models import Case
from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Decision, Posting, Recusal, Round, Team
from .pledge import admit, no_pledge_is_due
from .recusal import kept_away, look_for_conflicts, nobody_has_an_open_conflict
from .round import PLANNING
from .secondment import secondment_ends

TeamStage = Team.Stage
#: for how many months somebody is lent when the round does not say how long the teams stay
USUAL = 2


@move(_("Form a team"), PLANNING, by="oversee", asks=forms.FormTeam, alone=True)
def form_team(round: Round, *, by, today: datetime.date, name: str, leader: Person, deputies=(), members=()) -> Team:
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
            post(team, by=Actor.HOUSE, today=today, person=person, role=role)
    return team


def time_of(round: Round, today: datetime.date) -> tuple[datetime.date, datetime.date]:
    """Return from when to when people serve in a round: the stay as it is planned, else two months from today."""
    begins = round.stays_from or today
    return begins, max(begins, round.stays_until or begins + relativedelta(months=USUAL))


@move(_("Add a member"), (TeamStage.FORMING, TeamStage.AUTHORISED), by=("oversee", Actor.HOUSE), asks=forms.Post)
def post(team: Team, *, by, today: datetime.date, person: Person, role: str) -> Posting:
    """Gives somebody from the pool a place in the team. A conflict with its units is recorded at once."""
    begins, ends = time_of(team.round, today)
    values = {"person": person, "role": role, "begins_on": begins, "ends_on": ends}
    posting = Posting.objects.create(case=team.case, team=team, **values)
    look_for_conflicts(team, today, posting)
    if team.stage == TeamStage.AUTHORISED:
        admit(posting, today)
    return posting


@move(_("Team dissolved"), Posting.Stage.SERVING, Posting.Stage.ENDED, by=Actor.HOUSE, stamps="ended_on")
def release(posting: Posting, *, by, today: datetime.date):
    """The team is dissolved, and the place in it has ended."""
    dismiss(posting, today)


def dismiss(posting: Posting, today: datetime.date) -> None:
    """End what somebody holds and owes in a team that he leaves."""
    no_pledge_is_due(posting, today)
    user = getattr(posting.person, "user", None)
    if user:
        policy.leave(user, posting.team.leaders, posting.team.members)
    kept_away(Recusal.objects.filter(posting=posting), today)
    secondment_ends(posting, today)


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
    needs=(nobody_has_an_open_conflict, _everybody_has_an_account),
    stamps="authorised_on",
    first=True,
)
def authorise(team: Team, *, by, today: datetime.date, paper: str, note: str):
    """The team may act in this round, and in no other; each member as soon as he has made his pledge."""
    team.paper = paper
    for posting in team.postings.serving().select_related("person__user", "team__leaders", "team__members"):
        admit(posting, today)
    for engagement in team.engagements.select_related("case"):
        grant_to_team(engagement.case, team)


def grant_to_team(case: Case, team: Team) -> None:
    policy.grant(case, "lead", team.leaders)
    policy.grant(case, "inspect", team.leaders, team.members)


def take_from_team(case: Case, team: Team) -> None:
    policy.withdraw(case, "lead", team.leaders)
    policy.withdraw(case, "inspect", team.leaders, team.members)


def _sees_to_no_decision(team: Team, by, today):
    waiting = team.decisions.filter(stage__in=Decision.OWED).order_by("due_on")
    names = "；".join(map(str, waiting[:3]))
    return _("Decisions that the team still has to see to: %(names)s.") % {"names": names} if names else None


@move(
    _("Dissolve"),
    TeamStage.AUTHORISED,
    TeamStage.DISSOLVED,
    by="oversee",
    asks=forms.Reason,
    needs=_sees_to_no_decision,
    grave=True,
)
def dissolve(team: Team, *, by, today: datetime.date, note: str):
    """The team's words end; from now on the office verifies."""
    for engagement in team.engagements.select_related("case"):
        take_from_team(engagement.case, team)
    for posting in team.postings.serving().select_related("person__user", "team"):
        release(posting, by=Actor.HOUSE, today=today)
