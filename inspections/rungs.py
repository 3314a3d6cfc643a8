"""Ladders of reminders: the days that the office has named, and who is told at each step."""

import datetime
from collections.abc import Iterable, Mapping, Sequence

from django.utils.translation import gettext_noop as _

from casework import reminders
from casework.models import DeadlineRule, Rung
from casework.reminders import Ladders

#: who is told beside the one who must act: at the last rung before the day, on the day, and from step to step after it
BEFORE, LAST_BEFORE, ON_THE_DAY = "", "lead sign", "sign"
AFTER = ("oversee sign lead", "oversee direct sign", "direct observe sign")


def rungs_of(rule: DeadlineRule, days_before: Iterable[int], days_after: Iterable[int]) -> list[Rung]:
    """Return the ladder of a rule, not yet written; nothing where the office names no day and the usual one holds."""
    if not list(days_before) and not list(days_after):
        return []
    return _ladder(rule, days_before, days_after, (BEFORE, LAST_BEFORE, ON_THE_DAY, *AFTER))


def usual_rungs(
    days_before: Iterable[int], days_after: Iterable[int], told: Mapping[str, Iterable[str]], steps: Iterable[str]
) -> list[Rung]:
    """Return the usual ladder as the office wants it, not yet written; ``told`` says by step who is told as well."""
    return _ladder(None, days_before, days_after, [" ".join(told[step]) for step in steps])


def _ladder(rule, days_before: Iterable[int], days_after: Iterable[int], told: Sequence[str]) -> list[Rung]:
    early, last_before, on_the_day, *after_it = told
    before, after = sorted(set(days_before), reverse=True), sorted(set(days_after))
    rows = [
        Rung(
            rule=rule,
            days=-days,
            name=_("soon due"),
            tone="yellow" if days == before[-1] else "green",
            words=last_before if days == before[-1] else early,
        )
        for days in before
    ]
    rows.append(Rung(rule=rule, days=0, name=_("due today"), tone="yellow", words=on_the_day))
    rows += [
        Rung(rule=rule, days=days, name=_("late"), tone="red", words=after_it[min(step, len(after_it) - 1)])
        for step, days in enumerate(after)
    ]
    return rows


def as_if(wanted: Iterable[Rung], today: datetime.date) -> Ladders:
    """Return all ladders as they would be with ``wanted`` as the usual one from today on; nothing is written."""
    known = {rung.days: rung for rung in Rung.objects.filter(rule=None)}
    ladders = reminders.all_ladders()
    ladders[None] = [_in_its_place(rung, known.get(rung.days), today) for rung in wanted]
    for number, rung in enumerate(ladders[None], start=1):
        rung.pk = rung.pk or -number
    return ladders


def put_in_force(wanted: Iterable[Rung], today: datetime.date) -> None:
    """Let ``wanted`` be the usual ladder from today on. What stays at its day goes on where it is."""
    known = {rung.days: rung for rung in Rung.objects.select_for_update().filter(rule=None)}
    rows = [_in_its_place(rung, known.get(rung.days), today) for rung in wanted]
    Rung.objects.filter(rule=None).exclude(days__in=[rung.days for rung in rows]).update(withdrawn=True)
    for rung in rows:
        rung.save()


def _in_its_place(wanted: Rung, known: Rung | None, today: datetime.date) -> Rung:
    """Return the rung that is known for this day with what it says now; dates that are past a new one stay silent."""
    if known is None:
        wanted.since = today
        return wanted
    known.words, known.tone = wanted.words, wanted.tone
    if known.withdrawn:
        known.withdrawn, known.since = False, today
    return known
