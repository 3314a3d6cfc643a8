"""A thing says its title by itself: a list of them asks for no row more."""

import pytest
from django.apps import apps
from django.db import connection
from django.test.utils import CaptureQueriesContext

from casework import present
from casework.models import Moving

pytestmark = pytest.mark.django_db


def test_a_list_says_all_titles_without_asking_further(world):
    asking = {}
    for model in apps.get_models():
        if not issubclass(model, Moving) or not model._meta.managed:
            continue
        for row in present.named(model._base_manager.all())[:5]:
            with CaptureQueriesContext(connection) as asked:
                assert isinstance(row.title, str)
                present.number_of(row)
            if len(asked):
                asking[model._meta.label] = len(asked)
    assert asking == {}
