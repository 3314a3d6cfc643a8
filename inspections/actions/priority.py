"""The list of what a round looks at above all; it can grow and change while the round runs."""

from django.db.models import Max
from django.utils.translation import gettext_lazy as _

from casework.moves import move

from .. import forms
from ..models import Priority, Round

RUNNING = tuple(stage for stage in Round.Stage if stage not in Round.final)


@move(_("Add a local priority"), RUNNING, by="oversee", asks=forms.ListPriority, alone=True)
def list_priority(round: Round, *, by, **values) -> Priority:
    """A line more on the list of the round: papers and findings can be tagged with it."""
    number = (round.priority_list.aggregate(last=Max("number"))["last"] or 0) + 1
    return Priority.objects.create(case=round.case, round=round, number=number, **values)


def _round_runs(priority: Priority, by, today):
    if priority.round.stage in Round.final:
        return _("The round is in the archive; its list stays as it is.")
    return None


@move(_("Amend"), Priority.Stage.LISTED, by="oversee", asks=forms.ListPriority, needs=_round_runs, under="round")
def amend_priority(priority: Priority, *, by, **values):
    """Changes what the line says; what was tagged with it keeps its tag."""
    priority.set(**values)


@move(
    _("Take off the list"),
    Priority.Stage.LISTED,
    Priority.Stage.RETIRED,
    by="oversee",
    asks=forms.Reason,
    needs=_round_runs,
    under="round",
)
def retire_priority(priority: Priority, *, by, note: str):
    """Nothing more is tagged with it; what was tagged before keeps its tag and is counted."""
