"""Pages of letters: what went out together, and whether the house still agrees with what was sent."""

import django_filters
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column, headings, table
from casework.views import Panel, ThingList, ThingPage, today, with_next_due
from inspections.models import Round

from .. import exports, package, readings
from ..models import Clue, Outgoing, Referral, SealedLetter, TransferLetter

COLUMNS = (
    Column("number", _("number of the letter"), link=True, sort="pk"),
    Column("round.name", _("round")),
    Column("receiver.name", _("receiver"), sort="receiver__sort_key"),
    Column("way", _("way of transfer")),
    Column("sent_on", kind="date", sort="sent_on"),
    Column("reply_by", kind="date", sort="reply_by"),
    Column("stage", kind="tag", sort="stage"),
)
MATTER_COLUMNS = (
    Column("number", _("number"), link=True),
    Column("title_text", _("matter"), wide=True),
    Column("unit.name", _("inspected unit")),
    Column("disposition"),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("stage", kind="tag"),
)


class LetterFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Outgoing.Stage.choices)

    class Meta:
        model = TransferLetter
        fields = ["q", "stage"]

    def contains(self, rows, _name, value):
        return rows.filter(Q(number__icontains=value) | Q(receiver__name__icontains=value))


class SealedLetterFilter(LetterFilter):
    class Meta:
        model = SealedLetter
        fields = ["q", "stage"]


class TransferLetterList(ThingList):
    model = TransferLetter
    heading = _("Letters of transfer")
    lead = _("A new one is sent on the page of its round: matters for the same department go together.")
    columns = COLUMNS
    filterset = LetterFilter
    ledger = exports.LETTERS

    def rows(self):
        rows = super().rows().select_related("round", "receiver")
        return rows.prefetch_related("matters") if self.exporting else rows

    @property
    def exporting(self) -> bool:
        """Whether the rows are taken as a workbook, which says more of each letter than the list does."""
        return self.request.path.endswith("/export/")


class SealedLetterList(TransferLetterList):
    model = SealedLetter
    ledger = None
    heading = _("Letters under seal")
    filterset = SealedLetterFilter


class TransferLetterPage(ThingPage):
    model = TransferLetter
    matters = Referral
    parents = ("round",)
    facts = (
        ("receiver.name", _("receiver")),
        "way",
        ("rests_on", _("what it rests on")),
        "demand",
        "contact",
        "phone",
        "sent_on",
        "reply_by",
        ("signer.name", _("signed for by")),
        "signed_on",
    )

    def things(self):
        return super().things().select_related("round", "receiver", "meeting", "signer", "case")

    def children(self, thing):
        """What went with it, as far as the reader may still see it; a matter may be with another department by now."""
        numbers = [one["number"] for one in package.content(thing)["matters"]]
        found = self.matters.objects.visible_to(self.request.user).filter(number__in=numbers)
        rows = list(with_next_due(found.select_related("unit")).order_by("pk"))
        return [
            {
                "id": "matters",
                "title": now("Matters"),
                "count": len(rows),
                "columns": headings(self.matters, MATTER_COLUMNS),
                "rows": table(rows, MATTER_COLUMNS, today()),
                "empty": {"text": now("None of them is with you any more.")},
                "actions": [
                    {
                        "label": now("Check the package"),
                        "url": reverse(f"referrals:{self.model._meta.model_name}-package", args=[thing.key]),
                        "primary": False,
                    }
                ],
            }
        ]


class SealedLetterPage(TransferLetterPage):
    model = SealedLetter
    matters = Clue


class PackageOfLetter(Panel):
    """What was sent, line by line, and whether the house still agrees with it."""

    model = TransferLetter
    heading = _("Frozen package")
    columns = (
        Column("number", _("number")),
        Column("title", _("matter"), wide=True),
        Column("files", _("files"), kind="num"),
    )

    def parent(self, key):
        return get_object_or_404(
            self.model.objects.visible_to(self.request.user).select_related("round", "receiver", "meeting"), key=key
        )

    def text(self, parent):
        found = list(package.faults(parent))
        if not found:
            return now("Everything agrees with what was sent. SHA-256: %(digest)s") % {"digest": parent.sha256}
        return now("It does not agree with what was sent: %(faults)s") % {"faults": " ".join(found)}

    def get(self, request, key):
        parent = self.parent(key)
        labels = [str(column.label) for column in self.columns]
        rows = []
        for one in package.content(parent)["matters"]:
            texts = (one["number"], one["title_text"], str(len(one["files"])))
            cells = [
                {"label": label, "kind": column.kind, "text": text, "wide": column.wide}
                for label, column, text in zip(labels, self.columns, texts, strict=True)
            ]
            rows.append({"url": "", "cells": cells})
        return self.shown(request, parent, rows)


class PackageOfSealedLetter(PackageOfLetter):
    model = SealedLetter

    def get(self, request, key):
        readings.note(request.user, self.parent(key).matters.all(), readings.Way.PAGE)
        return super().get(request, key)


class LettersOfRound(Panel):
    """The letters that went out for a round, for its page; each under its own walls."""

    model = TransferLetter
    heading = _("Letters of transfer")
    columns = tuple(column for column in COLUMNS if column.name != "round.name")
    inner = True
    empty = _("No letter has been sent yet.")

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user), key=key)

    def rows(self, parent):
        rows = self.model.objects.visible_to(self.request.user).filter(round=parent)
        return rows.select_related("receiver").order_by("-pk")
