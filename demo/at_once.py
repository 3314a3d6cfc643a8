"""What a leader has put right at once from a signed paper (立行立改); the paper goes its way all the same."""

from __future__ import annotations

from typing import TYPE_CHECKING

from findings.models import Landing, WorkingPaper
from inspections.models import Engagement
from rectification import actions as rectification
from rectification.models import ImmediateFix

from . import papers
from .diary import Story
from .words import Matter

if TYPE_CHECKING:
    from .story import Visit

NOT_IN_TIME = "所需经费和采购手续驻点期间难以完成，转入反馈整改，一并纳入整改方案。"


def is_one(visit: Visit, matter: Matter) -> bool:
    """Of each unit the first matter that will be fed back to it."""
    fed_back = [one for one in visit.matters if one.route == Landing.Kind.ORGANISATION and not one.stuck]
    return fed_back[:1] == [matter]


def tell(visit: Visit, matter: Matter, paper: WorkingPaper) -> Story:
    """The notice, its receipt, what was done, each at a step of the paper; every third one goes on in the feedback."""
    if not is_one(visit, matter):
        return
    diary, leader = visit.diary, visit.team.leader
    visit.engagement.refresh_from_db()
    if visit.engagement.stage != Engagement.Stage.ENTERED:
        return
    paper.refresh_from_db()
    if rectification.issue_fix_from_paper.why_not(leader, paper, diary.today) is not None:
        return
    due = visit.round.round.stays_until
    said = {"demand": matter.say(matter.text.advice), "due_on": max(due, diary.today)}
    if visit.round.visits.index(visit) % 2:
        diary.do(rectification.propose_fix, paper, by=paper.author, **said)
        paper.refresh_from_db()
    fix: ImmediateFix = diary.do(rectification.issue_fix_from_paper, paper, by=leader, **said)
    yield 1
    diary.do(rectification.sign_for_fix, fix, by=visit.principal, note="")
    yield 1
    every_third = visit.round.visits.index(visit) % 3 == 0
    if every_third and rectification.roll_into_feedback.why_not(leader, fix, diary.today) is None:
        diary.do(rectification.roll_into_feedback, fix, by=leader, note=NOT_IN_TIME)
        return
    files = [papers.photograph("整改现场照片", fix.number)]
    result = matter.say(" ".join(matter.text.done[:2]))
    diary.do(rectification.report_fix, fix, by=visit.liaison, result=result, files=files)
    yield 1
    diary.do(rectification.close_fix, fix, by=leader, note="经现场核查，整改属实，问题仍写入反馈意见。")
