import datetime

import pytest
from django.utils import timezone

from casework.models import Heartbeat

pytestmark = pytest.mark.django_db


def test_alive_without_asking_anybody(client, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert client.get("/healthz").content == b"ok\n"


def test_not_ready_before_the_worker_came_by(client):
    Heartbeat.objects.all().delete()
    response = client.get("/readyz")
    assert response.status_code == 503
    assert response.json()["faults"] == {"worker": "never came by"}


def test_ready_with_the_age_of_the_last_sweep(client):
    now = timezone.now() - datetime.timedelta(seconds=20)
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": now, "detail": {"round_trip": 0.4}})
    response = client.get("/readyz")
    assert response.status_code == 200
    assert 20 <= response.json()["sweep_age"] < 40
    assert response.json()["round_trip"] == 0.4


def test_not_ready_when_the_worker_stays_away(client):
    now = timezone.now() - datetime.timedelta(minutes=10)
    Heartbeat.objects.update_or_create(name="worker", defaults={"at": now, "detail": {}})
    response = client.get("/readyz")
    assert response.status_code == 503
    assert "ago" in response.json()["faults"]["worker"]
