"""What is put right while the team is still there (立行立改)."""

import datetime

from django.utils.translation import gettext_lazy as _

from casework.moves import Refused, move, next_number
from casework.policy import Actor
from findings import actions as findings
from findings.models import Finding, Landing

from .. import forms, guard
from ..models import ImmediateFix
from .evidence import evidence_is_decided
from .opinion import nothing_under_seal

Fixing = ImmediateFix.Stage


def _is_put_right_at_once(landing: Landing, by, today):
    if landing.kind_of != Landing.Kind.AT_ONCE:
        return _("Only for what is put right at once.")
    return None


@move(
    _("Issue the notice"),
    Landing.Stage.DECIDED,
    by="lead",
    asks=forms.IssueFix,
    needs=(_is_put_right_at_once, nothing_under_seal),
    tells=("respond", "sign"),
    starts=("sign_for_fix", "fix"),
    alone=True,
    first=True,
)
def issue_fix(landing: Landing, *, by, today: datetime.date, demand: str, due_on: datetime.date) -> ImmediateFix:
    """The unit is told what to put right, and by when, before the team leaves."""
    engagement = landing.finding.engagement
    if places := guard.places_in({"demand": demand}, engagement):
        raise Refused(_("What lies under seal must not leave the house: %(place)s.") % {"place": places[0]})
    year = today.year
    fix = ImmediateFix.objects.create(
        case=engagement.case,
        engagement=engagement,
        landing=landing,
        number=f"立改〔{year}〕{next_number(f'fix {year}')}号",
        problem=landing.finding.title_text,
        manifestation=landing.finding.facts,
        demand=demand,
        due_on=due_on,
    )
    findings.take_up(landing, by=Actor.HOUSE, today=today)
    return fix


@move(
    _("Sign for the notice"),
    Fixing.ISSUED,
    Fixing.SIGNED_FOR,
    by="sign",
    asks=forms.Note,
    tells=("lead", "oversee"),
    meets="sign_for_fix",
    first=True,
)
def sign_for_fix(fix: ImmediateFix, *, by, note: str):
    """The principal has the notice in hand."""


@move(
    _("Report as fixed"),
    (Fixing.SIGNED_FOR, Fixing.RETURNED),
    Fixing.REPORTED,
    by=("respond", "sign"),
    asks=forms.ReportFix,
    tells=("lead", "oversee"),
    meets=("fix", "fix_again"),
    starts="verify_fix",
    first=True,
)
def report_fix(fix: ImmediateFix, *, by, result: str, note: str = ""):
    """What was done, with its evidence."""
    fix.result = result


@move(
    _("Verify and close"),
    Fixing.REPORTED,
    Fixing.CLOSED,
    by=("lead", "oversee"),
    asks=forms.Note,
    needs=evidence_is_decided,
    tells=("respond", "sign"),
    first=True,
)
def close_fix(fix: ImmediateFix, *, by, today: datetime.date, note: str):
    """Looked at the evidence, and it holds."""
    finding = fix.landing.finding
    if fix.landing.first and finding.stage == Finding.Stage.ROUTED:
        findings.settle(finding, by=Actor.HOUSE, today=today)


@move(
    _("Return"),
    Fixing.REPORTED,
    Fixing.RETURNED,
    by=("lead", "oversee"),
    asks=forms.Reason,
    tells=("respond", "sign"),
    meets="verify_fix",
    starts="fix_again",
)
def return_fix(fix: ImmediateFix, *, by, note: str):
    """Not yet: the reason says what is missing."""
