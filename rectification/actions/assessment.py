"""Assessing what came of a rectification (整改成效评估): points from three sides, a grade, and one objection."""

import datetime
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation
from casework import policy
from casework.models import Event
from casework.moves import Refused, held, move
from casework.policy import Actor
from inspections import actions as inspections
from inspections.models import Engagement, Meeting, Round

from .. import assessing
from ..forms import Reason
from ..forms import assessment as forms
from ..forms.group import DecidedByGroup
from ..models import Assessment, Feedback, Score, ScoreCriterion, ScoreSheet
from ..models.sheet import Grade, Viewpoint
from .joint import body_of

Inspected, Stage, Points = Engagement.Stage, Assessment.Stage, Score.Stage
FED_BACK = (Inspected.FED_BACK, Inspected.RECTIFYING, Inspected.CLOSED)
BODIES: dict[str, str] = {
    Viewpoint.OFFICE: Organisation.Kind.OFFICE,
    Viewpoint.DISCIPLINE: Organisation.Kind.DISCIPLINE,
    Viewpoint.PERSONNEL: Organisation.Kind.PERSONNEL,
}


def scoring_bodies(engagement: Engagement) -> dict[str, Organisation]:
    """Return who scores each viewpoint; where that body is the inspected unit itself, the office does it."""
    authority = engagement.round.term.authority
    there = Organisation.objects.filter(case=authority.case, kind_of__in=BODIES.values())
    found = {body.kind_of: body for body in there.select_related("members", "principals")}
    office = found[Organisation.Kind.OFFICE]
    bodies = {viewpoint: found.get(kind, office) for viewpoint, kind in BODIES.items()}
    return {viewpoint: office if body == engagement.unit else body for viewpoint, body in bodies.items()}


def _is_not_assessed_yet(engagement: Engagement, by, today):
    if Assessment._base_manager.filter(engagement=engagement).exists():
        return _("There is an assessment, or a reason why there is none.")
    return None


def _reports_are_accepted(engagement: Engagement, by, today):
    stages = set(engagement.feedbacks.values_list("stage", flat=True))
    if stages != {Feedback.Stage.ACCEPTED}:
        return _("The unit has not reported yet, or its report is not accepted.")
    return None


def _a_sheet_is_in_use(engagement: Engagement, by, today):
    if not ScoreSheet._base_manager.filter(stage=ScoreSheet.Stage.IN_USE).exists():
        return _("No score sheet is in use; draw one up on the page of the district committee.")
    return None


@move(
    _("Open the assessment"),
    FED_BACK,
    by="oversee",
    asks=forms.OpenAssessment,
    needs=(_is_not_assessed_yet, _reports_are_accepted, _a_sheet_is_in_use),
    tells=("direct", "supervise"),
    starts=("score_office", "score_bodies"),
    alone=True,
)
def open_assessment(engagement: Engagement, *, by, today: datetime.date, sheet: ScoreSheet) -> Assessment:
    """The criteria are taken over as they are now; the office and the two departments give their points."""
    made = Assessment.objects.create(case=engagement.case, engagement=engagement, sheet=sheet)
    bodies = scoring_bodies(engagement)
    for body in set(bodies.values()):
        if body.kind_of != Organisation.Kind.OFFICE:
            policy.grant(engagement.case, "supervise", body.members, body.principals)
    rows = sheet.criteria.filter(stage=ScoreCriterion.Stage.FROZEN).order_by("order")
    for order, criterion in enumerate(rows, start=1):
        put_to_score(
            made, by=Actor.HOUSE, today=today, criterion=criterion, order=order, body=bodies[criterion.viewpoint]
        )
    return made


@move(
    _("Say why it is not assessed"),
    FED_BACK,
    by="direct",
    asks=Reason,
    needs=_is_not_assessed_yet,
    tells=("oversee", "observe"),
    alone=True,
)
def go_without_assessment(engagement: Engagement, *, by, note: str) -> Assessment:
    """The unit gets no grade in this round; the reason stays."""
    return Assessment.objects.create(case=engagement.case, engagement=engagement, stage=Stage.EXCUSED, why=note)


