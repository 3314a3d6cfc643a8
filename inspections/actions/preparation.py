"""What the unit prepares for the team, and what the office provides for a round."""

import datetime

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from casework.moves import move

from .. import forms
from ..models import Engagement, Preparation, Round, Support

Visit, Asked = Engagement.Stage, Preparation.Stage
#: whoever may ask the unit to prepare something
ASKERS = ("lead", "oversee")


@move(
    _("Ask for one more preparation"),
    (Visit.NOTIFIED, Visit.ENTERED),
    by=ASKERS,
    asks=forms.AskPreparation,
    tells=("respond", "sign"),
    starts="prepare",
    alone=True,
)
def ask_preparation(engagement: Engagement, *, by, name: str, due_on: datetime.date) -> Preparation:
    """One more thing that the unit has ready by that day."""
    number = (engagement.preparations.aggregate(last=Max("number"))["last"] or 0) + 1
    values = {"number": number, "name": name, "due_on": due_on}
    return Preparation.objects.create(case=engagement.case, engagement=engagement, **values)


@move(_("Ask the unit to prepare"), (Visit.NOTIFIED, Visit.ENTERED), by=ASKERS, asks=forms.AskPreparations)
def ask_preparations(engagement: Engagement, *, by, today: datetime.date, names, due_on: datetime.date):
    """The checklist of what the unit has ready for the team; what is on it already is not asked for twice."""
    known = set(engagement.preparations.exclude(stage=Asked.DROPPED).values_list("name", flat=True))
    for name in names:
        if name not in known:
            ask_preparation(engagement, by=by, today=today, name=name, due_on=due_on)


@move(
    _("Ready"),
    Asked.ASKED,
    Asked.READY,
    by=("respond", "sign"),
    asks=forms.Prepared,
    tells="lead",
    meets="prepare",
    stamps="ready_on",
    first=True,
)
def mark_ready(preparation: Preparation, *, by, answer: str):
    """The unit has it ready."""
    preparation.answer = answer


@move(
    _("Return"),
    Asked.READY,
    Asked.ASKED,
    by=ASKERS,
    asks=forms.ReturnPreparation,
    tells=("respond", "sign"),
    starts="prepare",
)
def return_preparation(preparation: Preparation, *, by, due_on: datetime.date, note: str):
    """It is not as it was asked for; the reason says what is missing."""
    preparation.set(due_on=due_on, ready_on=None)


@move(
    _("Not needed"),
    (Asked.ASKED, Asked.READY),
    Asked.DROPPED,
    by=ASKERS,
    asks=forms.Reason,
    tells="respond",
    grave=True,
)
def drop_preparation(preparation: Preparation, *, by, note: str):
    """The unit need not prepare it; the reason stays."""


@move(
    _("Record support"),
    [stage for stage in Round.Stage if stage not in Round.final],
    by="oversee",
    asks=forms.RecordSupport,
)
def record_support(round: Round, *, by, **values) -> Support:
    """Premises, cars, equipment, money: what was provided for this round, by whom, at which cost."""
    return Support.objects.create(case=round.case, round=round, **values)


@move(_("Correct"), Support.Stage.RECORDED, by="oversee", asks=forms.RecordSupport)
def correct_support(support: Support, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    support.set(**values)
