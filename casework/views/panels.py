"""A part of another page, fetched by its address."""

from typing import Any, ClassVar

from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import present
from ..models import Moving
from ..present import Column
from .rows import today


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
