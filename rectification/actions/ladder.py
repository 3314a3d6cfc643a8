"""The ladder of five papers: prepared by the house, signed by a person, answered by the unit, accepted or gone up."""

import datetime
from contextlib import suppress
from typing import Any

from django.utils.translation import gettext_lazy as _

from casework.moves import Refused, Stale, held, move, next_number
from casework.policy import Actor
from inspections import actions as inspections
from inspections.models import Meeting

from .. import guard, ladder
from ..forms import Note, Reason
from ..forms import ladder as forms
from ..forms.group import DecidedByGroup
from ..models import Accountability, Feedback, LadderPaper

Given, Paper, Rung = Feedback.Stage, LadderPaper.Stage, LadderPaper.Rung
#: how the papers are numbered, each kind in a series of its own
SERIES = {
    Rung.SUPERVISION: "巡督",
    Rung.GUIDANCE: "巡指",
    Rung.REMINDER: "巡提",
    Rung.WARNING: "巡诫",
    Rung.ACCOUNT: "巡问",
}


def _a_paper_is_due(feedback: Feedback, by, today):
    if feedback.papers.filter(stage__in=LadderPaper.DRAFTED).exists():
        return _("A paper is being drafted already.")
    if feedback.pk not in ladder.due([feedback], today):
        return _("No fact speaks for a paper now.")
    return None


@move(
    _("Prepare a supervision paper"),
    tuple(Given),
    by=("oversee", Actor.CLOCK),
    needs=_a_paper_is_due,
    tells="oversee",
    starts="review_ladder_paper",
    alone=True,
)
def prepare_paper(feedback: Feedback, *, by, today: datetime.date) -> LadderPaper:
    """The next paper of the ladder is drafted from the facts as they stand; nothing is sent by itself."""
    one = ladder.due([feedback], today)[feedback.pk]
    return _drafted(feedback, today, one.rung, one.before, one.facts)


@move(_("Goes up a rung"), tuple(Given), by=Actor.HOUSE, starts="review_ladder_paper", alone=True)
def prepare_above(feedback: Feedback, *, by, today: datetime.date, before: LadderPaper) -> LadderPaper:
    """What the unit answered was not enough; the facts that still hold go into the paper above."""
    rung = before.next_rung
    if rung is None or feedback.papers.filter(stage__in=LadderPaper.DRAFTED).exists():
        raise Refused(_("A paper is being drafted already."))
    why = ladder.fact(LadderPaper.Fact.NOT_ENOUGH, before.number, before.answered_on, before)
    return _drafted(feedback, today, rung, before, [why, *ladder.facts([feedback], today)[feedback.pk]])


def _drafted(feedback: Feedback, today: datetime.date, rung: str, before, facts: list) -> LadderPaper:
    return LadderPaper.objects.create(
        case=feedback.case,
        feedback=feedback,
        rung=rung,
        before=before,
        facts=facts,
        prepared_on=today,
        due_on=ladder.answer_by(feedback, rung, today),
        **ladder.draft_of(feedback, rung),
    )


@move(_("Edit the draft"), LadderPaper.DRAFTED, by=("oversee", "direct"), asks=forms.WriteLadderPaper)
def write_paper(paper: LadderPaper, *, by, **values: Any):
    """Changes what the unit will read; every version stays in the history."""
    paper.set(**values)


def _facts_have_changed(paper: LadderPaper, by, today):
    if ladder.facts([paper.feedback], today)[paper.feedback_id] == _without_papers(paper.facts):
        return _("The facts are the same as before.")
    return None


def _about_papers(facts: list[dict]) -> list[dict]:
    """Those that are about the paper before, which stay as they were."""
    return [one for one in facts if one["code"] in (LadderPaper.Fact.UNANSWERED, LadderPaper.Fact.NOT_ENOUGH)]


def _without_papers(facts: list[dict]) -> list[dict]:
    return [one for one in facts if one not in _about_papers(facts)]


