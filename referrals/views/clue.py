"""Pages of clues."""

import django_filters
from django.utils import timezone
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.views import DateMoves, LedgerDoor, MoveDoor

from .. import exports, readings
from ..models import Clue
from .handover import FACTS, HandoverFilter, receivers_in
from .referral import ReferralList, ReferralPage


class ClueFilter(HandoverFilter):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Clue.Stage.choices)
    receiver = receivers_in(Clue)

    class Meta:
        model = Clue
        fields = ["q", "stage", "receiver"]


class ClueLedgerDoor(LedgerDoor):
    """A list of clues as a workbook: each row of it has been read."""

    def noted(self, rows):
        readings.note(self.request.user, rows.order_by("pk"), readings.Way.LEDGER)


class ClueList(ReferralList):
    model = Clue
    heading = _("Clues under seal")
    ledger_door = ClueLedgerDoor
    filterset = ClueFilter
    ledger = exports.CLUES


READING_COLUMNS = (_("read at"), _("read by"), _("way of reading"))


class CluePage(ReferralPage):
    """Every opening is written down, and whoever holds the clue reads by whom it was opened."""

    model = Clue
    parents = ()
    facts = (
        *FACTS,
        "review_on",
        "four_forms",
        *Clue.DEALT_WITH,
        "subject_level",
        "managed",
        "discipline",
        "category",
        "subcategory",
        "source",
        "evidence",
        "finding_number",
        "registered_on",
        ("author.name", _("put under seal by")),
        ("seen_in_the_office_by", _("named for it in the office")),
        "sitting",
        "proposal",
        "proposed_form",
        "meeting",
        "decision",
    )

    def things(self):
        return super().things().select_related("category", "author", "sitting", "meeting", "overseers")

    def get(self, request, key):
        readings.note(request.user, self.things().filter(key=key), readings.Way.PAGE)
        return super().get(request, key)

    def children(self, thing):
        rows = thing.readings.select_related("person").order_by("-pk")[:100]
        cells = [
            (timezone.localtime(row.at).strftime("%Y-%m-%d %H:%M"), row.person, row.get_way_display()) for row in rows
        ]
        labels = [str(label) for label in READING_COLUMNS]
        return [
            {
                "id": "readings",
                "title": now("Who has opened it"),
                "count": thing.readings.count(),
                "columns": [{"label": label, "key": label, "kind": "text"} for label in labels],
                "rows": [
                    {
                        "url": "",
                        "cells": [
                            {"label": label, "kind": "text", "text": str(text)}
                            for label, text in zip(labels, row, strict=True)
                        ],
                    }
                    for row in cells
                ],
            }
        ]


class ClueDoor(MoveDoor):
    """The form of a move of a clue, which shows what the clue says."""

    def get(self, request, key):
        readings.note(request.user, [self.thing], readings.Way.PAGE)
        return super().get(request, key)


class DatesOfClue(DateMoves):
    """Beside the form that says which date of a clue counts; it names the clue, so it is an opening of it."""

    model = Clue
    inner = True

    def shown(self, request, key, asked):
        readings.note(request.user, Clue.objects.visible_to(request.user).filter(key=key), readings.Way.PAGE)
        return super().shown(request, key, asked)
