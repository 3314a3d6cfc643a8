"""Going down to a subordinate unit: asked with a reason, approved by the head of the office."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move, next_number
from inspections.actions import look_for_conflicts
from inspections.models import Engagement

from .. import forms
from ..models import Extension
from .paper import TEAM_AT_WORK

Asked = Extension.Stage


def _has_units_below(engagement: Engagement, by, today):
    if not engagement.unit.below().exists():
        return _("The registry knows of no unit that belongs to this one.")
    return None


@move(
    _("Ask for an extension"),
    TEAM_AT_WORK,
    by="lead",
    asks=forms.AskExtension,
    needs=_has_units_below,
    tells="direct",
    starts="decide_extension",
)
def ask_extension(engagement: Engagement, *, by, today: datetime.date, **values) -> Extension:
    """Why the team has to look into a subordinate unit too, and at whom. Nothing is opened before it is approved."""
    number = f"延-{next_number(f'extension {engagement.pk}'):03d}"
    return Extension.objects.create(
        case=engagement.case, engagement=engagement, number=number, author=by, asked_on=today, **values
    )


def _by_somebody_else(extension: Extension, by, today):
    if getattr(by, "pk", None) == extension.author_id:
        return _("Whoever asked for it does not approve it.")
    return None


@move(
    _("Approve"),
    Asked.ASKED,
    Asked.APPROVED,
    by="direct",
    asks=forms.Papers,
    needs=_by_somebody_else,
    tells=("lead", "inspect"),
    stamps="decided_on",
    first=True,
)
def approve_extension(extension: Extension, *, by, today: datetime.date, note: str):
    """The team may look into it; what it finds there is told apart. Conflicts with that unit are looked for at once."""
    team = extension.engagement.team
    if team:
        look_for_conflicts(team, today, unit=extension.place)


@move(
    _("Refuse"),
    Asked.ASKED,
    Asked.REFUSED,
    by="direct",
    asks=forms.Reason,
    tells="lead",
    stamps="decided_on",
    grave=True,
)
def refuse_extension(extension: Extension, *, by, note: str):
    """The team does not go there; the reason stays."""
