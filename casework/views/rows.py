"""The day of a request, and the nearest date of rows."""

import datetime
import re

from django.db import models
from django.db.models import OuterRef, Subquery
from django.utils import timezone

from ..models import Deadline, Moving

#: a whole number as it comes with an address or a form
NUMBER = re.compile(r"[0-9]{1,9}")


def today() -> datetime.date:
    """The business day of a request: the only place where the doors ask for it."""
    return timezone.localdate()


def nearest_open(model: type[Moving]) -> Subquery:
    """Return the nearest open date of each row of ``model``, as an expression."""
    return Subquery(
        Deadline.objects.running()
        .filter(thing_kind=model._meta.label_lower, thing_id=OuterRef("pk"))
        .order_by("due_on")
        .values("due_on")[:1]
    )


def with_next_due(rows: models.QuerySet) -> models.QuerySet:
    """Annotate rows with the nearest open date, as ``next_due``."""
    return rows.annotate(next_due=nearest_open(rows.model))
