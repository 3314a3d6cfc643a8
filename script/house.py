"""The supervisor behind `script/demo`: every part of Xuncha as a real process of its own, on one machine.

It starts the servers that are missing, prepares the database, starts the web, the worker, the listener and
beat, and says when all of it is ready. A part that dies is started again, more slowly each time it does. On
SIGTERM or Ctrl-C the parts end in the order in which they need each other, and nothing is left running. What
it keeps lies in one folder, closed to everybody else, and is found again by the next run.
"""

import argparse
import contextlib
import hashlib
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import unicodedata
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

from script.servers import (
    APP,
    OWNER,
    PORTAL,
    Postgres,
    Valkey,
    dies_with_parent,
    kept_secret,
    lock,
    open_log,
    write_private,
)

ROOT = Path(__file__).resolve().parent.parent
KEPT = ["pgdata", "files", "logs", "env", "prepared", "demo-accounts.json", "anchor"]
KEPT_PATTERNS = ["beat*", "key-*", "password-*", "port-*", "*.log", "*.log.1", "valkey.conf"]


class Part:
    """A process of the house, and how to start it again."""

    def __init__(self, name: str, command: list[str], environment: dict[str, str], log: Path) -> None:
        self.name = name
        self.command = command
        self.environment = environment
        self.log = log
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(),
            )

    def stop(self, seconds: float = 15) -> None:
        if self.process is None:
            return
        if self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(seconds)
        # What the process itself started goes with it.
        with contextlib.suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


class Watched:
    """A part or a server, watched: when it dies it is started again after 1, 2, 4 … 30 seconds."""

    def __init__(self, name: str, what: Part | Postgres | Valkey) -> None:
        self.name = name
        self.what = what
        self.tries = 0
        self.started = time.monotonic()
        self.due: float | None = None

    def look(self) -> None:
        now = time.monotonic()
        if self.due is None and self.what.process is not None and self.what.process.poll() is None:
            if now - self.started > 60:
                self.tries = 0
        elif self.due is None:
            wait = min(2**self.tries, 30)
            self.tries += 1
            self.due = now + wait
            self.what.stop()
            say(f"{self.name} ended; it starts again in {wait} s (see {self.what.log})")
        elif now >= self.due:
            self.started, self.due = now, None
            try:
                self.what.start()
            except (RuntimeError, OSError) as error:
                say(f"{self.name}: {error}")


def say(line: str) -> None:
    print(line, flush=True)


@contextlib.contextmanager
def step(what: str) -> Iterator[None]:
    since = time.monotonic()
    try:
        yield
    except BaseException:
        say(f"  {what}: not done")
        raise
    say(f"  {what}: {time.monotonic() - since:.1f} s")


def main() -> None:
    asked = arguments()
    since = time.monotonic()
    data = asked.data.expanduser().absolute()
    os.umask(0o077)
    data.mkdir(mode=0o700, parents=True, exist_ok=True)
    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    with lock(data / "lock") as alone:
        if not alone:
            sys.exit(f"Another one already runs on {data}; end that one, or choose another folder with --data.")
        if not free(asked.port):
            sys.exit(f"Port {asked.port} is taken; choose another with --port.")
        if asked.reset:
            reset(data)
        house: list[Watched] = []
        try:
            say(f"Xuncha in {data}")
            open_house(data, asked, house)
            say(f"  started in {time.monotonic() - since:.1f} s; Ctrl-C ends it, the data stay")
            introduce(data)
            say(f"ready http://127.0.0.1:{asked.port}/")
            while True:
                time.sleep(0.25)
                for watched in house:
                    watched.look()
        finally:
            close_house(house)


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/demo",
        description="Runs Xuncha on this machine: database, broker, web, worker, listener and beat.",
        epilog="With DATABASE_URL or REDIS_URL set, those servers are used and none is started instead.",
    )
    kept = os.environ.get("XUNCHA_DATA", str(ROOT / ".data"))
    parser.add_argument("--port", type=int, default=8000, metavar="N", help="where the web listens (8000)")
    parser.add_argument("--data", type=Path, default=Path(kept), metavar="DIR", help="what to keep it in (.data)")
    parser.add_argument("--reset", action="store_true", help="throw away what an earlier run kept there")
    parser.add_argument("--no-demo-data", action="store_true", help="start with an empty database")
    return parser.parse_args()


def free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def end(*_args: object) -> None:
    raise SystemExit(0)


def reset(data: Path) -> None:
    """Only what a run of ours makes is removed: the folder may be somebody's home."""
    if "DATABASE_URL" in os.environ:
        sys.exit("--reset does not touch a database that DATABASE_URL names; empty it yourself.")
    for path in {data / name for name in KEPT} | {path for like in KEPT_PATTERNS for path in data.glob(like)}:
        if path.is_dir():
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)


def open_house(data: Path, asked: argparse.Namespace, house: list[Watched]) -> None:
    environment = addresses(data, asked, house)
    prepared = data / "prepared"
    state = state_of_the_code(asked.no_demo_data)
    if "DATABASE_URL" in os.environ or not prepared.exists() or prepared.read_text() != state:
        with step("database prepared"):
            run("prepare", environment | {"XUNCHA_ROLE": "owner"})
        if not asked.no_demo_data:
            run("demo", environment)
        write_private(prepared, state_of_the_code(asked.no_demo_data))

    logs = data / "logs"
    logs.mkdir(mode=0o700, exist_ok=True)
    with step("web, workers, listener"):
        for name, command in parts(asked.port).items():
            if name == "beat":  # the safety net; nobody waits for it
                try:
                    wait_until_ready(asked.port, house)
                except SystemExit:
                    prepared.unlink(missing_ok=True)
                    raise
            own = {"XUNCHA_STATEMENT_TIMEOUT_MS": "15000"} if name == "web" else {}
            part = Part(name, command, environment | own, logs / f"{name}.log")
            part.start()
            house.append(Watched(name, part))


