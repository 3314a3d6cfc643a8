"""Pages of requests to functional units, and how punctually each unit answers."""

import django_filters
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due
from inspections.models import Engagement, Round

from .. import actions, exports
from ..models import FunctionalRequest
from .punctuality import punctuality

Asked = FunctionalRequest.Stage

COLUMNS = (
    Column("number", _("number"), link=True, sort="pk"),
    Column("title_text", wide=True),
    Column("kind_of", _("kind")),
    Column("receiver.name", _("functional unit"), sort="receiver__sort_key"),
    Column("unit.name", _("inspected unit")),
    Column("asked_on", kind="date", sort="asked_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


def receivers_of_reader(request):
    asked = FunctionalRequest.objects.visible_to(request.user)
    return Organisation.objects.filter(pk__in=asked.values("receiver")).in_order()


class RequestFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Contains"), method="contains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=FunctionalRequest.Stage.choices)
    kind_of = django_filters.ChoiceFilter(label=_("Kind"), choices=FunctionalRequest.Kind.choices)
    receiver = django_filters.ModelChoiceFilter(
        label=_("Functional unit"), to_field_name="key", queryset=receivers_of_reader
    )

    class Meta:
        model = FunctionalRequest
        fields = ["q", "stage", "kind_of", "receiver"]

    def contains(self, rows, _name, value):
        return rows.filter(Q(title_text__icontains=value) | Q(number__icontains=value))


class RequestList(ThingList):
    model = FunctionalRequest
    heading = _("Requests to functional units")
    lead = _("A new one is asked for on the page of the unit or of the round; the office sends the letter.")
    ledger = exports.REQUESTS
    columns = COLUMNS
    filterset = RequestFilter
    template_name = "referrals/requests.html"

    def rows(self):
        return super().rows().select_related("unit", "receiver", "team", "author__person__organisation")

    def more(self):
        return {"punctuality": self.punctuality()}

    def punctuality(self):
        """Return how many requests each unit has had and how punctually it answered: one question for all of them."""
        sent = FunctionalRequest.objects.visible_to(self.request.user).exclude(stage__in=(Asked.ASKED, Asked.WITHDRAWN))
        answered = Q(answered_on__isnull=False)
        counted = {now("Answered"): answered, now("Declined"): ~Q(refusal="")}
        return punctuality(sent, counted, answered, lambda key: self._url(receiver=key))


class RequestPage(ThingPage):
    model = FunctionalRequest
    parents = ("round", "engagement")
    facts = (
        ("asking_body", _("asked by")),
        ("receiver.name", _("functional unit")),
        ("unit.name", _("inspected unit")),
        "kind_of",
        "asked_on",
        "sent_on",
        "signed_on",
        ("handler.name", _("signed for by")),
        "promised_on",
        "wanted",
        "refusal",
        "decision",
        "answer",
        "answered_on",
        "satisfaction",
    )

    def things(self):
        return (
            super()
            .things()
            .select_related(
                "unit",
                "receiver",
                "handler",
                "team",
                "round__term",
                "engagement__unit",
                "engagement__round",
                "author__person__organisation",
                "case",
            )
        )


class RequestsOfRound(Panel):
    """What was asked for a round, for its page; each under its own walls."""

    model = FunctionalRequest
    heading = _("Requests to functional units")
    columns = tuple(column for column in COLUMNS if column.name != "kind_of")
    of = Round
    name = "round"
    inner = True
    empty = _("No functional unit has been asked yet.")

    def parent(self, key):
        return get_object_or_404(self.of.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, parent):
        rows = self.model.objects.visible_to(self.request.user).filter(**{self.name: parent})
        return with_next_due(rows.select_related("unit", "receiver")).order_by("-pk")

    def actions(self, parent):
        verb = actions.ask_functional_unit.siblings[self.of]
        if verb.why_not(self.request.user, parent, today()) is not None:
            return []
        return [{"label": verb.label, "url": move_url(verb, parent), "primary": False}]


class RequestsOfEngagement(RequestsOfRound):
    """What was asked about one unit, for its page. The unit itself is shown nothing of it."""

    columns = tuple(column for column in COLUMNS if column.name != "unit.name")
    of = Engagement
    name = "engagement"
