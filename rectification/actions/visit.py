"""A return visit (整改回访): planned, approved, announced or not, on site, reported, heard, finished."""

import datetime
import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

from accounts.models import Organisation, User
from casework import policy
from casework.models import Case
from casework.moves import move, next_number
from casework.policy import Actor
from findings.models import Lead
from inspections import actions as inspections
from inspections.models import Engagement, Meeting

from .. import relapse
from ..forms import Note, Reason
from ..forms import visit as forms
from ..models import ReturnVisit, VisitedItem, VisitNotice
from .common import let_hold
from .visited import bring_lead, choose_item, drop_from_sample

Inspected, Going, Told = Engagement.Stage, ReturnVisit.Stage, VisitNotice.Stage
#: a unit is visited again once it has its feedback, also after everything was closed
FED_BACK = (Inspected.FED_BACK, Inspected.RECTIFYING, Inspected.CLOSED)


def _nobody_is_going(engagement: Engagement, by, today):
    if ReturnVisit.objects.unfinished().filter(engagement=engagement).exists():
        return _("A return visit to this unit is under way already.")
    return None


@move(
    _("Plan a return visit"),
    FED_BACK,
    by="oversee",
    asks=forms.PlanVisit,
    needs=_nobody_is_going,
    tells="direct",
    starts="approve_visit",
    alone=True,
)
def plan_visit(
    engagement: Engagement,
    *,
    by,
    today: datetime.date,
    leader: User,
    visitors: Iterable[User] = (),
    how_many: int = 10,
    **values,
) -> ReturnVisit:
    """Who goes back when; closed items where a relapse is likely are proposed, and what was left over comes along."""
    authority = engagement.round.term.authority
    case = Case.opened_beside(engagement.case, "rectification.returnvisit")
    let_hold(case, {body.kind_of: body for body in Organisation.objects.filter(case=authority.case)})
    leaders, goers = (Group.objects.create(name=f"return visit {secrets.token_hex(8)}") for _n in range(2))
    policy.grant(case, "lead", leaders)
    policy.grant(case, "inspect", goers)
    visit = ReturnVisit.objects.create(
        case=case,
        engagement=engagement,
        number=f"回访〔{today.year}〕{next_number(f'return visit {today.year}')}号",
        leader=leader,
        leaders=leaders,
        goers=goers,
        author=by,
        people=_let_go(leaders, goers, leader, visitors),
        **values,
    )
    for one in [one for one in relapse.likely([engagement]) if one.score][:how_many]:
        choose_item(visit, by=Actor.HOUSE, today=today, item=one.item, score=one.score, facts=one.facts)
    for lead in Lead.objects.filter(engagement__unit=engagement.unit_id, stage=Lead.Stage.PARKED).order_by("pk"):
        bring_lead(visit, by=Actor.HOUSE, today=today, lead=lead)
    return visit


def _let_go(leaders: Group, goers: Group, leader: User, visitors: Iterable[User]) -> str:
    """Let these people hold the words of those who go, and nobody else; return their names."""
    wanted = {leaders: [leader], goers: [user for user in visitors if user != leader]}
    for group, people in wanted.items():
        for user in group.user_set.exclude(pk__in=[one.pk for one in people]):
            policy.leave(user, group)
        for user in people:
            policy.join(user, group)
    return "、".join(user.name for people in wanted.values() for user in people)


@move(_("Amend"), Going.PLANNED, by="oversee", asks=forms.AmendVisit)
def amend_visit(visit: ReturnVisit, *, by, leader: User, visitors: Iterable[User] = (), **values):
    """Changes the plan before it is approved; every version stays in the history."""
    visit.set(leader=leader, people=_let_go(visit.leaders, visit.goers, leader, visitors), **values)


@move(
    _("Change who goes"),
    (Going.APPROVED, Going.NOTIFIED, Going.UNANNOUNCED, Going.ON_SITE),
    by="oversee",
    asks=forms.ChangePeople,
    tells=("direct", "lead", "inspect"),
)
def change_people(visit: ReturnVisit, *, by, leader: User, visitors: Iterable[User] = (), note: str):
    """Somebody else goes; the reason stays."""
    visit.set(leader=leader, people=_let_go(visit.leaders, visit.goers, leader, visitors))


@move(
    _("Approve the return visit"),
    Going.PLANNED,
    Going.APPROVED,
    by="direct",
    asks=Note,
    tells=("oversee", "lead", "inspect"),
    meets="approve_visit",
    starts="prepare_visit",
    first=True,
)
def approve_visit(visit: ReturnVisit, *, by, note: str):
    """The head of the office agrees to who goes when, and to what is looked at."""


def _is_announced(visit: ReturnVisit, by, today):
    return None if visit.announced else _("This visit is not announced.")


def _is_not_announced(visit: ReturnVisit, by, today):
    return _("This visit is announced to the unit.") if visit.announced else None


@move(
    _("Announce it to the unit"),
    Going.APPROVED,
    Going.NOTIFIED,
    by="oversee",
    asks=forms.NoticeText,
    needs=_is_announced,
    tells=("lead", "inspect"),
    meets="prepare_visit",
    starts="begin_visit",
    first=True,
)
def announce_visit(visit: ReturnVisit, *, by, today: datetime.date, text: str):
    """The unit gets its notice: the days, who comes, what is to be ready."""
    visit.notice = _hand_over(visit, today, text)


