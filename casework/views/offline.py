"""Reading in a list that was filled in offline: choose the file, check cell by cell, confirm. Nothing is kept between.

What was chosen travels with the page, signed for its person: so nothing of it lies anywhere but in its own table.
"""

import base64
from typing import Any, ClassVar

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.generic import View

from .. import exports, sheets
from ..forms import SheetUpload
from ..moves import Refused, Stale
from ..offline import Offline

#: so long a file that was chosen may be confirmed, in seconds
FRESH = 2 * 60 * 60
#: so many rows of a sheet are shown, the refused ones first; the rest is counted
SHOWN = 300
#: so many faults are listed above the sheets
LISTED = 50
ORDER = {"refused": 0, "new": 1, "changed": 1, "same": 2}


class OfflineDoor(View):
    """The door by which one kind of list comes back; subclasses say who finds it, what it is, and where it leads."""

    #: the form that takes the workbook, as its field ``file``
    upload: ClassVar[Any] = SheetUpload

    #: what else the form asked, as it was typed; it travels with the file
    said: dict[str, str]

    def check(self, content: bytes) -> Offline:
        """Return what the file would do. Raises ``ValidationError`` when it can't be read at all."""
        raise NotImplementedError

    def new_form(self, *args) -> Any:
        """Return the form that takes the workbook."""
        return self.upload(*args)

    def says(self) -> dict[str, Any]:
        """Return what the page says: title, crumbs, lead, and the address of the list to be filled in."""
        raise NotImplementedError

    def home(self) -> str:
        """Return the address of what the list belongs to."""
        raise NotImplementedError

    def salt(self) -> str:
        """Return what nobody else's file is signed with."""
        return f"offline {self.request.path} {self.request.user.pk}"

    def get(self, request, *args, **kwargs):
        return self._form(self.new_form())

    def post(self, request, *args, **kwargs):
        if kept := request.POST.get("kept"):
            return self._confirm(request, kept)
        form = self.new_form(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=422)
        content = form.cleaned_data["file"].read()
        self.said = {name: request.POST.get(name, "") for name in form.fields if name != "file"}
        try:
            found = self.check(content)
        except ValidationError as error:
            form.add_error("file", error)
            return self._form(form, status=422)
        return self._preview(content, found)

    def _confirm(self, request, kept):
        try:
            told = signing.loads(kept, salt=self.salt(), max_age=FRESH)
        except signing.BadSignature:
            messages.info(request, _("Please choose the file once more."))
            return redirect(request.path)
        content, self.said = base64.b64decode(told["file"]), told["said"]
        found = self.check(content)
        if request.POST.get("copy"):
            return marked_copy(content, found.sheets, self.says()["title"])
        if found.refused:
            return self._preview(content, found, status=422)
        if found.basis() != request.POST.get("token"):
            messages.warning(request, _("Something has changed meanwhile. Please check once more."))
            return self._preview(content, found, status=409)
        try:
            with transaction.atomic():
                found.apply()
        except (Refused, Stale, IntegrityError) as error:
            text = error.reason if isinstance(error, Refused) else _("Something has changed meanwhile.")
            messages.error(request, text)
            return self._preview(content, self.check(content), status=409)
        messages.success(request, self.told(found))
        return redirect(self.home())

    def told(self, found: Offline) -> str:
        """Return what is said when it has been read in."""
        counted = found.counts()
        return _("Read in: %(changed)d changed.") % {"changed": counted["changed"] + counted["new"]}

    def _page(self, status=200, **context):
        return render(self.request, "casework/import.html", self.says() | context, status=status)

    def _form(self, form, status=200):
        return self._page(status, form=form, back_url=self.home())

    def _preview(self, content, found: Offline, status=200):
        faults = list(found.faults())
        told = {"file": base64.b64encode(content).decode(), "said": self.said}
        return self._page(
            status,
            sheets=[shown(sheet) for sheet in found.sheets],
            counts=found.counts(),
            refused=found.refused,
            faults=faults[:LISTED],
            more_faults=max(0, len(faults) - LISTED),
            token=found.basis(),
            kept=signing.dumps(told, salt=self.salt()),
            back_url=self.request.path,
        )


def marked_copy(content: bytes, found: list[sheets.Sheet], title: str) -> HttpResponse:
    """Answer with the file as it came, with the cells marked that can't be taken."""
    response = HttpResponse(sheets.marked(content, found), content_type=exports.XLSX)
    name = _("%(title)s, to be corrected.xlsx") % {"title": title}
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "sandbox"
    return response


def _is_shown(sheet: sheets.Sheet, name: str) -> bool:
    """Whether a column stands on the page: one that is read, and of those hidden in the file one with a fault."""
    heading = sheet.paper.find(name)
    if heading is None or not heading.field:
        return False
    return not heading.hidden or any(line.cells[name].error for line in sheet.lines)


def shown(sheet: sheets.Sheet, columns: list[str] | None = None) -> dict[str, Any]:
    """Return a sheet as the page takes it; ``columns`` are the headings that are shown, those that are read if None."""
    if columns is None:
        columns = [name for name in sheet.columns if _is_shown(sheet, name)]
    lines = sorted(sheet.lines, key=lambda line: (ORDER[line.state], line.number))
    rows = [
        {"line": line.number, "state": line.state, "cells": [line.cells[name] for name in columns]}
        for line in lines[:SHOWN]
    ]
    notes = list(sheet.notes())
    if len(lines) > SHOWN:
        notes.insert(0, _("%(n)d more rows are not shown.") % {"n": len(lines) - SHOWN})
    return {
        "name": sheet.name,
        "columns": [f"{sheet.columns[name]} {name}" for name in columns],
        "rows": rows,
        "count": len(lines),
        "note": " ".join(notes),
    }
