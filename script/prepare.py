"""What stands between an empty database and a ready one; run by the supervisor, in a process of its own."""

import hashlib
import os
import sys
import time
from pathlib import Path

import django


def prepare() -> None:
    """Tables, grants, catalogues and static files: each only as far as it is not done yet."""
    from django.core.management import call_command

    call_command("migrate", verbosity=0, interactive=False)
    call_command("grants", verbosity=0)
    call_command("translations", "compile", verbosity=0)
    collect()


def collect() -> None:
    """Static files are gathered again only when one of them changed."""
    from django.conf import settings
    from django.contrib.staticfiles.finders import get_finders
    from django.core.management import call_command

    if settings.DEBUG:
        return
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda found: found[0]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path} {state.st_size} {state.st_mtime_ns}\n".encode())
    stamp = settings.STATIC_ROOT / ".collected"
    if stamp.exists() and stamp.read_text() == digest.hexdigest():
        return
    call_command("collectstatic", verbosity=0, interactive=False, clear=True)
    settings.STATIC_ROOT.mkdir(exist_ok=True)
    stamp.write_text(digest.hexdigest())


def demo() -> None:
    """The demo district, into a database in which there is nobody yet."""
    from django.contrib.auth import get_user_model
    from django.core.management import call_command, get_commands

    if "demo" not in get_commands() or get_user_model().objects.exists():
        return
    since = time.monotonic()
    print("  the demo district is being made (a minute or less) …", flush=True)
    call_command("demo")
    print(f"  the demo district: {time.monotonic() - since:.1f} s", flush=True)


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    {"prepare": prepare, "demo": demo}[sys.argv[1]]()
