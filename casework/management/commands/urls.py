import json as notation

from django.core.management.base import BaseCommand

from casework.addresses import addresses


class Command(BaseCommand):
    help = "Lists every URL: its route and name, its methods, the thing it shows, the move it makes."

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for machines")

    def handle(self, *, json, **options):
        rows = list(addresses())
        if json:
            self.stdout.write(notation.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            verbs, what = ",".join(row["methods"]), row["move"] or row["thing"] or ""
            self.stdout.write(f"/{row['route']:60} {verbs:20} {row['name'] or '':44} {what}")
