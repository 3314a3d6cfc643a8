"""The unit confirms the facts of a matter, or says what is not so; how it is judged stays with the team."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from casework.policy import Actor
from inspections.models import Engagement

from .. import forms
from ..models import Concerns, FactSheet, Finding, WorkingPaper

Paper, Sent, Found = WorkingPaper.Stage, FactSheet.Stage, Finding.Stage
#: whoever may speak for the unit
UNIT = ("respond", "sign")


def _was_not_asked_before(paper: WorkingPaper, by, today):
    if paper.sheet_id:
        return _("The unit has been asked already.")
    return None


def _is_about_the_unit_alone(paper: WorkingPaper, by, today):
    finding = paper.raised
    said = {paper.concerns, finding.concerns} if finding else {paper.concerns}
    if said - {"", Concerns.UNIT}:
        return _("It is about a person: the unit is not asked.")
    if said == {""}:
        return _("It does not say yet whom it concerns.")
    return None


def _is_not_routed(paper: WorkingPaper, by, today):
    finding = paper.raised
    if finding and finding.stage not in (Found.IDENTIFIED, Found.CONFIRMED):
        return _("What becomes of the finding has been decided already.")
    return None


@move(
    _("Have the facts confirmed"),
    (Paper.FINALIZED, Paper.USED),
    by="lead",
    asks=forms.SendSheet,
    needs=(_was_not_asked_before, _is_about_the_unit_alone, _is_not_routed),
)
def send_sheet(paper: WorkingPaper, *, by, today: datetime.date, title_text: str, facts: str):
    """The unit reads this sheet and nothing else of the paper; it confirms, or says what is not so."""
    values = {"title_text": title_text, "facts": facts}
    paper.sheet = issue_sheet(paper.engagement, by=Actor.HOUSE, today=today, **values)


@move(
    _("Fact sheet sent"),
    [stage for stage in Engagement.Stage if stage != Engagement.Stage.SELECTED],
    by=Actor.HOUSE,
    tells=UNIT,
    starts="confirm_facts",
)
def issue_sheet(engagement: Engagement, *, by, today: datetime.date, **values) -> FactSheet:
    """The unit is asked whether the facts are so."""
    number = next_number(f"fact sheet {engagement.pk}")
    return FactSheet.objects.create(
        case=engagement.case, engagement=engagement, number=f"事实确认单-{number:02d}号", sent_on=today, **values
    )


@move(
    _("The facts are so"),
    Sent.SENT,
    Sent.CONFIRMED,
    by=UNIT,
    asks=forms.Papers,
    tells=("lead", "inspect"),
    stamps="answered_on",
    first=True,
)
def confirm_facts(sheet: FactSheet, *, by, note: str):
    """The unit confirms what the sheet says."""
    sheet.answered_by = by


@move(
    _("Something is not so"),
    Sent.SENT,
    Sent.DISPUTED,
    by=UNIT,
    asks=forms.DisputeFacts,
    tells=("lead", "inspect"),
    stamps="answered_on",
)
def dispute_facts(sheet: FactSheet, *, by, disputed: str, grounds: str):
    """The unit says which fact is not so, and why; the files prove it. The team weighs it."""
    sheet.set(answered_by=by, disputed=disputed, grounds=grounds)


@move(
    _("Go on without the unit's word"),
    Sent.SENT,
    Sent.UNANSWERED,
    by="lead",
    asks=forms.Reason,
    tells=(*UNIT, "inspect"),
    grave=True,
)
def close_sheet(sheet: FactSheet, *, by, note: str):
    """The unit has not answered; the reason says why the team does not wait any longer."""
