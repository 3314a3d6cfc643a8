"""Noticing in time what goes wrong with somebody of a team (抓早抓小): reminded, criticised, or reported.

A first sign lies with the team leader, who reminds or criticises. A violation goes to the head of the office at once,
and the leader can't close it. What concerns a leader or a deputy goes past the leaders to the head of the office; what
concerns somebody of the office goes to the leading group. Whoever is concerned reads what he is told, not the matter.
"""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case
from casework.moves import move
from casework.policy import WORDS, Actor

from .. import forms
from ..models import HOLDS, Admonition, ConductMatter, Engagement, Handler, Posting, Team
from .conduct import body_of, groups_above, is_in, leads_the_team, let_hold

State, Kind = ConductMatter.Stage, ConductMatter.Kind
OPEN = (State.NOTICED, State.REMINDED, State.CRITICIZED)


def handler_above(engagement: Engagement, by, concerned) -> str:
    """Return who above the team handles what concerns somebody: the head of the office, or the leading group where
    somebody of the office is concerned or the head has written it down himself."""
    office = body_of(engagement, Organisation.Kind.OFFICE)
    past = is_in(concerned, office.members, office.principals) or is_in(by.person, office.principals)
    return Handler.GROUP if past and groups_above(engagement, concerned) else Handler.OFFICE


def _handler_of(engagement: Engagement, by, posting: Posting, kind_of: str) -> str:
    office = body_of(engagement, Organisation.Kind.OFFICE)
    if kind_of == Kind.VIOLATION or is_in(posting.person, office.members, office.principals):
        return handler_above(engagement, by, posting.person)
    by_the_office = is_in(by.person, office.members, office.principals)
    return Handler.OFFICE if by_the_office or not _leaders_may_hold(engagement, posting) else Handler.LEADER


def _leaders_may_hold(engagement: Engagement, posting: Posting) -> bool:
    team = engagement.team
    works = team is not None and team.stage == Team.Stage.AUTHORISED
    return works and not leads_the_team(posting.person, engagement)


def let_those_above_hold(thing, concerned) -> None:
    """Let the head of the office or the leading group hold it, whoever handles it, without whoever is concerned."""
    office = body_of(thing.engagement, Organisation.Kind.OFFICE)
    if thing.goes_to == Handler.GROUP:
        policy.grant(thing.case, "observe", *groups_above(thing.engagement, concerned))
    elif not is_in(concerned, office.members, office.principals):
        policy.grant(thing.case, "direct", office.principals)


@move(
    _("Note a matter of conduct"),
    [stage for stage in Engagement.Stage if stage != Engagement.Stage.CLOSED],
    by=("lead", "inspect", "oversee"),
    asks=forms.NoteConduct,
    tells=("lead", "direct", "observe"),
    starts="take_up_conduct",
)
def note_conduct(engagement: Engagement, *, by, posting: Posting, kind_of: str, **values) -> ConductMatter:
    """What you noticed of somebody in the team. It goes past whoever is concerned; a violation goes to the office."""
    case = Case.objects.create(kind="inspections.conductmatter", profile=engagement.round.profile)
    matter = ConductMatter.objects.create(
        case=case,
        engagement=engagement,
        posting=posting,
        author=by,
        kind_of=kind_of,
        stage=State.REPORTED if kind_of == Kind.VIOLATION else State.NOTICED,
        goes_to=_handler_of(engagement, by, posting, kind_of),
        **values,
    )
    let_hold(case, by)
    if engagement.team and _leaders_may_hold(engagement, posting):
        policy.grant(case, "lead", engagement.team.leaders)
    if matter.goes_to != Handler.LEADER:
        let_those_above_hold(matter, posting.person)
    return matter


def lies_with_him(matter, by, today):
    """Only whoever handles it decides on it; what has gone past the leader, or was reported, is not his any more."""
    word = HOLDS[matter.goes_to]
    if word not in policy.words_on(by, matter.case):
        return _("This is handled by %(who)s.") % {"who": WORDS[word]}
    return None


@move(
    _("Remind"),
    State.NOTICED,
    State.REMINDED,
    by=("lead", "direct", "observe"),
    asks=forms.Admonish,
    needs=lies_with_him,
    tells="own",
    meets="take_up_conduct",
    starts="close_conduct",
    first=True,
)
def remind(matter: ConductMatter, *, by, today: datetime.date, text: str):
    """He is reminded of it in time, and reads what you say; what becomes of it is written down afterwards."""
    _admonish(matter, by, today, Admonition.Manner.REMINDER, text)


@move(
    _("Criticise"),
    (State.NOTICED, State.REMINDED),
    State.CRITICIZED,
    by=("lead", "direct", "observe"),
    asks=forms.Admonish,
    needs=lies_with_him,
    tells="own",
    meets=("take_up_conduct", "close_conduct"),
    starts="close_conduct",
)
def criticise(matter: ConductMatter, *, by, today: datetime.date, text: str):
    """He is criticised for it, and reads what you say; what becomes of it is written down afterwards."""
    _admonish(matter, by, today, Admonition.Manner.CRITICISM, text)


