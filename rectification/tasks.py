"""What the worker does in what is put right. Everything here may run at any time and twice, and be killed."""

import logging
import time
from contextlib import suppress

from celery import shared_task
from django.db.models import Count, Max
from django.utils import timezone

from casework.models import Event, Heartbeat
from casework.moves import Refused, Stale, ring
from casework.policy import Actor
from casework.tasks import also
from findings.models import Finding, Landing
from inspections.models import Term

from .actions import (
    close_survey_by_itself,
    fail_without_a_job,
    look_for_common,
    look_for_new_principals,
    look_for_papers,
)
from .evidence import check
from .models import Cluster, CommonMember, SatisfactionSurvey

logger = logging.getLogger("xuncha.common")

#: seconds after which a turn ends, well before a worker's longest task; the next ring goes on
TURN = 120
#: so many workers share what waits, one more for each so many files
MOST_WORKERS, FILES_A_WORKER = 8, 20
#: what is compared depends on these alone
COMPARED = tuple(model._meta.label_lower for model in (Finding, Landing, Cluster, CommonMember))


@also
def ask_new_principals() -> None:
    """Ask every new principal to take over what his unit has left open."""
    look_for_new_principals(timezone.localdate())


@also
def tell_of_archives_without_a_job() -> None:
    """An archive that was dropped or given up says so."""
    with suppress(Stale):  # another worker was first
        fail_without_a_job(timezone.localdate())


@also
def close_surveys() -> None:
    """Close and count every survey whose last day has passed."""
    today = timezone.localdate()
    waiting = SatisfactionSurvey._base_manager.filter(stage=SatisfactionSurvey.Stage.OPEN, closes_on__lt=today)
    for survey in waiting.select_related("case"):
        with suppress(Stale):  # another worker was first
            close_survey_by_itself(survey, by=Actor.CLOCK, today=today)


@shared_task(ignore_result=True)
def look_for_common_problems() -> int:
    """Look in each running term for what reads alike, if anything has happened since; return how many were suggested.

    All of one look is one move, which holds its term: a look that is killed has left nothing, and of two at once the
    second finds what the first has suggested.
    """
    beat, _new = Heartbeat.objects.get_or_create(name="common", defaults={"at": timezone.now()})
    known = Event.objects.filter(thing_kind__in=COMPARED).aggregate(lines=Count("pk"), last=Max("pk"))
    today = timezone.localdate()
    made, done = 0, {}
    for term in Term.objects.filter(stage=Term.Stage.RUNNING).select_related("case").order_by("pk"):
        if beat.detail.get(term.key) != known:
            try:
                made += len(look_for_common(term, by=Actor.HOUSE, today=today))
            except Refused:  # nothing new reads alike
                pass
            except Stale:  # it has ended meanwhile
                continue
            except Exception:  # whatever it is, the next term must not wait for this one
                logger.exception("term %s was not looked through", term.pk)
                continue
        done[term.key] = known
    Heartbeat.objects.filter(name="common").update(at=timezone.now(), detail=done)
    return made


@shared_task(ignore_result=True)
def prepare_papers() -> int:
    """Draft every paper of the ladder that is due; a person reads, changes and signs it, or leaves it."""
    return look_for_papers(timezone.localdate())


@also
def ring_for_evidence() -> None:
    """Reading takes seconds, so it is a task of its own; many files are shared by several workers."""
    if check.is_waiting():
        files = check.unclaimed()[: MOST_WORKERS * FILES_A_WORKER].count()
        for _worker in range(max(1, files // FILES_A_WORKER)):
            check_evidence.apply_async(expires=55, retry=False)


@shared_task(ignore_result=True)
def check_evidence() -> int:
    """Read and compare the evidence that nobody has looked at yet; return how many steps that took."""
    turn, until, steps = check.Check(timezone.localdate()), time.monotonic() + TURN, 0
    while turn.step():
        steps += 1
        if time.monotonic() > until:
            ring()
            break
    return steps
