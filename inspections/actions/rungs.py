"""The usual rungs: on which days before and after a date who is told, in editions; a rule's own rungs win."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import move
from casework.policy import Actor

from .. import forms
from ..models import UsualRungs
from ..rungs import put_in_force, usual_rungs
from .term import is_the_authority

Edition = UsualRungs.Stage


@move(
    _("Set the usual rungs"),
    Organisation.Stage.ACTIVE,
    by="direct",
    asks=forms.SetRungs,
    needs=is_the_authority,
    tells=("oversee", "observe"),
    alone=True,
)
def set_rungs(
    authority: Organisation,
    *,
    by,
    today: datetime.date,
    days_before: list[int],
    days_after: list[int],
    note: str,
    **told: list[str],
) -> UsualRungs:
    """From today on who is told when, by all rules without rungs of their own; what was told is not told again."""
    before = UsualRungs.objects.filter(case=authority.case, stage=Edition.IN_FORCE).first()
    if before:
        replace_rungs(before, by=Actor.HOUSE, today=today)
    put_in_force(usual_rungs(days_before, days_after, told, UsualRungs.STEPS), today)
    said = {"since": today, "days_before": days_before, "days_after": days_after} | told
    return UsualRungs.objects.create(case=authority.case, **said)


@move(_("Replaced by a new edition"), Edition.IN_FORCE, Edition.REPLACED, by=Actor.HOUSE)
def replace_rungs(rungs: UsualRungs, *, by):
    """Another edition of the usual rungs is in force."""
