import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection


def pdf(name="台账.pdf", content=b"%PDF-1.4 ledger"):
    return SimpleUploadedFile(name, content)


@pytest.fixture
def chained(db):
    """Links what was written so far, and from here on at once; a real commit does it at the end."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
