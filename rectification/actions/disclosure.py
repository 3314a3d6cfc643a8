"""What a unit publishes of its rectification: drafted from its report, compared by the guard, approved, shown."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor

from ..forms import Note, Reason
from ..forms import disclosure as forms
from ..models import Disclosure, Feedback, UnitReport
from .opinion import nothing_under_seal

Given, Shown, Kind = Feedback.Stage, Disclosure.Stage, Disclosure.Kind


def _is_for_the_organisation(feedback: Feedback, by, today):
    if feedback.audience != Feedback.Audience.ORGANISATION:
        return _("What is meant for the principal alone is not published.")
    return None


def _drafted_already(feedback: Feedback, kind_of: str):
    there = Disclosure.objects.filter(feedback=feedback, kind_of=kind_of)
    return _("It is drafted already.") if there.exists() else None


def _not_drafted_inside(feedback: Feedback, by, today):
    return _drafted_already(feedback, Kind.INSIDE)


def _not_drafted_for_all(feedback: Feedback, by, today):
    return _drafted_already(feedback, Kind.PUBLIC)


@move(
    _("Draft what is told inside the Party"),
    Given.ACCEPTED,
    by=("respond", "sign", "oversee"),
    needs=(_is_for_the_organisation, _not_drafted_inside),
    tells=("respond", "sign"),
    starts="disclose_inside",
    alone=True,
)
def draft_inside(feedback: Feedback, *, by, today: datetime.date) -> Disclosure:
    """The text of the accepted report; the unit can change it before the principal hands it in."""
    return _drafted(feedback, Kind.INSIDE, today)


@move(
    _("Draft what is told to the public"),
    Given.ACCEPTED,
    by=("respond", "sign", "oversee"),
    needs=(_is_for_the_organisation, _not_drafted_for_all),
    tells=("respond", "sign"),
    starts="disclose_public",
    alone=True,
)
def draft_for_all(feedback: Feedback, *, by, today: datetime.date) -> Disclosure:
    """The text of the accepted report; the unit can change it before the principal hands it in."""
    return _drafted(feedback, Kind.PUBLIC, today)


def _drafted(feedback: Feedback, kind_of: str, today: datetime.date) -> Disclosure:
    report = feedback.reports.filter(kind_of=UnitReport.Kind.UNIT).first()
    text = "\n\n".join(filter(None, report.says().values())) if report else feedback.report
    heading = f"{feedback.engagement.unit}党组织关于巡察整改情况的通报"
    said = {"heading": heading, "text": text, "drafted_on": today}
    return Disclosure.objects.create(case=feedback.case, feedback=feedback, kind_of=kind_of, **said)


def draft_both(feedback: Feedback, today: datetime.date) -> None:
    """Once its report is accepted a unit has both texts before it, each with its date."""
    for verb in (draft_inside, draft_for_all):
        if verb.why_not(Actor.HOUSE, feedback, today) is None:
            verb(feedback, by=Actor.HOUSE, today=today)


@move(_("Write the text"), Shown.DRAFTING, by=("respond", "sign"), asks=forms.WriteDisclosure)
def write_disclosure(disclosure: Disclosure, *, by, heading: str, text: str):
    """Changes what is to be published; every version stays in the history."""
    disclosure.set(heading=heading, text=text)


@move(
    _("Hand the text in"),
    Shown.DRAFTING,
    Shown.SUBMITTED,
    by="sign",
    asks=Note,
    tells=("direct", "oversee"),
    starts="approve_disclosure",
    stamps="submitted_on",
    first=True,
)
def submit_disclosure(disclosure: Disclosure, *, by, note: str):
    """The principal answers for it; the head of the office looks at it before anything leaves."""


@move(_("Correct the text"), Shown.SUBMITTED, by=("oversee", "direct"), asks=forms.WriteDisclosure)
def correct_disclosure(disclosure: Disclosure, *, by, heading: str, text: str):
    """The office takes out itself what must not leave; every version stays in the history."""
    disclosure.set(heading=heading, text=text)


@move(
    _("Approve the text"),
    Shown.SUBMITTED,
    Shown.APPROVED,
    by="direct",
    asks=Note,
    needs=nothing_under_seal,
    tells=("respond", "sign", "oversee"),
    meets="approve_disclosure",
    stamps="approved_on",
    first=True,
)
def approve_disclosure(disclosure: Disclosure, *, by, note: str):
    """It may be published in these words."""
    disclosure.approved_by = None if isinstance(by, Actor) else by


@move(
    _("Return the text"),
    (Shown.SUBMITTED, Shown.APPROVED),
    Shown.DRAFTING,
    by="direct",
    asks=Reason,
    tells=("respond", "sign"),
    meets="approve_disclosure",
)
def return_disclosure(disclosure: Disclosure, *, by, note: str):
    """Not yet: the reason says what has to change."""
    disclosure.returned_times += 1


@move(
    _("Record the publication"),
    Shown.APPROVED,
    Shown.PUBLISHED,
    by=("respond", "sign"),
    asks=forms.Publish,
    tells=("oversee", "direct"),
    meets=("disclose_inside", "disclose_public"),
    first=True,
)
def publish_disclosure(disclosure: Disclosure, *, by, **values):
    """Where it is published, from which day to which, with a photo or a printed page as evidence."""
    disclosure.set(**values)


@move(
    _("Leave it unpublished"),
    (Shown.DRAFTING, Shown.SUBMITTED, Shown.APPROVED),
    Shown.WITHHELD,
    by="direct",
    asks=Reason,
    tells=("oversee", "respond", "sign"),
    grave=True,
)
def withhold_disclosure(disclosure: Disclosure, *, by, note: str):
    """It is not published, for a reason that stays."""
