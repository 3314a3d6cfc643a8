"""How long it takes to find what was seen before: `.venv/bin/python -m bench.likeness [ROWS]` (1,000,000 by itself).

Makes a scratch database of our own server in a passing folder, with so many findings of 300 units in ten rounds, whose
titles are put together as an office would: 120 subjects, some of them in every second unit, what is wrong with each,
and what came of it. Then twelve titles are looked for, by the office, which sees all, and by a member of one team. The
floor in the same run is reading the same ten rows by their keys; beside it, what comparing with every row would take.
"""

import io
import itertools
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

import django
import psutil

#: what titles are put together from: subjects, what is wrong with them, what came of it, and where
SUBJECTS, FAULTS, RESULTS, WHERE = (
    [word for line in part.splitlines()[1:] for word in line.split()]
    for part in Path(__file__).with_name("titles.txt").read_text().split("# ")[1:]
)
ASKED = (
    "公务接待审批把关不严，超标准陪餐",
    "公车私用，派车手续不全",
    "违规发放津贴补贴",
    "工程招投标化整为零，规避公开招标",
    "村集体三资底数不清，集体土地低价发包",
    "理论学习中心组以会代学",
    "党费收缴不规范，未按月足额收缴",
    "低保对象应退未退，动态管理不到位",
    "巡察整改走过场，整改后反弹",
    "殡葬设施规划滞后，散埋乱葬整治不力",
    "干部人事档案三龄两历认定不严",
    "往来款项长期挂账未清理，个人借款多年未收回",
)
#: what PostgreSQL may use for one index or one sort here
MEMORY = "512MB"


def titles(chance: random.Random):
    """Yield titles without end: a few subjects are everywhere, most of them rare."""
    weights = [1 / (place + 4) for place in range(len(SUBJECTS))]
    subjects = chance.sample(SUBJECTS, len(SUBJECTS))
    while True:
        for subject in chance.choices(subjects, weights, k=1000):
            said = f"{chance.choice(WHERE) if chance.random() < 0.4 else ''}{subject}{chance.choice(FAULTS)}"
            yield f"{said}，{chance.choice(RESULTS)}" if chance.random() < 0.7 else said


