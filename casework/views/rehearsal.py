"""What will be told next, as far as the dates are known today, and what was told: for the office."""

import datetime
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.apps import apps
from django.contrib import messages
from django.contrib.auth import get_user_model
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import FileResponse, Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from .. import exports, policy, present, rehearsal, units
from ..exports import Entry, Ledger
from ..forms import DateInput
from ..models import Deadline, Moving, Notice, Reminder
from .rows import today

SIZE = 50
#: so many lines are written into a workbook while their reader waits
MOST_LINES = 5_000
#: so many notices are looked through for a page of those that its reader may see
LOOKED_THROUGH = 1_000
OFFICE = {"oversee", "direct"}
#: the tone of a rung → that of its tag
TONES = {"green": "info", "yellow": "warn", "red": "late"}

REHEARSED = Ledger(
    "到期提醒预告",
    Entry("提醒日期", "day"),
    Entry("提醒对象", "name"),
    Entry("所在单位", "organisation", width=24),
    Entry("提醒档次", "rung"),
    Entry("办理要求", "rule", width=24),
    Entry("事项类别", "kind"),
    Entry("编号", "number", width=24),
    Entry("事项", "title", wide=True),
    Entry("到期日期", "due_on"),
)

TOLD = Ledger(
    "到期提醒发送情况",
    Entry("提醒时间", "at", width=20),
    Entry("提醒对象", "name"),
    Entry("所在单位", "organisation", width=24),
    Entry("提醒档次", "rung"),
    Entry("办理要求", "rule", width=24),
    Entry("事项类别", "kind"),
    Entry("编号", "number", width=24),
    Entry("事项", "title", wide=True),
    Entry("到期日期", "due_on"),
    Entry("阅读时间", "read_at", width=20),
)


@dataclass(frozen=True)
class Row:
    """One line for people to read: whom, on which day, at which rung, of what."""

    day: datetime.date
    person: Any
    deadline: Deadline
    tone: str
    rung: str
    thing: Moving

    @property
    def name(self) -> str:
        return self.person.name

    @property
    def organisation(self) -> str:
        return self.person.organisation_name

    @property
    def rule(self) -> str:
        return now(self.deadline.rule.name)

    @property
    def kind(self) -> str:
        return str(self.thing._meta.verbose_name)

    @property
    def title(self) -> str:
        return self.thing.title

    @property
    def number(self) -> str:
        return present.number_of(self.thing)

    @property
    def due_on(self) -> datetime.date:
        return self.deadline.due_on


@dataclass(frozen=True)
class Said(Row):
    """One line of what was told: also when, and when it was read."""

    notice: Notice

    @property
    def at(self) -> datetime.datetime:
        return self.notice.at

    @property
    def read_at(self) -> datetime.datetime | None:
        return self.notice.read_at

    @property
    def due_on(self) -> datetime.date:
        return self.notice.reminder.due_on


class Narrowed(forms.Form):
    """How the lines are narrowed: by whom, by the unit that it is about, by the matter, by its kind, by days."""

    who = forms.CharField(label=_("Person or organisation"), required=False)
    unit = forms.CharField(label=_("Inspected unit"), required=False)
    matter = forms.CharField(label=_("Number or title"), required=False)
    kind = forms.ChoiceField(label=_("Kind"), required=False)
    since = forms.DateField(label=_("From"), required=False, widget=DateInput)
    until = forms.DateField(label=_("To"), required=False, widget=DateInput)

    def __init__(self, data, kinds: Iterable[str]):
        super().__init__(data)
        named = sorted((str(apps.get_model(kind)._meta.verbose_name), kind) for kind in kinds)
        self.fields["kind"].choices = [("", _("All")), *((kind, name) for name, kind in named)]

    def asked(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if value} if self.is_valid() else {}

    def chips(self, query) -> list[dict[str, str]]:
        """Return what narrows the list, each with the address of the list without it."""
        found = []
        for name, value in self.asked().items():
            field = self.fields[name]
            shown = present.text_of(dict(getattr(field, "choices", ())).get(value, value))
            left = query.copy()
            left.pop(name)
            left.pop("page", None)
            found.append({"label": f"{field.label}：{shown}", "remove_url": f"?{left.urlencode()}"})
        return found


def in_organisations(people: Iterable[Any]) -> dict[int, Any]:
    """Return these people, each with the body that he works in."""
    rows = get_user_model().objects.filter(pk__in={person.pk for person in people})
    return {person.pk: person for person in rows.select_related("person__organisation")}


def rows_for(user) -> list[Row]:
    """Return every line of the rehearsal from today on that this reader may see."""
    lines = rehearsal.rehearse(today(), among=Deadline.objects.visible_to(user))
    things = present.things_of(((line.deadline.thing_kind, line.deadline.thing_id) for line in lines), user)
    people = in_organisations(line.person for line in lines)
    return [
        Row(
            line.day,
            people[line.person.pk],
            line.deadline,
            TONES.get(line.rung.tone, "idle"),
            now(line.rung.name),
            thing,
        )
        for line in lines
        if (thing := things.get((line.deadline.thing_kind, line.deadline.thing_id)))
    ]


