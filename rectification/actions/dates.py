"""The clock of a unit, stopped with a reason and started again; which of several dates counts; a round's new rules.

A unit that is merged or dissolved can't act: its clock is stopped, and runs again for whoever takes its work over, by
as many days later as it stood still. A new principal stops nothing (新官理旧账).
"""

import datetime

from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import clock, ruling
from casework.models import Case, Deadline, RegulationProfile
from casework.moves import move, move_dates
from inspections.models import Engagement, Round
from inspections.moving_dates import by_profile

from ..forms import Reason
from ..forms import dates as forms
from ..forms.profile import TakeUpProfile
from ..in_round import cases_of as cases_of_round
from ..in_round import open_dates_of
from ..suspending import beside, cases_of

Visit = Engagement.Stage
WITH_A_UNIT = (Visit.NOTIFIED, Visit.ENTERED, Visit.WITHDRAWN, Visit.REPORTED, Visit.FED_BACK, Visit.RECTIFYING)


def _clock_runs(engagement: Engagement, by, today):
    if engagement.case.stopped_on:
        return _("The clock has been stopped already.")
    return None


@move(
    _("Stop the clock"),
    WITH_A_UNIT,
    by="oversee",
    asks=Reason,
    needs=_clock_runs,
    tells=("direct", "lead", "respond", "sign"),
    starts="look_at_stop",
    grave=True,
)
def stop_clock(engagement: Engagement, *, by, today: datetime.date, note: str):
    """The unit is merged or dissolved and can't act: its dates stand still, and the days are added afterwards."""
    cases = list(cases_of(engagement).values_list("pk", flat=True))
    Case.objects.filter(pk__in=cases).update(stopped_on=today, stopped_why=note)
    engagement.case.stopped_on, engagement.case.stopped_why = today, note
    Deadline.objects.unmet().filter(case__in=cases, stopped_on=None).update(stopped_on=today)


def _clock_stands(engagement: Engagement, by, today):
    if engagement.case.stopped_on is None:
        return _("The clock runs.")
    return None


@move(
    _("Let the clock run again"),
    WITH_A_UNIT,
    by="oversee",
    asks=Reason,
    needs=_clock_stands,
    tells=("direct", "lead", "respond", "sign"),
    meets="look_at_stop",
)
def let_clock_run(engagement: Engagement, *, by, today: datetime.date, note: str):
    """Somebody has taken the work over: every date is later by as many days as the clock stood still."""
    cases = list(cases_of(engagement).values_list("pk", flat=True))
    dates = list(Deadline.objects.unmet().filter(case__in=cases, stopped_on__isnull=False).select_related("rule"))
    for date in dates:
        stood = max((today - date.stopped_on).days, 0)
        Deadline.objects.filter(pk=date.pk).update(stopped_on=None, days_stopped=date.days_stopped + stood)
    later = [
        clock.Moved(date, date.due_on + (today - date.stopped_on), date.provisional, date.rule)
        for date in dates
        if date.stopped_on < today
    ]
    Case.objects.filter(pk__in=cases).update(stopped_on=None, stopped_why="")
    engagement.case.stopped_on, engagement.case.stopped_why = None, ""
    move_dates(later, by=by, today=today, note=now("The clock runs again.") + note, own=engagement)


def _several_apply(engagement: Engagement, by, today):
    if not beside(engagement).exists():
        return _("Only one rule applies to each date.")
    return None


@move(
    _("Decide which date counts"),
    WITH_A_UNIT,
    by="oversee",
    asks=forms.WhichCounts,
    needs=_several_apply,
    tells=("direct", "lead", "respond", "sign"),
)
def decide_date(engagement: Engagement, *, by, today: datetime.date, date: str, note: str):
    """Of several rules that apply the strictest counts; the office says that another does, and why."""
    chosen = ruling.named(beside(engagement), date)
    if chosen:
        ruling.decide(chosen, by=by, today=today, note=note)


@move(
    _("Go by another profile"),
    [stage for stage in Round.Stage if stage not in Round.final],
    by="direct",
    asks=TakeUpProfile,
    tells=("oversee", "observe", "lead"),
    grave=True,
)
def take_up_profile(round: Round, *, by, today: datetime.date, profile: RegulationProfile, note: str):
    """The round goes by this edition from now on, and its open dates are counted again by it; what was met stays."""
    moved = by_profile(open_dates_of(round), round.profile_id, profile.pk)
    Case.objects.filter(pk__in=list(cases_of_round(round).values_list("pk", flat=True))).update(profile=profile)
    round.profile = profile
    move_dates(moved, by=by, today=today, note=note, own=round)
