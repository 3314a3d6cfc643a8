"""What is looked at on a return visit: the sample, its changes, and what was found."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import User
from casework.moves import Refused, move
from casework.policy import Actor
from findings import actions as findings
from findings.models import Lead
from inspections.models import Engagement

from .. import relapse
from ..forms import Reason
from ..forms import visit as forms
from ..models import Item, ReturnVisit, VisitedItem, verifiers_of
from .accountability import propose_sham
from .closing import reopen_item

Going, Look, Result = ReturnVisit.Stage, VisitedItem.Stage, VisitedItem.Result
CHANGEABLE = (*ReturnVisit.BEFORE, Going.ON_SITE)


@move(_("Proposed for the sample"), ReturnVisit.BEFORE, by=Actor.HOUSE)
def choose_item(
    visit: ReturnVisit, *, by, today: datetime.date, item: Item, score: int, facts: list[dict]
) -> VisitedItem:
    """A relapse is likely; the facts that were counted stay with it."""
    said = {"item": item, "score": score, "facts": facts, "proposed": True}
    return VisitedItem.objects.create(case=visit.case, visit=visit, **said)


@move(_("Comes along to the return visit"), ReturnVisit.BEFORE, by=Actor.HOUSE)
def bring_lead(visit: ReturnVisit, *, by, today: datetime.date, lead: Lead) -> VisitedItem:
    """What was left for the return visit is looked into now."""
    return VisitedItem.objects.create(case=visit.case, visit=visit, lead=lead, proposed=True)


@move(_("Add an item to the sample"), CHANGEABLE, by=("lead", "oversee"), asks=forms.AddToSample, tells="oversee")
def add_to_sample(visit: ReturnVisit, *, by, today: datetime.date, item: Item, note: str) -> VisitedItem:
    """It is looked at too; the reason stays, and so do the facts that speak for it."""
    if item.pk not in relapse.closed_items([visit.engagement]).values_list("pk", flat=True):
        raise Refused(_("Choose an item of this unit that is closed."))
    if visit.visited.filter(item=item).exists():
        raise Refused(_("It is in the sample already."))
    one = next(one for one in relapse.likely([visit.engagement]) if one.item == item)
    said = {"item": item, "score": one.score, "facts": one.facts, "why": note}
    return VisitedItem.objects.create(case=visit.case, visit=visit, **said)


def _sample_is_open(visited: VisitedItem, by, today):
    if visited.visit.stage not in CHANGEABLE:
        return _("The report of the visit is in.")
    return None


def _is_an_item(visited: VisitedItem, by, today):
    return _("This is a lead that was left over.") if visited.lead_id else None


def _is_a_lead(visited: VisitedItem, by, today):
    return None if visited.lead_id else _("This is an item of rectification.")


def _is_on_site(visited: VisitedItem, by, today):
    return None if visited.visit.stage == Going.ON_SITE else _("The visit is not on site.")


def _may_be_left_out(visited: VisitedItem, by, today):
    """A lead only once it goes on elsewhere: with a team that inspects the unit again."""
    waits = visited.lead is not None and visited.lead.stage == Lead.Stage.PARKED
    return _("A lead that was left over is brought to its end.") if waits else None


@move(
    _("Leave out of the sample"),
    Look.CHOSEN,
    Look.LEFT_OUT,
    by=("lead", "oversee"),
    asks=Reason,
    needs=(_may_be_left_out, _sample_is_open),
    tells="oversee",
    under="visit",
)
def leave_out_of_sample(visited: VisitedItem, *, by, note: str):
    """It is not looked at this time; the facts and the reason stay."""
    visited.why = note


@move(_("Not visited"), Look.CHOSEN, Look.LEFT_OUT, by=Actor.HOUSE)
def drop_from_sample(visited: VisitedItem, *, by):
    """The visit was called off."""


@move(
    _("Take into the sample again"),
    Look.LEFT_OUT,
    Look.CHOSEN,
    by=("lead", "oversee"),
    asks=Reason,
    needs=_sample_is_open,
    tells="oversee",
    under="visit",
)
def choose_again(visited: VisitedItem, *, by, note: str):
    """It is looked at after all."""
    visited.why = note


@move(
    _("Write down what was found"),
    Look.CHOSEN,
    Look.CHECKED,
    by=("lead", "inspect"),
    asks=forms.RecordResult,
    needs=(_is_an_item, _is_on_site),
    tells=("oversee", "direct"),
    under="visit",
    first=True,
)
def record_result(
    visited: VisitedItem,
    *,
    by,
    today: datetime.date,
    result: str,
    seen: str,
    on: datetime.date,
    second: User | None = None,
    demand: str = "",
    due_on: datetime.date | None = None,
    title_text: str = "",
    note: str = "",
):
    """What has not held is opened again, a sham proposed for accountability; what is new becomes a lead of the unit."""
    item: Any = visited.item
    verified = verifiers_of(item)
    if getattr(by, "pk", 0) in verified and (second is None or second.pk in verified):
        raise Refused(_("You verified this item: somebody else who didn't has to look at it with you."))
    visited.set(result=result, seen=seen, on=on, checked_by=by, second=second)
    if result in VisitedItem.REOPENS:
        visited.set(demand=demand, due_on=due_on)
        _open_again(visited, today)
    if result == Result.SHAM:
        propose_sham(visited, by, today)
    if result == Result.NEW:
        visited.found = _new_lead(visited, by, today, title_text, seen)


def _open_again(visited: VisitedItem, today: datetime.date) -> None:
    """Reopen the item; one that somebody else opened again meanwhile goes on as it is."""
    item: Any = visited.item
    if item.stage == Item.Stage.CLOSED:
        said = {"reopened_for": Item.Again.VISIT, "due_on": visited.due_on, "note": visited.demand}
        reopen_item(item, by=Actor.HOUSE, today=today, **said)


def _new_lead(visited: VisitedItem, by, today: datetime.date, title_text: str, about: str, came_from=None) -> Lead:
    said = {"title_text": title_text, "about": about, "author": by, "came_from": came_from}
    return found_on_return(visited.visit.engagement, by=Actor.HOUSE, today=today, visit=visited.visit, **said)


@move(
    _("Found on the return visit"),
    (Engagement.Stage.FED_BACK, Engagement.Stage.RECTIFYING, Engagement.Stage.CLOSED),
    by=Actor.HOUSE,
    tells=("oversee", "direct"),
    starts="parked_lead",
)
def found_on_return(
    engagement: Engagement, *, by, today: datetime.date, visit: ReturnVisit, author: User, **values
) -> Lead:
    """Something new came up when the unit was visited again: a lead that says where it was found."""
    return findings.new_lead(engagement, author, today, visit, stage=Lead.Stage.PARKED, **values)


@move(
    _("Say what came of the lead"),
    Look.CHOSEN,
    Look.CHECKED,
    by=("lead", "inspect"),
    asks=forms.EndLead,
    needs=(_is_a_lead, _is_on_site),
    tells=("oversee", "direct"),
    under="visit",
    first=True,
)
def end_lead(
    visited: VisitedItem,
    *,
    by,
    today: datetime.date,
    result: str,
    seen: str,
    on: datetime.date,
    title_text: str = "",
    note: str = "",
):
    """Nothing in it: what was checked is its conclusion. Something in it: a new lead says what, and takes its place."""
    visited.set(result=result, on=on, checked_by=by)
    lead: Any = visited.lead
    if lead.stage != Lead.Stage.PARKED:
        raise Refused(_("Somebody has taken this lead up meanwhile."))
    if result == Result.DEEPENED:
        findings.conclude(lead, by=Actor.HOUSE, today=today, conclusion=seen)
    else:
        visited.found = _new_lead(visited, by, today, title_text or lead.title_text, seen, came_from=lead)
        findings.carry(lead, by=Actor.HOUSE, today=today)