def narrowed(user, query) -> tuple[list[Row], Narrowed]:
    """Return the lines of the rehearsal that ``query`` asks for, and the form that says how they are narrowed."""
    rows = rows_for(user)
    form = Narrowed(query, {row.deadline.thing_kind for row in rows})
    asked = form.asked()
    who, matter, unit = (asked.get(name, "").strip() for name in ("who", "matter", "unit"))
    about = set(units.cases_about(unit).values_list("pk", flat=True)) if unit else None
    return [
        row
        for row in rows
        if (who in row.name or who in row.organisation or who == row.person.username)
        and (matter in row.number or matter in row.title)
        and (about is None or row.deadline.case_id in about)
        and row.deadline.thing_kind == asked.get("kind", row.deadline.thing_kind)
        and asked.get("since", row.day) <= row.day <= asked.get("until", row.day)
    ], form


def said_to(user, query) -> tuple[Any, Narrowed]:
    """Return the notices of dates that ``query`` asks for, the newest first, and the form that narrows them.

    They are of dates that the reader may see; whether he may see their things is still to be asked.
    """
    dates = Deadline.objects.visible_to(user).filter(reminders__isnull=False)
    form = Narrowed(query, dates.order_by().values_list("thing_kind", flat=True).distinct())
    rows, asked = Notice.objects.filter(reminder__deadline__in=dates), form.asked()
    if who := asked.get("who", "").strip():
        works_in = Q(person__person__organisation__name__icontains=who)
        rows = rows.filter(Q(person__name__icontains=who) | Q(person__username__iexact=who) | works_in)
    if unit := asked.get("unit", "").strip():
        rows = rows.filter(reminder__deadline__case__in=units.cases_about(unit).values("pk"))
    wanted = {
        "reminder__deadline__thing_kind": asked.get("kind"),
        "reminder__on__gte": asked.get("since"),
        "reminder__on__lte": asked.get("until"),
    }
    return rows.filter(**{path: value for path, value in wanted.items() if value}), form


def said_page(user, rows, matter: str, before: str = "", size: int = SIZE) -> tuple[list[Said], str]:
    """Return the newest lines that the reader may see, and behind which notice there is more to look through.

    ``before`` is the key of the notice behind which it goes on.
    """
    if mark := Notice.objects.filter(key=before).first():
        rows = rows.filter(pk__lt=mark.pk)
    named = ("person__person__organisation", "reminder__rung", "reminder__deadline__rule")
    looked = list(rows.select_related(*named).order_by("-pk")[:LOOKED_THROUGH])
    dates = [notice.reminder.deadline for notice in looked]
    things = present.things_of(((date.thing_kind, date.thing_id) for date in dates), user)
    found: list[Said] = []
    for notice, date in zip(looked, dates, strict=True):
        thing = things.get((date.thing_kind, date.thing_id))
        if thing is None or (matter not in present.number_of(thing) and matter not in thing.title):
            continue
        rung = notice.reminder.rung
        tone = TONES.get(rung.tone, "idle")
        found.append(Said(notice.reminder.on, notice.person, date, tone, now(rung.name), thing, notice))
        if len(found) == size:
            return found, notice.key if notice is not looked[-1] or len(looked) == LOOKED_THROUGH else ""
    return found, looked[-1].key if len(looked) == LOOKED_THROUGH else ""


def of_office(user) -> bool:
    """Whether this person reads what is told to others."""
    return bool(policy.held_anywhere(user) & OFFICE)


def as_workbook(request, ledger: Ledger, rows, form: Narrowed, back: str):
    """Return these lines as a workbook, and keep who takes it; too many lead back to the list with the reason."""
    if len(rows) > MOST_LINES:
        text = now("More than %(limit)d rows: narrow the filter, then export again.")
        messages.warning(request, text % {"limit": MOST_LINES})
        return redirect(f"{reverse(back)}?{request.GET.urlencode()}")
    query = "；".join(chip["label"] for chip in form.chips(request.GET))
    with transaction.atomic():
        export = exports.register(request.user, ledger.title, query, len(rows))
    file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
    ledger.write(file, rows, Reminder, export)
    file.seek(0)
    name = f"{ledger.title}_{export.number}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=exports.XLSX)


class OfOffice(View):
    """For whoever oversees or directs something; for everybody else it is not there."""

    inner = True

    def dispatch(self, request, *args, **kwargs):
        if not of_office(request.user):
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def page(self, **context):
        tabs = [(now("To be told"), "casework:rehearsal"), (now("Told"), "casework:told")]
        context |= {
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "tabs": [
                {"label": label, "url": reverse(name), "current": self.request.path == reverse(name)}
                for label, name in tabs
            ],
        }
        part = self.request.htmx and not self.request.htmx.history_restore_request
        response = render(self.request, "casework/_rows.html" if part else "casework/ringing.html", context)
        response["Vary"] = "HX-Request"
        return response


