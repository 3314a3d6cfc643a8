"""What about a file of evidence a person should look at; it is he who decides. The check itself is in ``evidence``."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.models import Attachment
from casework.moves import move
from casework.policy import Actor

from ..forms import evidence as forms
from ..models import EvidenceFlag, Handling, ImmediateFix, Institution, Item, Progress, Recovery

State = EvidenceFlag.Stage
#: what evidence lies with at any stage
ANY = (*Progress.Stage, *Item.Stage, *ImmediateFix.Stage, *Recovery.Stage, *Handling.Stage, *Institution.Stage)


def problem_of(thing: Any) -> Item | ImmediateFix:
    """Return what a piece of evidence is to show: an item, or an immediate fix."""
    return thing if isinstance(thing, Item | ImmediateFix) else thing.item


def evidence_is_decided(thing: Item | ImmediateFix, by, today):
    """What was noticed about the evidence is decided before anybody says that it holds."""
    if count := thing.flags.undecided().count():
        return _("Notes of the evidence check that nobody has decided: %(n)s.") % {"n": count}
    return None


@move(
    _("Evidence noticed"),
    tuple(dict.fromkeys(ANY)),
    by=Actor.HOUSE,
    starts="decide_evidence",
)
def raise_flag(
    thing: Progress | Item | ImmediateFix | Recovery | Handling | Institution,
    *,
    by,
    today: datetime.date,
    attachment: Attachment,
    kind_of: str,
    facts: dict[str, Any],
    other: Attachment | None = None,
) -> EvidenceFlag:
    """The check has noticed something about a file. It says what is so, and accuses nobody."""
    problem = problem_of(thing)
    return EvidenceFlag.objects.create(
        case=thing.case,
        engagement=problem.engagement,
        item=problem if isinstance(problem, Item) else None,
        fix=problem if isinstance(problem, ImmediateFix) else None,
        attachment=attachment,
        kind_of=kind_of,
        facts=facts,
        other=other,
        raised_on=today,
    )


@move(
    _("Ask the unit to explain"),
    State.OPEN,
    State.ASKED,
    by=("oversee", "lead"),
    asks=forms.AskUnit,
    tells=("respond", "sign"),
    meets="decide_evidence",
    starts="explain_evidence",
    stamps="asked_on",
)
def ask_unit(flag: EvidenceFlag, *, by, question: str):
    """From now on the unit sees the note, and explains how it came about."""
    flag.question = question


@move(
    _("Explain"),
    State.ASKED,
    State.ANSWERED,
    by=("respond", "sign"),
    asks=forms.Explain,
    tells=("oversee", "lead"),
    meets="explain_evidence",
    starts="decide_evidence",
    stamps="answered_on",
    first=True,
)
def explain_evidence(flag: EvidenceFlag, *, by, answer: str):
    """How it came about, with what shows it."""
    flag.answer = answer


@move(
    _("Decide"),
    State.OPEN,
    State.DECIDED,
    by=("oversee", "lead"),
    asks=forms.Decide,
    meets="decide_evidence",
    stamps="decided_on",
    first=True,
)
def decide_flag(flag: EvidenceFlag, *, by, outcome: str, ruling: str):
    """Decided without asking the unit, which does not learn of it. The note and the decision stay."""
    flag.set(outcome=outcome, ruling=ruling, decided_by=by)


@move(
    _("Decide on the explanation"),
    (State.ASKED, State.ANSWERED),
    State.DECIDED,
    by=("oversee", "lead"),
    asks=forms.DecideAnswered,
    tells=("respond", "sign"),
    meets=("decide_evidence", "explain_evidence"),
    stamps="decided_on",
    first=True,
)
def decide_answered(flag: EvidenceFlag, *, by, outcome: str, ruling: str):
    """The unit was asked, and learns what was decided. The note and the decision stay."""
    flag.set(outcome=outcome, ruling=ruling, decided_by=by)