@move(_("To be scored"), Stage.SCORING, by=Actor.HOUSE)
def put_to_score(assessment: Assessment, *, by, criterion: ScoreCriterion, order: int, body: Organisation) -> Score:
    """A criterion as the sheet has it, and the body that gives its points."""
    said = {name: getattr(criterion, name) for name in ("viewpoint", "group", "text", "weight", "fact")}
    return Score.objects.create(case=assessment.case, assessment=assessment, order=order, body=body, **said)


# -- points --------------------------------------------------------------------------------------------------------


def _is_not_his_own_unit(thing: Assessment | Score, by, today):
    unit, person = thing.unit, getattr(by, "person", None)
    if person is None:
        return None
    acts_for_it = by.groups.filter(pk__in=(unit.members_id, unit.principals_id)).exists()
    if person.organisation_id == unit.pk or acts_for_it:
        return _("Nobody gives points to his own unit.")
    return None


def _is_scored_by_his_body(score: Score, by, today):
    if isinstance(by, Actor) or body_of(by).pk == score.body_id:
        return None
    return _("This criterion is scored by: %(body)s.") % {"body": score.body}


def _is_open_for_points(score: Score, by, today):
    if score.assessment.stage not in Assessment.OPEN:
        return _("The grade has been proposed; the points stay as they are.")
    return None


@move(
    _("Give points"),
    (Points.OPEN, Points.GIVEN),
    Points.GIVEN,
    by=("oversee", "supervise"),
    asks=forms.GivePoints,
    needs=(_is_scored_by_his_body, _is_not_his_own_unit, _is_open_for_points),
    first=True,
)
def give_points(score: Score, *, by, today: datetime.date, points: Decimal, reason: str = ""):
    """The points for this criterion; whoever takes some off says why."""
    assessment = held(score.assessment)
    if assessment.stage not in Assessment.OPEN:
        raise Refused(_is_open_for_points(score, by, today) or "")
    score.set(points=points, reason=reason, author=None if isinstance(by, Actor) else by, on=today)
    _count_in(assessment, score, today)


@transaction.atomic
def give_all_points(given: Sequence[tuple[Score, Decimal, str]], *, by, today: datetime.date, form_key: str = ""):
    """Give points for several criteria, all of them or none; what the same ``form_key`` gave before is left alone.

    Raises what ``give_points`` raises.
    """
    keys = {score.pk: f"{form_key}-{score.order}" if form_key else None for score, _points, _reason in given}
    done = set(Event.objects.filter(form_key__in=keys.values(), actor=by).values_list("form_key", flat=True))
    for score, points, reason in given:
        if keys[score.pk] not in done:
            give_points(score, by=by, today=today, points=points, reason=reason, form_key=keys[score.pk])


def _count_in(assessment: Assessment, score: Score, today: datetime.date) -> None:
    """Note which side has given all its points, and whether all of them have."""
    if assessment.stage != Stage.SCORING:
        return
    waiting = assessment.scores.filter(stage=Points.OPEN).exclude(pk=score.pk)
    of_office = {"body__kind_of": Organisation.Kind.OFFICE}
    if not waiting.exists():
        everything_is_scored(assessment, by=Actor.HOUSE, today=today)
    elif not waiting.filter(**of_office).exists():
        office_has_scored(assessment, by=Actor.HOUSE, today=today)
    elif not waiting.exclude(**of_office).exists():
        bodies_have_scored(assessment, by=Actor.HOUSE, today=today)


@move(_("The office has given its points"), Stage.SCORING, by=Actor.HOUSE, meets="score_office")
def office_has_scored(assessment: Assessment, *, by):
    """The departments still have to."""


@move(_("The departments have given their points"), Stage.SCORING, by=Actor.HOUSE, meets="score_bodies")
def bodies_have_scored(assessment: Assessment, *, by):
    """The office still has to."""


@move(
    _("All points are given"),
    Stage.SCORING,
    Stage.SCORED,
    by=Actor.HOUSE,
    tells="direct",
    meets=("score_office", "score_bodies"),
    starts="propose_grade",
)
def everything_is_scored(assessment: Assessment, *, by):
    """The head of the office can propose a grade."""


