"""What was decided for a department leaves by a letter; what goes to the discipline commission, under seal."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import files, policy
from casework.models import Case
from casework.moves import move, next_number
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding, Landing, Lead, WorkingPaper

from .. import forms
from ..models import Clue, Referral

TO_DEPARTMENTS = (Landing.Kind.PERSONNEL, Landing.Kind.DEPARTMENT)


def _goes_to_a_department(landing: Landing, by, today):
    if landing.kind_of not in TO_DEPARTMENTS:
        return _("Only for what goes to the organisation department or to another department.")
    return None


def _is_a_clue(landing: Landing, by, today):
    if landing.kind_of != Landing.Kind.DISCIPLINE:
        return _("Only for what goes to the discipline commission.")
    return None


def _body(landing: Landing, kind: str) -> Organisation:
    authority = landing.finding.engagement.round.term.authority
    return Organisation.objects.get(case=authority.case, kind_of=kind)


def _office(landing: Landing) -> Organisation:
    return _body(landing, Organisation.Kind.OFFICE)


@move(
    _("Send the referral"),
    Landing.Stage.DECIDED,
    by="oversee",
    asks=forms.Papers,
    needs=_goes_to_a_department,
    tells="handle",
    starts=("receive", "reply"),
    alone=True,
    first=True,
)
def send(landing: Landing, *, by, today: datetime.date, note: str) -> Referral:
    """The letter goes to the department; from now on it has to answer."""
    finding, round = landing.finding, landing.finding.engagement.round
    personnel = landing.kind_of == Landing.Kind.PERSONNEL
    receiver: Any = _body(landing, Organisation.Kind.PERSONNEL) if personnel else landing.receiver
    case = Case.objects.create(kind="referrals.referral", profile=round.profile)
    office = _office(landing)
    policy.grant(case, "oversee", office.members, office.principals)
    policy.grant(case, "direct", office.principals)
    policy.grant(case, "handle", receiver.members, receiver.principals)
    referral = Referral.objects.create(
        case=case,
        landing=landing,
        round=round,
        unit=finding.place,
        receiver=receiver,
        number=f"巡移〔{today.year}〕{next_number(f'referral {today.year}')}号",
        title_text=finding.title_text,
        facts=finding.facts,
        basis=finding.basis,
        subject_name=finding.subject_name,
        subject_post=finding.subject_post,
        sent_on=today,
    )
    findings.take_up(landing, by=Actor.HOUSE, today=today)
    return referral


def _what_proves_it(finding: Finding) -> str:
    """Return the evidence of the paper, and how the lead was followed that it came from: both leave with the clue."""
    if finding.paper is None:
        return ""
    papers = [one for one in findings.whole_paper(finding.paper) if isinstance(one, WorkingPaper)]
    parts = [finding.paper.evidence]
    for merged in papers[1:]:
        parts += [f"{merged.number} {merged.title_text}", merged.facts, merged.evidence]
    for lead in Lead.objects.filter(paper__in=papers):
        parts += [f"{lead.number} {lead.title_text}", lead.about]
        parts += [f"{step}：{step.result}" for step in lead.steps.order_by("on", "pk")]
    return "\n".join(filter(None, parts))


@move(
    _("Transfer the clue under seal"),
    Landing.Stage.DECIDED,
    by="direct",
    asks=forms.Papers,
    needs=_is_a_clue,
    tells="handle",
    starts=("receive", "reply"),
    alone=True,
    grave=True,
)
def send_clue(landing: Landing, *, by, today: datetime.date, note: str) -> Clue:
    """The matter leaves whole, with its paper and its files; only its number stays behind."""
    finding, round = landing.finding, landing.finding.engagement.round
    receiver: Any = _body(landing, Organisation.Kind.DISCIPLINE)
    case = Case.objects.create(kind="referrals.clue", profile=round.profile)
    for word in ("oversee", "direct"):
        policy.grant(case, word, _office(landing).principals)
    policy.grant(case, "handle", receiver.members, receiver.principals)
    clue = Clue.objects.create(
        case=case,
        landing=landing,
        round=round,
        unit=finding.place,
        receiver=receiver,
        number=f"巡线〔{today.year}〕{next_number(f'clue {today.year}')}号",
        title_text=finding.title_text,
        facts=finding.facts,
        basis=finding.basis,
        evidence=_what_proves_it(finding),
        subject_name=finding.subject_name,
        subject_post=finding.subject_post,
        finding_number=finding.number,
        sent_on=today,
    )
    files.move(finding, clue)
    for one in findings.whole_paper(finding.paper) if finding.paper else ():
        files.move(one, clue)
    findings.take_up(landing, by=Actor.HOUSE, today=today)
    findings.seal(finding, by=Actor.HOUSE, today=today)
    return clue
