"""The door for browsers: a list, a page, and a form for each move. Decisions are the engine's, words the templates'."""

import datetime
import re
import secrets
import tempfile
from typing import Any, ClassVar

from django.apps import apps
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.http import FileResponse, Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.generic import View

from . import clock, exports, files, policy, present
from .context import desk_panels
from .exports import Ledger
from .models import Attachment, Deadline, Draft, Event, Moving, Notice
from .moves import Move, Refused, Stale, actor_of, label_of, moves_of, thing_of
from .present import Column

PAGE_SIZES = (30, 20, 50, 100)
COUNT_LIMIT = 10_000
#: so many rows are written while the reader waits
EXPORT_LIMIT = 5_000
NUMBER = re.compile(r"[0-9]{1,9}")
FAR = datetime.date(9999, 12, 31)


def today() -> datetime.date:
    """The business day of a request: the only place where the doors ask for it."""
    return timezone.localdate()


def nearest_open(model: type[Moving]) -> Subquery:
    """Return the nearest open date of each row of ``model``, as an expression."""
    return Subquery(
        Deadline.objects.open()
        .filter(thing_kind=model._meta.label_lower, thing_id=OuterRef("pk"))
        .order_by("due_on")
        .values("due_on")[:1]
    )


def with_next_due(rows: models.QuerySet) -> models.QuerySet:
    """Annotate rows with the nearest open date, as ``next_due``."""
    return rows.annotate(next_due=nearest_open(rows.model))


# -- lists -----------------------------------------------------------------------------------------------------


