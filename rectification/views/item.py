"""The ledger of rectification, its items and their reports."""

import datetime
from typing import Any, NamedTuple

import django_filters
from django import forms
from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage, today
from inspections.models import Round

from .. import comparing, exports
from ..models import (
    Handling,
    Institution,
    Item,
    ItemMessage,
    ItemReview,
    Measure,
    Postponement,
    Progress,
    Recovery,
    YearlyCheck,
)
from .accountability import accountability_panel
from .effects import HANDLING_COLUMNS, RECOVERY_COLUMNS
from .evidence import evidence_panel
from .measure import MEASURE_COLUMNS, MESSAGE_COLUMNS, REVIEW_COLUMNS
from .tables import ITEM_COLUMNS, table, with_dates
from .time import CHECK_COLUMNS, POSTPONEMENT_COLUMNS


class ItemFilter(django_filters.FilterSet):
    LAMPS = (("late", _("late")), ("warn", _("due within ten days")), ("ok", _("on track")), ("done", _("closed")))

    TOLD = (
        ("in_time", _("in time")),
        ("late", _("late or handed in late")),
        ("closed", _("closed")),
        ("open", _("not closed yet")),
        ("returned", _("returned for more")),
        ("postponed", _("with more time")),
        ("reopened", _("opened again")),
    )

    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Item.Stage.choices)
    lamp = django_filters.ChoiceFilter(label=_("Lamp"), choices=LAMPS, method="by_lamp")
    told = django_filters.ChoiceFilter(label=_("What has happened to it"), choices=TOLD, method="by_told")
    engagement = django_filters.CharFilter(field_name="engagement__key", widget=forms.HiddenInput)

    class Meta:
        model = Item
        fields = ["q", "round", "unit", "stage", "lamp", "told", "engagement"]

    def contains(self, rows, _name, value):
        said = Measure.objects.filter(item=OuterRef("pk"), text__icontains=value)
        return rows.filter(Q(problem__icontains=value) | Q(number__icontains=value) | Exists(said))

    def by_lamp(self, rows, _name, value):
        return rows.filter(lamp_is(value, today()))

    def by_told(self, rows, _name, value):
        rows = comparing.told(rows, today())
        return rows.filter(was_late=False) if value == "in_time" else rows.filter(comparing.TOLD[value])


def lamp_is(tone: str, day: datetime.date) -> Q:
    """Return the condition on rows with ``next_due`` that their lamp shows ``tone`` on ``day``."""
    soon = day + datetime.timedelta(days=10)
    closed = Q(stage=Item.Stage.CLOSED)
    return {
        "done": closed,
        "late": Q(next_due__lt=day) & ~closed,
        "warn": Q(next_due__gte=day, next_due__lte=soon) & ~closed,
        "ok": (Q(next_due__gt=soon) | Q(next_due__isnull=True)) & ~closed,
    }[tone]


class ItemList(ThingList):
    model = Item
    heading = _("Rectification ledger")
    columns = ITEM_COLUMNS
    filterset = ItemFilter
    order = "lamp"
    ledger = exports.ITEMS

    def rows(self):
        return with_dates(super().rows().select_related("engagement__unit").prefetch_related("measures"))

    def more(self):
        """The lamp strip: four counts in one query, each a link to the rows it counts."""
        day = today()
        query = self.request.GET.copy()
        current = query.pop("lamp", [""])[-1]
        rows = self.filterset(query, queryset=self.rows(), request=self.request).qs
        counts = rows.order_by().aggregate(
            **{tone: Count("pk", filter=lamp_is(tone, day)) for tone, _w in ItemFilter.LAMPS}
        )
        lamps = []
        for tone, word in ItemFilter.LAMPS:
            query["lamp"] = tone
            lamps.append(
                {
                    "tone": tone,
                    "label": str(word),
                    "count": counts[tone],
                    "url": f"?{query.urlencode()}",
                    "current": tone == current,
                }
            )
        return {"lamps": lamps}


