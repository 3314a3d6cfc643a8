"""Put right before the inspection (未巡先改): the list goes out to units not visited yet, and comes back."""

import datetime
from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.moves import Refused, move

from ..forms import Note, Reason
from ..forms import self_check as forms
from ..models import CommonProblem, SelfCheck
from .common_task import UNDER_WAY, outgoing_case

Step, Check = CommonProblem.Stage, SelfCheck.Stage


@move(
    _("Send the list to units not visited yet"),
    (Step.REPORTED, *UNDER_WAY),
    by="oversee",
    asks=forms.SendSelfChecks,
    tells=("respond", "sign"),
    starts=("sign_self_check", "do_self_check"),
    alone=True,
)
def send_self_checks(
    problem: CommonProblem, *, by, today: datetime.date, kinds: Iterable[str] = (), **values
) -> list[SelfCheck]:
    """Each unit looks at itself before anybody comes, puts right what it finds, and says so."""
    authority = problem.term.authority
    bodies = {body.kind_of: body for body in Organisation.objects.filter(case=authority.case)}
    checks = []
    for unit in forms.units_for(problem, kinds):
        case = outgoing_case(problem, "rectification.selfcheck", bodies)
        policy.grant(case, "respond", unit.members)
        policy.grant(case, "sign", unit.principals)
        checks.append(SelfCheck.objects.create(case=case, problem=problem, unit=unit, sent_on=today, **values))
    if not checks:
        raise Refused(_("No such unit is left that could sign for the list."))
    return checks


@move(
    _("Sign for the list"),
    Check.SENT,
    Check.SIGNED_FOR,
    by=("respond", "sign"),
    tells="oversee",
    meets="sign_self_check",
    stamps="signed_on",
    first=True,
)
def sign_for_self_check(check: SelfCheck, *, by):
    """The unit has the list in hand."""


@move(
    _("Return the self-check"),
    (Check.SIGNED_FOR, Check.RETURNED),
    Check.ANSWERED,
    by=("respond", "sign"),
    asks=forms.AnswerSelfCheck,
    tells="oversee",
    meets=("do_self_check", "self_check_again"),
    starts="read_self_check",
    stamps="answered_on",
    first=True,
)
def answer_self_check(check: SelfCheck, *, by, outcome: str, result: str, note: str = ""):
    """Found or not found, what was put right, and what shows it."""
    check.set(outcome=outcome, result=result)


@move(
    _("Accept the self-check"),
    Check.ANSWERED,
    Check.ACCEPTED,
    by="oversee",
    asks=Note,
    tells=("respond", "sign"),
    first=True,
)
def accept_self_check(check: SelfCheck, *, by, note: str):
    """Read by the office, and it holds."""


@move(
    _("Send the self-check back"),
    Check.ANSWERED,
    Check.RETURNED,
    by="oversee",
    asks=Reason,
    tells=("respond", "sign"),
    meets="read_self_check",
    starts="self_check_again",
)
def send_back_self_check(check: SelfCheck, *, by, note: str):
    """Not yet: the reason says what is missing."""


@move(
    _("Take the list back"),
    SelfCheck.OWED,
    Check.TAKEN_BACK,
    by="oversee",
    asks=Reason,
    tells=("respond", "sign"),
    grave=True,
)
def take_back_self_check(check: SelfCheck, *, by, note: str):
    """The unit need not look at it any more; the reason says why."""
