"""The rungs of one rule: the days that the office has named, and who is told at each step."""

from collections.abc import Iterable

from django.utils.translation import gettext_noop as _

from casework.models import DeadlineRule, Rung

#: who is told beside the one who must act: at the last rung before the day, on the day, and from step to step after it
BEFORE, LAST_BEFORE, ON_THE_DAY = "", "lead sign", "sign"
AFTER = ("oversee sign lead", "oversee direct sign", "direct observe sign")


def rungs_of(rule: DeadlineRule, days_before: Iterable[int], days_after: Iterable[int]) -> list[Rung]:
    """Return the ladder of a rule, not yet written; nothing where the office names no day and the usual one holds."""
    before, after = sorted(set(days_before), reverse=True), sorted(set(days_after))
    if not before and not after:
        return []
    rows = [
        Rung(
            rule=rule,
            days=-days,
            name=_("soon due"),
            tone="yellow" if days == before[-1] else "green",
            words=LAST_BEFORE if days == before[-1] else BEFORE,
        )
        for days in before
    ]
    rows.append(Rung(rule=rule, days=0, name=_("due today"), tone="yellow", words=ON_THE_DAY))
    rows += [
        Rung(rule=rule, days=days, name=_("late"), tone="red", words=AFTER[min(step, len(AFTER) - 1)])
        for step, days in enumerate(after)
    ]
    return rows
