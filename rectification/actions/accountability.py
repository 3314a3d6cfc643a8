"""Accountability: proposed, agreed, sent for decision, decided, told to the unit, enforced, published or not, closed.

Nobody has a say in what concerns himself. The unit learns of it with the decision, in a text of the office's own.
"""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.models import Case
from casework.moves import Refused, move, next_number
from casework.policy import Actor
from findings.models import Obstruction
from inspections import actions as inspections
from inspections.models import Engagement, LeakIncident, Meeting, Outcome

from ..forms import Note, Reason
from ..forms import accountability as forms
from ..forms.group import DecidedByGroup
from ..models import (
    Accountability,
    AccountabilityNotice,
    EvidenceFlag,
    Item,
    LadderPaper,
    VisitedItem,
)
from .common import let_hold

State, Told, Inspected = Accountability.Stage, AccountabilityNotice.Stage, Engagement.Stage
FED_BACK = (Inspected.FED_BACK, Inspected.RECTIFYING, Inspected.CLOSED)
#: stages of what it can come from: papers that were sent, and what was looked at or decided
SPOKEN = (
    *(LadderPaper.Stage.SENT, LadderPaper.Stage.SIGNED_FOR, LadderPaper.Stage.ANSWERED, LadderPaper.Stage.CLIMBED),
    VisitedItem.Stage.CHECKED,
    EvidenceFlag.Stage.DECIDED,
    *(Obstruction.Stage.TOLD, Obstruction.Stage.FILED),
    LeakIncident.Stage.HANDLED,
)


def _concerns(matter: Accountability, by) -> bool:
    """Whether it is about this person, or about an organisation for which he acts."""
    if isinstance(by, Actor):
        return False
    body = matter.organisation
    acts_for = body is not None and by.groups.filter(pk__in=(body.members_id, body.principals_id)).exists()
    return acts_for or (matter.person_id is not None and matter.person_id == by.person_id)


def not_about_himself(matter: Accountability, by, today):
    return _("Nobody has a say in what concerns himself.") if _concerns(matter, by) else None


def _speaks_for_it(source, by, today):
    """Only what was found sham or relapsed, not accepted, handed over, or urged by a paper that was sent."""
    speaks: bool
    match source:
        case VisitedItem():
            speaks = source.result in (VisitedItem.Result.SHAM, VisitedItem.Result.RELAPSED)
        case EvidenceFlag():
            speaks = source.outcome == EvidenceFlag.Outcome.UNACCEPTABLE
        case LadderPaper():
            speaks = source.issued_on is not None
        case Obstruction():
            speaks = source.outcome == Obstruction.Outcome.HAND_OVER
        case _:
            speaks = source.outcome == Outcome.HAND_OVER
    return None if speaks else _("Nothing here speaks for accountability.")


def _is_not_proposed_yet(source, by, today):
    rows = Accountability.objects.filter(source_kind=source.kind, source_id=source.pk).exclude(stage=State.REFUSED)
    return _("Accountability is proposed already.") if rows.exists() else None


@move(
    _("Propose accountability"),
    FED_BACK,
    by="oversee",
    asks=forms.Propose,
    tells="direct",
    starts="agree_accountability",
)
def propose_accountability(
    engagement: Engagement,
    *,
    by,
    today: datetime.date,
    kind_of: str,
    facts: str,
    organisation: Organisation | None = None,
    person: Person | None = None,
) -> Accountability:
    """Who or which organisation is to answer, and why. Only the office and the leading group know of it."""
    return _proposed(engagement, by, today, kind_of=kind_of, facts=facts, organisation=organisation, person=person)


@move(
    _("Propose accountability"),
    SPOKEN,
    by=("oversee", "direct", "observe"),
    asks=forms.Propose,
    needs=(_speaks_for_it, _is_not_proposed_yet),
    tells="direct",
    starts="agree_accountability",
    alone=True,
)
def propose_for(
    source: VisitedItem | LadderPaper | EvidenceFlag | Obstruction | LeakIncident,
    *,
    by,
    today: datetime.date,
    kind_of: str,
    facts: str,
    organisation: Organisation | None = None,
    person: Person | None = None,
    proposer: Any = None,
) -> Accountability:
    """It rests on what is written here. Only the office and the leading group know of it."""
    item = getattr(source, "item", None)
    return _proposed(
        forms.engagement_of(source),
        proposer or by,
        today,
        kind_of=kind_of,
        facts=facts,
        organisation=organisation,
        person=person,
        source_kind=source.kind,
        source_id=source.pk,
        item=item if isinstance(item, Item) else None,
    )


