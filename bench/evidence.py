"""How long the evidence check takes: `.venv/bin/python -m bench.evidence [FILES] [WORKERS]` (1,200 and 4 by default).

Makes a scratch database of our own server in a passing folder, with forty units that hand in thirty files each: papers,
scans, tables and photographs, a few of them borrowed from the unit before. Then so many processes work through what
waits, as the workers of an office would. The floor in the same run is what reading the same files takes the same number
of processes, with no database and nothing to compare with. What is more than the floor is the marks, the comparison and
the history.
"""

import datetime
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django

UNITS = 40
TARGET = 300


def fill(count: int) -> None:
    """Let forty units be putting things right, by one real unit and its copies, and hand in their files."""
    from django.db import connection

    from accounts import actions as registry
    from casework.models import Case
    from casework.models.thing import new_key
    from casework.policy import Actor
    from inspections.models import Engagement
    from rectification import actions
    from tests import cases
    from tests.people import cast
    from tests.rectification import labelled

    people = cast()
    visit = cases.on_site(people, labelled.START - datetime.timedelta(days=60))
    (item,) = cases.being_put_right(people, {visit: ["台账登记不完整"]}, labelled.START)[visit]
    item.refresh_from_db()
    said = {"by": people.clerk, "kind_of": "department", "party_kind": "group"}
    units = [registry.register(people.authority, name=f"区第{n:02d}局", **said) for n in range(UNITS)]
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE findings_finding DROP CONSTRAINT finding_rests_on_a_paper")

    def copy(row, **values):
        row = type(row)._base_manager.get(pk=row.pk)
        row.pk, row.key = None, new_key()
        for name, value in values.items():
            setattr(row, name, value)
        row.save(force_insert=True)
        return row

    chance, made = random.Random(7), labelled.Set(11)
    borrowed = b""
    for number, unit in enumerate(units):
        case = Case.objects.create(kind="inspections.engagement", profile=visit.case.profile)
        engagement = copy(Engagement.objects.get(pk=visit.pk), unit=unit, case=case)
        feedback = copy(item.feedback, engagement=engagement, case=case, number=f"反馈{number}")
        finding = copy(item.landing.finding, engagement=engagement, case=case, number=f"问题{number}", paper=None)
        landing = copy(item.landing, finding=finding, case=case)
        values = {"feedback": feedback, "engagement": engagement, "landing": landing, "case": case}
        problem = copy(item, number=f"整改{number}", **values)
        files = [one_of(labelled, made, chance, unit.name, n) for n in range(count // UNITS)]
        if borrowed:
            files[0] = labelled.SimpleUploadedFile("借用材料.docx", borrowed)
        borrowed = files[1].file.getvalue()
        day = {"by": Actor.HOUSE, "today": labelled.HANDED_IN}
        actions.report_progress(problem, percent=50, done="已整改。", files=files, **day)


def one_of(labelled, made, chance, unit: str, number: int):
    """Return one file of the kinds that an office hands in, in the shares in which it does."""
    day = labelled.day_after(chance)
    match number % 10:
        case 0 | 1 | 2 | 3 | 4 | 5:
            lines = [line for _page in range(6) for line in made.prose(unit, 9)]
            return labelled.word(f"整改材料{number}", f"{unit}整改情况报告", lines, signed=unit, day=day)
        case 6 | 7:
            return labelled.pdf(
                f"会议纪要{number}", [unit, *made.prose(unit, 9), unit, f"{day:%Y年%m月%d日}"], made=day
            )
        case 8:
            rows = [[place, *(chance.random() for _c in range(9)), made.prose(unit, 2)[0]] for place in range(200)]
            return labelled.sheet(f"台账{number}", rows)
    return labelled.photo(f"照片{number}", labelled.scene(chance.random()), taken=day)


def work(name: str) -> None:
    """One process: the real task, again and again until nothing waits, or only reading its share of the files."""
    from django.conf import settings

    settings.FILES_ROOT = Path(os.environ["XUNCHA_BENCH_FILES"])  # the settings of a test have a folder of their own
    if name == "worker":
        from rectification import tasks
        from rectification.evidence import check

        while check.is_waiting():
            if not tasks.check_evidence():
                time.sleep(0.05)
        return
    from casework.models import Attachment
    from rectification.evidence import reading

    share, of = map(int, name.split("/"))
    for place, ending in list(Attachment.objects.order_by("pk").values_list("place", "name"))[share::of]:
        reading.read(settings.FILES_ROOT / place, ending.rpartition(".")[2])


def timed(names: list[str]) -> float:
    """Return the seconds that processes of these names take together."""
    began = time.monotonic()
    running = [
        subprocess.Popen([sys.executable, "-W", "ignore", "-m", "bench.evidence", "--as", name]) for name in names
    ]
    codes = [one.wait() for one in running]
    assert codes == [0] * len(names), f"a process ended with {codes}"
    return time.monotonic() - began


def main(count: int, workers: int) -> None:
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as folder:
        os.environ["XUNCHA_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.conf import settings
        from django.core.management import call_command
        from django.db import connection

        from casework.models import Database
        from rectification.evidence import check
        from rectification.models import EvidenceFlag, Reading

        call_command("migrate", verbosity=0)
        Database.objects.update(use="test")
        began = time.monotonic()
        fill(count)
        say(f"{check.unclaimed().count()} files of {UNITS} units handed in, in {time.monotonic() - began:.0f} s")
        connection.close()
        os.environ["XUNCHA_BENCH_FILES"] = str(settings.FILES_ROOT)
        floor = timed([f"{share}/{workers}" for share in range(workers)])
        took = timed(["worker"] * workers)
        faults = Reading.objects.exclude(outcome="read").count()
        say(f"reading alone: {floor:.1f} s; the check by {workers} workers: {took:.1f} s; ratio {took / floor:.1f}")
        say(f"{Reading.objects.count()} read, {faults} of them not; {EvidenceFlag.objects.count()} notes")
        assert not check.is_waiting(), "something was left"
        assert not faults, "a file was not read"
        assert EvidenceFlag.objects.filter(kind_of="file").count() == UNITS - 1, "what was borrowed was not found"
        say(f"{'within' if took <= TARGET else 'BEYOND'} the target of {TARGET} s")


def say(line: str) -> None:
    print(line, flush=True)


if __name__ == "__main__":
    if sys.argv[1:2] == ["--as"]:
        django.setup()
        work(sys.argv[2])
    else:
        given = [int(number) for number in sys.argv[1:3]]
        main(*given, *(1200, 4)[len(given) :])
