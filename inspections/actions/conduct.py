"""Registering in a minute that somebody asked around or pleaded, and taking it upwards past whoever is concerned.

It goes to the leader of the team, from him to the head of the office, and from him before the leading group. A leader
or a deputy who is concerned himself is gone past, and so is the whole office when somebody of it is: then it goes to
the leading group at once. Somebody of the leading group who is concerned does not hold it either. Whoever comes to lead
the team later does not come to hold what concerns him: it is closed to its leaders before he is one of them.
"""

import datetime
import secrets

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.models import Case, Deadline
from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Addition, Engagement, InterferenceRecord, Posting, Team

State, Road = InterferenceRecord.Stage, InterferenceRecord.Road


def body_of(engagement: Engagement, kind: str) -> Organisation:
    bodies = Organisation.objects.select_related("members", "principals")
    return bodies.get(case=engagement.round.term.authority.case_id, kind_of=kind)


def is_in(person: Person | None, *groups: Group) -> bool:
    user = getattr(person, "user", None)
    return user is not None and user.groups.filter(pk__in=[group.pk for group in groups]).exists()


def leads_the_team(person: Person | None, engagement: Engagement) -> bool:
    """Whether somebody leads the team of this unit, also before he has made his pledge."""
    leading = (Posting.Role.LEADER, Posting.Role.DEPUTY)
    return (
        engagement.team is not None
        and engagement.team.postings.serving().filter(person=person, role__in=leading).exists()
    )


def groups_above(engagement: Engagement, interferer: Person | None) -> list[Group]:
    """Return who of the leading group may hold it: all of it, unless somebody of it is concerned."""
    group = body_of(engagement, Organisation.Kind.LEADING_GROUP)
    if is_in(interferer, group.principals):
        return []
    return [group.principals] if is_in(interferer, group.members) else [group.members, group.principals]


def road_of(engagement: Engagement, by, interferer: Person | None) -> str:
    """Return to whom the record goes first: never to its writer, nor to anybody who is concerned."""
    office, team = body_of(engagement, Organisation.Kind.OFFICE), engagement.team
    concerned = leads_the_team(interferer, engagement) or is_in(interferer, office.members, office.principals)
    if (concerned or is_in(by.person, office.principals)) and groups_above(engagement, interferer):
        return Road.GROUP
    without_leader = team is None or team.stage == Team.Stage.DISSOLVED
    if without_leader or leads_the_team(by.person, engagement) or is_in(by.person, office.members, office.principals):
        return Road.OFFICE
    return Road.LEADER


def let_hold(case: Case, person) -> None:
    """Let one person hold a case himself: what he wrote, or what he is told."""
    himself = Group.objects.create(name=f"writer {secrets.token_hex(8)}")
    policy.join(person, himself)
    policy.grant(case, "own", himself)


def _let_the_office_hold(record: InterferenceRecord) -> None:
    """The head of the office holds it; the leading group in his place when somebody of the office is concerned."""
    office = body_of(record.engagement, Organisation.Kind.OFFICE)
    if is_in(record.interferer, office.members, office.principals):
        _let_the_group_hold(record)
    else:
        policy.grant(record.case, "direct", office.principals)


def _let_the_group_hold(record: InterferenceRecord) -> None:
    policy.grant(record.case, "observe", *groups_above(record.engagement, record.interferer))


@move(
    _("Register asking around or pleading"),
    [stage for stage in Engagement.Stage if stage != Engagement.Stage.CLOSED],
    by=("inspect", "lead", "oversee"),
    asks=forms.RegisterInterference,
    tells=("lead", "direct", "observe"),
    starts="take_up_interference",
)
def register_interference(
    engagement: Engagement, *, by, interferer: Person | None = None, **values
) -> InterferenceRecord:
    """Somebody asked around or pleaded. It takes a minute, and can't be changed afterwards, only added to."""
    case = Case.objects.create(kind="inspections.interferencerecord", profile=engagement.round.profile)
    road = road_of(engagement, by, interferer)
    record = InterferenceRecord.objects.create(
        case=case, engagement=engagement, author=by, interferer=interferer, goes_to=road, **values
    )
    let_hold(case, by)
    if road == Road.LEADER and engagement.team:
        policy.grant(case, "lead", engagement.team.leaders)
    else:
        _let_the_office_hold(record)
    if road == Road.GROUP:
        _let_the_group_hold(record)
    return record


@move(
    _("Add something"),
    (State.LOGGED, State.WITH_OFFICE, State.WITH_GROUP, State.HANDLED),
    by="own",
    asks=forms.AddToInterference,
    tells=("lead", "direct", "observe"),
)
def add_to_interference(record: InterferenceRecord, *, by, today: datetime.date, text: str) -> Addition:
    """What was registered stays as it is; what you add stands below it with its day."""
    return Addition.objects.create(case=record.case, record=record, text=text, on=today)


