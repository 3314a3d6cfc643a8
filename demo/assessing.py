"""How the rectification of a round is assessed: a sheet, points from three sides, grades, an objection; canaries."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from casework.policy import Actor
from inspections.models import Engagement, Meeting
from rectification import actions as rectification
from rectification import assessing, surveying
from rectification.models import (
    Assessment,
    SatisfactionSurvey,
    Score,
    ScoreCriterion,
    ScoreSheet,
    SurveyAnswer,
    UnitReport,
)

from . import publishing
from .diary import Story

if TYPE_CHECKING:
    from .canaries import Canaries
    from .canaries import Visit as Canary
    from .story import Round, Visit

LIMITS = {"excellent_from": 90, "passed_from": 80, "basic_from": 60, "sham_at_most": "failed"}
#: days before the archive on which each step is taken
DRAWN_UP, USED, OPENED, OFFICE, BODIES, PROPOSED, CONFIRMED, OBJECTED, ANSWERED = 14, 12, 10, 9, 8, 7, 6, 5, 4
#: what is taken off, in turn, and why
OFF = (
    (1, "个别事项报送材料不够及时。"),
    (2, "个别措施可操作性不强，举一反三不够。"),
    (0, ""),
    (3, "部分事项退回补正后才完成，佐证材料不够充分。"),
    (0, ""),
)
SLIPS = 30
MARKS = ("satisfied", "satisfied", "satisfied", "basically", "basically", "unknown", "dissatisfied")
MEETING = {
    "place": "区委巡察办会议室",
    "chair": "韩振邦",
    "agenda": "研究本轮整改成效评估等次",
    "heard": "区委巡察办汇报整改成效评估情况和拟定等次。",
    "minutes": "同意评估等次，向各被巡察党组织反馈，结果抄送区委组织部。",
}
OBJECTION = "按期报送一项扣分，因该事项经区委巡察办批准延期，建议按批准后的时限计算。"
ANSWER = "经核对，扣分依据为首次报送时限前未申请延期，批准延期之后的部分没有扣分，维持原等次。"
EXCUSED = "该单位机构改革期间整改责任划转，本轮不评定等次，整改情况并入新单位继续跟踪。"


def tell(round: Round) -> Story:
    """The rectification of a round that is over, from the sheet to the answered objection."""
    diary, end, head = round.diary, round.plan.archived or 0, round.district.users["周明远"]
    yield diary.until(end + DRAWN_UP)
    authority = round.district.authority
    said = {"name": "整改成效评分表", "since": str(diary.today.year), "replaces": None} | LIMITS
    sheet = diary.do(rectification.draft_sheet, authority, by=round.clerk, **said)
    yield diary.until(end + USED)
    diary.do(rectification.use_sheet, sheet, by=head, note="经领导小组同意，自本轮起启用。")
    for visit in round.visits[:3]:
        diary.begin(ask_people(visit, end), diary.ago)
    yield diary.until(end + OPENED)
    *assessed, last = round.visits
    while any(rectification.open_assessment.why_not(round.clerk, _now(one), diary.today) for one in assessed):
        yield 1
    made = [open_for(visit, sheet) for visit in assessed]
    diary.do(rectification.go_without_assessment, last.engagement, by=head, note=EXCUSED)
    for sides, ago in ((("office",), OFFICE), (("discipline", "personnel"), BODIES)):
        yield diary.until(end + ago)
        for one in made:
            give(round, one, sides)
    yield diary.until(end + PROPOSED)
    for one in made:
        one.refresh_from_db()
        _total, grade = assessing.grade_by_points(one, assessing.counts_of(one.engagement, diary.today))
        diary.do(rectification.propose_grade, one, by=head, grade=grade.value, why="")
    yield diary.until(end + CONFIRMED)
    meeting: Meeting | None = None
    for one in made:
        said = {"meeting": meeting} if meeting else MEETING | {"held_on": diary.today}
        diary.do(rectification.confirm_grade, one, by=round.clerk, note="", **said)
        one.refresh_from_db()
        meeting = one.meeting
    yield diary.until(end + OBJECTED)
    diary.do(rectification.object_to_grade, made[0], by=assessed[0].principal, objection=OBJECTION)
    yield diary.until(end + ANSWERED)
    diary.do(rectification.answer_objection, made[0], by=head, answer=ANSWER)


def ask_people(visit: Visit, end: int) -> Story:
    """Slips are drawn from a bag at the unit; most of them are answered, and the survey closes in the night."""
    diary, chance = visit.diary, random.Random(f"survey {visit.unit}")  # noqa: S311
    said = {"asked": "干部职工、服务对象和“两代表一委员”", "codes": SLIPS, "closes_on": diary.on(end + OPENED + 1)}
    survey = diary.do(rectification.open_survey, _now(visit), by=visit.clerk, **said)
    yield 0
    seen = surveying.OpenSurvey(survey.key, str(visit.unit), survey.closes_on, survey.codes)
    for code in surveying.codes_of(survey.key, survey.codes)[: chance.randint(SLIPS // 2, SLIPS - 3)]:
        surveying.answer(seen, code, {name: chance.choice(MARKS) for name in SurveyAnswer.QUESTIONS})
    yield diary.until(end + OPENED)
    diary.do(rectification.close_survey_by_itself, survey, by=Actor.CLOCK)


def under_way(round: Round) -> Story:
    """The units of a running round that have reported: the office has given its points, the departments owe theirs."""
    yield round.diary.until(5)
    sheet = ScoreSheet.objects.filter(stage=ScoreSheet.Stage.IN_USE).first()
    if sheet is None:
        return
    ready = [
        visit
        for visit in round.visits
        if not rectification.open_assessment.why_not(round.clerk, _now(visit), round.diary.today)
    ]
    made = [open_for(visit, sheet) for visit in ready[:3]]
    yield round.diary.until(3)
    for one in made:
        give(round, one, ("office",))


def _now(visit: Visit) -> Engagement:
    visit.engagement.refresh_from_db()
    return visit.engagement


def open_for(visit: Visit, sheet: ScoreSheet) -> Assessment:
    _now(visit)
    made: Assessment = visit.diary.do(rectification.open_assessment, visit.engagement, by=visit.clerk, sheet=sheet)
    return made


def give(round: Round, assessment: Assessment, sides: tuple[str, ...]) -> None:
    """These sides give their points; a little is taken off here and there."""
    users = round.district.users
    who = {"office": round.clerk, "discipline": users["严立新"], "personnel": users["方敏"]}
    for score in assessment.scores.filter(viewpoint__in=sides).order_by("order"):
        off, why = OFF[(assessment.pk + score.order) % len(OFF)]
        off = min(off, score.weight)
        by = who[score.viewpoint]
        if rectification.give_points.why_not(by, score, round.diary.today):  # his own unit
            continue
        said = {"points": score.weight - off, "reason": why if off else ""}
        round.diary.do(rectification.give_points, score, by=by, **said)


# -- canaries ------------------------------------------------------------------------------------------------------


def canary(made: Canaries, visits: list[Canary], turn: int) -> None:
    """In the first round one unit is assessed to the end of its objection; the next one is not, for a reason."""
    if turn == 0:
        assessed(made, visits[0])
    if turn == 0 and len(visits) > 1:
        made.do(rectification.go_without_assessment, visits[1].engagement, made.users["head"])


def assessed(made: Canaries, visit: Canary) -> None:
    """From the sheet to the answered objection."""
    do, words, day = made.do, made.words, made.today
    clerk, head = made.users["clerk"], made.users["head"]
    authority = visit.engagement.round.term.authority
    said = {"since": "2026", "replaces": None} | LIMITS | words(ScoreSheet, "name")
    sheet = do(rectification.draft_sheet, authority, clerk, **said)
    for criterion in sheet.criteria.order_by("order"):
        said = {name: getattr(criterion, name) for name in ("viewpoint", "weight", "fact")}
        do(rectification.amend_criterion, criterion, clerk, **said, **words(ScoreCriterion, "group", "text"))
    do(rectification.use_sheet, sheet, head)
    coded = {"codes": 10, "closes_on": day}
    do(rectification.open_survey, visit.engagement, clerk, **coded, **words(SatisfactionSurvey, "asked"))
    for feedback in visit.engagement.feedbacks.order_by("pk"):
        for report in UnitReport.objects.filter(feedback=feedback).order_by("pk"):
            do(rectification.accept_unit_report, report, clerk)
        if not feedback.reports.exists():
            do(rectification.accept_report, feedback, clerk)
    publishing.canary(made, visit)
    assessment = do(rectification.open_assessment, visit.engagement, clerk, sheet=sheet)
    who = {"office": clerk, "discipline": made.users["discipline"], "personnel": made.users["personnel"]}
    for score in assessment.scores.order_by("order"):
        do(rectification.give_points, score, who[score.viewpoint], points=1, **words(Score, "reason"))
    do(rectification.propose_grade, assessment, head, grade="passed", **words(Assessment, "why"))
    said = words(Meeting, "place", "chair", "attendees", "agenda", "heard", "minutes", "paper")
    do(rectification.confirm_grade, assessment, clerk, held_on=day, **said)
    do(rectification.object_to_grade, assessment, visit.principal, **words(Assessment, "objection"))
    do(rectification.answer_objection, assessment, head, **words(Assessment, "answer"))
