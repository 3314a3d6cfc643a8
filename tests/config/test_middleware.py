import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.test import Client
from django.utils import timezone

from config.middleware import client_address

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.config.urls")]

EXACT = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-store",
}
POLICY = {
    "default-src 'self'",
    "script-src 'self'",
    "style-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "frame-ancestors 'none'",
    "form-action 'self'",
}


@pytest.fixture
def li(client):
    user = get_user_model()(username="li", stage="active")
    user.set_unusable_password()
    user.save()
    client.force_login(user)
    return client


@pytest.mark.parametrize(("path", "status"), [("/open", 200), ("/closed", 302), ("/nothing", 404), ("/broken", 500)])
def test_every_reply_carries_the_headers(path, status):
    response = Client(raise_request_exception=False).get(path)
    assert response.status_code == status
    assert {name: response.headers.get(name) for name in EXACT} == EXACT
    assert set(response.headers["Content-Security-Policy"].split("; ")) == POLICY
    assert "camera=()" in response.headers["Permissions-Policy"]


def test_behind_tls_the_browser_is_told_to_stay_there(client, settings):
    settings.SECURE_HSTS_SECONDS = 31536000
    assert "max-age=31536000" in client.get("/open", secure=True).headers["Strict-Transport-Security"]


def test_a_stranger_is_sent_to_sign_in_and_back(client):
    assert client.get("/closed").headers["Location"] == "/accounts/sign-in?next=/closed"


def test_a_page_whose_session_ended_takes_the_whole_window_to_sign_in(client):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://testserver/findings/7?tab=a"}
    response = client.get("/closed", headers=headers)
    assert response.status_code == 401
    assert response.headers["HX-Redirect"] == "/accounts/sign-in?next=%2Ffindings%2F7%3Ftab%3Da"


def test_half_an_hour_without_a_person_ends_the_session(li):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert li.get("/closed").status_code == 200
        clock.shift(29 * 60)
        assert li.get("/closed").status_code == 200
        clock.shift(29 * 60)
        assert li.get("/closed").status_code == 200
        clock.shift(31 * 60)
        assert li.get("/closed").headers["Location"].endswith("&ended=idle")


def test_a_page_that_polls_does_not_keep_the_session_alive(li):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        assert li.get("/closed").status_code == 200
        for _ in range(6):
            clock.shift(5 * 60)
            assert li.get("/closed", headers={"X-Background": "1"}).status_code == 200
        clock.shift(5 * 60)
        assert li.get("/closed", headers={"X-Background": "1"}).status_code == 302


def test_after_a_working_day_everybody_signs_in_again(li):
    with time_machine.travel(timezone.now(), tick=False) as clock:
        for _ in range(24):
            assert li.get("/closed").status_code == 200
            clock.shift(20 * 60)
        clock.shift(60)
        assert li.get("/closed").headers["Location"].endswith("ended=day")


def test_the_house_speaks_chinese_whatever_the_browser_was_installed_with(client):
    response = client.get("/open", headers={"Accept-Language": "en-US"})
    assert response.content.decode() == "是"
    assert response.headers["Content-Language"] == "zh-hans"


def test_who_asked_for_english_gets_it(client):
    client.cookies["language"] = "en"
    assert client.get("/open").content == b"Yes"


def test_a_language_that_is_not_spoken_here_is_ignored(client):
    client.cookies["language"] = "../../etc"
    assert client.get("/open").content.decode() == "是"


@pytest.mark.parametrize(
    ("proxies", "forwarded", "address"),
    [
        (0, "", "10.0.0.9"),
        (0, "1.1.1.1", "10.0.0.9"),
        (1, "6.6.6.6, 1.1.1.1", "1.1.1.1"),
        (2, "6.6.6.6, 1.1.1.1, 10.0.0.2", "1.1.1.1"),
        (2, "1.1.1.1", "10.0.0.9"),
    ],
)
def test_an_address_is_believed_only_from_our_own_proxies(rf, settings, proxies, forwarded, address):
    settings.PROXIES = proxies
    headers = {"X-Forwarded-For": forwarded} if forwarded else {}
    assert client_address(rf.get("/", headers=headers, REMOTE_ADDR="10.0.0.9")) == address


@pytest.mark.parametrize("path", ["/open?q=%00", "/open?%00=1", "/op%00en"])
def test_an_address_with_a_nul_is_nobodys(client, path):
    assert client.get(path).status_code == 404
