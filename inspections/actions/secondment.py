"""A home unit is asked to lend somebody, agrees or not, and gets his appraisal when he comes home (抽调、鉴定)."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework import policy
from casework.models import Case
from casework.moves import move, next_number
from casework.policy import Actor

from .. import forms
from ..models import Appraisal, Engagement, Posting, Secondment, Team, without_consent
from .pledge import let_himself_hold
from .posting import change_time
from .round import grant_to_standing_bodies

Lent, Written, Visit = Secondment.Stage, Appraisal.Stage, Engagement.Stage
#: who may write of somebody; which of the two it is, the secondment says
WRITERS = ("lead", "oversee")


# -- the letter and its answer -----------------------------------------------------------------------------------


def _is_lent_by_somebody(posting: Posting, by, today):
    if posting.person.organisation.kind_of in Secondment.AT_HOME:
        return _("He is of the house itself: no other unit has to be asked.")
    return None


def _was_not_asked_for(posting: Posting, by, today):
    asked = posting.secondments.exclude(stage=Lent.WITHDRAWN).first()
    return _("The home unit has been asked: %(number)s.") % {"number": asked.number} if asked else None


@move(
    _("Ask the home unit"),
    Posting.Stage.SERVING,
    by="oversee",
    asks=forms.AskHomeUnit,
    needs=(_is_lent_by_somebody, _was_not_asked_for),
    tells="handle",
    starts=("sign_secondment", "answer_secondment"),
    alone=True,
)
def ask_home_unit(
    posting: Posting, *, by, today: datetime.date, begins_on: datetime.date, ends_on: datetime.date, note: str = ""
) -> Secondment:
    """The letter goes to his home unit: for which round, as what, from when to when. What is inspected is not in it."""
    round, home = posting.team.round, posting.person.organisation
    case = Case.objects.create(kind="inspections.secondment", profile=round.profile)
    grant_to_standing_bodies(case, round.term.authority)
    policy.grant(case, "handle", home.members, home.principals)
    return Secondment.objects.create(
        case=case,
        number=f"巡抽〔{today.year}〕{next_number(f'secondment {today.year}')}号",
        posting=posting,
        round=round,
        person=posting.person,
        home_unit=home,
        begins_on=begins_on,
        ends_on=ends_on,
        sent_on=today,
    )


def _not_asked_for(team: Team):
    """Those of the team for whom no letter has gone out."""
    asked = Secondment.objects.exclude(stage=Lent.WITHDRAWN).values("posting")
    return without_consent(team.postings.serving()).exclude(pk__in=asked)


def _somebody_was_not_asked_for(team: Team, by, today):
    return None if _not_asked_for(team).exists() else _("Every home unit has been asked.")


@move(
    _("Ask all home units"),
    (Team.Stage.FORMING, Team.Stage.AUTHORISED),
    by="oversee",
    needs=_somebody_was_not_asked_for,
)
def ask_home_units(team: Team, *, by, today: datetime.date):
    """A letter goes out for each person of the team whom another unit lends, for the time for which he is posted."""
    for posting in _not_asked_for(team).select_related("case", "person__organisation", "team__round__term__authority"):
        ask_home_unit(posting, by=by, today=today, begins_on=posting.begins_on, ends_on=posting.ends_on)


def _not_about_himself(secondment: Secondment, by, today):
    if getattr(by, "person_id", None) == secondment.person_id:
        return _("Nobody answers for himself here.")
    return None


@move(
    _("Sign for the secondment letter"),
    Lent.SENT,
    Lent.SIGNED_FOR,
    by="handle",
    needs=_not_about_himself,
    tells="oversee",
    meets="sign_secondment",
    stamps="signed_on",
    first=True,
)
def sign_for_secondment(secondment: Secondment, *, by):
    """The letter has arrived; the unit says within its days whether it lends the person."""
    secondment.handler = by


@move(
    _("Consent to the secondment"),
    Lent.SIGNED_FOR,
    Lent.CONSENTED,
    by="handle",
    asks=forms.Papers,
    needs=_not_about_himself,
    tells=("oversee", "lead"),
    meets="answer_secondment",
    starts="appraise_secondment",
    stamps="answered_on",
    first=True,
)
def consent_to_secondment(secondment: Secondment, *, by, note: str):
    """The unit lends the person for the time that is asked."""
    _let_the_leader_hold(secondment)


@move(
    _("Consent came on paper"),
    (Lent.SENT, Lent.SIGNED_FOR),
    Lent.CONSENTED,
    by="oversee",
    asks=forms.OnPaper,
    tells=("handle", "lead"),
    meets=("sign_secondment", "answer_secondment"),
    starts="appraise_secondment",
    stamps="answered_on",
)
def file_consent(secondment: Secondment, *, by, note: str):
    """The unit has answered by a letter of its own: the letter is filed with it."""
    _let_the_leader_hold(secondment)


def _let_the_leader_hold(secondment: Secondment) -> None:
    """Whoever leads does not hold what is written of himself, or of whom he leads with."""
    if secondment.posting.role == Posting.Role.MEMBER:
        policy.grant(secondment.case, "lead", secondment.posting.team.leaders)


@move(
    _("Do not lend"),
    Lent.SIGNED_FOR,
    Lent.DECLINED,
    by="handle",
    asks=forms.DeclineSecondment,
    needs=_not_about_himself,
    tells="oversee",
    meets="answer_secondment",
    starts="follow_declined",
    stamps="answered_on",
)
def decline_secondment(secondment: Secondment, *, by, refusal: str, proposed_from=None, proposed_until=None):
    """The unit can't spare the person, or not then; it says why, and may propose another time."""
    secondment.set(refusal=refusal, proposed_from=proposed_from, proposed_until=proposed_until)


