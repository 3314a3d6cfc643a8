"""Pages of the registers of a team."""

import django_filters
from django.db.models import Count, Max
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import present
from casework.present import Column
from casework.views import ThingList, ThingPage, panel, today, with_next_due
from inspections.models import Engagement

from .. import actions, exports
from ..models import Concern, DocumentRequest, FieldVisit, Lead, PersonalMatterCheck, Sitting, Talk, WorkingPaper
from .filling import offered
from .tables import CONCERN_COLUMNS, LEAD_COLUMNS, PAPER_COLUMNS


def engagements_of_reader(request):
    return Engagement.objects.visible_to(request.user).select_related("unit", "round").order_by("-round_id", "pk")


class RegisterFilter(django_filters.FilterSet):
    """What every register can be narrowed by; each adds its own."""

    engagement = django_filters.ModelChoiceFilter(
        label=_("Unit"), to_field_name="key", queryset=engagements_of_reader, field_name="engagement"
    )


class TalkFilter(RegisterFilter):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Talk.Stage.choices)
    group = django_filters.ChoiceFilter(label=_("Group of people"), choices=Talk.Group.choices)
    name = django_filters.CharFilter(label=_("Name"), lookup_expr="icontains")

    class Meta:
        model = Talk
        fields = ["engagement", "stage", "group", "name"]


class DocumentFilter(RegisterFilter):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=DocumentRequest.Stage.choices)

    class Meta:
        model = DocumentRequest
        fields = ["engagement", "stage"]


class VisitFilter(RegisterFilter):
    class Meta:
        model = FieldVisit
        fields = ["engagement"]


class CheckFilter(RegisterFilter):
    agrees = django_filters.BooleanFilter(label=_("Agrees with what was reported"))

    class Meta:
        model = PersonalMatterCheck
        fields = ["engagement", "agrees"]


class SittingFilter(RegisterFilter):
    kind_of = django_filters.ChoiceFilter(label=_("Kind of meeting"), choices=Sitting.Kind.choices)

    class Meta:
        model = Sitting
        fields = ["engagement", "kind_of"]


class Register(ThingList):
    """A register: the newest entry first; a new one is made on the page of the unit."""

    lead = _("A new entry is made on the page of the unit.")

    def rows(self):
        return super().rows().select_related("engagement__unit", "author")


class TalkList(Register):
    model = Talk
    heading = _("Individual talks")
    ledger = exports.TALKS
    filterset = TalkFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("name", _("person talked to"), sort="name"),
        Column("group"),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("on", kind="date", sort="on"),
        Column("inspector.name", _("inspector")),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )


class DocumentList(Register):
    model = DocumentRequest
    heading = _("Documents asked for and read")
    ledger = exports.DOCUMENTS
    filterset = DocumentFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("title_text", wide=True),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("due_on", kind="date", sort="due_on"),
        Column("received_on", kind="date"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )


class VisitList(Register):
    model = FieldVisit
    heading = _("Field visits")
    ledger = exports.VISITS
    filterset = VisitFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("place", wide=True),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("on", kind="date", sort="on"),
        Column("met", kind="num"),
        Column("author.name", _("inspector")),
    )


class CheckList(Register):
    model = PersonalMatterCheck
    heading = _("Checks of personal matters")
    ledger = exports.CHECKS
    filterset = CheckFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("name", _("person checked"), sort="name"),
        Column("report"),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("on", kind="date", sort="on"),
        Column("agrees"),
    )


class SittingList(Register):
    model = Sitting
    heading = _("Meetings of the team")
    ledger = exports.SITTINGS
    filterset = SittingFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("title_text", wide=True),
        Column("kind_of"),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("on", kind="date", sort="on"),
    )


class SourcePage(ThingPage):
    """An entry of a register, with the leads that it gave."""

    parents = ("engagement.round", "engagement")

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "author", "case")

    def children(self, source):
        leads = Lead.objects.visible_to(self.request.user).filter(source_kind=source.kind, source_id=source.pk)
        rows = list(with_next_due(leads.select_related("engagement__unit", "author")))
        if not rows:
            return []
        return [
            {
                "title": now("Leads"),
                "columns": present.headings(Lead, LEAD_COLUMNS),
                "rows": present.table(rows, LEAD_COLUMNS, today()),
                "count": len(rows),
            }
        ]


