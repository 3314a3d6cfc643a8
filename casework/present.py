"""From rows to words: cells, facts, tags, lamps and timelines, formatted once outside the template."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from . import clock, moves
from .models import Attachment, Deadline, DeadlineRule, Event, Moving, PaperVersion


@dataclass(frozen=True)
class Column:
    """One column of a list: an attribute path, its heading, and how it is shown and sorted."""

    name: str
    label: str | Promise = ""
    kind: str = "text"
    link: bool = False
    wide: bool = False
    sort: str = ""
    #: the tone of a tag by its word, where it isn't the tag of a stage
    tones: Mapping[str, str] = field(default_factory=dict)

    def heading(self, model: type[models.Model]) -> str:
        return str(self.label or label_for(model, self.name))


def label_for(model: type[models.Model], path: str) -> str:
    """Return the name of a field as people read it; for a path, of its first step."""
    try:
        field: Any = model._meta.get_field(path.split(".")[0])
    except FieldDoesNotExist:
        attribute = getattr(model, path.split(".")[0], None)
        return str(getattr(attribute, "short_description", path))
    return str(field.verbose_name)


def value_at(row: Any, path: str) -> Any:
    """Follow an attribute path; None where a step is missing. Choices come back as their words."""
    for step in path.split("."):
        if row is None:
            return None
        display = getattr(row, f"get_{step}_display", None)
        row = display() if display else getattr(row, step)
        if callable(row) and not isinstance(row, models.Manager):
            row = row()
    return row


def text_of(value: Any) -> str:
    """Write a value as an office would: dates in ISO form, yes and no in words, nothing as nothing."""
    match value:
        case None:
            return ""
        case bool():
            return _("yes") if value else _("no")
        case datetime.datetime():
            return timezone.localtime(value).strftime("%Y-%m-%d %H:%M")
        case datetime.date():
            return value.isoformat()
        case Decimal():
            return f"{value:,.2f}"
        case list() | tuple():
            return "、".join(map(text_of, value))
        case models.Manager():
            return "、".join(map(str, value.all()))
    return str(value)


def cell(row: Any, column: Column, today: datetime.date) -> dict[str, Any]:
    """Return one cell as the table component takes it."""
    found: dict[str, Any] = {"kind": column.kind, "wide": column.wide}
    if column.kind == "lamp":
        return found | {"lamp": lamp_of(row, today), "text": ""}
    value = value_at(row, column.name)
    text = text_of(value)
    if column.kind == "tag":
        found["tone"] = row.stage_tone if column.name == "stage" else column.tones.get(text, "info")
    if column.kind == "text" and not column.link:
        text = Truncator(text).chars(120)
    found["text"] = text
    if column.link:
        found |= {"url": row.get_absolute_url(), "kind": "link"}
    elif isinstance(value, Moving):
        found["url"] = value.get_absolute_url()
    return found


def lamp_of(row: Moving, today: datetime.date) -> dict[str, str] | None:
    """Return the lamp of a row with ``next_due``; nothing where nobody owes anything."""
    if row.stage in row.final:
        return clock.lamp(None, today, today)
    due = getattr(row, "next_due", None)
    return clock.lamp(due, None, today) if due else None


def table(rows: Iterable[Any], columns: Iterable[Column], today: datetime.date) -> list[dict[str, Any]]:
    """Return rows as the table component takes them; on a phone each cell says its own heading."""
    columns, found = list(columns), []
    labels: list[str] = []
    for row in rows:
        labels = labels or [column.heading(type(row)) for column in columns]
        cells = [cell(row, column, today) | {"label": label} for column, label in zip(columns, labels, strict=True)]
        found.append({"url": row.get_absolute_url(), "cells": cells})
    return found


def headings(model: type[models.Model], columns: Iterable[Column]) -> list[dict[str, Any]]:
    """Return plain headings (without sorting) for a table inside a page."""
    return [{"label": c.heading(model), "key": c.name, "kind": c.kind, "wide": c.wide} for c in columns]


def facts(thing: Moving, names: Iterable[str], reader=None) -> list[dict[str, Any]]:
    """Return label and value for each name that has a value; a pair ``(name, label)`` gives its own label.

    Another thing is a link for a ``reader`` who may see it; to others it is its number, or its name if it has none.
    """
    rows = []
    for entry in names:
        name, label = entry if isinstance(entry, tuple) else (entry, label_for(type(thing), entry))
        value = value_at(thing, name)
        linked = isinstance(value, Moving) and _may_see(reader, value)
        text = text_of(value) if linked or not isinstance(value, Moving) else number_of(value) or text_of(value)
        if not text:
            continue
        rows.append(
            {
                "label": str(label),
                "value": text,
                "url": value.get_absolute_url() if linked else "",
                "wide": len(text) > 40 or "\n" in text,
                "kind": "num" if isinstance(value, Decimal) else "text",
            }
        )
    return rows


def _may_see(reader, thing: Moving) -> bool:
    return reader is not None and type(thing).objects.visible_to(reader).filter(pk=thing.pk).exists()


def number_of(thing: Moving) -> str:
    """Return the number that people call this thing by, if it has one."""
    number = getattr(thing, "number", "")
    return number if isinstance(number, str) else ""


def stage_of(thing: Moving) -> dict[str, str]:
    return {"word": thing.get_stage_display(), "tone": thing.stage_tone}


def dates_of(thing: Moving) -> list[Deadline]:
    """Return every date of a thing, met or not, the earliest first."""
    rows = Deadline.objects.filter(thing_kind=thing.kind, thing_id=thing.pk)
    said = ("rule__profile", "from_event", "extended_by", "approved_by", "ruled_by", "case")
    return list(rows.select_related(*said).order_by("due_on"))


def deadlines(rows: Iterable[Deadline], today: datetime.date) -> list[dict[str, Any]]:
    """Return dates with their lamps and their reasons."""
    rows = list(rows)
    calendar = clock.Calendar() if any(row.rule.unit == DeadlineRule.Unit.WORKDAY for row in rows) else None
    several = {row.rule.code for row in rows if not row.counts}
    return [date(row, today, calendar) | {"several": row.rule.code in several} for row in rows]


def date(row: Deadline, today: datetime.date, calendar: clock.Calendar | None = None) -> dict[str, Any]:
    """Return one date with its lamp, the parts of its reason and the sentence that they make."""
    ahead = apps.get_model(row.thing_kind).set_day_named(row.rule.code) if row.counts_back else ""
    why = clock.reasons(row, moves.label_of(row.from_event), calendar, ahead)
    return {
        "label": why.rule,
        "due": row.due_on.isoformat(),
        "lamp": clock.lamp_of(row, today),
        "why": why.sentence,
        "met": row.met_on.isoformat() if row.met_on else "",
        "counts": row.counts,
        "provisional": row.provisional,
        "rule": why.rule,
        "profile": why.profile,
        "basis": why.basis,
        "certainty": why.certainty,
        "began": why.began,
        "began_on": row.from_on.isoformat(),
        "direction": why.direction,
        "set_on": row.set_on.isoformat() if row.counts_back and row.set_on else "",
        "counting": why.counting,
        "skipped": list(why.skipped),
        "worked": list(why.worked),
        "extension": why.extension,
        "stop": why.stop,
        "ruling": why.ruling,
    }


#: so many dates that would move are listed; the rest are counted
MOST_MOVED = 200


def moved_dates(moved: list[clock.Moved], reader) -> dict[str, Any]:
    """Return the dates that a change moves, from which day to which, as a table: of what ``reader`` may see."""
    labels = (_("what"), _("rule"), _("so far"), _("then"))
    kinds = ("text", "text", "date", "date")
    things = things_of(((one.deadline.thing_kind, one.deadline.thing_id) for one in moved), reader)
    pairs = [(one, things.get((one.deadline.thing_kind, one.deadline.thing_id))) for one in moved]
    seen = [(one, thing) for one, thing in pairs if thing is not None]
    rows = []
    for one, thing in seen[:MOST_MOVED]:
        texts = (
            thing.title,
            _(one.rule.name),
            one.deadline.due_on.isoformat(),
            one.due_on.isoformat(),
        )
        cells = [
            {"kind": kind, "text": text, "label": label} for kind, text, label in zip(kinds, texts, labels, strict=True)
        ]
        cells[0]["url"] = thing.get_absolute_url()
        rows.append({"url": "", "cells": cells})
    return {
        "columns": [{"label": label, "key": label, "kind": kind} for label, kind in zip(labels, kinds, strict=True)],
        "rows": rows,
        "count": len(seen),
        "empty": {"text": _("No date moves of what you may see.")},
    }


def track(thing: Moving, steps, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the steps of a thing's way: which are done, at which it stands, and the day on which each was reached.

    ``steps`` are names with the stages that each holds, in their order; ``rows`` are the thing's timeline.
    """
    reached: dict[str, str] = {}
    for row in reversed(rows):
        reached.setdefault(row["to"], row["on"])
    places = {stage: place for place, (_name, stages) in enumerate(steps) for stage in stages}
    here = len(steps) if thing.stage in thing.final else places.get(thing.stage, -1)
    return [
        {
            "label": str(name),
            "done": place < here,
            "now": place == here,
            "on": next((reached[stage] for stage in stages if stage in reached), "") if place <= here else "",
        }
        for place, (name, stages) in enumerate(steps)
    ]


