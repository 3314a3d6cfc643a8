"""Rectification at a glance, unit by unit: the office's own summary, as a list and as a workbook."""

from django.http import Http404
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.present import Column
from casework.views import LedgerDoor, ThingList
from inspections.models import Engagement
from inspections.views import EngagementFilter

from .. import exports, overview

READERS = frozenset({"oversee", "direct", "observe"})


class ForTheOffice:
    """For whoever oversees or observes rounds, and for nobody else."""

    inner = True

    def dispatch(self, request, *args, **kwargs):
        if not policy.held_anywhere(request.user) & READERS:
            raise Http404
        return super().dispatch(request, *args, **kwargs)


class OverviewList(ForTheOffice, ThingList):
    model = Engagement
    heading = _("Rectification at a glance")
    lead = _("Done of what was to be done, unit by unit; without what is for the principal alone or lies under seal.")
    filterset = EngagementFilter
    ledger = exports.OVERVIEW
    columns = (
        Column("unit.name", _("inspected unit"), link=True, sort="unit__sort_key"),
        Column("round.name", _("round"), sort="round_id"),
        Column("items_said", _("problems put right"), kind="num", sort="items_done"),
        Column("items_rate", _("in a hundred"), kind="num"),
        Column("fixes_said", _("done at once"), kind="num", sort="fixes_done"),
        Column("fixes_rate", _("in a hundred"), kind="num"),
        Column("matters_said", _("matters settled"), kind="num", sort="matters_done"),
        Column("matters_rate", _("in a hundred"), kind="num"),
        Column("held_bodies", _("Party organisations held to account"), kind="num", sort="held_bodies"),
        Column("held_people", _("people held to account"), kind="num", sort="held_people"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        mine = policy.seen_by(self.request.user, *READERS)
        rows = Engagement.objects.visible_to(self.request.user).filter(case__in=mine)
        return overview.with_counts(rows, self.request.user).select_related("unit", "round")


class OverviewBook(ForTheOffice, LedgerDoor):
    """The same as a workbook."""

    of = OverviewList