class ThingList(View):
    """A list of one kind, as far as its reader may see: filters, sorting by headings, keyset pages.

    The address is the state: every filter, sort and page can be copied and opened again.
    """

    model: ClassVar[type[Moving]]
    heading: ClassVar[Any] = ""
    lead: ClassVar[Any] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    filterset: ClassVar[Any] = None
    order: ClassVar[str] = "-pk"
    #: the workbook that this list can be taken as
    ledger: ClassVar[Ledger | None] = None
    template_name = "casework/thing_list.html"

    def rows(self):
        """Return the rows with what their cells need; subclasses add ``select_related``."""
        return self.model.objects.visible_to(self.request.user)

    def actions(self) -> list[dict[str, Any]]:
        """Return the buttons above the list."""
        return []

    def empty(self) -> dict[str, Any]:
        return {"text": _("Nothing here yet."), "actions": self.actions()}

    def more(self) -> dict[str, Any]:
        return {}

    def filtered(self):
        """Return the rows that the address asks for, and the filter that chose them, if this list has one."""
        rows = self.rows()
        if any(column.kind == "lamp" for column in self.columns) and "next_due" not in rows.query.annotations:
            rows = with_next_due(rows)
        if self.filterset is None:
            return rows, None
        bound = self.filterset(self.request.GET or None, queryset=rows, request=self.request)
        return bound.qs, bound

    def get(self, request):
        rows, bound = self.filtered()
        page, pager = self._page(rows)
        day = today()
        context = {
            "title": self.heading or self.model._meta.verbose_name_plural,
            "crumbs": [{"label": _("Desk"), "url": reverse("casework:home")}],
            "lead": self.lead,
            "actions": self.actions(),
            "filter_form": bound.form if bound is not None else None,
            "chips": self._chips(bound),
            "columns": self._headings(),
            "rows": present.table(page, self.columns, day),
            "pager": pager,
            "empty": self.empty(),
            "export_url": self._export_url() if page else "",
            **self.more(),
        }
        part = request.htmx and not request.htmx.history_restore_request
        response = render(request, "casework/_rows.html" if part else self.template_name, context)
        response["Vary"] = "HX-Request"
        return response

    # keyset pages: the filter is `value >= x and (value > x or pk > i)`, so an index is walked, never skipped over

    def _sort(self) -> tuple[str, str, bool]:
        asked = self.request.GET.get("sort") or self.order
        name = asked.lstrip("-")
        known = {column.name: column.sort for column in self.columns if column.sort} | {"pk": "pk"}
        if name not in known:
            asked, name = self.order, self.order.lstrip("-")
        return name, known.get(name, name), asked.startswith("-")

    def _page(self, rows):
        _name, field, down = self._sort()
        size = self._size()
        total = rows.order_by()[: COUNT_LIMIT + 1].count()
        if field == "next_due":
            rows = rows.annotate(sort_value=Coalesce("next_due", FAR))
        else:
            rows = rows.annotate(sort_value=F(field))
        back = "before" in self.request.GET
        mark = self.request.GET.get("before") or self.request.GET.get("after")
        falling = down != back
        if mark:
            rows = self._beyond(rows, mark, falling)
        sign = "-" if falling else ""
        found = list(rows.order_by(f"{sign}sort_value", f"{sign}pk")[: size + 1])
        more, found = len(found) > size, found[:size]
        if back:
            found.reverse()
        has_previous = more if back else bool(mark)
        has_next = bool(mark) if back else more
        pager = {
            "count_text": _("%(n)s+ in all") % {"n": COUNT_LIMIT}
            if total > COUNT_LIMIT
            else _("%(n)s in all") % {"n": total},
            "previous_url": self._url(before=found[0].key) if found and has_previous else "",
            "next_url": self._url(after=found[-1].key) if found and has_next else "",
        }
        return found, pager

    def _beyond(self, rows, mark, falling):
        """Return what comes after the row that is named by its key; all of it when that row is gone."""
        row = rows.filter(key=mark).only("pk").first()
        if row is None:
            return rows
        op = "lt" if falling else "gt"
        further = Q(**{f"sort_value__{op}": row.sort_value}) | Q(**{f"pk__{op}": row.pk})
        return rows.filter(Q(**{f"sort_value__{op}e": row.sort_value}) & further)

    def _size(self) -> int:
        asked = self.request.GET.get("size", "")
        return int(asked) if NUMBER.fullmatch(asked) and int(asked) in PAGE_SIZES else PAGE_SIZES[0]

    def _url(self, **changes) -> str:
        query = self.request.GET.copy()
        for name in ("before", "after", *changes):
            query.pop(name, None)
        for name, value in changes.items():
            query[name] = value
        return f"?{query.urlencode()}"

    def _export_url(self) -> str:
        return f"{self.request.path}export/{self._url()}" if self.ledger else ""

    def _headings(self):
        name, _field, down = self._sort()
        rows = []
        for column in self.columns:
            row = {
                "label": column.heading(self.model),
                "key": column.name,
                "kind": column.kind,
                "wide": column.wide,
            }
            if column.sort:
                current = column.name == name
                row["sorted"] = ("desc" if down else "asc") if current else ""
                row["sort_url"] = self._url(sort=f"-{column.name}" if current and not down else column.name)
            rows.append(row)
        return rows

    def _chips(self, bound):
        if bound is None or not bound.is_bound or not bound.form.is_valid():
            return []
        chips = []
        for name, value in bound.form.cleaned_data.items():
            if value in (None, "", []) or (not hasattr(value, "__len__") and value is False):
                continue
            field = bound.form.fields[name]
            shown = present.text_of(dict(getattr(field, "choices", ()) or ()).get(value, value))
            query = self.request.GET.copy()
            for key in [key for key in query if key == name or key.startswith(f"{name}_")]:
                query.pop(key)
            chips.append({"label": f"{field.label}：{shown}", "remove_url": f"?{query.urlencode()}"})
        return chips


