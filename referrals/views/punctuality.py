"""How punctually each body answers: one question to the database for all of them."""

from collections.abc import Callable

from django.db.models import Count, Q
from django.utils.translation import gettext as _

from casework.views import today


def punctuality(sent, counted: dict[str, Q], answered: Q, url_of: Callable[[str], str]):
    """Return a table of how much each receiver of ``sent`` was given and how much of it was answered in time.

    ``counted`` are further columns: a heading, and which of the rows it counts.
    """
    extra = {f"extra_{place}": Count("pk", filter=rows) for place, rows in enumerate(counted.values())}
    counts = (
        sent.with_punctuality(today())
        .order_by()
        .values("receiver__key", "receiver__name", "receiver__tree_key")
        .annotate(
            sent=Count("pk"),
            **extra,
            in_time=Count("pk", filter=answered & Q(late=False)),
            missed=Count("pk", filter=Q(late=True)),
        )
        .order_by("receiver__tree_key")[:50]
    )
    labels = [_("Functional unit"), _("Given"), *counted, _("In time"), _("Late"), _("On-time rate")]
    rows = []
    for unit in counts:
        url = url_of(unit["receiver__key"])
        numbers = [unit[name] for name in ("sent", *extra, "in_time", "missed")]
        due = unit["in_time"] + unit["missed"]
        shown = [*map(str, numbers), f"{unit['in_time'] / due:.0%}" if due else "—"]
        cells = [{"kind": "link", "text": unit["receiver__name"], "url": url, "label": labels[0]}]
        cells += [{"kind": "num", "text": text, "label": label} for text, label in zip(shown, labels[1:], strict=True)]
        rows.append({"url": url, "cells": cells})
    kinds = ["text", *["num"] * (len(labels) - 1)]
    columns = [{"label": label, "key": label, "kind": kind} for label, kind in zip(labels, kinds, strict=True)]
    return {"columns": columns, "rows": rows}