class TalkPage(SourcePage):
    model = Talk
    facts = (
        ("unit.name", _("inspected unit")),
        "name",
        "post",
        "organisation_name",
        "group",
        "due_on",
        "on",
        "place",
        ("inspector.name", _("first inspector")),
        ("second.name", _("second inspector")),
        ("recorder.name", _("recorder")),
        "minutes",
        ("signature", _("record signed by the person")),
        "summary",
    )

    def things(self):
        return super().things().select_related("second", "recorder")

    def children(self, talk):
        rows = Concern.objects.visible_to(self.request.user).filter(talk=talk)
        rows = list(rows.select_related("talk__engagement__unit", "author").order_by("pk"))
        if not rows:
            return super().children(talk)
        concerns = {
            "title": now("Confided concerns"),
            "columns": present.headings(Concern, CONCERN_COLUMNS),
            "rows": present.table(rows, CONCERN_COLUMNS, today()),
            "count": len(rows),
        }
        return [concerns, *super().children(talk)]


class DocumentPage(SourcePage):
    model = DocumentRequest
    facts = (
        ("unit.name", _("inspected unit")),
        "keeper",
        "due_on",
        "received_on",
        ("late", _("handed over late")),
        "returned_on",
        "truthful",
        "pages",
    )


class VisitPage(SourcePage):
    model = FieldVisit
    facts = (
        ("unit.name", _("inspected unit")),
        "place",
        "on",
        "met",
        ("author.name", _("inspector")),
        "seen",
    )


class CheckPage(SourcePage):
    model = PersonalMatterCheck
    facts = (
        ("unit.name", _("inspected unit")),
        "name",
        "post",
        "report",
        "on",
        "agrees",
        "result",
        ("author.name", _("inspector")),
    )


class SittingPage(SourcePage):
    model = Sitting
    facts = (
        ("unit.name", _("inspected unit")),
        "kind_of",
        "on",
        "place",
        "chair",
        "speaker",
        "attendees",
        "agenda",
        "minutes",
        ("author.name", _("entered by")),
    )

    def children(self, sitting):
        rows = WorkingPaper.objects.visible_to(self.request.user).filter(sitting=sitting)
        rows = list(with_next_due(rows.select_related("engagement__unit", "author")).order_by("pk"))
        if not rows:
            return super().children(sitting)
        papers = {
            "title": now("Working papers that it agreed to"),
            "columns": present.headings(WorkingPaper, PAPER_COLUMNS),
            "rows": present.table(rows, PAPER_COLUMNS, today()),
            "count": len(rows),
        }
        return [papers, *super().children(sitting)]


REGISTER_COLUMNS = (
    (_("register"), "text"),
    (_("entries"), "num"),
    (_("last entry"), "date"),
    (_("of these"), "text"),
)


class Registers(View):
    """How much was heard, read and seen in one unit, register by register, and what has not been touched yet."""

    model = Talk

    def get(self, request, key):
        engagement = get_object_or_404(Engagement.objects.visible_to(request.user).select_related("unit"), key=key)
        rows = [self.row(request.user, engagement, model) for model in actions.REGISTERS]
        if not any(rows) and engagement.stage not in actions.TEAM_AT_WORK:
            raise Http404
        labels = [str(label) for label, _kind in REGISTER_COLUMNS]
        context = {
            "title": now("What was heard, read and seen"),
            "crumbs": [{"label": engagement.title, "url": engagement.get_absolute_url()}],
            "columns": [{"label": str(label), "key": kind, "kind": kind} for label, kind in REGISTER_COLUMNS],
            "rows": [
                {
                    "url": url,
                    "cells": [
                        {"kind": "link", "text": name, "url": url, "label": labels[0]},
                        {"kind": "num", "text": str(count), "label": labels[1]},
                        {"kind": "date", "text": present.text_of(last), "label": labels[2]},
                        {"kind": "text", "text": parts, "label": labels[3], "wide": True},
                    ],
                }
                for name, url, count, last, parts in rows
            ],
            "actions": offered(engagement, request.user, "talks", "petitions"),
            "back_url": engagement.get_absolute_url(),
        }
        return panel(request, context)

    @staticmethod
    def row(user, engagement, model):
        seen = model.objects.visible_to(user).filter(engagement=engagement)
        on = "on" if any(field.name == "on" for field in model._meta.fields) else "received_on"
        found = seen.aggregate(count=Count("pk"), last=Max(on))
        field = {"talk": "group", "sitting": "kind_of", "survey": "kind_of"}.get(model._meta.model_name, "stage")
        words = dict(model._meta.get_field(field).choices)
        counts = seen.values_list(field).annotate(n=Count("pk")).order_by("-n", field)
        parts = "、".join(f"{words[value]} {n}" for value, n in counts) if len(words) > 1 else ""
        url = f"{reverse(f'findings:{model._meta.model_name}-list')}?engagement={engagement.key}"
        return str(model._meta.verbose_name_plural), url, found["count"], found["last"], parts
