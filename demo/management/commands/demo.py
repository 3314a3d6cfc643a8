"""The fictional district 云江区, into an empty database."""

import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from casework.models import Event
from demo import load
from rectification import balance


class Command(BaseCommand):
    help = "Fills an empty database with a fictional district, made by real moves up to yesterday."

    def add_arguments(self, parser):
        parser.add_argument("--small", action="store_true", help="two small rounds, for tests")

    def handle(self, *, small, verbosity, **options):
        since, today = time.monotonic(), timezone.localdate()
        try:
            rounds = load.load(today, small=small)
        except load.NotEmpty:
            raise CommandError("There are people in this database already; the demo wants an empty one.") from None
        load.write_accounts(settings.DATA / "demo-accounts.json")
        if verbosity:
            for round in rounds:
                found = balance.of(round)
                state = "balanced" if found.balanced else f"{found.without_end} without an end"
                self.stdout.write(f"{round.number} {round} [{round.stage}]: {found.recorded} recorded, {state}")
            self.stdout.write(f"{Event.objects.count()} moves in {time.monotonic() - since:.1f} s")
