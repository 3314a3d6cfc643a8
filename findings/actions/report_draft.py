"""The inspection report while it is written: drafted from the findings, written by the team, handed in at the end."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from inspections.models import Engagement, TeamReport

from .. import forms, reporting
from ..models import ReportDraft

Visit, Stage = Engagement.Stage, ReportDraft.Stage
WRITERS = ("lead", "inspect")


def _none_is_written(engagement: Engagement, by, today):
    if ReportDraft.objects.filter(engagement=engagement).exists():
        return _("The report is being written already.")
    return None


@move(_("Draft the report"), (Visit.ENTERED, Visit.WITHDRAWN), by=WRITERS, needs=_none_is_written, alone=True)
def draft_report(engagement: Engagement, *, by, today: datetime.date) -> ReportDraft:
    """In three parts from the findings, each sentence with the number of its paper; persons are told of apart."""
    said = reporting.draft_of(engagement)
    return ReportDraft.objects.create(
        case=engagement.case, engagement=engagement, writer=_person(by), written_on=today, **said
    )


def _person(by):
    return None if isinstance(by, Actor) else by


def _keep(draft: ReportDraft, said: dict[str, str], by, today: datetime.date) -> None:
    """Keep what it said when somebody else goes on writing, or on another day, or when it was asked for."""
    if said == draft.says():
        return
    if draft.kept or draft.writer != _person(by) or draft.written_on != today:
        when = (draft.written_on or today).isoformat()
        draft.earlier = [*draft.earlier, {"who": str(draft.writer or ""), "on": when, "words": said}]
    draft.set(writer=_person(by), written_on=today, kept=False)


@move(_("Write the inspection report"), Stage.DRAFTING, by=WRITERS, asks=forms.WriteDraft, first=True)
def write_draft(draft: ReportDraft, *, by, today: datetime.date, **values: Any):
    """Changes what it says; a number in 【】 at the end of a sentence names the paper that carries it."""
    said = draft.says()
    draft.set(**{name: text.replace("\r\n", "\n") for name, text in values.items()})
    _keep(draft, said, by, today)


def _something_is_missing(draft: ReportDraft, by, today):
    return None if reporting.missing(draft) else _("Every finding about the unit is told.")


@move(_("Add what is missing"), Stage.DRAFTING, by=WRITERS, needs=_something_is_missing)
def add_missing(draft: ReportDraft, *, by, today: datetime.date):
    """Findings of which the report tells nothing yet are put at the end of its parts; what is written stays."""
    said, more = draft.says(), reporting.parts_of(reporting.missing(draft))
    draft.set(**{name: "\n".join(filter(None, (said[name].rstrip(), text))) for name, text in more.items()})
    _keep(draft, said, by, today)


def _not_kept_yet(draft: ReportDraft, by, today):
    return _("It is kept as a version already.") if draft.kept else None


@move(_("Keep this version"), Stage.DRAFTING, by=WRITERS, asks=forms.Note, needs=_not_kept_yet)
def keep_version(draft: ReportDraft, *, by, note: str):
    """What it says now can be compared with what it says later."""
    draft.kept = True


@move(_("Handed in"), Stage.DRAFTING, Stage.HANDED_IN, by=Actor.HOUSE)
def draft_is_handed_in(draft: ReportDraft, *, by):
    """The report lies with the office; from here on the office reads which paper carries which sentence."""


@move(_("Sentences moved under seal"), (Stage.DRAFTING, Stage.HANDED_IN), by=Actor.HOUSE)
def strike_sealed(draft: ReportDraft, *, by, number: str):
    """What rests on a paper that moved under seal leaves the report and every version of it."""
    draft.set(**{name: reporting.without(text, number) for name, text in draft.says().items()})
    draft.earlier = [
        one | {"words": {name: reporting.without(text, number) for name, text in one["words"].items()}}
        for one in draft.earlier
    ]


@move(_("Sentences moved under seal"), TeamReport.Stage.HANDED_IN, by=Actor.HOUSE)
def strike_from_report(report: TeamReport, *, by, said: list[str]):
    """The sentences that rest on a paper that moved under seal leave what was handed in."""
    for sentence in said:
        report.text = report.text.replace(sentence, "")


def leave_report(paper, *, today: datetime.date) -> None:
    """Take what rests on a paper out of the report of its unit, because the paper moves under seal."""
    draft = ReportDraft.objects.filter(engagement=paper.engagement_id).select_related("case").first()
    if draft is None or paper.number not in f"{draft.says()}{draft.earlier}":
        return
    known = {paper.number}
    said = [
        one.text.strip() for text in draft.says().values() for one in reporting.sentences(text, known) if one.numbers
    ]
    strike_sealed(draft, by=Actor.HOUSE, today=today, number=paper.number)
    handed_in = TeamReport.objects.filter(engagement=paper.engagement_id).select_related("case").first()
    if handed_in and any(sentence in handed_in.text for sentence in said if sentence):
        strike_from_report(handed_in, by=Actor.HOUSE, today=today, said=[one for one in said if one])
