"""Reading in a department's list: choose the file, check cell by cell, confirm. Nothing is kept in between.

What was chosen travels with the page, signed for its person: so nothing of a clue lies anywhere but in its own table.
"""

import base64

from django.contrib import messages
from django.core import signing
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from accounts.forms import RosterUpload
from casework import policy
from casework.moves import Refused, Stale
from casework.views import today

from ..answers import Answers
from ..models import Clue, Referral

#: so long a file that was chosen may be confirmed, in seconds
FRESH = 2 * 60 * 60
MAX_BYTES = 1_000_000
LISTED = 50


class AnswersToReferrals(View):
    """Open to a department that something lies with; to everybody else it is not there."""

    model = Referral

    def dispatch(self, request, *args, **kwargs):
        held = policy.seen_by(request.user, "handle")
        if not self.model.objects.visible_to(request.user).filter(case__in=held).exists():
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get(self, request):
        return self._form(RosterUpload())

    def post(self, request):
        if kept := request.POST.get("kept"):
            return self._confirm(request, kept)
        form = RosterUpload(request.POST, request.FILES)
        if not form.is_valid():
            return self._form(form, status=422)
        content = form.cleaned_data["file"].read()
        if len(content) > MAX_BYTES:
            form.add_error("file", _("The file is larger than 1 MB: read it in by parts."))
            return self._form(form, status=422)
        try:
            answers = Answers.check(content, self.model, request.user, today())
        except ValidationError as error:
            form.add_error("file", error)
            return self._form(form, status=422)
        return self._preview(request, content, answers)

    def _confirm(self, request, kept):
        try:
            said = signing.loads(kept, salt=self._salt(request), max_age=FRESH)
        except signing.BadSignature:
            messages.info(request, _("Please choose the file once more."))
            return redirect(request.path)
        content = base64.b64decode(said)
        answers = Answers.check(content, self.model, request.user, today())
        if answers.refused:
            return self._preview(request, content, answers, status=422)
        if answers.basis() != request.POST.get("token"):
            messages.warning(request, _("Something has changed meanwhile. Please check once more."))
            return self._preview(request, content, answers, status=409)
        try:
            with transaction.atomic():
                answers.apply()
        except (Refused, Stale) as error:
            text = error.reason if isinstance(error, Refused) else _("Something has changed meanwhile.")
            messages.error(request, text)
            again = Answers.check(content, self.model, request.user, today())
            return self._preview(request, content, again, status=409)
        messages.success(request, _("Read in: %(changed)d changed.") % answers.counts())
        return redirect(self._inbox())

    def _salt(self, request) -> str:
        return f"answers {self.model._meta.label_lower} {request.user.pk}"

    def _inbox(self) -> str:
        return reverse(f"referrals:{self.model._meta.model_name}-inbox")

    def _page(self, status=200, **context):
        context = {
            "title": _("Read in the answers of the department"),
            "crumbs": [{"label": _("To be answered"), "url": self._inbox()}],
        } | context
        return render(self.request, "casework/import.html", context, status=status)

    def _form(self, form, status=200):
        return self._page(
            status,
            form=form,
            template_url=f"{self._inbox()}export/",
            back_url=self._inbox(),
            lead=_("Take the list, fill it in, read it in again. An empty cell leaves what is there."),
        )

    def _preview(self, request, content, answers, status=200):
        faults = list(answers.faults())
        return self._page(
            status,
            sheets=[self._sheet(sheet) for sheet in answers.sheets],
            counts=answers.counts(),
            refused=answers.refused,
            faults=faults[:LISTED],
            more_faults=max(0, len(faults) - LISTED),
            token=answers.basis(),
            kept=signing.dumps(base64.b64encode(content).decode(), salt=self._salt(request)),
            back_url=request.path,
        )

    @staticmethod
    def _sheet(sheet):
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


class AnswersToClues(AnswersToReferrals):
    model = Clue
