"""How long reminding takes: `.venv/bin/python -m bench.reminders [DATES [LATE]]` (1,000,000 and 10,000 by itself).

Makes a scratch database of our own server in a passing folder with so many open dates, of which so many are late and
have never been told of, each with three people who must act and one of the office. Three figures, each beside its floor
in the same run: the sweep beside the bare SELECT of the same rows and bare INSERTs of the same notices; notices told of
by the worker, and messages sent by it to a mail server that answers at once, beside Celery tasks that do nothing. And
how much the memory of the sweep grows, for all dates and for a tenth of them.
"""

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import django
import psutil
from celery import shared_task

ROOT = Path(__file__).resolve().parent.parent
NOTHINGS = 3000


@shared_task(name="bench.nothing", ignore_result=True, queue="bell")
def nothing() -> None:
    """What a task costs that has nothing to do."""


def say(line: str) -> None:
    print(line, flush=True)


def seconds(work) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def clear() -> None:
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute("TRUNCATE casework_notice, casework_reminder, casework_message")
        cursor.execute("VACUUM ANALYZE casework_notice, casework_reminder, casework_deadline")


def sweep(today) -> int:
    from casework.reminders import remind

    return sum(1 for _told in remind(today))


def measure_sweep(today) -> None:
    from django.db import connection, transaction

    from casework.models import Deadline, Notice, Reminder

    process = psutil.Process()
    fields = [field.column for field in Deadline._meta.concrete_fields]
    late = f"SELECT {', '.join(fields)} FROM casework_deadline WHERE met_on IS NULL AND due_on <= %s"

    def select():
        with connection.cursor() as cursor:
            cursor.execute(late, [today])
            cursor.fetchall()

    clear()
    before = process.memory_info().rss
    took = seconds(lambda: sweep(today))
    grown = (process.memory_info().rss - before) / 2**20
    told, climbed = Notice.objects.count(), Reminder.objects.count()
    again = seconds(lambda: sweep(today))
    notices = list(Notice.objects.values_list("person", "reminder"))
    rungs = list(Reminder.objects.values_list("deadline", "rung", "due_on", "on"))

    def insert(model, rows, batch=500):
        names = {Notice: ("person_id", "reminder_id"), Reminder: ("deadline_id", "rung_id", "due_on", "on")}[model]
        for begin in range(0, len(rows), batch):
            with transaction.atomic():
                model.objects.bulk_create(
                    model(**dict(zip(names, row, strict=True))) for row in rows[begin : begin + batch]
                )

    floor_select = seconds(select)
    Notice.objects.all().delete()
    floor_notices = seconds(lambda: insert(Notice, notices))
    clear()
    floor_rungs = seconds(lambda: insert(Reminder, rungs))
    floor = floor_select + floor_notices
    say(f"sweep: {took:.2f} s for {told:,} notices and {climbed:,} rungs; memory grew by {grown:.0f} MB")
    say(f"floor: SELECT {floor_select:.2f} s, INSERTs of the notices {floor_notices:.2f} s: {took / floor:.1f} times")
    say(f"with INSERTs of the rungs, {floor_rungs:.2f} s: {took / (floor + floor_rungs):.1f} times")
    say(f"a second sweep, silent: {again:.2f} s")


def worker(environment):
    command = [sys.executable, "-m", "celery", "-A", "config", "--quiet", "worker", "--include=bench.reminders"]
    command += ["--queues=bell,send", "--concurrency=1", "--loglevel=ERROR", "--without-gossip", "--without-mingle"]
    return subprocess.Popen(command, cwd=ROOT, env=environment)


def wait(until) -> None:
    while not until():
        time.sleep(0.02)


def measure_worker(folder: str) -> None:
    import redis
    from django.conf import settings

    from casework import delivery
    from casework.models import Message, Notice
    from casework.tasks import look, send
    from script.servers import port_of

    port = port_of(Path(folder), "sink")
    sink = [sys.executable, "-m", "tests.storm.sink", str(port), str(Path(folder) / "sink.txt"), "0"]
    environment = os.environ | {
        "DJANGO_SETTINGS_MODULE": "tests.storm.settings",
        "EMAIL_URL": f"smtp://127.0.0.1:{port}",
        "XUNCHA_MESSAGES_FROM": "00:00",
        "XUNCHA_MESSAGES_UNTIL": "23:59:59",
        "XUNCHA_MESSAGES_EVERY_DAY": "true",
    }
    broker = redis.Redis.from_url(settings.CELERY_BROKER_URL)

    def done_with(tasks) -> float:
        """Lay the tasks ready for a worker that has already done one, and say how long they take."""
        for task in tasks:
            task.apply_async()
        return seconds(lambda: wait(lambda: broker.llen("bell") + broker.llen("send") == 0))

    clear()
    with subprocess.Popen(sink, cwd=ROOT) as mail, worker(environment) as at_work:
        try:
            nothing.apply_async()
            wait(lambda: broker.llen("bell") == 0)
            time.sleep(2)
            nothings = NOTHINGS / done_with([nothing] * NOTHINGS)
            look.apply_async()
            began = time.perf_counter()
            wait(lambda: Notice.objects.filter(gathered_at__isnull=True).count() == 0 < Message.objects.count())
            told = Notice.objects.count() / (time.perf_counter() - began)
            wait(lambda: not delivery.due().exists() and not Message.objects.waiting().exists())
            Message.objects.update(sent_at=None, tries=0)
            waiting = Message.objects.count()
            for _turn in range(-(-waiting // 200)):
                send.apply_async()
            sent = waiting / seconds(lambda: wait(lambda: not Message.objects.waiting().exists()))
        finally:
            for process in (at_work, mail):
                process.terminate()
    say(f"one worker: {nothings:.0f} tasks a second that do nothing")
    say(f"notices swept, told and gathered by it: {told:.0f} a second, {told / nothings:.1f} times")
    say(f"mails sent by it: {sent:.0f} a second, {sent / nothings:.2f} times")


def main(dates: int, late: int) -> None:
    with tempfile.TemporaryDirectory(prefix="xuncha-bench-") as folder:
        os.environ["XUNCHA_DATA"] = folder
        os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
        django.setup()
        from django.core.management import call_command
        from django.utils import timezone

        from accounts.models import User
        from casework.models import Database
        from tests.storm.fill import fill

        call_command("migrate", verbosity=0)
        Database.objects.update(use="test")
        today = timezone.localdate()
        say(f"{dates:,} dates, {late:,} late, made in {seconds(lambda: fill(dates, late, today)):.0f} s")
        User.objects.exclude(username__startswith="storm").update(email="")
        measure_sweep(today)
        measure_worker(folder)


if __name__ == "__main__":
    given = [int(number) for number in sys.argv[1:]]
    main(*given, *(1_000_000, 10_000)[len(given) :])
