"""How fast a ledger leaves and comes back: `python -m bench.export [ROWS [ROWS_IN]]`.

Out: 100,000 rows of 20 columns as a workbook. The floor, in a process of its own in the same run, is the bare writer
library with the same cells and formats; the aim is 1.5 times. Seconds are those of a processor, for machines are busy;
memory is what each process grew by while it wrote.

In: 10,000 people of a roster, opened, checked cell by cell and compared with the registry. The floor is reading the
same cells with the bare reader. For this a scratch database is made beside the one that DATABASE_URL names, and
dropped at the end; without DATABASE_URL this part is left out. The aims are 60 seconds in all, and 300 MB.
"""

import datetime
import io
import itertools
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlsplit

from bench.balance import ROOT, scratch

NAME = "xuncha_bench_export"
ROWS, ROWS_IN = 100_000, 10_000
LONG = "经查阅该单位公务用车台账和派车记录，发现登记不完整、审批手续不全，个别车辆长期停放在外。"
FACTS = ("text",) * 12 + ("wide",) * 4 + ("day",) * 2 + ("number",) * 2


def main(rows: int, rows_in: int) -> None:
    ours, bare = (_in_a_process("write", what, rows) for what in ("ours", "bare"))
    ours2, bare2 = (_in_a_process("write", what, rows) for what in ("ours", "bare"))
    work, floor = min(ours["took"], ours2["took"]), min(bare["took"], bare2["took"])
    print(
        f"out, {rows} rows x {len(FACTS)}: {work:.1f} s, grew by {ours['grew']} MB; floor {floor:.1f} s,"
        f" grew by {bare['grew']} MB: {work / floor:.2f} times (aim: 1.5)"
    )
    if server := os.environ.get("DATABASE_URL"):
        with scratch(server, NAME):
            os.environ["DATABASE_URL"] = urlsplit(server)._replace(path=f"/{NAME}").geturl()
            subprocess.run([sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0", "--no-input"], check=True)
            done = _in_a_process("read", "ours", rows_in)
        print(
            f"in, {rows_in} people: floor {done['floor']:.1f} s; opened in {done['opened']:.1f} s, checked in"
            f" {done['checked']:.1f} s ({done['checked'] / done['floor']:.1f} times), read in by moves in"
            f" {done['applied']:.1f} s; at most {done['peak']} MB, the process that opens it {done['opener']} MB"
        )


def _in_a_process(what: str, which: str, rows: int) -> dict[str, float]:
    command = [sys.executable, "-m", "bench.export", "--one", what, which, str(rows)]
    done = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
    return json.loads(done.stdout.splitlines()[-1])


def cells(rows: int):
    """Yield the rows, as both sides write them."""
    day = datetime.date(2026, 3, 2)
    for number in range(rows):
        yield {
            f"c{at}": f"区住建局{number}"
            if kind == "text"
            else f"{number}{LONG}"
            if kind == "wide"
            else day
            if kind == "day"
            else number
            for at, kind in enumerate(FACTS)
        }


def write_ours(rows: int, file) -> None:
    import django

    django.setup()
    from casework.exports import Entry, Ledger
    from casework.models import Event

    entries = [Entry(f"栏目{at}", f"c{at}", wide=kind == "wide") for at, kind in enumerate(FACTS)]
    export = SimpleNamespace(number="DC-1", person="张三", query="", at=datetime.datetime.now(datetime.UTC))
    Ledger("台账", *entries).write(file, (SimpleNamespace(**row) for row in cells(rows)), Event, export)


def write_bare(rows: int, file) -> None:
    import xlsxwriter

    with xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_urls": False}) as book:
        border = {"border": 1, "valign": "vcenter"}
        plain = book.add_format({**border, "text_wrap": True})
        dated = book.add_format({**border, "num_format": "yyyy-mm-dd", "align": "center"})
        sheet = book.add_worksheet("台账")
        for line, row in enumerate(cells(rows), start=2):
            sheet.write_number(line, 0, line - 1, plain)
            for place, (kind, value) in enumerate(zip(FACTS, row.values(), strict=True), start=1):
                if kind == "day":
                    sheet.write_datetime(line, place, value, dated)
                elif kind == "number":
                    sheet.write_number(line, place, value, plain)
                else:
                    sheet.write_string(line, place, value, plain)


def write(which: str, rows: int) -> dict[str, float]:
    with tempfile.TemporaryFile() as file:
        (write_ours if which == "ours" else write_bare)(200, io.BytesIO())  # everything is loaded before it counts
        Path("/proc/self/clear_refs").write_text("5")  # the peak so far, also the parent's, counts no more
        before, began = _peak(), time.process_time()
        (write_ours if which == "ours" else write_bare)(rows, file)
        return {"took": time.process_time() - began, "grew": _peak() - before}


def read(rows: int) -> dict[str, float]:
    import django

    django.setup()
    import xlsxwriter
    from django.db import transaction
    from django.utils import timezone
    from python_calamine import CalamineWorkbook

    from accounts import sheets
    from accounts.roster import Roster
    from casework.sheets import tables
    from tests.people import cast

    people = cast()
    authority, user = people.authority, people.clerk
    target = io.BytesIO()
    with xlsxwriter.Workbook(target, {"constant_memory": True}) as book:
        sheet = book.add_worksheet("人才库")
        sheet.write_row(0, 0, [heading.name for heading in sheets.POOL.headings])
        for number in range(1, rows + 1):
            said = {"name": f"王{number:05}", "sex": "男", "born_on": "1985-06-01", "post": "科长", "rank": "一级科员"}
            said |= {"organisation": authority.name, "tags": "财务", "about": LONG}
            sheet.write_row(number, 0, [said.get(heading.field, "") for heading in sheets.POOL.headings])
    content = target.getvalue()
    times = [time.perf_counter()]
    CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0).to_python()
    times.append(time.perf_counter())
    tables(content)
    times.append(time.perf_counter())
    roster = Roster.check(content, authority, user)
    assert not roster.refused, next(roster.faults())
    times.append(time.perf_counter())
    with transaction.atomic():
        roster.apply(timezone.localdate())
    times.append(time.perf_counter())
    took = [after - before for before, after in itertools.pairwise(times)]
    opener = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    return dict(zip(("floor", "opened", "checked", "applied"), took, strict=True)) | {"peak": _peak(), "opener": opener}


def _peak() -> int:
    """Return the most memory that this process has held, in MB, as Linux counts it."""
    said = Path("/proc/self/status").read_text().splitlines()
    return next(int(line.split()[1]) // 1024 for line in said if line.startswith("VmHWM"))


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if sys.argv[1:2] == ["--one"]:
        _one, what, which, count = sys.argv[1:]
        print(json.dumps(write(which, int(count)) if what == "write" else read(int(count))))
    else:
        numbers = [int(number) for number in sys.argv[1:]]
        main(*[*numbers, *(ROWS, ROWS_IN)[len(numbers) :]])
