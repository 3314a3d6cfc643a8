"""Compares everything with the history: its chain, the rows, the remarks, the files, and the anchor."""

from pathlib import Path

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from casework import history


class Command(BaseCommand):
    help = "Names every line, row, remark, file or power that is not what the history says; exit 1 if there is any."

    def add_arguments(self, parser):
        parser.add_argument(
            "--anchor", type=Path, metavar="FILE", help="lines kept outside the database; else the file in the settings"
        )

    def handle(self, *, anchor, **options):
        if anchor and not anchor.is_file():
            raise CommandError(f"{anchor} is not there.", returncode=2)
        path = anchor or settings.ANCHOR_FILE
        lines = path.read_text().splitlines() if path.is_file() else []
        count = history.Count()
        faults = 0
        for fault in history.verify(lines, count):
            faults += 1
            self.stdout.write(fault)
        self.stdout.write(str(count))
        if faults:
            raise CommandError(f"{faults} faults")
        self.stdout.write("Everything is as the history says.")
