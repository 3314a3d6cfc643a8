"""Which open dates a change of the calendar or of the rules moves, and from which day to which."""

import datetime

from casework import clock
from casework.models import Deadline, DeadlineRule


def by_days(
    begins_on: datetime.date, ends_on: datetime.date, calendar: clock.Calendar | None = None
) -> list[clock.Moved]:
    """Return the dates that come out differently, by ``calendar``, where these days are worked or off."""
    dates = Deadline.objects.unmet().filter(
        rule__unit=DeadlineRule.Unit.WORKDAY, from_on__lt=ends_on, due_on__gte=begins_on
    )
    return clock.recounted(dates.select_related("rule").order_by("due_on", "pk"), calendar)
