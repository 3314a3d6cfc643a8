"""The department's own page: what lies with it by date, its clock, and how punctually it answers."""

import datetime

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.translation import gettext as now
from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.present import Column
from casework.views import today, with_next_due

from ..models import Clue
from .clue import ClueList
from .handover import COLUMNS
from .punctuality import punctuality
from .referral import ReferralList

#: what a department owes something for
OWED = (Clue.Stage.SENT, Clue.Stage.RECEIVED, Clue.Stage.HANDLING, Clue.Stage.PENDING)
#: so many days before the day it is said that the day is near
NEAR = 7
INBOX_COLUMNS = (
    *(column for column in COLUMNS if column.name not in ("receiver.name", "lamp", "stage")),
    Column("next_due", _("due"), kind="date", sort="next_due"),
    *(column for column in COLUMNS if column.name in ("lamp", "stage")),
)


class ReferralInbox(ReferralList):
    """What the reader's department has to answer; empty for everybody else."""

    heading = _("To be answered")
    lead = _(
        "What lies with your department, the most urgent first. Answer on its page, or take the list and fill it in."
    )
    columns = INBOX_COLUMNS
    order = "next_due"
    template_name = "referrals/inbox.html"
    answers = "referrals:referral-answers"

    def held(self):
        return super().rows().filter(case__in=policy.seen_by(self.request.user, "handle"))

    def rows(self):
        return with_next_due(self.held().filter(stage__in=OWED))

    def actions(self):
        if not self.held().exists():
            return []
        return [{"label": now("Read in the filled-in list"), "url": reverse(self.answers), "primary": False}]

    def more(self):
        day = today()
        owed = with_next_due(self.held().filter(stage__in=OWED)).order_by()
        near = day + datetime.timedelta(days=NEAR)
        counts = owed.aggregate(
            waiting=Count("pk"),
            late=Count("pk", filter=Q(next_due__lt=day)),
            near=Count("pk", filter=Q(next_due__gte=day, next_due__lte=near)),
            later=Count("pk", filter=Q(next_due__gt=near) | Q(next_due=None)),
        )
        return super().more() | {"clock": counts, "punctuality": self.punctual()}

    def punctual(self):
        answered = Q(replied_on__isnull=False)
        return punctuality(self.held(), {now("Answered"): answered}, answered, lambda key: f"?receiver={key}")


class ClueInbox(ReferralInbox, ClueList):
    """The same of clues, behind the inner door."""

    model = Clue
    filterset = ClueList.filterset
    ledger = ClueList.ledger
    heading = _("Clues to be answered")
    answers = "referrals:clue-answers"
