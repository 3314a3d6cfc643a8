"""Striking an item off (销号): verified, by two where money or people are concerned; and opening it again."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding

from .. import forms
from ..models import Handling, Item, Recovery, YearlyCheck
from .evidence import evidence_is_decided
from .yearly import drop_check, plan_check

Put = Item.Stage


def concerns_money_or_people(item: Item) -> bool:
    """Whether two people verify it: something came back or is to come back, or somebody was dealt with."""
    return (
        bool(item.landing.finding.recoverable)
        or item.recoveries.filter(stage=Recovery.Stage.ENTERED).exists()
        or item.handlings.filter(stage=Handling.Stage.ENTERED).exists()
    )


def not_his_own(item: Item, by, today):
    if getattr(by, "pk", 0) in (item.asked_by_id, item.signed_by_id):
        return _("Nobody verifies his own work.")
    return None


def _one_is_enough(item: Item, by, today):
    if concerns_money_or_people(item):
        return _("Money or people are concerned: two people verify it, one after the other.")
    return None


def _two_are_needed(item: Item, by, today):
    if not concerns_money_or_people(item):
        return _("Neither money nor people are concerned: one person verifies and closes it.")
    return None


def _another_than_the_first(item: Item, by, today):
    if getattr(by, "pk", 0) == item.verified_by_id:
        return _("The second verifier is somebody else than the first.")
    return None


@move(
    _("Verify and close"),
    Put.UNIT_SIGNED,
    Put.CLOSED,
    by=("oversee", "lead"),
    asks=forms.Note,
    needs=(not_his_own, _one_is_enough, evidence_is_decided),
    tells=("respond", "sign"),
    stamps="closed_on",
    first=True,
)
def close(item: Item, *, by, today: datetime.date, note: str):
    """Looked at the evidence, and it holds: the item is struck off."""
    item.verified_by = None if isinstance(by, Actor) else by
    _strike_off(item, today)


@move(
    _("Verify as the first of two"),
    Put.UNIT_SIGNED,
    Put.VERIFYING,
    by=("oversee", "lead"),
    asks=forms.Note,
    needs=(not_his_own, _two_are_needed, evidence_is_decided),
    tells=("oversee", "lead"),
    meets="verify_item",
    starts="confirm_item",
    first=True,
)
def verify_first(item: Item, *, by, note: str):
    """Looked at the evidence, and it holds; where money or people are concerned a second person looks too."""
    item.verified_by = None if isinstance(by, Actor) else by


@move(
    _("Verify as the second and close"),
    Put.VERIFYING,
    Put.CLOSED,
    by=("oversee", "lead"),
    asks=forms.Note,
    needs=(not_his_own, _another_than_the_first, evidence_is_decided),
    tells=("respond", "sign"),
    stamps="closed_on",
    first=True,
)
def confirm_close(item: Item, *, by, today: datetime.date, note: str):
    """A second person has looked at the evidence, and it holds: the item is struck off."""
    _strike_off(item, today)


def _strike_off(item: Item, today: datetime.date) -> None:
    item.percent = 100
    finding = item.landing.finding
    if item.landing.first and finding.stage == Finding.Stage.ROUTED:
        findings.settle(finding, by=Actor.HOUSE, today=today)
    if item.long_term:
        plan_check(item, by=Actor.HOUSE, today=today)


@move(
    _("Return"),
    (Put.UNIT_SIGNED, Put.CLOSE_REQUESTED, Put.VERIFYING),
    Put.RETURNED,
    by=("oversee", "lead", "sign"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets=("verify_item", "endorse_item", "confirm_item"),
    starts="item_again",
)
def return_item(item: Item, *, by, note: str):
    """Not yet: the reason says what is missing."""


@move(
    _("Open again"),
    Put.CLOSED,
    Put.REOPENED,
    by=("oversee", "lead"),
    asks=forms.Reopen,
    tells=("respond", "sign", "direct"),
    starts="item",
    grave=True,
)
def reopen_item(item: Item, *, by, today: datetime.date, reopened_for: str, due_on: datetime.date, note: str):
    """It has not held (反弹): back to the unit, with a new date; how often this has happened stays with the item."""
    item.set(reopened_for=reopened_for, due_on=due_on, closed_on=None, outcome=Item.Outcome.NOT_DONE)
    item.reopened_times += 1
    for check in item.checks.exclude(stage__in=YearlyCheck.final):
        drop_check(check, by=Actor.HOUSE, today=today)
