"""云江区 as it stands this morning: two rounds behind it, one being put right, one on site, and the city's feedback."""

from __future__ import annotations

import datetime
import json
import os
from pathlib import Path

from django.db import connection, transaction

from accounts.models import User
from casework import reminders
from casework.models import Database
from casework.papers import source_of
from inspections import actions as inspections
from inspections.models import Round

from . import common, going_back, held_to_account, honesty, meetings, own_rules, papers, reports, rounds
from . import district as people
from .diary import Diary, Story
from .story import Round as Telling
from .upper import UpperRound

#: by hand, since a fresh table has no statistics yet and the planner would compare every notice with every event
OLD_NOTICES = (
    """UPDATE casework_reminder SET at = ("on" + time '08:00') AT TIME ZONE 'Asia/Shanghai'""",
    """UPDATE casework_notice n SET at = t.at, gathered_at = t.at, read_at = CASE WHEN t.on < %s THEN t.at END
       FROM casework_event t WHERE t.id = n.event_id""",
    """UPDATE casework_notice n SET at = t.at, gathered_at = t.at, read_at = CASE WHEN t.on < %s THEN t.at END
       FROM casework_reminder t WHERE t.id = n.reminder_id""",
)


#: what the first years of the term are to bring: (units, rounds, focus)
YEARS = (
    (14, 2, "聚焦基层治理、民生资金和工程建设领域，兼顾村、社区党组织。"),
    (20, 2, "聚焦国企、教育、卫生系统，推进对村巡察。"),
)
#: who came from above before: (body, level, kind, days before the term, days it took, what it was about)
UPPER = (
    ("省委第二巡视组", "province", "look_back", 560, 45, "对本区开展巡视“回头看”。"),
    ("市委第二巡察组", "city", "regular", 150, 60, "对本区开展常规巡察，反馈意见已列入整改。"),
)


class NotEmpty(Exception):
    """There is somebody in this database already."""


@transaction.atomic
def load(today: datetime.date, *, small: bool = False) -> list[Round]:
    """Make the demo as it stands on the morning of ``today``, whole or not at all; return its rounds.

    Refuses a database in which anybody has an account: a demo is never mixed with real work.
    """
    if User.objects.exists():
        raise NotEmpty
    Database.objects.filter(pk=1).update(use=Database.Use.DEMO)
    diary = Diary(today, seed="云江区")
    told = rounds.small() if small else rounds.all_of_them()
    district = people.District()
    first = max(plan.opened for plan in told)
    needed = {target.unit for plan in told for target in plan.targets} | rounds.ALWAYS
    diary.begin(people.settle(diary, district, only=needed if small else None), first + 9)
    term: list = []
    diary.begin(_open_term(diary, district, term), first + 3)
    for plan in told:
        kind = UpperRound if plan.type == Round.Type.UPPER else Telling
        diary.begin(kind(diary, district, term, plan).tell(), plan.opened)
    diary.begin(common.tell(diary, district, term), rounds.IN_COMMON)
    diary.begin(common.another(diary, district, term), 4)
    diary.begin(honesty.tell(diary, district), honesty.BEGINS)
    diary.begin(going_back.tell(diary, district), 24)
    diary.begin(held_to_account.tell(diary, district), 12)
    diary.begin(held_to_account.tell_of_shams(diary, district), 1)
    diary.begin(own_rules.tell(diary, district), own_rules.BEGINS, own_rules.AT)
    for ago in rounds.REMINDED:
        diary.begin(_remind(diary), ago)
    diary.run()
    honesty.look(today)
    _read_the_old_notices(diary)
    return list(Round.objects.order_by("number"))


def _open_term(diary: Diary, district: people.District, term: list) -> Story:
    begins = datetime.date(diary.today.year, 1, 1)
    ends = datetime.date(begins.year + 4, 12, 31)
    made = diary.do(
        inspections.open_term,
        district.authority,
        by=district.users["陆子衿"],
        name="第五届",
        begins_on=begins,
        ends_on=ends,
    )
    term.append(made)
    office = district.users["陆子衿"]
    reports.keep_phrases(diary, district.authority, office)
    for body, level, kind, ago, days, about in UPPER:
        values = {"body": body, "level": level, "kind_of": kind, "unit": None, "about": about}
        values |= {"begins_on": begins - datetime.timedelta(days=ago)}
        values |= {"ends_on": values["begins_on"] + datetime.timedelta(days=days)}
        values |= {"fed_back_on": values["ends_on"] + datetime.timedelta(days=40)}
        diary.do(inspections.record_upper, district.authority, by=office, **values)
    for year, (units, held, focus) in enumerate(YEARS, start=begins.year):
        plan = diary.do(inspections.plan_year, made, by=office, year=year, units=units, rounds=held, focus=focus)
        meeting = meetings.on_the_plan_of_a_year(diary, made, office, year)
        diary.do(inspections.approve_plan, plan, by=office, note="经领导小组会议审议通过。", meeting=meeting)
    _templates(diary, district)
    diary.begin(meetings.seat(diary, district), diary.ago)
    yield 0


def _templates(diary: Diary, district: people.District) -> None:
    """The office sends its supervision papers with a line of its own below, in the second edition as it wants it."""
    clerk, head = district.users["陆子衿"], district.users["周明远"]
    for about, copies in (("增加抄送", "抄送：区纪委监委。"), ("抄送单位补全", "抄送：区纪委监委，区委组织部。")):
        handed_in = diary.do(
            inspections.hand_in_template,
            district.authority,
            by=clerk,
            kind_of="ladder",
            about=about,
            files=[
                papers.template("督办类公文模板", source_of("ladder").replace("@page", f"@form {copies}\n@page", 1))
            ],
        )
        diary.do(inspections.put_in_force, handed_in, by=head, note="")


def _remind(diary: Diary) -> Story:
    for _told in reminders.remind(diary.today):
        pass
    yield 0


def _read_the_old_notices(diary: Diary) -> None:
    """A notice is as old as what it tells of; what is older than some days was read, and nothing is sent any more."""
    before = diary.on(4)
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_nestloop = off")
        for statement in OLD_NOTICES:
            cursor.execute(statement, [before] if "%s" in statement else None)


def accounts() -> list[dict[str, str]]:
    """Return whom a visitor may sign in as, in the order in which he would try them."""
    found = []
    for name, role in rounds.VISITORS:
        user = User.objects.filter(name=name).select_related("person__organisation").first()
        if user:
            found.append(
                {
                    "username": user.username,
                    "password": people.PASSWORD,
                    "name": user.name,
                    "role": role,
                    "organisation": user.organisation_name,
                }
            )
    return found


def write_private(path: Path, text: str) -> None:
    """Write a file that nobody else may read."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    path.chmod(0o600)


def write_accounts(path: Path) -> None:
    """Leave the accounts for the supervisor and the sign-in page."""
    write_private(path, json.dumps(accounts(), ensure_ascii=False, indent=1) + "\n")
