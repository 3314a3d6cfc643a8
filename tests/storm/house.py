"""A house in a storm: its parts are real processes, and are killed at moments that chance chooses."""

import contextlib
import datetime
import os
import random
import secrets
import signal
import subprocess
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import psycopg2

from script.house import ROOT, Part
from script.servers import DATABASE, OWNER, PROGRAMS, Postgres, Valkey, port_of

WORKERS, BEATS, KILLS = 4, 2, 10
#: what a second kill of the same run may hit too
VICTIMS = ("worker", "worker's child", "beat", "Valkey", "PostgreSQL")
#: days by which what comes later is put off
OFF = 36500
DELAY = 0.01


def zones() -> tuple[str, str]:
    """Two time zones: what is today in the first is tomorrow in the second, and midnight is far away in both."""
    west = -12 if not 10 <= datetime.datetime.now(datetime.UTC).hour <= 12 else -10
    return f"Etc/GMT+{-west}", f"Etc/GMT-{west + 24}"


@dataclass
class Figures:
    """What came of one storm."""

    seed: int
    items: int
    kills: Counter = field(default_factory=Counter)
    seconds: float = 0.0
    told: int = 0
    lost: int = 0
    doubled: int = 0
    rungs_missing: int = 0
    messages: int = 0
    unsent: int = 0
    mails: int = 0
    unheard: int = 0
    strange: int = 0
    mails_again: int = 0

    def line(self) -> str:
        killed = ", ".join(f"{n} × {name}" for name, n in sorted(self.kills.items()))
        return (
            f"seed {self.seed}: {self.items} due, killed {killed}; after {self.seconds:.0f} s {self.told} notices, "
            f"{self.lost} lost, {self.doubled} doubled; {self.messages} messages, {self.unsent} unsent; {self.mails} "
            f"mails, {self.unheard} never arrived, {self.mails_again} sent again under their number"
        )


