"""Choosing a unit, entering it, coming home with a report."""

import datetime
from collections.abc import Callable

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case
from casework.moves import held, move
from casework.policy import Actor

from .. import forms
from ..models import Engagement, Recusal, Round, Team
from ..process import for_kind
from .recusal import kept_away, look_for_conflicts, refuse_conflicts
from .review import ask_about_team
from .round import PLANNING, begin_reporting, go_on_site, grant_to_standing_bodies
from .team import grant_to_team, take_from_team

RoundStage, TeamStage, Visit = Round.Stage, Team.Stage, Engagement.Stage


@move(_("Choose a unit"), PLANNING, by="oversee", asks=forms.ChooseTarget)
def choose_target(round: Round, *, by, unit: Organisation, process: str = "") -> Engagement:
    """The unit is to be inspected in this round; it learns of it by the notice.

    Without a ``process`` it has the one of its kind: villages and communities the one of six steps.
    """
    case = Case.objects.create(kind="inspections.engagement", profile=round.profile)
    grant_to_standing_bodies(case, round.term.authority)
    return Engagement.objects.create(case=case, round=round, unit=unit, process=process or for_kind(unit.kind_of))


@move(_("Change the process"), Visit.SELECTED, by="oversee", asks=forms.ChangeProcess)
def change_process(engagement: Engagement, *, by, process: str, note: str):
    """The full process, or the one of six steps; before the unit is notified."""
    engagement.process = process


#: what else follows when a unit gets its team, by the storeys above: called with the engagement and the day
WHEN_ASSIGNED: list[Callable[[Engagement, datetime.date], None]] = []


@move(_("Assign to a team"), Visit.SELECTED, by="oversee", asks=forms.Assign, first=True)
def assign(engagement: Engagement, *, by, today: datetime.date, team: Team):
    """The team gets the unit; if it is authorised already, its powers begin at once.

    Before that a conflict of somebody in the team is recorded; after that such a team can't be chosen.
    """
    team, before = held(team), engagement.team
    if team.stage == TeamStage.AUTHORISED:
        refuse_conflicts(team, engagement.unit, today)
    if before and before != team:
        kept_away(Recusal.objects.filter(posting__team=before, unit=engagement.unit), today)
        take_from_team(engagement.case, before)
    engagement.team = team
    if team.stage == TeamStage.AUTHORISED:
        grant_to_team(engagement.case, team)
    else:
        look_for_conflicts(team, today, unit=engagement.unit)
    for follow in WHEN_ASSIGNED:
        follow(engagement, today)


def _round_is_mobilised(engagement: Engagement, by, today):
    if engagement.round.stage in (*PLANNING, RoundStage.STAFFED, RoundStage.PREPARED):
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
    meets="notify_unit",
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
    starts=("stay", "weekly_report"),
    stamps="entered_on",
    first=True,
)
def enter(engagement: Engagement, *, by, today: datetime.date):
    """The team is on site: it may file working papers from now on."""
    round = held(engagement.round)  # two teams may enter in the same moment
    if round.stage == RoundStage.MOBILIZED:
        go_on_site(round, by=Actor.HOUSE, today=today)


def _by_the_full_process(engagement: Engagement, by, today):
    if engagement.in_six_steps and by != Actor.HOUSE:
        return _("In the six steps the list of problems is handed in with the withdrawal.")
    return None


@move(
    _("Withdraw from the unit"),
    Visit.ENTERED,
    Visit.WITHDRAWN,
    by="lead",
    needs=_by_the_full_process,
    tells=("oversee", "respond", "sign"),
    meets=("stay", "weekly_report"),
    starts="team_report",
    stamps="withdrawn_on",
)
def withdraw(engagement: Engagement, *, by, today: datetime.date):
    """The stay has ended; the report follows, and the unit is asked about the team."""
    round = held(engagement.round)  # of two last teams that withdraw in the same moment, the second ends the stay
    others = round.engagements.exclude(pk=engagement.pk)
    on_the_way = others.filter(stage__in=(Visit.SELECTED, Visit.NOTIFIED, Visit.ENTERED))
    if round.stage == RoundStage.ON_SITE and not on_the_way.exists():
        begin_reporting(round, by=Actor.HOUSE, today=today)
    ask_about_team(engagement, by=Actor.HOUSE, today=today)


@move(
    _("Week is told"),
    Visit.ENTERED,
    by=Actor.HOUSE,
    meets="weekly_report",
    starts="weekly_report",
)
def week_is_told(engagement: Engagement, *, by):
    """The weekly report has been handed in; the next one follows."""


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
