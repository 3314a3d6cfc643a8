"""What a team writes on paper in Word: what it puts up in the unit, the working paper (headings A), the record of a
talk (headings G), the weekly report (headings J).
"""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext_lazy as _

from casework.papers import PaperKind, day, paper, paragraphs
from casework.papers.parts import span
from inspections.models import Engagement
from inspections.papers import aspects_of, not_notified, party_of, stay_of, team_of

from .models import LetterBox, Talk, WeeklyReport, WorkingPaper


def _working_paper(said: WorkingPaper) -> dict[str, Any]:
    return {
        "number": said.number,
        "unit": str(said.unit),
        "title": said.title_text,
        "facts": said.facts,
        "basis": said.basis,
        "evidence": said.evidence,
        "responsibility": said.responsibility,
        "source": said.get_source_display(),
        "undertakers": said.undertakers,
        "found_on": day(said.found_on),
        "author": str(said.author),
        "written_on": day(said.written_on),
        "opinion": said.opinion,
        "signer": str(said.signer or ""),
        "signed_on": day(said.signed_on),
    }


def _talk(talk: Talk) -> dict[str, Any]:
    return {
        "number": talk.number,
        "subject": talk.name,
        "post": talk.post,
        "unit": talk.organisation_name,
        "time": day(talk.on),
        "place": talk.place,
        "talkers": "、".join(str(person) for person in (talk.inspector, talk.second) if person),
        "recorder": str(talk.recorder or ""),
        "summary": talk.summary,
    }


def _announcement(engagement: Engagement) -> dict[str, Any]:
    round = engagement.round
    box = LetterBox.objects.filter(engagement=engagement).first()
    return {
        "authority": str(round.term.authority),
        "round": str(round),
        "type": round.get_type_display(),
        "team": team_of(engagement),
        "unit": str(engagement.unit),
        "party": party_of(engagement.unit),
        "stay": stay_of(engagement),
        "aspects": aspects_of(round),
        "address": box.address if box else "",
        "closes_on": day(box.closes_on if box else None),
        "on": day(engagement.entered_on),
    }


def _week(report: WeeklyReport) -> dict[str, Any]:
    return {
        "team": team_of(report.engagement),
        "unit": str(report.engagement.unit),
        "week": span(report.begins_on, report.on),
        "on": day(report.on),
        "numbers": {name: getattr(report, name) for name in WeeklyReport.NUMBERS},
        "plan": "\n".join(paragraphs(report.plan)),
        "remarks": "\n".join(paragraphs(report.remarks)),
        "author": str(report.author),
    }


def _not_put_up(engagement: Engagement) -> Any:
    if settings.DOOR == "portal":  # where the table of letter boxes is closed
        return _("The announcement is made at the inner door.")
    return not_notified(engagement)


#: whoever reads the letter box of a unit: the unit gets the announcement on paper, to be put up
BESIDE_THE_BOX = frozenset(("oversee", "direct", "lead", "inspect"))
ANNOUNCEMENT = paper(
    PaperKind(
        "announcement",
        Engagement,
        _announcement,
        lambda engagement: f"巡察公告（{engagement.unit}）",
        label=_("Announcement of the inspection"),
        why_not=_not_put_up,
        words=BESIDE_THE_BOX,
    )
)
WEEK = paper(
    PaperKind(
        "week",
        WeeklyReport,
        _week,
        lambda report: f"巡察进度周报（{report.unit}，{report.number}）",
        outside=False,
    )
)
WORKING_PAPER = paper(
    PaperKind("working_paper", WorkingPaper, _working_paper, lambda said: f"问题底稿（{said.number}）", outside=False)
)
TALK = paper(PaperKind("talk", Talk, _talk, lambda talk: f"谈话记录（{talk.number}）", outside=False))
