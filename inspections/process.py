"""The steps that a round and a unit go through, as their pages show them; and which process a kind of unit has.

A village or a community has a process of six steps beside the full one (为基层减负): the team withdraws and brings its
list of problems in one step, no conclusion on each aspect is asked for, and the plan is approved by the signature of
the principal.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation

from .models import Engagement, Round

Visit, Stage, Process = Engagement.Stage, Round.Stage, Engagement.Process
#: what a page shows as its way: (name of the step, stages that it holds)
Steps = tuple[tuple[Any, tuple[str, ...]], ...]

OF_A_ROUND: Steps = (
    (_("Plan of the round"), (Stage.DRAFT, Stage.LG_REVIEWED, Stage.APPROVED)),
    (_("Teams and preparations"), (Stage.STAFFED, Stage.PREPARED)),
    (_("Mobilisation"), (Stage.MOBILIZED,)),
    (_("Teams on site"), (Stage.ON_SITE,)),
    (_("Reports heard"), (Stage.REPORTING, Stage.LG_HEARD, Stage.SECRETARY_HEARD)),
    (_("Feedback and handover"), (Stage.FED_BACK,)),
    (_("Putting right"), (Stage.RECTIFYING,)),
    (_("Assessment"), (Stage.ASSESSED,)),
    (_("To the archive"), (Stage.ARCHIVED,)),
)
OF_A_ROUND_FROM_ABOVE: Steps = (
    (_("Feedback received"), (Stage.DRAFT,)),
    (_("Division of work decided"), (Stage.SECRETARY_HEARD,)),
    *OF_A_ROUND[5:],
)
_AFTERWARDS: Steps = (
    (_("Feedback to the unit"), (Visit.FED_BACK,)),
    (_("Putting right"), (Visit.RECTIFYING,)),
    (_("All put right"), (Visit.CLOSED,)),
)
OF_AN_ENGAGEMENT: dict[str, Steps] = {
    Process.FULL: (
        (_("Notice"), (Visit.NOTIFIED,)),
        (_("On site in the unit"), (Visit.ENTERED,)),
        (_("Withdrawal"), (Visit.WITHDRAWN,)),
        (_("Report of the team"), (Visit.REPORTED,)),
        *_AFTERWARDS,
    ),
    Process.VILLAGE: (
        (_("Notice"), (Visit.NOTIFIED,)),
        (_("On site in the village"), (Visit.ENTERED,)),
        (_("List of problems"), (Visit.WITHDRAWN, Visit.REPORTED)),
        *_AFTERWARDS,
    ),
}
OF_AN_ENGAGEMENT_FROM_ABOVE: Steps = ((_("Notice"), (Visit.NOTIFIED,)), *_AFTERWARDS)


def only_in_six_steps(engagement: Engagement):
    """For guards: return why a short cut of the six steps is closed to this unit, or None."""
    return None if engagement.in_six_steps else _("Only in the six steps for villages and communities.")


def for_kind(kind_of: str) -> str:
    """Return the process that a unit of this kind has unless the office chooses otherwise."""
    return Process.VILLAGE if kind_of == Organisation.Kind.VILLAGE else Process.FULL


def steps_of_round(round: Round) -> Steps:
    """Return the steps of the round."""
    return OF_A_ROUND_FROM_ABOVE if round.type == Round.Type.UPPER else OF_A_ROUND


def steps_of_engagement(engagement: Engagement) -> Steps:
    """Return the steps of the unit's process; what was found from above has no stay."""
    if engagement.round.type == Round.Type.UPPER:
        return OF_AN_ENGAGEMENT_FROM_ABOVE
    return OF_AN_ENGAGEMENT[engagement.process]
