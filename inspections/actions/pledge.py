"""A member of an authorised team makes his pledge, and only then holds the words of his team (一次一授权)."""

import datetime
import secrets

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Case
from casework.moves import move
from casework.policy import Actor

from .. import editions, forms
from ..models import Pledge, Posting, Team
from .conduct import close_pleading_of
from .discipline import close_matters_of
from .round import grant_to_standing_bodies

Promise = Pledge.Stage


def admit(posting: Posting, today: datetime.date) -> None:
    """Let somebody into his authorised team by way of his pledge, unless a conflict of his is not resolved yet."""
    user = getattr(posting.person, "user", None)
    if user is None or posting.recusals.unresolved().exists():
        return
    pledge = Pledge.objects.filter(posting=posting).first()
    if pledge is None:
        ask_for_pledge(posting, by=Actor.HOUSE, today=today)
    elif pledge.stage == Promise.MADE:
        _let_in(posting, user, today)


def _let_in(posting: Posting, user, today: datetime.date) -> None:
    leads = posting.role in (Posting.Role.LEADER, Posting.Role.DEPUTY)
    if leads:
        close_pleading_of(posting, today)
        close_matters_of(posting, today)
    policy.join(user, posting.team.leaders if leads else posting.team.members)


def let_himself_hold(case: Case, user) -> None:
    """Let one person, and nobody else, hold the word ``own`` on a case."""
    himself = Group.objects.create(name=f"himself {secrets.token_hex(8)}")
    policy.join(user, himself)
    policy.grant(case, "own", himself)


@move(_("Pledge asked for"), Posting.Stage.SERVING, by=Actor.HOUSE, tells="own", starts="pledge")
def ask_for_pledge(posting: Posting, *, by) -> Pledge:
    """The team is authorised: its member is to make his pledge."""
    round = posting.team.round
    case = Case.objects.create(kind="inspections.pledge", profile=round.profile)
    let_himself_hold(case, posting.person.user)
    grant_to_standing_bodies(case, round.term.authority)
    return Pledge.objects.create(case=case, posting=posting, edition=editions.NEWEST)


def _not_asked(team: Team):
    """Those who serve, can sign in, and have not been asked: they got their account only after they had joined."""
    return team.postings.serving().filter(pledge=None).exclude(person__user=None)


def _somebody_was_not_asked(team: Team, by, today):
    return None if _not_asked(team).exists() else _("Everybody with an account has been asked.")


@move(_("Ask for the pledges"), Team.Stage.AUTHORISED, by="oversee", needs=_somebody_was_not_asked)
def ask_for_pledges(team: Team, *, by, today: datetime.date):
    """Whoever got his account only after he had joined the team is asked for his pledge now."""
    for posting in _not_asked(team).select_related("person__user", "team__round__term__authority"):
        admit(posting, today)


@move(
    _("Make the pledge"),
    Promise.DUE,
    Promise.MADE,
    by="own",
    asks=forms.MakePledge,
    meets="pledge",
    stamps="made_on",
    first=True,
)
def make_pledge(pledge: Pledge, *, by, today: datetime.date, accepted: bool):
    """You have read the pledge and the rules and will keep them; your work in the team begins with it."""
    posting = Posting.objects.select_related("team", "person__user").get(pk=pledge.posting_id)
    serves = posting.stage == Posting.Stage.SERVING and posting.team.stage == Team.Stage.AUTHORISED
    if serves and not posting.recusals.unresolved().exists():
        _let_in(posting, posting.person.user, today)


@move(_("No longer needed"), Promise.DUE, Promise.VOID, by=Actor.HOUSE)
def void_pledge(pledge: Pledge, *, by):
    """He has left the team without having made it."""


def no_pledge_is_due(posting: Posting, today: datetime.date) -> None:
    """Whoever leaves owes no pledge. Called before his words end: one made in this moment must not be missed."""
    for pledge in Pledge.objects.filter(posting=posting, stage=Promise.DUE):
        void_pledge(pledge, by=Actor.HOUSE, today=today)
