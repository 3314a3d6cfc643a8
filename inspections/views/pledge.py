"""Pages of pledges: the text in full, and who has yet to make his."""

import django_filters
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import ThingList, ThingPage

from .. import editions, exports
from ..models import Pledge, Round

PLEDGE_COLUMNS = (
    Column("posting.person.name", _("full name"), link=True, sort="posting__person__sort_key"),
    Column("posting.team.name", _("team")),
    Column("posting.team.round.name", _("round"), sort="posting__team__round_id"),
    Column("made_on", kind="date", sort="made_on"),
    Column("lamp", _("lamp"), kind="lamp", sort="next_due"),
    Column("stage", kind="tag", sort="stage"),
)


class PledgeFilter(django_filters.FilterSet):
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="posting__team__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user),
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Pledge.Stage.choices)

    class Meta:
        model = Pledge
        fields = ["round", "stage"]


class PledgeList(ThingList):
    model = Pledge
    heading = _("Pledges")
    lead = _("Nobody sees or does anything in his team before he has made his pledge.")
    ledger = exports.PLEDGES
    filterset = PledgeFilter
    columns = PLEDGE_COLUMNS

    def rows(self):
        return super().rows().select_related("posting__person", "posting__team__round")


class PledgePage(ThingPage):
    model = Pledge
    parents = ("posting.team.round", "posting.team")
    facts = (
        ("posting.person.name", _("full name")),
        ("posting.person.organisation.name", _("home unit")),
        ("posting.team.round.name", _("round")),
        ("posting.team.name", _("team")),
        ("posting.get_role_display", _("role")),
        "edition",
        "made_on",
    )

    def things(self):
        return super().things().select_related("posting__person__organisation", "posting__team__round", "case")

    def sections(self, pledge):
        text = editions.EDITIONS[pledge.edition]
        return [
            {"title": now("Pledge of confidentiality"), "text": text.pledge, "id": "pledge"},
            {"title": now("Rules of discipline"), "text": text.rules, "id": "rules"},
        ]
