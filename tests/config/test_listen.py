import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg2
import pytest
import redis
from django.db import connection

from script.servers import Valkey

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def bell(tmp_path):
    """A broker of our own, so that nothing else rings."""
    server = Valkey(tmp_path)
    server.start()
    yield server
    server.stop()


@pytest.fixture
def wire(db):
    """A second connection to the test's database: what it does is committed."""
    ours = connection.settings_dict
    keys = {"host": ours["HOST"], "port": ours["PORT"], "user": ours["USER"], "password": ours["PASSWORD"]}
    other = psycopg2.connect(dbname=ours["NAME"], **keys)
    other.autocommit = True
    yield other
    other.close()


def rung(client, seconds=20):
    """Whether the bell rings within that time; the ring is taken away."""
    return client.blpop(["bell"], timeout=seconds) is not None


def test_work_that_is_left_in_the_database_rings_for_the_worker(bell, wire):
    address = os.environ["DATABASE_URL"].rsplit("/", 1)[0] + "/" + connection.settings_dict["NAME"]
    listener = subprocess.Popen(
        [sys.executable, ROOT / "manage.py", "listen", "--every", "3600"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address, "REDIS_URL": bell.url},
    )
    client = redis.Redis.from_url(bell.url, socket_timeout=30)
    try:
        assert rung(client, 30), "it rings when it begins"
        assert not rung(client, 1), "and is quiet while nothing happens"

        for _ in range(20):
            wire.cursor().execute("NOTIFY xuncha_work")
        assert rung(client)
        time.sleep(0.5)
        assert client.llen("celery") < 20, "many notices share a ring"
        client.flushall()

        # A broker that does not answer costs the ring, and nothing more.
        bell.process.send_signal(signal.SIGSTOP)
        wire.cursor().execute("NOTIFY xuncha_work")
        time.sleep(7)
        bell.process.send_signal(signal.SIGCONT)
        client.flushall()
        wire.cursor().execute("NOTIFY xuncha_work")
        assert rung(client)

        # The database may go away and come back.
        wire.cursor().execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE query LIKE 'LISTEN xuncha%%' AND datname = current_database()",
            [],
        )
        assert rung(client), "it rings when it is back"
    finally:
        listener.terminate()
        assert listener.wait(20) == 0
