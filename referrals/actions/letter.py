"""Letters go out: one letter, one receiver, many matters; what was sent is frozen in the same moment."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import clock, policy
from casework.models import Case
from casework.moves import Refused, held, move, next_number, rule_of
from casework.policy import Actor
from findings import actions as findings
from findings.models import Landing
from inspections.models import Meeting, Round

from .. import forms, package
from ..models import Handover, Outgoing, Referral, SealedLetter, TransferLetter

Sent = Outgoing.Stage
#: a clue need not wait until the round has been heard
ON_THE_WAY = (Round.Stage.ON_SITE, Round.Stage.REPORTING, Round.Stage.LG_HEARD, *Round.HEARD)


def body(round: Round, kind: str) -> Organisation:
    """Return the one body of this kind in the district of a round."""
    return Organisation.objects.get(case=round.term.authority.case, kind_of=kind)


def receiver_of(landing: Landing) -> Organisation:
    """Return where a matter for somebody else goes, as the meeting decided it."""
    kinds = {Landing.Kind.PERSONNEL: Organisation.Kind.PERSONNEL, Landing.Kind.DISCIPLINE: Organisation.Kind.DISCIPLINE}
    if landing.kind_of in kinds:
        return body(landing.finding.engagement.round, kinds[Landing.Kind(landing.kind_of)])
    receiver: Any = landing.receiver
    return receiver


def hand_to(case: Case, round: Round, receiver: Organisation) -> None:
    """Let the receiver hold it; the leading group is told when it stays unanswered, and sees nothing of it."""
    policy.grant(case, "handle", receiver.members, receiver.principals)
    group = body(round, Organisation.Kind.LEADING_GROUP)
    policy.grant(case, "observe", group.members, group.principals)


def new_case(kind: str, round: Round, *, sealed: bool) -> Case:
    """Return a case that the office holds; of what is sealed its head alone."""
    case = Case.objects.create(kind=kind, profile=round.profile)
    office = body(round, Organisation.Kind.OFFICE)
    policy.grant(case, "oversee", office.principals, *(() if sealed else (office.members,)))
    policy.grant(case, "direct", office.principals)
    return case


def new_letter(model: type[Any], round: Round, receiver: Organisation, by, today, matters, files, **said) -> Any:
    """Make the letter with its number and its frozen package; its receiver holds it from now on."""
    sealed = model is SealedLetter
    case = new_case(model._meta.label_lower, round, sealed=sealed)
    policy.grant(case, "handle", receiver.members, receiver.principals)
    name, series = ("巡线", "clue") if sealed else ("巡移", "referral")
    reply_by, _provisional = clock.due(rule_of("reply", round.profile_id), today)
    said.setdefault("contact", str(by) if hasattr(by, "pk") else "")
    said.setdefault("phone", getattr(getattr(by, "person", None), "phone", "") or "")
    letter = model(
        case=case,
        round=round,
        receiver=receiver,
        number=f"{name}〔{today.year}〕{next_number(f'{series} {today.year}')}号",
        sent_on=today,
        reply_by=reply_by,
        **said,
    )
    package.freeze(letter, matters, files)
    letter.save(force_insert=True)
    return letter


@move(_("Letter written"), Round.HEARD, by=Actor.HOUSE)
def write_letter(round: Round, *, by, today: datetime.date, writer, receiver, matters, **said) -> TransferLetter:
    """The letter in which a matter leaves, or leaves once more."""
    letter: TransferLetter = new_letter(TransferLetter, round, receiver, writer, today, matters, [], **said)
    return letter


@move(_("Letter written"), ON_THE_WAY, by=Actor.HOUSE)
def write_sealed_letter(round: Round, *, by, today: datetime.date, writer, receiver, matters, **said) -> SealedLetter:
    """The letter in which a clue leaves, or leaves once more."""
    letter: SealedLetter = new_letter(SealedLetter, round, receiver, writer, today, matters, [], **said)
    return letter


def referral_of(landing: Landing, today: datetime.date) -> Referral:
    """Return the referral that a landing becomes, not yet stored."""
    finding = landing.finding
    referral = Referral(
        landing=landing,
        round=finding.engagement.round,
        unit=finding.place,
        receiver=receiver_of(landing),
        number=f"建议〔{today.year}〕{next_number(f'suggestion {today.year}')}号",
        title_text=finding.title_text,
        facts=finding.facts,
        basis=finding.basis,
        subject_name=finding.subject_name,
        subject_post=finding.subject_post,
        sent_on=today,
    )
    referral.say_who_found_it(finding.engagement)
    return referral


def store_referral(referral: Referral, letter: TransferLetter, today: datetime.date) -> Referral:
    """Let a referral go out with its letter."""
    referral.case = new_case(referral.kind, referral.round, sealed=False)
    hand_to(referral.case, referral.round, referral.receiver)
    referral.letter = letter
    referral.save(force_insert=True)
    findings.take_up(referral.landing, by=Actor.HOUSE, today=today)
    return referral


@move(
    _("Goes with a letter"),
    Landing.Stage.DECIDED,
    by=Actor.HOUSE,
    tells="handle",
    starts=("receive", "reply"),
    alone=True,
)
def go_with(landing: Landing, *, by, today: datetime.date, letter: TransferLetter, referral: Referral) -> Referral:
    """One matter of a letter; from now on the department has to answer it."""
    return store_referral(referral, letter, today)


def _something_waits(round: Round, by, today):
    waiting = Landing.objects.filter(
        finding__engagement__round=round, stage=Landing.Stage.DECIDED, kind_of__in=forms.TO_DEPARTMENTS
    )
    return None if waiting.exists() else _("Nothing waits to be sent to a department.")


@move(_("Send a letter"), Round.HEARD, by="oversee", asks=forms.SendLetter, needs=_something_waits, tells="handle")
def send_letter(
    round: Round,
    *,
    by,
    today: datetime.date,
    landings: list[Landing],
    way: str,
    meeting: Meeting | None = None,
    note: str = "",
    uploads: Any = (),
    **said,
) -> TransferLetter:
    """Several matters for one department go out in one letter; each has to be answered."""
    found = [held(landing) for landing in landings]
    if any(landing.stage != Landing.Stage.DECIDED for landing in found):
        raise Refused(_("Somebody has sent one of them meanwhile."))
    referrals = [referral_of(landing, today) for landing in found]
    matters = [package.of_matter(one) | {"files": []} for one in referrals]
    letter: TransferLetter = new_letter(
        *(TransferLetter, round, referrals[0].receiver, by, today, matters, package.of_uploads(uploads)),
        way=way,
        meeting=meeting,
        **said,
    )
    for landing, referral in zip(found, referrals, strict=True):
        go_with(landing, by=Actor.HOUSE, today=today, letter=letter, referral=referral)
    return letter


@move(_("Every matter is signed for"), Sent.SENT, Sent.SIGNED, by=Actor.HOUSE, stamps="signed_on")
def all_signed(letter: TransferLetter | SealedLetter, *, by, signer):
    """Its matters were signed for one by one, or came back; the last of them has gone from the counter."""
    letter.signer = signer


@move(_("Every matter came back"), Sent.SENT, Sent.RETURNED, by=Actor.HOUSE)
def all_returned(letter: TransferLetter | SealedLetter, *, by):
    """Each matter of it was returned, one by one."""


def close_if_done(matter: Any, by, today: datetime.date) -> None:
    """Sign the letter when the last of its matters has been signed for, or send it back with the last of them."""
    if matter.letter is None:
        return
    letter = held(matter.letter)
    stages = set(letter.matters.values_list("stage", flat=True))
    if letter.stage != Sent.SENT or Handover.Stage.SENT in stages:
        return
    if stages == {Handover.Stage.RETURNED}:
        all_returned.siblings[type(letter)](letter, by=Actor.HOUSE, today=today)
    else:
        signer = by if hasattr(by, "pk") else None
        all_signed.siblings[type(letter)](letter, by=Actor.HOUSE, today=today, signer=signer)