def _proposed(engagement: Engagement, by, today: datetime.date, **values: Any) -> Accountability:
    authority = engagement.round.term.authority
    if values["person"] and values["person"].pk == getattr(by, "person_id", None):
        raise Refused(_("Nobody has a say in what concerns himself."))
    case = Case.objects.create(kind="rectification.accountability", profile=engagement.case.profile)
    let_hold(case, {body.kind_of: body for body in Organisation.objects.filter(case=authority.case)})
    return Accountability.objects.create(
        case=case,
        engagement=engagement,
        number=f"问责〔{today.year}〕{next_number(f'accountability {today.year}')}号",
        proposer=by if hasattr(by, "pk") else None,
        proposed_on=today,
        **values,
    )


def propose_sham(visited: VisitedItem, by, today: datetime.date) -> None:
    """Called when a return visit has found a sham: in the same press, once for the same look."""
    said = forms.said_by(visited)
    said |= {"organisation": visited.visit.engagement.unit, "proposer": by}
    propose_for(visited, by=Actor.HOUSE, today=today, **said)


@move(_("Amend"), State.PROPOSED, by="oversee", asks=forms.Propose, needs=not_about_himself)
def amend_accountability(
    matter: Accountability,
    *,
    by,
    kind_of: str,
    facts: str,
    organisation: Organisation | None = None,
    person: Person | None = None,
):
    """Changes the proposal before it is decided on; every version stays in the history."""
    matter.set(kind_of=kind_of, facts=facts, organisation=organisation, person=person)


@move(
    _("Agreed by the leading group"),
    State.PROPOSED,
    State.AGREED,
    by="oversee",
    asks=DecidedByGroup,
    needs=not_about_himself,
    tells=("direct", "observe"),
    meets="agree_accountability",
    starts="refer_accountability",
    stamps="agreed_on",
    first=True,
)
def agree_accountability(matter: Accountability, *, by, meeting: Meeting | None = None, note: str = "", **said: Any):
    """The leading group has agreed; its meeting is recorded with it, or chosen."""
    term = matter.engagement.round.term
    matter.meeting = inspections.held(term, by, Meeting.Kind.LEADING_GROUP, meeting, note, said)


@move(
    _("Not agreed to"),
    State.PROPOSED,
    State.REFUSED,
    by="direct",
    asks=forms.RefuseAccountability,
    needs=not_about_himself,
    tells=("oversee", "observe"),
    grave=True,
)
def refuse_accountability(matter: Accountability, *, by, note: str, meeting: Meeting | None = None):
    """Nothing follows; the reason stays, and the unit never learns of it."""
    matter.set(why_not=note, meeting=meeting)


@move(
    _("Send for decision"),
    State.AGREED,
    State.REFERRED,
    by="oversee",
    asks=forms.Refer,
    needs=not_about_himself,
    tells=("handle", "direct"),
    meets="refer_accountability",
    starts="decide_accountability",
    stamps="referred_on",
    first=True,
)
def refer_accountability(matter: Accountability, *, by, receiver: Organisation, demand: str):
    """The discipline commission or the organisation department decides; it reads the matter from now on."""
    matter.set(receiver=receiver, demand=demand)
    policy.grant(matter.case, "handle", receiver.members, receiver.principals)


@move(
    _("Return the matter"),
    State.REFERRED,
    State.AGREED,
    by="handle",
    asks=Reason,
    needs=not_about_himself,
    tells=("oversee", "direct"),
    meets="decide_accountability",
    starts="refer_accountability",
)
def return_accountability(matter: Accountability, *, by, note: str):
    """It is not for this department, or something is missing: the reason says what."""
    receiver: Any = matter.receiver
    policy.withdraw(matter.case, "handle", receiver.members, receiver.principals)


@move(
    _("Write down the decision"),
    State.REFERRED,
    State.DECIDED,
    by="handle",
    asks=forms.DecideAccountability,
    needs=not_about_himself,
    tells=("oversee", "direct", "observe"),
    meets="decide_accountability",
    starts=("serve_accountability", "enforce_accountability"),
    first=True,
)
def decide_accountability(
    matter: Accountability, *, by, measure: str, decided_on: datetime.date, paper: str, decision: str = ""
):
    """Which measure, by which paper, on which day."""
    matter.set(measure=measure, decided_on=decided_on, paper=paper, decision=decision)