def state_of_the_code(no_demo_data: bool) -> str:
    """Changes with every change that a database or a catalogue could have to follow."""
    digest = hashlib.sha256(f"{no_demo_data}".encode())
    for path in sorted(ROOT.rglob("*")):
        if path.parts[len(ROOT.parts)].startswith(".") or "__pycache__" in path.parts or path.is_dir():
            continue
        state = path.stat()
        digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def addresses(data: Path, asked: argparse.Namespace, house: list[Watched]) -> dict[str, str]:
    """The environment of every part; kept in `<data>/env`, so that manage.py finds the servers."""
    found = {
        name: os.environ.get(name) or kept_secret(data / f"key-{name.lower()}")
        for name in ("SECRET_KEY", "HISTORY_KEY", "FILES_KEY")
    }
    found |= {
        "XUNCHA_TLS": os.environ.get("XUNCHA_TLS", "false"),
        "XUNCHA_URL": os.environ.get("XUNCHA_URL", f"http://127.0.0.1:{asked.port}"),
    }
    for name in ("DATABASE_URL", "MIGRATE_DATABASE_URL", "PORTAL_DATABASE_URL", "REDIS_URL"):
        if name in os.environ:
            found[name] = os.environ[name]
    if "REDIS_URL" not in found:
        valkey = Valkey(data)
        with step("Valkey"):
            house.append(Watched("Valkey", valkey))
            valkey.start()
        found["REDIS_URL"] = valkey.url
    if "DATABASE_URL" not in found:
        postgres = Postgres(data)
        with step("PostgreSQL"):
            house.append(Watched("PostgreSQL", postgres))
            postgres.start()
        found["DATABASE_URL"] = postgres.url(APP)
        found["MIGRATE_DATABASE_URL"] = postgres.url(OWNER)
        found["PORTAL_DATABASE_URL"] = postgres.url(PORTAL)
    write_private(data / "env", "".join(f"{name}={value}\n" for name, value in found.items()))
    return os.environ | found | {"XUNCHA_DATA": str(data), "PYTHONUNBUFFERED": "1"}


def run(what: str, environment: dict[str, str]) -> None:
    """One of the jobs of script/prepare.py, by a process of its own; its lines are shown."""
    command = [sys.executable, "-m", "script.prepare", what]
    process = subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.DEVNULL)
    try:
        if process.wait():
            sys.exit(f"Could not go on: {what} failed (exit {process.returncode}).")
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait()


def parts(port: int) -> dict[str, list[str]]:
    here = Path(sys.executable).parent
    celery = [str(here / "celery"), "-A", "config", "--quiet"]
    worker = [*celery, "worker", "--loglevel=INFO", "--without-gossip", "--without-mingle"]
    manage = [sys.executable, str(ROOT / "manage.py")]
    return {
        "worker": [*worker, "--queues=bell,send"],
        "long": [*worker, "--queues=long"],
        "listener": [*manage, "listen"],
        "web": [
            *(str(here / "granian"), "--interface=wsgi", "config.wsgi:application"),
            *("--host=127.0.0.1", f"--port={port}", "--workers=2", "--blocking-threads=4", "--no-ws"),
            *("--respawn-failed-workers", "--access-log"),
        ],
        "beat": [*celery, "beat", "--loglevel=INFO", "--pidfile="],
    }


def wait_until_ready(port: int, house: list[Watched], seconds: float = 60) -> None:
    end = time.monotonic() + seconds
    answer = "nothing"
    while time.monotonic() < end:
        for watched in house:
            if watched.what.process is None or watched.what.process.poll() is not None:
                tail = watched.what.log.read_text(errors="replace").splitlines()[-15:]
                sys.exit("\n".join([f"{watched.name} did not start ({watched.what.log}):", *tail]))
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5):
                return
        except urllib.error.HTTPError as error:
            answer = error.read().decode(errors="replace")[:500]
        except OSError as error:
            answer = str(error)
        time.sleep(0.1)
    sys.exit(f"Not ready after {seconds:.0f} s; /readyz says: {answer}")


def introduce(data: Path) -> None:
    """The people of the demo, to sign in as."""
    try:
        people = json.loads((data / "demo-accounts.json").read_text())
    except FileNotFoundError:
        return
    columns = ["username", "password", "name", "role", "organisation"]
    rows = [columns, *([str(person.get(column, "")) for column in columns] for person in people)]
    widths = [max(width(row[index]) for row in rows) for index in range(len(columns))]
    for row in rows:
        say("  " + "  ".join(text + " " * (size - width(text)) for text, size in zip(row, widths, strict=True)))


def width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(letter) in "WF" else 1 for letter in text)


def close_house(house: list[Watched]) -> None:
    """First the parts end what they have in hand, then the servers that they need."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    order = ["web", "beat", "listener", "worker", "long", "Valkey", "PostgreSQL"]
    if house:
        with step("everything ended"):
            house.sort(key=lambda watched: order.index(watched.name))
            for watched in house:
                if isinstance(watched.what, Part) and watched.what.process:
                    watched.what.process.terminate()
            for watched in house:
                watched.what.stop()


if __name__ == "__main__":
    main()
