"""A new principal takes over what the one before him left open; no clock starts again."""

import datetime
from contextlib import suppress

from django.contrib.auth import get_user_model
from django.db import IntegrityError
from django.utils.translation import gettext_lazy as _

from casework.models import Event
from casework.moves import Refused, Stale, move
from casework.policy import Actor
from inspections.models import Engagement

from .. import forms
from ..models import Item, TakingOver

Visit, Step = Engagement.Stage, TakingOver.Stage
PUTTING_RIGHT = (Visit.FED_BACK, Visit.RECTIFYING)
#: who has signed one of these knows what his unit has to put right
SIGNATURES = ("rectification.feedback.sign-for", "rectification.plan.endorse-plan", "rectification.plan.sign-plan")


def look_for_new_principals(today: datetime.date) -> list[TakingOver]:
    """Ask every new principal of a unit with open items to take them over; who has gone is asked no longer."""
    open_items = Item.objects.unfinished().values("engagement")
    engagements = Engagement.objects.filter(stage__in=PUTTING_RIGHT, pk__in=open_items).select_related("unit")
    principals = _principals(engagements)
    now = {(row.pk, user): row for row in engagements for user in principals.get(row.unit_id, ())}
    known = set(TakingOver.objects.filter(engagement__in=engagements).values_list("engagement", "principal"))
    signed = set(
        Event.objects.filter(move__in=SIGNATURES, case__in=engagements.values("case")).values_list("case", "actor")
    )
    anybody = {case for case, _actor in signed}
    made = []
    for (pk, user), engagement in now.items():
        if (pk, user) in known or engagement.case_id not in anybody or (engagement.case_id, user) in signed:
            continue
        principal = get_user_model().objects.get(pk=user)
        with suppress(IntegrityError, Refused, Stale):  # another worker was faster, or the unit has finished
            made.append(ask_to_take_over(engagement, by=Actor.CLOCK, today=today, principal=principal))
    for waiting in TakingOver.objects.filter(stage=Step.WAITING).select_related("engagement"):
        if (waiting.engagement_id, waiting.principal_id) not in now:
            leave_to_another(waiting, by=Actor.CLOCK, today=today)
    return made


def _principals(engagements) -> dict[int, set[int]]:
    """Return who is principal of each unit now and may sign in."""
    found: dict[int, set[int]] = {}
    rows = engagements.filter(unit__principals__user__is_active=True)
    for unit, user in rows.values_list("unit", "unit__principals__user").distinct():
        found.setdefault(unit, set()).add(user)
    return found


@move(_("Taking over asked for"), PUTTING_RIGHT, by=Actor.CLOCK, tells=("sign", "oversee"), starts="take_over")
def ask_to_take_over(engagement: Engagement, *, by, today: datetime.date, principal) -> TakingOver:
    """The unit has a new principal, and items of the time before him are open (新官理旧账)."""
    count = engagement.items.unfinished().count()
    said = {"principal": principal, "items": count, "found_on": today}
    return TakingOver.objects.create(case=engagement.case, engagement=engagement, **said)


def _is_himself(taking: TakingOver, by, today):
    return None if by == taking.principal else _("The new principal signs for it himself.")


@move(
    _("Take over"),
    Step.WAITING,
    Step.SIGNED,
    by="sign",
    asks=forms.TakeOver,
    needs=_is_himself,
    tells=("oversee", "lead"),
    stamps="signed_on",
    first=True,
)
def take_over(taking: TakingOver, *, by, truth: bool, note: str):
    """He answers for the open items as they stand, with the dates that they have."""


@move(_("Left to another"), Step.WAITING, Step.LEFT, by=Actor.CLOCK)
def leave_to_another(taking: TakingOver, *, by):
    """He is no longer the principal of the unit, or nothing is open any more."""
