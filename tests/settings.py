"""The settings under test: the real ones, with servers of our own where the environment names none.

Being read first of all is why this is a module of settings: the servers stand before Django asks for them.
They live under `<data>/test` and end with the test run; workers of xdist inherit their addresses.
"""

import atexit
import os
import secrets
import shutil
import tempfile
from contextlib import ExitStack
from datetime import time
from pathlib import Path

from script.servers import APP, OWNER, PORTAL, Postgres, Valkey, lock

for name in ("SECRET_KEY", "HISTORY_KEY", "FILES_KEY"):
    os.environ.setdefault(name, secrets.token_urlsafe(48))
os.environ.setdefault("XUNCHA_TLS", "false")
# What an installation runs is what is tested, whatever the shell of the tester says.
os.environ["DEBUG"] = "false"
# The browser's driver keeps an event loop in the thread of the test, which Django would take for asynchronous code.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


def folder() -> Path:
    """Ours alone; a second run beside the first gets a passing one."""
    kept = Path(os.environ.get("XUNCHA_DATA", Path(__file__).parent.parent / ".data")).expanduser() / "test"
    kept.mkdir(mode=0o700, parents=True, exist_ok=True)
    held = ExitStack()
    atexit.register(held.close)
    if held.enter_context(lock(kept / "lock")):
        return kept
    passing = Path(tempfile.mkdtemp(prefix="xuncha-test-"))
    atexit.register(shutil.rmtree, passing, ignore_errors=True)
    return passing


if "DATABASE_URL" not in os.environ or "REDIS_URL" not in os.environ:
    home = folder()
    if "DATABASE_URL" not in os.environ:
        postgres = Postgres(home, careless=True)
        postgres.start()
        atexit.register(postgres.stop)
        os.environ["DATABASE_URL"] = postgres.url(OWNER)
        os.environ["APP_DATABASE_URL"] = postgres.url(APP)
        os.environ["PORTAL_DATABASE_URL"] = postgres.url(PORTAL)
    if "REDIS_URL" not in os.environ:
        valkey = Valkey(home)
        valkey.start()
        atexit.register(valkey.stop)
        os.environ["REDIS_URL"] = valkey.url

from config.settings import *  # noqa: E402, F403

_files = Path(tempfile.mkdtemp(prefix="xuncha-files-"))
atexit.register(shutil.rmtree, _files, ignore_errors=True)

FILES_ROOT = _files
ANCHOR_FILE = _files / "anchor"
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": FILES_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", "accounts.hashers.Argon2id"]
MESSAGES_FROM, MESSAGES_UNTIL, MESSAGES_EVERY_DAY = time.min, time.max, True  # tests run at night too
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
LOGGING_CONFIG = None
