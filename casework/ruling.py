"""Which of several dates counts: those that apply beside the strictest, and the decision that another is to count."""

import datetime
from collections.abc import Iterable

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from . import clock, present
from .forms import Beside, Reason
from .models import Deadline, Moving
from .moves import thing_of


def beside(thing: Moving) -> QuerySet[Deadline]:
    """Return the open dates of a thing that apply as well and do not count."""
    return Deadline.objects.unmet().filter(thing_kind=thing.kind, thing_id=thing.pk, counts=False)


def several_apply(thing, by, today: datetime.date):
    """A guard: more than one rule applies to a date of the thing."""
    if not beside(thing).exists():
        return _("Only one rule applies to each date.")
    return None


def named(rows: QuerySet[Deadline], date: str) -> Deadline | None:
    """Return the date that a form calls ``date``: by the key of its thing and its rule."""
    key, _dot, rule = date.rpartition(".")
    if not rule.isdecimal() or len(rule) > 9:
        return None
    found: Iterable[Deadline] = rows.filter(rule=int(rule)).select_related("rule")
    return next((row for row in found if getattr(thing_of(row.thing_kind, row.thing_id), "key", "") == key), None)


def together(date: Deadline) -> QuerySet[Deadline]:
    """Return the open dates that began with this one, and itself."""
    return Deadline.objects.unmet().filter(
        thing_kind=date.thing_kind, thing_id=date.thing_id, rule__code=date.rule.code
    )


def decide(chosen: Deadline, *, by, today: datetime.date, note: str) -> None:
    """Let this date count, and none of those that began with it; who decided it, when and why stays with them."""
    ruled = {"ruled_by": by, "ruled_on": today, "ruling": note}
    together(chosen).exclude(pk=chosen.pk).update(counts=False, **ruled)
    together(chosen).filter(pk=chosen.pk).update(counts=True, **ruled)


def moved_by(chosen: Deadline) -> list[clock.Moved]:
    """Return from which day to which it moves what counts."""
    counting = together(chosen).filter(counts=True).select_related("rule")
    return [clock.Moved(date, chosen.due_on, chosen.provisional, chosen.rule) for date in counting]


class WhichCounts(Reason):
    """The date that is to count, of those that apply beside the strictest; only what its reader may see."""

    date = forms.ChoiceField(label=_("Date that is to count"))
    field_order = ("date", "note")

    def rows(self) -> QuerySet[Deadline]:
        """Return the dates that can be chosen."""
        return beside(self.thing)

    def prepare(self):
        rows = list(self.rows().select_related("rule__profile").order_by("due_on", "pk"))
        things = present.things_of(((row.thing_kind, row.thing_id) for row in rows), self.by)
        self.fields["date"].choices = [
            (
                f"{thing.key}.{row.rule_id}",
                f"{thing.title} · {now(row.rule.name)} · {now(row.rule.basis)} · {row.due_on.isoformat()}",
            )
            for row in rows
            if (thing := things.get((row.thing_kind, row.thing_id)))
        ]

    def moves_at(self) -> str:
        """Return the address that says what a choice moves."""
        raise NotImplementedError

    def beside(self):
        return Beside(now("Dates that this moves"), now("Look"), f"{self.moves_at()}?beside=1", ("date",))
