"""Pages of what units say of the teams that were there."""

import django_filters
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from .. import exports
from ..models import Round, TeamReview


class TeamReviewFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="engagement__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=TeamReview.Stage.choices)

    class Meta:
        model = TeamReview
        fields = ["round", "stage"]


class TeamReviewList(ThingList):
    model = TeamReview
    heading = _("Answers about teams")
    lead = _("Each unit is asked when its team has withdrawn. No team reads what is said of it.")
    ledger = exports.REVIEWS
    filterset = TeamReviewFilter
    columns = (
        Column("unit.name", _("inspected unit"), link=True, sort="engagement__unit__sort_key"),
        Column("engagement.team.name", _("team")),
        *(Column(name) for name in TeamReview.MARKED),
        Column("answered_on", kind="date", sort="answered_on"),
        Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
        Column("stage", kind="tag", sort="stage"),
    )

    def rows(self):
        return super().rows().select_related("engagement__unit", "engagement__team")


class TeamReviewPage(ThingPage):
    model = TeamReview
    parents = ("engagement",)
    facts = (
        ("unit.name", _("inspected unit")),
        ("engagement.team.name", _("team")),
        *TeamReview.MARKED,
        "text",
        ("author.name", _("answered by")),
        "answered_on",
    )

    def things(self):
        return super().things().select_related("engagement__unit", "engagement__team", "author", "case")
