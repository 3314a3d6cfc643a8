"""The house is really started, by the command that a newcomer types, and really ended."""

import argparse
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path

import psutil
import psycopg2
import pytest

from script import house

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def start(tmp_path, port):
    """Starts the supervisor; its lines go to a file, and it ends with the test."""
    started = []
    bare = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "VIRTUAL_ENV") if name in os.environ}

    def go(*options):
        lines = tmp_path / f"lines-{len(started)}"
        with lines.open("w") as output:
            process = psutil.Popen(
                [
                    sys.executable,
                    "-m",
                    "script.house",
                    *("--data", tmp_path / "kept", "--port", str(port)),
                    *options,
                ],
                cwd=ROOT,
                env=bare,
                stdout=output,
                stderr=output,
            )
        started.append(process)
        return process, lines

    yield go
    for process in started:
        if process.is_running():
            process.terminate()
            process.wait(60)


def wait_for(lines, text, seconds=120):
    end = time.monotonic() + seconds
    while text not in lines.read_text():
        assert time.monotonic() < end, lines.read_text()
        time.sleep(0.1)
    return lines.read_text()


def wait_ready(port, seconds=60):
    end = time.monotonic() + seconds
    while True:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/readyz", timeout=5) as response:
                assert response.status == 200
                return
        except OSError:
            assert time.monotonic() < end
            time.sleep(0.1)


def addresses(kept):
    return dict(line.split("=", 1) for line in (kept / "env").read_text().splitlines())


def test_the_house_starts_heals_ends_and_keeps_what_it_was_given(start, port, tmp_path):
    kept = tmp_path / "kept"
    house, lines = start("--no-demo-data")
    wait_for(lines, f"ready http://127.0.0.1:{port}/\n")
    wait_ready(port)

    # Nobody else on this machine reads what it keeps.
    for path in [kept, *kept.iterdir(), *(kept / "logs").iterdir()]:
        assert path.stat().st_mode & 0o077 == 0, path

    # Whoever answers requests may not change the history, and owns nothing.
    with psycopg2.connect(addresses(kept)["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT current_user, rolsuper FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == ("xuncha_app", False)
        cursor.execute("SELECT has_table_privilege('casework_event', 'INSERT, UPDATE')")
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = 'xuncha_app'")
        assert cursor.fetchone() == (0,)
        cursor.execute("UPDATE casework_heartbeat SET detail = '{\"kept\": true}' WHERE name = 'note'")
        cursor.execute("INSERT INTO casework_heartbeat VALUES ('note', now(), '{}')")
    connection.close()

    # A second one in the same folder is refused.
    second, its_lines = start("--no-demo-data")
    assert second.wait(30) != 0
    assert "already runs" in its_lines.read_text()

    # Killed parts come back.
    worker = next(child for child in house.children() if "worker" in child.cmdline())
    web = next(child for child in house.children() if any("granian" in part for part in child.cmdline()))
    worker.kill()
    web.kill()
    wait_for(lines, "worker ended; it starts again")
    wait_for(lines, "web ended; it starts again")
    time.sleep(1.5)
    wait_ready(port)

    # The end: clean, and nothing is left.
    children = house.children(recursive=True)
    assert len(children) > 8
    house.send_signal(signal.SIGINT)
    assert house.wait(60) == 0
    assert [child for child in children if child.is_running() and child.status() != "zombie"] == []
    with pytest.raises(urllib.error.URLError):
        urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=2)

    # The second start is quick and finds everything where it was.
    again, lines = start("--no-demo-data")
    wait_for(lines, f"ready http://127.0.0.1:{port}/\n")
    assert "database prepared" not in lines.read_text()
    with psycopg2.connect(addresses(kept)["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM casework_heartbeat WHERE name = 'note'")
        assert cursor.fetchone() == (1,)
    connection.close()

    # Even when it is ended the hard way, its parts go with it.
    children = again.children(recursive=True)
    again.kill()
    _, alive = psutil.wait_procs(children, timeout=30)
    assert alive == []


def test_a_taken_port_is_said_before_anything_is_started(start, port, tmp_path):
    with socket.socket() as other:
        other.bind(("127.0.0.1", port))
        other.listen()
        house, lines = start()
        assert house.wait(30) != 0
    assert f"Port {port} is taken" in lines.read_text()
    assert not (tmp_path / "kept" / "pgdata").exists()


@pytest.mark.parametrize("name", ["demo", "test", "environment"])
def test_the_scripts_are_plain_posix_shell(name):
    assert subprocess.run(["sh", "-n", ROOT / "script" / name]).returncode == 0


def test_servers_that_the_environment_names_are_used_and_none_is_started(monkeypatch, tmp_path):
    given = {"DATABASE_URL": "postgresql://db.example/xuncha", "REDIS_URL": "redis://bell.example/0"}
    for name, address in given.items():
        monkeypatch.setenv(name, address)
    started = []
    environment = house.addresses(tmp_path, argparse.Namespace(port=8000), started)
    assert started == []
    assert given.items() <= environment.items()
    assert given.items() <= addresses(tmp_path).items()


def test_reset_leaves_alone_what_is_not_ours(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL")
    for name in ("env", "password-x", "letters.docx", "pgdata/base", "files/a"):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("x")
    house.reset(tmp_path)
    assert [path.name for path in tmp_path.iterdir()] == ["letters.docx"]
