"""Where each finding goes, by law and not by taste: proposed, reviewed, decided by two meetings; every step is kept."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from inspections import actions as inspections
from inspections.models import Engagement, Meeting, Round, Team

from .. import forms
from ..models import Finding, Landing, RoutingStep
from .assigned import look_whether_assigned

Found, Visit, Act = Finding.Stage, Engagement.Stage, RoutingStep.Act
#: stages of a unit's inspection in which meetings decide where its findings go
DECIDED_IN = (Visit.SELECTED, Visit.NOTIFIED, Visit.REPORTED, Visit.FED_BACK, Visit.RECTIFYING)
#: what an upper level found is routed by the leading group when it takes it over
UPPER = Round.Type.UPPER


# -- the log --------------------------------------------------------------------------------------------------------


@move(_("Step of the routing"), (Found.CONFIRMED, Found.ROUTED, Found.NOT_ESTABLISHED), by=Actor.HOUSE)
def file_step(
    finding: Finding, *, by, today: datetime.date, act, kind_of, person, receiver=None, meeting=None, note=""
) -> RoutingStep:
    """Who said where it goes, at which meeting; the reason lies in the history of the step."""
    before = RoutingStep.last_of(finding)
    changed = (
        before is not None and act != Act.FURTHER and (before.kind_of, before.receiver) != (str(kind_of), receiver)
    )
    return RoutingStep.objects.create(
        case=finding.case,
        finding=finding,
        act=act,
        kind_of=kind_of,
        receiver=receiver,
        changed=changed,
        meeting=meeting,
        on=today,
        person=None if isinstance(person, Actor) else person,
    )


@move(_("Moved under seal"), RoutingStep.Stage.FILED, RoutingStep.Stage.SEALED, by=Actor.HOUSE)
def seal_routing_step(step: RoutingStep, *, by):
    """It was about a matter that has moved under seal: nobody reads it any more."""


def seal_routing(finding: Finding, *, by, today: datetime.date) -> None:
    """Close the log of a finding that moves under seal."""
    for step in finding.routing.filter(stage=RoutingStep.Stage.FILED).order_by("id"):
        seal_routing_step(step, by=by, today=today)


# -- proposed, reviewed ---------------------------------------------------------------------------------------------


def _step_of(finding: Finding) -> str:
    """Return how far it has come; a landing that was taken back is as good as a proposal."""
    step = RoutingStep.last_of(finding)
    return step.act if step else ""


def office_has_not_reviewed(finding: Finding, by, today):
    """Until then it is the team's own to say."""
    if _step_of(finding) not in ("", Act.PROPOSED, Act.TAKEN_BACK):
        return _("The office has reviewed it already.")
    return None


@move(
    _("Propose a route"),
    Found.CONFIRMED,
    by="lead",
    asks=forms.ProposeRoute,
    needs=office_has_not_reviewed,
    tells="oversee",
    meets="propose_route",
    starts="review_route",
    first=True,
)
def propose_route(finding: Finding, *, by, today, kind_of, reason, receiver=None):
    """The team says where it should go, and why; the office reviews it."""
    _log(finding, Act.PROPOSED, by, today, kind_of=kind_of, receiver=receiver, reason=reason)


def _team_has_proposed(finding: Finding, by, today):
    team = finding.engagement.team
    nobody = team is None or team.stage == Team.Stage.DISSOLVED
    if not nobody and _step_of(finding) not in (Act.PROPOSED, Act.REVIEWED, Act.TAKEN_BACK):
        if _step_of(finding) == Act.GROUP:
            return _("The leading group has decided already.")
        return _("The team has not proposed yet where it should go.")
    return None


@move(
    _("Review the route"),
    Found.CONFIRMED,
    by="oversee",
    asks=forms.ReviewRoute,
    needs=_team_has_proposed,
    meets=("propose_route", "review_route"),
    first=True,
)
def review_route(finding: Finding, *, by, today, kind_of, receiver=None, reason=""):
    """The office agrees with the proposal, or changes it and says why; the meetings decide."""
    _log(finding, Act.REVIEWED, by, today, kind_of=kind_of, receiver=receiver, reason=reason)


