"""The balance of a round, on paper or for machines."""

import json

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone, translation

from findings.models import Landing
from inspections.models import Round
from rectification import balance


class Command(BaseCommand):
    help = "Prints where everything went that a round recorded, and what has no end yet; exit 2: no such round."

    def add_arguments(self, parser):
        parser.add_argument("round", help="its key, its name, or its number")
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *, round, **options):
        found, today = find(round), timezone.localdate()
        with translation.override("en"):
            counted, loose = balance.of(found), balance.exceptions(found, today)
            if options["json"]:
                answer = {
                    "round": {"key": found.key, "number": found.number, "name": found.name},
                    **counted.as_dict(),
                    "exceptions": [one.as_dict() for one in loose],
                }
                self.stdout.write(json.dumps(answer, indent=2, ensure_ascii=False, default=str))
                return
            self.stdout.write(f"{found.name} ({found.key})")
            for label, number in lines(counted):
                self.stdout.write(f"{number:6d}  {label}")
            for one in loose:
                self.stdout.write("  ".join(str(part) for part in one.as_dict().values() if part is not None))
            self.stdout.write("It balances." if counted.balanced else f"{counted.without_end} without an end.")


def lines(counted: balance.Balance):
    """Yield what the balance is made of, each line with its number."""
    for name, line in balance.LINES.items():
        if name == "unexplained":
            if counted.unexplained:
                yield "NOT EXPLAINED", counted.unexplained
        else:
            yield f"{'  ' if line.part else ''}{line.label}", counted.count(name)
    yield "decided and not taken up", counted.untaken
    yield "taken up and not finished", counted.unfinished
    for kind, number in counted.further.items():
        yield f"further: {Landing.Kind(kind).label}", number


def find(asked: str) -> Round:
    """Return the round that is meant; several of one name or number are told apart by their keys."""
    rounds = Round._base_manager.all()
    for rows in (rounds.filter(key=asked), rounds.filter(name=asked), rounds.filter(number=_number(asked))):
        found = list(rows[:2])
        if len(found) > 1:
            keys = ", ".join(f"{row.key} ({row.term}, {row.name})" for row in rows.select_related("term"))
            raise CommandError(f"More than one round is called {asked}: {keys}", returncode=2)
        if found:
            return found[0]
    raise CommandError(f"There is no round {asked}.", returncode=2)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 5 else 0
