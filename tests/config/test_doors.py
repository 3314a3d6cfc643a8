"""The portal is a process that does not know the inner addresses, not one that refuses them."""

import os
import subprocess
import sys

WALK = """
import django; django.setup()
from django.urls import get_resolver
def walk(patterns, prefix=""):
    for entry in patterns:
        if hasattr(entry, "url_patterns"):
            walk(entry.url_patterns, prefix + str(entry.pattern))
        else:
            print(prefix + str(entry.pattern))
walk(get_resolver().url_patterns)
"""


def addresses(door):
    env = os.environ | {"XUNCHA_DOOR": door, "DJANGO_SETTINGS_MODULE": "config.settings"}
    env.setdefault("PORTAL_DATABASE_URL", env["DATABASE_URL"])
    done = subprocess.run([sys.executable, "-c", WALK], env=env, capture_output=True, text=True, check=True)
    return set(done.stdout.splitlines())


def test_the_portal_has_no_address_of_anything_sealed_or_planned():
    portal, inner = addresses("portal"), addresses("inner")
    assert portal < inner
    for word in ("papers", "problems", "landings", "clues", "rounds", "terms", "balance", "teams"):
        assert any(word in route for route in inner), word
        assert not any(word in route for route in portal), word


def test_the_portal_has_what_a_unit_and_a_department_need():
    portal = addresses("portal")
    for route in (
        "",
        "notices/",
        "rectification/items/",
        "rectification/items/<str:key>/fill/",
        "rectification/plans/<str:key>/endorse-plan/",
        "referrals/letters/<str:key>/reply/",
        "api/v1/items/<str:key>/report-progress/",
    ):
        assert route in portal, route
    assert "rectification/items/<str:key>/close/" not in portal
