"""A database for testers from outside, in which every secret is a token, and the list of who may read which."""

import json
import os
import subprocess
import sys
from contextlib import closing
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg2
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connection
from django.utils import timezone
from psycopg2 import sql

from accounts.models import User
from demo import canaries
from demo.load import write_private

ADDRESSES = ("DATABASE_URL", "MIGRATE_DATABASE_URL", "PORTAL_DATABASE_URL")
ENDING = "_canaries"


class Command(BaseCommand):
    help = (
        "Makes a database beside this one (its name and “_canaries”; an earlier one is thrown away) with people of "
        "every role and a token in every secret field, and writes into FILE who may read which."
    )

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE")
        parser.add_argument("--here", action="store_true", help="no database of its own: this one, which must be empty")
        parser.add_argument("--rounds", type=int, default=3)
        parser.add_argument("--teams", type=int, default=3, help="teams in a round")
        parser.add_argument("--units", type=int, default=6, help="units of a team in a round")

    def handle(self, *, file, here, rounds, teams, units, verbosity, **options):
        if not here:
            environment = self.beside()
            size = [f"--rounds={rounds}", f"--teams={teams}", f"--units={units}", f"--verbosity={verbosity}"]
            manage(environment | {"XUNCHA_ROLE": "owner"}, "migrate", "--verbosity=0", "--no-input")
            manage(environment | {"XUNCHA_ROLE": "owner"}, "grants", "--verbosity=0")
            manage(environment, "canaries", str(file), "--here", *size)
            return
        if User.objects.exists():
            raise CommandError("There are people in this database already; canaries want an empty one.")
        made = canaries.build(timezone.localdate(), rounds=rounds, teams=teams, units=units)
        told = describe(made)
        write_private(file.absolute(), json.dumps(told, ensure_ascii=False, indent=1) + "\n")
        if verbosity:
            self.stdout.write(f"{len(told['users'])} people, {len(told['tokens'])} tokens: {file}")

    def beside(self) -> dict[str, str]:
        """Make an empty database beside this one; return the addresses and folders of it."""
        name = connection.settings_dict["NAME"].removesuffix(ENDING) + ENDING
        here = os.environ.get("DATABASE_URL") or f"postgresql:///{name}"
        known = {address: os.environ.get(address) or here for address in ADDRESSES}
        with closing(psycopg2.connect(known["MIGRATE_DATABASE_URL"])) as owner:
            owner.autocommit = True
            cursor = owner.cursor()
            try:
                cursor.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(name)))
                cursor.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
            except psycopg2.errors.InsufficientPrivilege as error:
                raise CommandError(
                    f"The owner may not make the database {name} on this server ({error.diag.message_primary}). "
                    "Make it by hand, let DATABASE_URL name it, migrate it, and use --here."
                ) from None
            for role in {urlsplit(address).username for address in known.values()} - {None}:
                cursor.execute(
                    sql.SQL("GRANT CONNECT ON DATABASE {} TO {}").format(sql.Identifier(name), sql.Identifier(role))
                )
        folder = settings.DATA / "canaries"
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        addresses = {name_: urlsplit(address)._replace(path=f"/{name}").geturl() for name_, address in known.items()}
        return addresses | {"XUNCHA_FILES": str(folder / "files"), "XUNCHA_ANCHOR": str(folder / "anchor")}


def manage(environment: dict[str, str], *arguments: str) -> None:
    """Run a command of the house on the other database, in a process of its own."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), *arguments]
    known = {"XUNCHA_DATA": str(settings.DATA)}
    if subprocess.run(command, env=os.environ | known | environment, check=False).returncode:
        raise CommandError(f"{arguments[0]} did not end well.")


def describe(made: canaries.Canaries) -> dict[str, Any]:
    """Return what is written into the file."""
    return {
        "environment": {
            name: os.environ[name] for name in (*ADDRESSES, "XUNCHA_FILES", "XUNCHA_ANCHOR") if name in os.environ
        },
        "users": [
            {
                "username": user.username,
                "password": canaries.PASSWORD,
                "role": made.roles[user.username],
                "name": user.name,
                "organisation": user.organisation_name,
            }
            for user in User.objects.select_related("person__organisation").order_by("pk")
        ],
        "tokens": canaries.expected(made),
    }
