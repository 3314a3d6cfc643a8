"""What was sent is signed for, handled, answered and settled, or comes back with a reason."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding

from .. import forms
from ..models import Clue, Handover, Referral

Stage = Handover.Stage


@move(
    _("Receive"),
    Stage.SENT,
    Stage.RECEIVED,
    by="handle",
    asks=forms.Note,
    tells=("oversee", "direct"),
    meets="receive",
    starts="disposition",
    first=True,
)
def receive(handover: Referral | Clue, *, by, note: str):
    """Signs for it: it lies with this department now."""


@move(
    _("Return"),
    (Stage.SENT, Stage.RECEIVED),
    Stage.RETURNED,
    by="handle",
    asks=forms.Reason,
    tells=("oversee", "direct"),
    meets=("receive", "reply", "disposition"),
    starts="send_again",
)
def return_(handover: Referral | Clue, *, by, note: str):
    """Not for this department, or something is missing: the reason says which."""


@move(
    _("Send again"),
    Stage.RETURNED,
    Stage.SENT,
    by=("oversee", "direct"),
    asks=forms.Papers,
    tells="handle",
    meets="send_again",
    starts=("receive", "reply"),
    first=True,
)
def send_again(handover: Referral | Clue, *, by, note: str):
    """Completed, and sent once more."""


@move(
    _("Decide how it is handled"),
    (Stage.RECEIVED, Stage.HANDLING),
    Stage.HANDLING,
    by="handle",
    asks=forms.Dispose,
    tells=("oversee", "direct"),
    meets="disposition",
    first=True,
)
def dispose(handover: Referral | Clue, *, by, disposition: str, note: str):
    """Says how the department goes about it."""
    handover.disposition = disposition


@move(
    _("Answer"),
    Stage.HANDLING,
    Stage.REPLIED,
    by="handle",
    asks=forms.Reply,
    tells=("oversee", "direct"),
    meets="reply",
    starts="settle",
    stamps="replied_on",
    first=True,
)
def reply(handover: Referral | Clue, *, by, result: str, note: str = "", four_forms: str = ""):
    """What came of it."""
    handover.result = result
    if isinstance(handover, Clue):
        handover.four_forms = four_forms


@move(
    _("Ask for more"),
    Stage.REPLIED,
    Stage.HANDLING,
    by=("oversee", "direct"),
    asks=forms.Reason,
    tells="handle",
    meets="settle",
    starts="reply",
)
def ask_for_more(handover: Referral | Clue, *, by, note: str):
    """The answer does not settle it yet: the reason says what is missing."""


def _is_not_kept_for_later(handover, by, today):
    if handover.disposition == Clue.Disposition.PENDING:
        return _("What is kept for later review is not settled.")
    return None


@move(
    _("Settle"),
    Stage.REPLIED,
    Stage.SETTLED,
    by=("oversee", "direct"),
    asks=forms.Note,
    needs=_is_not_kept_for_later,
    tells="handle",
    first=True,
)
def settle(handover: Referral | Clue, *, by, today: datetime.date, note: str):
    """The answer stands; the matter is struck off."""
    finding = handover.landing.finding
    if handover.landing.first and finding.stage == Finding.Stage.ROUTED:
        findings.settle(finding, by=Actor.HOUSE, today=today)
