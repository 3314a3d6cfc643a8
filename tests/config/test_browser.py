import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from casework.models import Heartbeat

pytestmark = pytest.mark.browser


@pytest.mark.urls("tests.config.urls")
def test_a_stranger_is_led_to_the_sign_in_page_and_back(window):
    page = window()
    page.goto("/closed")
    assert page.url.endswith("/accounts/sign-in?next=/closed")
    assert page.inner_text("body") == "是"


@pytest.mark.urls("tests.config.urls")
def test_the_browser_runs_no_script_that_came_in_with_a_text(window):
    page = window()
    page.goto("/open")
    page.on("dialog", lambda dialog: pytest.fail("it ran"))
    blocked = page.evaluate(
        """() => new Promise(done => {
            document.addEventListener("securitypolicyviolation", event => done(event.effectiveDirective))
            setTimeout(() => done("nothing"), 2000)
            const script = document.createElement("script")
            script.textContent = "window.ran = true"
            document.body.append(script)
        })"""
    )
    assert blocked == "script-src-elem"
    assert page.evaluate("window.ran") is None
    page.context.faults.clear()


def test_what_one_test_committed_the_next_does_not_find(committed):
    assert not Heartbeat.objects.filter(name="mine").exists()
    Heartbeat.objects.create(name="mine", at="2026-01-01T00:00Z")
    assert not connection.in_atomic_block


test_and_the_other_way_round = test_what_one_test_committed_the_next_does_not_find


@pytest.mark.parametrize("width", [1440, 390])
def test_the_page_of_the_api_is_readable_by_people(window, width):
    li = get_user_model().objects.create(username="li", name="李", stage="active")
    page = window(li, width=width)
    page.goto("/api/")
    assert page.get_by_text("/api/v1/notices/").is_visible()
