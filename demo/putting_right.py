"""Putting right, in its details: several measures an item, what bodies say of them, money, people, questions, dates.

What happens to an item beside its plain way is told by `beside`: one in each unit asks for help, one for more time, one
is opened again after it was closed.
"""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING

from rectification import actions as rectification
from rectification.models import Feedback, Item, ItemReview, Measure, Plan

from . import words
from .diary import Story

if TYPE_CHECKING:
    from accounts.models import User

    from .story import Visit
    from .words import Matter

#: who speaks for the bodies of the joint review
BODIES = ("严立新", "方敏")
MISSING = [
    "措施没有可检验的标准，完成后无法核对，请写明数量和凭证。",
    "责任领导没有落实到班子成员，请明确到人。",
    "只改具体问题，没有举一反三，请补充同类问题排查措施。",
]
BETTER = "补充：{text}，完成后形成台账并附凭证，由责任领导逐项签字确认。"
HELP = "涉及历史遗留的产权登记，需自然资源、住建等部门共同认定，本单位无法单独办理，请协调召开会办会。"
HELPED = "已召集有关部门会办，明确由自然资源部门牵头出具认定意见，请按会议纪要继续推进。"
MORE_TIME = "项目结算审计尚未出具报告，需待报告出具后方可收缴，已向审计部门了解进度。"
NO_MORE_TIME = "前期推进缓慢是主要原因，不同意延期，请倒排工期。"
AGAIN = "群众来信反映同类问题又有发生，抽查属实，请重新整改并举一反三。"
QUESTIONS = [
    (
        "“长期坚持”类措施销号前，是否需要先完成阶段性目标？",
        "需要。阶段性目标完成后可申请销号，此后每年报告一次坚持情况。",
    ),
    ("收缴的款项已缴入财政专户，缴款书复印件是否可以作为佐证？", "可以，请加盖财务专用章并注明对应的问题编号。"),
]
KEPT = ("aim", "leader", "department", "person", "due_kind", "due_on")
DEALT_WITH = {"cadre": "admonition", "member": "talk", "principal": "talk"}


def fill(visit: Visit, item: Item, writer: User, matter: Matter, kind: str, due: datetime.date) -> None:
    """The aim, and two or three measures one after another; the last of them has the date of the item."""
    do, chance = visit.diary.do, visit.diary.random
    said = matter.plan(chance)
    do(rectification.state_aim, item, by=writer, goal=said["goal"])
    last, held_on = len(said["measures"]) - 1, item.feedback.held_on
    for number, text in enumerate(said["measures"]):
        day = max(due - datetime.timedelta(days=7 * (last - number)), held_on)
        whose = {"leader": said["leader"], "department": said["department"], "person": words.somebody(chance)}
        when = {"due_kind": kind if number == last else "date", "due_on": day}
        do(rectification.add_measure, item, by=writer, text=text, aim="", **whose, **when)


def review(visit: Visit, plan: Plan, *, returned: bool) -> Story:
    """The bodies speak of every item; when the plan is to come back, the first of them names two that fail."""
    if plan.feedback.audience == Feedback.Audience.PRINCIPAL:
        return
    for number, name in enumerate(BODIES):
        yield 0
        by = visit.district.users[name]
        unwanted = failing(plan) if returned and not number else []
        for item in unwanted:
            said = {"verdict": "returns", "missing": visit.diary.random.choice(MISSING)}
            visit.diary.do(rectification.review_item, item, by=by, **said)
        if plan.feedback.items.filter(stage=Item.Stage.UNDER_REVIEW).count() > len(unwanted):
            visit.diary.do(rectification.agree_to_rest, plan, by=by, note="")


def failing(plan: Plan) -> list[Item]:
    return list(plan.feedback.items.filter(stage=Item.Stage.UNDER_REVIEW).order_by("place")[1:3])


