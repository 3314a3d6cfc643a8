"""The calendar by which working days are counted: public holidays, shifted days, and the days of the office."""

import calendar
import datetime

import django_filters
from django.core.exceptions import ValidationError
from django.forms import DateField
from django.http import Http404
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _
from django.views.generic import View

from accounts.models import Organisation
from casework import clock, policy, present
from casework.present import Column
from casework.views import ThingList, ThingPage, move_url, panel, today

from .. import actions, exports, forms
from ..models import LocalDays
from ..moving_dates import by_days
from .category import headings, line
from .tables import children

#: the years that are counted at all
YEARS = range(2015, 2100)
DAYS_COLUMNS = (
    Column("reason", link=True),
    Column("begins_on", kind="date"),
    Column("ends_on", kind="date"),
    Column("works"),
    Column("stage", kind="tag"),
)


class CalendarYear(View):
    """One year: what is off, what is worked though at a weekend, and whether it has been announced."""

    inner = True

    def get(self, request, year=None):
        if not policy.held_anywhere(request.user):
            raise Http404
        year = year or today().year
        if year not in YEARS:
            raise Http404
        known = year <= clock.known_until().year
        own = LocalDays.objects.visible_to(request.user)
        own = own.filter(begins_on__year__lte=year, ends_on__year__gte=year).order_by("begins_on")
        mine = clock.Calendar()
        cards = [self.holidays(mine, year), self.months(mine, year)]
        if policy.held_anywhere(request.user) & {"oversee", "direct", "observe"}:
            empty = now("The office keeps to the public calendar.")
            cards.append(children(now("Days of the office"), LocalDays, DAYS_COLUMNS, own, empty=empty))
        context = {
            "title": now("Calendar of %(year)d") % {"year": year},
            "lead": now("As the State Council has arranged the holidays.")
            if known
            else now("Provisional: not announced yet, counted as weekdays, and counted again once it is."),
            "crumbs": [{"label": now("Desk"), "url": reverse("casework:home")}],
            "actions": self.actions(year),
            "cards": cards,
        }
        return render(request, "inspections/cards.html", context)

    def actions(self, year):
        rows = [
            {"label": str(one), "url": reverse("inspections:calendar-year", args=[one]), "primary": False}
            for one in (year - 1, year + 1)
            if one in YEARS
        ]
        if policy.held_anywhere(self.request.user) & {"oversee", "direct", "observe"}:
            url = reverse("inspections:localdays-list")
            rows.append({"label": now("Days of the office"), "url": url, "primary": False})
        authority = Organisation.objects.visible_to(self.request.user).authority()
        verb = actions.close_days
        if authority is not None and verb.why_not(self.request.user, authority, today()) is None:
            rows.append({"label": verb.label, "url": move_url(verb, authority), "primary": True})
        return rows

    @staticmethod
    def holidays(mine, year):
        """The named days of the year, each run of them in a row."""
        labels = (_("holiday"), _("first day"), _("last day"), _("days"), _("worked or off"))
        rows = [
            line(
                labels,
                "",
                name,
                which[0].isoformat(),
                which[-1].isoformat(),
                str(len(which)),
                now("worked (shifted)") if works else now("off"),
            )
            for name, works, which in mine.unusual(datetime.date(year, 1, 1), datetime.date(year, 12, 31))
        ]
        return {
            "title": now("Holidays and shifted days"),
            "columns": headings(labels),
            "rows": rows,
            "count": len(rows),
            "empty": {"text": now("No holiday of this year has been announced.")},
        }

    @staticmethod
    def months(mine, year):
        """How many days of each month are worked."""
        labels = (_("month"), _("days worked"), _("days off"))
        rows = []
        for month in range(1, 13):
            last = calendar.monthrange(year, month)[1]
            days = clock.days(datetime.date(year, month, 1), datetime.date(year, month, last))
            worked = sum(mine.works(day)[0] for day in days)
            rows.append(line(labels, "", f"{year}-{month:02}", str(worked), str(last - worked)))
        return {"title": now("Working days by month"), "columns": headings(labels), "rows": rows, "count": 12}


class DaysMove(View):
    """Which open dates move when days are closed, opened or given back: beside the form that says so."""

    inner = True

    def get(self, request):
        return self.shown(request, request.GET)

    def post(self, request):
        return self.shown(request, request.POST)

    def shown(self, request, asked):
        if not policy.held_anywhere(request.user) & {"oversee", "direct"}:
            raise Http404
        moved = []
        given_back = LocalDays.objects.visible_to(request.user).filter(key=request.GET.get("without", "")).first()
        if given_back:
            first, last, works = given_back.begins_on, given_back.ends_on, None
        else:
            first, last = day_of(asked.get("begins_on")), day_of(asked.get("ends_on"))
            works = bool(asked.get("works"))
        if first and last and first <= last <= first + forms.LONGEST:
            moved = by_days(first, last, clock.Calendar().with_days(first, last, works))
        context = present.moved_dates(moved, request.user) | {"title": now("Dates that this moves")}
        context["bare"] = "beside" in request.GET
        return panel(request, context, "casework/moved.html")


def day_of(text) -> datetime.date | None:
    """Return the day that was typed; nothing where it is none."""
    try:
        return DateField(required=False).clean(text)
    except ValidationError:
        return None


class LocalDaysFilter(django_filters.FilterSet):
    stage = django_filters.ChoiceFilter(label=_("Stage"), choices=LocalDays.Stage.choices)

    class Meta:
        model = LocalDays
        fields = ["stage"]


class LocalDaysList(ThingList):
    """Every day on which the office has said that it is closed or open, also what was taken back."""

    model = LocalDays
    heading = _("Days of the office")
    columns = DAYS_COLUMNS
    filterset = LocalDaysFilter
    ledger = exports.LOCAL_DAYS


class LocalDaysPage(ThingPage):
    model = LocalDays
    facts = ("begins_on", "ends_on", "works", "reason")

    def things(self):
        return super().things().select_related("case")
