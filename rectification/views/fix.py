"""Pages of what is put right at once."""

import django_filters
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework import present
from casework.views import ThingList, ThingPage, with_next_due
from inspections.models import Round

from .. import exports
from ..models import ImmediateFix
from .evidence import evidence_panel
from .tables import FIX_COLUMNS, table


class FixFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    unit = django_filters.CharFilter(label=_("Unit"), field_name="engagement__unit__name", lookup_expr="icontains")
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=ImmediateFix.Stage.choices)

    class Meta:
        model = ImmediateFix
        fields = ["round", "unit", "stage"]


class FixList(ThingList):
    model = ImmediateFix
    heading = _("Put right at once")
    columns = FIX_COLUMNS
    filterset = FixFilter
    ledger = exports.FIXES

    def rows(self):
        return super().rows().select_related("engagement__unit")


class FixPage(ThingPage):
    model = ImmediateFix
    parents = ("engagement",)
    template_name = "rectification/with_paper.html"
    facts = (
        ("unit.name", _("inspected unit")),
        "number",
        "manifestation",
        "demand",
        "due_on",
        "later_because",
        "issued_on",
        "issued_by",
        "signed_on",
        "signed_by",
        "result",
        "reported_on",
        "closed_on",
    )

    def panels(self, fix):
        return evidence_panel(self, fix)

    def things(self):
        rows = super().things()
        return rows.select_related("engagement__unit", "engagement__round", "issued_by", "signed_by", "case")

    def more(self, fix):
        return {"paper_url": reverse("rectification:fix-paper", args=[fix.key])}


class FixPaper(View):
    """The notice (立行立改通知书) as it is printed, with the receipt at its foot."""

    model = ImmediateFix

    def get(self, request, key):
        fixes = ImmediateFix.objects.visible_to(request.user)
        fixes = fixes.select_related("engagement__unit", "engagement__team", "issued_by", "signed_by")
        fix = get_object_or_404(fixes, key=key)
        context = {
            "title": fix.number,
            "crumbs": [{"label": fix.title, "url": fix.get_absolute_url()}],
            "fix": fix,
            "files": present.attachments(fix),
        }
        return render(request, "rectification/fix_paper.html", context)


def fixes_of(engagement, user):
    """Return what was to be put right at once during one stay, as far as this reader may see it."""
    rows = ImmediateFix.objects.visible_to(user).filter(engagement=engagement)
    return rows.select_related("engagement__unit").order_by("pk")


def fixes_table(engagement, user):
    """Return it as a table, for what is drafted or fed back: to be put right at once ends nothing of the rest."""
    columns = [column for column in FIX_COLUMNS if column.name != "unit.name"]
    rows = with_next_due(fixes_of(engagement, user))
    return table(now("Put right at once during the stay"), ImmediateFix, columns, rows, now("Nothing."))