class House:
    """The servers, once for all storms; a storm runs on a copy of the database that was filled once."""

    def __init__(self, folder: Path, items: int) -> None:
        self.folder, self.items = folder, items
        self.postgres, self.valkey = Postgres(folder / "postgres"), Valkey(folder / "valkey")
        self.parts: dict[str, Part] = {}
        self.today, self.tomorrow = zones()
        self.sink = folder / "sink.txt"
        self.sink_port = port_of(folder, "sink")
        self.keys = {name: secrets.token_urlsafe(48) for name in ("SECRET_KEY", "HISTORY_KEY", "FILES_KEY")}

    def open(self) -> None:
        self.postgres.start()
        self.valkey.start()
        self._copy_the_tables()
        self.run("tests.storm.fill", str(self.items), str(self.items))
        self.sql(f"UPDATE casework_deadline SET due_on = due_on + {OFF}")
        self.start("sink")
        self.start("listener")
        for n in range(BEATS):
            self.start(f"beat-{n}")
        for n in range(WORKERS):
            self.start(f"worker-{n}")
        self._wait("SELECT count(*) FROM casework_heartbeat WHERE name = 'worker'", lambda n: n == 1, 120)

    def _copy_the_tables(self) -> None:
        """The database of the tests is migrated already, and a copy of it is quicker than all migrations again."""
        template = urlsplit(os.environ["DATABASE_URL"])._replace(path="/" + os.environ["XUNCHA_TEST_TEMPLATE"])
        dump = [PROGRAMS / "pg_dump", "--no-owner", "--no-acl", "--no-comments", template.geturl()]
        load = [PROGRAMS / "psql", "--quiet", "--set=ON_ERROR_STOP=1", self.postgres.url(OWNER)]
        with subprocess.Popen(dump, stdout=subprocess.PIPE) as source:
            subprocess.run(load, stdin=source.stdout, stdout=subprocess.DEVNULL, check=True)

    def close(self) -> None:
        for part in self.parts.values():
            with contextlib.suppress(ProcessLookupError):
                os.killpg(part.process.pid, signal.SIGKILL)
            part.process.wait()
        self.valkey.stop()
        self.postgres.stop()

    # -- what runs -----------------------------------------------------------------------------------------------

    def environment(self, zone: str | None = None) -> dict[str, str]:
        return (
            os.environ
            | self.keys
            | {
                "DJANGO_SETTINGS_MODULE": "tests.storm.settings",
                "DATABASE_URL": self.postgres.url(OWNER),
                "REDIS_URL": self.valkey.url,
                "XUNCHA_DATA": str(self.folder / "data"),
                "XUNCHA_TLS": "false",
                "XUNCHA_TIME_ZONE": zone or self.today,
                "XUNCHA_MESSAGES_FROM": "00:00",
                "XUNCHA_MESSAGES_UNTIL": "23:59:59",
                "XUNCHA_MESSAGES_EVERY_DAY": "true",
                "EMAIL_URL": f"smtp://127.0.0.1:{self.sink_port}",
                "PYTHONUNBUFFERED": "1",
            }
        )

    def run(self, module: str, *arguments: str) -> None:
        command = [sys.executable, "-W", "ignore", "-m", module, *arguments]
        subprocess.run(command, check=True, cwd=ROOT, env=self.environment())

    def start(self, name: str) -> None:
        celery = [sys.executable, "-m", "celery", "-A", "config", "--quiet"]
        quiet = ["--loglevel=WARNING", "--without-gossip", "--without-mingle"]
        commands = {
            "sink": [sys.executable, "-m", "tests.storm.sink", str(self.sink_port), str(self.sink), str(DELAY)],
            "listener": [sys.executable, "manage.py", "listen", "--every", "5"],
            "beat": [*celery, "beat", "--loglevel=WARNING", "--pidfile=", f"--schedule={self.folder / name}"],
            "worker": [*celery, "worker", *quiet, "--queues=bell,send", "--concurrency=1"],
        }
        part = Part(name, commands[name.split("-")[0]], self.environment(), self.folder / f"{name}.log")
        part.start()
        self.parts[name] = part

    # -- what is asked -------------------------------------------------------------------------------------------

    def sql(self, text: str, *values, database: str = DATABASE) -> list:
        with contextlib.closing(psycopg2.connect(self.postgres.url("postgres", database))) as link:
            link.autocommit = True
            cursor = link.cursor()
            cursor.execute(text, values or None)
            return cursor.fetchall() if cursor.description else []

    def one(self, text: str) -> int:
        return self.sql(text)[0][0]

    # -- the storm -----------------------------------------------------------------------------------------------

    def storm(self, seed: int) -> Figures:
        """Let it go wrong ten times, wait until it is quiet, and count on the day after."""
        chance, figures = random.Random(seed), Figures(seed, self.items)
        self._begin_anew()
        began = time.monotonic()
        for wave, victim in enumerate(self._victims(chance)):
            self._let_come(wave)
            time.sleep(chance.uniform(0.1, 1.2))
            self._kill(victim, chance)
            figures.kills[victim] += 1
        self._wait(LATE_AND_UNTOLD, lambda n: n == 0, 120)
        self._wait(UNSENT, lambda n: n == 0, 120)
        figures.seconds = time.monotonic() - began
        self._the_day_after()
        self._count(figures)
        return figures

    def _victims(self, chance: random.Random) -> list[str]:
        victims = [*VICTIMS, *chance.choices(VICTIMS, k=KILLS - len(VICTIMS))]
        chance.shuffle(victims)
        return victims

    def _begin_anew(self) -> None:
        """Half of it is late from the start, after a week in which nobody looked; the rest comes in ten waves."""
        late = f"CASE WHEN due_on > now()::date + {OFF} - 100 THEN due_on - {OFF} ELSE due_on END"
        self.sink.write_text("")
        self.sql(
            f"UPDATE casework_deadline SET due_on = {late} + {OFF} * (case_id % {2 * KILLS} < {KILLS})::int;"
            " TRUNCATE casework_notice, casework_reminder, casework_message, casework_channel;"
        )

    def _let_come(self, wave: int) -> None:
        self.sql(
            f"UPDATE casework_deadline SET due_on = due_on - {OFF}"
            f" WHERE case_id % {2 * KILLS} = {wave} AND due_on > now()::date + {OFF} - 100"
        )

    def _kill(self, victim: str, chance: random.Random) -> None:
        match victim:
            case "worker" | "beat":
                name = chance.choice([name for name in self.parts if name.startswith(victim)])
                self.parts[name].process.kill()
                self.parts[name].process.wait()
                self.start(name)
            case "worker's child":
                workers = [name for name in self.parts if name.startswith("worker")]
                for child in psutil.Process(self.parts[chance.choice(workers)].process.pid).children():
                    child.kill()
            case "Valkey":
                _kill_server(self.valkey)
            case "PostgreSQL":
                _kill_server(self.postgres)

    def _wait(self, question: str, enough, seconds: float) -> None:
        end = time.monotonic() + seconds
        while not enough(found := self.one(question)):
            assert time.monotonic() < end, f"{question}: still {found} (see {self.folder})"
            time.sleep(0.2)

    def _the_day_after(self) -> None:
        """What came after somebody had his message of the day is told to him on the next one."""
        code = (
            "import django; django.setup(); from casework import delivery; delivery.gather()\n"
            "while delivery.send(): pass"
        )
        command = [sys.executable, "-W", "ignore", "-c", code]
        subprocess.run(command, check=True, cwd=ROOT, env=self.environment(self.tomorrow))
        self._wait(UNSENT, lambda n: n == 0, 60)

    def _count(self, figures: Figures) -> None:
        figures.told = self.one("SELECT count(*) FROM casework_notice WHERE reminder_id IS NOT NULL")
        figures.lost = self.one(f"SELECT count(*) FROM ({MEANT} EXCEPT {TOLD}) lost")
        figures.doubled = self.one(f"SELECT count(*) - count(DISTINCT (person, deadline)) FROM ({TOLD_ALL}) told")
        figures.strange = self.one(f"SELECT count(*) FROM ({TOLD} EXCEPT {MEANT}) strange")
        figures.rungs_missing = self.one(RUNGS_MISSING)
        figures.messages = self.one("SELECT count(*) FROM casework_message")
        figures.unsent = self.one(UNSENT) + self.one("SELECT count(*) FROM casework_notice WHERE gathered_at IS NULL")
        arrived = [line.split()[0] for line in self.sink.read_text().splitlines()]
        sent = {key for (key,) in self.sql("SELECT key FROM casework_message WHERE sent_at IS NOT NULL")}
        figures.mails, figures.mails_again = len(arrived), len(arrived) - len(set(arrived))
        figures.unheard, figures.strange = len(sent - set(arrived)), figures.strange + len(set(arrived) - sent)


