"""The one inbox of a unit (来件箱): all that it is asked for by anybody of the house, by date, and who asks."""

import datetime
from dataclasses import dataclass

from django.apps import apps
from django.utils.translation import gettext as now

from casework import present
from casework.models import Deadline, Moving

from . import burden

#: so many days before the day it is said that the day is near
NEAR = 7


@dataclass(frozen=True)
class Asked:
    """One thing that a unit owes: what, by when, to whom."""

    date: Deadline
    thing: Moving
    asker: str

    @property
    def kind(self) -> str:
        return self.thing.kind

    @property
    def word(self) -> str:
        return self.date.word

    def state(self, day: datetime.date) -> str:
        if self.date.due_on < day:
            return "late"
        return "near" if self.date.due_on <= day + datetime.timedelta(days=NEAR) else "later"


def kind_name(kind: str) -> str:
    """Return what people call a kind of thing."""
    return str(apps.get_model(kind)._meta.verbose_name)


def inbox_of(user) -> list[Asked]:
    """Return what the reader's unit owes and he may see, the most urgent first; not only what he himself must do."""
    rows = burden.dates_of(burden.units_of(user)).open().select_related("rule").order_by("due_on", "pk")
    once = list({row.pk: row for row in rows}.values())
    things = present.things_of(((row.thing_kind, row.thing_id) for row in once), user)
    return [
        Asked(row, thing, row.asker or now("the system"))
        for row in once
        if (thing := things.get((row.thing_kind, row.thing_id)))
    ]