@move(_("Gather the facts again"), Paper.DRAFT, by="oversee", needs=_facts_have_changed)
def gather_again(paper: LadderPaper, *, by, today: datetime.date):
    """The facts as they stand today take the place of those that were gathered; what was written stays."""
    paper.facts = [*_about_papers(paper.facts), *ladder.facts([paper.feedback], today)[paper.feedback_id]]


def _there_is_time(paper: LadderPaper, by, today):
    if paper.due_on <= today:
        return _("The day by which it is to be answered has come: set a later one.")
    return None


def _rests_on_something(paper: LadderPaper, by, today):
    return None if paper.facts else _("No fact speaks for a paper now.")


def _nothing_under_seal(paper: LadderPaper, by, today):
    """Looked at again before it leaves: what lies under seal may have come after the text."""
    places = guard.places_in({"text": paper.text, "demand": paper.demand}, paper.engagement.round)
    if not places:
        return None
    return _("What lies under seal must not leave the house: %(places)s.") % {"places": "；".join(map(str, places))}


READY = (_there_is_time, _rests_on_something, _nothing_under_seal)


@move(
    _("Submit for signature"),
    Paper.DRAFT,
    Paper.FOR_SIGNATURE,
    by="oversee",
    asks=Note,
    needs=READY,
    tells="direct",
    meets="review_ladder_paper",
    starts="issue_ladder_paper",
    first=True,
)
def submit_paper(paper: LadderPaper, *, by, note: str):
    """The office has read it and stands by the facts; the head of the office signs it or not."""


@move(
    _("Return the draft"),
    Paper.FOR_SIGNATURE,
    Paper.DRAFT,
    by="direct",
    asks=Reason,
    tells="oversee",
    meets="issue_ladder_paper",
    starts="review_ladder_paper",
)
def return_paper(paper: LadderPaper, *, by, note: str):
    """Not yet: the reason says what is missing."""


def _is_not_the_last(paper: LadderPaper, by, today):
    if paper.is_last:
        return _("The paper of accountability rests on a meeting of the leading group.")
    return None


def _is_the_last(paper: LadderPaper, by, today):
    return None if paper.is_last else _("This paper needs no meeting of the leading group.")


@move(
    _("Sign and send"),
    Paper.FOR_SIGNATURE,
    Paper.SENT,
    by="direct",
    asks=Note,
    needs=(_is_not_the_last, *READY),
    tells=("respond", "sign", "oversee"),
    meets="issue_ladder_paper",
    starts=("sign_ladder_paper", "answer_ladder_paper"),
    stamps="issued_on",
    first=True,
)
def issue_paper(paper: LadderPaper, *, by, today: datetime.date, note: str):
    """The head of the office signs it; the unit has it from now on."""
    _leaves(paper, by, today)


@move(
    _("Sign and send, as the leading group decided"),
    Paper.FOR_SIGNATURE,
    Paper.SENT,
    by="direct",
    asks=DecidedByGroup,
    needs=(_is_the_last, *READY),
    tells=("respond", "sign", "oversee", "observe"),
    meets="issue_ladder_paper",
    starts=("sign_ladder_paper", "answer_ladder_paper"),
    stamps="issued_on",
    first=True,
)
def issue_last_paper(
    paper: LadderPaper, *, by, today: datetime.date, meeting: Meeting | None = None, note: str = "", **said: Any
):
    """The meeting of the leading group is recorded with it, or chosen."""
    term = paper.engagement.round.term
    paper.meeting = inspections.held(term, by, Meeting.Kind.LEADING_GROUP, meeting, note, said)
    _leaves(paper, by, today)


def _leaves(paper: LadderPaper, by, today: datetime.date) -> None:
    series = SERIES[Rung(paper.rung)]
    paper.set(
        number=f"{series}〔{today.year}〕{next_number(f'ladder {paper.rung} {today.year}')}号",
        issued_by=by if hasattr(by, "pk") else None,
    )
    if paper.before:
        before = held(paper.before)
        if before.stage not in LadderPaper.final:
            pass_over(before, by=Actor.HOUSE, today=today)


