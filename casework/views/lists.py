"""A list of one kind, as far as its reader may see, and the ledger of it."""

import datetime
import tempfile
from typing import Any, BinaryIO, ClassVar

from django.contrib import messages
from django.db import transaction
from django.db.models import F, Q
from django.db.models.functions import Coalesce
from django.http import FileResponse, Http404, HttpRequest, QueryDict
from django.shortcuts import redirect, render
from django.urls import resolve, reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import exports, jobs, present
from ..exports import Ledger
from ..models import Moving
from ..present import Column
from .rows import NUMBER, today, with_next_due

PAGE_SIZES = (30, 20, 50, 100)
COUNT_LIMIT = 10_000
#: so many rows are written while the reader waits; more are written by a worker
EXPORT_LIMIT = 2_000
#: so many rows a sheet may have below its title and its headings (Excel's own limit)
ROWS = 1_048_574
#: who writes a list that takes longer
LEDGER = "ledger"
FAR = datetime.date(9999, 12, 31)


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
    #: the door by which it is taken, where that is more than taking it
    ledger_door: ClassVar[type[View] | None] = None
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
        row = rows.select_related(None).filter(key=mark).only("pk").first()
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
    """A list as a workbook: the same rows, filtered the same way, in the same order; who takes it is kept.

    What takes longer than a page may is made by a worker, in its reader's name, and waits in his inbox.
    """

    #: the list
    of: ClassVar[type[ThingList]] = ThingList
    #: what the list shows; its address says it, so that what is sealed has no address at the portal
    model: ClassVar[Any] = None
    #: how its address ends, after that of the list
    suffix: ClassVar[str] = "export/"
    #: what a worker writes into, and how it says how far it is; None while somebody waits for the page
    making: tuple[BinaryIO, jobs.Tell] | None = None

    def get(self, request):
        source = self.of()
        source.setup(request)
        rows, bound = source.filtered()
        count = rows.order_by().count()
        if self.making:
            file, tell = self.making
            return self._write(source, rows, bound, count, file, tell)
        if count > ROWS:
            text = _("A sheet holds at most %(limit)d rows: narrow the filter, then export again.") % {"limit": ROWS}
            return self._back(source, messages.WARNING, text)
        if count > EXPORT_LIMIT:
            return self._ask(source, count)
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        name = self._write(source, rows, bound, count, file)
        file.seek(0)
        return FileResponse(file, as_attachment=True, filename=name, content_type=exports.XLSX)

    def noted(self, rows) -> None:
        """Write down what else has to be known of whoever takes these rows, before a byte of them leaves."""

    def _ask(self, source, count):
        asked = {"path": self.request.path, "query": self.request.GET.urlencode()}
        about = self.model or source.model
        try:
            jobs.ask(self.request.user, LEDGER, source.ledger.title, asked, about=about, total=count)
        except jobs.TooMany as error:
            return self._back(source, messages.WARNING, str(error))
        text = _("%(n)d rows take a while. The workbook waits here as soon as it is ready.") % {"n": count}
        messages.info(self.request, text)
        return redirect("casework:notices")

    def _back(self, source, level, text):
        messages.add_message(self.request, level, text)
        return redirect(f"{self.request.path.removesuffix(self.suffix)}{source._url()}")

    def _write(self, source, rows, bound, count, file, tell=None) -> str:
        """Write the workbook, and return its name."""
        _name, field, down = source._sort()
        sign = "-" if down else ""
        self.noted(rows)
        ordered = source.ledger.joined(rows).order_by(f"{sign}{field}", f"{sign}pk")
        query = "；".join(chip["label"] for chip in source._chips(bound))
        with transaction.atomic():
            export = exports.register(self.request.user, source.ledger.title, query, count)
        written = ordered.iterator(chunk_size=500)
        source.ledger.write(file, _counted(written, count, tell) if tell else written, source.model, export)
        return f"{source.ledger.title}_{export.number}.xlsx"


def _counted(rows, total, tell):
    """Yield the rows, and say now and then how many there were."""
    tell(0, total)
    for number, row in enumerate(rows):
        if number % 200 == 0:
            tell(number)
        yield row


@jobs.maker(LEDGER)
def make_ledger(job, file, tell):
    """Write the list behind the address that was asked for, as its reader sees it by now."""
    request = HttpRequest()
    request.method, request.path, request.user = "GET", job.asked["path"], job.person
    request.GET = QueryDict(job.asked["query"])
    try:
        found = resolve(request.path)
        view = found.func.view_class(**found.func.view_initkwargs)
        view.setup(request, *found.args, **found.kwargs)
        view.making = file, tell
        return view.dispatch(request, *found.args, **found.kwargs), exports.XLSX
    except Http404 as error:
        raise jobs.CanNotBeMade(_("This list is not open to you any more.")) from error