class LedgerDoor(View):
    """A list as a workbook: the same rows, filtered the same way, in the same order; who takes it is kept."""

    #: the list
    of: ClassVar[type[ThingList]] = ThingList
    #: what the list shows; its address says it, so that what is sealed has no address at the portal
    model: ClassVar[Any] = None

    def get(self, request):
        source = self.of()
        source.setup(request)
        rows, bound = source.filtered()
        _name, field, down = source._sort()
        count = rows.order_by().count()
        if count > EXPORT_LIMIT:
            text = _("More than %(limit)d rows: narrow the filter, then export again.")
            messages.warning(request, text % {"limit": EXPORT_LIMIT})
            return redirect(f"{request.path.removesuffix('export/')}{source._url()}")
        sign = "-" if down else ""
        rows = source.ledger.joined(rows).order_by(f"{sign}{field}", f"{sign}pk").iterator(chunk_size=500)
        query = "；".join(chip["label"] for chip in source._chips(bound))
        with transaction.atomic():
            export = exports.register(request.user, source.ledger.title, query, count)
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        source.ledger.write(file, rows, source.model, export)
        file.seek(0)
        name = f"{source.ledger.title}_{export.number}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=exports.XLSX)


# -- one thing -------------------------------------------------------------------------------------------------


class ThingPage(View):
    """The page of one thing: what it says, the moves open to its reader, its dates, files and history."""

    model: ClassVar[type[Moving]]
    facts: ClassVar[tuple[Any, ...]] = ()
    parents: ClassVar[tuple[str, ...]] = ()
    template_name = "casework/thing.html"

    def things(self):
        """Return the rows that this page may show, with what it needs."""
        return self.model.objects.visible_to(self.request.user)

    def sections(self, thing) -> list[dict[str, Any]]:
        return []

    def way(self, thing) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return the way that things of this kind go: names of steps, each with the stages that it holds."""
        return ()

    def children(self, thing) -> list[dict[str, Any]]:
        return []

    def panels(self, thing) -> list[dict[str, Any]]:
        return []

    def more(self, thing) -> dict[str, Any]:
        return {}

    def get(self, request, key):
        thing = get_object_or_404(self.things(), key=key)
        day = today()
        dates = present.deadlines(thing, day)
        words = policy.words_on(request.user, thing.case)
        doors = self.doors(thing, words, day)
        timeline = present.timeline(thing)
        context = {
            "thing": thing,
            "title": thing.title,
            "number": present.number_of(thing),
            "unit": str(getattr(thing, "unit", "") or ""),
            "kind_name": self.model._meta.verbose_name,
            "crumbs": self.crumbs(thing),
            "stage": present.stage_of(thing),
            "lamp": next((row["lamp"] for row in dates if not row["met"]), None),
            "moves": doors,
            "next_action": self.next_action(thing, doors),
            "facts": present.facts(thing, self.facts, self.request.user),
            "sections": self.sections(thing),
            "children": self.children(thing),
            "panels": self.panels(thing),
            "deadlines": dates,
            "files": present.attachments(thing),
            "timeline": timeline,
            "track": present.track(thing, self.way(thing), timeline),
            **self.more(thing),
        }
        return render(request, self.template_name, context)

    def crumbs(self, thing) -> list[dict[str, str]]:
        """Return the way to this page, without what its reader may not see."""
        rows = [{"label": _("Desk"), "url": reverse("casework:home")}]
        for name in self.parents:
            parent = present.value_at(thing, name)
            if parent is not None and type(parent).objects.visible_to(self.request.user).filter(pk=parent.pk).exists():
                rows.append({"label": str(parent), "url": parent.get_absolute_url()})
        return rows

    def doors(self, thing, words, day) -> list[dict[str, Any]]:
        """Return every move of this kind as a button, or with the reason why it isn't one."""
        rows = []
        for move in moves_of(type(thing)):
            if not move.for_people:
                continue
            rows.append(
                {
                    "name": move.slug,
                    "label": str(move.label),
                    "url": move_url(move, thing),
                    "why_not": move.why_not(self.request.user, thing, day, words) or "",
                    "danger": move.grave,
                    "primary": move.first,
                    "help": move_help(move),
                }
            )
        open_rows = [row for row in rows if not row["why_not"] and not row["danger"]]
        first = next((row for row in open_rows if row["primary"]), None)
        for row in rows:
            row["primary"] = row is first
        return rows

    def next_action(self, thing, doors) -> dict[str, Any] | None:
        first = next((row for row in doors if row["primary"] and not row["why_not"]), None)
        duty = (
            Deadline.objects.open()
            .filter(thing_kind=thing.kind, thing_id=thing.pk)
            .select_related("rule")
            .order_by("due_on")
            .first()
        )
        if first and duty and duty.word in policy.words_on(self.request.user, thing.case):
            text = _("It is your turn: %(what)s, by %(day)s.")
            return {"text": text % {"what": _(duty.rule.name), "day": duty.due_on.isoformat()}, "move": first}
        if duty:
            text = _("Waiting for %(who)s: %(what)s, by %(day)s.")
            who = policy.WORDS.get(duty.word, duty.word)
            return {"text": text % {"who": who, "what": _(duty.rule.name), "day": duty.due_on.isoformat()}}
        return {"text": "", "move": first} if first else None