@move(
    _("The paper above was sent"),
    (*LadderPaper.WITH_UNIT, Paper.ANSWERED),
    Paper.CLIMBED,
    by=Actor.HOUSE,
)
def pass_over(paper: LadderPaper, *, by):
    """It need not be answered any more: the paper above takes its place."""


@move(
    _("Don't issue the paper"),
    LadderPaper.DRAFTED,
    Paper.NOT_ISSUED,
    by="direct",
    asks=Reason,
    tells="oversee",
)
def leave_unissued(paper: LadderPaper, *, by, note: str):
    """Nothing is sent. The facts that it rested on are settled by the reason, which stays on record."""
    paper.why = note


@move(
    _("Take the paper back"),
    LadderPaper.WITH_UNIT,
    Paper.TAKEN_BACK,
    by="direct",
    asks=Reason,
    tells=("respond", "sign", "oversee"),
    grave=True,
)
def take_back_paper(paper: LadderPaper, *, by, note: str):
    """It should not have been sent; the unit need not answer it, and reads the reason."""
    paper.why = note


@move(
    _("Sign for the paper"),
    Paper.SENT,
    Paper.SIGNED_FOR,
    by="sign",
    asks=Note,
    tells="oversee",
    meets="sign_ladder_paper",
    stamps="signed_on",
    first=True,
)
def sign_for_paper(paper: LadderPaper, *, by, note: str):
    """The principal has it in hand himself."""
    paper.signed_by = by if hasattr(by, "pk") else None


@move(
    _("Answer the paper"),
    Paper.SIGNED_FOR,
    Paper.ANSWERED,
    by="sign",
    asks=forms.AnswerLadderPaper,
    tells=("oversee", "direct"),
    meets="answer_ladder_paper",
    starts="judge_ladder_paper",
    stamps="answered_on",
    first=True,
)
def answer_paper(paper: LadderPaper, *, by, answer: str, truth: bool, note: str = ""):
    """What was done about each point, with what shows it; the principal answers for it."""
    paper.answer = answer


@move(
    _("Accept the answer"),
    Paper.ANSWERED,
    Paper.ACCEPTED,
    by="oversee",
    asks=Note,
    tells=("respond", "sign", "direct"),
    first=True,
)
def accept_paper(paper: LadderPaper, *, by, note: str):
    """What was done is enough: the ladder ends here, and begins at its foot if something new comes up."""


def _has_something_above(paper: LadderPaper, by, today):
    """Above the last paper there is nothing but accountability, which somebody has to propose first."""
    proposed = Accountability.objects.filter(source_kind=paper.kind, source_id=paper.pk)
    if paper.is_last and not proposed.exists():
        return _("There is no paper above this one: propose accountability first.")
    return None


@move(
    _("Go up a rung"),
    Paper.ANSWERED,
    Paper.CLIMBED,
    by="oversee",
    asks=Reason,
    needs=_has_something_above,
    tells="direct",
)
def climb(paper: LadderPaper, *, by, today: datetime.date, note: str):
    """What was done is not enough: the paper above is drafted with the facts that still hold."""
    if not paper.is_last and not paper.feedback.papers.filter(stage__in=LadderPaper.DRAFTED).exists():
        prepare_above(paper.feedback, by=Actor.HOUSE, today=today, before=paper)


def look_for_papers(today: datetime.date) -> int:
    """Prepare every paper that is due; return how many. Run twice, it prepares nothing more."""
    made = 0
    for feedback in Feedback.objects.filter(pk__in=ladder.due(ladder.watched(), today)).order_by("pk"):
        with suppress(Refused, Stale):  # somebody was first
            prepare_paper(feedback, by=Actor.CLOCK, today=today)
            made += 1
    return made
