"""Keeping away (回避): conflicts are found, applied for and resolved before a team may act.

The registry is compared with what a team is to inspect whenever somebody joins it or a unit is assigned to it. What
is found stands until the person leaves the team, the unit goes to another team, the head of the office finds that
there is no conflict, or he allows an exception that somebody else has asked for with its grounds.
"""

import datetime

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import move, next_number
from casework.policy import Actor

from .. import conflicts, forms
from ..models import Engagement, Posting, Recusal, Team
from .pledge import admit

State, Visit, TeamStage = Recusal.Stage, Engagement.Stage, Team.Stage


def _record(posting: Posting, **values) -> Recusal:
    number = f"回-{next_number(f'recusal {posting.team.round_id}'):03d}"
    return Recusal.objects.create(case=posting.case, posting=posting, number=number, **values)


@move(_("Conflict found"), Posting.Stage.SERVING, by=Actor.HOUSE, starts="resolve_recusal")
def find_conflict(posting: Posting, *, by, today: datetime.date, **values) -> Recusal:
    """The registry shows a conflict of this person with a unit that the team is to inspect."""
    return _record(posting, found_on=today, **values)


def look_for_conflicts(team: Team, today: datetime.date, *postings: Posting, unit=None) -> list[Recusal]:
    """Record what the registry shows and nobody has recorded yet: of these people or else of everybody in the team,
    with this unit or else with every unit of the team."""
    looked_at = list(postings or team.postings.serving().select_related("person__organisation"))
    known: set[tuple] = set(
        Recusal.objects.filter(posting__in=looked_at)
        .exclude(stage=State.WITHDRAWN)
        .values_list("posting", "unit", "kind_of")
    )
    by_person = {posting.person_id: posting for posting in looked_at}
    units = [unit] if unit else Organisation.objects.filter(engagements__team=team)
    found = []
    for one in conflicts.between([posting.person for posting in looked_at], units, round=team.round, today=today):
        posting = by_person[one.person]
        if (posting.pk, one.unit, one.kind) in known:
            continue
        known.add((posting.pk, one.unit, one.kind))
        values = {"unit_id": one.unit, "kind_of": one.kind, "details": one.details[:300]}
        found.append(find_conflict(posting, by=Actor.HOUSE, today=today, **values))
    return found


def names_of(recusals) -> str:
    """Say who has which conflict, as a reason is given to people."""
    rows = recusals.select_related("posting__person", "unit").order_by("posting__person__sort_key", "pk")
    return "；".join(dict.fromkeys(str(recusal) for recusal in rows))


def nobody_has_an_open_conflict(team: Team, by, today):
    """A conflict stands in the way of the team until it is resolved, also one that nobody has recorded yet."""
    unresolved = Recusal.objects.unresolved().filter(posting__team=team, posting__stage=Posting.Stage.SERVING)
    if names := names_of(unresolved):
        return _("Conflicts that are not resolved yet: %(names)s.") % {"names": names}
    decided: set[tuple] = set(
        Recusal.objects.filter(posting__team=team, posting__stage=Posting.Stage.SERVING)
        .exclude(stage=State.WITHDRAWN)
        .values_list("posting__person", "unit", "kind_of")
    )
    fresh = {one.person for one in conflicts.of_team(team, today) if (one.person, one.unit, one.kind) not in decided}
    if fresh:
        people = team.postings.serving().filter(person__in=fresh).select_related("person")
        names = "、".join(str(posting.person) for posting in people)
        return _("The registry shows a new conflict: %(names)s. Check for conflicts first.") % {"names": names}
    return None


@move(
    _("Check for conflicts"),
    (TeamStage.FORMING, TeamStage.AUTHORISED),
    by="oversee",
)
def check_conflicts(team: Team, *, by, today: datetime.date):
    """Compares everybody in the team once more with the registry and with the record of earlier rounds."""
    look_for_conflicts(team, today)


@move(
    _("Record an application to keep away"),
    Posting.Stage.SERVING,
    by="oversee",
    asks=forms.DeclareRecusal,
    starts="resolve_recusal",
)
def declare_recusal(posting: Posting, *, by, today: datetime.date, **values) -> Recusal:
    """The person has applied in writing not to inspect a unit; the application is filed with it."""
    return _record(posting, found_on=today, declared=True, **values)


