"""One problem from its plan until its principal has signed that it is put right."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Item, Measure, Postponement, Progress
from .measure import finish_measure
from .postponement import overtake_postponement

Put = Item.Stage


@move(_("Put under joint review"), Item.WRITABLE, Put.UNDER_REVIEW, by=Actor.HOUSE)
def put_under_review(item: Item, *, by):
    """The principal has signed the plan."""


@move(_("Measures returned"), Put.UNDER_REVIEW, Put.PLAN_RETURNED, by=Actor.HOUSE)
def return_in_plan(item: Item, *, by, note: str):
    """What is missing was said; the measures of this item can be changed again."""


@move(_("In progress"), (*Item.WRITABLE, Put.UNDER_REVIEW), Put.IN_PROGRESS, by=Actor.HOUSE, starts="item")
def begin(item: Item, *, by):
    """Its measures are approved; the last of the dates that they name counts."""
    item.due_on = item.first_due_on = item.last_day()


@move(
    _("Report progress"),
    Item.UNDER_WAY,
    by=("respond", "sign"),
    asks=forms.ReportProgress,
    alone=True,
    first=True,
)
def report_progress(
    item: Item, *, by, today: datetime.date, percent: int, done: str, outcome: str = Item.Outcome.GOING_ON
) -> Progress:
    """Adds a dated report with its evidence; what was reported before stays."""
    advance(item, by=Actor.HOUSE, today=today, percent=percent, outcome=outcome)
    said = {"percent": percent, "done": done, "outcome": outcome}
    return Progress.objects.create(case=item.case, item=item, on=today, **said)


@move(_("Progress noted"), Item.UNDER_WAY, by=Actor.HOUSE)
def advance(item: Item, *, by, percent: int, outcome: str):
    """The item shows the latest report."""
    item.set(percent=percent, outcome=outcome)


@move(
    _("Ask for help from above"),
    Item.UNDER_WAY,
    Put.BLOCKED,
    by=("respond", "sign"),
    asks=forms.Reason,
    tells=("oversee", "direct", "sign"),
    starts="help_item",
)
def ask_for_help(item: Item, *, by, note: str):
    """The unit can't do it alone: what stands in the way, and who would have to help. The date goes on running."""


@move(
    _("Answer the request for help"),
    Put.BLOCKED,
    Put.IN_PROGRESS,
    by="oversee",
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets="help_item",
    first=True,
)
def answer_help(item: Item, *, by, note: str):
    """What was arranged, or why the unit has to manage by itself."""


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
def request_close(item: Item, *, by, today: datetime.date, outcome: str, note: str, institutions: str = ""):
    """The unit says that it is put right and asks its principal to sign; short-term measures count as carried out."""
    item.set(outcome=outcome, institutions=institutions, asked_by=_person(by), signed_by=None, verified_by=None)
    for measure in item.measures.filter(stage=Measure.Stage.OPEN).exclude(due_kind=Measure.Due.LONG):
        finish_measure(measure, by=Actor.HOUSE, today=today, note="")
    for asked in item.postponements.filter(stage=Postponement.Stage.ASKED):
        overtake_postponement(asked, by=Actor.HOUSE, today=today)


def _person(by):
    return None if isinstance(by, Actor) else by


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
    item.signed_by = _person(by)
