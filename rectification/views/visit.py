"""Pages of return visits: the visits, what they look at, the notices to the units; and a problem over the rounds."""

import django_filters
from django.db.models import Count, Prefetch, Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import likeness
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from inspections.models import Engagement, Round

from .. import actions, exports, relapse
from ..models import Item, ReturnVisit, VisitedItem, VisitNotice
from .accountability import accountability_panel
from .tables import table

UNIT = Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key")
VISIT_COLUMNS = (
    Column("number", link=True, sort="pk"),
    UNIT,
    Column("announced"),
    Column("due_on", kind="date", sort="due_on"),
    Column("until", kind="date"),
    Column("leader.name", _("who leads the visit")),
    Column("not_held", _("opened again by it"), kind="num"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
OF_VISIT = (
    Column("number", _("number"), link=True),
    Column("title", _("problem"), wide=True),
    Column("score", kind="num", sort="score"),
    Column("facts_text", _("facts that were counted"), wide=True),
    Column("result", sort="result"),
    Column("on", kind="date", sort="on"),
    Column("stage", kind="tag", sort="stage"),
)
VISITED_COLUMNS = (
    *OF_VISIT[:2],
    Column("unit.name", _("inspected unit"), sort="visit__engagement__unit__sort_key"),
    Column("visit.number", _("return visit")),
    *OF_VISIT[2:],
)
NOTICE_COLUMNS = (
    Column("number", link=True, sort="pk"),
    UNIT,
    Column("begins_on", kind="date", sort="begins_on"),
    Column("ends_on", kind="date"),
    Column("people", wide=True),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
Going = ReturnVisit.Stage
WAY = (
    (_("Planned"), (Going.PLANNED,)),
    (_("Approved"), (Going.APPROVED,)),
    (_("Announced or ready"), (Going.NOTIFIED, Going.UNANNOUNCED)),
    (_("On site"), (Going.ON_SITE,)),
    (_("Report"), (Going.REPORTED,)),
    (_("Heard"), (Going.HEARD,)),
    (_("Finished"), (Going.CLOSED,)),
)


def with_results(visits):
    """Annotate visits with how many items were opened again by them."""
    not_held = Count("visited", filter=Q(visited__result__in=VisitedItem.REOPENS))
    return visits.annotate(not_held=not_held).select_related("engagement__unit", "engagement__round", "leader")


class VisitFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ReturnVisit.Stage.choices)
    announced = django_filters.BooleanFilter(label=_("Announced"))

    class Meta:
        model = ReturnVisit
        fields = ["round", "unit", "stage", "announced"]


class VisitList(ThingList):
    model = ReturnVisit
    heading = _("Return visits")
    lead = _("A visit is planned on the page of the unit. The unit sees its notice, and nothing else of it.")
    ledger = exports.VISITS
    columns = VISIT_COLUMNS
    filterset = VisitFilter

    def rows(self):
        return with_results(super().rows())


class VisitPage(ThingPage):
    model = ReturnVisit
    parents = ("engagement.round", "engagement")
    facts = (
        ("unit.name", _("inspected unit")),
        "announced",
        "purpose",
        "due_on",
        "until",
        "leader",
        "people",
        "author",
        "notice",
        "arrived_on",
        "reported_on",
        "report",
        "heard_on",
        "meeting",
        "closed_on",
    )

    def things(self):
        near = ("engagement__unit", "engagement__round", "leader", "author", "notice", "meeting__round", "case")
        return super().things().select_related(*near)

    def way(self, visit):
        return WAY

    def panels(self, visit):
        return accountability_panel(self, visit)

    def children(self, visit):
        rows = VisitedItem.objects.visible_to(self.request.user).filter(visit=visit).select_related("item", "lead")
        rows = rows.order_by("-score", "pk")
        sample = [row for row in rows if row.item_id]
        left_over = [row for row in rows if row.lead_id]
        columns = tuple(column for column in OF_VISIT if column.name not in ("score", "facts_text"))
        shown = table(now("What is looked at again"), VisitedItem, OF_VISIT, sample, now("Nothing is in the sample."))
        leads = table(now("Left over from the stay"), VisitedItem, columns, left_over)
        return [{"id": "sample", **shown}, *([{"id": "left-over", **leads}] if left_over else [])]


class VisitedFilter(django_filters.FilterSet):
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="visit__engagement__unit__name", lookup_expr="icontains"
    )
    result = django_filters.ChoiceFilter(label=_("Result"), choices=VisitedItem.Result.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=VisitedItem.Stage.choices)
    visit = django_filters.ModelChoiceFilter(
        label=_("Return visit"),
        to_field_name="key",
        queryset=lambda request: ReturnVisit.objects.visible_to(request.user).select_related("engagement__unit"),
    )

    class Meta:
        model = VisitedItem
        fields = ["unit", "result", "stage", "visit"]


class VisitedList(ThingList):
    model = VisitedItem
    heading = _("Problems looked at again")
    lead = _("What return visits have found. The points are a sum of the facts beside them; they accuse nobody.")
    ledger = exports.VISITED
    columns = VISITED_COLUMNS
    filterset = VisitedFilter

    def rows(self):
        return super().rows().select_related("visit__engagement__unit", "item", "lead")


class VisitedPage(ThingPage):
    model = VisitedItem
    parents = ("visit",)
    facts = (
        ("unit.name", _("inspected unit")),
        ("visit", _("return visit")),
        ("item", _("item")),
        ("item.manifestation", _("specific manifestation")),
        ("item.goal", _("aim")),
        ("item.measures_text", _("measures")),
        ("item.institutions", _("rules made or amended")),
        ("lead", _("lead left over")),
        ("lead.about", _("what is known so far")),
        "score",
        ("facts_text", _("facts that were counted")),
        "proposed",
        "why",
        "result",
        "seen",
        "on",
        "checked_by",
        "second",
        "demand",
        "due_on",
        "found",
    )

    def things(self):
        near = ("visit__engagement__unit", "item", "lead", "found", "checked_by", "second", "case")
        return super().things().select_related(*near).prefetch_related("item__measures")

    def panels(self, visited):
        return accountability_panel(self, visited)


class VisitNoticeFilter(django_filters.FilterSet):
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=VisitNotice.Stage.choices)

    class Meta:
        model = VisitNotice
        fields = ["unit", "stage"]


