"""The register of copies: a number that was read off a sheet, and whose it is."""

import re

import django_filters
from django.apps import apps
from django.db.models import Q
from django.http import Http404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from .. import policy, present
from ..models import TakenCopy
from ..present import Column
from .lists import ThingList


class TakenCopyFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(
        label=_("Copy number"), method="bears", help_text=_("As it stands on the sheet; some of its digits are enough.")
    )
    who = django_filters.CharFilter(label=_("Name or user name"), method="taken_by")

    class Meta:
        model = TakenCopy
        fields = ["number", "who"]

    def bears(self, rows, _name, text):
        """What stands on a sheet is in groups, and a photograph may show only some of them."""
        digits = re.sub(r"\D", "", text)
        return rows.filter(number__contains=digits) if digits else rows.none()

    def taken_by(self, rows, _name, text):
        return rows.filter(Q(person__name__icontains=text.strip()) | Q(person__username__iexact=text.strip()))


class TakenCopyList(ThingList):
    """For the head of the office and the auditor; for everybody else it is not there."""

    model = TakenCopy
    inner = True
    heading = _("Whose copy is it?")
    lead = _(
        "Every file and paper of a feedback, its draft or a transfer, and every inner paper, bears "
        "its reader's copy number. "
        "What it is a copy of is shown to those who may see that."
    )
    columns = (
        Column("grouped", _("copy number")),
        Column("person"),
        Column("at", kind="date", sort="at"),
        Column("kind_name", _("kind")),
        Column("what", _("copy of")),
        Column("file", _("file"), wide=True),
        Column("marked"),
    )
    filterset = TakenCopyFilter
    order = "-at"

    def get(self, request):
        if not policy.held_anywhere(request.user) & {"direct", "audit"}:
            raise Http404
        return super().get(request)

    def rows(self):
        return super().rows().select_related("person", "attachment")

    def empty(self):
        return {"text": now("No copy bears such a number.") if self.request.GET else now("Nothing here yet.")}

    def _page(self, rows):
        """Say of each copy what it is of, as far as the reader may see that."""
        found, pager = super()._page(rows)
        things = present.things_of(((row.thing_kind, row.thing_id) for row in found), self.request.user)
        for row in found:
            thing = things.get((row.thing_kind, row.thing_id))
            row.kind_name = apps.get_model(row.thing_kind)._meta.verbose_name
            row.what = thing
            row.file = (row.attachment.name if row.attachment else now("paper to print")) if thing else ""
        return found, pager
