"""A demo is the same every time, so that a description of it stays true."""

import datetime

from django.db import transaction

from accounts.models import Person
from casework.models import Event
from demo import load
from rectification.models import Item

DAY = datetime.date(2026, 6, 15)


def test_the_district_is_the_same_every_time(django_db_setup, django_db_blocker):
    seen = []
    for _time in range(2):
        with django_db_blocker.unblock(), transaction.atomic():
            load.load(DAY, small=True)
            seen.append(
                [
                    list(Item.objects.order_by("pk").values_list("number", "problem", "stage", "due_on")),
                    list(Person.objects.order_by("pk").values_list("name", "phone", "born_on")),
                    list(Event.objects.order_by("pk").values_list("move", "at")),
                ]
            )
            transaction.set_rollback(True)
    assert seen[0] == seen[1]
