"""What it moves to decide which of several dates counts: beside the form that does."""

from typing import ClassVar

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import present, ruling
from ..models import Moving
from .panels import panel


class DateMoves(View):
    """From which day to which a date moves where another of its rules counts."""

    model: ClassVar[type[Moving]]

    def rows(self, thing):
        """Return the dates that can be chosen."""
        return ruling.beside(thing)

    def get(self, request, key):
        return self.shown(request, key, request.GET)

    def post(self, request, key):
        return self.shown(request, key, request.POST)

    def shown(self, request, key, asked):
        thing = get_object_or_404(self.model.objects.visible_to(request.user), key=key)
        chosen = ruling.named(self.rows(thing), asked.get("date", ""))
        moved = ruling.moved_by(chosen) if chosen else []
        context = present.moved_dates(moved, request.user) | {"title": _("Dates that this moves")}
        context["bare"] = "beside" in request.GET
        return panel(request, context, "casework/moved.html")
