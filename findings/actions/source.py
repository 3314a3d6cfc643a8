"""Entering what a team hears, reads and sees into its registers."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from inspections.models import Engagement

from .. import forms
from ..models import DocumentRequest, FieldVisit, PersonalMatterCheck, Petition, Sitting, Source, Survey, Talk
from .paper import TEAM, TEAM_AT_WORK

Held, Asked = Talk.Stage, DocumentRequest.Stage
#: the words of those who may correct an entry: whoever may make one
KEEPERS = TEAM


def enter(model: type[Any], engagement: Engagement, by, **values) -> Any:
    """Add a line to the register of one unit; each register counts on its own."""
    number = next_number(f"{model._meta.model_name} {engagement.pk}")
    return model.objects.create(
        case=engagement.case, engagement=engagement, author=by, number=f"{model.letter}-{number:03d}", **values
    )


@move(_("Plan a talk"), TEAM_AT_WORK, by=TEAM, asks=forms.PlanTalk, starts="hold_talk")
def plan_talk(engagement: Engagement, *, by, **values) -> Talk:
    """Puts somebody on the roster of those who must be talked to, with a day."""
    return enter(Talk, engagement, by, stage=Held.PLANNED, **values)


@move(_("Plan talks with several people"), TEAM_AT_WORK, by=TEAM, asks=forms.PlanTalks)
def plan_talks(
    engagement: Engagement, *, by, today: datetime.date, group: str, due_on: datetime.date, people=(), names=()
):
    """Puts everybody on the roster who has to be talked to: from the registry of the unit, or by name.

    ``people`` are of the registry, ``names`` pairs of name and post; whoever is on the roster already is not put on
    it twice.
    """
    known = set(engagement.talks.exclude(stage=Held.NOT_HELD).values_list("name", flat=True))
    values = {"organisation_name": engagement.unit.name, "group": group, "due_on": due_on}
    for name, post in (*((person.name, person.post) for person in people), *names):
        if name not in known:
            plan_talk(engagement, by=by, today=today, name=name, post=post, **values)


@move(_("Record a talk"), TEAM_AT_WORK, by=TEAM, asks=forms.RecordTalk)
def record_talk(engagement: Engagement, *, by, **values) -> Talk:
    """A talk that was held: with whom, by which two inspectors, what was said."""
    return enter(Talk, engagement, by, **values)


@move(_("Talk held"), Held.PLANNED, Held.HELD, by=TEAM, asks=forms.HoldTalk, meets="hold_talk", first=True)
def hold_talk(talk: Talk, *, by, **values):
    """It was held: by which two inspectors, what was said. Whoever enters it is the first of the two."""
    talk.set(author=by, **values)


@move(_("Not held"), Held.PLANNED, Held.NOT_HELD, by=TEAM, asks=forms.Reason, meets="hold_talk", grave=True)
def drop_talk(talk: Talk, *, by, note: str):
    """It will not be held; the reason stays on the roster."""


@move(_("Correct"), Held.HELD, by=KEEPERS, asks=forms.RecordTalk)
def correct_talk(talk: Talk, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    talk.set(**values)


@move(_("Ask for documents"), TEAM_AT_WORK, by=TEAM, asks=forms.AskForDocuments, starts="hand_over_document")
def ask_for_documents(engagement: Engagement, *, by, **values) -> DocumentRequest:
    """Which papers the unit has to hand over, and by when."""
    return enter(DocumentRequest, engagement, by, **values)


@move(
    _("Received"),
    Asked.ASKED,
    Asked.RECEIVED,
    by=TEAM,
    asks=forms.ReceiveDocuments,
    meets="hand_over_document",
    starts="give_back_document",
    first=True,
)
def receive_documents(documents: DocumentRequest, *, by, received_on: datetime.date):
    """The team has them; from now on they must be given back."""
    documents.received_on = received_on


@move(
    _("Not handed over"),
    Asked.ASKED,
    Asked.NOT_GIVEN,
    by=TEAM,
    asks=forms.Reason,
    tells="lead",
    meets="hand_over_document",
    grave=True,
)
def documents_not_given(documents: DocumentRequest, *, by, note: str):
    """The unit did not hand them over; what it said stays in the register."""


@move(_("Note what was read"), (Asked.RECEIVED, Asked.RETURNED), by=TEAM, asks=forms.ReadDocuments)
def read_documents(documents: DocumentRequest, *, by, **values):
    """What was read, with its pages, and whether it was complete and true."""
    documents.set(**values)


@move(
    _("Given back"),
    Asked.RECEIVED,
    Asked.RETURNED,
    by=TEAM,
    asks=forms.Note,
    meets="give_back_document",
    stamps="returned_on",
    first=True,
)
def give_back_documents(documents: DocumentRequest, *, by, note: str):
    """The unit has its papers again (资料清退)."""


@move(_("Record a visit"), TEAM_AT_WORK, by=TEAM, asks=forms.RecordVisit)
def record_visit(engagement: Engagement, *, by, **values) -> FieldVisit:
    """Where the team went, whom it met, what it saw."""
    return enter(FieldVisit, engagement, by, **values)


@move(_("Correct"), FieldVisit.Stage.RECORDED, by=KEEPERS, asks=forms.RecordVisit)
def correct_visit(visit: FieldVisit, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    visit.set(**values)


@move(_("Record a check of personal matters"), TEAM_AT_WORK, by=TEAM, asks=forms.RecordCheck)
def record_check(engagement: Engagement, *, by, **values) -> PersonalMatterCheck:
    """Whose report was checked, and whether it agrees with what the check showed."""
    return enter(PersonalMatterCheck, engagement, by, **values)


@move(_("Correct"), PersonalMatterCheck.Stage.RECORDED, by=KEEPERS, asks=forms.RecordCheck)
def correct_check(check: PersonalMatterCheck, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    check.set(**values)


@move(_("Record a meeting of the team"), TEAM_AT_WORK, by=TEAM, asks=forms.RecordSitting)
def record_sitting(engagement: Engagement, *, by, **values) -> Sitting:
    """A hearing, a team or branch meeting, a forum: who sat together, what was said and decided."""
    return enter(Sitting, engagement, by, **values)


@move(_("Correct"), Sitting.Stage.RECORDED, by=KEEPERS, asks=forms.RecordSitting)
def correct_sitting(sitting: Sitting, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    sitting.set(**values)


#: every register, in the order in which a team works
REGISTERS: tuple[type[Source], ...] = (
    Talk,
    Petition,
    DocumentRequest,
    FieldVisit,
    PersonalMatterCheck,
    Survey,
    Sitting,
)
