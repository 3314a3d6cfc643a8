import pytest
from django.db import connection


@pytest.fixture
def chained(db):
    """Links what was written so far, and from here on at once; a real commit does it at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
