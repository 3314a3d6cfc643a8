"""A district that is told once a module; every test begins where it ended, and is taken back."""

import contextlib
import copy

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection, transaction
from django.utils import translation

from accounts.models import User
from casework.models import Moving
from tests import cases
from tests.people import cast


def pdf(name="台账.pdf", content=b"%PDF-1.4 ledger"):
    return SimpleUploadedFile(name, content)


class Undo(Exception):
    """Ends a transaction without a trace."""


@contextlib.contextmanager
def undone():
    """What is done in here is taken back in the end."""
    with contextlib.suppress(Undo), transaction.atomic():
        yield
        raise Undo


@pytest.fixture(scope="module")
def district(django_db_setup, django_db_blocker):
    """The cast, and the first team in its unit."""
    with django_db_blocker.unblock(), undone():
        people = cast()
        people.engagement = cases.on_site(people)
        yield people


@pytest.fixture
def people(district):
    """The cast, as the database has it now; reasons are in the language of the code."""
    with undone(), translation.override("en"):
        people = copy.copy(district)
        for name, thing in vars(district).items():
            if isinstance(thing, Moving):
                setattr(people, name, cases.fresh(thing))
        people.users = {user.username: user for user in User.objects.select_related("person")}
        yield people


@pytest.fixture
def engagement(people):
    return cases.fresh(people.engagement)


@pytest.fixture
def chained(people):
    """Links what was written so far, and from here on at once; a real commit does it at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