def timeline(thing: Moving) -> list[dict[str, Any]]:
    """Return the history of a thing, newest first. Of what has left under seal no word and no file name is shown."""
    left = thing.stage in thing.left
    events = (
        Event.objects.filter(thing_kind=thing.kind, thing_id=thing.pk)
        .select_related("actor", "remark")
        .prefetch_related("attachments")
        .order_by("-id")
    )
    stages = dict(type(thing).Stage.choices)
    rows = []
    for event in events:
        moved = event.to_stage and event.to_stage != event.from_stage
        rows.append(
            {
                "at": timezone.localtime(event.at).strftime("%Y-%m-%d %H:%M"),
                "on": event.on.isoformat(),
                "who": moves.actor_of(event),
                "what": moves.label_of(event),
                "to": event.to_stage if moved else "",
                "stage": str(stages.get(event.to_stage, "")) if moved else "",
                "tone": thing.tones.get(event.to_stage, "info"),
                "note": event.remark.text if event.remark_digest and not left else "",
                "fields": "、".join(label_for(type(thing), name.removesuffix("_id")) for name in event.changed),
                "paper": "、".join(
                    _handed_in(file) for file in event.attachments.all() if file.case_id == thing.case.pk
                ),
            }
        )
    return rows


def _handed_in(row: Attachment) -> str:
    return _("%(name)s (handed in before)") % {"name": row.name} if row.again_id else row.name


