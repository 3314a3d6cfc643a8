"""The doorbell by hand: what the worker does of itself, for a day that can be chosen, or a rehearsal of days."""

import datetime

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from casework import rehearsal
from casework.reminders import remind


class Command(BaseCommand):
    help = "Climbs every rung that is reached and prints whom it told of what. A second run is silent."

    def add_arguments(self, parser):
        parser.add_argument(
            "--today",
            type=datetime.date.fromisoformat,
            nargs="?",
            metavar="DATE",
            help="as if it were that day; without a date, today",
        )
        parser.add_argument(
            "--days",
            type=int,
            metavar="N",
            help="rehearse so many days from that day on, as if nobody acted; nobody is told",
        )
        parser.add_argument("--dry-run", action="store_true", help="only print; nobody is told")

    def handle(self, *, today, days, dry_run, **options):
        today = today or timezone.localdate()
        if days is not None and days < 1:
            raise CommandError("--days takes a number from 1 on")
        with translation.override("en"):
            if days:
                lines = rehearsal.rehearse(today, days)
                for day, of_day in rehearsal.by_day(lines, today, days):
                    self._print(day, of_day, "would be told")
            else:
                self._print(today, remind(today, dry_run=dry_run), "would be told" if dry_run else "told")

    def _print(self, day, lines, what):
        count = 0
        for line in lines:
            count += 1
            self.stdout.write(rehearsal.in_words(line))
        self.stdout.write(f"{day}: {count} {what}")
