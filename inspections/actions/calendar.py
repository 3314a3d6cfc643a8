"""The office says on which days it is closed, or open, beside the public calendar; open dates are counted again."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import clock
from casework.models import Closure
from casework.moves import move, move_dates

from .. import forms
from ..models import LocalDays
from ..moving_dates import by_days
from .term import is_the_authority


@move(
    _("Close or open days"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.CloseDays,
    needs=is_the_authority,
    tells="direct",
)
def close_days(
    authority: Organisation,
    *,
    by,
    today: datetime.date,
    begins_on: datetime.date,
    ends_on: datetime.date,
    works: bool,
    reason: str,
) -> LocalDays:
    """The office is closed, or works, otherwise than the public calendar says; open dates move."""
    days = LocalDays.objects.create(
        case=authority.case, begins_on=begins_on, ends_on=ends_on, works=works, reason=reason
    )
    Closure.objects.bulk_create(Closure(on=day, works=works, reason=reason) for day in clock.days(begins_on, ends_on))
    move_dates(by_days(begins_on, ends_on), by=by, today=today, note=reason)
    return days


@move(
    _("Take the days back"),
    LocalDays.Stage.IN_FORCE,
    LocalDays.Stage.WITHDRAWN,
    by="oversee",
    asks=forms.WithdrawDays,
    tells="direct",
)
def withdraw_days(days: LocalDays, *, by, today: datetime.date, note: str):
    """The days are again as the public calendar says, and what was counted with them is counted anew."""
    Closure.objects.filter(on__range=(days.begins_on, days.ends_on), withdrawn=False).update(withdrawn=True)
    move_dates(by_days(days.begins_on, days.ends_on), by=by, today=today, note=note)
