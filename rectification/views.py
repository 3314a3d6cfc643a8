"""Pages of what is put right: feedback, plan and its three lists, items, immediate fixes, and the balance."""

import datetime

import django_filters
from django.db.models import Case, Count, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import clock, policy, present
from casework.models import Deadline
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, nearest_open, panel, today, with_next_due
from findings.models import Finding, Landing, WorkingPaper
from inspections.models import Engagement, Round

from . import actions, balance
from .models import Feedback, ImmediateFix, Item, Plan, Progress

ITEM_COLUMNS = (
    Column("number", _("number"), link=True, sort="number"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("problem", _("problem"), wide=True),
    Column("unit.name", _("responsible unit"), sort="engagement__unit__sort_key"),
    Column("category"),
    Column("leader"),
    Column("due_on", kind="date"),
    Column("progress_text", _("progress"), kind="num", sort="percent"),
    Column("stage", kind="tag", sort="stage"),
)
WITHOUT_UNIT = tuple(column for column in ITEM_COLUMNS if column.name != "unit.name")
FEEDBACK_COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("unit.name", _("inspected unit")),
    Column("audience"),
    Column("held_on", kind="date", sort="held_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
PLAN_COLUMNS = (
    Column("title", _("plan"), link=True),
    Column("returned_times", _("times returned"), kind="num"),
    Column("lamp", _("lamp"), kind="lamp"),
    Column("stage", kind="tag"),
)
FIX_COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("problem", wide=True),
    Column("unit.name", _("inspected unit")),
    Column("due_on", kind="date", sort="due_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


def table(title, model, columns, rows, empty=""):
    """Return a table of children as a page takes it."""
    rows = list(rows)
    return {
        "title": str(title),
        "columns": present.headings(model, columns),
        "rows": present.table(rows, columns, today()),
        "count": len(rows),
        "empty": {"text": str(empty)} if empty else None,
    }


def with_dates(items):
    """Annotate items with the nearest open date, as ``next_due``: their own, or that of the plan they wait for."""
    plans = (
        Deadline.objects.open()
        .filter(thing_kind=Plan._meta.label_lower, thing_id=OuterRef("feedback__plan__pk"))
        .order_by("due_on")
        .values("due_on")[:1]
    )
    of_plan = Case(When(stage=Item.Stage.ASSIGNED, then=Subquery(plans)))
    return items.annotate(next_due=Coalesce(nearest_open(Item), of_plan))


# -- items -------------------------------------------------------------------------------------------------------


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

    def things(self):
        return super().things().select_related("item", "case")


# -- feedback and plan ---------------------------------------------------------------------------------------------


class FeedbackFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Feedback.Stage.choices)
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")

    class Meta:
        model = Feedback
        fields = ["stage", "unit"]


class FeedbackList(ThingList):
    model = Feedback
    heading = _("Feedback")
    columns = FEEDBACK_COLUMNS
    filterset = FeedbackFilter

    def rows(self):
        return super().rows().select_related("engagement__unit")


class FeedbackPage(ThingPage):
    model = Feedback
    parents = ("engagement",)
    facts = (("unit.name", _("inspected unit")), "audience", "held_on", "overview", "demands", "report")

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "case")

    def children(self, feedback):
        user = self.request.user
        plans = with_next_due(Plan.objects.visible_to(user).filter(feedback=feedback)).select_related(
            "feedback__engagement__unit"
        )
        items = with_dates(Item.objects.visible_to(user).filter(feedback=feedback)).select_related("engagement__unit")
        return [
            table(now("Rectification plan"), Plan, PLAN_COLUMNS, plans),
            table(now("Problems fed back"), Item, WITHOUT_UNIT, items.order_by("place")),
        ]


class PlanPage(ThingPage):
    model = Plan
    parents = ("feedback.engagement", "feedback")
    facts = ("feedback", "returned_times")

    def things(self):
        return super().things().select_related("feedback__engagement__unit", "case")

    def children(self, plan):
        items = Item.objects.visible_to(self.request.user).filter(feedback=plan.feedback)
        items = with_dates(items).select_related("engagement__unit").order_by("place")
        return [table(now("What every problem says"), Item, WITHOUT_UNIT, items)]

    def more(self, plan):
        return {"tabs": _tabs(plan, "")}


LISTS = {
    "problems": (_("Problem list"), ("place", "problem", "manifestation", "category", "goal", "stage")),
    "tasks": (_("Task list"), ("place", "problem", "goal", "measures", "due_on", "progress_text")),
    "responsibilities": (_("Responsibility list"), ("place", "problem", "leader", "department", "person", "due_on")),
}
WIDE = {"problem", "manifestation", "measures", "goal"}


def _tabs(plan, current):
    rows = [{"label": now("Plan"), "url": plan.get_absolute_url(), "current": not current}]
    for name, (title, _columns) in LISTS.items():
        url = reverse("rectification:plan-list", args=[plan.key, name])
        rows.append({"label": str(title), "url": url, "current": name == current})
    return rows


class ThreeLists(View):
    """The problem list, the task list and the responsibility list: three views of the same items."""

    def get(self, request, key, name):
        if name not in LISTS:
            raise Http404
        plan = get_object_or_404(
            Plan.objects.visible_to(request.user).select_related("feedback__engagement__unit"), key=key
        )
        title, names = LISTS[name]
        columns = [
            Column(
                each,
                _("progress") if each == "progress_text" else "",
                kind="tag" if each == "stage" else "text",
                link=each == "place",
                wide=each in WIDE,
            )
            for each in names
        ]
        items = Item.objects.visible_to(request.user).filter(feedback=plan.feedback).order_by("place")
        context = {
            "title": f"{plan.unit} · {title}",
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": str(plan), "url": plan.get_absolute_url()},
            ],
            "tabs": _tabs(plan, name),
            "columns": present.headings(Item, columns),
            "rows": present.table(items, columns, today()),
            "pager": {"count_text": now("%(n)s in all") % {"n": len(items)}},
        }
        return render(request, "casework/lists.html", context)


