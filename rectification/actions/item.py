"""One problem from its first measure until it is struck off."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding

from .. import forms
from ..models import Item, Progress
from .evidence import evidence_is_decided

Put = Item.Stage


@move(_("In progress"), Put.ASSIGNED, Put.IN_PROGRESS, by=Actor.HOUSE, starts="item")
def begin(item: Item, *, by):
    """The plan is approved; the date that it names counts."""


@move(
    _("Report progress"),
    Item.UNDER_WAY,
    by=("respond", "sign"),
    asks=forms.ReportProgress,
    alone=True,
    first=True,
)
def report_progress(item: Item, *, by, today: datetime.date, percent: int, done: str) -> Progress:
    """Adds a dated report with its evidence; what was reported before stays."""
    advance(item, by=Actor.HOUSE, today=today, percent=percent)
    return Progress.objects.create(case=item.case, item=item, on=today, percent=percent, done=done)


@move(_("Progress noted"), Item.UNDER_WAY, by=Actor.HOUSE)
def advance(item: Item, *, by, percent: int):
    """The item shows the latest report."""
    item.percent = percent


def _has_reported(item: Item, by, today):
    if not item.progress.exists():
        return _("No progress has been reported yet, so there is nothing to verify.")
    return None


@move(
    _("Ask to close"),
    Item.UNDER_WAY,
    Put.CLOSE_REQUESTED,
    by=("respond", "sign"),
    asks=forms.RequestClose,
    needs=_has_reported,
    tells="sign",
    meets=("item", "item_again"),
    starts="endorse_item",
)
def request_close(item: Item, *, by, outcome: str, institutions: str, note: str):
    """The unit says that it is put right, and asks its principal to sign."""
    item.set(outcome=outcome, institutions=institutions)


@move(
    _("Sign for its truth"),
    Put.CLOSE_REQUESTED,
    Put.UNIT_SIGNED,
    by="sign",
    asks=forms.Endorse,
    tells=("oversee", "lead"),
    meets="endorse_item",
    starts="verify_item",
    first=True,
)
def endorse_item(item: Item, *, by, truth: bool, note: str):
    """The principal answers for it himself (签字背书)."""


@move(
    _("Verify and close"),
    Put.UNIT_SIGNED,
    Put.CLOSED,
    by=("oversee", "lead"),
    asks=forms.Note,
    needs=evidence_is_decided,
    tells=("respond", "sign"),
    stamps="closed_on",
    first=True,
)
def close(item: Item, *, by, today: datetime.date, note: str):
    """Looked at the evidence, and it holds: the item is struck off."""
    item.percent = 100
    finding = item.landing.finding
    if item.landing.first and finding.stage == Finding.Stage.ROUTED:
        findings.settle(finding, by=Actor.HOUSE, today=today)


@move(
    _("Return"),
    (Put.UNIT_SIGNED, Put.CLOSE_REQUESTED),
    Put.RETURNED,
    by=("oversee", "lead", "sign"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets=("verify_item", "endorse_item"),
    starts="item_again",
)
def return_item(item: Item, *, by, note: str):
    """Not yet: the reason says what is missing."""
