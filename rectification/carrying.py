"""Which working paper carries which sentence of a feedback that is being drafted.

A problem rests on the paper of its finding, in whatever words it is told. A sentence around the problems rests on what
carries it in the report of the team; one that stands in no report is carried by nothing, and the page underlines it.
"""

import re
from typing import Any

from casework.present import label_for
from findings import reporting
from findings.models import ReportDraft
from findings.reporting import Sentence

from .models import Opinion, OpinionProblem


def said_in_report(opinion: Opinion) -> dict[str, tuple[str, ...]]:
    """Return the numbers of the papers by sentence, as the report of the unit has them."""
    draft = ReportDraft.objects.filter(engagement=opinion.engagement_id).first()
    if draft is None:
        return {}
    known = reporting.numbers_of(opinion.engagement)
    rows = [one for text in draft.says().values() for one in reporting.sentences(text, known)]
    return {words_of(one): one.numbers for one in rows if one.numbers}


def words_of(sentence: Sentence) -> str:
    """Return what a sentence says, without the figure that gives it its place in a list."""
    return re.sub(r"^\d+[．.、]", "", sentence.text.strip())


def parts_of(opinion: Opinion) -> list[dict[str, Any]]:
    """Return each text of a draft in its sentences, with the papers that carry them."""
    carried, texts = said_in_report(opinion), []
    for name in ("overview", "demands"):
        rows = [
            Sentence(one.text, carried.get(words_of(one), ()), counts=one.counts)
            for one in reporting.sentences(getattr(opinion, name), ())
        ]
        texts.append((label_for(Opinion, name), rows))
    for problem in opinion.listed().select_related("landing__finding__paper"):
        paper = problem.landing.finding.paper
        numbers = (paper.number,) if paper else ()
        text = "\n".join(filter(None, (problem.problem, problem.manifestation, problem.recommendation)))
        rows = [
            Sentence(one.text, numbers if one.counts else (), counts=one.counts)
            for one in reporting.sentences(text, ())
        ]
        texts.append((f"{label_for(OpinionProblem, 'problem')} {problem.place}", rows))
    return [
        {"label": label, "sentences": rows, "bare": sum(one.bare for one in rows), "unknown": ()}
        for label, rows in texts
        if rows
    ]