def move_url(move: Move, thing: Moving) -> str:
    """Return the address of the form of ``move`` for ``thing``."""
    return f"{thing.get_absolute_url()}{move.slug}/"


def move_help(move: Move) -> str:
    """Return what the move's docstring says to people, in the reader's language."""
    return _(move.help.split("\n\n")[0].replace("\n", " ")) if move.help else ""


class MoveDoor(View):
    """The form of one move. Its fields are the verb's arguments; what was typed is never lost."""

    move: ClassVar[Any] = None
    #: the page of the thing, whose facts are shown beside the form
    page: ClassVar[Any] = None
    template_name = "casework/move.html"

    def dispatch(self, request, *args, **kwargs):
        self.thing = get_object_or_404(self.move.model.objects.visible_to(request.user), key=kwargs["key"])
        return super().dispatch(request, *args, **kwargs)

    def get(self, request, key):
        if reason := self.move.why_not(request.user, self.thing, today()):
            return refused(request, reason, self.thing)
        draft = self._drafts().first()
        return self._form_page(self._form(initial=draft.data if draft else None), draft=draft)

    def post(self, request, key):
        if request.POST.get("draft"):
            return self._save_draft()
        form_key = request.POST.get("form_key", "").replace("\0", "")[:40]
        if done := self._done(form_key):
            return self._answer(self._thing_of(done))
        form = self._form(request.POST, request.FILES)
        if form is not None and not form.is_valid():
            return self._form_page(form, status=422)
        return self._do(request, form, form_key)

    def _do(self, request, form, form_key):
        posted = request.POST.get("version", "")
        try:
            made = self.move(
                self.thing,
                by=request.user,
                today=today(),
                version=int(posted) if NUMBER.fullmatch(posted) else self.thing.version,
                form_key=form_key,
                **(arguments(form) if form is not None else {}),
            )
        except Refused as error:
            return refused(request, error.reason, self.thing)
        except Stale as error:
            if done := self._done(form_key):  # a double click: the first one won meanwhile
                return self._answer(self._thing_of(done))
            return self._conflict(form, error.current)
        except ValidationError as error:
            if form is None:
                return refused(request, "；".join(error.messages), self.thing)
            form.add_error(None, error)
            return self._form_page(form, status=422)
        except IntegrityError:
            if done := self._done(form_key):
                return self._answer(self._thing_of(done))
            raise
        self._drafts().delete()
        messages.success(request, _("Done: %(move)s") % {"move": self.move.label})
        return self._answer(made)

    def _done(self, form_key: str) -> Event | None:
        """Return the history line that this very form has already written."""
        return Event.objects.filter(form_key=form_key, actor=self.request.user).first() if form_key else None

    def _form(self, data=None, files=None, initial=None):
        if self.move.asks is None:
            return None
        return self.move.asks(data, files, thing=self.thing, by=self.request.user, today=today(), initial=initial)

    def _form_page(self, form, *, draft=None, conflict=None, status=200):
        return render(
            self.request,
            self.template_name,
            {
                "title": str(self.move.label),
                "thing_title": self.thing.title,
                "crumbs": [
                    {"label": _("Desk"), "url": reverse("casework:home")},
                    {"label": self.thing.title, "url": self.thing.get_absolute_url()},
                ],
                "move": {
                    "label": str(self.move.label),
                    "consequence": move_help(self.move),
                    "danger": self.move.grave,
                },
                "form": form,
                "facts": self.shown_beside() if form is not None else [],
                "version": self.thing.version,
                "form_key": secrets.token_urlsafe(24),
                "back_url": self.thing.get_absolute_url(),
                "conflict": conflict,
                "draft": {"saved_at": timezone.localtime(draft.saved_at).strftime("%H:%M")} if draft else None,
            },
            status=status,
        )

    def shown_beside(self):
        """What the page of the thing says of it, as far as this reader may see it."""
        return present.facts(self.thing, self.page.facts, self.request.user) if self.page else []

    def _conflict(self, form, current):
        """Show both texts; the form keeps what was typed and now carries the new version."""
        self.thing = current
        last = Event.objects.filter(thing_kind=current.kind, thing_id=current.pk).order_by("-id").first()
        mine, theirs = [], []
        for name in form.changed_data if form is not None else ():
            if hasattr(current, name):
                label = str(form.fields[name].label)
                mine.append({"label": label, "text": present.text_of(form.cleaned_data.get(name))})
                theirs.append({"label": label, "text": present.text_of(present.value_at(current, name))})
        conflict = {
            "mine": mine,
            "theirs": theirs,
            "who": actor_of(last) if last else "",
            "what": label_of(last) if last else "",
            "when": timezone.localtime(last.at).strftime("%Y-%m-%d %H:%M") if last else "",
            "stage": current.get_stage_display(),
            "reason": self.move.why_not(self.request.user, current, today()) or "",
        }
        return self._form_page(form, conflict=conflict, status=409)

    def _answer(self, made):
        """Go to what was made or moved, as far as its reader may still see it."""
        for thing in (made[0] if isinstance(made, list) and made else made, self.thing):
            if isinstance(thing, Moving):
                model = type(thing)
                if model.objects.visible_to(self.request.user).filter(pk=thing.pk).exists():
                    return redirect(thing.get_absolute_url())
        return redirect("casework:home")

    def _thing_of(self, event):
        return thing_of(event.thing_kind, event.thing_id)

    def _drafts(self):
        return Draft.objects.visible_to(self.request.user).filter(move=self.move.name, thing_id=self.thing.pk)

    def _save_draft(self):
        allowed = set(self.move.asks.base_fields) - set(self.move.asks.undrafted) if self.move.asks else set()
        data = {
            name: values if len(values) > 1 else values[0]
            for name, values in self.request.POST.lists()
            if name in allowed
        }
        if self.move.why_not(self.request.user, self.thing, today()) is None and data:
            Draft.objects.update_or_create(
                person=self.request.user, move=self.move.name, thing_id=self.thing.pk, defaults={"data": data}
            )
        return JsonResponse({"saved_at": timezone.localtime().strftime("%H:%M")})