def _admonish(matter: ConductMatter, by, today: datetime.date, manner: str, text: str) -> None:
    give_admonition(matter, by=Actor.HOUSE, today=today, giver=by, manner=manner, text=text)


@move(
    _("Told to him"),
    (State.REMINDED, State.CRITICIZED),
    by=Actor.HOUSE,
    tells="own",
    starts="acknowledge_admonition",
)
def give_admonition(matter: ConductMatter, *, by, today: datetime.date, **values) -> Admonition:
    """Whoever is concerned reads what he is told, and acknowledges it."""
    case = Case.objects.create(kind="inspections.admonition", profile=matter.case.profile)
    admonition = Admonition.objects.create(case=case, matter=matter, posting=matter.posting, on=today, **values)
    if user := getattr(matter.posting.person, "user", None):
        let_hold(case, user)
    if matter.goes_to == Handler.LEADER and matter.engagement.team:
        policy.grant(case, "lead", matter.engagement.team.leaders)
    elif matter.goes_to == Handler.OFFICE:
        policy.grant(case, "direct", body_of(matter.engagement, Organisation.Kind.OFFICE).principals)
    else:
        policy.grant(case, "observe", *groups_above(matter.engagement, matter.posting.person))
    return admonition


@move(
    _("Acknowledge"),
    Admonition.Stage.GIVEN,
    Admonition.Stage.ACKNOWLEDGED,
    by="own",
    asks=forms.Note,
    tells=("lead", "direct", "observe"),
    meets="acknowledge_admonition",
    stamps="acknowledged_on",
    first=True,
)
def acknowledge(admonition: Admonition, *, by, note: str):
    """You have read it; you may add what you want to say to it."""


@move(
    _("Report the violation"),
    OPEN,
    State.REPORTED,
    by=("lead", "own", "direct"),
    asks=forms.Reason,
    tells=("direct", "observe"),
    meets=("take_up_conduct", "close_conduct"),
    starts="judge_conduct",
)
def report_conduct(matter: ConductMatter, *, by, note: str):
    """It is a violation of discipline or law: it goes to the head of the office, and the leader can't close it."""
    matter.kind_of = Kind.VIOLATION
    if matter.goes_to == Handler.LEADER:
        matter.goes_to = handler_above(matter.engagement, by, matter.posting.person)
        let_those_above_hold(matter, matter.posting.person)


@move(
    _("Close"),
    OPEN,
    State.CLOSED,
    by=("lead", "direct", "observe"),
    asks=forms.Reason,
    needs=lies_with_him,
    tells="own",
    meets=("take_up_conduct", "close_conduct"),
    stamps="closed_on",
)
def close_conduct(matter: ConductMatter, *, by, note: str):
    """It is put right, or there was nothing in it: what came of it is written down."""


@move(
    _("Handle the violation"),
    State.REPORTED,
    State.CLOSED,
    by=("direct", "observe"),
    asks=forms.HandleConduct,
    needs=lies_with_him,
    tells=("own", "lead"),
    meets=("take_up_conduct", "judge_conduct"),
    stamps="closed_on",
    first=True,
)
def handle_conduct(matter: ConductMatter, *, by, outcome: str, result: str):
    """Not established, criticised, taken out of the team, or handed over; what was done is written down."""
    matter.set(outcome=outcome, result=result)


@move(
    _("Goes past the leaders of the team"),
    OPEN,
    by=Actor.HOUSE,
    tells=("direct", "observe"),
    meets=("take_up_conduct", "close_conduct"),
    starts="take_up_conduct",
)
def take_past_leaders(matter: ConductMatter, *, by):
    """Whoever is concerned comes to lead the team: those above it handle the matter from now on."""
    _close_to_leaders(matter)
    if matter.goes_to == Handler.LEADER:
        matter.goes_to = handler_above(matter.engagement, matter.author, matter.posting.person)
        let_those_above_hold(matter, matter.posting.person)


@move(_("Closed to the leaders of the team"), (State.REPORTED, State.CLOSED), by=Actor.HOUSE)
def keep_from_leaders(matter: ConductMatter, *, by):
    """Whoever is concerned comes to lead the team: its leaders do not hold the matter any more."""
    _close_to_leaders(matter)


def _close_to_leaders(matter: ConductMatter) -> None:
    if matter.engagement.team:
        policy.withdraw(matter.case, "lead", matter.engagement.team.leaders)


def close_matters_of(posting: Posting, today: datetime.date) -> None:
    """Called before somebody joins the leaders of a team: what was noticed of him is closed to them."""
    matters = ConductMatter.objects.filter(
        engagement__team=posting.team, posting__person=posting.person, posting__role=Posting.Role.MEMBER
    )
    for matter in matters.select_related("engagement__team", "engagement__round__term__authority", "posting__person"):
        verb = take_past_leaders if matter.stage in OPEN else keep_from_leaders
        verb(matter, by=Actor.HOUSE, today=today)
