"""One database is migrated once and copied for each worker: a copy takes a tenth of a second.

The copy is kept between runs under a name that depends on the migrations and the reference data: a changed one makes
a new copy.
"""

import contextlib
import hashlib
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path
from urllib.parse import urlsplit

import psycopg2
import pytest
from django.apps import apps
from django.conf import settings
from django.db import connection, connections, transaction
from django.test import Client
from django.test.utils import setup_databases, teardown_databases
from playwright.sync_api import sync_playwright
from psycopg2 import sql
from pytest_django.live_server_helper import LiveServer

from tests.once import Once

ROOT = Path(__file__).resolve().parent.parent
MIGRATED = "xuncha_migrated_"


def pytest_configure(config):
    """The template is made once, before any worker starts and before any test asks for a database."""
    config.pluginmanager.register(Once())
    if hasattr(config, "workerinput") or config.option.collectonly or config.option.help:
        return
    if os.environ.get("XUNCHA_TEST_DATABASE") != "fresh":
        os.environ["XUNCHA_TEST_TEMPLATE"] = _template()


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_blocker, django_db_modify_db_settings_parallel_suffix):
    """This worker's database, a copy of the template; also for tests that commit, which carry no mark."""
    if template := os.environ.get("XUNCHA_TEST_TEMPLATE"):
        settings.DATABASES["default"]["TEST"]["TEMPLATE"] = template
    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        # Only in a test, or a demo, may a move say that it is made on another day.
        apps.get_model("casework", "Database").objects.update(use="test")
    yield
    with django_db_blocker.unblock():
        connections.close_all()
        _end_sessions(connection.settings_dict["NAME"])
        teardown_databases(made, verbosity=0)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """The district with one of everything, made once for a module and taken back at its end."""
    from tests.world import World

    with django_db_blocker.unblock(), transaction.atomic():
        world = World()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")  # rows that nobody has committed are not counted by themselves
        yield world
        transaction.set_rollback(True)


@pytest.fixture
def committed(django_db_setup, django_db_blocker):
    """A database in which everything is really committed, as in life; the next test gets a fresh copy.

    The history can't be emptied, so what Django does after such tests (TRUNCATE) is not done here.
    """
    with django_db_blocker.unblock():
        yield
        for alias in connections:
            connections[alias].close()
        _copy_again(settings.DATABASES["default"]["TEST"].get("TEMPLATE"), connection.settings_dict["NAME"])


@pytest.fixture
def site(committed):
    """The web, served from the test's own database."""
    server = LiveServer("127.0.0.1")
    yield server
    server.stop()


@pytest.fixture(scope="session")
def chromium():
    """A real browser. Without one its tests are skipped, except where CI=true says that they must run."""
    names = [os.environ.get("XUNCHA_CHROMIUM"), "chromium", "chromium-browser", "google-chrome"]
    path = next(filter(None, (shutil.which(name) for name in names if name)), None)
    if path is None:
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)("Chromium is not installed")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"] if os.geteuid() == 0 else [])
        yield browser
        browser.close()


@pytest.fixture
def window(chromium, site):
    """Opens windows of separate people: `page = window(li)`, `phone = window(li, width=390, javascript=False)`.

    A window of nobody is one in which somebody has yet to sign in.

    A script error or a breach of the content policy in any of them fails the test.
    """
    contexts, faults = [], []

    def open_window(user=None, *, width=1440, height=900, javascript=True, language="zh-CN"):
        context = chromium.new_context(
            base_url=site.url,
            viewport={"width": width, "height": height},
            java_script_enabled=javascript,
            locale=language,
            reduced_motion="reduce",
        )
        context.set_default_timeout(10_000)
        context.on("console", lambda message: message.type == "error" and faults.append(message.text))
        context.on("weberror", lambda error: faults.append(str(error.error)))
        context.faults = faults
        contexts.append(context)
        if user is not None:
            client = Client()
            client.force_login(user, "accounts.backends.ByPassword")
            name = settings.SESSION_COOKIE_NAME
            context.add_cookies([{"name": name, "value": client.cookies[name].value, "url": site.url}])
        return context.new_page()

    yield open_window
    for context in contexts:
        context.close()
    # A refusal (4xx) is an answer, and the browser's note of it is no fault.
    assert [fault for fault in faults if "the server responded with a status of 4" not in fault] == []


def _end_sessions(name: str) -> None:
    """Threads of a live server, and what a browser's driver ran in a context of its own, may still be connected."""
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as server, server.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = %s AND backend_type = 'client backend'",
            [name],
        )


def _copy_again(template: str | None, name: str) -> None:
    if template is None:
        pytest.exit("tests that commit need the template: unset XUNCHA_TEST_DATABASE")
    with contextlib.closing(psycopg2.connect(os.environ["DATABASE_URL"])) as server:
        server.autocommit = True
        cursor = server.cursor()
        for left in reversed(range(50)):
            try:
                cursor.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))
                break
            except psycopg2.errors.InsufficientPrivilege:  # the server is cleaning it up, and only it may end that
                if not left:
                    raise
                time.sleep(0.2)
        cursor.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(sql.Identifier(name), sql.Identifier(template)))


def _template() -> str:
    """The name of a database with all migrations applied, made if there is none."""
    digest = hashlib.sha256()
    for path in [*sorted(ROOT.glob("*/migrations/*.py")), *sorted(ROOT.glob("*/reference.py")), ROOT / "uv.lock"]:
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
        _say_that_it_is_a_test(making)
        cursor.execute(sql.SQL("ALTER DATABASE {} RENAME TO {}").format(sql.Identifier(making), sql.Identifier(name)))
    return name


def _say_that_it_is_a_test(database: str) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    with contextlib.closing(psycopg2.connect(address)) as connection, connection, connection.cursor() as cursor:
        cursor.execute("UPDATE casework_database SET use = 'test'")


def _migrate(database: str) -> None:
    """By a process of its own: in this one pytest forbids the database outside tests."""
    address = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{database}").geturl()
    subprocess.run(
        [sys.executable, ROOT / "manage.py", "migrate", "--verbosity=0", "--no-input"],
        check=True,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tests.settings", "DATABASE_URL": address, "XUNCHA_ROLE": "app"},
    )
