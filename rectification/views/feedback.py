"""Pages of what was fed back."""

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from inspections.models import Engagement

from .. import actions
from ..models import Copy, Disclosure, Feedback, Item, Plan, UnitReport
from .copy import OF_FEEDBACK, copies_of
from .disclosure import OF_ONE_UNIT, disclosures_of
from .fix import fixes_table
from .tables import FEEDBACK_COLUMNS, PLAN_COLUMNS, WITHOUT_UNIT, table, with_dates
from .unit_report import OF_ONE_FEEDBACK, reports_of


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
    template_name = "rectification/feedback.html"
    prints = False
    facts = (
        ("unit.name", _("inspected unit")),
        "audience",
        "held_on",
        "place",
        "chair",
        "attendees",
        "absent",
        "overview",
        "demands",
        "limits",
        "stated_on",
        "statement",
        "report",
    )

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "case")

    def children(self, feedback):
        user = self.request.user
        plans = with_next_due(Plan.objects.visible_to(user).filter(feedback=feedback)).select_related(
            "feedback__engagement__unit"
        )
        items = with_dates(Item.objects.visible_to(user).filter(feedback=feedback)).select_related("engagement__unit")
        items = items.prefetch_related("measures")
        return [
            table(now("Rectification plan"), Plan, PLAN_COLUMNS, plans),
            table(now("Problems fed back"), Item, WITHOUT_UNIT, items.order_by("place")),
            table(now("Reports on rectification"), UnitReport, OF_ONE_FEEDBACK, reports_of(feedback, user)),
            table(now("What is published"), Disclosure, OF_ONE_UNIT, with_next_due(disclosures_of(feedback, user))),
            fixes_table(feedback.engagement, user),
            table(now("Numbered copies"), Copy, OF_FEEDBACK, copies_of(feedback, user), now("None that you may see.")),
        ]


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
