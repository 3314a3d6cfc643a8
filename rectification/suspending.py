"""Which cases a unit has to act on, and which of its dates apply beside the one that counts.

A clock stands for a unit that can't act, and for nobody else. Its engagement's case holds all that was found there,
with where it goes; beside it lie, each in a case of its own, its letters of feedback, what it is asked about the team,
the visits to it and the decisions that its principal signs for. What others owe goes on, since they can act: referrals,
clues and the requests to functional units lie with the department that received them, accountability with whoever
decides it, copies with their readers, and what the house does about its own people concerns no unit.
"""

from django.db.models import Q, QuerySet

from casework.models import Case, Deadline
from inspections.models import Engagement, TeamReview

from .models import AccountabilityNotice, Feedback, ReturnVisit

#: what a unit has to act on that lies in a case of its own
OF_UNIT = (Feedback, TeamReview, ReturnVisit, AccountabilityNotice)


def cases_of(engagement: Engagement) -> QuerySet[Case]:
    """Return the cases on which the unit has to act: the engagement's, and those of ``OF_UNIT`` beside it."""
    wanted = Q(pk=engagement.case_id)
    for model in OF_UNIT:
        wanted |= Q(pk__in=model._base_manager.filter(engagement=engagement).values("case"))
    return Case.objects.filter(wanted)


def beside(engagement: Engagement) -> QuerySet[Deadline]:
    """Return the dates that apply to what the unit owes, and do not count."""
    return Deadline.objects.unmet().filter(case__in=cases_of(engagement), counts=False)
