"""Settings are tried as an installer would meet them: in a process of its own, with a bare environment."""

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "SECRET_KEY": "c0WpXJm2tq8yR5vN1sZgKb7dHf4LuEaTiOxPQ3w9MjYn6rVhSl",
    "HISTORY_KEY": "Zy8kQw3nRt6vXb1mLs4pHd7gJf0cUeAaNi5oTr2uVx9zKqWjYh",
    "FILES_KEY": "m4Ke9sQx2bTz7wLp0vJr5yGd8nFh3cUaAi6oRt1uXkZqWjYhSl",
    "DATABASE_URL": "postgresql://xuncha_app:x@127.0.0.1:1/xuncha",
    "ALLOWED_HOSTS": "xuncha.example",
}


def manage(*arguments, data, **environment):
    return subprocess.run(
        [sys.executable, ROOT / "manage.py", *arguments],
        capture_output=True,
        text=True,
        env={"PATH": os.environ["PATH"], "XUNCHA_DATA": str(data), **environment},
    )


def test_an_installation_with_its_secrets_passes_the_deployment_check(tmp_path):
    done = manage("check", "--deploy", "--fail-level=WARNING", data=tmp_path, **GOOD)
    assert done.returncode == 0, done.stderr
    assert "no issues" in done.stdout


@pytest.mark.parametrize("name", ["SECRET_KEY", "HISTORY_KEY", "FILES_KEY"])
@pytest.mark.parametrize("value", ["", "changeme" * 6, "insecure-" + "x1y2z3w4" * 6, "short", "a" * 60])
def test_without_good_secrets_it_does_not_start_and_says_which(tmp_path, name, value):
    done = manage("check", data=tmp_path, **GOOD | {name: value})
    assert done.returncode != 0
    assert f"{name} must be" in done.stderr


def test_a_secret_in_a_file_that_strangers_may_read_is_refused(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text(GOOD["SECRET_KEY"])
    environment = GOOD | {"SECRET_KEY": "", "SECRET_KEY_FILE": str(secret)}
    secret.chmod(0o644)
    assert "everybody may read it" in manage("check", data=tmp_path, **environment).stderr
    secret.chmod(0o600)
    assert manage("check", data=tmp_path, **environment).returncode == 0


def test_the_addresses_of_a_running_demo_are_found_in_its_folder(tmp_path):
    kept = tmp_path / "env"
    kept.write_text("".join(f"{name}={value}\n" for name, value in GOOD.items()))
    kept.chmod(0o600)
    asked = (
        "shell",
        "-v0",
        "-c",
        "from django.conf import settings; print(settings.DATABASES['default']['PORT'])",
    )
    assert manage(*asked, data=tmp_path).stdout.strip() == "1"


def test_migrations_sign_in_as_the_owner_and_nothing_else_does(tmp_path):
    asked = "from django.conf import settings; print(settings.DATABASES['default']['USER'])"
    environment = GOOD | {"MIGRATE_DATABASE_URL": "postgresql://xuncha_owner:x@127.0.0.1:1/xuncha"}
    assert manage("shell", "-v0", "-c", asked, data=tmp_path, **environment).stdout.strip() == "xuncha_app"

    owner = environment | {"XUNCHA_ROLE": "owner"}
    assert manage("shell", "-v0", "-c", asked, data=tmp_path, **owner).stdout.strip() == "xuncha_owner"


def test_an_unknown_door_is_refused(tmp_path):
    assert "XUNCHA_DOOR" in manage("check", data=tmp_path, **GOOD | {"XUNCHA_DOOR": "back"}).stderr


def test_mail_can_go_to_a_folder(tmp_path):
    environment = GOOD | {"EMAIL_URL": f"filemail://{tmp_path}/post"}
    sent = "from django.core.mail import send_mail; send_mail('s', 'b', 'a@example.org', ['c@example.org'])"
    assert manage("shell", "-v0", "-c", sent, data=tmp_path, **environment).returncode == 0
    [letter] = (tmp_path / "post").iterdir()
    assert "To: c@example.org" in letter.read_text()


def test_every_setting_of_the_environment_is_in_the_manual():
    listed = set(re.findall(r"^\| `([A-Z_]+)`", (ROOT / "docs/settings.md").read_text(), re.MULTILINE))
    assert listed == names_that_settings_read()


def names_that_settings_read():
    """The names of the environment that config/settings.py asks for."""
    source = (ROOT / "config/settings.py").read_text()
    return set(re.findall(r"""(?:env\.\w+|secret)\(\s*["']([A-Z_]+)["']""", source)) | {
        "MIGRATE_DATABASE_URL",
        "PORTAL_DATABASE_URL",
    }
