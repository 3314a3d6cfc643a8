"""Verifying many items at once: one opinion, one decision; a line of history each, and all of it or nothing."""

from django.contrib import messages
from django.db import transaction
from django.db.models import Exists, OuterRef
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import policy, present
from casework.moves import Refused, Stale
from casework.present import Column
from casework.views import today

from .. import actions
from ..models import Handling, Item, Recovery
from .item import ItemFilter
from .tables import with_dates

Put = Item.Stage
WAITING = (Put.UNIT_SIGNED, Put.VERIFYING)
VERIFIERS = ("oversee", "lead")
MOST = 200
WAITING_COLUMNS = (
    Column("number", _("number"), link=True),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("problem", _("problem"), wide=True),
    Column("unit.name", _("inspected unit")),
    Column("outcome"),
    Column("concerns_more", _("money or people")),
    Column("stage", kind="tag"),
)


class VerifyItems(View):
    """Every item that waits for whoever opens this page to verify it, to be ticked and decided together."""

    inner = True

    def rows(self):
        held = policy.seen_by(self.request.user, *VERIFIERS)
        money = Recovery.objects.filter(item=OuterRef("pk"), stage=Recovery.Stage.ENTERED)
        people = Handling.objects.filter(item=OuterRef("pk"), stage=Handling.Stage.ENTERED)
        rows = Item.objects.visible_to(self.request.user).filter(case__in=held, stage__in=WAITING)
        rows = rows.select_related("engagement__unit", "landing__finding", "case")
        return with_dates(rows).annotate(concerns_more=Exists(money) | Exists(people)).order_by("next_due", "pk")

    def get(self, request):
        if not set(VERIFIERS) & policy.held_anywhere(request.user):
            raise Http404
        return self._page()

    def post(self, request):
        chosen = list(self.rows().filter(key__in=request.POST.getlist("key"))[:MOST])
        note, back = request.POST.get("note", "").strip(), request.POST.get("decision") == "return"
        if not chosen:
            return self._page(now("Choose at least one item."), status=422)
        if back and not note:
            return self._page(now("Say what is missing."), status=422)
        try:
            with transaction.atomic():
                for item in chosen:
                    about = item
                    decide(item, note, by=request.user, back=back)
        except (Refused, Stale) as error:
            reason = error.reason if isinstance(error, Refused) else now("Somebody else has changed this meanwhile.")
            text = now("Nothing was decided. %(item)s: %(reason)s") % {"item": about.number, "reason": reason}
            return self._page(text, status=403 if isinstance(error, Refused) else 409)
        messages.success(request, now("%(n)d items decided.") % {"n": len(chosen)})
        return redirect(request.get_full_path())

    def _page(self, error="", status=200):
        bound = ItemFilter(self.request.GET or None, queryset=self.rows(), request=self.request)
        found = list(bound.qs[:MOST])
        picked = set(self.request.POST.getlist("key"))
        rows = present.table(found, WAITING_COLUMNS, today())
        for row, item in zip(rows, found, strict=True):
            row |= {"value": item.key, "name": item.number, "picked": item.key in picked}
        context = {
            "title": now("Verify items"),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "lead": now(
                "One opinion for all that are ticked; each gets its line in the history, or none of them does."
            ),
            "filter_form": bound.form,
            "error": error,
            "columns": present.headings(Item, WAITING_COLUMNS),
            "rows": rows,
            "note": self.request.POST.get("note", ""),
        }
        return render(self.request, "rectification/verify.html", context, status=status)


def decide(item: Item, note: str, *, by, back: bool) -> None:
    """Verify one item by the step that it waits for, or return it."""
    if back:
        verb = actions.return_item
    elif item.stage == Put.VERIFYING:
        verb = actions.confirm_close
    else:
        verb = actions.verify_first if actions.concerns_money_or_people(item) else actions.close
    verb(item, by=by, today=today(), version=item.version, note=note)
