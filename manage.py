#!/usr/bin/env python3
"""Commands of the house. The few that change tables sign in to the database as their owner."""

import os
import sys

OWNERS_COMMANDS = {"migrate", "grants", "sqlmigrate", "flush", "dbshell"}

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    if OWNERS_COMMANDS.intersection(sys.argv[1:2]):
        os.environ.setdefault("XUNCHA_ROLE", "owner")
    from django.core.management import execute_from_command_line

    execute_from_command_line(sys.argv)
