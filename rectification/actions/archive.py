"""What came of a round is assessed; the archive closes only on a balance."""

import datetime

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from casework.moves import move
from casework.policy import Actor
from inspections.models import Engagement, Round, TeamReview

from .. import balance, forms
from ..models import Accountability, Assessment, Disclosure, Feedback, LadderPaper, ReturnVisit

Visit, Given = Engagement.Stage, Feedback.Stage


def _balances(round: Round, by, today):
    found = balance.of(round)
    if not found.balanced:
        return _("The round does not balance: %(open)d matters are still without an end.") % {"open": found.without_end}
    return None


def _every_engagement_is_closed(round: Round, by, today):
    waiting = round.engagements.exclude(stage=Visit.CLOSED).select_related("unit")
    names = "、".join(str(engagement.unit) for engagement in waiting)
    return _("Not closed yet: %(names)s.") % {"names": names} if names else None


def _every_report_is_accepted(round: Round, by, today):
    given = Feedback.objects.filter(engagement__round=round).select_related("engagement__unit")
    waiting = given.exclude(stage=Given.ACCEPTED)
    names = "、".join(dict.fromkeys(str(feedback.engagement.unit) for feedback in waiting))
    return _("Without an accepted report on rectification: %(names)s.") % {"names": names} if names else None


def _every_unit_is_assessed(round: Round, by, today):
    settled = round.engagements.filter(assessment__stage__in=Assessment.final).values("pk")
    waiting = round.engagements.exclude(pk__in=settled).select_related("unit").order_by("pk")
    names = "、".join(str(engagement.unit) for engagement in waiting)
    return (
        _("Without a confirmed grade, or a reason why there is none: %(names)s.") % {"names": names} if names else None
    )


@move(
    _("Assess the rectification"),
    Round.Stage.RECTIFYING,
    Round.Stage.ASSESSED,
    by="oversee",
    asks=forms.AssessRound,
    needs=(_every_report_is_accepted, _every_unit_is_assessed),
    tells="observe",
    first=True,
)
def assess_round(round: Round, *, by, held_on: datetime.date, note: str):
    """Office, discipline and organisation departments have assessed what came of it, and it was reported upwards."""


def _every_unit_has_spoken_of_its_team(round: Round, by, today):
    waiting = TeamReview.objects.filter(engagement__round=round, stage=TeamReview.Stage.ASKED)
    names = "、".join(str(review.unit) for review in waiting.select_related("engagement__unit"))
    return _("Has not answered about its team yet: %(names)s.") % {"names": names} if names else None


def _every_visit_is_over(round: Round, by, today):
    going_on = ReturnVisit.objects.filter(engagement__round=round).unfinished().select_related("engagement__unit")
    names = "、".join(f"{visit.engagement.unit}（{visit.number}）" for visit in going_on.order_by("pk"))
    return _("Return visits that are still open: %(names)s.") % {"names": names} if names else None


def _no_grade_is_open(round: Round, by, today):
    waiting = Assessment._base_manager.filter(engagement__round=round).exclude(stage__in=Assessment.final)
    names = "、".join(str(one.unit) for one in waiting.select_related("engagement__unit").order_by("pk"))
    return _("The grade is not settled yet: %(names)s.") % {"names": names} if names else None


def _everything_is_published(round: Round, by, today):
    waiting = Disclosure.objects.filter(feedback__engagement__round=round).exclude(stage__in=Disclosure.final)
    rows = waiting.select_related("feedback__engagement__unit").order_by("pk")
    names = "、".join(dict.fromkeys(str(one.unit) for one in rows))
    return _("Not published yet: %(names)s.") % {"names": names} if names else None


def _nobody_waits_to_be_held_to_account(round: Round, by, today):
    """A paper of the ladder that is on its way, or an accountability that is not finished.

    A matter that concerns whoever asks holds the round up as well, and is not named to him.
    """
    papers = LadderPaper.objects.unfinished().filter(feedback__engagement__round=round)
    matters = Accountability.objects.filter(engagement__round=round).exclude(stage__in=Accountability.final)
    seen = Accountability.objects.all() if isinstance(by, Actor) else Accountability.objects.visible_to(by)
    told = seen.filter(pk__in=matters.values("pk")).select_related("engagement__unit").order_by("pk")
    waiting = [str(one) for one in papers.select_related("feedback__engagement__unit").order_by("pk")]
    waiting += [f"{one.number} {one}" for one in told]
    if not waiting and matters.exists():
        waiting = [gettext("of another matter")]
    names = "、".join(waiting)
    return _("Supervision or accountability not finished: %(names)s.") % {"names": names} if names else None


@move(
    _("Archive"),
    Round.Stage.ASSESSED,
    Round.Stage.ARCHIVED,
    by="oversee",
    asks=forms.Note,
    needs=(
        _balances,
        _every_engagement_is_closed,
        _every_unit_has_spoken_of_its_team,
        _every_visit_is_over,
        _no_grade_is_open,
        _everything_is_published,
        _nobody_waits_to_be_held_to_account,
    ),
    tells="observe",
    grave=True,
)
def archive(round: Round, *, by, note: str):
    """Everything found has its landing and its answer; the round goes into the archive."""