def fill(rows: int) -> None:
    """Put units, engagements, their cases and ``rows`` findings into the database, past the moves."""
    from django.contrib.auth.models import Group, Permission
    from django.db import connection

    from accounts import actions as registry
    from casework.models import Case, CaseGroupObjectPermission
    from casework.models.thing import new_key
    from findings.models import Finding
    from inspections.models import Engagement, Round
    from tests import cases
    from tests.people import cast

    people = cast()
    said = {"by": people.clerk, "kind_of": "department", "party_kind": "group"}
    units = [registry.register(people.authority, name=f"第{n}局", **said) for n in range(300)]
    round = cases.open_round(people)
    same = {"case": round.case, "term": round.term, "profile": round.profile, "category_set": round.category_set}
    rounds = Round.objects.bulk_create(
        Round(number=n, year=2021 + n // 2, name=f"第{n}轮巡察", **same) for n in range(2, 12)
    )
    opened = Case.objects.bulk_create([Case(kind="inspections.engagement") for _n in range(len(units) * len(rounds))])
    visits = Engagement.objects.bulk_create(
        Engagement(case=case, round=round, unit=unit)
        for case, (round, unit) in zip(opened, itertools.product(rounds, units), strict=True)
    )
    for user, word, held in ((people.clerk, "oversee", opened), (people.member, "inspect", opened[:1])):
        group = Group.objects.create(name=f"bench {word}")
        user.groups.add(group)
        permission = Permission.objects.get(codename=word, content_type__model="case")
        CaseGroupObjectPermission.objects.bulk_create(
            CaseGroupObjectPermission(group=group, permission=permission, content_object=case) for case in held
        )

    fixed = {"version": "1", "stage": "confirmed", "facts": "查阅资料和个别谈话发现。" * 8, "concerns": "unit"}
    told = {"key", "number", "title_text", "case_id", "engagement_id"}
    empty = {"ArrayField": "{}", "JSONField": "[]"}
    for each in Finding._meta.concrete_fields:
        if not (each.null or each.primary_key or each.generated or each.column in told):
            fixed.setdefault(each.column, empty.get(each.get_internal_type(), ""))
    columns = [*sorted(told), *fixed]
    rest = "\t".join(fixed.values())
    written = titles(random.Random(7))
    with connection.cursor() as cursor:
        cursor.execute(f"SET maintenance_work_mem = '{MEMORY}'")
        cursor.execute("DROP INDEX findings_alike")
        cursor.execute("ALTER TABLE findings_finding DROP CONSTRAINT finding_rests_on_a_paper")
        for begin in range(0, rows, 50_000):
            lines = io.StringIO()
            for n in range(begin, min(begin + 50_000, rows)):
                visit = visits[n % len(visits)]
                lines.write(f"{visit.case_id}\t{visit.pk}\t{new_key()}\t{n}\t{next(written)}\t{rest}\n")
            lines.seek(0)
            cursor.cursor.copy_expert(f"COPY findings_finding ({', '.join(columns)}) FROM STDIN", lines)
        index = next(index for index in Finding._meta.indexes if index.name == "findings_alike")
        began = time.monotonic()
        cursor.execute(str(index.create_sql(Finding, connection.schema_editor())))
        say(f"index built in {time.monotonic() - began:.0f} s")
        for name in ("findings_finding", "findings_alike"):
            cursor.execute("SELECT pg_size_pretty(pg_table_size(%s))", [name])
            say(f"{name}: {cursor.fetchone()[0]}")
        cursor.execute("ANALYZE")


def measure() -> None:
    """Print what each search takes by the clock (the best of five) and by the processors, beside the floor."""
    from accounts.models import User
    from findings import likeness
    from findings.models import Finding

    def read(keys):
        return list(Finding.objects.filter(pk__in=keys))

    def every_row(title):
        rows = Finding.objects.annotate(likeness=likeness.likeness_to(sorted(likeness.signs(title))))
        return list(rows.order_by("-likeness").values_list("pk")[:10])

    for name in ("clerk", "member"):
        user = User.objects.get(username=name)
        clocks, works, floors = [], [], []
        for title in ASKED:
            found, clock, work = timed(lambda: likeness.near(title, Finding.objects.visible_at_once(user)))  # noqa: B023
            _rows, floor, _work = timed(lambda: read([finding.pk for finding in found]))  # noqa: B023
            clocks.append(clock)
            works.append(work)
            floors.append(floor)
            top = f"{found[0].likeness:.2f} {found[0].title_text}" if found else "nothing"
            say(f"{name:7} {clock:6.0f} ms, processors {work:5.0f} ms, {len(found):2} found: {title} → {top}")
        median = statistics.median
        say(
            f"{name:7} median {median(clocks):.0f} ms, processors {median(works):.0f} ms; floor {median(floors):.1f} ms"
        )
    _rows, clock, work = timed(lambda: every_row(ASKED[0]), runs=1)
    say(f"every row compared: {clock:.0f} ms, processors {work:.0f} ms")


def timed(work, runs=5):
    """Return what the work answers, the milliseconds of its best run, and what a run takes of the processors."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        server = psutil.Process(cursor.fetchone()[0])
    best, began_here, began_there = float("inf"), time.process_time(), sum(server.cpu_times()[:2])
    for _run in range(runs):
        began = time.perf_counter()
        answer = work()
        best = min(best, time.perf_counter() - began)
    used = time.process_time() - began_here + sum(server.cpu_times()[:2]) - began_there
    return answer, best * 1000, used * 1000 / runs


def say(line: str) -> None:
    print(line, flush=True)


def main(rows: int) -> None:
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as folder:
        os.environ["XUNCHA_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command

        from casework.models import Database

        call_command("migrate", verbosity=0)
        Database.objects.update(use="test")
        began = time.monotonic()
        fill(rows)
        say(f"{rows:,} findings in {time.monotonic() - began:.0f} s")
        measure()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
