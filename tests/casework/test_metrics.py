"""How the house is doing: in figures for a monitoring server, in words for the system administrator."""

import datetime
import re
import socket
import time

import pytest
import redis
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from prometheus_client.parser import text_string_to_metric_families

from casework import metrics, tasks
from casework.models import Heartbeat, Message
from tests import cases

TOKEN = "a-token-of-the-monitoring-server"


@pytest.fixture
def watched(people, settings):
    settings.METRICS_TOKEN = TOKEN
    return people


def asked(**headers):
    return Client().get("/metrics", headers=headers or {"authorization": f"Bearer {TOKEN}"})


def values():
    """Every figure by its name, read as a monitoring server reads it."""
    answer = asked()
    assert answer.status_code == 200
    assert answer["Content-Type"].startswith("text/plain; version=")
    families = text_string_to_metric_families(answer.content.decode())
    return {
        sample.name.removeprefix("xuncha_") + "".join(f":{value}" for value in sample.labels.values()): sample.value
        for family in families
        for sample in family.samples
    }


def beat(seconds=0, **detail):
    at = timezone.now() - datetime.timedelta(seconds=seconds)
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": at, "detail": detail})


# -- who is answered -----------------------------------------------------------------------------------------------


def test_without_a_setting_it_is_not_there(people, settings):
    assert asked().status_code == 404
    settings.METRICS_LOCAL = True
    assert Client().get("/metrics").status_code == 200


@pytest.mark.parametrize(
    "given", [{}, {"authorization": "Bearer wrong"}, {"authorization": TOKEN}, {"authorization": f"Basic {TOKEN}"}]
)
def test_without_its_token_nobody_is_answered(watched, given):
    answer = Client().get("/metrics", headers=given)
    assert answer.status_code == 401
    assert b"xuncha_" not in answer.content


def test_a_session_is_no_token(watched):
    client = Client()
    client.force_login(watched.sysadmin, "accounts.backends.ByPassword")
    assert client.get("/metrics").status_code == 401


@pytest.mark.parametrize(
    ("comes_from", "forwarded", "proxies", "status"),
    [
        ("127.0.0.1", None, 0, 200),
        ("::1", None, 0, 200),
        ("192.0.2.7", None, 0, 401),
        ("127.0.0.1", "192.0.2.7", 0, 401),
        ("127.0.0.1", "192.0.2.7", 1, 401),
        ("10.0.0.2", "127.0.0.1", 0, 401),
        ("10.0.0.2", "127.0.0.1, 192.0.2.7", 1, 401),
    ],
)
def test_only_this_machine_itself_is_local(people, settings, comes_from, forwarded, proxies, status):
    settings.METRICS_LOCAL, settings.PROXIES = True, proxies
    headers = {"x-forwarded-for": forwarded} if forwarded else {}
    assert Client(REMOTE_ADDR=comes_from).get("/metrics", headers=headers).status_code == status


# -- the figures ---------------------------------------------------------------------------------------------------


def test_the_worker_is_as_old_as_its_last_beat(watched):
    assert "worker_heartbeat_age_seconds" not in values()
    beat(90, round_trip=0.25)
    found = values()
    assert 90 <= found["worker_heartbeat_age_seconds"] < 100
    assert found["worker_round_trip_seconds"] == 0.25


def test_dates_that_nobody_was_told_of_are_counted_until_the_worker_looks(
    watched, engagement, settings, chained, tmp_path
):
    settings.ANCHOR_FILE = tmp_path / "anchor"
    cases.paper(engagement)
    assert values()["dates_untold"] > 0
    tasks.look()
    found = values()
    assert found["dates_untold"] == 0
    assert found["worker_heartbeat_age_seconds"] < 5


def message(**values) -> Message:
    return Message.objects.create(channel=f"robot-{Message.objects.count()}", on=cases.DAY, **values)


def test_the_lag_is_the_age_of_what_has_waited_longest(watched):
    message(sent_at=timezone.now(), made_at=timezone.now() - datetime.timedelta(days=1))
    assert values()["messages_lag_seconds"] == values()["messages_waiting"] == 0
    message(made_at=timezone.now() - datetime.timedelta(hours=2))
    message()
    found = values()
    assert 7200 <= found["messages_lag_seconds"] < 7300
    assert found["messages_waiting"] == 2


def test_what_was_given_up_is_counted_and_waits_no_more(watched):
    message(given_up_at=timezone.now(), tries=8)
    found = values()
    assert found["messages_given_up"] == 1
    assert found["messages_waiting"] == 0


def test_the_queue_is_asked_of_the_broker_itself(watched, settings):
    broker = redis.Redis.from_url(settings.REDIS_URL)
    broker.delete("bell")
    try:
        broker.rpush("bell", "one", "two", "three")
        found = values()
    finally:
        broker.delete("bell")
        broker.close()
    assert found["queue_length:bell"] == 3
    assert found["broker_up"] == 1


def silent():
    """A broker that takes the call and never answers."""
    server = socket.create_server(("127.0.0.1", 0))
    return server, f"redis://127.0.0.1:{server.getsockname()[1]}/0"


@pytest.mark.parametrize("kind", ["silent", "shut", "nowhere"])
def test_a_broker_that_is_gone_keeps_nobody_waiting(watched, settings, kind):
    server, url = silent()
    if kind == "shut":
        server.close()
    settings.REDIS_URL = "redis://192.0.2.1:6379/0" if kind == "nowhere" else url
    begun = time.monotonic()
    found = values()
    assert time.monotonic() - begun < 2
    server.close()
    assert found["broker_up"] == 0
    assert "queue_length:bell" not in found


def test_the_figures_say_nothing_of_anybody(watched, engagement):
    cases.paper(engagement)
    text = asked().content.decode()
    for fact in ("leader", "member", "住建", engagement.key):
        assert fact not in text


def test_many_notices_cost_what_few_cost(watched, engagement):
    def cost():
        with CaptureQueriesContext(connection) as questions:
            metrics.figures()
        return len(questions)

    few = cost()
    for number in range(5):
        cases.paper(engagement, f"第{number}件")
    assert cost() == few


# -- in words ------------------------------------------------------------------------------------------------------


def page(user):
    client = Client()
    client.force_login(user, "accounts.backends.ByPassword")
    return client.get("/operation/")


def test_only_the_system_administrator_reads_it(people):
    assert page(people.sysadmin).status_code == 200
    others = [user for name, user in people.users.items() if name != "sysadmin"]
    assert {page(user).status_code for user in others} == {404}
    assert 'href="/operation/"' in page(people.sysadmin).content.decode()


def test_it_says_that_the_worker_works_or_what_to_do(people, settings):
    assert "尚未运行" in page(people.sysadmin).content.decode()
    beat(5, round_trip=0.1)
    assert "运行正常" in page(people.sysadmin).content.decode()
    beat(settings.HEARTBEAT_LIMIT.total_seconds() + 60)
    text = page(people.sysadmin).content.decode()
    assert "无响应" in text
    assert "运行正常" not in text


def test_it_says_that_the_broker_is_gone(people, settings):
    server, settings.REDIS_URL = silent()
    assert "消息代理无响应" in page(people.sysadmin).content.decode()
    server.close()


def test_it_says_what_was_given_up(people):
    for _number in range(7):
        message(given_up_at=timezone.now(), tries=8)
    assert re.search(r"多次发送失败已停发.*?7", page(people.sysadmin).content.decode(), re.DOTALL)
