"""One of everything, and everybody of the cast: what holds for each thing, each person and each line alike."""

import re

import pytest
from django.apps import apps
from django.db import connection
from django.utils import translation

from casework import history, policy
from casework.models import CASE, MEMBERSHIP, Deadline, Event, Notice
from casework.moves import MOVES, POWERS, moves_of
from tests import cases
from tests.world import World

from .conftest import undone

DAY = cases.DAY


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), translation.override("en"), undone():
        yield World()


def things(world):
    """Yield every thing of the world, also those that are meant for the principal alone."""
    for model in history.moving_models():
        yield from model._base_manager.all()


def sees(person, thing):
    return type(thing).objects.visible_to(person).filter(pk=thing.pk).exists()


def test_whoever_may_do_something_to_a_thing_may_see_it(world):
    blind, asked = [], 0
    for thing in things(world):
        moves = [move for move in moves_of(type(thing)) if move.for_people]
        for name, person in world.people.users.items():
            open_to_him = [move.name for move in moves if move.why_not(person, thing, DAY) is None]
            asked += len(moves)
            if open_to_him and not sees(person, thing):
                blind.append((name, thing.kind, thing.stage, open_to_him))
    assert asked > 3000
    assert blind == []


def test_whoever_was_told_may_see_what_he_was_told_of(world):
    told = Notice.objects.filter(event__isnull=False).select_related("event", "person")
    assert told.count() > 50
    for notice in told:
        thing = apps.get_model(notice.event.thing_kind)._base_manager.get(pk=notice.event.thing_id)
        assert sees(notice.person, thing), (notice.person, notice.event)


def test_every_open_date_has_somebody_who_can_meet_it(world):
    dates = Deadline.objects.open().select_related("rule", "case")
    assert dates.count() > 5
    for date in dates:
        thing = apps.get_model(date.thing_kind)._base_manager.get(pk=date.thing_id)
        owners = policy.holders(date.case, date.word)
        assert owners, date.rule.code
        meeting = [move for move in moves_of(type(thing)) if date.rule.code in move.meets or move.enters in thing.final]
        for owner in owners:
            assert sees(owner, thing), (owner, date.rule.code)
            assert Deadline.objects.visible_to(owner).filter(pk=date.pk).exists()
        assert any(date.word in move.by or not move.for_people for move in meeting), date.rule.code


def test_a_line_of_the_history_holds_ids_and_names_of_fields_and_nothing_that_anybody_wrote(world):
    hexadecimal = re.compile(r"([0-9a-f]{64})?")
    for event in Event.objects.all():
        for digest in (event.digest, event.remark_digest, event.files_digest):
            assert hexadecimal.fullmatch(digest), event
        if event.thing_kind in (CASE, MEMBERSHIP):
            assert event.move in POWERS
            words = "|".join(policy.WORDS) if event.thing_kind == CASE else ""
            assert all(re.fullmatch(rf"[+-](({words}) )?\d+", change) for change in event.changed), event.changed
            continue
        model = apps.get_model(event.thing_kind)
        assert event.move in MOVES
        assert set(event.changed) <= {field.attname for field in model._meta.concrete_fields}, event.changed
        assert {event.from_stage, event.to_stage} <= {"", *model.Stage.values}
        assert event.acting in ("", *policy.Actor)


def test_every_thing_has_a_line_that_made_it(world):
    for thing in things(world):
        first = Event.objects.filter(thing_kind=thing.kind, thing_id=thing.pk).order_by("id").first()
        assert first.version == 1, thing
        made = MOVES[first.move].makes
        assert made is type(thing) or thing.kind == "accounts.house", thing


def test_the_history_of_everything_holds(world):
    with undone(), connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        assert list(history.verify()) == []