class VisitNoticeList(ThingList):
    model = VisitNotice
    heading = _("Notices of return visits")
    ledger = exports.VISIT_NOTICES
    columns = NOTICE_COLUMNS
    filterset = VisitNoticeFilter

    def rows(self):
        return super().rows().select_related("engagement__unit")


class VisitNoticePage(ThingPage):
    model = VisitNotice
    parents = ("engagement",)
    facts = (("unit.name", _("inspected unit")), "begins_on", "ends_on", "people", "text", "on", "signed_on")

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "case")


class VisitsOfEngagement(Panel):
    """The return visits to one unit, for the page of the engagement."""

    model = ReturnVisit
    inner = True
    heading = _("Return visits")
    columns = tuple(column for column in VISIT_COLUMNS if column.name != "unit.name")
    empty = _("Nobody has gone back yet.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = ReturnVisit.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(with_results(rows)).order_by("-pk")

    def actions(self, engagement):
        if actions.plan_visit.why_not(self.request.user, engagement, today()) is not None:
            return []
        return [{"label": actions.plan_visit.label, "url": move_url(actions.plan_visit, engagement)}]


class VisitsOfRound(Panel):
    """Which units of a round deserve a return visit, and which had one: for the page of the round."""

    model = Engagement
    inner = True
    heading = _("Return visits")
    columns = (
        Column("unit.name", _("inspected unit"), link=True),
        Column("closed_items", _("closed items"), kind="num"),
        Column("likely_items", _("likely to relapse"), kind="num"),
        Column("points", _("points for a likely relapse"), kind="num"),
        Column("visits_text", _("return visits"), wide=True),
    )
    empty = _("No item of this round is closed yet.")

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user).select_related("case"), key=key)

    def text(self, round):
        return now("Units with the most points first; each point is a fact that is shown when a visit is planned.")

    def rows(self, round):
        """Return the units with what speaks for a visit; nothing for those who may not see the visits."""
        user = self.request.user
        visits = ReturnVisit.objects.visible_to(user).order_by("pk")
        rows = Engagement.objects.visible_to(user).filter(round=round).select_related("unit", "round")
        found = {row.pk: row for row in rows.prefetch_related(Prefetch("return_visits", visits))}
        for row in found.values():
            row.closed_items = row.likely_items = row.points = 0
            row.visits_text = "、".join(f"{v.number}（{v.get_stage_display()}）" for v in row.return_visits.all())
        for one in relapse.likely(list(found.values())):
            row = found[one.item.engagement_id]
            row.closed_items += 1
            row.likely_items += bool(one.score)
            row.points += one.score
        shown = [row for row in found.values() if row.closed_items or row.visits_text]
        return sorted(shown, key=lambda row: (-row.points, row.pk))


class LineageOfItem(Panel):
    """The same problem in this unit before and since, over the rounds: for the page of an item."""

    model = Item
    inner = True
    heading = _("The same problem before and since")
    columns = (
        Column("number", _("number"), link=True),
        Column("engagement.round.name", _("round")),
        Column("problem", wide=True),
        Column("alike", _("reads alike"), kind="num"),
        Column("closed_on", kind="date"),
        Column("reopened_times", kind="num"),
        Column("visits_text", _("return visits"), wide=True),
        Column("stage", kind="tag"),
    )

    def parent(self, key):
        rows = Item.objects.visible_to(self.request.user).select_related("engagement", "case")
        return get_object_or_404(rows, key=key)

    def rows(self, item):
        """Return the item itself and those of the same unit that read alike, the earliest first."""
        user = self.request.user
        visited = VisitedItem.objects.visible_to(user).filter(stage=VisitedItem.Stage.CHECKED)
        visited = visited.select_related("visit").order_by("on", "pk")
        rows = Item.objects.visible_to(user).filter(engagement__unit=item.engagement.unit_id)
        rows = rows.select_related("engagement__round").order_by("engagement__pk", "place")
        found = []
        for row in rows.prefetch_related(Prefetch("visited", visited)):
            share = 1.0 if row.pk == item.pk else likeness.of(item.problem, row.problem)
            if share >= relapse.SAME:
                row.alike = f"{share:.0%}"
                row.visits_text = "、".join(f"{v.on} {v.get_result_display()}" for v in row.visited.all())
                found.append(row)
        self.relapses = sum(row.reopened_times for row in found)
        return found

    def text(self, item):
        said = now("Opened again over all rounds: %(count)d.")
        return said % {"count": getattr(self, "relapses", 0)}
