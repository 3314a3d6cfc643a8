"""A functional unit is asked, answers or declines, and whoever asked judges the answer."""

import datetime
from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Case, Deadline
from casework.moves import move, next_number
from findings import actions as findings
from findings.models import Lead
from inspections.models import Engagement, Round

from .. import forms
from ..models import FunctionalRequest

Asked, Visit = FunctionalRequest.Stage, Engagement.Stage
ASKERS = ("lead", "oversee")
#: stages of a round after which nobody is asked for it any more
FED_BACK = (Round.Stage.FED_BACK, Round.Stage.RECTIFYING, Round.Stage.ASSESSED, *Round.final)
#: stages of a unit in which somebody may be asked about it, and of a round in which somebody may be asked for it
ASKABLE = (
    *(Visit.SELECTED, Visit.NOTIFIED, Visit.ENTERED, Visit.WITHDRAWN),
    *(stage for stage in Round.Stage if stage not in FED_BACK),
)


@move(_("Ask a functional unit"), ASKABLE, by=ASKERS, asks=forms.AskFunctionalUnit, starts="send_request")
def ask_functional_unit(
    of: Round | Engagement, *, by, today: datetime.date, receiver: Organisation, kind_of: str, **values
) -> FunctionalRequest:
    """People, information or expertise that another body of the district can give. The office sends the letter."""
    round, engagement = (of.round, of) if isinstance(of, Engagement) else (of, None)
    team = engagement.team if engagement and "lead" in policy.words_on(by, engagement.case) else None
    case = Case.objects.create(kind="referrals.functionalrequest", profile=round.profile)
    _let_them_hold(case, round, team, confidential=kind_of in FunctionalRequest.CONFIDENTIAL)
    return FunctionalRequest.objects.create(
        case=case,
        round=round,
        engagement=engagement,
        team=team,
        unit=engagement.unit if engagement else None,
        receiver=receiver,
        number=f"巡协〔{today.year}〕{next_number(f'request {today.year}')}号",
        kind_of=kind_of,
        author=by,
        asked_on=today,
        **values,
    )


def _let_them_hold(case: Case, round: Round, team, *, confidential: bool) -> None:
    """The office and the team that asks; of what may name people only the heads of both."""
    office = Organisation.objects.get(case=round.term.authority.case, kind_of=Organisation.Kind.OFFICE)
    policy.grant(case, "direct", office.principals)
    policy.grant(case, "oversee", office.principals)
    if not confidential:
        policy.grant(case, "oversee", office.members)
    if team:
        policy.grant(case, "lead", team.leaders)
        policy.grant(case, "inspect", team.leaders, *(() if confidential else (team.members,)))


def _for_whoever_asked(request: FunctionalRequest, by, today):
    if request.asker not in policy.words_on(by, request.case):
        return _("This is for whoever asked: %(who)s.") % {"who": request.asking_body}
    return None


@move(
    _("Send the request"),
    Asked.ASKED,
    Asked.SENT,
    by="oversee",
    asks=forms.Papers,
    tells=("handle", "lead"),
    meets="send_request",
    starts=("sign_request", "answer_request"),
    stamps="sent_on",
    first=True,
)
def send_request(request: FunctionalRequest, *, by, note: str):
    """The letter goes out: from now on the unit sees it, and the days count."""
    policy.grant(request.case, "handle", request.receiver.members, request.receiver.principals)


@move(
    _("Sign for the request"),
    Asked.SENT,
    Asked.SIGNED_FOR,
    by="handle",
    tells=ASKERS,
    meets="sign_request",
    starts="accept_request",
    stamps="signed_on",
    first=True,
)
def sign_for_request(request: FunctionalRequest, *, by):
    """It has arrived, and whoever signs handles it."""
    request.handler = by


@move(
    _("Accept the request"),
    Asked.SIGNED_FOR,
    Asked.ACCEPTED,
    by="handle",
    asks=forms.Accept,
    tells=ASKERS,
    meets="accept_request",
    first=True,
)
def accept_request(request: FunctionalRequest, *, by, promised_on: datetime.date):
    """The unit will answer, and says when."""
    request.promised_on = promised_on


@move(
    _("Decline the request"),
    Asked.SIGNED_FOR,
    Asked.DECLINED,
    by="handle",
    asks=forms.Decline,
    tells=ASKERS,
    meets=("accept_request", "answer_request"),
    starts="follow_refusal",
)
def decline_request(request: FunctionalRequest, *, by, refusal: str):
    """The unit can't or may not do it, and says why."""
    request.refusal = refusal