def send_back(visit: Visit, plan: Plan) -> None:
    """The office returns what a body wants back; where nobody was asked, the whole plan."""
    wanted = ItemReview.objects.filter(item__feedback=plan.feedback, verdict="returns", turn=plan.returned_times)
    items = [review.item for review in wanted.select_related("item").order_by("item__place")]
    note = visit.diary.random.choice(words.PLAN_RETURNED)
    if items:
        visit.diary.do(rectification.return_items, plan, by=visit.clerk, items=items, note=note)
    else:
        visit.diary.do(rectification.return_plan, plan, by=visit.clerk, note=note)


def write_again(visit: Visit, plan: Plan, writer: User) -> None:
    """The measures of what came back say more."""
    for item in plan.feedback.items.filter(stage=Item.Stage.PLAN_RETURNED).order_by("place"):
        measure = item.measures.exclude(stage=Measure.Stage.STRUCK).last()
        kept = {
            name: getattr(measure, name) for name in ("aim", "leader", "department", "person", "due_kind", "due_on")
        }
        text = BETTER.format(text=measure.text.rstrip("。"))
        visit.diary.do(rectification.amend_measure, measure, by=writer, text=text, **kept)


def bring_in(visit: Visit, item: Item, matter: Matter, writer: User) -> None:
    """What came of it before it is to be closed: money, and who was dealt with."""
    diary, chance = visit.diary, visit.diary.random
    if (amount := matter.amounts().get("recoverable")) and not item.recoveries.exists():
        recover(visit, item, writer, amount)
    if (form := DEALT_WITH.get(matter.concerns)) and not item.handlings.exists():
        person = matter.person()
        paper = f"{diary.today.year}年第{chance.randint(1, 30)}号处理决定"
        said = {"name": person["name"], "post": person["post"], "form": form, "on": diary.today, "paper": paper}
        diary.do(rectification.enter_handling, item, by=writer, **said)


def recover(visit: Visit, item: Item, writer: User, amount: object) -> None:
    """An amount is paid in."""
    chance = visit.diary.random
    said = {"kind_of": chance.choice(("recovered", "channel")), "amount": amount, "on": visit.diary.today}
    paper = f"缴款书第{chance.randint(1000, 9999)}号"
    visit.diary.do(rectification.enter_recovery, item, by=writer, paper=paper, **said)


def verify(visit: Visit, item: Item, note: str) -> None:
    """One person verifies it, or two where money or people are concerned."""
    if rectification.concerns_money_or_people(item):
        visit.diary.do(rectification.verify_first, item, by=visit.clerk, note=note)
        visit.diary.do(rectification.confirm_close, item, by=visit.head, note="复核无误，同意销号。")
    else:
        visit.diary.do(rectification.close, item, by=visit.clerk, note=note)


def beside(visit: Visit, item: Item, manner: str, writer: User) -> Story:
    """What happens to the first item of a manner in a unit, beside its plain way."""
    if manner in visit.told_beside or item.feedback.audience == Feedback.Audience.PRINCIPAL:
        return
    visit.told_beside.add(manner)
    do, chance = visit.diary.do, visit.diary.random
    if manner == "going":
        question, answer = chance.choice(QUESTIONS)
        do(rectification.say_to_office, item, by=writer, text=question)
        yield 1
        do(rectification.say_to_unit, item, by=visit.clerk, text=answer)
        do(rectification.ask_for_help, item, by=writer, note=HELP)
        if len(visit.told_beside) % 2:
            return
        yield 1
        do(rectification.answer_help, item, by=visit.clerk, note=HELPED)
    if manner == "late" and item.stage in Item.UNDER_WAY:
        day = item.due_on + datetime.timedelta(days=45)
        asked = do(rectification.ask_for_time, item, by=writer, due_on=day, reason=MORE_TIME)
        if len(visit.told_beside) % 2:
            return
        yield 1
        if chance.random() < 0.5:
            do(rectification.grant_time, asked, by=visit.clerk, note="情况属实，同意延期，请按新时限完成。")
        else:
            do(rectification.refuse_time, asked, by=visit.clerk, note=NO_MORE_TIME)
    if manner == "closed" and "late" in visit.target.course.manners:
        yield 2
        said = {"reopened_for": "petition", "due_on": visit.diary.on(-30), "note": AGAIN}
        do(rectification.reopen_item, item, by=visit.clerk, **said)
