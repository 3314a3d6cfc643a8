"""One database is migrated once and copied for each worker: a copy takes a tenth of a second.

The copy is kept between runs under a name that depends on the migrations: a changed one makes a new copy.
"""

import contextlib
import hashlib
import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.conf import settings
from psycopg2 import sql

ROOT = Path(__file__).resolve().parent.parent
MIGRATED = "xuncha_migrated_"


def pytest_configure(config):
    """The template is made once, before any worker starts and before any test asks for a database."""
    if hasattr(config, "workerinput") or config.option.collectonly or config.option.help:
        return
    if os.environ.get("XUNCHA_TEST_DATABASE") != "fresh":
        os.environ["XUNCHA_TEST_TEMPLATE"] = _template()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings_parallel_suffix):
    if template := os.environ.get("XUNCHA_TEST_TEMPLATE"):
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template


def _template() -> str:
    """The name of a database with all migrations applied, made if there is none."""
    digest = hashlib.sha256()
    for path in [*sorted(ROOT.glob("*/migrations/*.py")), ROOT / "uv.lock"]:
        digest.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    name = MIGRATED + digest.hexdigest()[:12]

    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        cursor.execute("SELECT pg_advisory_lock(20210821)")  # two runs on one server make one template
        cursor.execute("SELECT datname FROM pg_database WHERE datname LIKE %s", [MIGRATED + "%"])
        known = {row[0] for row in cursor.fetchall()}
        if name in known:
            return name
        for stale in known:
            cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(stale)))
        making = f"{name}_making"
        cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(making)))
        _migrate(making)
        cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))
    return name


def _migrate(database: str) -> None:
    """By a process of its own: in this one pytest forbids the database outside tests."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0", "--no-input"],
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address, "XUNCHA_ROLE": "app"},
    )