@move(
    _("Nobody is held to account"),
    State.REFERRED,
    State.REFUSED,
    by="handle",
    asks=Reason,
    needs=not_about_himself,
    tells=("oversee", "direct", "observe"),
    grave=True,
)
def find_no_fault(matter: Accountability, *, by, note: str):
    """Looked into, and no measure follows; the reason stays, and the unit never learns of it."""
    matter.why_not = note


def _is_not_told(matter: Accountability, by, today):
    return _("The unit has been told already.") if matter.notice_id else None


@move(
    _("Tell the unit of the decision"),
    State.DECIDED,
    by="oversee",
    asks=forms.ServeDecision,
    needs=(_is_not_told, not_about_himself),
    tells=("direct", "handle"),
    meets="serve_accountability",
    first=True,
)
def serve_decision(matter: Accountability, *, by, today: datetime.date, text: str):
    """Its principal reads this text, and nothing else of the matter; he signs for it."""
    matter.notice = serve_accountability_notice(matter.engagement, by=Actor.HOUSE, today=today, text=text)


@move(
    _("Notice of the decision"),
    FED_BACK,
    by=Actor.HOUSE,
    tells="sign",
    starts="sign_accountability",
)
def serve_accountability_notice(engagement: Engagement, *, by, today: datetime.date, text: str) -> AccountabilityNotice:
    """The principal of the unit is told, and nobody else of it."""
    authority = engagement.round.term.authority
    case = Case.opened_beside(engagement.case, "rectification.accountabilitynotice")
    let_hold(case, {body.kind_of: body for body in Organisation.objects.filter(case=authority.case)})
    policy.grant(case, "sign", engagement.unit.principals)
    return AccountabilityNotice.objects.create(case=case, engagement=engagement, text=text, on=today)


@move(
    _("Sign for the decision"),
    Told.SENT,
    Told.SIGNED_FOR,
    by="sign",
    asks=Note,
    tells="oversee",
    meets="sign_accountability",
    stamps="signed_on",
    first=True,
)
def sign_for_decision(notice: AccountabilityNotice, *, by, note: str):
    """The principal has it in hand."""


def _the_unit_is_told(matter: Accountability, by, today):
    return None if matter.notice_id else _("The unit has not been told of the decision yet.")


@move(
    _("Enforced"),
    State.DECIDED,
    State.ENFORCED,
    by=("handle", "oversee"),
    asks=forms.EnforceDecision,
    needs=(_the_unit_is_told, not_about_himself),
    tells=("oversee", "direct"),
    meets="enforce_accountability",
    starts="publish_accountability",
    first=True,
)
def enforce_decision(matter: Accountability, *, by, enforcement: str, enforced_on: datetime.date, note: str = ""):
    """What was decided has been carried out: how, on which day, with its papers."""
    matter.set(enforcement=enforcement, enforced_on=enforced_on)


@move(
    _("Publish"),
    State.ENFORCED,
    State.PUBLISHED,
    by="oversee",
    asks=forms.PublishDecision,
    needs=not_about_himself,
    tells=("direct", "observe", "handle"),
    meets="publish_accountability",
    starts="close_accountability",
    first=True,
)
def publish_decision(
    matter: Accountability, *, by, published_where: str, published_on: datetime.date, published_text: str
):
    """In which circular, on which day, in which words."""
    matter.set(published_where=published_where, published_on=published_on, published_text=published_text)


@move(
    _("Leave it unpublished"),
    State.ENFORCED,
    State.KEPT,
    by="direct",
    asks=Reason,
    needs=not_about_himself,
    tells=("oversee", "observe", "handle"),
    meets="publish_accountability",
    starts="close_accountability",
)
def keep_unpublished(matter: Accountability, *, by, note: str):
    """It is not made known to others; the reason stays."""
    matter.why_not = note


@move(
    _("Close the accountability"),
    (State.PUBLISHED, State.KEPT),
    State.CLOSED,
    by="direct",
    asks=Note,
    needs=not_about_himself,
    tells=("oversee", "handle"),
    stamps="closed_on",
    first=True,
)
def close_accountability(matter: Accountability, *, by, note: str):
    """Everything has been done that was decided."""