@move(
    _("Ask the home unit again"),
    Lent.DECLINED,
    Lent.SENT,
    by="oversee",
    asks=forms.AskAgain,
    tells="handle",
    meets="follow_declined",
    starts=("sign_secondment", "answer_secondment"),
    stamps="sent_on",
    first=True,
)
def ask_home_unit_again(
    secondment: Secondment,
    *,
    by,
    today: datetime.date,
    begins_on: datetime.date,
    ends_on: datetime.date,
    note: str = "",
):
    """The unit is asked once more, for the time that it proposed or for another one; the posting follows it."""
    secondment.set(begins_on=begins_on, ends_on=ends_on)
    change_time(secondment.posting, by=by, today=today, begins_on=begins_on, ends_on=ends_on)


@move(
    _("Lent for longer"),
    Lent.CONSENTED,
    by="oversee",
    asks=forms.ExtendSecondment,
    tells=("handle", "lead"),
    meets="appraise_secondment",
    starts="appraise_secondment",
)
def extend_secondment(secondment: Secondment, *, by, today: datetime.date, ends_on: datetime.date, note: str):
    """The home unit has agreed to a later day; how it agreed is written down. The posting follows it."""
    posting = secondment.posting
    secondment.ends_on = ends_on
    change_time(posting, by=by, today=today, begins_on=posting.begins_on, ends_on=ends_on)


@move(
    _("Take the letter back"),
    (Lent.SENT, Lent.SIGNED_FOR, Lent.DECLINED),
    Lent.WITHDRAWN,
    by="oversee",
    asks=forms.Reason,
    tells="handle",
    grave=True,
)
def take_back_secondment(secondment: Secondment, *, by, note: str):
    """The person is not asked for any more; the reason goes to his unit."""


# -- the end ---------------------------------------------------------------------------------------------------


@move(
    _("Service has ended"),
    Lent.CONSENTED,
    Lent.ENDED,
    by=Actor.HOUSE,
    tells=("handle", "lead", "oversee"),
    meets="appraise_secondment",
    starts="appraise_after",
)
def end_service(secondment: Secondment, *, by):
    """He has left the team, or it was dissolved; his appraisal follows."""


@move(
    _("Secondment called off"),
    (Lent.SENT, Lent.SIGNED_FOR, Lent.CONSENTED, Lent.DECLINED),
    Lent.WITHDRAWN,
    by=Actor.HOUSE,
    tells="handle",
)
def call_off(secondment: Secondment, *, by):
    """He left the team before his unit had agreed, or before he had begun."""


def secondment_ends(posting: Posting, today: datetime.date) -> None:
    """Somebody leaves his team: his unit learns of it, and whoever has served is appraised."""
    for secondment in posting.secondments.exclude(stage__in=Secondment.final).select_related("case", "posting__team"):
        served = secondment.stage in Secondment.AGREED and posting.begins_on <= today
        if not served:
            call_off(secondment, by=Actor.HOUSE, today=today)
        elif secondment.stage == Lent.CONSENTED and not _is_written(secondment):
            end_service(secondment, by=Actor.HOUSE, today=today)


# -- the appraisal -----------------------------------------------------------------------------------------------


def _is_written(secondment: Secondment) -> bool:
    return Appraisal.objects.filter(secondment=secondment).exists()


def _is_for_him(secondment: Secondment, by, today):
    if secondment.writer not in policy.words_on(by, secondment.case):
        who = policy.WORDS[secondment.writer]
        return _("This appraisal is written by %(who)s.") % {"who": who}
    return _not_about_himself(secondment, by, today)


