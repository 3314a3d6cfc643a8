"""What is counted for the assessment of a rectification, and the criteria with which an office may begin.

The counts leave out what is meant for the principal alone: the unit's people and the bodies that score know nothing of
it. They score nothing by themselves. Only sham rectification, found on a return visit, caps the grade.
"""

import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Count, Q, Sum
from django.utils.translation import gettext as _

from inspections.models import Engagement

from . import comparing
from .models import (
    EvidenceFlag,
    Feedback,
    Handling,
    ImmediateFix,
    Institution,
    Plan,
    Recovery,
    SatisfactionSurvey,
    UnitReport,
    VisitedItem,
)
from .models.sheet import Fact, Grade, Viewpoint

SHARED = Feedback.Audience.ORGANISATION

#: groups as Donghai county has published them; criteria, weights and who scores are a beginning for the office
USUAL = (
    (Viewpoint.OFFICE, "责任落实", "党组织履行整改主体责任，主要负责人履行第一责任人责任。", 10, Fact.PAPERS),
    (Viewpoint.OFFICE, "任务落实", "反馈问题整改完成情况。", 25, Fact.CLOSED),
    (Viewpoint.OFFICE, "任务落实", "按期报送整改情况，一次办结、不反复。", 10, Fact.IN_TIME),
    (Viewpoint.DISCIPLINE, "任务落实", "立行立改事项办结情况。", 10, Fact.AT_ONCE),
    (Viewpoint.DISCIPLINE, "任务落实", "整改真实，佐证材料经得起核查，问题不反弹。", 15, Fact.RELAPSED),
    (Viewpoint.PERSONNEL, "组织落实", "领导班子和干部队伍方面问题的整改，建章立制情况。", 10, Fact.EFFECTS),
    (Viewpoint.OFFICE, "满意度测评", "干部群众对整改成效的满意程度。", 10, Fact.SATISFACTION),
    (Viewpoint.DISCIPLINE, "督查组测评", "日常监督中掌握的整改情况。", 5, Fact.EVIDENCE),
    (Viewpoint.PERSONNEL, "创新工作", "举一反三、巩固深化整改成果的做法。", 5, ""),
)


def counts_of(engagement: Engagement, today: datetime.date) -> dict[str, Any]:
    """Return what has happened to the rectification of one unit, counted by the database: plain numbers by name."""
    items = engagement.items.filter(feedback__audience=SHARED)
    of_items = {"item__engagement": engagement, "item__feedback__audience": SHARED}
    counted = comparing.told(items, today).aggregate(
        items=Count("pk"),
        **{name: Count("pk", filter=so) for name, so in comparing.TOLD.items() if name != "open"},
    )
    found = VisitedItem._base_manager.filter(**of_items)
    results = {name: Count("pk", filter=Q(result=name)) for name in ("partly", "relapsed", "sham")}
    counted |= found.aggregate(looked_at=Count("pk", filter=~Q(result="")), **results)
    fixes = ImmediateFix.objects.filter(engagement=engagement).exclude(stage=ImmediateFix.Stage.ROLLED)
    counted |= fixes.aggregate(fixes=Count("pk"), fixes_closed=Count("pk", filter=Q(stage=ImmediateFix.Stage.CLOSED)))
    plan = Plan.objects.filter(feedback__engagement=engagement, feedback__audience=SHARED)
    reports = UnitReport.objects.filter(feedback__engagement=engagement)
    counted |= plan.aggregate(plan_returned=Sum("returned_times", default=0))
    counted |= reports.aggregate(reports_returned=Sum("returned_times", default=0))
    money = Recovery.objects.filter(**of_items, stage=Recovery.Stage.ENTERED).aggregate(amount=Sum("amount", default=0))
    counted["amount"] = str(money["amount"])
    counted["people"] = Handling.objects.filter(**of_items, stage=Handling.Stage.ENTERED).count()
    counted["institutions"] = Institution.objects.filter(**of_items, stage=Institution.Stage.CONFIRMED).count()
    refused = EvidenceFlag.objects.filter(outcome=EvidenceFlag.Outcome.UNACCEPTABLE)
    counted["unacceptable"] = refused.filter(Q(fix__engagement=engagement) | Q(**of_items)).count()
    return counted | _asked(engagement)


def _asked(engagement: Engagement) -> dict[str, Any]:
    """Return what the last survey says that enough people have answered."""
    done = SatisfactionSurvey._base_manager.filter(engagement=engagement, stage=SatisfactionSurvey.Stage.CLOSED)
    last = next((one for one in done.order_by("-closed_on", "-pk") if one.result), None)
    return {"answers": last.answers, "satisfied": str(last.rate)} if last else {}


def words_of(counted: dict[str, Any]) -> dict[str, str]:
    """Return each fact in words, by its code; nothing where nothing was counted."""
    if not counted:
        return {}
    said: dict[str, str] = {
        Fact.CLOSED: _("%(closed)d of %(items)d problems closed"),
        Fact.IN_TIME: _("%(late)d of %(items)d late, %(postponed)d with more time granted"),
        Fact.RETURNED: _("%(returned)d of %(items)d returned for more"),
        Fact.RELAPSED: _(
            "%(reopened)d opened again; of %(looked_at)d looked at again %(partly)d not put right fully, "
            "%(relapsed)d relapsed, %(sham)d sham"
        ),
        Fact.AT_ONCE: _("%(fixes_closed)d of %(fixes)d put right at once"),
        Fact.PAPERS: _("plan returned %(plan_returned)d times, reports returned %(reports_returned)d times"),
        Fact.EFFECTS: _("%(amount)s (10,000 yuan), %(people)d people dealt with, %(institutions)d rules made"),
        Fact.EVIDENCE: _("%(unacceptable)d pieces of evidence found not acceptable"),
    }
    return {code: text % counted for code, text in said.items()} | {Fact.SATISFACTION: _satisfaction(counted)}


def _satisfaction(counted: dict[str, Any]) -> str:
    if "satisfied" not in counted:
        return _("no survey with enough answers")
    return _("%(satisfied)s%% satisfied or basically satisfied; %(answers)d answered") % counted


def is_sham(counted: dict[str, Any]) -> bool:
    """Whether a return visit has found sham rectification: then the sheet caps the grade."""
    return bool(counted.get("sham"))


def grade_by_points(assessment: Any, counted: dict[str, Any]) -> tuple[Decimal, Grade]:
    """Return the points in all, and the grade that the sheet gives for them and for what was counted."""
    total = assessment.scores.aggregate(all=Sum("points", default=Decimal(0)))["all"]
    return total, capped(assessment, assessment.sheet.grade_of(total), counted)


def capped(assessment: Any, grade: Grade, counted: dict[str, Any]) -> Grade:
    """Return a grade, or the best one that the sheet allows after sham rectification."""
    return grade.at_most(Grade(assessment.sheet.sham_at_most)) if is_sham(counted) else grade
