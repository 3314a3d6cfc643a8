"""The doorbell by hand: what the worker does of itself, for a day that can be chosen."""

import datetime

from django.core.management.base import BaseCommand
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from casework.reminders import remind


class Command(BaseCommand):
    help = "Climbs every rung that is reached and prints whom it told of what. A second run is silent."

    def add_arguments(self, parser):
        parser.add_argument("--today", type=datetime.date.fromisoformat, metavar="DATE", help="as if it were that day")
        parser.add_argument("--dry-run", action="store_true", help="only print; nobody is told")

    def handle(self, *, today, dry_run, **options):
        today = today or timezone.localdate()
        count = 0
        with translation.override("en"):
            for told in remind(today, dry_run=dry_run):
                count += 1
                deadline = told.deadline
                self.stdout.write(
                    f"{told.person.username}\t{told.rung.days:+d}\t{_(told.rung.name)}\t{_(deadline.rule.name)}\t"
                    f"{deadline.due_on}\t{deadline.thing_kind} {deadline.thing_id}"
                )
        self.stdout.write(f"{today}: {count} {'would be told' if dry_run else 'told'}")
