"""What was decided for a department leaves by a letter; what goes to the discipline commission, under seal."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework import files
from casework.moves import move, next_number
from casework.policy import Actor
from findings import actions as findings
from findings.models import FactSheet, Finding, Landing, Lead, WorkingPaper
from inspections.models import Category

from .. import forms, package
from ..models import Clue, Referral
from .letter import hand_to, new_case, receiver_of, referral_of, store_referral, write_letter, write_sealed_letter


def _goes_to_a_department(landing: Landing, by, today):
    if landing.kind_of not in forms.TO_DEPARTMENTS:
        return _("Only for what goes to the organisation department or to another department.")
    return None


def _is_a_clue(landing: Landing, by, today):
    if landing.kind_of != Landing.Kind.DISCIPLINE:
        return _("Only for what goes to the discipline commission.")
    return None


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
def send(landing: Landing, *, by, today: datetime.date, note: str, uploads: Any = ()) -> Referral:
    """A letter of its own goes to the department; from now on it has to answer."""
    referral = referral_of(landing, today)
    letter = write_letter(
        referral.round,
        by=Actor.HOUSE,
        today=today,
        writer=by,
        receiver=referral.receiver,
        matters=[package.of_matter(referral) | {"files": package.of_uploads(uploads)}],
        meeting=landing.meeting,
        decision=landing.decision,
    )
    return store_referral(referral, letter, today)


def what_proves_it(finding: Finding) -> str:
    """Return the evidence of the paper, and how the lead was followed that it came from: both leave with the clue."""
    if finding.paper is None:
        return ""
    papers = findings.whole_paper(finding.paper)
    parts = [finding.paper.evidence]
    for merged in papers[1:]:
        parts += [f"{merged.number} {merged.title_text}", merged.facts, merged.evidence]
    for sheet in FactSheet.objects.filter(paper__in=papers):
        parts += [f"{sheet.number} {sheet.get_stage_display()}", sheet.disputed, sheet.grounds]
    for lead in Lead.objects.filter(paper__in=papers):
        parts += [f"{lead.number} {lead.title_text}", lead.about]
        parts += [f"{step}：{step.result}" for step in lead.steps.order_by("on", "pk")]
    return "\n".join(filter(None, parts))


def _nothing_else_waits(landing: Landing, by, today):
    others = landing.finding.landings.filter(stage=Landing.Stage.DECIDED).exclude(pk=landing.pk)
    names = "、".join(other.get_kind_of_display() for other in others)
    if names:
        return _("It goes elsewhere too, and nothing of it stays here once it is under seal: first %(names)s.") % {
            "names": names
        }
    return None


@move(
    _("Transfer the clue under seal"),
    Landing.Stage.DECIDED,
    by="direct",
    asks=forms.Papers,
    needs=(_is_a_clue, _nothing_else_waits),
    tells="handle",
    starts=("receive", "reply"),
    alone=True,
    grave=True,
)
def send_clue(landing: Landing, *, by, today: datetime.date, note: str, uploads: Any = ()) -> Clue:
    """The matter leaves whole, with its paper and its files; only its number stays behind."""
    finding = landing.finding
    clue = clue_of(landing, today)
    lying = [*package.files_of(finding), *(package.files_of(finding.paper) if finding.paper else ())]
    clue.letter = write_sealed_letter(
        clue.round,
        by=Actor.HOUSE,
        today=today,
        writer=by,
        receiver=clue.receiver,
        matters=[package.of_matter(clue) | {"files": [*lying, *package.of_uploads(uploads)]}],
        meeting=landing.meeting,
        decision=landing.decision,
    )
    clue.case = new_case(clue.kind, clue.round, sealed=True)
    hand_to(clue.case, clue.round, receiver_of(landing))
    clue.save(force_insert=True)
    files.move(finding, clue)
    for one in findings.whole_paper(finding.paper) if finding.paper else ():
        files.move(one, clue)
    findings.take_up(landing, by=Actor.HOUSE, today=today)
    findings.seal(finding, by=Actor.HOUSE, today=today)
    return clue


def discipline_of(category: Category | None) -> str:
    """Return the discipline that a category answers to, where it answers to one alone."""
    answers = category.disciplines if category else []
    return answers[0] if len(answers) == 1 else ""


def clue_of(landing: Landing, today: datetime.date) -> Clue:
    """Return the clue that a landing becomes, not yet stored."""
    finding = landing.finding
    return new_clue(
        finding,
        finding,
        today,
        stage=Clue.Stage.SENT,
        landing=landing,
        receiver=receiver_of(landing),
        subject_name=finding.subject_name,
        subject_post=finding.subject_post,
        sent_on=today,
    )


def new_clue(finding: Finding, said: Finding | WorkingPaper, today: datetime.date, **values) -> Clue:
    """Return a clue, not yet stored: about a finding, in its own words or in those of the paper behind it."""
    engagement = finding.engagement
    clue = Clue(
        finding=finding,
        round=engagement.round,
        unit=said.extension.place if said.extension else engagement.unit,
        number=f"线索〔{today.year}〕{next_number(f'clue matter {today.year}')}号",
        title_text=said.title_text,
        facts=said.facts,
        basis=said.basis,
        evidence=what_proves_it(finding),
        finding_number=finding.number,
        category=finding.category,
        discipline=discipline_of(finding.category),
        source=finding.paper.source if finding.paper else "",
        **values,
    )
    clue.say_who_found_it(engagement)
    return clue
