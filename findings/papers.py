"""What a team writes on paper in Word: the working paper (headings A) and the record of a talk (headings G)."""

from typing import Any

from casework.papers import PaperKind, day, paper

from .models import Talk, WorkingPaper


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


WORKING_PAPER = paper(
    PaperKind("working_paper", WorkingPaper, _working_paper, lambda said: f"问题底稿（{said.number}）")
)
TALK = paper(PaperKind("talk", Talk, _talk, lambda talk: f"谈话记录（{talk.number}）"))
