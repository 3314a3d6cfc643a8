"""Whoever leaves his team hands over what he has open; he can't leave before, unless the leader says why."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework import policy
from casework.moves import Refused, move
from casework.policy import Actor
from inspections.actions.team import dismiss
from inspections.models import Engagement, Posting

from .. import forms
from ..models import DocumentRequest, Handover, Lead, Petition, Talk, WorkingPaper
from .paper import TEAM
from .source import enter

Given, Paper, Said, Asked = Handover.Stage, WorkingPaper.Stage, Petition.Stage, DocumentRequest.Stage

#: what somebody may have open in a unit, and at which stages it is his to do
OPEN: dict[type[Any], tuple[str, ...]] = {
    WorkingPaper: (Paper.DRAFT, Paper.RETURNED),
    Lead: (Lead.Stage.OPEN,),
    Talk: (Talk.Stage.PLANNED,),
    DocumentRequest: (Asked.ASKED, Asked.RECEIVED),
    Petition: (Said.ENTERED, Said.ACCEPTED, Said.PASSED_ON),
}
#: papers may be out and receipts awaited long after the report
BEFORE_THE_END = [stage for stage in Engagement.Stage if stage not in Engagement.final]
ENTRIES = tuple(stage for model, stages in OPEN.items() if model is not WorkingPaper for stage in stages)


def open_work(engagement: Engagement, user: User) -> list[Any]:
    """Return what this person has open in this unit: papers, leads, planned talks, documents lent, petitions."""
    return [
        thing
        for model, stages in OPEN.items()
        for thing in model.objects.filter(engagement=engagement, author=user, stage__in=stages).order_by("pk")
    ]


def _numbers(things: list[Any]) -> str:
    return "、".join(thing.number for thing in things)


@move(
    _("Hand work over"),
    BEFORE_THE_END,
    by=TEAM,
    asks=forms.HandOver,
    tells=TEAM,
    starts="take_over_work",
    alone=True,
)
def hand_over_work(
    engagement: Engagement, *, by, today: datetime.date, giver: User, taker: User, about: str = ""
) -> Handover:
    """All that a member has open in this unit is offered to another member, who takes it over by saying so."""
    if engagement.handovers.filter(giver=giver, stage=Given.OFFERED).exists():
        raise Refused(_("His work has been offered to somebody already."))
    numbers = _numbers(open_work(engagement, giver))
    if not numbers:
        raise Refused(_("He has nothing open in this unit."))
    values = {"giver": giver, "taker": taker, "about": about, "numbers": numbers, "on": today}
    return enter(Handover, engagement, by, **values)


def _takes_it_himself(handover: Handover, by, today):
    if by != handover.taker:
        return _("Only whoever takes it over: %(name)s.") % {"name": handover.taker}
    return None


@move(
    _("Take the work over"),
    Given.OFFERED,
    Given.TAKEN,
    by=TEAM,
    asks=forms.Note,
    needs=_takes_it_himself,
    tells=TEAM,
    stamps="taken_on",
    first=True,
)
def take_over_work(handover: Handover, *, by, today: datetime.date, note: str):
    """From now on it is yours: the papers, leads, talks, documents and petitions bear your name."""
    things = open_work(handover.engagement, handover.giver)
    handover.numbers = _numbers(things) or handover.numbers
    for thing in things:
        verb = hand_on_paper if isinstance(thing, WorkingPaper) else hand_on.siblings[type(thing)]
        verb(thing, by=Actor.HOUSE, today=today, taker=handover.taker)


def _is_his_to_end(handover: Handover, by, today):
    if by not in (handover.giver, handover.taker) and "lead" not in policy.words_on(by, handover.case):
        return _("Only the two of them, and the leader.")
    return None


@move(
    _("Do not hand it over"),
    Given.OFFERED,
    Given.DROPPED,
    by=TEAM,
    asks=forms.Reason,
    needs=_is_his_to_end,
    tells=TEAM,
    grave=True,
)
def drop_handover(handover: Handover, *, by, note: str):
    """It stays with whoever has it; it can be offered to somebody else."""


@move(_("It stays open"), Given.OFFERED, Given.EXCUSED, by="lead", asks=forms.Reason, tells=TEAM)
def leave_work_open(handover: Handover, *, by, note: str):
    """Nobody takes it over, and the leader says why: this unit no longer keeps him in the team."""


@move(_("Handed on"), ENTRIES, by=Actor.HOUSE)
def hand_on(thing: Lead | Talk | DocumentRequest | Petition, *, by, taker: User):
    """It is somebody else's to finish now."""
    _give(thing, taker)


@move(_("Handed on"), OPEN[WorkingPaper], by=Actor.HOUSE)
def hand_on_paper(paper: WorkingPaper, *, by, taker: User):
    """Somebody else is its first undertaker now."""
    _give(paper, taker)


def _give(thing: Any, taker: User) -> None:
    """Whoever takes it over can't be the second of two as well."""
    thing.author = taker
    if getattr(thing, "second_id", None) == taker.pk:
        thing.second = None


def _his_hands_are_empty(posting: Posting, by, today):
    """What he has open is not named here: the office does not read what lies with the team."""
    user = getattr(posting.person, "user", None)
    if user is None:
        return None
    kept = Handover.objects.filter(giver=user, stage=Given.EXCUSED).values("engagement")
    left = (
        posting.team.engagements.filter(stage__in=BEFORE_THE_END)
        .exclude(pk__in=kept)
        .select_related("unit")
        .order_by("pk")
    )
    units = "、".join(str(engagement.unit) for engagement in left if open_work(engagement, user))
    if units:
        text = _("He has open work in: %(units)s. He or the leader hands it over first, or the leader says why not.")
        return text % {"units": units}
    return None


@move(
    _("Leaves the team"),
    Posting.Stage.SERVING,
    Posting.Stage.ENDED,
    by="oversee",
    asks=forms.Reason,
    needs=_his_hands_are_empty,
    stamps="ended_on",
    grave=True,
)
def end_posting(posting: Posting, *, by, today: datetime.date, note: str):
    """From the next request on this person can do and see nothing of what the team does."""
    dismiss(posting, today)
