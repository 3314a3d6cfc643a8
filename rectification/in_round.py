"""All the cases that belong to a round: its own, those of its units, and what was opened from them."""

from typing import Any

from django.db.models import Q, QuerySet

from casework import units
from casework.models import Case, Deadline
from findings.models import ReporterIdentity
from inspections.models import (
    Admonition,
    Appraisal,
    ConductMatter,
    Decision,
    Engagement,
    InterferenceRecord,
    LeakIncident,
    Leave,
    Pledge,
    Round,
    Secondment,
    TeamReview,
)
from referrals.models import Clue, FunctionalRequest, Referral, SealedLetter, TransferLetter

from .models import Accountability, AccountabilityNotice, Copy, Feedback, Opinion, ReturnVisit

#: what has a case of its own, and the way from there to its round
PATHS: tuple[tuple[Any, str], ...] = (
    (Engagement, "round"),
    (InterferenceRecord, "engagement__round"),
    (ConductMatter, "engagement__round"),
    (Admonition, "matter__engagement__round"),
    (LeakIncident, "engagement__round"),
    (Leave, "posting__team__round"),
    (Pledge, "posting__team__round"),
    (Secondment, "round"),
    (Appraisal, "secondment__round"),
    (TeamReview, "engagement__round"),
    (Decision, "meeting__round"),
    (ReporterIdentity, "petition__engagement__round"),
    (TransferLetter, "round"),
    (SealedLetter, "round"),
    (Clue, "round"),
    (Referral, "round"),
    (FunctionalRequest, "round"),
    (Opinion, "engagement__round"),
    (Feedback, "engagement__round"),
    (Copy, "feedback__engagement__round"),
    (ReturnVisit, "engagement__round"),
    (Accountability, "engagement__round"),
    (AccountabilityNotice, "engagement__round"),
)


#: kinds that name their unit themselves, and not by an engagement
OF_THEIR_OWN = (Clue, Referral, FunctionalRequest)

for _model, _path in PATHS:
    if _model is Engagement or _model in OF_THEIR_OWN:
        units.about(_model, "unit")
    elif _path.endswith("engagement__round"):
        units.about(_model, _path.removesuffix("round") + "unit")


def cases_of(round: Round) -> QuerySet[Case]:
    """Return the cases of the round that go by its profile."""
    either = Q(pk=round.case_id)
    for model, path in PATHS:
        either |= Q(pk__in=model.objects.filter(**{path: round}).values("case"))
    return Case.objects.filter(either, profile=round.profile_id)


def open_dates_of(round: Round) -> QuerySet[Deadline]:
    """Return every date of the round that nobody has met yet."""
    return Deadline.objects.unmet().filter(case__in=cases_of(round).values("pk"))
