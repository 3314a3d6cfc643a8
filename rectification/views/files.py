"""Many files for many items at once: each is given to an item, and every item gets one report with its files."""

import re

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.generic import View

from casework import files as gate
from casework import policy
from casework.moves import Refused, Stale
from casework.views import today

from .. import actions
from ..models import Item, Plan
from .grid import WRITERS, items_of
from .plan import plan_for, tabs

#: a name that begins with the number of an item: “3 缴款书.pdf”, “第03项-照片.jpg”
LEADING = re.compile(r"^\s*(?:第|问题)?0*([1-9][0-9]{0,2})(?![0-9])")


def guess(name: str, items: list[Item]) -> Item | None:
    """Return the item that a file's name speaks of: by its whole number, or by its place at the beginning."""
    for item in items:
        if item.number in name:
            return item
    found = LEADING.match(name)
    return next((item for item in items if found and item.place == int(found[1])), None)


class PlanFiles(View):
    """Drop the files, look at where each would go, send them; all of them or none."""

    model = Plan

    def get(self, request, key):
        return self._page(plan_for(request.user, key))

    def post(self, request, key):
        plan = plan_for(request.user, key)
        items = items_of(plan, request.user)
        by_key = {item.key: item for item in items}
        uploads = request.FILES.getlist("files")
        chosen = request.POST.getlist("items")
        errors, given = [], {}
        for place, upload in enumerate(uploads):
            item = by_key.get(chosen[place]) if place < len(chosen) else guess(upload.name, items)
            item = item or by_key.get(request.POST.get("rest", ""))
            try:
                gate.check(upload)
            except ValidationError as error:
                errors += error.messages
            if item is None:
                errors.append(_("“%(name)s” says no item: choose one.") % {"name": upload.name})
            else:
                given.setdefault(item.pk, (item, []))[1].append(upload)
        if not uploads:
            errors = [_("Choose at least one file.")]
        if errors:
            return self._page(plan, errors, status=422)
        return self._send(plan, list(given.values()))

    def _send(self, plan, given):
        done = self.request.POST.get("done", "").strip()
        try:
            with transaction.atomic():
                for item, uploads in given:
                    about = item
                    said = done or _("Evidence handed in: %(names)s.") % {
                        "names": "、".join(one.name for one in uploads)
                    }
                    values = {"percent": item.percent, "done": said, "outcome": item.outcome or Item.Outcome.GOING_ON}
                    actions.report_progress(item, by=self.request.user, today=today(), files=uploads, **values)
        except (Refused, Stale) as error:
            reason = error.reason if isinstance(error, Refused) else _("Somebody else has changed this meanwhile.")
            text = _("Nothing was handed in. %(item)s: %(reason)s") % {"item": about.number, "reason": reason}
            return self._page(plan, [text], status=403 if isinstance(error, Refused) else 409)
        count = sum(len(uploads) for _item, uploads in given)
        said = {"files": count, "items": len(given)}
        messages.success(self.request, _("%(files)d files handed in for %(items)d items.") % said)
        return redirect(self.request.path)

    def _page(self, plan, errors=(), status=200):
        items = items_of(plan, self.request.user)
        may_send = bool(WRITERS & policy.words_on(self.request.user, plan.case))
        context = {
            "title": _("Hand in many files"),
            "crumbs": [
                {"label": _("Desk"), "url": reverse("casework:home")},
                {"label": str(plan), "url": plan.get_absolute_url()},
            ],
            "tabs": tabs(plan, "files"),
            "lead": _("A file whose name begins with the number of an item goes there by itself; you can change it."),
            "may_send": may_send,
            "errors": errors,
            "items": [item for item in items if item.stage in Item.UNDER_WAY],
            "done": self.request.POST.get("done", ""),
        }
        return render(self.request, "rectification/files.html", context, status=status)