def _has_done_his_work(secondment: Secondment, by, today):
    at_work = (Visit.SELECTED, Visit.NOTIFIED, Visit.ENTERED)
    serves = secondment.posting.stage == Posting.Stage.SERVING and today < secondment.ends_on
    if serves and secondment.posting.team.engagements.filter(stage__in=at_work).exists():
        return _("He is still at work with his team.")
    return None


def _has_no_appraisal(secondment: Secondment, by, today):
    return _("The appraisal has been written.") if _is_written(secondment) else None


@move(
    _("Write the appraisal"),
    (Lent.CONSENTED, Lent.ENDED),
    by=WRITERS,
    asks=forms.Appraise,
    needs=(_is_for_him, _has_done_his_work, _has_no_appraisal),
    tells="oversee",
    starts="confirm_appraisal",
    alone=True,
    first=True,
)
def appraise(secondment: Secondment, *, by, today: datetime.date, grade: str, text: str) -> Appraisal:
    """How he did in the team. The office reads it first; his unit and he himself get what is confirmed."""
    case = Case.objects.create(kind="inspections.appraisal", profile=secondment.case.profile)
    grant_to_standing_bodies(case, secondment.round.term.authority)
    if secondment.posting.role == Posting.Role.MEMBER:
        policy.grant(case, "lead", secondment.posting.team.leaders)
    appraisal_is_in(secondment, by=Actor.HOUSE, today=today)
    return Appraisal.objects.create(case=case, secondment=secondment, author=by, grade=grade, text=text, on=today)


@move(
    _("Appraisal is with the office"),
    (Lent.CONSENTED, Lent.ENDED),
    by=Actor.HOUSE,
    meets=("appraise_secondment", "appraise_after"),
)
def appraisal_is_in(secondment: Secondment, *, by):
    """It has been written and waits to be confirmed."""


def _for_its_writer(appraisal: Appraisal, by, today):
    return _is_for_him(appraisal.secondment, by, today)


@move(
    _("Write the appraisal again"),
    Written.RETURNED,
    Written.HANDED_IN,
    by=WRITERS,
    asks=forms.Appraise,
    needs=_for_its_writer,
    tells="oversee",
    meets="appraise_again",
    starts="confirm_appraisal",
    first=True,
)
def appraise_again(appraisal: Appraisal, *, by, today: datetime.date, grade: str, text: str):
    """Puts right what the office asked for."""
    appraisal.set(grade=grade, text=text, author=by, on=today)


def _by_somebody_else(appraisal: Appraisal, by, today):
    if by == appraisal.author:
        return _("Nobody confirms what he has written himself.")
    return _not_about_himself(appraisal.secondment, by, today)


@move(
    _("Return the appraisal"),
    Written.HANDED_IN,
    Written.RETURNED,
    by="oversee",
    asks=forms.Reason,
    needs=_by_somebody_else,
    tells="lead",
    meets="confirm_appraisal",
    starts="appraise_again",
)
def return_appraisal(appraisal: Appraisal, *, by, note: str):
    """It does not say enough, or too much: the reason says what is missing."""


@move(
    _("Confirm the appraisal"),
    Written.HANDED_IN,
    Written.CONFIRMED,
    by="oversee",
    asks=forms.Note,
    needs=_by_somebody_else,
    tells="lead",
    first=True,
)
def confirm_appraisal(appraisal: Appraisal, *, by, today: datetime.date, note: str):
    """Grade and text go to the home unit, and the person may read them."""
    values = {"grade": appraisal.grade, "text": appraisal.text}
    send_appraisal_home(appraisal.secondment, by=Actor.HOUSE, today=today, **values)


@move(
    _("Appraisal goes to the home unit"),
    (Lent.CONSENTED, Lent.ENDED),
    Lent.APPRAISED,
    by=Actor.HOUSE,
    tells=("handle", "own"),
    meets=("appraise_secondment", "appraise_after"),
    starts="sign_appraisal",
    stamps="appraised_on",
)
def send_appraisal_home(secondment: Secondment, *, by, grade: str, text: str):
    """The office has confirmed it: from now on his unit and he himself read it."""
    secondment.set(grade=grade, appraisal=text)
    user = getattr(secondment.person, "user", None)
    if user:
        let_himself_hold(secondment.case, user)


@move(
    _("Sign for the appraisal"),
    Lent.APPRAISED,
    Lent.CLOSED,
    by="handle",
    needs=_not_about_himself,
    tells="oversee",
    first=True,
)
def sign_for_appraisal(secondment: Secondment, *, by):
    """The unit has it and puts it on file; the secondment ends here."""


@move(_("Receipt came on paper"), Lent.APPRAISED, Lent.CLOSED, by="oversee", asks=forms.OnPaper, tells="handle")
def file_receipt(secondment: Secondment, *, by, note: str):
    """The unit has signed for the appraisal on paper: the receipt is filed with it."""