class OfEngagement(Panel):
    """Feedback, plans and fixes of one unit, for the page of the engagement."""

    model = Feedback
    heading = _("Rectification")
    columns = tuple(column for column in FEEDBACK_COLUMNS if column.name != "unit.name")
    empty = _("Nothing has been fed back yet.")

    def parent(self, key):
        return get_object_or_404(Engagement.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, engagement):
        rows = Feedback.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(rows.select_related("engagement__unit")).order_by("pk")

    def actions(self, engagement):
        if actions.feed_back.why_not(self.request.user, engagement, today()) is not None:
            return []
        return [{"label": actions.feed_back.label, "url": move_url(actions.feed_back, engagement)}]


# -- put right at once ---------------------------------------------------------------------------------------------


class FixFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ImmediateFix.Stage.choices)

    class Meta:
        model = ImmediateFix
        fields = ["stage"]


class FixList(ThingList):
    model = ImmediateFix
    heading = _("Put right at once")
    columns = FIX_COLUMNS
    filterset = FixFilter

    def rows(self):
        return super().rows().select_related("engagement__unit")


class FixPage(ThingPage):
    model = ImmediateFix
    parents = ("engagement",)
    facts = (("unit.name", _("inspected unit")), "manifestation", "demand", "due_on", "result")

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "case")


# -- the balance ---------------------------------------------------------------------------------------------------


def round_for_balance(request, key) -> Round:
    """Return the round if its reader may see its balance."""
    seen = policy.seen_by(request.user, "oversee", "direct", "observe")
    return get_object_or_404(Round.objects.visible_to(request.user).filter(case__in=seen), key=key)


def balance_lines(round: Round, found: balance.Balance) -> list[dict]:
    """Return the balance as a statement; every number links to its rows, sealed ones are a number alone."""
    base = reverse("findings:finding-list")
    rows = [{"label": now("Matters recorded"), "count": found.recorded, "sum": True}]
    for kind, label in Landing.Kind.choices:
        sealed = kind == Landing.Kind.DISCIPLINE
        url = "" if sealed else f"{base}?round={round.key}&landing={kind}"
        rows.append({"label": str(label), "count": found.landed[kind], "url": url, "sealed": sealed})
    papers = f"{reverse('findings:workingpaper-list')}?round={round.key}&stage={WorkingPaper.Stage.DROPPED}"
    rows.append({"label": now("Papers dropped with a reason"), "count": found.dropped_papers, "url": papers})
    rows.append(
        {
            "label": now("Findings not established"),
            "count": found.dropped - found.dropped_papers,
            "url": f"{base}?round={round.key}&stage={Finding.Stage.NOT_ESTABLISHED}",
        }
    )
    rows.append(
        {
            "label": now("Still open"),
            "count": found.open,
            "url": f"{reverse('rectification:balance', args=[round.key])}#exceptions",
            "tone": "warn" if found.open else "",
        }
    )
    if found.unexplained:
        rows.append({"label": now("Unexplained"), "count": found.unexplained, "tone": "late"})
    return rows


class BalancePage(View):
    """The one-line promise of a round, as a bank statement: recorded = answered."""

    inner = True

    def get(self, request, key):
        round, day = round_for_balance(request, key), today()
        found = balance.of(round, day)
        loose = balance.exceptions(round, day)
        things = present.things_of(((one.thing.kind, one.thing.pk) for one in loose), request.user)
        exceptions = []
        for one in loose:
            seen = things.get((one.thing.kind, one.thing.pk))
            exceptions.append(
                {
                    "number": one.thing.number if seen or not one.sealed else now("sealed"),
                    "url": seen.get_absolute_url() if seen else "",
                    "title": seen.title if seen else "",
                    "owner": one.owner,
                    "due": one.due_on.isoformat() if one.due_on else "",
                    "lamp": clock.lamp(one.due_on, None, day),
                    "why": one.what,
                }
            )
        labels = dict(Landing.Kind.choices)
        context = {
            "title": now("Balance of %(round)s") % {"round": round},
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": str(round), "url": round.get_absolute_url()},
            ],
            "lines": balance_lines(round, found),
            "further": [{"label": str(labels[kind]), "count": n} for kind, n in found.further.items()],
            "exceptions": exceptions,
            "balanced": found.balanced,
        }
        return render(request, "casework/balance.html", context)


class BalancePanel(View):
    """The balance in short, for the page of the round."""

    inner = True

    def get(self, request, key):
        round, day = round_for_balance(request, key), today()
        found = balance.of(round, day)
        context = {
            "title": now("Everything has its landing"),
            "lines": balance_lines(round, found),
            "balanced": found.balanced,
            "without_end": found.without_end,
            "url": reverse("rectification:balance", args=[round.key]),
        }
        return panel(request, context, "casework/balance_panel.html")
