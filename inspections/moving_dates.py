"""Which open dates a change of the calendar or of the rules moves, and from which day to which."""

import datetime

from django.db.models import Q

from casework import clock
from casework.models import Deadline, DeadlineRule
from casework.moves import rules_of


def by_days(
    begins_on: datetime.date, ends_on: datetime.date, calendar: clock.Calendar | None = None
) -> list[clock.Moved]:
    """Return the dates that come out differently, by ``calendar``, where these days are worked or off."""
    on = Q(rule__direction=DeadlineRule.Direction.AFTER, from_on__lt=ends_on, due_on__gte=begins_on)
    back = Q(rule__direction=DeadlineRule.Direction.BEFORE, set_on__gt=begins_on, due_on__lte=ends_on)
    dates = Deadline.objects.unmet().filter(on | back, rule__unit=DeadlineRule.Unit.WORKDAY)
    return clock.recounted(dates.select_related("rule").order_by("due_on", "pk"), calendar)


def by_rule(rule: DeadlineRule, profile_id: int) -> list[clock.Moved]:
    """Return the dates of this profile that would come out differently by ``rule``, which is not written yet."""
    dates = Deadline.objects.unmet().filter(case__profile=profile_id, rule__code=rule.code, counts=True)
    rows = list(dates.select_related("rule").order_by("due_on", "pk"))
    moved = clock.recounted(rows, rules={row.rule_id: rule for row in rows})
    return [one for one in moved if one.due_on != one.deadline.due_on]


def by_profile(dates, was: int, profile: int) -> list[clock.Moved]:
    """Return which of these open dates follow another rule, or fall on another day, by another profile.

    Of several rules for one thing the first stands for the first. A rule that the other profile has besides begins with
    the next date of its kind; one that it has no more holds for the date that began by it.
    """
    rows = list(dates.select_related("rule").order_by("due_on", "pk"))
    rules: dict[int, DeadlineRule] = {}
    for code in {row.rule.code for row in rows}:
        for before, after in zip(rules_of(code, was), rules_of(code, profile), strict=False):
            rules[before.pk] = after
    return clock.recounted(rows, rules=rules)
