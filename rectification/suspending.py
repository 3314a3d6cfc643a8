"""Which cases a unit has to act on, and which of its dates apply beside the one that counts."""

from django.db.models import Q, QuerySet

from casework.models import Case, Deadline
from inspections.models import Engagement

from .models import Feedback, ReturnVisit


def cases_of(engagement: Engagement) -> QuerySet[Case]:
    """Return the cases on which the unit has to act: its own, its letters of feedback, the visits to it."""
    letters = Feedback.objects.filter(engagement=engagement).values("case")
    visits = ReturnVisit.objects.filter(engagement=engagement).values("case")
    return Case.objects.filter(Q(pk=engagement.case_id) | Q(pk__in=letters) | Q(pk__in=visits))


def beside(engagement: Engagement) -> QuerySet[Deadline]:
    """Return the dates that apply to what the unit owes, and do not count."""
    return Deadline.objects.unmet().filter(case__in=cases_of(engagement), counts=False)
