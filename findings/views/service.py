"""In which rounds people served, as what, and how much they wrote there (履职记录)."""

import django_filters
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.present import Column
from casework.views import Panel, ThingList
from inspections.models import Posting, Round

from .. import exports
from ..models import Finding, WorkingPaper

COLUMNS = (
    Column("team.round.name", _("round"), sort="team__round_id"),
    Column("team.name", _("team"), link=True),
    Column("role", sort="role"),
    Column("begins_on", kind="date", sort="begins_on"),
    Column("served_until", _("served until"), kind="date"),
    Column("papers", _("papers written"), kind="num"),
    Column("findings", _("findings raised"), kind="num"),
    Column("stage", kind="tag", sort="stage"),
)


def served(user):
    """Return the places in teams that ``user`` may see, with how much he may see of what was written there."""
    written = WorkingPaper.objects.visible_to(user).filter(
        author__person=OuterRef("person"), engagement__team=OuterRef("team")
    )
    raised = Finding.objects.visible_to(user).filter(
        paper__author__person=OuterRef("person"), engagement__team=OuterRef("team")
    )
    return (
        Posting.objects.visible_to(user)
        .select_related("team__round", "person__organisation")
        .annotate(papers=_number_of(written), findings=_number_of(raised))
    )


def _number_of(rows):
    return Coalesce(Subquery(rows.order_by().values("engagement__team").annotate(n=Count("pk")).values("n")), 0)


class ServiceFilter(django_filters.FilterSet):
    q = django_filters.CharFilter(
        label=_("Name or initials"),
        method=lambda rows, _name, text: rows.filter(person__in=Person.objects.called(text.strip())),
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Home unit"),
        field_name="person__organisation",
        to_field_name="key",
        queryset=lambda request: Organisation.objects.visible_to(request.user).in_order(),
    )
    round = django_filters.ModelChoiceFilter(
        label=_("Round"),
        field_name="team__round",
        to_field_name="key",
        queryset=lambda request: Round.objects.visible_to(request.user).order_by("-pk"),
    )
    role = django_filters.ChoiceFilter(label=_("Role"), choices=Posting.Role.choices)

    class Meta:
        model = Posting
        fields = ["q", "organisation", "round", "role"]


class ServiceList(ThingList):
    """Of everybody, for the office: what it tells the organisation department and the home units."""

    model = Posting
    heading = _("Service record")
    lead = _("Who served in which round, as what, and what he wrote there that has left his team.")
    ledger = exports.SERVICE
    filterset = ServiceFilter
    columns = (
        Column("person.name", _("full name"), link=True, sort="person__sort_key"),
        Column("person.organisation.name", _("home unit"), sort="person__organisation__tree_key"),
        *(column if column.name != "team.name" else Column("team.name", _("team")) for column in COLUMNS),
    )

    def rows(self):
        user = self.request.user
        return served(user).filter(case__in=policy.seen_by(user, "oversee", "direct"))


class ServiceOfPerson(Panel):
    model = Posting
    heading = _("Service record")
    columns = COLUMNS
    empty = _("Has not served in a team yet.")

    def parent(self, key):
        return get_object_or_404(Person.objects.visible_to(self.request.user), key=key)

    def rows(self, person):
        return served(self.request.user).filter(person=person).order_by("-begins_on", "-pk")
