"""The columns of what is put right, and the dates of its rows."""

from django.db.models import Case, OuterRef, Subquery, When
from django.db.models.functions import Coalesce
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import present
from casework.models import Deadline
from casework.present import Column
from casework.views import NUMBER, nearest_open, today

from ..models import Item, Plan

#: so many rows stand behind a number on one page
ROWS_A_PAGE = 100

ITEM_COLUMNS = (
    Column("number", _("number"), link=True, sort="number"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("problem", _("problem"), wide=True),
    Column("unit.name", _("responsible unit"), sort="engagement__unit__sort_key"),
    Column("category"),
    Column("leaders", _("responsible leader")),
    Column("due_on", kind="date"),
    Column("progress_text", _("progress"), kind="num", sort="percent"),
    Column("stage", kind="tag", sort="stage"),
)


WITHOUT_UNIT = tuple(column for column in ITEM_COLUMNS if column.name != "unit.name")


FEEDBACK_COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("unit.name", _("inspected unit")),
    Column("audience"),
    Column("held_on", kind="date", sort="held_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


PLAN_COLUMNS = (
    Column("title", _("plan"), link=True),
    Column("returned_times", _("times returned"), kind="num"),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("stage", kind="tag"),
)


FIX_COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("problem", wide=True),
    Column("unit.name", _("inspected unit")),
    Column("due_on", kind="date", sort="due_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


def table(title, model, columns, rows, empty=""):
    """Return a table of children as a page takes it."""
    rows = list(rows)
    return {
        "title": str(title),
        "columns": present.headings(model, columns),
        "rows": present.table(rows, columns, today()),
        "count": len(rows),
        "empty": {"text": str(empty)} if empty else None,
    }


def with_dates(items):
    """Annotate items with the nearest open date, as ``next_due``: their own, or that of the plan they wait for."""
    plans = (
        Deadline.objects.running()
        .filter(thing_kind=Plan._meta.label_lower, thing_id=OuterRef("feedback__plan__pk"))
        .order_by("due_on")
        .values("due_on")[:1]
    )
    of_plan = Case(When(stage__in=(*Item.WRITABLE, Item.Stage.UNDER_REVIEW), then=Subquery(plans)))
    return items.annotate(next_due=Coalesce(nearest_open(Item), of_plan))


def page_of(request) -> slice:
    """Return which rows are asked for, in whole pages; the first ones when what is asked makes no sense."""
    asked = request.GET.get("from", "")
    start = int(asked) // ROWS_A_PAGE * ROWS_A_PAGE if NUMBER.fullmatch(asked) else 0
    return slice(start, start + ROWS_A_PAGE)


def pager(request, total: int) -> dict[str, str]:
    """Return how many rows there are and the ways to the pages before and after, with all else that was asked."""
    page = page_of(request)

    def at(place: int) -> str:
        query = request.GET.copy()
        query["from"] = str(place)
        return f"?{query.urlencode()}"

    return {
        "count_text": now("%(n)s in all") % {"n": total},
        "previous_url": at(page.start - ROWS_A_PAGE) if page.start else "",
        "next_url": at(page.stop) if page.stop < total else "",
    }