def arguments(form) -> dict[str, Any]:
    """Return the verb's arguments from a valid form."""
    return {name: form.cleaned_data[name] for name in form.fields if name in form.cleaned_data}


def refused(request, reason: str, thing: Moving | None = None) -> HttpResponse:
    """Say no, why, and the way back."""
    context = {
        "title": _("Not possible now"),
        "reason": reason,
        "back_url": thing.get_absolute_url() if thing else reverse("casework:home"),
    }
    return render(request, "casework/refused.html", context, status=403)


def thing_paths(route: str, list_view, page_view, doors=None):
    """Return the addresses of a kind: its list, its page, and a form for each of its moves.

    ``doors`` names the moves whose answer needs a door of its own, by their names in addresses.
    """
    doors = doors or {}
    model = page_view.model
    name = model._meta.model_name
    rows = [path(f"{route}/", list_view.as_view(), name=f"{name}-list")] if list_view else []
    if list_view and list_view.ledger:
        rows.append(path(f"{route}/export/", LedgerDoor.as_view(of=list_view, model=model), name=f"{name}-export"))
    rows.append(path(f"{route}/<str:key>/", page_view.as_view(), name=name))
    rows += [
        path(
            f"{route}/<str:key>/{move.slug}/",
            doors.get(move.slug, MoveDoor).as_view(move=move),
            name=f"{name}-{move.slug}",
        )
        for move in moves_of(model)
        if move.for_people
    ]
    return rows