def attachments(thing: Moving) -> list[dict[str, Any]]:
    """Return the files that lie with a thing."""
    rows = (
        Attachment.objects.filter(thing_kind=thing.kind, thing_id=thing.pk).select_related("by", "again").order_by("id")
    )
    return [attachment(row) for row in rows]


def attachment(row: Attachment) -> dict[str, Any]:
    """Return one file as the list of files takes it."""
    return {
        "name": row.name,
        "size": f"{max(1, row.size // 1024)} KB",
        "url": reverse("casework:file", args=[row.key]),
        "at": row.on.isoformat(),
        "by": str(row.by or ""),
        "again": row.again.on.isoformat() if row.again else "",
    }


def version(row: PaperVersion) -> dict[str, Any]:
    """Return one version of a paper as the card of papers takes it."""
    return {
        "name": _("Version %(number)d") % {"number": row.number},
        "url": reverse("casework:paper", args=[row.key]),
        "at": timezone.localtime(row.made_at).strftime("%Y-%m-%d %H:%M"),
        "by": str(row.made_by),
        "template": _("template of the office, edition %(number)d") % {"number": row.template.edition}
        if row.template
        else "",
    }


def named(rows: QuerySet) -> QuerySet:
    """Return the rows with those joined that their titles name, and no others."""
    names = rows.model.named_by
    return rows.select_related(*names) if names else rows  # without a name select_related joins all there is


def things_of(pairs: Iterable[tuple[str, int]], user) -> dict[tuple[str, int], Moving]:
    """Return the things that are named by kind and id and that ``user`` may see: one query a kind.

    Each comes with the rows that its title names, so that a list of them says all titles without asking further.
    """
    by_kind = defaultdict(set)
    for kind, pk in pairs:
        by_kind[kind].add(pk)
    found: dict[tuple[str, int], Moving] = {}
    for kind, pks in by_kind.items():
        model = apps.get_model(kind)
        if (model.sealed or model.inner) and settings.DOOR == "portal":  # where they, or what names them, are closed
            continue
        rows = named(model.objects.visible_to(user).filter(pk__in=pks))
        found |= {(kind, thing.pk): thing for thing in rows}
    return found
