"""Which open dates of a round move when it goes by another profile."""

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as now
from django.views.generic import View

from casework import present
from casework.views import DateMoves, panel
from inspections.models import Engagement, Round, open_to_new_rounds
from inspections.moving_dates import by_profile

from .. import suspending
from ..in_round import open_dates_of


class DatesOfUnit(DateMoves):
    """Beside the form that says which of several dates of a unit counts."""

    model = Engagement
    inner = True

    def rows(self, engagement):
        return suspending.beside(engagement)


class ProfileMoves(View):
    """Beside the form that lets a round go by another profile."""

    inner = True
    model = Round

    def get(self, request, key):
        return self.shown(request, key, request.GET)

    def post(self, request, key):
        return self.shown(request, key, request.POST)

    def shown(self, request, key, asked):
        round = get_object_or_404(Round.objects.visible_to(request.user), key=key)
        profile = open_to_new_rounds().filter(code=asked.get("profile", "")).first()
        moved = by_profile(open_dates_of(round), round.profile_id, profile.pk) if profile else []
        moved = [one for one in moved if one.due_on != one.deadline.due_on]
        context = present.moved_dates(moved, request.user) | {"title": now("Dates that this moves")}
        context["bare"] = "beside" in request.GET
        return panel(request, context, "casework/moved.html")
