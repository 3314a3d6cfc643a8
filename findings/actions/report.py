"""The end of a stay: the team reports once it has said of every lead what is in it."""

import datetime

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from inspections.actions import report_is_in, withdraw
from inspections.models import Engagement, TeamReport
from inspections.process import only_in_six_steps

from .. import forms
from ..models import (
    DocumentRequest,
    Letter,
    LetterAddition,
    LetterBox,
    LetterReply,
    Obstruction,
    Petition,
    ReportDraft,
    Talk,
)
from .aspect import aspects_left
from .report_draft import draft_is_handed_in


def _every_lead_has_its_answer(engagement: Engagement, by, today):
    numbers = "、".join(engagement.leads.unfinished().order_by("pk").values_list("number", flat=True)[:20])
    return _("Leads without an answer: %(numbers)s.") % {"numbers": numbers} if numbers else None


def _registers_are_closed(engagement: Engagement, by, today):
    talks = engagement.talks.filter(stage=Talk.Stage.PLANNED)
    documents = engagement.documentrequests.exclude(stage__in=DocumentRequest.final)
    numbers = [*talks.values_list("number", flat=True)[:10], *documents.values_list("number", flat=True)[:10]]
    if not numbers:
        return None
    return _("Talks not held yet, or documents not given back: %(numbers)s.") % {"numbers": "、".join(numbers)}


def _every_petition_is_dealt_with(engagement: Engagement, by, today):
    waiting = engagement.petitions.filter(stage__in=(Petition.Stage.ENTERED, Petition.Stage.ACCEPTED))
    numbers = "、".join(waiting.order_by("pk").values_list("number", flat=True)[:20])
    return _("Petitions not dealt with: %(numbers)s.") % {"numbers": numbers} if numbers else None


def _by_the_six_steps(engagement: Engagement, by, today):
    return only_in_six_steps(engagement)


def _every_obstruction_is_judged(engagement: Engagement, by, today):
    noted = engagement.obstructions.filter(stage=Obstruction.Stage.NOTED)
    numbers = "、".join(noted.order_by("pk").values_list("number", flat=True)[:20])
    return _("Obstructions that the leader has not judged: %(numbers)s.") % {"numbers": numbers} if numbers else None


def _letter_box_is_empty(engagement: Engagement, by, today):
    box = LetterBox._base_manager.filter(engagement=engagement).first()
    if box is None:
        return None
    if box.stage == LetterBox.Stage.OPEN:
        return _("The letter box is still open: the office closes it first.")
    of_this_unit = Q(box=box.key) | Q(receipt__in=engagement.petitions.exclude(writer_key="").values("writer_key"))
    if Letter.objects.filter(of_this_unit, taken_at=None).exists():
        return _("There are letters that have not been taken in yet.")
    of_this = {"petition__engagement": engagement}
    unread = LetterAddition._base_manager.filter(stage=LetterAddition.Stage.CAME, **of_this)
    asked = LetterReply._base_manager.filter(stage=LetterReply.Stage.ASKED, **of_this)
    numbers = {*unread.values_list("petition__number", flat=True), *asked.values_list("petition__number", flat=True)}
    if numbers:
        named = "、".join(sorted(numbers)[:20])
        return _("Questions to letter writers or additions of theirs without an end: %(numbers)s.") % {"numbers": named}
    return None


def _every_aspect_has_its_conclusion(engagement: Engagement, by, today):
    if engagement.in_six_steps:
        return None
    names = "、".join(category.short for category in aspects_left(engagement))
    return _("Aspects without a conclusion: %(names)s.") % {"names": names} if names else None


@move(
    _("Hand in the report"),
    Engagement.Stage.WITHDRAWN,
    by="lead",
    asks=forms.HandInDrafted,
    needs=(
        _every_lead_has_its_answer,
        _registers_are_closed,
        _every_petition_is_dealt_with,
        _every_obstruction_is_judged,
        _letter_box_is_empty,
        _every_aspect_has_its_conclusion,
    ),
    tells="oversee",
    alone=True,
    first=True,
)
def hand_in_report(engagement: Engagement, *, by, today: datetime.date, report: str, note: str = "") -> TeamReport:
    """The team's report lies with the office; the unit does not see it."""
    return _report(engagement, today, report)


def _report(engagement: Engagement, today: datetime.date, text: str) -> TeamReport:
    report_is_in(engagement, by=Actor.HOUSE, today=today)
    for draft in ReportDraft.objects.filter(engagement=engagement, stage=ReportDraft.Stage.DRAFTING):
        draft_is_handed_in(draft, by=Actor.HOUSE, today=today)
    return TeamReport.objects.create(case=engagement.case, engagement=engagement, text=text, on=today)


@move(
    _("Withdraw with the list of problems"),
    Engagement.Stage.ENTERED,
    by="lead",
    asks=forms.HandInDrafted,
    needs=(
        _by_the_six_steps,
        _every_lead_has_its_answer,
        _registers_are_closed,
        _every_petition_is_dealt_with,
        _every_obstruction_is_judged,
        _letter_box_is_empty,
    ),
    tells="oversee",
    alone=True,
    first=True,
)
def hand_in_list(engagement: Engagement, *, by, today: datetime.date, report: str, note: str = "") -> TeamReport:
    """The stay in the village ends and its list of problems lies with the office, in one step."""
    withdraw(engagement, by=Actor.HOUSE, today=today)
    return _report(engagement, today, report)
