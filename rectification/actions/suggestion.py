"""A suggestion letter to a department about a common problem, and its answer."""

import datetime

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.moves import move, next_number
from casework.policy import Actor

from ..forms import Note, Reason
from ..forms import suggestion as forms
from ..models import CommonProblem, ResultUse, SuggestionLetter
from .common_task import outgoing_case
from .result import note_result

Step, Sent = CommonProblem.Stage, SuggestionLetter.Stage


@move(
    _("Send a suggestion letter"),
    (Step.REPORTED, Step.ASSIGNED, Step.IN_PROGRESS, Step.INSTITUTION_BUILT),
    by="oversee",
    asks=forms.Suggest,
    tells=("handle", "direct"),
    starts=("sign_suggestion", "answer_suggestion"),
)
def suggest(problem: CommonProblem, *, by, today: datetime.date, receiver: Organisation, **values) -> SuggestionLetter:
    """Reform, rules or supervision: the department is asked to do something about the cause."""
    case = outgoing_case(problem, "rectification.suggestionletter")
    policy.grant(case, "handle", receiver.members, receiver.principals)
    return SuggestionLetter.objects.create(
        case=case,
        problem=problem,
        number=f"巡建〔{today.year}〕{next_number(f'suggestion letter {today.year}')}号",
        receiver=receiver,
        sent_on=today,
        **values,
    )


@move(
    _("Sign for the letter"),
    Sent.SENT,
    Sent.SIGNED_FOR,
    by="handle",
    tells="oversee",
    meets="sign_suggestion",
    stamps="signed_on",
    first=True,
)
def sign_for_suggestion(letter: SuggestionLetter, *, by):
    """The department has it in hand."""


@move(
    _("Answer the letter"),
    (Sent.SIGNED_FOR, Sent.RETURNED),
    Sent.ANSWERED,
    by="handle",
    asks=forms.AnswerSuggestion,
    tells="oversee",
    meets=("answer_suggestion", "suggestion_again"),
    starts="judge_suggestion",
    stamps="answered_on",
    first=True,
)
def answer_suggestion(letter: SuggestionLetter, *, by, answer: str, note: str = ""):
    """What the department has done or will do about it, with its papers."""
    letter.answer = answer


@move(_("Accept the answer"), Sent.ANSWERED, Sent.ACCEPTED, by="oversee", asks=Note, tells="handle", first=True)
def accept_suggestion(letter: SuggestionLetter, *, by, today: datetime.date, note: str):
    """The suggestion was taken up; it stands in the register of results from now on."""
    values = {"title_text": letter.title_text, "about": letter.answer, "owner": letter.receiver}
    kind = ResultUse.Kind.LETTER
    note_result(letter.problem.term, by=Actor.HOUSE, today=today, source=letter, kind_of=kind, **values)


@move(
    _("Return the answer"),
    Sent.ANSWERED,
    Sent.RETURNED,
    by="oversee",
    asks=Reason,
    tells="handle",
    meets="judge_suggestion",
    starts="suggestion_again",
)
def return_suggestion(letter: SuggestionLetter, *, by, note: str):
    """Not yet: the reason says what is missing."""


@move(
    _("Take the letter back"),
    (Sent.SENT, Sent.SIGNED_FOR, Sent.RETURNED),
    Sent.TAKEN_BACK,
    by="oversee",
    asks=Reason,
    tells="handle",
    grave=True,
)
def take_back_suggestion(letter: SuggestionLetter, *, by, note: str):
    """It need not be answered any more; the reason says why."""