class Rehearsal(OfOffice):
    """What will be told on the 30 days to come, if nobody acts. Of what its reader may not see it says nothing."""

    columns = (
        (_("to be told on"), "date"),
        (_("person"), "text"),
        (_("organisation"), "text"),
        (_("rung"), "tag"),
        (_("what is due"), "text"),
        (_("the matter"), "link"),
        (_("number"), "text"),
        (_("due on"), "date"),
    )

    def get(self, request):
        rows, form = narrowed(request.user, request.GET)
        found = Paginator(rows, SIZE).get_page(request.GET.get("page"))
        query = request.GET.copy()
        query.pop("page", None)
        lead = now("What will be told until %(day)s if nobody acts. What you may not see is not listed.")
        return self.page(
            title=now("Reminders to come"),
            lead=lead % {"day": (today() + datetime.timedelta(days=rehearsal.DAYS - 1)).isoformat()},
            filter_form=form,
            chips=form.chips(request.GET),
            columns=[{"label": label, "kind": kind} for label, kind in self.columns],
            rows=[self._cells(row) for row in found],
            pager={
                "count_text": now("%(n)s in all") % {"n": len(rows)},
                "previous_url": self._url(query, found.number - 1) if found.has_previous() else "",
                "next_url": self._url(query, found.number + 1) if found.has_next() else "",
            },
            empty={"text": now("Nobody will be told of anything on these days.")},
            export_url=f"{reverse('casework:rehearsal-export')}?{query.urlencode()}" if rows else "",
        )

    @staticmethod
    def _url(query, number: int) -> str:
        query["page"] = str(number)
        return f"?{query.urlencode()}"

    def _cells(self, row: Row):
        texts = (
            row.day.isoformat(),
            row.name,
            row.organisation,
            row.rung,
            row.rule,
            row.title,
            row.number,
            row.due_on.isoformat(),
        )
        cells: list[dict[str, Any]] = [
            {"label": label, "kind": kind, "text": text}
            for (label, kind), text in zip(self.columns, texts, strict=True)
        ]
        cells[3]["tone"] = row.tone
        cells[5] |= {"url": row.thing.get_absolute_url(), "wide": True}
        return {"cells": cells}


class RehearsalExport(Rehearsal):
    """The same lines as a workbook; who takes it is kept."""

    def get(self, request):
        rows, form = narrowed(request.user, request.GET)
        return as_workbook(request, REHEARSED, rows, form, "casework:rehearsal")


class Told(OfOffice):
    """What was told of dates: when, to whom, at which rung, and whether it was read."""

    columns = (
        (_("told at"), "date"),
        (_("person"), "text"),
        (_("organisation"), "text"),
        (_("rung"), "tag"),
        (_("what is due"), "text"),
        (_("the matter"), "link"),
        (_("number"), "text"),
        (_("due on"), "date"),
        (_("read at"), "date"),
    )

    def get(self, request):
        rows, form = said_to(request.user, request.GET)
        matter = form.asked().get("matter", "").strip()
        found, last = said_page(request.user, rows, matter, request.GET.get("before", ""))
        query = request.GET.copy()
        query.pop("before", None)
        export = f"{reverse('casework:told-export')}?{query.urlencode()}" if found else ""
        query["before"] = last
        return self.page(
            title=now("What was told"),
            lead=now("Reminders of dates, the newest first. What you may not see is not listed."),
            filter_form=form,
            chips=form.chips(request.GET),
            columns=[{"label": label, "kind": kind} for label, kind in self.columns],
            rows=[self._cells(row) for row in found],
            pager={"count_text": "", "next_url": f"?{query.urlencode()}" if last else ""},
            empty={"text": now("Nobody was told of anything.")},
            export_url=export,
        )

    def _cells(self, row: Said):
        texts = (
            timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M"),
            row.name,
            row.organisation,
            row.rung,
            row.rule,
            row.title,
            row.number,
            row.due_on.isoformat(),
            present.text_of(row.read_at) or now("not read yet"),
        )
        cells: list[dict[str, Any]] = [
            {"label": label, "kind": kind, "text": text}
            for (label, kind), text in zip(self.columns, texts, strict=True)
        ]
        cells[3]["tone"] = row.tone
        cells[5] |= {"url": row.thing.get_absolute_url(), "wide": True}
        if row.read_at is None:
            cells[8]["tone"] = "warn"
        return {"cells": cells}


class ToldExport(Told):
    """The same lines as a workbook; who takes it is kept."""

    def get(self, request):
        rows, form = said_to(request.user, request.GET)
        matter, found, before = form.asked().get("matter", "").strip(), [], ""
        while len(found) <= MOST_LINES:
            page, before = said_page(request.user, rows, matter, before, LOOKED_THROUGH)
            found += page
            if not before:
                break
        return as_workbook(request, TOLD, found, form, "casework:told")
