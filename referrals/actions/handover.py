"""What was sent is signed for, handled, answered and settled, or comes back with a reason."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Attachment
from casework.moves import move
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding

from .. import forms, package
from ..models import Clue, Outgoing, Referral
from .letter import close_if_done, hand_to, write_letter, write_sealed_letter

Stage = Clue.Stage
OFFICE = ("oversee", "direct")


@move(
    _("Receive"),
    Stage.SENT,
    Stage.RECEIVED,
    by="handle",
    asks=forms.Note,
    tells=OFFICE,
    meets="receive",
    starts="disposition",
    first=True,
)
def receive(handover: Referral | Clue, *, by, today: datetime.date, note: str):
    """Signs for it: it lies with this department now."""
    close_if_done(handover, by, today)


@move(
    _("Return"),
    (Stage.SENT, Stage.RECEIVED),
    Stage.RETURNED,
    by="handle",
    asks=forms.Reason,
    tells=OFFICE,
    meets=("receive", "reply", "disposition"),
    starts="send_again",
)
def return_(handover: Referral | Clue, *, by, today: datetime.date, note: str):
    """Not for this department, or something is missing: the reason says which."""
    close_if_done(handover, by, today)


@move(
    _("Send again"),
    Stage.RETURNED,
    Stage.SENT,
    by=OFFICE,
    asks=forms.SendAgain,
    tells="handle",
    meets="send_again",
    starts=("receive", "reply"),
    stamps="sent_on",
    first=True,
)
def send_again(
    handover: Referral | Clue,
    *,
    by,
    today: datetime.date,
    receiver: Organisation | None = None,
    note: str = "",
    uploads: Any = (),
):
    """Completed, or for somebody else: it leaves once more by a letter of its own, with a package of its own."""
    former: Any = handover.receiver
    goes_to = receiver or former
    if goes_to != former:
        policy.withdraw(handover.case, "handle", former.members, former.principals)
        handover.receiver = goes_to
    hand_to(handover.case, handover.round, goes_to)
    files = [*package.files_of(handover), *package.of_uploads(uploads)]
    landing: Any = handover.landing
    former_letter: Any = handover.letter
    write = write_sealed_letter if isinstance(handover, Clue) else write_letter
    handover.letter = write(
        handover.round,
        by=Actor.HOUSE,
        today=today,
        writer=by,
        receiver=goes_to,
        matters=[package.of_matter(handover) | {"files": files}],
        way=former_letter.way if former_letter else Outgoing.Way.SINGLE,
        meeting=landing.meeting,
        decision=landing.decision,
    )


@move(
    _("Decide how it is handled"),
    (Stage.RECEIVED, Stage.HANDLING),
    Stage.HANDLING,
    by="handle",
    asks=forms.Dispose,
    tells=OFFICE,
    meets="disposition",
    first=True,
)
def dispose(handover: Referral | Clue, *, by, disposition: str, note: str):
    """Says how the department goes about it."""
    handover.disposition = disposition


@move(
    _("Keep for later"),
    (Stage.RECEIVED, Stage.HANDLING),
    Stage.PENDING,
    by="handle",
    asks=forms.KeepForLater,
    tells=OFFICE,
    meets=("disposition", "reply"),
    starts="review_pending",
)
def keep_for_later(clue: Clue, *, by, review_on: datetime.date, note: str):
    """Nothing can be done now; it is not settled, and is looked at again on the day that the department chooses."""
    clue.disposition, clue.review_on = Clue.Disposition.PENDING, review_on


@move(
    _("Keep it longer"),
    Stage.PENDING,
    by="handle",
    asks=forms.KeepForLater,
    tells=OFFICE,
    meets="review_pending",
    starts="review_pending",
)
def keep_longer(clue: Clue, *, by, review_on: datetime.date, note: str):
    """Looked at again, and it stays as it is: the reason says why, and a new day is chosen."""
    clue.review_on = review_on


@move(
    _("Take it up again"),
    Stage.PENDING,
    Stage.HANDLING,
    by="handle",
    asks=forms.TakeUp,
    tells=OFFICE,
    meets="review_pending",
    starts="reply",
    first=True,
)
def take_up_again(clue: Clue, *, by, disposition: str, note: str):
    """Something can be done now; the time for the answer runs anew."""
    clue.disposition = disposition


@move(_("Note how it goes"), Stage.HANDLING, by="handle", asks=forms.Progress, tells=OFFICE)
def note_progress(handover: Referral | Clue, *, by, progress: str):
    """The office reads how far it has come, while the department is at it."""
    handover.progress = progress


@move(
    _("Answer"),
    Stage.HANDLING,
    Stage.REPLIED,
    by="handle",
    asks=forms.Reply,
    tells=OFFICE,
    meets="reply",
    starts="settle",
    stamps="replied_on",
    first=True,
)
def reply(handover: Referral | Clue, *, by, result: str, note: str = "", **dealt_with):
    """What came of it; of a clue also by which of the four forms people were dealt with, and how many."""
    handover.set(result=result, **dealt_with)


@move(_("Hand in the paper of the answer"), Stage.REPLIED, by="handle", asks=forms.ReplyPaper, tells=OFFICE)
def hand_in_reply(handover: Referral | Clue, *, by, note: str):
    """The signed letter of the answer, when the answer came without it."""


@move(
    _("Ask for more"),
    Stage.REPLIED,
    Stage.HANDLING,
    by=OFFICE,
    asks=forms.Reason,
    tells="handle",
    meets="settle",
    starts="reply",
)
def ask_for_more(handover: Referral | Clue, *, by, note: str):
    """The answer does not settle it yet: the reason says what is missing."""


def _says_how_it_ended(handover: Referral | Clue, by, today):
    if handover.disposition == Clue.Disposition.PENDING:
        return _("What is kept for later review is not settled.")
    if not (handover.disposition and handover.result and handover.replied_on):
        return _("It does not say yet how it was handled, what came of it and when.")
    return None


def _says_who_was_dealt_with(handover: Referral | Clue, by, today):
    if isinstance(handover, Clue) and handover.four_forms in ("", Clue.Form.NONE) and handover.dealt_with:
        return _("Somebody was dealt with; it does not say by which of the four forms.")
    return None


def _has_the_paper(handover: Referral | Clue, by, today):
    """The paper of the answer came with the answer, or after it, from the department."""
    answers = [f"{handover.kind}.{verb}" for verb in ("reply", "hand-in-reply")]
    lies = Attachment.objects.filter(thing_kind=handover.kind, thing_id=handover.pk, event__move__in=answers)
    return None if lies.exists() else _("The paper of the answer is missing.")


@move(
    _("Settle"),
    Stage.REPLIED,
    Stage.SETTLED,
    by=OFFICE,
    asks=forms.Note,
    needs=(_says_how_it_ended, _says_who_was_dealt_with, _has_the_paper),
    tells="handle",
    first=True,
)
def settle(handover: Referral | Clue, *, by, today: datetime.date, note: str):
    """The answer stands; the matter is struck off."""
    landing: Any = handover.landing
    finding = landing.finding
    if landing.first and finding.stage == Finding.Stage.ROUTED:
        findings.settle(finding, by=Actor.HOUSE, today=today)
