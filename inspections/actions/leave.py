"""Leave of the people in a team, and who of it does what.

The leader gives leave to those whom he leads; his own is given by the office. Nobody gives leave to himself.
"""

import datetime

from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Case
from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import Engagement, Leave, Posting
from .conduct import let_hold
from .recusal import serves_in_its_team
from .round import grant_to_standing_bodies

State, Visit = Leave.Stage, Engagement.Stage
AT_WORK = (Visit.SELECTED, Visit.NOTIFIED, Visit.ENTERED, Visit.WITHDRAWN)


@move(
    _("Ask for leave"),
    AT_WORK,
    by=("lead", "inspect"),
    asks=forms.AskLeave,
    needs=serves_in_its_team,
    tells="lead",
    starts="decide_leave",
)
def ask_leave(engagement: Engagement, *, by, **values) -> Leave:
    """From when to when you will be away, and why. The leader decides; on his own leave, the office."""
    posting = Posting.objects.serving().get(team=engagement.team, person=by.person)
    case = Case.objects.create(kind="inspections.leave", profile=engagement.round.profile)
    let_hold(case, by)
    policy.grant(case, "lead", posting.team.leaders)
    grant_to_standing_bodies(case, engagement.round.term.authority)
    return Leave.objects.create(case=case, posting=posting, **values)


def _is_his_to_give(leave: Leave, by, today):
    if getattr(by, "person_id", None) == leave.posting.person_id:
        return _("Nobody gives leave to himself.")
    if leave.posting.role == Posting.Role.LEADER and "oversee" not in policy.words_on(by, leave.case):
        return _("Leave of the leader is given by the office.")
    return None


@move(
    _("Give leave"),
    State.ASKED,
    State.APPROVED,
    by=("lead", "oversee"),
    asks=forms.Note,
    needs=_is_his_to_give,
    tells=("own", "lead"),
    meets="decide_leave",
    starts="report_back",
    first=True,
)
def give_leave(leave: Leave, *, by, note: str):
    """He may be away on these days; the page of the team shows it."""
    leave.decided_by = by


@move(
    _("Refuse the leave"),
    State.ASKED,
    State.REFUSED,
    by=("lead", "oversee"),
    asks=forms.Reason,
    needs=_is_his_to_give,
    tells="own",
    meets="decide_leave",
)
def refuse_leave(leave: Leave, *, by, note: str):
    """He is needed; he reads the reason."""
    leave.decided_by = by


@move(_("No leave needed"), State.ASKED, State.DROPPED, by="own", tells="lead", meets="decide_leave")
def cancel_leave(leave: Leave, *, by):
    """You will be there after all."""


def _has_begun(leave: Leave, by, today):
    return _("The leave has not begun yet.") if today < leave.begins_on else None


@move(
    _("Report back"),
    State.APPROVED,
    State.BACK,
    by=("own", "lead"),
    asks=forms.Note,
    needs=_has_begun,
    tells="lead",
    meets="report_back",
    stamps="back_on",
    first=True,
)
def report_back(leave: Leave, *, by, note: str):
    """He is there again; from today on he counts as present."""


@move(
    _("Divide the work"),
    AT_WORK,
    by="lead",
    asks=forms.AssignDuty,
)
def assign_duty(engagement: Engagement, *, by, today: datetime.date, posting: Posting, duty: str):
    """Who in the team does what: coordination, talks and inquiries, finances, or Party building."""
    take_duty(posting, by=Actor.HOUSE, today=today, duty=duty)


@move(_("Takes a part of the work"), Posting.Stage.SERVING, by=Actor.HOUSE)
def take_duty(posting: Posting, *, by, duty: str):
    """The leader has said what this person does in the team."""
    posting.duty = duty
