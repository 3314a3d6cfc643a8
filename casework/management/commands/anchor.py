"""The head of the history, for keeping where the owner of the database can't reach it."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from casework import history


class Command(BaseCommand):
    help = "Appends the head of the history to the anchor file and prints the line; print it and put it in a safe."

    def add_arguments(self, parser):
        parser.add_argument("--anchor", type=Path, metavar="FILE", help="another file than the one in the settings")

    def handle(self, *, anchor, **options):
        line = history.write_anchor(anchor)
        if line is None:
            raise CommandError("There is no history yet.")
        self.stdout.write(line)
