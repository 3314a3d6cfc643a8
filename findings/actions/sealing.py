"""What goes under seal with a matter that was heard or written of, and what comes back when there is nothing in it."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor

from ..models import Concern, Finding, Lead, LeadStep, Petition, Talk, WorkingPaper
from .finding import finding_number
from .paper import use_paper

Found, Paper = Finding.Stage, WorkingPaper.Stage
#: what is emptied of an entry of a register; its number, its day and who wrote it stay
WORDS_OF: dict[type[Any], tuple[str, ...]] = {
    Talk: ("name", "post", "organisation_name", "place", "summary"),
    Concern: ("name", "post", "matter"),
    Petition: ("about_unit", "about_name", "about_post", "summary", "wording", "passed_to", "conclusion"),
}


def _empty(entry: Any) -> None:
    entry.set(**dict.fromkeys(WORDS_OF[type(entry)], ""))


@move(_("Goes under seal at once"), Paper.FINALIZED, by=Actor.HOUSE, alone=True)
def stub_of(paper: WorkingPaper, *, by, today: datetime.date) -> Finding:
    """A signed paper goes under seal before it became a finding: only a number among the team's findings stays."""
    stub = Finding.objects.create(
        case=paper.case,
        engagement=paper.engagement,
        paper=paper,
        number=finding_number(paper.engagement),
    )
    use_paper(paper, by=Actor.HOUSE, today=today)
    return stub


@move(_("Moved under seal"), Talk.Stage.HELD, Talk.Stage.SEALED, by=Actor.HOUSE)
def seal_talk(talk: Talk, *, by, today: datetime.date):
    """The record has moved under seal with what was confided in it; its number stays."""
    for concern in talk.concerns.filter(stage=Concern.Stage.NOTED):
        seal_concern(concern, by=by, today=today)
    _empty(talk)


@move(_("Moved under seal"), Concern.Stage.NOTED, Concern.Stage.SEALED, by=Actor.HOUSE)
def seal_concern(concern: Concern, *, by):
    """It has moved under seal with the record of its talk; that something was confided stays."""
    _empty(concern)
    concern.matter = "—"


@move(_("Moved under seal"), Petition.Stage.ACCEPTED, Petition.Stage.SEALED, by=Actor.HOUSE)
def seal_petition(petition: Petition, *, by):
    """What it says has moved under seal; who wrote it stays under the seal of its own."""
    _empty(petition)


@move(_("Came back from under seal"), Paper.SEALED, Paper.USED, by=Actor.HOUSE)
def unseal_paper(paper: WorkingPaper, *, by, values: dict[str, Any]):
    """It was no clue: the paper says again what it said."""
    paper.set(**values)


@move(_("Came back from under seal"), Paper.SEALED, Paper.MERGED, by=Actor.HOUSE)
def unseal_merged_paper(paper: WorkingPaper, *, by, values: dict[str, Any]):
    """It was no clue: what was merged into the paper says again what it said."""
    paper.set(**values)


@move(_("Came back from under seal"), Lead.Stage.SEALED, Lead.Stage.USED, by=Actor.HOUSE)
def unseal_lead(lead: Lead, *, by, values: dict[str, Any]):
    """It was no clue: the lead says again what it said."""
    lead.set(**values)


@move(_("Came back from under seal"), LeadStep.Stage.SEALED, LeadStep.Stage.TAKEN, by=Actor.HOUSE)
def unseal_step(step: LeadStep, *, by, values: dict[str, Any]):
    """It was no clue: the step says again what it said."""
    step.set(**values)


@move(_("Came back from under seal"), Talk.Stage.SEALED, Talk.Stage.HELD, by=Actor.HOUSE)
def unseal_talk(talk: Talk, *, by, values: dict[str, Any]):
    """It was no clue: the record says again what it said."""
    talk.set(**values)


@move(_("Came back from under seal"), Concern.Stage.SEALED, Concern.Stage.NOTED, by=Actor.HOUSE)
def unseal_concern(concern: Concern, *, by, values: dict[str, Any]):
    """It was no clue: it says again what was confided."""
    concern.set(**values)


@move(
    _("Came back from under seal"),
    Petition.Stage.SEALED,
    Petition.Stage.ACCEPTED,
    by=Actor.HOUSE,
    starts="conclude_petition",
)
def unseal_petition(petition: Petition, *, by, values: dict[str, Any]):
    """It was no clue: the petition has to be dealt with here."""
    petition.set(**values)


@move(
    _("Came back from under seal"),
    Found.SEALED,
    Found.IDENTIFIED,
    by=Actor.HOUSE,
    tells=("lead", "inspect"),
    starts="confirm_finding",
)
def unseal_finding(finding: Finding, *, by, values: dict[str, Any]):
    """It was no clue: the finding is the team's again, to be confirmed and routed otherwise."""
    finding.set(**values | {"left_on": None})


#: by which verb each kind says again what it said
UNSEALED_BY: dict[type[Any], Any] = {
    WorkingPaper: unseal_paper,
    Lead: unseal_lead,
    LeadStep: unseal_step,
    Talk: unseal_talk,
    Concern: unseal_concern,
    Petition: unseal_petition,
    Finding: unseal_finding,
}


def unseal(thing: Any, *, by, today: datetime.date, values: dict[str, Any]) -> None:
    """Let something say again what it said before it moved under seal."""
    merged = isinstance(thing, WorkingPaper) and thing.merged_into_id
    verb = unseal_merged_paper if merged else UNSEALED_BY[type(thing)]
    verb(thing, by=by, today=today, values=values)