class ItemPage(ThingPage):
    model = Item
    parents = ("engagement", "feedback")
    facts = (
        ("unit.name", _("inspected unit")),
        "category",
        "manifestation",
        "recommendation",
        "goal",
        ("leaders", _("responsible leader")),
        ("departments", _("responsible department")),
        "first_due_on",
        "due_on",
        ("progress_text", _("progress")),
        "outcome",
        "institutions",
        "closed_on",
        "reopened_for",
        ("reopened_often", _("times opened again")),
    )

    def things(self):
        related = ("engagement__unit", "engagement__round", "feedback__plan", "feedback__engagement__unit", "case")
        rows = super().things().select_related(*related).prefetch_related("measures")
        has = {f"has_{part.model._meta.model_name}": Exists(part.rows().filter(item=OuterRef("pk"))) for part in PARTS}
        return rows.annotate(**has)

    def children(self, item):
        """What belongs to it; a table that would be empty is neither asked for nor shown."""
        user = self.request.user
        measures = table(now("Measures"), Measure, MEASURE_COLUMNS, item.measures.all(), now("None written yet."))
        shown = [measures]
        for part in PARTS:
            if getattr(item, f"has_{part.model._meta.model_name}"):
                rows = part.rows().visible_to(user).filter(item=item).select_related(*part.related).order_by("-pk")
                shown.append(table(part.title, part.model, part.columns, rows))
        if not item.has_progress:
            empty = now("No progress has been reported yet.")
            shown.append(table(now("Progress"), Progress, PROGRESS_COLUMNS, (), empty))
        return shown

    def panels(self, item):
        """What was noticed about its evidence; how the same problem went before and since, which no unit reads."""
        panels = evidence_panel(self, item)
        if settings.DOOR == "portal" or not self.words & {"oversee", "direct", "observe", "lead", "inspect"}:
            return panels
        url = reverse("rectification:lineage-of-item", args=[item.key])
        papers = reverse("rectification:papers-of-item", args=[item.key])
        return [
            *panels,
            {"title": now("The same problem before and since"), "url": url, "id": "lineage"},
            {"title": now("Supervision papers"), "url": papers, "id": "ladder"},
            *accountability_panel(self, item),
        ]


class Part(NamedTuple):
    """One kind of thing that lies with an item, and how its page shows them."""

    title: Any
    model: Any
    columns: tuple[Column, ...]
    related: tuple[str, ...] = ("case",)

    def rows(self):
        return self.model.objects.all()


PROGRESS_COLUMNS = (
    Column("on", kind="date", link=True),
    Column("percent", kind="num"),
    Column("outcome"),
    Column("done", wide=True),
)
RULE_COLUMNS = (
    Column("number", link=True),
    Column("name", wide=True),
    Column("paper"),
    Column("issued_on", kind="date"),
    Column("stage", kind="tag"),
)
PARTS = (
    Part(_("Progress"), Progress, PROGRESS_COLUMNS),
    Part(_("Questions and answers"), ItemMessage, MESSAGE_COLUMNS, ("author",)),
    Part(_("Joint review"), ItemReview, REVIEW_COLUMNS, ("body",)),
    Part(_("Requests for more time"), Postponement, POSTPONEMENT_COLUMNS),
    Part(_("Amounts put right"), Recovery, RECOVERY_COLUMNS),
    Part(_("People dealt with"), Handling, HANDLING_COLUMNS),
    Part(_("Rules made or amended"), Institution, RULE_COLUMNS),
    Part(_("Yearly checks"), YearlyCheck, CHECK_COLUMNS),
)


class ProgressPage(ThingPage):
    model = Progress
    parents = ("item",)
    facts = ("item", "on", "percent", "outcome", "done")

    def panels(self, progress):
        return evidence_panel(self, progress)

    def things(self):
        return super().things().select_related("item", "case")
