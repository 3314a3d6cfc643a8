"""Pages of what a unit prepares, and of what the office provides."""

import django_filters
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due

from .. import actions, exports
from ..models import Engagement, Preparation, Round, Support

PREPARATION_COLUMNS = (
    Column("number", kind="num", sort="number"),
    Column("name", link=True, wide=True),
    Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
    Column("due_on", kind="date", sort="due_on"),
    Column("ready_on", kind="date", sort="ready_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
SUPPORT_COLUMNS = (
    Column("name", link=True, wide=True),
    Column("kind_of"),
    Column("provider"),
    Column("begins_on", kind="date", sort="begins_on"),
    Column("ends_on", kind="date"),
    Column("cost", kind="num", sort="cost"),
)


class PreparationFilter(django_filters.FilterSet):
    engagement = django_filters.ModelChoiceFilter(
        label=_("Unit"),
        to_field_name="key",
        queryset=lambda request: Engagement.objects.visible_to(request.user).select_related("unit", "round"),
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Preparation.Stage.choices)

    class Meta:
        model = Preparation
        fields = ["engagement", "stage"]


class PreparationList(ThingList):
    model = Preparation
    heading = _("What units prepare")
    lead = _("The checklist is drawn up on the page of the unit; the unit marks what is ready.")
    ledger = exports.PREPARATIONS
    filterset = PreparationFilter
    order = "number"
    columns = PREPARATION_COLUMNS

    def rows(self):
        return super().rows().select_related("engagement__unit")


class PreparationPage(ThingPage):
    model = Preparation
    parents = ("engagement",)
    facts = (("unit.name", _("inspected unit")), "name", "due_on", "ready_on", "answer")

    def things(self):
        return super().things().select_related("engagement__unit", "case")


class PreparationsOfEngagement(Panel):
    """The checklist of one unit, for its page."""

    model = Preparation
    heading = _("What the unit prepares")
    columns = tuple(column for column in PREPARATION_COLUMNS if column.name != "unit.name")
    empty = _("The unit has not been asked to prepare anything.")

    def parent(self, key):
        found = Engagement.objects.visible_to(self.request.user).select_related("case")
        return get_object_or_404(found, key=key)

    def rows(self, engagement):
        rows = Preparation.objects.visible_to(self.request.user).filter(engagement=engagement)
        return with_next_due(rows.select_related("engagement__unit")).order_by("number")

    def actions(self, engagement):
        verb = actions.ask_preparations
        if verb.why_not(self.request.user, engagement, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, engagement)}]


class SupportFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), to_field_name="key", queryset=lambda request: Round.objects.visible_to(request.user)
    )
    kind_of = django_filters.ChoiceFilter(label=_("Kind of support"), choices=Support.Kind.choices)

    class Meta:
        model = Support
        fields = ["round", "kind_of"]


class SupportList(ThingList):
    model = Support
    heading = _("Support of rounds")
    lead = _("A new entry is made on the page of the round.")
    ledger = exports.SUPPORT
    filterset = SupportFilter
    columns = (*SUPPORT_COLUMNS[:2], Column("round.name", _("round"), sort="round_id"), *SUPPORT_COLUMNS[2:])

    def rows(self):
        return super().rows().select_related("round")


class SupportPage(ThingPage):
    model = Support
    parents = ("round",)
    facts = (("round.name", _("round")), "kind_of", "provider", "begins_on", "ends_on", "cost", "remark")

    def things(self):
        return super().things().select_related("round", "case")


class SupportOfRound(Panel):
    """What was provided for one round, for its page."""

    inner = True
    model = Support
    heading = _("Support of the round")
    columns = SUPPORT_COLUMNS
    empty = _("Nothing has been recorded yet.")

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, round):
        return Support.objects.visible_to(self.request.user).filter(round=round).order_by("-begins_on", "-pk")

    def actions(self, round):
        verb = actions.record_support
        if verb.why_not(self.request.user, round, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, round)}]
