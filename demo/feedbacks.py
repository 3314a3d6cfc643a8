"""What is fed back: drafted in the findings' own words, checked by the head and the guard, given at a meeting.

In one unit the draft names somebody whom a clue is about, which is removed, and the number of a public hot line, which
the head lets leave with a reason.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import translation

from rectification import actions as rectification
from rectification import guard
from rectification.forms.feedback import limits_of
from rectification.models import Feedback, Opinion, audiences_left
from referrals.models import Clue

from . import words
from .diary import Story

if TYPE_CHECKING:
    from .story import Visit

#: the unit whose draft the guard holds up
HELD_UP = "卫健局"
HOT_LINE = "群众来电请拨打便民服务热线400-000-0000，做好解释工作。"
PUBLIC = "系对外公布的便民服务热线，不涉及来信来访人。"
ALIKE = "系问题底稿的规范表述，不涉及谈话人和来信人。"
ALONE = "请对班子成员存在的苗头性问题及时谈话提醒，并在民主生活会上对照检查。"


def give(visit: Visit, day: int) -> Story:
    """Both papers are drafted and checked in the days before, and given on the day."""
    diary = visit.diary
    yield diary.until(day + 1)
    for audience in audiences_left(visit.engagement):
        draft(visit, audience)
    yield 0
    for opinion in visit.engagement.opinions.order_by("-audience"):
        check(visit, opinion)
    yield diary.until(day)
    diary.do(
        rectification.feed_back,
        visit.engagement,
        by=visit.clerk,
        held_on=diary.today,
        place=f"{visit.unit}会议室",
        chair="区委巡察工作领导小组副组长",
        attendees=f"巡察组全体成员，区委巡察办负责同志；{visit.unit}领导班子成员、中层干部和职工代表。",
        absent="班子成员一人外出培训请假。" if diary.random.random() < 0.3 else "",
    )
    for feedback in visit.engagement.feedbacks.filter(audience=Feedback.Audience.ORGANISATION):
        diary.begin(copies(visit, feedback), diary.ago)


def draft(visit: Visit, audience: str) -> Opinion:
    """The leader drafts it; where no team was, the office does."""
    team = getattr(visit, "team", None)
    alone = audience == Feedback.Audience.PRINCIPAL
    held_up = visit.target.unit == HELD_UP and not alone
    clue = Clue.objects.filter(round=visit.engagement.round).exclude(subject_name="").order_by("pk").first()
    overview = words.overview(visit.unit, visit.matters)
    with translation.override("zh-hans"):
        limits = limits_of(visit.engagement)
    opinion: Opinion = visit.diary.do(
        rectification.draft_opinion,
        visit.engagement,
        by=team.leader if team else visit.clerk,
        audience=audience,
        overview=f"{overview}尤其是{clue.subject_name}分管领域问题集中。" if held_up and clue else overview,
        demands=ALONE if alone else words.DEMANDS + (HOT_LINE if held_up else ""),
        limits=limits,
    )
    return opinion


def check(visit: Visit, opinion: Opinion) -> None:
    """What the guard holds up is removed or overruled; then the head lets it pass."""
    diary = visit.diary
    team = getattr(visit, "team", None)
    writer = team.leader if team else visit.clerk
    diary.do(rectification.submit_opinion, opinion, by=writer, note="")
    held = guard.open_places(opinion, guard.texts_of(opinion))
    if any(place.name == "overview" for place in held):
        said = {"demands": opinion.demands, "limits": opinion.limits}
        diary.do(
            rectification.revise_opinion, opinion, by=writer, overview=words.overview(visit.unit, visit.matters), **said
        )
        held = guard.open_places(opinion, guard.texts_of(opinion))
    for reason, rules in ((PUBLIC, {"phone", "number"}), (ALIKE, {"passage", "likeness", "name"})):
        places = [place.code for place in held if place.hit.rule in rules]
        if places:
            diary.do(rectification.overrule, opinion, by=visit.head, places=places, note=reason)
    diary.do(rectification.check_opinion, opinion, by=visit.head, note="同意反馈。")


def copies(visit: Visit, feedback: Feedback) -> Story:
    """To the leader in charge, the discipline commission, the organisation department; signed for in the days after."""
    diary, district = visit.diary, visit.district
    bodies = [district.users[name].person.organisation for name in ("严立新", "方敏")]
    on_paper, *sent = diary.do(rectification.send_copies, feedback, by=visit.clerk, leader="分管副区长", bodies=bodies)
    yield 1
    diary.do(rectification.note_receipt, on_paper, by=visit.clerk, signed_by="区政府办机要员", signed_on=diary.today)
    for copy, name in zip(sent, ("严立新", "方敏"), strict=True):
        yield 0
        diary.do(rectification.sign_for_copy, copy, by=district.users[name], note="")
    diary.do(rectification.print_copy, feedback, by=visit.principal)


def state(visit: Visit, feedback: Feedback) -> None:
    """The principal says how he stands to it, once and for the whole leadership team."""
    if feedback.audience == Feedback.Audience.ORGANISATION:
        visit.diary.do(rectification.state_position, feedback, by=visit.principal, statement=words.stated(visit.unit))
