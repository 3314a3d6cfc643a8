"""Pages of the member lists of the leading group and the office, and the lists of a round as they are read out."""

import datetime
import tempfile
from typing import ClassVar

import django_filters
from django.db import transaction
from django.db.models import Case, Value, When
from django.http import FileResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Organisation
from casework import exports as books
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, today

from .. import actions, exports
from ..models import Engagement, Posting, Round, Seat
from .tables import children

KINDS = [(kind.value, kind.label) for kind in Seat.ROLES]
SEAT_COLUMNS = (
    Column("person.name", _("full name"), link=True),
    Column("role"),
    Column("person.organisation.name", _("home unit")),
    Column("person.post", _("post")),
    Column("appointed_on", kind="date", sort="appointed_on"),
    Column("left_on", kind="date"),
    Column("stage", kind="tag"),
)


class SeatFilter(django_filters.FilterSet):
    body = django_filters.ChoiceFilter(label=_("Body"), choices=KINDS, field_name="body__kind_of")
    on = django_filters.DateFilter(label=_("As it was on"), method="as_it_was")

    class Meta:
        model = Seat
        fields = ["body", "on"]

    def as_it_was(self, rows, _name, value):
        return rows.on(value)


class SeatList(ThingList):
    model = Seat
    heading = _("Leading group and office")
    lead = _("Who belongs to them, and who did; choose a day to see the list as it was then.")
    ledger = exports.SEATS
    filterset = SeatFilter
    columns = SEAT_COLUMNS
    order = "rank"

    def rows(self):
        return super().rows().with_rank().select_related("body", "person__organisation")

    def actions(self):
        user, verb, day = self.request.user, actions.appoint, today()
        bodies = Organisation.objects.visible_to(user).filter(kind_of__in=Seat.ROLES).select_related("case")
        appointing = [
            {"label": f"{verb.label}（{body}）", "url": move_url(verb, body), "primary": False}
            for body in bodies.in_order()
            if verb.why_not(user, body, day) is None
        ]
        as_of_today = {"label": now("As it is today"), "url": f"?on={day.isoformat()}", "primary": False}
        return [*appointing, as_of_today]


class SeatPage(ThingPage):
    model = Seat
    facts = (
        ("body.name", _("body")),
        ("person.name", _("full name")),
        "role",
        ("person.organisation.name", _("home unit")),
        ("person.post", _("post")),
        "appointed_on",
        "paper",
        "left_on",
        "left_paper",
    )

    def things(self):
        return super().things().select_related("body", "person__organisation", "case")


#: the order in which the roles of a team are read out
LEADERS_FIRST = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(Posting.Role.values)))
READ_OUT = (
    Column("person.name", _("full name")),
    Column("role"),
    Column("person.organisation.name", _("home unit")),
    Column("person.post", _("post")),
)


def read_out(user, round: Round, day: datetime.date):
    """Return the lists of a round as they are read out on ``day``: ledger, columns, rows, as far as he may see them."""
    seats = Seat.objects.visible_to(user).on(day).with_rank().select_related("body", "person__organisation")
    people = Posting.objects.visible_to(user).filter(team__round=round).exclude(ended_on__lte=day)
    people = people.select_related("team", "person__organisation").annotate(place=LEADERS_FIRST)
    units = Engagement.objects.visible_to(user).filter(round=round).select_related("unit", "team")
    in_team = (Column("team.name", _("team")), *READ_OUT)
    of_units = (Column("unit.name", _("inspected unit")), Column("unit.kind_of"), Column("team.name", _("team")))
    return (
        (exports.LEADING_GROUP, READ_OUT, seats.of(Organisation.Kind.LEADING_GROUP).order_by("rank", "pk")),
        (exports.OFFICE, READ_OUT, seats.of(Organisation.Kind.OFFICE).order_by("rank", "pk")),
        (exports.TEAMS, in_team, people.order_by("team__number", "place", "pk")),
        (exports.TARGETS, of_units, units.order_by("team__number", "unit__official_order", "pk")),
    )


class ReadOut(View):
    """The lists of a round on one page: the leading group, the office, the teams and their units."""

    model: ClassVar[type[Round]] = Round
    template_name = "inspections/read_out.html"

    def get(self, request, key):
        round = get_object_or_404(
            Round.objects.visible_to(request.user).select_related("mobilisation_meeting"), key=key
        )
        day = self.day(round)
        tables = [
            children(ledger.title, rows.model, columns, rows, empty=now("Nobody is on this list on that day."))
            for ledger, columns, rows in read_out(request.user, round, day)
        ]
        context = {
            "title": now("Lists as they are read out"),
            "crumbs": [
                {"label": now("Desk"), "url": reverse("casework:home")},
                {"label": str(round), "url": round.get_absolute_url()},
            ],
            "tables": tables,
            "day": day.isoformat(),
            "export_url": f"{reverse('inspections:read-out-export', args=[round.key])}?on={day.isoformat()}",
            "back_url": round.get_absolute_url(),
        }
        return render(request, self.template_name, context)

    def day(self, round: Round) -> datetime.date:
        """The day that the address asks for; else that of the mobilisation meeting; else today."""
        try:
            asked = parse_date(self.request.GET.get("on", ""))
        except ValueError:
            asked = None
        return asked or (round.mobilisation_meeting.held_on if round.mobilisation_meeting else today())


class ReadOutBook(ReadOut):
    """The same lists as one workbook, a sheet for each; who takes it is kept."""

    def get(self, request, key):
        round = get_object_or_404(
            Round.objects.visible_to(request.user).select_related("mobilisation_meeting"), key=key
        )
        day = self.day(round)
        parts = [(ledger, list(rows), rows.model) for ledger, _columns, rows in read_out(request.user, round, day)]
        title = f"{round}名单"
        with transaction.atomic():
            export = books.register(
                request.user, title, day.isoformat(), sum(len(rows) for _ledger, rows, _model in parts)
            )
        file = tempfile.TemporaryFile()  # noqa: SIM115 - closed with the answer
        books.write_book(file, title, parts, export)
        file.seek(0)
        name = f"{title}_{export.number}.xlsx"
        return FileResponse(file, as_attachment=True, filename=name, content_type=books.XLSX)
