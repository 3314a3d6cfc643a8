"""The plan of each year, with its target numbers, and the register of what upper levels have inspected here."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework.moves import move

from .. import forms
from ..models import AnnualPlan, Meeting, Term, UpperInspection
from .term import is_the_authority

Draft = AnnualPlan.Stage.DRAFT


@move(_("Plan a year"), Term.Stage.RUNNING, by="oversee", asks=forms.PlanYear, starts="approve_year")
def plan_year(term: Term, *, by, **values) -> AnnualPlan:
    """How many units and rounds the year is to bring; what becomes of it is counted by itself."""
    return AnnualPlan.objects.create(case=term.case, term=term, **values)


@move(_("Amend"), Draft, by="oversee", asks=forms.PlanYear)
def amend_plan(plan: AnnualPlan, *, by, **values):
    """Changes the draft of the plan."""
    plan.set(**values)


@move(
    _("Leading group approves the plan"),
    Draft,
    AnnualPlan.Stage.APPROVED,
    by="oversee",
    asks=forms.ApprovePlan,
    tells=("observe", "direct"),
    meets="approve_year",
    stamps="approved_on",
    first=True,
)
def approve_plan(plan: AnnualPlan, *, by, note: str, meeting: Meeting | None = None):
    """The leading group has approved the plan of the year."""
    plan.meeting = meeting


@move(_("Revise the plan"), AnnualPlan.Stage.APPROVED, Draft, by="oversee", asks=forms.Reason, starts="approve_year")
def revise_plan(plan: AnnualPlan, *, by, note: str):
    """The plan has to change: it goes before the leading group once more; what was approved stays in the history."""
    plan.meeting = None


@move(
    _("Record an inspection by an upper level"),
    Organisation.Stage.ACTIVE,
    by="oversee",
    asks=forms.RecordUpper,
    needs=is_the_authority,
)
def record_upper(authority: Organisation, *, by, **values) -> UpperInspection:
    """Who came to this district or to one of its units, and when: so that nobody is visited twice at once."""
    return UpperInspection.objects.create(case=authority.case, **values)


@move(_("Correct"), UpperInspection.Stage.RECORDED, by="oversee", asks=forms.RecordUpper)
def correct_upper(inspection: UpperInspection, *, by, **values):
    """Corrects the entry; every version stays in the history."""
    inspection.set(**values)
