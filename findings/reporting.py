"""The words of an inspection report: how it is drafted from the findings, and which paper carries which sentence.

A sentence ends with 。；！？. The numbers of the papers that carry it stand in 【】 before its end. A line that ends
otherwise is a heading, and nothing has to carry it. A number that names no signed paper of the unit carries nothing.
"""

import re
from collections.abc import Collection
from dataclasses import dataclass

from casework.papers import day
from inspections.models import Engagement

from .models import Concerns, Finding, ReportDraft, Talk, WorkingPaper

ENDS = "。；！？"
#: between these stand the numbers of the papers that carry a sentence
OPENS, CLOSES = "【】"
MARK = re.compile(r"【([^【】\n]*号)】")
SENTENCE = re.compile(rf"(?:【[^】\n]*】|[^{ENDS}\n])+(?:[{ENDS}]+[”’」』）]*(?:{MARK.pattern})*)?|[{ENDS}]+|\n")
ORDER = "一二三四五六七八九十"
#: how the parts of a report are headed
HEADINGS = {"overview": "一、基本情况和总体评价", "problems": "二、巡察发现的主要问题", "suggestions": "三、意见建议"}
#: stages of a paper that can carry a sentence: its leader has signed it, and it has not gone elsewhere
CARRIES = (WorkingPaper.Stage.FINALIZED, WorkingPaper.Stage.USED)


@dataclass(frozen=True)
class Sentence:
    """A piece of a text: what it says without its numbers, the papers that carry it, and numbers that name none."""

    text: str
    numbers: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    #: whether something has to carry it
    counts: bool = True

    @property
    def bare(self) -> bool:
        """Whether it is a sentence that nothing carries."""
        return self.counts and not self.numbers


def plain(text: str) -> str:
    """Return a text as it is printed: without the numbers of the papers."""
    return MARK.sub("", text)


def sentences(text: str, known: Collection[str]) -> list[Sentence]:
    """Return the pieces of a text in their order, line breaks among them; ``known`` are the numbers that carry."""
    found = []
    for match in SENTENCE.finditer(text.replace("\r\n", "\n")):
        said = [number.strip() for mark in MARK.findall(match[0]) for number in mark.split("、")]
        words = plain(match[0])
        found.append(
            Sentence(
                words,
                tuple(number for number in said if number in known),
                tuple(number for number in said if number not in known),
                counts=any(end in words for end in ENDS) and bool(words.strip(ENDS + " 　”’」』）")),
            )
        )
    return found


def carried(text: str, number: str) -> str:
    """Return a text with the number of a paper at the end of each of its sentences."""
    lines = []
    for line in filter(None, map(str.strip, text.splitlines())):
        ended = line if line[-1] in ENDS + "”’」』）" else f"{line}。"
        lines.append(re.sub(rf"([^{ENDS}])([{ENDS}]+)", rf"\1【{number}】\2", ended))
    return "\n".join(lines)


def numbers_of(engagement: Engagement) -> set[str]:
    """Return the numbers of the papers that can carry a sentence."""
    return set(engagement.papers.filter(stage__in=CARRIES).values_list("number", flat=True))


def findings_for(engagement: Engagement) -> list[Finding]:
    """Return the findings that the report tells: confirmed and about the unit. What is about a person is told apart."""
    rows = engagement.findings.filter(stage__in=Finding.HOLDS, concerns__in=("", Concerns.UNIT))
    return list(rows.select_related("category", "paper").order_by("category__order", "number"))


def told_apart(engagement: Engagement) -> int:
    """Return how many confirmed findings are about persons, which the report leaves out."""
    about = engagement.findings.filter(stage__in=Finding.HOLDS)
    return about.exclude(concerns__in=("", Concerns.UNIT)).count()


def draft_of(engagement: Engagement) -> dict[str, str]:
    """Return the report as the registers and the findings have it: its three parts."""
    rows = findings_for(engagement)
    return {"overview": _overview(engagement, rows)} | parts_of(rows)


def parts_of(rows: list[Finding]) -> dict[str, str]:
    """Return what findings say in the two parts that tell of them."""
    return {"problems": _problems(rows), "suggestions": _suggestions(rows)}


def printed(draft: ReportDraft) -> str:
    """Return the report as it is handed in, with the headings of the office and without the numbers of the papers."""
    parts = [(name, plain(text).strip()) for name, text in draft.says().items()]
    return "\n\n".join(f"{HEADINGS[name]}\n{text}" for name, text in parts if text)


def _overview(engagement: Engagement, rows: list[Finding]) -> str:
    team, ends = engagement.team or "区委巡察组", engagement.withdrawn_on
    stay = f"自{day(engagement.entered_on)}起" if ends is None else f"{day(engagement.entered_on)}至{day(ends)}"
    talks = engagement.talks.filter(stage=Talk.Stage.HELD).count()
    documents, petitions = engagement.documentrequests.count(), engagement.petitions.count()
    papers = engagement.papers.filter(stage__in=CARRIES).count()
    lines = [
        f"根据{engagement.round.name}工作安排，{team}{stay}对{engagement.unit}党组织开展巡察。",
        f"其间，开展个别谈话{talks}人次，调阅资料{documents}批次，受理来信来访{petitions}件，形成问题底稿{papers}份。",
    ]
    if rows:
        lines.append(f"巡察发现主要问题{len(rows)}个，现将有关情况报告如下。")
    return "\n".join(lines)


def _problems(rows: list[Finding]) -> str:
    groups: dict[str, list[Finding]] = {}
    for finding in rows:
        groups.setdefault(finding.category.name if finding.category else "其他", []).append(finding)
    lines = []
    for place, (name, members) in enumerate(groups.items()):
        order = ORDER[place] if place < len(ORDER) else str(place + 1)
        lines.append(f"（{order}）{name}方面")
        lines += [_problem(number, finding) for number, finding in enumerate(members, start=1)]
    return "\n".join(lines)


def _problem(place: int, finding: Finding) -> str:
    said = f"{place}．{finding.title_text.rstrip(ENDS)}。\n{finding.statement}"
    return carried(said, finding.paper.number) if finding.paper else said


def _suggestions(rows: list[Finding]) -> str:
    lines: list[str] = []
    for finding in rows:
        if finding.recommendation.strip():
            said = f"{len(lines) + 1}．{finding.recommendation}"
            lines.append(carried(said, finding.paper.number) if finding.paper else said)
    return "\n".join(lines)


def missing(draft: ReportDraft) -> list[Finding]:
    """Return the findings of which no sentence of the draft tells."""
    text = "\n".join(draft.says().values())
    return [one for one in findings_for(draft.engagement) if one.paper and one.paper.number not in text]


def without(text: str, number: str) -> str:
    """Return a text without the sentences that one paper carries, and without its number where others do too."""
    kept = []
    for match in SENTENCE.finditer(text.replace("\r\n", "\n")):
        said = [one.strip() for mark in MARK.findall(match[0]) for one in mark.split("、")]
        if number not in said:
            kept.append(match[0])
        elif others := [one for one in said if one != number]:
            words = plain(match[0])
            kept.append(re.sub(rf"([{ENDS}]+[”’」』）]*)$", rf"【{'、'.join(others)}】\1", words))
    return "".join(kept)
