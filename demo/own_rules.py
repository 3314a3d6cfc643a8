"""The office draws up rules of its own, and a round takes them up; and it closes for a day that is still to come."""

from __future__ import annotations

from casework.models import DeadlineRule, RegulationProfile
from inspections import actions as inspections
from inspections.models import Round
from rectification import actions as rectification

from .diary import Diary, Story
from .district import District

#: on which working day before today it begins, and at which minute of the day
BEGINS, AT = 9, 9 * 60 + 20
BASIS = "《云江区委巡察办时限管理办法》"
#: by the code of a rule: (how long, unit, direction, reminded before, reminded after)
RULES = {
    "notify_unit": (15, "day", "before", [], []),
    "team_report": (20, "workday", "after", [10, 3], [1, 5]),
    "feed_back": (25, "day", "after", [], []),
    "plan": (20, "workday", "after", [10, 5], [1, 5, 10]),
    "rectification_report": (3, "month", "after", [30, 15, 5], [1, 7, 30]),
    "reply": (2, "month", "after", [30, 10], [1, 10, 30]),
}
CLOSED = "区委办公楼消防设施改造，停止办公1天"


def tell(diary: Diary, district: District) -> Story:
    """Drawn up from county practice, put in use by the head, taken up by the newest round; then a day is closed."""
    clerk, head = district.users["陆子衿"], district.users["周明远"]
    made_from = RegulationProfile.objects.get(code="county")
    said = {
        "name": "云江区时限规则",
        "since": str(diary.today.year),
        "note": "在区县惯例基础上细化，报领导小组同意后施行。",
    }
    own = diary.do(inspections.draft_profile, district.authority, by=clerk, based_on=made_from, **said)
    general = {rule.code: rule for rule in DeadlineRule.objects.filter(profile=None, code__in=RULES)}
    for code, (amount, unit, direction, before, after) in RULES.items():
        counted = {"amount": amount, "unit": unit, "direction": direction, "days_before": before, "days_after": after}
        rests = {"basis": BASIS, "certainty": "default"}
        diary.do(inspections.add_rule, own, by=clerk, general=general[code], **counted, **rests)
    yield 2
    diary.do(inspections.use_profile, own, by=head, note="经办务会研究，同意启用。")
    yield 1
    own.refresh_from_db()
    round = Round.objects.exclude(stage__in=Round.final).exclude(type=Round.Type.UPPER).order_by("-number").first()
    if round is not None:
        note = "本轮起统一执行本区时限规则。"
        diary.do(rectification.take_up_profile, round, by=head, profile=own.profile, note=note)
    yield 1
    day = diary.on(-6)
    closed = {"begins_on": day, "ends_on": day, "works": False, "reason": CLOSED}
    diary.do(inspections.close_days, district.authority, by=clerk, **closed)
