"""What the worker does for this app when somebody rings: it looks at evidence. May run twice, and may be killed."""

import time

from celery import shared_task
from django.utils import timezone

from casework.moves import ring
from casework.tasks import also

from .evidence import check

#: seconds after which a turn ends, well before a worker's longest task; the next ring goes on
TURN = 120
#: so many workers share what waits, one more for each so many files
MOST_WORKERS, FILES_A_WORKER = 8, 20


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
