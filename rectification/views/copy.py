"""Pages of the numbered copies: the register, and the paper with its number on it."""

import itertools

import django_filters
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from casework.present import Column
from casework.views import ThingList, ThingPage, with_next_due

from .. import exports
from ..models import Copy

COPY_COLUMNS = (
    Column("mark", _("copy no."), link=True),
    Column("feedback.number", _("number of the letter")),
    Column("unit.name", _("inspected unit")),
    Column("kind_of"),
    Column("holder"),
    Column("on", kind="date", sort="on"),
    Column("signed_by"),
    Column("signed_on", kind="date"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)
OF_FEEDBACK = tuple(column for column in COPY_COLUMNS if column.name not in ("feedback.number", "unit.name"))


class CopyFilter(django_filters.FilterSet):
    number = django_filters.CharFilter(label=_("Number"), field_name="feedback__number", lookup_expr="icontains")
    ordinal = django_filters.NumberFilter(label=_("Copy no."))
    kind_of = django_filters.ChoiceFilter(label=_("For whom"), choices=Copy.Kind.choices)
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Copy.Stage.choices)

    class Meta:
        model = Copy
        fields = ["number", "ordinal", "kind_of", "stage"]


class CopyList(ThingList):
    model = Copy
    heading = _("Copies of feedback")
    lead = _("Whose copy is it? Every copy that was sent or printed bears a number, and here is who holds it.")
    columns = COPY_COLUMNS
    filterset = CopyFilter
    ledger = exports.COPIES

    def rows(self):
        return super().rows().select_related("feedback__engagement__unit", "receiver")


class CopyPage(ThingPage):
    model = Copy
    parents = ("feedback",)
    facts = (
        ("mark", _("copy no.")),
        ("feedback.number", _("number of the letter")),
        ("unit.name", _("inspected unit")),
        "kind_of",
        "holder",
        "on",
        "on_paper",
        "signed_by",
        "signed_on",
        ("feedback.held_on", _("fed back on")),
        ("feedback.overview", _("overall view")),
        ("feedback.demands", _("demands")),
        ("feedback.limits", _("time limits")),
    )
    template_name = "rectification/copy.html"
    prints = False

    def things(self):
        return super().things().select_related("feedback__engagement__unit", "feedback__case", "receiver", "case")

    def more(self, copy):
        return {"paper_url": reverse("rectification:copy-paper", args=[copy.key])}


class CopyPaper(View):
    """The opinion as it is printed, with the number of this copy on it and who holds it."""

    model = Copy

    def get(self, request, key):
        copies = Copy.objects.visible_to(request.user).select_related("feedback__engagement__unit")
        copy = get_object_or_404(copies, key=key)
        items = copy.feedback.items.order_by("place")
        context = {
            "title": f"{copy.feedback.number} {copy.mark}",
            "crumbs": [{"label": copy.title, "url": copy.get_absolute_url()}],
            "copy": copy,
            "mark": f"{copy.feedback.number} {copy.mark} {copy.holder} {timezone.localtime():%Y-%m-%d %H:%M}",
            "feedback": copy.feedback,
            "groups": [
                {"category": category, "items": list(rows)}
                for category, rows in itertools.groupby(items, key=lambda item: item.category)
            ],
            "fixes": copy.feedback.fixes,
        }
        return render(request, "rectification/copy_paper.html", context)


def copies_of(feedback, user):
    """Return the copies of one feedback that this reader may see, with their dates."""
    rows = Copy.objects.visible_to(user).filter(feedback=feedback)
    return with_next_due(rows).select_related("feedback__engagement__unit", "receiver").order_by("ordinal")
