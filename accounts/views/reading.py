"""Reading in a workbook: choose the file, check it cell by cell, confirm. Nothing is kept in between.

What was chosen travels with the page, signed for its person: so nothing of it lies anywhere but in its own tables.
"""

import base64
from collections.abc import Iterator
from typing import Any, Protocol

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.generic import View

from casework.moves import Refused, Stale

from ..forms import RosterUpload
from ..sheets import Sheet

#: so long a file that was chosen may be confirmed, in seconds
FRESH = 2 * 60 * 60
MAX_BYTES = 1_000_000
LISTED = 50


class Checked(Protocol):
    """A workbook beside what is registered: what it would do, and what stands against it."""

    sheets: list[Sheet]

    @property
    def refused(self) -> bool: ...

    def counts(self) -> dict[str, int]:
        """Return how many rows would be new, changed, same and refused."""
        ...

    def faults(self) -> Iterator[str]:
        """Yield a sentence for each refused cell."""
        ...

    def basis(self) -> str:
        """Return a digest of all that would be done and of what it would be done to."""
        ...

    def apply(self) -> None:
        """Do what was found; the caller holds the transaction."""
        ...


class ReadIn(View):
    """The three steps for one kind of workbook; subclasses say what it is checked against, and whose file it is."""

    form_class: type[RosterUpload] = RosterUpload
    heading: Any = ""
    lead: Any = ""

    def check(self, content: bytes, said: dict[str, Any]) -> Checked:
        """Return what the file would do; ``said`` is what else the form asked, as it was typed.

        Raises ``ValidationError`` when the file can't be read at all.
        """
        raise NotImplementedError

    def about(self) -> str:
        """Return what the file is read for: a file that was checked for one thing can't be confirmed for another."""
        raise NotImplementedError

    def back_url(self) -> str:
        raise NotImplementedError

    def template_url(self) -> str:
        raise NotImplementedError

    def crumbs(self) -> list[dict[str, str]]:
        raise NotImplementedError

    def new_form(self, *args) -> RosterUpload:
        return self.form_class(*args)

    def done(self, checked: Checked) -> str:
        """Return what is said when it has been read in."""
        return _("Read in: %(new)d created, %(changed)d changed.") % checked.counts()

    # -- the steps -----------------------------------------------------------------------------------------------

    def get(self, request, **_where):
        return self._form(self.new_form())

    def post(self, request, **_where):
        if kept := request.POST.get("kept"):
            return self._confirm(request, kept)
        form = self.new_form(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=422)
        content = form.cleaned_data["file"].read()
        if len(content) > MAX_BYTES:
            form.add_error("file", _("The file is larger than 1 MB: read it in by parts."))
            return self._form(form, status=422)
        said = {name: request.POST.get(name, "") for name in form.fields if name != "file"}
        try:
            checked = self.check(content, said)
        except ValidationError as error:
            form.add_error("file", error)
            return self._form(form, status=422)
        return self._preview(content, said, checked)

    def _confirm(self, request, kept):
        try:
            told = signing.loads(kept, salt=self._salt(), max_age=FRESH)
        except signing.BadSignature:
            messages.info(request, _("Please choose the file once more."))
            return redirect(request.path)
        content, said = base64.b64decode(told["file"]), told["said"]
        checked = self.check(content, said)
        if checked.refused:
            return self._preview(content, said, checked, status=422)
        if checked.basis() != request.POST.get("token"):
            messages.warning(request, _("Something has changed meanwhile. Please check once more."))
            return self._preview(content, said, checked, status=409)
        try:
            with transaction.atomic():
                checked.apply()
        except (Refused, Stale) as error:
            text = error.reason if isinstance(error, Refused) else _("Something has changed meanwhile.")
            messages.error(request, text)
            return self._preview(content, said, self.check(content, said), status=409)
        messages.success(request, self.done(checked))
        return redirect(self.back_url())

    def _salt(self) -> str:
        return f"read in {self.about()} {self.request.user.pk}"

    def _page(self, status=200, **context):
        context = {"title": str(self.heading), "crumbs": self.crumbs()} | context
        return render(self.request, "casework/import.html", context, status=status)

    def _form(self, form, status=200):
        return self._page(
            status, form=form, template_url=self.template_url(), back_url=self.back_url(), lead=str(self.lead)
        )

    def _preview(self, content: bytes, said: dict[str, Any], checked: Checked, status=200):
        faults = list(checked.faults())
        told = {"file": base64.b64encode(content).decode(), "said": said}
        return self._page(
            status,
            sheets=[_shown(sheet) for sheet in checked.sheets],
            counts=checked.counts(),
            refused=checked.refused,
            faults=faults[:LISTED],
            more_faults=max(0, len(faults) - LISTED),
            token=checked.basis(),
            kept=signing.dumps(told, salt=self._salt()),
            back_url=self.request.path,
        )


def _shown(sheet: Sheet) -> dict[str, Any]:
    """Return a sheet as the preview takes it: the columns that are read, and which are not."""
    columns = [name for name in sheet.columns if (heading := sheet.paper.find(name)) and heading.field]
    rows = [
        {"line": line.number, "state": line.state, "cells": [line.cells[name] for name in columns]}
        for line in sheet.lines
    ]
    note = _("Columns that are not read: %(columns)s.") % {"columns": "、".join(sheet.unknown)}
    return {
        "name": sheet.name,
        "columns": [f"{sheet.columns[name]} {name}" for name in columns],
        "rows": rows,
        "count": len(rows),
        "note": note if sheet.unknown else "",
    }
