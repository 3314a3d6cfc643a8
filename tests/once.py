"""What the tests of a module begin with is built by moves once; each test begins there as if none had been before.

    @once
    def people():
        return cast()

    @once
    def item(people):
        return cases.planned(people)

is written like a fixture. The first test that needs it builds it, in a transaction that stays open; each test runs in
a transaction within, which is taken back, and gets a copy of the objects. A test that begins with something else builds
anew, so tests of a module that begin alike run one after another. Such a fixture depends on others of its kind alone
(and on ``db``), and a module that has a world of its own has none.
"""

import copy
import functools
import inspect

import pytest
from django.db import connection, transaction
from pytest_django.plugin import blocking_manager_key


def once(make):
    """Make a fixture of ``make`` that is built once for all tests which begin alike."""

    @functools.wraps(make)
    def fixture(**_below):
        return SHELF.copies[make.__name__]

    fixture.make = make  # type: ignore[attr-defined]
    return pytest.fixture(fixture)


class Shelf:
    """What is built now, by the names of its fixtures, and the transaction that holds it."""

    def __init__(self):
        self.transaction = None
        self._forget()

    def _forget(self):
        self.key: tuple = ()
        self.values: dict = {}
        self.copies: dict = {}

    def stand(self, makes) -> None:
        """Let the rows of ``makes`` (name → function) be in the database, and hand out copies of what they return."""
        key = key_of(makes)
        if key != self.key:
            self.clear()
            assert not connection.in_atomic_block, "a module that has a world of its own builds nothing once"
            self.transaction = transaction.atomic()
            self.transaction.__enter__()
            self.key = key
            try:
                for name in makes:
                    self._build(name, makes)
            except BaseException:
                self.clear()
                raise
        self.copies = copy.deepcopy(self.values)

    def _build(self, name, makes):
        if name not in self.values:
            needs = inspect.signature(makes[name]).parameters
            below = {other: None if other == "db" else self._build(other, makes) for other in needs}
            self.values[name] = makes[name](**below)
        return self.values[name]

    def clear(self) -> None:
        """Take the rows back."""
        if self.transaction is not None:
            transaction.set_rollback(True)
            self.transaction.__exit__(None, None, None)
            self.transaction = None
        self._forget()


SHELF = Shelf()


def makes_of(item) -> dict:
    """Return what a test begins with: the name of each such fixture, and what builds it."""
    info = getattr(item, "_fixtureinfo", None)
    found = {}
    for name, definitions in sorted(info.name2fixturedefs.items() if info else ()):
        make = getattr(definitions[-1].func, "make", None)
        if make is not None:
            found[name] = make
    return found


def key_of(makes: dict) -> tuple:
    return tuple(makes.items())


class Once:
    """What pytest asks for this: the order of tests, and what stands before one and after it."""

    @pytest.hookimpl
    def pytest_collection_modifyitems(self, items):
        first = {}
        for place, item in enumerate(items):
            key = (item.path, tuple(sorted(makes_of(item))))
            first.setdefault(item.path, place)
            first.setdefault(key, place)
        items.sort(key=lambda item: (first[item.path], first[item.path, tuple(sorted(makes_of(item)))]))

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef, request):
        """Before the transaction of a test begins, what it begins with stands."""
        if fixturedef.argname == "_django_db_helper" and (makes := makes_of(request.node)):
            with request.config.stash[blocking_manager_key].unblock():
                SHELF.stand(makes)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self, item, nextitem):
        result = yield
        if SHELF.key and (nextitem is None or key_of(makes_of(nextitem)) != SHELF.key):
            with item.config.stash[blocking_manager_key].unblock():
                SHELF.clear()
        return result
