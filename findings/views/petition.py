"""Pages of petitions, and of the leave to know who wrote them."""

import django_filters
from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import render
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import present
from casework.models import Attachment, Event
from casework.present import Column
from casework.views import MoveDoor, ThingList, ThingPage, today, with_next_due

from .. import exports
from ..models import Petition, ReporterIdentity, Unsealing
from .letter import exchange
from .source import Register, RegisterFilter, SourcePage

UNSEALING_COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("petition", wide=True),
    Column("unit.name", _("inspected unit")),
    Column("asked_by.name", _("asked by")),
    Column("until", kind="date", sort="until"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


class PetitionFilter(RegisterFilter):
    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Petition.Stage.choices)
    channel = django_filters.ChoiceFilter(label=_("Way it came"), choices=Petition.Channel.choices)
    named = django_filters.BooleanFilter(label=_("Real name given"))
    important = django_filters.BooleanFilter(label=_("Important"))

    class Meta:
        model = Petition
        fields = ["q", "engagement", "stage", "channel", "named", "important"]

    def contains(self, rows, _name, text):
        return rows.filter(Q(summary__icontains=text) | Q(wording__icontains=text))


class PetitionList(Register):
    model = Petition
    heading = _("Petitions")
    ledger = exports.PETITIONS
    filterset = PetitionFilter
    columns = (
        Column("number", link=True, sort="pk"),
        Column("summary", wide=True),
        Column("channel"),
        Column("named"),
        Column("important"),
        Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
        Column("on", kind="date", sort="on"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        """With what the ledger counts beside the row: its files, and the day on which it was sorted."""
        of_this = {"thing_kind": "findings.petition", "thing_id": OuterRef("pk")}
        files = Attachment.objects.filter(**of_this).order_by().values("thing_id").annotate(n=Count("pk")).values("n")
        sorted_on = Event.objects.filter(**of_this, from_stage=Petition.Stage.ENTERED).exclude(
            to_stage=Petition.Stage.ENTERED
        )
        return (
            super()
            .rows()
            .annotate(
                file_count=Coalesce(Subquery(files), 0), handled_on=Subquery(sorted_on.order_by("id").values("on")[:1])
            )
        )


class PetitionPage(SourcePage):
    model = Petition
    facts = (
        ("unit.name", _("inspected unit")),
        "channel",
        "on",
        "named",
        "important",
        "about_unit",
        "about_name",
        "about_post",
        "managed",
        "summary",
        "wording",
        ("author.name", _("entered by")),
        "seen_on",
        "passed_to",
        "receipt",
        "conclusion",
    )

    def children(self, petition):
        words = [
            {
                "title": title,
                "columns": present.headings(model, columns),
                "rows": present.table(rows, columns, today()),
                "count": len(rows),
            }
            for title, model, columns, rows in exchange(petition, self.request.user)
        ]
        asked = Unsealing.objects.visible_to(self.request.user).filter(petition=petition)
        rows = list(with_next_due(asked.select_related("petition__engagement__unit", "asked_by")))
        table = {
            "title": now("Who asked for the reporter's name"),
            "columns": present.headings(Unsealing, UNSEALING_COLUMNS),
            "rows": present.table(rows, UNSEALING_COLUMNS, today()),
            "count": len(rows),
        }
        return [*words, *super().children(petition), *([table] if rows else [])]


class UnsealingFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Unsealing.Stage.choices)

    class Meta:
        model = Unsealing
        fields = ["stage"]


class UnsealingList(ThingList):
    model = Unsealing
    heading = _("Unsealing of reporters' names")
    lead = _("Asked for on the page of a petition; granted by the head of the office.")
    filterset = UnsealingFilter
    columns = UNSEALING_COLUMNS

    def rows(self):
        return super().rows().select_related("petition__engagement__unit", "asked_by")


class UnsealingPage(ThingPage):
    model = Unsealing
    parents = ("engagement", "petition")
    facts = (
        ("unit.name", _("inspected unit")),
        "petition",
        ("asked_by.name", _("asked by")),
        "motive",
        "until",
    )

    def things(self):
        return super().things().select_related("petition__engagement__unit", "petition__engagement__round", "asked_by")


class ReporterDoor(MoveDoor):
    """Shows the reporter on the answer itself, this once; no page can show him again without another reading."""

    def _do(self, request, form, form_key):
        """Every press is a reading of its own: none is answered from the line of an earlier one."""
        return super()._do(request, form, "")

    def _answer(self, made):
        reporter = ReporterIdentity._base_manager.get(petition=self.thing.petition_id)
        context = {
            "title": now("Who the reporter is"),
            "crumbs": [{"label": self.thing.title, "url": self.thing.get_absolute_url()}],
            "reporter": reporter,
            "until": self.thing.until,
            "back_url": self.thing.get_absolute_url(),
        }
        return render(self.request, "findings/reporter.html", context)
