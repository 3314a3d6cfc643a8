"""A register of one unit goes out to be filled in offline, and is read in again."""

import tempfile
from typing import Any

from django.db import transaction
from django.http import FileResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.views.generic import View

from casework import policy
from casework.exports import XLSX, register
from casework.refill import Refilled, Register
from casework.views import OfflineDoor, refused, today
from inspections.models import Engagement

from ..filling import REGISTERS, TALKS
from ..models import Talk


def may_fill(of: Register, engagement: Engagement, user) -> str | None:
    """Return why this person can't fill in the register of a unit, or None when he may."""
    if of.new is not None:
        return of.new.why_not(user, engagement, today())
    words = policy.words_on(user, engagement.case)
    return None if set(of.change.by) & set(words) else now("Only the team of the unit fills it in.")


def offered(engagement: Engagement, user, *names: str) -> list[dict[str, str]]:
    """Return the buttons that lead to the registers of these names, where the person may fill them in."""
    return [
        {
            "label": now("Fill in offline: %(title)s") % {"title": REGISTERS[name].title},
            "url": reverse(f"findings:read-{name}", args=[engagement.key]),
            "icon": "table-cells",
        }
        for name in names
        if may_fill(REGISTERS[name], engagement, user) is None
    ]


class OfRegister:
    """Open to whoever may enter or change rows of it in this unit; who does not see the unit finds nothing."""

    inner = True
    register: Register = TALKS
    model: Any = Talk

    def dispatch(self, request, key):
        rows = Engagement.objects.visible_to(request.user).select_related("unit", "round", "case")
        self.engagement = get_object_or_404(rows, key=key)
        if reason := may_fill(self.register, self.engagement, request.user):
            return refused(request, reason, self.engagement)
        return super().dispatch(request, key=key)

    def things(self):
        """Return the rows of the register, without those of which only a stub is left."""
        rows = self.register.model.objects.visible_to(self.request.user).filter(engagement=self.engagement)
        return rows.exclude(stage__in=self.register.model.left).select_related("engagement__unit", "case")


class RegisterBook(OfRegister, View):
    """The register as it stands, with drop-downs and room for new rows; who takes it is kept."""

    def get(self, request, key):
        of, user, day = self.register, request.user, today()
        blank = of.blank(self.engagement, user, day)
        things = self.things().order_by("pk")
        with transaction.atomic():
            export = register(user, of.title, str(self.engagement.unit), things.count())
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        of.ledger(blank).write(file, of.rows(things, user, day), of.model, export)
        file.seek(0)
        name = f"{of.title}_{self.engagement.unit}_{export.number}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


class ReadRegister(OfRegister, OfflineDoor):
    """The register comes back: new rows, changed ones, and where somebody else was faster."""

    def check(self, content):
        return Refilled.check(self.register, content, self.engagement, self.things(), self.request.user, today())

    def home(self):
        return self.engagement.get_absolute_url()

    def told(self, found):
        return now("Read in: %(new)d created, %(changed)d changed.") % found.counts()

    def says(self):
        name = next(name for name, one in REGISTERS.items() if one is self.register)
        return {
            "title": self.register.title,
            "crumbs": [{"label": str(self.engagement.title), "url": self.home()}],
            "template_url": reverse(f"findings:fill-{name}", args=[self.engagement.key]),
            "lead": now(
                "Take the list, fill it in, read it in again. A row without a mark of the house is a new one. "
                "An empty cell leaves what is there."
            ),
        }