def _log(finding: Finding, act: str, by, today, *, kind_of, reason: str = "", **values) -> None:
    file_step(finding, by=Actor.HOUSE, today=today, act=act, kind_of=kind_of, person=by, note=reason, **values)


# -- decided --------------------------------------------------------------------------------------------------------


def _is_of_this_district(thing: Finding | Engagement, by, today):
    engagement = thing.engagement if isinstance(thing, Finding) else thing
    if engagement.round.type == UPPER:
        return _("Where feedback from an upper level goes is decided by the leading group in one step.")
    return None


def _office_has_reviewed(finding: Finding, by, today):
    if _step_of(finding) not in (Act.REVIEWED, Act.GROUP):
        return _("The office has not reviewed yet where it should go.")
    return None


def _group_has_heard(thing: Finding | Engagement, by, today):
    engagement = thing.engagement if isinstance(thing, Finding) else thing
    if engagement.round.stage not in (Round.Stage.LG_HEARD, *Round.HEARD):
        return _("The leading group decides about it once it has heard the round.")
    return None


@move(
    _("Decided by the leading group"),
    Found.CONFIRMED,
    by="oversee",
    asks=forms.GroupDecidesRoute,
    needs=(_is_of_this_district, _office_has_reviewed, _group_has_heard),
    first=True,
)
def group_decides_route(
    finding: Finding, *, by, today, kind_of, receiver=None, reason="", meeting: Meeting | None = None, **said
):
    """The leading group decides what is put before the secretary's meeting."""
    meeting = _meeting(finding.engagement, by, Meeting.Kind.LEADING_GROUP, meeting, said)
    _log(finding, Act.GROUP, by, today, kind_of=kind_of, receiver=receiver, reason=reason, meeting=meeting)


def _meeting(engagement: Engagement, by, kind: str, meeting: Meeting | None, said: dict[str, Any]) -> Meeting:
    """Return the meeting that decided: the one that was chosen, or the one recorded here."""
    return inspections.held(engagement.round, by, kind, meeting, "", said)


def _decided_by_a_meeting(thing: Finding | Engagement, by, today):
    engagement = thing.engagement if isinstance(thing, Finding) else thing
    if engagement.round.stage not in Round.HEARD:
        return _("Where it goes is decided once the secretary has heard the round.")
    return None


def _group_has_decided(finding: Finding, by, today):
    if finding.engagement.round.type == UPPER:
        return _office_has_reviewed(finding, by, today)
    if _step_of(finding) != Act.GROUP:
        return _("The leading group has not decided yet where it should go.")
    return None


def _deciding(engagement: Engagement) -> str:
    return Meeting.Kind.LEADING_GROUP if engagement.round.type == UPPER else Meeting.Kind.SECRETARY


@move(
    _("Route"),
    Found.CONFIRMED,
    Found.ROUTED,
    by="oversee",
    asks=forms.Route,
    needs=(_decided_by_a_meeting, _group_has_decided),
    tells="lead",
    meets=("route_finding", "confirm_upper", "propose_route", "review_route"),
    first=True,
)
def route(finding: Finding, *, by, today, kind_of, receiver=None, reason="", meeting: Meeting | None = None, **said):
    """Gives the finding its landing, as the secretary's meeting decided."""
    meeting = _meeting(finding.engagement, by, _deciding(finding.engagement), meeting, said)
    where = {"kind_of": kind_of, "receiver": receiver, "meeting": meeting}
    land(finding, by=Actor.HOUSE, today=today, decided_on=meeting.held_on, **where)
    _log(finding, Act.DECIDED, by, today, reason=reason, **where)


