"""Pages of people who are lent: what the home unit was asked, what it answered, and their appraisal."""

import django_filters
from django.conf import settings
from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework.present import Column
from casework.views import Panel, ThingList, ThingPage, move_url, today, with_next_due

from .. import actions, exports
from ..models import Appraisal, Posting, Round, Secondment, Team, without_consent
from .tables import SECONDMENT_COLUMNS, children

APPRAISAL_COLUMNS = (
    Column("title", _("appraisal"), link=True),
    Column("author.name", _("written by")),
    Column("on", kind="date"),
    Column("stage", kind="tag"),
)


class SecondmentFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(label=_("Name or unit"), method="contains")
    round = django_filters.ModelChoiceFilter(
        label=_("Round"), to_field_name="key", queryset=lambda request: Round.objects.visible_to(request.user)
    )
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=Secondment.Stage.choices)

    class Meta:
        model = Secondment
        fields = ["q", "round", "stage"]

    def contains(self, rows, _name, value):
        return rows.filter(Q(person__name__icontains=value) | Q(home_unit__name__icontains=value))


class SecondmentList(ThingList):
    model = Secondment
    heading = _("Secondments")
    lead = _("A home unit is asked on the page of the person's place in a team, or for the whole team on its own page.")
    ledger = exports.SECONDMENTS
    filterset = SecondmentFilter
    columns = SECONDMENT_COLUMNS

    def rows(self):
        return super().rows().select_related("person", "home_unit", "round")


class SecondmentPage(ThingPage):
    model = Secondment
    parents = ("round", "posting.team", "posting")
    facts = (
        ("person.name", _("full name")),
        ("person.post", _("post")),
        ("home_unit.name", _("lending unit")),
        ("round.name", _("round")),
        ("posting.get_role_display", _("role")),
        "begins_on",
        "ends_on",
        "sent_on",
        "signed_on",
        ("handler.name", _("signed for by")),
        "answered_on",
        "refusal",
        "proposed_from",
        "proposed_until",
        ("posting.ended_on", _("left the team on")),
        "grade",
        "appraisal",
        "appraised_on",
    )

    def things(self):
        return super().things().select_related("person", "home_unit", "round", "handler", "posting__team", "case")

    def children(self, secondment):
        if settings.DOOR == "portal":  # what is not confirmed has no place there
            return []
        written = Appraisal.objects.visible_to(self.request.user).filter(secondment=secondment)
        written = list(written.select_related("secondment__person", "author"))
        return (
            [children(now("Appraisal until it is confirmed"), Appraisal, APPRAISAL_COLUMNS, written)] if written else []
        )


class AppraisalPage(ThingPage):
    model = Appraisal
    parents = ("secondment.round", "secondment")
    facts = (
        ("secondment.person.name", _("full name")),
        ("secondment.home_unit.name", _("lending unit")),
        ("secondment.posting.get_role_display", _("role")),
        ("author.name", _("written by")),
        "on",
        "grade",
        "text",
    )

    def things(self):
        rows = super().things()
        return rows.select_related(
            "secondment__person",
            "secondment__home_unit",
            "secondment__round",
            "secondment__posting__team",
            "author",
            "case",
        )


class SecondmentsOfRound(Panel):
    """Who of a round is lent by whom, and whose unit has not agreed yet; for the round's page."""

    model = Secondment
    heading = _("Consent of the home units")
    columns = tuple(column for column in SECONDMENT_COLUMNS if column.name != "round.name")
    inner = True
    empty = _("No home unit has been asked yet.")

    def parent(self, key):
        return get_object_or_404(Round.objects.visible_to(self.request.user).select_related("case"), key=key)

    def rows(self, parent):
        rows = Secondment.objects.visible_to(self.request.user).filter(round=parent)
        return with_next_due(rows.select_related("person", "home_unit")).order_by("person__sort_key", "pk")

    def text(self, parent):
        return hint(Posting.objects.serving().filter(team__round=parent))

    def actions(self, parent):
        verb, user = actions.ask_home_units, self.request.user
        teams = Team.objects.visible_to(user).filter(round=parent).select_related("case").order_by("number")
        return [
            {"label": f"{verb.label}（{team}）", "url": move_url(verb, team), "primary": False}
            for team in teams
            if verb.why_not(user, team, today()) is None
        ]


def hint(postings) -> str:
    """Say whose home unit has not agreed yet; nothing when all have."""
    waiting = without_consent(postings).select_related("person").order_by("person__sort_key", "pk")
    names = "、".join(dict.fromkeys(str(posting.person) for posting in waiting))
    return now("Without the consent of the home unit: %(names)s.") % {"names": names} if names else ""
