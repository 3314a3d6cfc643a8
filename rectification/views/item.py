"""The ledger of rectification, its items and their reports."""

import datetime

import django_filters
from django.db.models import Count, Q
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage, today
from inspections.models import Round

from ..models import Item, Progress
from .evidence import evidence_panel
from .tables import ITEM_COLUMNS, table, with_dates


class ItemFilter(django_filters.FilterSet):
    LAMPS = (("late", _("late")), ("warn", _("due within ten days")), ("ok", _("on track")), ("done", _("closed")))

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

    class Meta:
        model = Item
        fields = ["q", "round", "unit", "stage", "lamp"]

    def contains(self, rows, _name, value):
        return rows.filter(Q(problem__icontains=value) | Q(number__icontains=value) | Q(measures__icontains=value))

    def by_lamp(self, rows, _name, value):
        return rows.filter(lamp_is(value, today()))


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

    def rows(self):
        return with_dates(super().rows().select_related("engagement__unit"))

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
        "measures",
        "leader",
        "department",
        "person",
        "due_kind",
        "due_on",
        ("progress_text", _("progress")),
        "outcome",
        "institutions",
        "closed_on",
    )

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "feedback__plan", "case")

    def panels(self, item):
        return evidence_panel(self, item)

    def children(self, item):
        columns = (
            Column("on", kind="date", link=True),
            Column("percent", kind="num"),
            Column("done", wide=True),
        )
        rows = Progress.objects.visible_to(self.request.user).filter(item=item).order_by("-pk")
        return [table(now("Progress"), Progress, columns, rows, empty=now("No progress has been reported yet."))]


class ProgressPage(ThingPage):
    model = Progress
    parents = ("item",)
    facts = ("item", "on", "percent", "done")

    def panels(self, progress):
        return evidence_panel(self, progress)

    def things(self):
        return super().things().select_related("item", "case")
