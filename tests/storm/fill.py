"""Fills a database with dates that many people have to be told of: `python -m tests.storm.fill ITEMS DUE`."""

import datetime
import itertools
import sys

import django

#: dates of one case, people who must act on it, and how late a date is after a missed week
DATES, LEADERS, LATE = 50, 3, range(2, 9)
FAR = datetime.date(2999, 1, 1)


def fill(items: int, due: int, today: datetime.date) -> None:
    """Make so many open dates, of which so many are late, each with three people who must act and one of the office.

    Whoever must act has an address, the office has none: it reads its inbox.
    """
    from django.contrib.auth.models import Group, Permission

    from accounts import actions as registry
    from accounts.models import User
    from casework.models import Case, CaseGroupObjectPermission, Deadline, DeadlineRule, Event
    from inspections.models import Engagement
    from tests import cases
    from tests.people import cast

    people = cast()
    round = cases.open_round(people)
    count = -(-items // DATES)
    said = {"by": people.clerk, "kind_of": "department", "party_kind": "group"}
    units = [registry.register(people.authority, name=f"第{n}局", **said) for n in range(min(count, 40))]
    opened = Case.objects.bulk_create([Case(kind="inspections.engagement") for _n in range(count)])
    rounds = _rounds(round, -(-count // len(units)))
    pairs = itertools.islice(itertools.product(rounds, units), count)
    visits = Engagement.objects.bulk_create(
        [Engagement(case=case, round=one, unit=unit) for case, (one, unit) in zip(opened, pairs, strict=True)],
        batch_size=2000,
    )
    words = dict(Permission.objects.filter(content_type__model="case").values_list("codename", "pk"))
    teams = -(-due // DATES)  # nobody is told of what is not late, so nobody has to hold a word on it
    groups = Group.objects.bulk_create([Group(name=f"storm {n}") for n in range(teams)])
    users = User.objects.bulk_create(
        User(username=f"storm{n}", name=f"某{n}", email=f"storm{n}@example.cn", password="!", stage="active")
        for n in range(teams * LEADERS)
    )
    User.groups.through.objects.bulk_create(
        User.groups.through(user=user, group=groups[n // LEADERS]) for n, user in enumerate(users)
    )
    office = Group.objects.create(name="storm office")
    for user in User.objects.filter(username__in=["clerk"]):
        user.groups.add(office)
    grants = [(group, "lead", case) for group, case in zip(groups, opened, strict=False)]
    grants += [(office, "oversee", case) for case in opened[:teams]]
    CaseGroupObjectPermission.objects.bulk_create(
        CaseGroupObjectPermission(group=group, permission_id=words[word], content_object=case)
        for group, word, case in grants
    )
    rules = list(DeadlineRule.objects.filter(profile=None).order_by("pk")[:DATES])
    event = Event.objects.last()
    Deadline.objects.all().delete()
    dates = (
        Deadline(
            case_id=visits[n // DATES].case_id,
            thing_kind="inspections.engagement",
            thing_id=visits[n // DATES].pk,
            rule=rules[n % DATES],
            word="lead",
            from_event=event,
            from_on=today - datetime.timedelta(days=90),
            due_on=today - datetime.timedelta(days=LATE[n % len(LATE)]) if n < due else FAR,
        )
        for n in range(items)
    )
    while batch := list(itertools.islice(dates, 5000)):
        Deadline.objects.bulk_create(batch)


def _rounds(first, count: int) -> list:
    from inspections.models import Round

    same = {name: getattr(first, name) for name in ("case", "term", "profile", "category_set")}
    rows = (Round(number=n + 2, year=2026, name=f"第{n + 2}轮巡察", **same) for n in range(count))
    return Round.objects.bulk_create(rows)


if __name__ == "__main__":
    django.setup()
    from django.utils import timezone

    from accounts.models import User
    from casework.models import Notice

    fill(int(sys.argv[1]), int(sys.argv[2]), timezone.localdate())
    User.objects.exclude(username__startswith="storm").update(email="")
    Notice.objects.update(gathered_at=timezone.now())
