"""Pages of accountability: the matters, one matter, the notices to the units, and the panels on what it comes from."""

from typing import Any

import django_filters
from django.conf import settings
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import present
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from inspections.models import Engagement, Round

from .. import actions, exports
from ..models import Accountability, AccountabilityNotice, Item, ReturnVisit, VisitedItem

COLUMNS = (
    Column("number", link=True, sort="pk"),
    Column("unit.name", _("inspected unit"), sort="engagement__unit__sort_key"),
    Column("kind_of", sort="kind_of"),
    Column("concerned", _("who is held to account"), wide=True),
    Column("receiver.name", _("sent for decision to")),
    Column("measure", sort="measure"),
    Column("decided_on", kind="date", sort="decided_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
OF_ONE = tuple(column for column in COLUMNS if column.name != "unit.name")
NOTICE_COLUMNS = (
    Column("unit.name", _("inspected unit"), link=True, sort="engagement__unit__sort_key"),
    Column("on", kind="date", sort="on"),
    Column("text", wide=True),
    Column("signed_on", kind="date"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
JOINED = ("engagement__unit", "organisation", "person", "receiver")
State = Accountability.Stage
WAY = (
    (_("Put forward"), (State.PROPOSED,)),
    (_("Agreed"), (State.AGREED,)),
    (_("Sent for decision"), (State.REFERRED,)),
    (_("Decided"), (State.DECIDED,)),
    (_("Enforced"), (State.ENFORCED,)),
    (_("Published or not"), (State.PUBLISHED, State.KEPT)),
    (_("Finished"), (State.CLOSED,)),
)


class AccountabilityFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    kind_of = django_filters.ChoiceFilter(label=_("Reason for accountability"), choices=Accountability.Why.choices)
    measure = django_filters.ChoiceFilter(label=_("Measure taken"), choices=Accountability.Measure.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Accountability.Stage.choices)

    class Meta:
        model = Accountability
        fields = ["round", "unit", "kind_of", "measure", "stage"]


class AccountabilityList(ThingList):
    model = Accountability
    heading = _("Accountability")
    lead = _("Held to account: why, who decided what, and what came of it. The unit learns of it with the decision.")
    ledger = exports.ACCOUNTABILITY
    columns = COLUMNS
    filterset = AccountabilityFilter

    def rows(self):
        return super().rows().select_related(*JOINED, "meeting")


class AccountabilityPage(ThingPage):
    model = Accountability
    parents = ("engagement",)
    facts = (
        ("unit.name", _("inspected unit")),
        "kind_of",
        ("concerned", _("who is held to account")),
        "facts",
        "item",
        "proposed_on",
        "meeting",
        "agreed_on",
        "receiver",
        "demand",
        "referred_on",
        "measure",
        "decision",
        "paper",
        "decided_on",
        "notice",
        "enforcement",
        "enforced_on",
        "published_where",
        "published_text",
        "published_on",
        "why_not",
        "closed_on",
    )

    def things(self):
        return super().things().select_related(*JOINED, "engagement__round", "item", "meeting__round", "notice", "case")

    def way(self, matter):
        return WAY

    def sections(self, matter):
        """Where it came from, for whoever may see that."""
        about = (matter.source_kind, matter.source_id)
        source = present.things_of([about], self.request.user).get(about) if matter.source_id else None
        if source is None:
            return []
        link = {"label": str(source._meta.verbose_name), "value": source.title, "url": source.get_absolute_url()}
        return [{"title": now("What the proposal rests on"), "facts": [link]}]


class AccountabilityNoticeFilter(django_filters.FilterSet):
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=AccountabilityNotice.Stage.choices)

    class Meta:
        model = AccountabilityNotice
        fields = ["unit", "stage"]


class AccountabilityNoticeList(ThingList):
    model = AccountabilityNotice
    heading = _("Notices of decisions on accountability")
    ledger = exports.ACCOUNTABILITY_NOTICES
    columns = NOTICE_COLUMNS
    filterset = AccountabilityNoticeFilter

    def rows(self):
        return super().rows().select_related("engagement__unit")


class AccountabilityNoticePage(ThingPage):
    model = AccountabilityNotice
    parents = ("engagement",)
    facts = (("unit.name", _("inspected unit")), "on", "text", "signed_on")

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__round", "case")


class AccountabilityOf(Panel):
    """What somebody is held to account for: of a unit, an item, a return visit, or what it was proposed for."""

    model = Accountability
    inner = True
    heading = _("Accountability")
    columns = OF_ONE
    empty = _("Nobody is held to account.")
    of = Engagement

    def parent(self, key):
        return get_object_or_404(self.of.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, parent):
        mine: dict[str, Any]
        match parent:
            case Engagement():
                mine = {"engagement": parent}
            case Item():
                mine = {"item": parent}
            case ReturnVisit():
                mine = {"source_kind": VisitedItem._meta.label_lower, "source_id__in": parent.visited.values("pk")}
            case _:
                mine = {"source_kind": parent.kind, "source_id": parent.pk}
        rows = Accountability.objects.visible_to(self.request.user).filter(**mine)
        return with_next_due(rows.select_related(*JOINED)).order_by("-pk")

    def actions(self, parent):
        """On the page of the unit it is proposed from here; elsewhere the button stands among those of the page."""
        verb = actions.propose_accountability
        if not isinstance(parent, Engagement) or verb.why_not(self.request.user, parent, today()):
            return []
        return [{"label": verb.label, "url": move_url(verb, parent)}]


def accountability_panel(page: ThingPage, thing) -> list[dict]:
    """Return the panel for the page of what it may come from; nobody outside the office hears of it."""
    if settings.DOOR == "portal" or not page.words & {"oversee", "direct", "observe"}:
        return []
    url = reverse(f"rectification:accountability-of-{thing._meta.model_name}", args=[thing.key])
    return [{"title": now("Accountability"), "url": url, "id": "accountability"}]