def _hand_over(visit: ReturnVisit, today: datetime.date, text: str) -> VisitNotice:
    said = {"begins_on": visit.due_on, "ends_on": visit.until, "people": visit.people, "text": text}
    return serve_visit_notice(visit.engagement, by=Actor.HOUSE, today=today, **said)


@move(
    _("Notice of a return visit"),
    FED_BACK,
    by=Actor.HOUSE,
    tells=("respond", "sign"),
    starts="sign_visit_notice",
)
def serve_visit_notice(engagement: Engagement, *, by, today: datetime.date, **said: Any) -> VisitNotice:
    """The unit is told; its principal signs for it."""
    number = f"回访通知〔{today.year}〕{next_number(f'notice of return visit {today.year}')}号"
    return VisitNotice.objects.create(case=engagement.case, engagement=engagement, number=number, on=today, **said)


@move(
    _("Go without notice"),
    Going.APPROVED,
    Going.UNANNOUNCED,
    by="oversee",
    asks=Note,
    needs=_is_not_announced,
    tells=("lead", "inspect"),
    meets="prepare_visit",
    starts="begin_visit",
    first=True,
)
def go_without_notice(visit: ReturnVisit, *, by, note: str):
    """Everything is ready; the unit learns of it when somebody stands at its door."""


@move(
    _("Arrive at the unit"),
    (Going.NOTIFIED, Going.UNANNOUNCED),
    Going.ON_SITE,
    by=("lead", "oversee"),
    asks=forms.Arrive,
    tells=("oversee", "direct", "inspect"),
    meets="begin_visit",
    starts="report_visit",
    stamps="arrived_on",
    first=True,
)
def arrive(visit: ReturnVisit, *, by, today: datetime.date, text: str = ""):
    """They are on site; a unit that was not told before gets its notice now."""
    if visit.notice is None:
        visit.notice = _hand_over(visit, today, text)


def _everything_was_looked_at(visit: ReturnVisit, by, today):
    left = visit.visited.filter(stage=VisitedItem.Stage.CHOSEN).count()
    return _("Not looked at yet: %(count)d.") % {"count": left} if left else None


@move(
    _("Hand in the report of the visit"),
    Going.ON_SITE,
    Going.REPORTED,
    by="lead",
    asks=forms.ReportVisit,
    needs=_everything_was_looked_at,
    tells=("oversee", "direct"),
    meets="report_visit",
    starts="hear_visit",
    stamps="reported_on",
    first=True,
)
def report_visit(visit: ReturnVisit, *, by, report: str, note: str):
    """What was really put right, what was not, and what is new."""
    visit.report = report


@move(
    _("Return the report of the visit"),
    Going.REPORTED,
    Going.ON_SITE,
    by=("oversee", "direct"),
    asks=Reason,
    tells=("lead", "inspect"),
    meets="hear_visit",
    starts="report_visit",
)
def return_visit_report(visit: ReturnVisit, *, by, note: str):
    """Not yet: the reason says what is missing."""


@move(
    _("Heard by the leading group"),
    Going.REPORTED,
    Going.HEARD,
    by="oversee",
    asks=forms.HearVisit,
    tells=("direct", "lead", "observe"),
    meets="hear_visit",
    starts="close_visit",
    stamps="heard_on",
    first=True,
)
def hear_visit(visit: ReturnVisit, *, by, meeting: Meeting | None = None, note: str = "", **said: Any):
    """The leading group has heard the report; the meeting is recorded with it, or chosen."""
    round = visit.engagement.round
    visit.meeting = inspections.held(round.term, by, Meeting.Kind.LEADING_GROUP, meeting, note, said)


@move(
    _("Finish the return visit"),
    Going.HEARD,
    Going.CLOSED,
    by="direct",
    asks=Note,
    tells=("oversee", "lead"),
    meets="close_visit",
    stamps="closed_on",
    first=True,
)
def close_visit(visit: ReturnVisit, *, by, note: str):
    """What was opened again goes on with its own date; those who went hold nothing of it any more."""
    _come_home(visit)


def _come_home(visit: ReturnVisit) -> None:
    policy.withdraw(visit.case, "lead", visit.leaders)
    policy.withdraw(visit.case, "inspect", visit.goers)


@move(
    _("Call the return visit off"),
    ReturnVisit.BEFORE,
    Going.CALLED_OFF,
    by="direct",
    asks=Reason,
    tells=("oversee", "lead", "inspect"),
    grave=True,
)
def call_off_visit(visit: ReturnVisit, *, by, today: datetime.date, note: str):
    """Nobody goes; the reason stays, and what was left over waits for another visit."""
    for visited in visit.visited.filter(stage=VisitedItem.Stage.CHOSEN):
        drop_from_sample(visited, by=Actor.HOUSE, today=today)
    if visit.notice and visit.notice.stage == Told.SENT:
        withdraw_visit_notice(visit.notice, by=Actor.HOUSE, today=today)
    _come_home(visit)


@move(
    _("Sign for the notice of the visit"),
    Told.SENT,
    Told.SIGNED_FOR,
    by="sign",
    asks=Note,
    tells="oversee",
    meets="sign_visit_notice",
    stamps="signed_on",
    first=True,
)
def sign_for_visit_notice(notice: VisitNotice, *, by, note: str):
    """The principal has it in hand."""


@move(_("Taken back"), Told.SENT, Told.TAKEN_BACK, by=Actor.HOUSE, tells=("respond", "sign"))
def withdraw_visit_notice(notice: VisitNotice, *, by):
    """Nobody comes."""