# -- the desk ----------------------------------------------------------------------------------------------------


class Home(View):
    """What I must do today: late, today, this week, later. Other apps add panels by address, not by import."""

    shown = 12

    def get(self, request):
        day = today()
        dates = list(Deadline.objects.duties_of(request.user).select_related("rule").order_by("due_on", "pk")[:500])
        things = present.things_of(((d.thing_kind, d.thing_id) for d in dates), request.user)
        groups = {
            "late": {"title": _("Late"), "tone": "late", "items": []},
            "today": {"title": _("Today"), "tone": "warn", "items": []},
            "week": {"title": _("This week"), "tone": "info", "items": []},
            "later": {"title": _("Later"), "tone": "idle", "items": []},
        }
        for date in dates:
            if thing := things.get((date.thing_kind, date.thing_id)):
                groups[_group_of(date.due_on, day)]["items"].append(_duty(date, thing, day))
        whole = request.GET.get("all")
        for key, group in groups.items():
            group |= {"key": key, "count": len(group["items"])}
            if key != whole and group["count"] > self.shown:
                group["items"] = group["items"][: self.shown]
                group["more_url"] = f"?all={key}#{key}"
        context = {
            "title": _("Desk"),
            "groups": [group for group in groups.values() if group["count"]],
            "cards": [
                {"label": group["title"], "count": group["count"], "tone": group["tone"], "url": f"#{key}"}
                for key, group in groups.items()
            ],
            "panels": desk_panels(request.user),
        }
        return render(request, "casework/home.html", context)


def _group_of(due_on: datetime.date, day: datetime.date) -> str:
    """Return the part of the desk on which something due on ``due_on`` lies on ``day``."""
    if due_on < day:
        return "late"
    if due_on == day:
        return "today"
    return "week" if due_on <= day + datetime.timedelta(days=6 - day.weekday()) else "later"


def _duty(date: Deadline, thing: Moving, day: datetime.date) -> dict[str, Any]:
    return {
        "url": thing.get_absolute_url(),
        "title": thing.title,
        "number": present.number_of(thing),
        "what": _(date.rule.name),
        "due": date.due_on.isoformat(),
        "lamp": clock.lamp(date.due_on, None, day),
    }


