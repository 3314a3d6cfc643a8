"""Opening a term and a round, building teams, sending them, bringing them home."""

import datetime
import secrets

from django.contrib.auth.models import Group
from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.models import Case
from casework.moves import held, move
from casework.policy import Actor

from . import forms
from .models import Engagement, Meeting, Posting, Round, Team, TeamReport, Term

RoundStage, TeamStage, Visit = Round.Stage, Team.Stage, Engagement.Stage
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


def _is_the_authority(organisation: Organisation, by, today):
    if organisation.kind_of != Organisation.Kind.AUTHORITY:
        return _("This is done on the page of the district committee.")
    return None


@move(
    _("Open a term"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.OpenTerm,
    needs=_is_the_authority,
)
def open_term(authority: Organisation, *, by, name: str, begins_on: datetime.date, ends_on: datetime.date) -> Term:
    """A term of the committee, in which every inspectable unit is to be inspected once."""
    return Term.objects.create(
        case=authority.case, authority=authority, name=name, begins_on=begins_on, ends_on=ends_on
    )


@move(_("Open a round"), Term.Stage.RUNNING, by="oversee", asks=forms.OpenRound, alone=True, first=True)
def open_round(term: Term, *, by, **values) -> Round:
    """A round gets its number, its rules and its case; the rules stay with it for good."""
    case = Case.objects.create(kind="inspections.round", profile=values["profile"])
    grant_to_standing_bodies(case, term.authority)
    number = (term.rounds.aggregate(last=Max("number"))["last"] or 0) + 1
    return Round.objects.create(case=case, term=term, number=number, **values)


def _no_round_runs(term: Term, by, today):
    running = term.rounds.exclude(stage__in=Round.final)
    names = "、".join(str(round) for round in running)
    return _("Still running: %(names)s.") % {"names": names} if names else None


@move(
    _("End the term"),
    Term.Stage.RUNNING,
    Term.Stage.ENDED,
    by="oversee",
    asks=forms.Note,
    needs=_no_round_runs,
    grave=True,
)
def end_term(term: Term, *, by, note: str):
    """The committee's term is over; its rounds stay to be read."""


@move(_("Amend"), (RoundStage.DRAFT, RoundStage.LG_REVIEWED), by="oversee", asks=forms.AmendRound)
def amend(round: Round, *, by, **values):
    """Corrects the plan of the round; its rules stay as they were chosen."""
    round.set(**values)


def _has_targets(round: Round, by, today):
    if not round.engagements.exists():
        return _("No unit has been chosen yet.")
    return None


@move(
    _("Leading group reviews the plan"),
    RoundStage.DRAFT,
    RoundStage.LG_REVIEWED,
    by="oversee",
    asks=forms.NoteWithDate,
    needs=_has_targets,
    first=True,
)
def lg_review(round: Round, *, by, held_on: datetime.date, note: str):
    """The leading group has reviewed the plan of the round."""
    _meeting(round, by, Meeting.Kind.LEADING_GROUP, held_on, note)


@move(
    _("Committee approves the round"),
    RoundStage.LG_REVIEWED,
    RoundStage.APPROVED,
    by="oversee",
    asks=forms.NoteWithDate,
    first=True,
)
def approve(round: Round, *, by, held_on: datetime.date, note: str):
    """The district committee has approved the round."""


PLANNING = (RoundStage.DRAFT, RoundStage.LG_REVIEWED, RoundStage.APPROVED)


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
        _grant_to_team(engagement.case, team)


def _grant_to_team(case: Case, team: Team) -> None:
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


@move(_("Choose a unit"), PLANNING, by="oversee", asks=forms.ChooseTarget)
def choose_target(round: Round, *, by, unit: Organisation) -> Engagement:
    """The unit is to be inspected in this round; it learns of it by the notice."""
    case = Case.objects.create(kind="inspections.engagement", profile=round.profile)
    grant_to_standing_bodies(case, round.term.authority)
    return Engagement.objects.create(case=case, round=round, unit=unit)


@move(_("Assign to a team"), Visit.SELECTED, by="oversee", asks=forms.Assign, first=True)
def assign(engagement: Engagement, *, by, team: Team):
    """The team gets the unit; if it is authorised already, its powers begin at once."""
    engagement.team = team
    if team.stage == TeamStage.AUTHORISED:
        _grant_to_team(engagement.case, team)


def _every_unit_has_an_authorised_team(round: Round, by, today):
    if round.type == Round.Type.UPPER:
        return None
    waiting = round.engagements.exclude(team__stage=TeamStage.AUTHORISED).select_related("unit")
    names = "、".join(str(engagement.unit) for engagement in waiting)
    return _("Without an authorised team: %(names)s.") % {"names": names} if names else None


@move(
    _("Teams are complete"),
    RoundStage.APPROVED,
    RoundStage.STAFFED,
    by="oversee",
    asks=forms.Papers,
    needs=_every_unit_has_an_authorised_team,
    first=True,
)
def staff(round: Round, *, by, note: str):
    """Every unit has a team, every team its authorisation."""


@move(
    _("Hold the mobilisation meeting"),
    RoundStage.STAFFED,
    RoundStage.MOBILIZED,
    by="oversee",
    asks=forms.Mobilise,
    tells=("observe", "lead", "inspect"),
    first=True,
)
def mobilise(round: Round, *, by, held_on: datetime.date, place="", attendees="", minutes=""):
    """Records the meeting; from now on the units may be notified."""
    _meeting(round, by, Meeting.Kind.MOBILISATION, held_on, minutes, place, attendees)


def _meeting(round, by, kind, held_on, minutes="", place="", attendees=""):
    record_meeting(round, by=by, kind_of=kind, held_on=held_on, place=place, attendees=attendees, minutes=minutes)


@move(
    _("Record a meeting"),
    [stage for stage in RoundStage if stage != RoundStage.ARCHIVED],
    by="oversee",
    asks=forms.RecordMeeting,
)
def record_meeting(round: Round, *, by, **values) -> Meeting:
    """Who met when, and what was decided."""
    return Meeting.objects.create(case=round.case, round=round, **values)


def _round_is_mobilised(engagement: Engagement, by, today):
    if engagement.round.stage in (*PLANNING, RoundStage.STAFFED):
        return _("The round has not been mobilised yet.")
    return None


@move(
    _("Notify the unit"),
    Visit.SELECTED,
    Visit.NOTIFIED,
    by="oversee",
    asks=forms.Papers,
    needs=_round_is_mobilised,
    tells=("respond", "sign", "lead", "inspect"),
    starts="enter",
    first=True,
)
def notify(engagement: Engagement, *, by, note: str):
    """The notice goes out: from now on the unit sees that it is inspected, and by whom."""
    policy.grant(engagement.case, "respond", engagement.unit.members, engagement.unit.principals)
    policy.grant(engagement.case, "sign", engagement.unit.principals)


@move(
    _("Enter the unit"),
    Visit.NOTIFIED,
    Visit.ENTERED,
    by="lead",
    tells=("oversee", "respond", "sign"),
    meets="enter",
    starts="stay",
    stamps="entered_on",
    first=True,
)
def enter(engagement: Engagement, *, by, today: datetime.date):
    """The team is on site: it may file working papers from now on."""
    round = held(engagement.round)  # two teams may enter in the same moment
    if round.stage == RoundStage.MOBILIZED:
        go_on_site(round, by=Actor.HOUSE, today=today)


@move(_("First team on site"), RoundStage.MOBILIZED, RoundStage.ON_SITE, by=Actor.HOUSE)
def go_on_site(round: Round, *, by):
    """The first team has entered its unit."""


@move(
    _("Withdraw from the unit"),
    Visit.ENTERED,
    Visit.WITHDRAWN,
    by="lead",
    tells=("oversee", "respond", "sign"),
    meets="stay",
    starts="team_report",
    stamps="withdrawn_on",
)
def withdraw(engagement: Engagement, *, by, today: datetime.date):
    """The stay has ended; the report follows."""
    round = held(engagement.round)  # of two last teams that withdraw in the same moment, the second ends the stay
    others = round.engagements.exclude(pk=engagement.pk)
    on_the_way = others.filter(stage__in=(Visit.SELECTED, Visit.NOTIFIED, Visit.ENTERED))
    if round.stage == RoundStage.ON_SITE and not on_the_way.exists():
        begin_reporting(round, by=Actor.HOUSE, today=today)


@move(_("Last team withdrawn"), RoundStage.ON_SITE, RoundStage.REPORTING, by=Actor.HOUSE)
def begin_reporting(round: Round, *, by):
    """The last team has withdrawn."""


@move(
    _("Hand in the report"),
    Visit.WITHDRAWN,
    by="lead",
    asks=forms.HandInReport,
    tells="oversee",
    alone=True,
    first=True,
)
def hand_in_report(engagement: Engagement, *, by, today: datetime.date, report: str, note: str = "") -> TeamReport:
    """The team's report lies with the office; the unit does not see it."""
    report_is_in(engagement, by=Actor.HOUSE, today=today)
    return TeamReport.objects.create(case=engagement.case, engagement=engagement, text=report, on=today)


@move(
    _("Report is in"),
    Visit.WITHDRAWN,
    Visit.REPORTED,
    by=Actor.HOUSE,
    meets="team_report",
    starts="feed_back",
)
def report_is_in(engagement: Engagement, *, by):
    """The report has been handed in; the feedback follows."""


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
    asks=forms.NoteWithDate,
    needs=_every_report_is_in,
    tells="observe",
    first=True,
)
def lg_hear(round: Round, *, by, held_on: datetime.date, note: str):
    """The leading group has heard the teams and proposes where each finding goes."""
    _meeting(round, by, Meeting.Kind.LEADING_GROUP, held_on, note)


@move(
    _("Secretary hears the round"),
    RoundStage.LG_HEARD,
    RoundStage.SECRETARY_HEARD,
    by="oversee",
    asks=forms.NoteWithDate,
    tells="observe",
    first=True,
)
def secretary_hear(round: Round, *, by, held_on: datetime.date, note: str):
    """The secretary has heard the round and decided where each finding goes."""
    _meeting(round, by, Meeting.Kind.SECRETARY, held_on, note)


@move(_("Rectification begins"), RoundStage.SECRETARY_HEARD, RoundStage.RECTIFYING, by=Actor.HOUSE)
def begin_rectification(round: Round, *, by):
    """Every unit has had its feedback."""