# -- the grade -----------------------------------------------------------------------------------------------------


def _propose(assessment: Assessment, today: datetime.date, grade: str, why: str) -> None:
    counted = assessing.counts_of(assessment.engagement, today)
    total, by_points = assessing.grade_by_points(assessment, counted)
    if Grade(grade) != assessing.capped(assessment, Grade(grade), counted):
        raise Refused(_("Sham rectification was found: the grade can't be better than the sheet allows."))
    if grade != by_points and not why:
        raise Refused(_("Another grade than that by points needs a reason."))
    assessment.set(total=total, counted=counted, proposed_grade=grade, proposed_on=today, why=why)


@move(
    _("Propose the grade"),
    Stage.SCORED,
    Stage.PROPOSED,
    by="direct",
    asks=forms.ProposeGrade,
    tells=("oversee", "observe"),
    meets="propose_grade",
    starts="confirm_grade",
    first=True,
)
def propose_grade(assessment: Assessment, *, by, today: datetime.date, grade: str, why: str = ""):
    """The grade that follows from the points, or another one with a reason; what was counted is kept as it is now."""
    _propose(assessment, today, grade, why)


@move(
    _("The leading group confirms"),
    Stage.PROPOSED,
    Stage.CONFIRMED,
    by="oversee",
    asks=DecidedByGroup,
    tells=("direct", "observe", "supervise", "lead", "respond", "sign"),
    meets="confirm_grade",
    stamps="confirmed_on",
    first=True,
)
def confirm_grade(assessment: Assessment, *, by, meeting: Meeting | None = None, note: str = "", **said: Any):
    """The grade stands, and the unit reads it from now on; the meeting is recorded with it, or chosen."""
    term = assessment.engagement.round.term
    assessment.meeting = inspections.held(term, by, Meeting.Kind.LEADING_GROUP, meeting, note, said)
    assessment.grade = assessment.proposed_grade


@move(
    _("The leading group sends it back"),
    Stage.PROPOSED,
    Stage.SCORED,
    by="oversee",
    asks=Reason,
    tells="direct",
    meets="confirm_grade",
    starts="propose_grade",
)
def send_grade_back(assessment: Assessment, *, by, note: str):
    """Points may be changed again; then the head proposes once more."""


# -- the unit's word -----------------------------------------------------------------------------------------------


def _has_not_objected_yet(assessment: Assessment, by, today):
    return _("The unit objects once; this was answered.") if assessment.objected_on else None


def _round_is_not_archived(assessment: Assessment, by, today):
    if assessment.engagement.round.stage == Round.Stage.ARCHIVED:
        return _("The round has been archived.")
    return None


@move(
    _("Object to the grade"),
    Stage.CONFIRMED,
    Stage.OBJECTED,
    by="sign",
    asks=forms.Objection,
    needs=(_has_not_objected_yet, _round_is_not_archived),
    tells=("direct", "oversee"),
    starts="answer_objection",
    stamps="objected_on",
)
def object_to_grade(assessment: Assessment, *, by, objection: str):
    """The principal says once what is wrong with it; the head of the office answers with a reason."""
    assessment.objection = objection


@move(
    _("Answer: the grade stands"),
    Stage.OBJECTED,
    Stage.ANSWERED,
    by="direct",
    asks=forms.AnswerObjection,
    tells=("respond", "sign", "oversee"),
    meets="answer_objection",
    stamps="answered_on",
    first=True,
)
def answer_objection(assessment: Assessment, *, by, answer: str):
    """The grade stays as it was confirmed; the reason goes to the unit."""
    assessment.answer = answer


@move(
    _("Answer: another grade is proposed"),
    Stage.OBJECTED,
    Stage.PROPOSED,
    by="direct",
    asks=forms.ProposeAgain,
    tells=("oversee", "observe"),
    meets="answer_objection",
    starts="confirm_grade",
    stamps="answered_on",
)
def propose_another_grade(assessment: Assessment, *, by, today: datetime.date, grade: str, answer: str):
    """The objection is right: the leading group decides again, with the reason before it."""
    assessment.answer = answer
    _propose(assessment, today, grade, answer)
