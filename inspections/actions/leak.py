"""Something has come out (跑风漏气): reported by anybody of the team or the office, contained, looked into, handled.

The head of the office handles it, and the leading group where somebody of the office is concerned or the head has
reported it himself. The leaders of the team hold nothing of it unless they wrote it: they may be concerned as well.
"""

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, Person
from casework import policy
from casework.models import Case
from casework.moves import move

from .. import forms
from ..models import Engagement, Handler, LeakIncident
from .conduct import body_of, groups_above, is_in, let_hold
from .discipline import handler_above, let_those_above_hold, lies_with_him

State = LeakIncident.Stage


@move(
    _("Report a leak"),
    [stage for stage in Engagement.Stage if stage != Engagement.Stage.CLOSED],
    by=("inspect", "lead", "oversee"),
    asks=forms.ReportLeak,
    tells=("direct", "observe"),
    starts="contain_leak",
)
def report_leak(engagement: Engagement, *, by, suspect: Person | None = None, **values) -> LeakIncident:
    """Something has come out, or may have. It goes to the head of the office, past whoever is concerned."""
    case = Case.objects.create(kind="inspections.leakincident", profile=engagement.round.profile)
    incident = LeakIncident.objects.create(
        case=case,
        engagement=engagement,
        author=by,
        suspect=suspect,
        goes_to=handler_above(engagement, by, suspect),
        **values,
    )
    let_hold(case, by)
    let_those_above_hold(incident, suspect)
    return incident


@move(
    _("Contained"),
    State.REPORTED,
    State.CONTAINED,
    by=("direct", "observe"),
    asks=forms.ContainLeak,
    needs=lies_with_him,
    tells="own",
    meets="contain_leak",
    starts="investigate_leak",
    first=True,
)
def contain_leak(incident: LeakIncident, *, by, measures: str):
    """It can't spread further: what was called back, changed or stopped."""
    incident.measures = measures


@move(
    _("Looked into"),
    State.CONTAINED,
    State.INVESTIGATED,
    by=("direct", "observe"),
    asks=forms.InvestigateLeak,
    needs=lies_with_him,
    tells=("direct", "observe"),
    meets="investigate_leak",
    starts="handle_leak",
    first=True,
)
def investigate_leak(incident: LeakIncident, *, by, inquiry: str, suspect: Person | None = None):
    """How it came out, and through whom. If the inquiry leads to somebody, he is gone past from now on."""
    incident.set(inquiry=inquiry, suspect=suspect)
    if suspect is None:
        return
    if getattr(suspect, "user", None) == incident.author:
        for grant in policy.grants_of(incident.case).filter(permission__codename="own"):
            policy.withdraw(incident.case, "own", grant.group)
    office = body_of(incident.engagement, Organisation.Kind.OFFICE)
    above = groups_above(incident.engagement, suspect)
    if incident.goes_to == Handler.OFFICE and is_in(suspect, office.members, office.principals) and above:
        incident.goes_to = Handler.GROUP
        policy.withdraw(incident.case, "direct", office.principals)
        let_those_above_hold(incident, suspect)


@move(
    _("Handled"),
    State.INVESTIGATED,
    State.HANDLED,
    by=("direct", "observe"),
    asks=forms.HandleConduct,
    needs=lies_with_him,
    tells="own",
    meets="handle_leak",
    stamps="handled_on",
    first=True,
)
def handle_leak(incident: LeakIncident, *, by, outcome: str, result: str):
    """What became of it: not established, criticised, taken out of the team, or handed over for discipline."""
    incident.set(outcome=outcome, result=result)
