"""At night the house looks by itself for what several units have in common."""

import datetime

import pytest
from django.utils import timezone

from casework.models import Event, Heartbeat, Notice
from inspections.models import Term
from rectification import actions, tasks
from rectification.models import Cluster
from tests import cases
from tests.once import once
from tests.people import cast

LIKE = {"other_unit": "公务用车使用台账登记不完整", "department": "公务用车台账登记不完整不规范"}


@once
def people(db):
    """Three units of the running term have the same problem."""
    people = cast()
    people.engagement = cases.on_site(people)
    people.term = people.engagement.round.term
    cases.finding(people.engagement, "公务用车台账登记不完整")
    cases.found_by_the_city(people, people.term, {getattr(people, unit): title for unit, title in LIKE.items()})
    return people


def test_what_reads_alike_is_suggested_in_the_name_of_the_house(people):
    assert tasks.look_for_common_problems() == 1
    cluster = Cluster.objects.get()
    assert (cluster.units, cluster.stage) == (3, Cluster.Stage.OFFERED)
    event = Event.objects.get(thing_kind=cluster.kind, thing_id=cluster.pk)
    assert (event.move, event.actor, event.acting) == (actions.look_for_common.name, None, "house")
    assert Notice.objects.filter(person=people.head, event=event).exists()
    assert cases.open_dates(cluster) == {("judge_cluster", "oversee")}


def test_a_second_night_suggests_nothing_twice_and_the_third_looks_no_more(people, django_assert_num_queries):
    assert tasks.look_for_common_problems() == 1
    assert tasks.look_for_common_problems() == 0
    assert Cluster.objects.count() == 1
    with django_assert_num_queries(4):  # its own note, the newest line, the terms, the note again
        assert tasks.look_for_common_problems() == 0


def test_the_next_finding_is_looked_at_the_next_night(people):
    tasks.look_for_common_problems()
    tasks.look_for_common_problems()
    cases.finding(people.engagement, "公务用车台账登记不完整、不规范")
    assert tasks.look_for_common_problems() == 1
    assert sorted(Cluster.objects.values_list("stage", flat=True)) == ["offered", "stale"]


def test_a_look_that_dies_leaves_nothing_and_is_made_again(people, monkeypatch):
    def die(*args, **values):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("rectification.actions.cluster.Pair.objects.bulk_create", die)
        with pytest.raises(KeyboardInterrupt):
            tasks.look_for_common_problems()
    assert not Cluster.objects.exists()
    assert tasks.look_for_common_problems() == 1


def test_a_term_that_has_ended_is_left_alone(people):
    Term._base_manager.filter(pk=people.term.pk).update(stage=Term.Stage.ENDED)
    assert tasks.look_for_common_problems() == 0


def test_one_term_that_fails_does_not_stop_the_night(people, monkeypatch):
    def fail(term, **values):
        raise ValueError("broken")

    with monkeypatch.context() as patched:
        patched.setattr(tasks, "look_for_common", fail)
        assert tasks.look_for_common_problems() == 0
    assert people.term.key not in Heartbeat.objects.get(name="common").detail
    assert tasks.look_for_common_problems() == 1


def test_it_is_in_the_timetable_of_the_night(settings):
    entry = settings.CELERY_BEAT_SCHEDULE["look for common problems"]
    assert entry["task"] == tasks.look_for_common_problems.name
    assert entry["schedule"].hour == {2}
    assert entry["schedule"].is_due(timezone.now() - datetime.timedelta(days=2)).is_due
