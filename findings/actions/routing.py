"""Where each finding goes; every decision is a landing."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from inspections.models import Engagement, Round

from .. import forms
from ..models import Finding, Landing

Found, Visit = Finding.Stage, Engagement.Stage


def _decided_by_a_meeting(finding: Finding, by, today):
    if finding.engagement.round.stage not in Round.HEARD:
        return _("Where it goes is decided once the secretary has heard the round.")
    return None


@move(
    _("Route"),
    Found.CONFIRMED,
    Found.ROUTED,
    by="oversee",
    asks=forms.Route,
    needs=_decided_by_a_meeting,
    tells="lead",
    meets=("route_finding", "confirm_upper"),
    first=True,
)
def route(finding: Finding, *, by, today, kind_of, decided_on, decision="", meeting=None, receiver=None, note=""):
    """Gives the finding its landing, as the meeting decided."""
    land(
        finding,
        by=Actor.HOUSE,
        today=today,
        kind_of=kind_of,
        decided_on=decided_on,
        decision=decision,
        meeting=meeting,
        receiver=receiver,
    )


@move(_("Route further"), Found.ROUTED, by="oversee", asks=forms.RouteFurther, needs=_decided_by_a_meeting)
def route_further(
    finding: Finding, *, by, today, kind_of, decided_on, decision="", meeting=None, receiver=None, note=""
):
    """Sends it to a second place too; the balance counts it once, by its first landing."""
    land(
        finding,
        by=Actor.HOUSE,
        today=today,
        kind_of=kind_of,
        decided_on=decided_on,
        decision=decision,
        meeting=meeting,
        receiver=receiver,
        first=False,
    )


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
    meets="route_finding",
)
def put_right_at_once(finding: Finding, *, by, today, note: str):
    """The unit is asked to put it right during the stay (立行立改); it stays in the report."""
    land(finding, by=Actor.HOUSE, today=today, kind_of=Landing.Kind.AT_ONCE, decided_on=today, decision=str(by))


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
def take_up(landing: Landing, *, by):
    """The place it goes to has taken it."""


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
    if landing.first:
        route_again(landing.finding, by=Actor.HOUSE, today=today)


@move(_("To be routed again"), Found.ROUTED, Found.CONFIRMED, by=Actor.HOUSE, starts="route_finding")
def route_again(finding: Finding, *, by):
    """Its landing was taken back."""
