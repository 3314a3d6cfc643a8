"""A petition is entered, sorted, followed or passed on, and dealt with in writing; who wrote it stays under seal."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.models import Case
from casework.moves import held, move, next_number
from casework.policy import Actor
from inspections.models import Engagement

from .. import forms
from ..models import Petition, ReporterIdentity, Unsealing
from .paper import TEAM, TEAM_AT_WORK
from .source import enter

Said, Leave = Petition.Stage, Unsealing.Stage


@move(_("Register a petition"), TEAM_AT_WORK, by=TEAM, asks=forms.RegisterPetition, starts="sort_petition")
def register_petition(
    engagement: Engagement,
    *,
    by,
    today: datetime.date,
    reporter_name: str = "",
    reporter_unit: str = "",
    reporter_phone: str = "",
    **values,
) -> Petition:
    """What somebody wrote, called or came to say. Who he is goes under seal at once and is shown nowhere."""
    petition = enter(Petition, engagement, by, named=bool(reporter_name), **values)
    if reporter_name:
        said = {"reporter_name": reporter_name, "reporter_unit": reporter_unit, "reporter_phone": reporter_phone}
        seal_reporter(petition, by=Actor.HOUSE, today=today, **said)
    return petition


@move(_("Put the reporter under seal"), (Said.ENTERED, Said.ACCEPTED), by=Actor.HOUSE)
def seal_reporter(petition: Petition, *, by, **values) -> ReporterIdentity:
    """Who the reporter is lies in a case of its own, on which nobody holds a word."""
    case = Case.objects.create(kind="findings.reporteridentity", profile=petition.case.profile)
    return ReporterIdentity.objects.create(case=case, petition=petition, **values)


@move(_("Correct"), (Said.ENTERED, Said.ACCEPTED), by=TEAM, asks=forms.CorrectPetition)
def correct_petition(petition: Petition, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    petition.set(**values)


def _reporter_is_not_to_be_seen(petition: Petition, by, today):
    if petition.named and petition.important:
        return _("Real name and important: the reporter is to be seen. Take it up with a talk.")
    return None


def _reporter_is_to_be_seen(petition: Petition, by, today):
    if not (petition.named and petition.important):
        return _("Only for an important petition with a real name.")
    return None


@move(
    _("Take up"),
    Said.ENTERED,
    Said.ACCEPTED,
    by=TEAM,
    asks=forms.Note,
    needs=_reporter_is_not_to_be_seen,
    meets="sort_petition",
    starts="conclude_petition",
    first=True,
)
def accept_petition(petition: Petition, *, by, note: str):
    """It is within the scope of the inspection: the team follows it."""


@move(
    _("Take up and see the reporter"),
    Said.ENTERED,
    Said.ACCEPTED,
    by=TEAM,
    asks=forms.Note,
    needs=_reporter_is_to_be_seen,
    tells="lead",
    meets="sort_petition",
    starts=("see_reporter", "conclude_petition"),
    first=True,
)
def accept_important_petition(petition: Petition, *, by, note: str):
    """Real name and important: the team follows it, and somebody sees the reporter within days."""


def _reporter_waits(petition: Petition, by, today):
    if not (petition.named and petition.important):
        return _("Only for an important petition with a real name.")
    return _("The reporter has been seen already.") if petition.seen_on else None


@move(
    _("Reporter was seen"),
    Said.ACCEPTED,
    by=TEAM,
    asks=forms.SeeReporter,
    needs=_reporter_waits,
    tells="lead",
    meets="see_reporter",
    first=True,
)
def see_reporter(petition: Petition, *, by, seen_on: datetime.date, note: str):
    """He was talked to; what he added goes into the summary or into a lead, without his name."""
    petition.seen_on = seen_on


@move(
    _("Pass on: out of scope"),
    (Said.ENTERED, Said.ACCEPTED),
    Said.PASSED_ON,
    by=TEAM,
    asks=forms.PassOn,
    meets=("sort_petition", "see_reporter", "conclude_petition"),
    starts="petition_receipt",
)
def pass_on(petition: Petition, *, by, passed_to: str, note: str):
    """Not for this inspection: it goes to those who answer for it, and their receipt is waited for."""
    petition.passed_to = passed_to


@move(
    _("Receipt is here"),
    Said.PASSED_ON,
    Said.HANDED_OVER,
    by=(*TEAM, "oversee"),
    asks=forms.Receipt,
    meets="petition_receipt",
    first=True,
)
def enter_receipt(petition: Petition, *, by, receipt: str):
    """Whoever it was passed on to has signed for it."""
    petition.receipt = receipt


def _reporter_was_seen(petition: Petition, by, today):
    if petition.named and petition.important and petition.seen_on is None:
        return _("Real name and important: the reporter has not been seen yet.")
    return None


@move(
    _("Dealt with"),
    Said.ACCEPTED,
    Said.CONCLUDED,
    by=TEAM,
    asks=forms.ConcludePetition,
    needs=_reporter_was_seen,
    tells="lead",
    meets=("conclude_petition", "see_reporter"),
)
def conclude_petition(petition: Petition, *, by, conclusion: str):
    """What was checked and what came of it is written down."""
    petition.conclusion = conclusion


# -- who the reporter is -----------------------------------------------------------------------------------------


def _a_name_was_given(petition: Petition, by, today):
    return None if petition.named else _("The petition is anonymous.")


def _has_not_asked_already(petition: Petition, by, today):
    if petition.unsealings.filter(asked_by=by, stage__in=(Leave.ASKED, Leave.GRANTED)).exists():
        return _("You have asked for it already.")
    return None


@move(
    _("Ask who the reporter is"),
    (Said.ENTERED, Said.ACCEPTED),
    by=TEAM,
    asks=forms.AskWho,
    needs=(_a_name_was_given, _has_not_asked_already),
    tells="direct",
    starts="decide_unsealing",
)
def ask_who(petition: Petition, *, by, motive: str) -> Unsealing:
    """The head of the office decides whether you may know it, and for how long."""
    number = next_number(f"unsealing {petition.engagement_id}")
    return Unsealing.objects.create(
        case=petition.case, petition=held(petition), number=f"启-{number:03d}", asked_by=by, motive=motive
    )


@move(
    _("Grant"),
    Leave.ASKED,
    Leave.GRANTED,
    by="direct",
    asks=forms.GrantUnsealing,
    tells=("lead", "inspect"),
    meets="decide_unsealing",
    starts="end_unsealing",
    first=True,
)
def grant_unsealing(unsealing: Unsealing, *, by, until: datetime.date, note: str):
    """The one who asked, and nobody else, may read it until that day; every reading is written down."""
    unsealing.until = until


@move(
    _("Refuse"),
    Leave.ASKED,
    Leave.REFUSED,
    by="direct",
    asks=forms.Reason,
    tells=("lead", "inspect"),
)
def refuse_unsealing(unsealing: Unsealing, *, by, note: str):
    """It stays under seal; the reason says why."""


def _he_asked_himself(unsealing: Unsealing, by, today):
    return None if unsealing.asked_by == by else _("Open only to the one who asked.")


def _leave_has_not_ended(unsealing: Unsealing, by, today):
    if unsealing.until is None or today > unsealing.until:
        return _("The leave has ended; ask again.")
    return None


@move(
    _("Read who it is"),
    Leave.GRANTED,
    by=TEAM,
    needs=(_he_asked_himself, _leave_has_not_ended),
    tells=("lead", "direct"),
    first=True,
)
def read_reporter(unsealing: Unsealing, *, by):
    """Shown once on the next page. That you read it is written into the history, and the leader is told."""


@move(
    _("Close again"),
    Leave.GRANTED,
    Leave.ENDED,
    by=(*TEAM, "direct"),
    tells="direct",
)
def end_unsealing(unsealing: Unsealing, *, by):
    """The name is under seal for everybody again."""
