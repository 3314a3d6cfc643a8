"""When every item of a problem from an upper level has reached whoever answers for it."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor

from ..models import ExternalFinding, Finding, Landing

Above = ExternalFinding.Stage


@move(_("With those who put it right"), Above.DECOMPOSED, Above.ASSIGNED, by=Actor.HOUSE)
def assign_external(external: ExternalFinding, *, by):
    """Every item of it has reached the one who answers for it."""


def look_whether_assigned(external: ExternalFinding | None, today: datetime.date) -> None:
    """Move it on when its last item has reached whoever answers for it, or turned out not to hold."""
    if external is None or external.stage != Above.DECOMPOSED:
        return
    waiting = external.findings.exclude(stage__in=Finding.final)
    if not waiting.exclude(landings__stage=Landing.Stage.TAKEN_UP).exists():
        assign_external(external, by=Actor.HOUSE, today=today)