@move(
    _("Not established, as the meeting decided"),
    Found.CONFIRMED,
    Found.NOT_ESTABLISHED,
    by="oversee",
    asks=forms.DecideNotEstablished,
    needs=(_decided_by_a_meeting, _group_has_decided),
    tells=("lead", "inspect"),
    grave=True,
)
def decide_not_established(finding: Finding, *, by, today, note: str, meeting: Meeting | None = None, **said):
    """The meeting finds that it does not hold; who says so and why stays in the history and in the balance."""
    meeting = _meeting(finding.engagement, by, _deciding(finding.engagement), meeting, said)
    _log(finding, Act.DECIDED, by, today, kind_of=RoutingStep.NOT_ESTABLISHED, meeting=meeting, reason=note)
    look_whether_assigned(finding.external, today)


@move(_("Route further"), Found.ROUTED, by="oversee", asks=forms.RouteFurther, needs=_decided_by_a_meeting)
def route_further(
    finding: Finding, *, by, today, kind_of, receiver=None, reason="", meeting: Meeting | None = None, **said
):
    """Sends it to a second place too; the balance counts it once, by its first landing."""
    meeting = _meeting(finding.engagement, by, _deciding(finding.engagement), meeting, said)
    where = {"kind_of": kind_of, "receiver": receiver, "meeting": meeting}
    land(finding, by=Actor.HOUSE, today=today, decided_on=meeting.held_on, first=False, **where)
    _log(finding, Act.FURTHER, by, today, reason=reason, **where)


# -- many at once ---------------------------------------------------------------------------------------------------


def _some_are_reviewed(engagement: Engagement, by, today):
    if not RoutingStep.waiting(engagement, Act.REVIEWED):
        return _("No finding of this unit waits for the leading group.")
    return None


@move(
    _("Routes decided by the leading group"),
    DECIDED_IN,
    by="oversee",
    asks=forms.GroupDecidesRoutes,
    needs=(_is_of_this_district, _group_has_heard, _some_are_reviewed),
)
def group_decides_routes(engagement: Engagement, *, by, today, routes, meeting: Meeting | None = None, **said):
    """What the leading group decided about the findings of this unit, all in one go."""
    meeting = _meeting(engagement, by, Meeting.Kind.LEADING_GROUP, meeting, said)
    for line in routes:
        values = {name: value for name, value in line.items() if name != "finding"}
        group_decides_route(line["finding"], by=by, today=today, meeting=meeting, **values)


def _some_wait_for_the_secretary(engagement: Engagement, by, today):
    if not RoutingStep.waiting(engagement, Act.REVIEWED if engagement.round.type == UPPER else Act.GROUP):
        return _("No finding of this unit waits for the meeting.")
    return None


@move(
    _("Routes decided by the secretary's meeting"),
    DECIDED_IN,
    by="oversee",
    asks=forms.SecretaryDecidesRoutes,
    needs=(_decided_by_a_meeting, _some_wait_for_the_secretary),
    tells="lead",
)
def secretary_decides_routes(engagement: Engagement, *, by, today, routes, meeting: Meeting | None = None, **said):
    """What the secretary's meeting decided about the findings of this unit, all in one go."""
    meeting = _meeting(engagement, by, _deciding(engagement), meeting, said)
    for line in routes:
        finding, kind = line["finding"], line["kind_of"]
        if kind == RoutingStep.NOT_ESTABLISHED:
            decide_not_established(finding, by=by, today=today, meeting=meeting, note=line["reason"])
        else:
            where = {"kind_of": kind, "receiver": line["receiver"], "reason": line["reason"]}
            route(finding, by=by, today=today, meeting=meeting, **where)


# -- put right at once, landings ------------------------------------------------------------------------------------


def _team_is_on_site(finding: Finding, by, today):
    if finding.engagement.stage != Visit.ENTERED:
        return _("Only while the team is on site.")
    return None


def _not_about_the_principal(finding: Finding, by, today):
    return forms.why_not_there(finding, Landing.Kind.AT_ONCE)