def serves_in_its_team(engagement: Engagement, by, today):
    if not Posting.objects.serving().filter(team=engagement.team, person=getattr(by, "person_id", None) or 0).exists():
        return _("You are not in the team of this unit.")
    return None


@move(
    _("Apply to keep away"),
    (Visit.SELECTED, Visit.NOTIFIED, Visit.ENTERED, Visit.WITHDRAWN),
    by=("lead", "inspect"),
    asks=forms.ApplyForRecusal,
    needs=serves_in_its_team,
    tells="oversee",
    starts="resolve_recusal",
)
def apply_for_recusal(engagement: Engagement, *, by, today: datetime.date, **values) -> Recusal:
    """You have a conflict with this unit: the inspection office is told and decides who goes on."""
    posting = Posting.objects.serving().get(team=engagement.team, person=by.person)
    return _record(posting, unit=engagement.unit, found_on=today, declared=True, applicant=by, **values)


@move(
    _("Ask for an exception"),
    State.OPEN,
    State.ASKED,
    by="oversee",
    asks=forms.AskException,
    tells="direct",
    meets="resolve_recusal",
    starts="decide_exception",
)
def ask_exception(recusal: Recusal, *, by, grounds: str):
    """The person is to serve all the same: the grounds are put before the head of the office."""
    recusal.grounds, recusal.asked_by = grounds, by


def _by_somebody_else(recusal: Recusal, by, today):
    if by == recusal.asked_by:
        return _("Whoever asked for the exception does not allow it.")
    return _not_about_himself(recusal, by, today)


def _not_about_himself(recusal: Recusal, by, today):
    if getattr(by, "person_id", None) == recusal.posting.person_id:
        return _("Nobody decides on his own conflict.")
    return None


@move(
    _("Allow the exception"),
    State.ASKED,
    State.ALLOWED,
    by="direct",
    asks=forms.Papers,
    needs=_by_somebody_else,
    tells="oversee",
    stamps="allowed_on",
    first=True,
)
def allow_exception(recusal: Recusal, *, by, today: datetime.date, note: str):
    """The person serves in spite of the conflict; the exception stays with the team for everybody to see."""
    recusal.allowed_by = by
    _let_in(recusal, today)


@move(
    _("Return without an exception"),
    State.ASKED,
    State.OPEN,
    by="direct",
    asks=forms.Reason,
    tells="oversee",
    meets="decide_exception",
    starts="resolve_recusal",
)
def return_exception(recusal: Recusal, *, by, note: str):
    """No exception: the person keeps away."""


@move(
    _("No conflict"),
    State.OPEN,
    State.UNFOUNDED,
    by="direct",
    asks=forms.Reason,
    needs=_not_about_himself,
    tells="oversee",
)
def find_no_conflict(recusal: Recusal, *, by, today: datetime.date, note: str):
    """It was looked into and is no conflict; what was looked at is written down."""
    _let_in(recusal, today)


@move(_("Keeps away"), Recusal.UNRESOLVED, State.WITHDRAWN, by=Actor.HOUSE)
def keep_away(recusal: Recusal, *, by):
    """The person has left the team, or the unit has gone to another one."""


def kept_away(recusals, today: datetime.date) -> None:
    """Resolve these conflicts: nobody who has one goes to the unit any more."""
    for recusal in recusals.unresolved().select_related("posting__person", "unit"):
        keep_away(recusal, by=Actor.HOUSE, today=today)


def _let_in(recusal: Recusal, today: datetime.date) -> None:
    posting = Posting.objects.select_related("team", "person__user").get(pk=recusal.posting_id)
    others = posting.recusals.unresolved().exclude(pk=recusal.pk)
    if posting.stage == Posting.Stage.SERVING and posting.team.stage == TeamStage.AUTHORISED and not others.exists():
        admit(posting, today)


def refuse_conflicts(team: Team, unit: Organisation, today: datetime.date) -> None:
    """Raise when somebody in this team may not inspect this unit: for a team that holds its words already."""
    people = [posting.person for posting in team.postings.serving().select_related("person__organisation")]
    found = conflicts.between(people, [unit], round=team.round, today=today)
    names = [str(person) for person in people if any(one.person == person.pk and one.unit for one in found)]
    if names:
        text = now("In this team there is a conflict with the unit: %(names)s. Choose another team.")
        raise ValidationError(text % {"names": "、".join(names)})
