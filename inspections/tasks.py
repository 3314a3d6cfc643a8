"""What the worker does for this app when somebody rings: it looks for teams. May run twice, and may be killed."""

import datetime
import logging
from contextlib import suppress

from celery import shared_task
from django.db.models import F, Q
from django.utils import timezone

from casework.moves import Refused, Stale
from casework.policy import Actor
from casework.tasks import also

from . import actions, builder
from .models import TeamProposal

logger = logging.getLogger("xuncha.proposals")

#: whoever claimed a proposal so long ago has died over it
LEASE = datetime.timedelta(seconds=TeamProposal.LONGEST + 120)
MOST_TRIES = 3


def waiting():
    """Return the proposals that nobody is computing now."""
    unclaimed = Q(claimed_at=None) | Q(claimed_at__lt=timezone.now() - LEASE)
    return TeamProposal.objects.filter(unclaimed, stage=TeamProposal.Stage.COMPUTING).order_by("pk")


@also
def ring_for_proposals() -> None:
    """A search takes seconds, so it is a task of its own."""
    if waiting().exists():
        search.apply_async(expires=55, retry=False)


@shared_task(ignore_result=True)
def search() -> None:
    """Look for the teams of every proposal that waits, each of them once."""
    while proposal := _claim():
        try:
            with suppress(Refused, Stale):  # somebody has dropped it meanwhile
                compute(proposal)
        except Exception:
            logger.exception("proposal %s was not computed", proposal.pk)


def _claim() -> TeamProposal | None:
    """Return a proposal that is ours until its lease ends; one that nobody could finish is given up."""
    for proposal in waiting().select_related("round__term__authority", "case"):
        ours = waiting().filter(pk=proposal.pk, tries=proposal.tries)
        if ours.update(claimed_at=timezone.now(), tries=F("tries") + 1):
            if proposal.tries < MOST_TRIES:
                return proposal
            actions.find_none(proposal, by=Actor.HOUSE, lacking=[["failed", "", 0, 0]])
    return None


def compute(proposal: TeamProposal, today: datetime.date | None = None) -> None:
    """Look for teams and write down what was found."""
    today = today or timezone.localdate()
    known = actions.known_of(proposal, today)
    answer = builder.build(known.free.values(), actions.wanted_of(proposal))
    by = {"by": Actor.HOUSE, "today": today}
    if answer.crews:
        actions.deliver(proposal, known=known, answer=answer, **by)
    else:
        lacking = [list(one) for one in answer.lacking]
        lacking = lacking or [["time" if answer.out_of_time else "together", "", 0, 0]]
        actions.find_none(proposal, lacking=lacking, **by)