class Notices(View):
    """The inbox: what happened to what I may see, unread first."""

    def get(self, request):
        rows = list(
            Notice.objects.visible_to(request.user)
            .select_related("event__actor", "reminder__deadline__rule", "reminder__rung")
            .order_by(F("read_at").asc(nulls_first=True), "-pk")[:200]
        )
        pairs = {row.pk: self._about(row) for row in rows}
        things = present.things_of(pairs.values(), request.user)
        notices = []
        for row in rows:
            thing = things.get(pairs[row.pk])
            notices.append(
                {
                    "key": row.key,
                    "url": reverse("casework:notice", args=[row.key]) if thing and thing.get_absolute_url() else "",
                    "text": self._text(row, thing),
                    "number": present.number_of(thing) if thing else "",
                    "kind": str(type(thing)._meta.verbose_name) if thing else "",
                    "at": timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M"),
                    "unread": row.read_at is None,
                }
            )
        return render(request, "casework/notices.html", {"title": _("Notices"), "notices": notices})

    def post(self, request):
        keys = request.POST.getlist("key")
        rows = Notice.objects.visible_to(request.user).unread()
        if not request.POST.get("all"):
            rows = rows.filter(key__in=keys)
        rows.update(read_at=timezone.now())
        return redirect("casework:notices")

    @staticmethod
    def _about(row) -> tuple[str, int]:
        source = row.event or row.reminder.deadline
        return source.thing_kind, source.thing_id

    @staticmethod
    def _text(row, thing) -> str:
        if thing is None and row.reminder and apps.get_model(row.reminder.deadline.thing_kind).hushed:
            return _("A letter of the inspection office is waiting for its answer longer than it may.")
        title = thing.title if thing else _("(no longer visible to you)")
        if row.event:
            return f"{actor_of(row.event)} · {label_of(row.event)}：{title}"
        rung, deadline = row.reminder.rung, row.reminder.deadline
        return f"{_(rung.name)}：{_(deadline.rule.name)}（{deadline.due_on.isoformat()}）{title}"


class OneNotice(View):
    """Opens what a notice is about, and marks it read."""

    def get(self, request, key):
        notice = get_object_or_404(Notice.objects.visible_to(request.user), key=key)
        if notice.read_at is None:
            Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
        things = present.things_of([Notices._about(notice)], request.user)
        for thing in things.values():
            return redirect(thing.get_absolute_url())
        raise Http404


class File(View):
    """Gives out a file as a download to whoever may see the thing that it lies with."""

    def get(self, request, key):
        row = get_object_or_404(Attachment, key=key)
        thing = present.things_of([(row.thing_kind, row.thing_id)], request.user).get((row.thing_kind, row.thing_id))
        if thing is None:
            raise Http404
        try:
            content = (settings.FILES_ROOT / row.place).open("rb")
        except FileNotFoundError as error:
            raise Http404 from error
        if told := files.WHEN_READ.get(thing.kind):
            told(thing, request.user)
        response = FileResponse(content, as_attachment=True, filename=row.name, content_type=row.content_type)
        response["Content-Security-Policy"] = "sandbox"
        return response


class Panel(View):
    """A table on another thing's page, asked for by address and shown under its own walls."""

    model: ClassVar[type[Moving]]
    heading: ClassVar[Any] = ""
    columns: ClassVar[tuple[Column, ...]] = ()
    empty: ClassVar[Any] = ""
    limit = 100

    def parent(self, key):
        """Return the thing whose page asks, or raise 404."""
        raise NotImplementedError

    def rows(self, parent):
        raise NotImplementedError

    def text(self, parent) -> str:
        """Return what is said above the table."""
        return ""

    def actions(self, parent) -> list[dict[str, Any]]:
        return []

    def get(self, request, key):
        parent = self.parent(key)
        return self.shown(request, parent, present.table(self.rows(parent)[: self.limit], self.columns, today()))

    def shown(self, request, parent, rows):
        """Answer with the table: ``rows`` are as `present.table` makes them."""
        context = {
            "title": str(self.heading),
            "crumbs": [{"label": parent.title, "url": parent.get_absolute_url()}],
            "columns": present.headings(self.model, self.columns),
            "rows": rows,
            "count": len(rows),
            "text": self.text(parent),
            "actions": self.actions(parent),
            "empty": {"text": str(self.empty or _("Nothing here yet."))},
            "back_url": parent.get_absolute_url(),
        }
        return panel(request, context)


def panel(request, context, template="casework/panel.html"):
    """Answer with the bare part when htmx asks; the template makes a page of it otherwise."""
    response = render(request, template, context)
    response["Vary"] = "HX-Request"
    return response
