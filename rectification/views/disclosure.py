"""Pages of what units publish: the text beside what the guard holds up, the paper, and what anybody may read."""

import django_filters
from django.conf import settings
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework.present import Column
from casework.views import ThingList, ThingPage, today
from findings.views.public import PublicPage
from inspections.models import Round

from .. import exports
from ..models import Disclosure, Overruling
from .opinion import OVERRULING_COLUMNS, marked, overruled
from .tables import table

DISCLOSURE_COLUMNS = (
    Column("heading", link=True, wide=True),
    Column("unit.name", _("inspected unit"), sort="feedback__engagement__unit__sort_key"),
    Column("kind_of", sort="kind_of"),
    Column("place", wide=True),
    Column("published_from", kind="date", sort="published_from"),
    Column("published_until", kind="date", sort="published_until"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
OF_ONE_UNIT = tuple(column for column in DISCLOSURE_COLUMNS if column.name != "unit.name")
WAY = (
    (_("being written"), (Disclosure.Stage.DRAFTING,)),
    (_("looked at by the head"), (Disclosure.Stage.SUBMITTED,)),
    (_("approved"), (Disclosure.Stage.APPROVED,)),
    (_("published"), (Disclosure.Stage.PUBLISHED,)),
)


class DisclosureFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="feedback__engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(
        label=_("Unit"), field_name="feedback__engagement__unit__name", lookup_expr="icontains"
    )
    kind_of = django_filters.ChoiceFilter(label=_("To whom"), choices=Disclosure.Kind.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Disclosure.Stage.choices)

    class Meta:
        model = Disclosure
        fields = ["round", "unit", "kind_of", "stage"]


class DisclosureList(ThingList):
    model = Disclosure
    heading = _("Disclosure of the rectification")
    lead = _("Of each unit two texts, once its report is accepted: one inside the Party, one to the public.")
    columns = DISCLOSURE_COLUMNS
    filterset = DisclosureFilter
    ledger = exports.DISCLOSURES

    def rows(self):
        return super().rows().select_related("feedback__engagement__unit")


class DisclosurePage(ThingPage):
    model = Disclosure
    parents = ("engagement", "feedback")
    template_name = "rectification/disclosure.html"
    facts = (
        ("unit.name", _("inspected unit")),
        "feedback",
        "kind_of",
        "drafted_on",
        "submitted_on",
        "approved_by",
        "approved_on",
        "returned_times",
        "place",
        "address",
        "published_from",
        "published_until",
        "heading",
        "text",
    )

    def things(self):
        rows = super().things().select_related("feedback__engagement__unit", "feedback__engagement__round")
        return rows.select_related("approved_by", "case")

    def way(self, disclosure):
        return () if disclosure.stage == Disclosure.Stage.WITHHELD else WAY

    def of_the_office(self) -> bool:
        """Whether its reader may learn what the guard holds up: that is compared with all of the round."""
        return settings.DOOR != "portal" and bool(self.words & {"oversee", "direct"})

    def children(self, disclosure):
        if not self.of_the_office():
            return []
        rows = overruled(disclosure, self.request.user)
        return [table(now("Overruled by the head"), Overruling, OVERRULING_COLUMNS, rows)]

    def more(self, disclosure):
        waits = disclosure.stage == Disclosure.Stage.SUBMITTED and self.of_the_office()
        return {
            "paper_url": reverse("rectification:disclosure-paper", args=[disclosure.key]),
            "held_up": marked(disclosure, own_unit=False) if waits else [],
        }


class DisclosurePaper(View):
    """The text as it is printed and put up."""

    model = Disclosure

    def get(self, request, key):
        rows = Disclosure.objects.visible_to(request.user).select_related("feedback__engagement__unit")
        disclosure = get_object_or_404(rows, key=key)
        context = {
            "title": disclosure.heading,
            "crumbs": [{"label": disclosure.title, "url": disclosure.get_absolute_url()}],
            "disclosure": disclosure,
        }
        return render(request, "rectification/disclosure_paper.html", context)


def disclosures_of(feedback, user):
    """Return what is published of one feedback, as far as this reader may see it."""
    rows = Disclosure.objects.visible_to(user).filter(feedback=feedback)
    return rows.select_related("feedback__engagement__unit").order_by("pk")


# -- for everybody -------------------------------------------------------------------------------------------------


class PublishedList(PublicPage):
    """What the units publish today; it stands at the portal, without sign-in."""

    def get(self, request):
        rows = Disclosure.objects.for_everybody(today()).select_related("feedback__engagement__unit")
        shown = rows.order_by("-published_from", "-pk")[:200]
        return self.page("published_list", title=_("What was put right after inspections"), rows=shown)


class PublishedPage(PublicPage):
    """One text, from its first day to its last."""

    def get(self, request, token):
        rows = Disclosure.objects.for_everybody(today()).select_related("feedback__engagement__unit")
        disclosure = rows.filter(key=token).first()
        if disclosure is None:
            return self.page("published_none", 404, title=_("Nothing is published here"))
        return self.page("published", title=disclosure.heading, disclosure=disclosure)