@move(
    _("Answer the request"),
    Asked.ACCEPTED,
    Asked.ANSWERED,
    by="handle",
    asks=forms.Answer,
    tells=(*ASKERS, "inspect"),
    meets="answer_request",
    starts="judge_request",
    stamps="answered_on",
    first=True,
)
def answer_request(request: FunctionalRequest, *, by, answer: str, note: str = ""):
    """What the unit can give, with the papers that belong to it."""
    request.answer = answer


def _is_late(request: FunctionalRequest, by, today):
    dates = Deadline.objects.filter(thing_kind=request.kind, thing_id=request.pk)
    if not dates.late(today).exists():
        return _("Nothing is late yet.")
    return None


@move(
    _("Urge"),
    FunctionalRequest.OWED,
    by=ASKERS,
    asks=forms.Reason,
    needs=(_for_whoever_asked, _is_late),
    tells="handle",
)
def urge_request(request: FunctionalRequest, *, by, note: str):
    """A date is over: the unit is reminded in writing."""


def _was_declined_or_is_late(request: FunctionalRequest, by, today):
    return None if request.stage == Asked.DECLINED else _is_late(request, by, today)


@move(
    _("Bring before the leading group"),
    (*FunctionalRequest.OWED, Asked.DECLINED),
    Asked.ESCALATED,
    by=ASKERS,
    asks=forms.Reason,
    needs=(_for_whoever_asked, _was_declined_or_is_late),
    tells=("direct", "observe", "handle"),
    meets=("sign_request", "accept_request", "answer_request", "follow_refusal"),
    starts="decide_request",
)
def escalate_request(request: FunctionalRequest, *, by, note: str):
    """Declined, or late: the head of the office or the leading group decides whether it has to be answered."""
    authority = request.round.term.authority
    group = Organisation.objects.get(case=authority.case, kind_of=Organisation.Kind.LEADING_GROUP)
    policy.grant(request.case, "observe", group.members, group.principals)


@move(
    _("It has to be answered"),
    Asked.ESCALATED,
    Asked.ACCEPTED,
    by=("direct", "observe"),
    asks=forms.Decide,
    tells=(*ASKERS, "handle"),
    meets="decide_request",
    starts="answer_request",
    first=True,
)
def insist_on_request(request: FunctionalRequest, *, by, decision: str):
    """The unit has to answer; its days count anew from today."""
    request.decision = decision


@move(
    _("It need not be answered"),
    Asked.ESCALATED,
    Asked.EXCUSED,
    by=("direct", "observe"),
    asks=forms.Decide,
    tells=(*ASKERS, "handle"),
)
def excuse_request(request: FunctionalRequest, *, by, decision: str):
    """The reason of the unit holds; the request ends here."""
    request.decision = decision


@move(
    _("Ask for more"),
    Asked.ANSWERED,
    Asked.ACCEPTED,
    by=ASKERS,
    asks=forms.Reason,
    needs=_for_whoever_asked,
    tells="handle",
    meets="judge_request",
    starts="answer_request",
)
def ask_for_more_of_request(request: FunctionalRequest, *, by, note: str):
    """The answer leaves something open: the reason says what is missing."""


@move(
    _("Judge the answer"),
    Asked.ANSWERED,
    Asked.JUDGED,
    by=ASKERS,
    asks=forms.Judge,
    needs=_for_whoever_asked,
    tells="handle",
    first=True,
)
def judge_request(request: FunctionalRequest, *, by, satisfaction: str, note: str = ""):
    """How well it helped; the request ends here."""
    request.satisfaction = satisfaction


@move(
    _("Take the request back"),
    (Asked.ASKED, *FunctionalRequest.OWED, Asked.DECLINED),
    Asked.WITHDRAWN,
    by=ASKERS,
    asks=forms.Reason,
    tells=("handle", "lead"),
    grave=True,
)
def take_back_request(request: FunctionalRequest, *, by, note: str):
    """It is not needed any more, or can't be had; the reason says which."""


def team_is_at_work(request: FunctionalRequest, by, today):
    if request.engagement is None:
        return _("It was asked for a round, not for a unit.")
    if request.engagement.stage not in findings.TEAM_AT_WORK:
        return _("A lead is noted while the team is at work.")
    return None


@move(
    _("Raise a lead"),
    (Asked.ANSWERED, Asked.JUDGED),
    by=findings.TEAM,
    asks=forms.AnswerToLead,
    needs=team_is_at_work,
    starts="follow_lead",
)
def answer_to_lead(request: FunctionalRequest, *, by, today: datetime.date, **values) -> Lead:
    """What the unit answered is worth looking into."""
    engagement: Any = request.engagement
    return findings.new_lead(engagement, by, today, request, **values)
