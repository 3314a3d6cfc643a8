"""The compose file and the settings know the same services, volumes and variables."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest
import yaml

from tests.config.test_settings import names_that_settings_read

ROOT = Path(__file__).resolve().parents[2]
OURS = {"migrate", "web", "portal", "worker", "long", "listener", "beat"}
OTHERS = {"postgres", "valkey", "proxy"}


@pytest.fixture(scope="module")
def compose():
    return yaml.safe_load((ROOT / "docker-compose.yml").read_text())


@pytest.fixture(scope="module")
def example():
    lines = (ROOT / "deploy/env.example").read_text().splitlines()
    return dict(line.split("=", 1) for line in lines if line and not line.startswith("#"))


def test_the_services_are_those_of_the_house(compose):
    assert set(compose["services"]) == OURS | OTHERS


def test_every_variable_of_ours_is_one_that_the_settings_read(compose):
    known = names_that_settings_read()
    for name in OURS:
        assert set(compose["services"][name]["environment"]) <= known, name


def test_every_volume_is_declared_and_used(compose):
    used = {
        volume.split(":")[0]
        for service in compose["services"].values()
        for volume in service.get("volumes", [])
        if not volume.startswith(".")
    }
    assert used == set(compose["volumes"])


def test_every_file_that_is_mounted_exists(compose):
    for service in compose["services"].values():
        for volume in service.get("volumes", []):
            if volume.startswith("."):
                assert (ROOT / volume.split(":")[0]).is_file()


def test_services_wait_only_for_services_that_exist(compose):
    for name, service in compose["services"].items():
        assert set(service.get("depends_on", [])) <= set(compose["services"]) - {name}


def test_what_is_to_be_filled_in_is_what_is_asked_for(example):
    asked = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    assert asked == set(example)


def test_no_service_of_ours_runs_as_root_or_may_write_its_own_code(compose):
    assert "USER xuncha" in (ROOT / "Dockerfile").read_text()
    for name in OURS:
        service = compose["services"][name]
        assert service["read_only"]
        assert service["cap_drop"] == ["ALL"]
        assert "ports" not in service
        assert "container_name" not in service, "it could not be scaled"


def test_only_the_portal_uses_the_portals_role(compose):
    for name in OURS:
        environment = compose["services"][name]["environment"]
        assert ("xuncha_portal" in environment["DATABASE_URL"]) == (name == "portal")
        assert ("MIGRATE_DATABASE_URL" in environment) == (name == "migrate")


def test_nobody_keeps_who_asked_the_portal_for_what(compose):
    assert "--access-log" not in compose["services"]["portal"]["command"]
    assert not re.search(r"^\s*log\b", (ROOT / "deploy/Caddyfile").read_text(), re.MULTILINE)


def test_no_secret_has_a_default(example):
    secrets = {name for name in example if re.search("KEY|PASSWORD", name)}
    assert secrets
    assert {example[name] for name in secrets} == {""}


def test_compose_itself_reads_the_file(example):
    if not shutil.which("docker") or subprocess.run(["docker", "compose", "version"], capture_output=True).returncode:
        pytest.skip("docker compose is not here")
    done = subprocess.run(
        ["docker", "compose", "config", "--quiet"],
        cwd=ROOT,
        env=os.environ | {name: value or "filled-in" for name, value in example.items()},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stderr
