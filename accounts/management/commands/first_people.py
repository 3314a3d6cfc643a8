"""The first three people of an empty installation, and the way back in for an administrator who lost his password."""

import json as notation

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from accounts import actions
from accounts.models import User
from casework.policy import Actor

#: user name → kind; how they are called is in their kind
NAMES = {
    "sysadmin": User.Administrator.SYSTEM,
    "secadmin": User.Administrator.SECURITY,
    "auditor": User.Administrator.AUDITOR,
}


class Command(BaseCommand):
    help = (
        "Makes the system administrator, the security administrator and the auditor, and prints their one-time codes "
        "once. Hand each over in person; a code is good for a day."
    )

    def add_arguments(self, parser):
        parser.add_argument("--json", action="store_true", help="for machines")
        parser.add_argument("--again", metavar="USERNAME", help="a new code for an administrator who can't sign in")

    @transaction.atomic
    def handle(self, *, json, again, **options):
        people = [self.known(again)] if again else list(self.first())
        rows = []
        for user in people:
            actions.issue_code(user, by=Actor.HOUSE)
            rows.append({"username": user.username, "role": user.post, "code": user.new_code})
        if json:
            self.stdout.write(notation.dumps(rows, ensure_ascii=False, indent=1))
            return
        for row in rows:
            self.stdout.write(f"{row['username']:12} {row['code']}   {row['role']}")

    def first(self):
        """Make the three; refuse where there is an administrator already."""
        house = actions.stand()
        if User.objects.exclude(administrator="").exists():
            raise CommandError("There are administrators already. A new code for one of them: --again USERNAME")
        for username, kind in NAMES.items():
            yield actions.admit(house, by=Actor.HOUSE, username=username, name=str(kind.label), administrator=kind)

    def known(self, username):
        user = User.objects.filter(username=username).exclude(administrator="").first()
        if user is None:
            raise CommandError(f"No administrator is called {username}; other people's codes are issued in the house.")
        if user.stage == User.Stage.DISABLED:
            raise CommandError(f"{username} is disabled.")
        return user