@move(
    _("Put right at once"),
    Found.CONFIRMED,
    Found.ROUTED,
    by="lead",
    asks=forms.Note,
    needs=(_team_is_on_site, _not_about_the_principal),
    tells="oversee",
    meets=("route_finding", "propose_route", "review_route"),
)
def put_right_at_once(finding: Finding, *, by, today, note: str):
    """The unit is asked to put it right during the stay (立行立改); it stays in the report."""
    land(finding, by=Actor.HOUSE, today=today, kind_of=Landing.Kind.AT_ONCE, decided_on=today, decision=str(by))
    _log(finding, Act.AT_ONCE, by, today, kind_of=Landing.Kind.AT_ONCE)


@move(_("Landing decided"), (Found.ROUTED, Found.SEALED), by=Actor.HOUSE, starts="take_up")
def land(finding: Finding, *, by, kind_of, decided_on, decision="", meeting=None, receiver=None, first=True) -> Landing:
    """Where it goes is written down; it must be taken up there."""
    return Landing.objects.create(
        case=finding.case,
        finding=finding,
        kind_of=kind_of,
        first=first,
        receiver=receiver,
        decided_on=decided_on,
        decision=decision,
        meeting=meeting,
    )


def _everything_is_handed_over(round: Round, by, today):
    waiting = Landing.objects.filter(finding__engagement__round=round, stage=Landing.Stage.DECIDED)
    unrouted = Finding.objects.filter(engagement__round=round, stage=Found.CONFIRMED)
    numbers = [*waiting.values_list("finding__number", flat=True), *unrouted.values_list("number", flat=True)]
    text = "、".join(sorted(set(numbers)))
    return _("Not handed over yet: %(numbers)s.") % {"numbers": text} if numbers else None


@move(
    _("Everything is handed over"),
    Round.Stage.FED_BACK,
    Round.Stage.RECTIFYING,
    by="oversee",
    asks=forms.Note,
    needs=_everything_is_handed_over,
    tells="observe",
    meets="hand_over",
    first=True,
)
def begin_rectification(round: Round, *, by, note: str):
    """Every unit has its feedback, and each matter for somebody else has reached him."""


@move(_("Taken up"), Landing.Stage.DECIDED, Landing.Stage.TAKEN_UP, by=Actor.HOUSE)
def take_up(landing: Landing, *, by, today: datetime.date):
    """The place it goes to has taken it."""
    look_whether_assigned(landing.finding.external, today)


@move(
    _("Take back"),
    Landing.Stage.DECIDED,
    Landing.Stage.WITHDRAWN,
    by="oversee",
    asks=forms.Reason,
    tells="lead",
    grave=True,
)
def take_back(landing: Landing, *, by, today: datetime.date, note: str):
    """It does not go there after all; without a first landing the finding has to be routed again."""
    finding = landing.finding
    if landing.first:
        route_again(finding, by=Actor.HOUSE, today=today)
    _log(finding, Act.TAKEN_BACK, by, today, kind_of=landing.kind_of, receiver=landing.receiver)


@move(_("To be routed again"), Found.ROUTED, Found.CONFIRMED, by=Actor.HOUSE, starts=("route_finding", "review_route"))
def route_again(finding: Finding, *, by):
    """Its landing was taken back; the office reviews where it goes instead."""


@move(_("No more at once"), Landing.Stage.TAKEN_UP, Landing.Stage.WITHDRAWN, by=Actor.HOUSE)
def no_more_at_once(landing: Landing, *, by, today: datetime.date):
    """It was not put right during the stay: the finding has to be routed again."""
    if landing.first and landing.finding.stage == Found.ROUTED:
        route_again(landing.finding, by=Actor.HOUSE, today=today)
    _log(landing.finding, Act.TAKEN_BACK, by, today, kind_of=landing.kind_of, receiver=landing.receiver)
