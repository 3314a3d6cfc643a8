"""A round from its plan to its end."""

import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case
from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Engagement, Meeting, Pledge, Posting, Recusal, Round, Team, Term
from .meeting import held

RoundStage, TeamStage, Visit, Kind = Round.Stage, Team.Stage, Engagement.Stage, Meeting.Kind

STANDING_BODIES: dict[str, tuple[str, ...]] = {
    Organisation.Kind.OFFICE: ("oversee",),
    Organisation.Kind.LEADING_GROUP: ("observe",),
}


def grant_to_standing_bodies(case: Case, authority: Organisation) -> None:
    """Let the office oversee the case, its head direct it, the leading group observe it."""
    bodies = Organisation.objects.filter(case=authority.case, kind_of__in=STANDING_BODIES)
    for body in bodies.select_related("members", "principals"):
        for word in STANDING_BODIES[body.kind_of]:
            policy.grant(case, word, body.members, body.principals)
        if body.kind_of == Organisation.Kind.OFFICE:
            policy.grant(case, "direct", body.principals)


@move(_("Open a round"), Term.Stage.RUNNING, by="oversee", asks=forms.OpenRound, alone=True, first=True)
def open_round(term: Term, *, by, **values) -> Round:
    """A round gets its number, its rules and its case; the rules stay with it for good."""
    case = Case.objects.create(kind="inspections.round", profile=values["profile"])
    grant_to_standing_bodies(case, term.authority)
    number = (term.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    return Round.objects.create(case=case, term=term, number=number, **values)


@move(_("Amend"), (RoundStage.DRAFT, RoundStage.LG_REVIEWED), by="oversee", asks=forms.AmendRound)
def amend(round: Round, *, by, **values):
    """Corrects the plan of the round; its rules stay as they were chosen."""
    round.set(**values)


def _has_targets(round: Round, by, today):
    if not round.engagements.exists():
        return _("No unit has been chosen yet.")
    return None


def _is_of_our_own(round: Round, by, today):
    if round.type == Round.Type.UPPER:
        return _("Feedback from an upper level is taken over; it is neither planned nor mobilised here.")
    return None


@move(
    _("Leading group reviews the plan"),
    RoundStage.DRAFT,
    RoundStage.LG_REVIEWED,
    by="oversee",
    asks=forms.LgReview,
    needs=(_is_of_our_own, _has_targets),
    first=True,
)
def lg_review(round: Round, *, by, meeting: Meeting | None = None, note: str = "", **said):
    """The leading group has reviewed the plan of the round."""
    round.review_meeting = held(round, by, Kind.LEADING_GROUP, meeting, note, said)


@move(
    _("Committee approves the round"),
    RoundStage.LG_REVIEWED,
    RoundStage.APPROVED,
    by="oversee",
    asks=forms.Approve,
    first=True,
)
def approve(round: Round, *, by, meeting: Meeting | None = None, note: str = "", **said):
    """The district committee has approved the round."""
    round.approval_meeting = held(round, by, Kind.COMMITTEE, meeting, note, said)


PLANNING = (RoundStage.DRAFT, RoundStage.LG_REVIEWED, RoundStage.APPROVED)


def _every_unit_has_an_authorised_team(round: Round, by, today):
    waiting = round.engagements.exclude(team__stage=TeamStage.AUTHORISED).select_related("unit")
    names = "、".join(str(engagement.unit) for engagement in waiting)
    return _("Without an authorised team: %(names)s.") % {"names": names} if names else None


@move(
    _("Teams are complete"),
    RoundStage.APPROVED,
    RoundStage.STAFFED,
    by="oversee",
    asks=forms.Staff,
    needs=_every_unit_has_an_authorised_team,
    first=True,
)
def staff(round: Round, *, by, note: str):
    """Every unit has a team, every team its authorisation; when a home unit has not agreed, the note says why."""


def no_conflict_is_open(round: Round, by, today):
    """A guard: nobody who serves in the round has a conflict that is neither resolved nor allowed."""
    unresolved = Recusal.objects.unresolved().filter(posting__team__round=round, posting__stage="serving")
    rows = unresolved.select_related("posting__person").order_by("posting__person__sort_key")
    names = "、".join(dict.fromkeys(str(recusal.person) for recusal in rows))
    return _("Conflicts that are not resolved yet: %(names)s.") % {"names": names} if names else None


def everybody_has_pledged(round: Round, by, today):
    """A guard: who serves in an authorised team of the round has made his pledge."""
    postings = Posting.objects.serving().filter(team__round=round, team__stage=Team.Stage.AUTHORISED)
    waiting = postings.exclude(pledge__stage=Pledge.Stage.MADE).select_related("person").order_by("person__sort_key")
    names = "、".join(dict.fromkeys(str(posting.person) for posting in waiting))
    return _("Without a pledge: %(names)s.") % {"names": names} if names else None


@move(
    _("Hold the mobilisation meeting"),
    RoundStage.PREPARED,
    RoundStage.MOBILIZED,
    by="oversee",
    asks=forms.Mobilise,
    needs=(no_conflict_is_open, everybody_has_pledged),
    tells=("observe", "lead", "inspect"),
    first=True,
)
def mobilise(round: Round, *, by, today: datetime.date, meeting: Meeting | None = None, note: str = "", **said):
    """The meeting was held; from now on the units may be notified, each so long before the stay as the rule says."""
    round.mobilisation_meeting = held(round, by, Kind.MOBILISATION, meeting, note, said)
    if round.stays_from:
        for engagement in round.engagements.filter(stage=Visit.SELECTED).select_related("case", "round").order_by("pk"):
            may_be_notified(engagement, by=Actor.HOUSE, today=today)


@move(_("May be notified"), Visit.SELECTED, by=Actor.HOUSE, starts="notify_unit")
def may_be_notified(engagement: Engagement, *, by):
    """The round has been mobilised; the day by which the notice goes out is counted back from the stay."""


@move(_("First team on site"), RoundStage.MOBILIZED, RoundStage.ON_SITE, by=Actor.HOUSE)
def go_on_site(round: Round, *, by):
    """The first team has entered its unit."""


@move(_("Last team withdrawn"), RoundStage.ON_SITE, RoundStage.REPORTING, by=Actor.HOUSE)
def begin_reporting(round: Round, *, by):
    """The last team has withdrawn."""


def _every_report_is_in(round: Round, by, today):
    waiting = round.engagements.filter(
        stage__in=(Visit.SELECTED, Visit.NOTIFIED, Visit.ENTERED, Visit.WITHDRAWN)
    ).select_related("unit")
    names = "、".join(str(engagement.unit) for engagement in waiting)
    return _("Without a report: %(names)s.") % {"names": names} if names else None


@move(
    _("Leading group hears the teams"),
    RoundStage.REPORTING,
    RoundStage.LG_HEARD,
    by="oversee",
    asks=forms.LgHear,
    needs=_every_report_is_in,
    tells="observe",
    first=True,
)
def lg_hear(round: Round, *, by, meeting: Meeting | None = None, note: str = "", **said):
    """The leading group has heard the teams and proposes where each finding goes."""
    round.group_meeting = held(round, by, Kind.LEADING_GROUP, meeting, note, said)


@move(
    _("Secretary hears the round"),
    RoundStage.LG_HEARD,
    RoundStage.SECRETARY_HEARD,
    by="oversee",
    asks=forms.SecretaryHear,
    tells="observe",
    first=True,
)
def secretary_hear(round: Round, *, by, meeting: Meeting | None = None, note: str = "", **said):
    """The secretary has heard the round and decided where each finding goes."""
    round.secretary_meeting = held(round, by, Kind.SECRETARY, meeting, note, said)


def comes_from_above(round: Round, by, today):
    if round.type != Round.Type.UPPER:
        return _("Only for feedback from an upper level.")
    return None


@move(
    _("Take over the feedback"),
    (*PLANNING, RoundStage.STAFFED, RoundStage.PREPARED, RoundStage.MOBILIZED),
    RoundStage.SECRETARY_HEARD,
    by="oversee",
    asks=forms.LgReview,
    needs=(comes_from_above, _has_targets),
    tells="observe",
    first=True,
)
def take_over(round: Round, *, by, meeting: Meeting | None = None, note: str = "", **said):
    """The leading group has studied what the upper level found here: there is no stay and nothing to be heard."""
    round.review_meeting = held(round, by, Kind.LEADING_GROUP, meeting, note, said)


@move(
    _("Every unit has its feedback"),
    RoundStage.SECRETARY_HEARD,
    RoundStage.FED_BACK,
    by=Actor.HOUSE,
    starts="hand_over",
)
def all_fed_back(round: Round, *, by):
    """The last unit has had its feedback; what goes to others is handed over."""