#: whom each late date has to reach, by the groups of its case, without a line of the house's own code
MEANT = """
    SELECT member.user_id AS person, date.id AS deadline
    FROM casework_deadline date
    JOIN casework_casegroupobjectpermission held ON held.content_object_id = date.case_id
    JOIN accounts_user_groups member ON member.group_id = held.group_id
"""
TOLD_ALL = """
    SELECT notice.person_id AS person, reminder.deadline_id AS deadline
    FROM casework_notice notice JOIN casework_reminder reminder ON reminder.id = notice.reminder_id
"""
TOLD = TOLD_ALL
#: 20 and 10 days before, on the day, and one day late
RUNGS_MISSING = "SELECT 4 * (SELECT count(*) FROM casework_deadline) - (SELECT count(*) FROM casework_reminder)"
LATE_AND_UNTOLD = """
    SELECT count(*) FROM casework_deadline date WHERE NOT EXISTS (
        SELECT 1 FROM casework_reminder climbed JOIN casework_rung rung ON rung.id = climbed.rung_id
        WHERE climbed.deadline_id = date.id AND rung.days = 1
    )
"""
UNSENT = "SELECT count(*) FROM casework_message WHERE sent_at IS NULL"


def _kill_server(server: Postgres | Valkey) -> None:
    server.process.kill()
    server.process.wait()
    end = time.monotonic() + 30
    while True:
        try:
            server.start()
        except (RuntimeError, OSError):  # what it left in memory is still being cleared away
            assert time.monotonic() < end, f"{server.log}"
            time.sleep(0.2)
        else:
            return
