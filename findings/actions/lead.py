"""From a doubt to a working paper, or to a written conclusion: no lead is simply forgotten."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from casework.policy import Actor
from inspections.actions import WHEN_ASSIGNED
from inspections.models import Engagement

from .. import forms
from ..models import (
    DocumentRequest,
    FieldVisit,
    Lead,
    LeadStep,
    PersonalMatterCheck,
    Petition,
    Sitting,
    Source,
    Talk,
    WorkingPaper,
)
from .paper import TEAM, TEAM_AT_WORK, new_paper

Doubt = Lead.Stage
#: stages in which an entry of a register says something
TELLING = (
    Talk.Stage.HELD,
    DocumentRequest.Stage.RECEIVED,
    DocumentRequest.Stage.RETURNED,
    Sitting.Stage.RECORDED,
    Petition.Stage.ACCEPTED,
)


def new_lead(engagement: Engagement, by, today, source: Any = None, **values) -> Lead:
    """Make the lead with the next number of its unit; it remembers the entry that it came from."""
    if source is not None:
        values |= {"source_kind": source.kind, "source_id": source.pk, "source_number": source.number}
    return Lead.objects.create(
        case=engagement.case,
        engagement=engagement,
        number=f"疑-{next_number(f'lead {engagement.pk}'):03d}",
        author=by,
        on=today,
        **values,
    )


#: a team may note leads before it enters: from briefings, and from what was written earlier
BEFORE_AND_AT_WORK = (Engagement.Stage.SELECTED, Engagement.Stage.NOTIFIED, *TEAM_AT_WORK)


@move(_("Note a lead"), BEFORE_AND_AT_WORK, by=TEAM, asks=forms.NoteLead, starts="follow_lead")
def note_lead(engagement: Engagement, *, by, today: datetime.date, **values) -> Lead:
    """Something to look into. It stays in view until somebody says in writing what is in it."""
    return new_lead(engagement, by, today, **values)


def team_is_at_work(source: Source, by, today):
    if source.engagement.stage in BEFORE_AND_AT_WORK and source.engagement.stage not in TEAM_AT_WORK:
        return _("The team is not on site yet.")
    if source.engagement.stage not in TEAM_AT_WORK:
        return _("The report is in: what comes up now belongs to the return visit.")
    return None


@move(
    _("Raise a lead"),
    TELLING,
    by=TEAM,
    asks=forms.NoteLead,
    needs=team_is_at_work,
    starts="follow_lead",
)
def raise_lead(
    source: Talk | DocumentRequest | FieldVisit | PersonalMatterCheck | Sitting | Petition,
    *,
    by,
    today: datetime.date,
    **values,
) -> Lead:
    """What was heard or read here is worth looking into."""
    return new_lead(source.engagement, by, today, source, **values)


@move(_("Amend"), Doubt.OPEN, by=TEAM, asks=forms.NoteLead)
def amend_lead(lead: Lead, *, by, **values):
    """Changes what the lead says; every version stays in the history."""
    lead.set(**values)


@move(_("Note a step"), Doubt.OPEN, by=TEAM, asks=forms.TakeStep, alone=True, first=True)
def take_step(lead: Lead, *, by, today: datetime.date, **values) -> LeadStep:
    """What was done about it, and what came out."""
    step = LeadStep.objects.create(case=lead.case, lead=lead, author=by, **values)
    go_on(lead, by=Actor.HOUSE, today=today)
    return step


@move(_("Step taken"), Doubt.OPEN, by=Actor.HOUSE, meets="follow_lead", starts="follow_lead")
def go_on(lead: Lead, *, by):
    """A step was taken; the next one is due some days from now."""


@move(
    _("Becomes a working paper"),
    Doubt.OPEN,
    by=TEAM,
    asks=forms.LeadToPaper,
    needs=team_is_at_work,
    starts="submit_paper",
    alone=True,
)
def lead_to_paper(lead: Lead, *, by, today: datetime.date, **values) -> WorkingPaper:
    """There is something in it: one matter, one paper, which begins with what the lead says."""
    paper = new_paper(lead.engagement, by, today, **values)
    use_lead(lead, by=Actor.HOUSE, today=today, paper=paper)
    return paper


@move(_("Became a working paper"), Doubt.OPEN, Doubt.USED, by=Actor.HOUSE)
def use_lead(lead: Lead, *, by, paper: WorkingPaper):
    """The lead is a working paper now."""
    lead.paper = paper


@move(_("Nothing in it"), (Doubt.OPEN, Doubt.PARKED), Doubt.NOTHING, by=(*TEAM, "oversee"), asks=forms.Conclude)
def conclude(lead: Lead, *, by, conclusion: str):
    """Looked into, and there is nothing in it: what was checked is written down."""
    lead.conclusion = conclusion


@move(
    _("Leave for the return visit"),
    Doubt.OPEN,
    Doubt.PARKED,
    by="lead",
    asks=forms.Reason,
    meets="follow_lead",
    starts="parked_lead",
)
def park(lead: Lead, *, by, note: str):
    """It could not be finished during the stay; it comes up again at the return visit."""


@move(
    _("Look into it again"),
    Doubt.PARKED,
    Doubt.OPEN,
    by=("lead", "oversee"),
    asks=forms.Note,
    meets="parked_lead",
    starts="follow_lead",
)
def take_up_lead(lead: Lead, *, by, note: str):
    """It is being looked into again."""


@move(_("Taken along to the next visit"), Doubt.PARKED, Doubt.CARRIED, by=Actor.HOUSE)
def carry(lead: Lead, *, by):
    """The unit is visited again, and the lead is looked into there."""


@move(_("Comes along from an earlier visit"), BEFORE_AND_AT_WORK, by=Actor.HOUSE, starts="follow_lead")
def lead_comes_along(engagement: Engagement, *, by, today: datetime.date, lead: Lead) -> Lead:
    """What could not be finished then is open again, with what was found out so far."""
    steps = [f"{step}：{step.result}" for step in lead.steps.order_by("on", "pk")]
    about = "\n".join(filter(None, [lead.about, *steps]))
    return new_lead(engagement, lead.author, today, title_text=lead.title_text, about=about, came_from=lead)


def take_parked_along(engagement: Engagement, today: datetime.date) -> None:
    """Let every lead that was left over at an earlier visit to this unit come along with the team that goes now."""
    parked = Lead.objects.filter(engagement__unit=engagement.unit_id, stage=Doubt.PARKED)
    for lead in parked.exclude(engagement=engagement).select_related("case", "author").order_by("pk"):
        lead_comes_along(engagement, by=Actor.HOUSE, today=today, lead=lead)
        carry(lead, by=Actor.HOUSE, today=today)


WHEN_ASSIGNED.append(take_parked_along)


@move(_("Moved under seal"), (Doubt.USED, Doubt.CARRIED), Doubt.SEALED, by=Actor.HOUSE)
def seal_lead(lead: Lead, *, by, today: datetime.date):
    """The lead has moved under seal with its paper, and so has the earlier one that it came from; numbers stay."""
    if lead.came_from:
        seal_lead(lead.came_from, by=by, today=today)
    lead.set(title_text="", about="", category=None, conclusion="")
    for step in lead.steps.all():
        seal_step(step, by=by, today=today)


@move(_("Moved under seal"), LeadStep.Stage.TAKEN, LeadStep.Stage.SEALED, by=Actor.HOUSE)
def seal_step(step: LeadStep, *, by):
    """The step has moved under seal with its lead."""
    step.result = ""
