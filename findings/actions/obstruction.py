"""A unit delays or obstructs: noted with its facts, confirmed by the leader, decided by the office; then it is told."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.moves import move, next_number
from casework.policy import Actor
from inspections.models import Engagement

from .. import forms
from ..models import Obstruction, ObstructionNotice
from .paper import TEAM, TEAM_AT_WORK

State = Obstruction.Stage


@move(
    _("Note an obstruction"),
    TEAM_AT_WORK,
    by=TEAM,
    asks=forms.NoteObstruction,
    tells="lead",
    starts="confirm_obstruction",
)
def note_obstruction(engagement: Engagement, *, by, **values) -> Obstruction:
    """The unit delays, goes through the motions, falsifies or interferes: what happened. The unit does not see it."""
    number = f"阻-{next_number(f'obstruction {engagement.pk}'):03d}"
    return Obstruction.objects.create(case=engagement.case, engagement=engagement, author=by, number=number, **values)


@move(
    _("Confirm the incident"),
    State.NOTED,
    State.CONFIRMED,
    by="lead",
    asks=forms.Note,
    tells=("oversee", "inspect"),
    meets="confirm_obstruction",
    starts="decide_obstruction",
    first=True,
)
def confirm_obstruction(incident: Obstruction, *, by, note: str):
    """The facts hold: the inspection office decides what follows."""


@move(
    _("Drop the incident"),
    State.NOTED,
    State.DROPPED,
    by="lead",
    asks=forms.Reason,
    tells="inspect",
    meets="confirm_obstruction",
    grave=True,
)
def drop_obstruction(incident: Obstruction, *, by, note: str):
    """The unit is not to blame, or has made up for it; the reason stays."""


@move(
    _("Take it to the leading group"),
    State.CONFIRMED,
    State.WITH_GROUP,
    by=("oversee", "direct"),
    asks=forms.Reason,
    tells="observe",
    meets="decide_obstruction",
    starts="handle_obstruction",
)
def take_obstruction_to_group(incident: Obstruction, *, by, note: str):
    """The leading group reads it from now on, and decides."""
    incident.before_group = True


def _lies_with_him(incident: Obstruction, by, today):
    observes = "observe" in policy.words_on(by, incident.case)
    if incident.stage == State.WITH_GROUP and not observes:
        return _("This is decided by the leading group.")
    return None


@move(
    _("Decide what follows"),
    (State.CONFIRMED, State.WITH_GROUP),
    State.DECIDED,
    by=("oversee", "direct", "observe"),
    asks=forms.DecideObstruction,
    needs=_lies_with_him,
    tells=("oversee", "lead"),
    meets=("decide_obstruction", "handle_obstruction"),
    starts="tell_unit",
    stamps="decided_on",
    first=True,
)
def decide_obstruction(incident: Obstruction, *, by, outcome: str, decision: str):
    """Kept on record, a talk with the principal, a circular, or handed over; the unit has not been told yet."""
    incident.set(outcome=outcome, decision=decision)


@move(
    _("Tell the unit"),
    State.DECIDED,
    State.TOLD,
    by="oversee",
    asks=forms.TellUnit,
    tells="lead",
    meets="tell_unit",
    first=True,
)
def tell_unit(incident: Obstruction, *, by, today: datetime.date, text: str):
    """The unit reads this text, and nothing else of the incident; its principal signs for it."""
    incident.notice = serve_notice(incident.engagement, by=Actor.HOUSE, today=today, text=text)


@move(
    _("Keep on record"),
    State.DECIDED,
    State.FILED,
    by="oversee",
    asks=forms.Reason,
    tells="lead",
    meets="tell_unit",
)
def file_obstruction(incident: Obstruction, *, by, note: str):
    """The unit is not told; why it is not stays on record."""


@move(
    _("Notice served"),
    [stage for stage in Engagement.Stage if stage != Engagement.Stage.SELECTED],
    by=Actor.HOUSE,
    tells=("respond", "sign"),
    starts="sign_for_notice",
)
def serve_notice(engagement: Engagement, *, by, today: datetime.date, text: str) -> ObstructionNotice:
    """The unit is told."""
    return ObstructionNotice.objects.create(case=engagement.case, engagement=engagement, text=text, on=today)


@move(
    _("Sign for the notice"),
    ObstructionNotice.Stage.SENT,
    ObstructionNotice.Stage.SIGNED_FOR,
    by="sign",
    asks=forms.Note,
    tells=("oversee", "lead"),
    meets="sign_for_notice",
    stamps="signed_on",
    first=True,
)
def sign_for_notice(notice: ObstructionNotice, *, by, note: str):
    """The principal has read it; he may say how it comes to an end."""