@move(
    _("Take it to the head of the office"),
    State.LOGGED,
    State.WITH_OFFICE,
    by="lead",
    asks=forms.Note,
    tells="direct",
    meets="take_up_interference",
    starts="judge_interference",
    first=True,
)
def take_to_office(record: InterferenceRecord, *, by, note: str):
    """The head of the inspection office reads it from now on."""
    _let_the_office_hold(record)


def _is_late(record: InterferenceRecord, by, today):
    dates = Deadline.objects.filter(thing_kind=record.kind, thing_id=record.pk)
    return None if dates.late(today).exists() else _("Nothing is late yet.")


def _lies_with_the_leader(record: InterferenceRecord, by, today):
    return None if record.goes_to == Road.LEADER else _("It does not lie with the team leader.")


@move(
    _("Go past the team leader"),
    State.LOGGED,
    State.WITH_OFFICE,
    by="own",
    asks=forms.Note,
    needs=(_lies_with_the_leader, _is_late),
    tells="direct",
    meets="take_up_interference",
    starts="judge_interference",
)
def go_past_leader(record: InterferenceRecord, *, by, note: str):
    """He has not taken it further in his time: it goes to the head of the office without him."""
    _let_the_office_hold(record)


def _somebody_is_above(record: InterferenceRecord, by, today):
    if not groups_above(record.engagement, record.interferer):
        return _("The leading group is concerned itself: the head of the office handles it.")
    return None


@move(
    _("Bring it before the leading group"),
    (State.LOGGED, State.WITH_OFFICE),
    State.WITH_GROUP,
    by="direct",
    asks=forms.Note,
    needs=_somebody_is_above,
    tells="observe",
    meets=("take_up_interference", "judge_interference"),
    starts="handle_interference",
    first=True,
)
def take_to_group(record: InterferenceRecord, *, by, note: str):
    """The leading group decides what becomes of it."""
    _let_the_group_hold(record)


def _is_for_him(record: InterferenceRecord, by, today):
    """What the leading group may know, it decides; the rest is decided by the head of the office."""
    if groups_above(record.engagement, record.interferer):
        if "observe" not in policy.words_on(by, record.case):
            return _("This is handled by the leading group.")
    elif record.stage == State.LOGGED and record.goes_to == Road.LEADER:
        return _("The team leader has not taken it to the office yet.")
    return None


@move(
    _("Handled"),
    (State.LOGGED, State.WITH_OFFICE, State.WITH_GROUP),
    State.HANDLED,
    by=("direct", "observe"),
    asks=forms.HandleInterference,
    needs=_is_for_him,
    tells=("own", "direct"),
    meets=("take_up_interference", "judge_interference", "handle_interference"),
    starts="seal_interference",
    stamps="handled_on",
    first=True,
)
def handle_interference(record: InterferenceRecord, *, by, outcome: str, result: str):
    """Kept on record, talked to, or handed over for discipline; what was done is written down."""
    record.set(outcome=outcome, result=result)


@move(
    _("Close for good"),
    State.HANDLED,
    State.SEALED,
    by=("direct", "observe"),
    asks=forms.Reason,
    first=True,
    grave=True,
)
def seal_interference(record: InterferenceRecord, *, by, note: str):
    """From now on nothing is added to it any more."""


@move(
    _("Goes past the leaders of the team"),
    State.LOGGED,
    State.WITH_OFFICE,
    by=Actor.HOUSE,
    tells="direct",
    meets="take_up_interference",
    starts="judge_interference",
)
def go_past_leaders(record: InterferenceRecord, *, by):
    """Whoever is concerned comes to lead the team: it goes to the head of the office without its leaders."""
    _close(record)
    _let_the_office_hold(record)


@move(
    _("Closed to the leaders of the team"),
    (State.WITH_OFFICE, State.WITH_GROUP, State.HANDLED, State.SEALED),
    by=Actor.HOUSE,
)
def close_to_leaders(record: InterferenceRecord, *, by):
    """Whoever is concerned comes to lead the team: its leaders do not hold it any more."""
    _close(record)


def _close(record: InterferenceRecord) -> None:
    team = record.engagement.team
    if team is not None:
        policy.withdraw(record.case, "lead", team.leaders)


def close_pleading_of(posting: Posting, today: datetime.date) -> None:
    """Called before somebody joins the leaders of a team: what he pleaded is closed to them."""
    records = InterferenceRecord.objects.filter(
        engagement__team=posting.team, interferer=posting.person, goes_to=Road.LEADER
    )
    for record in records.select_related("engagement__team", "engagement__round__term__authority"):
        verb = go_past_leaders if record.stage == State.LOGGED else close_to_leaders
        verb(record, by=Actor.HOUSE, today=today)
