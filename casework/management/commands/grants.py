"""Who may touch which table, computed from the models: nobody has to remember it when a model is added.

The role that answers requests may change rows but not the history, and deletes nothing that has one: what is dropped
is dropped by a move, with a reason. Rows of a model that is `added_only` are never changed either. The role of the
units' portal may do the same, and knows nothing of tables whose model says `sealed = True`: not their rows, and not
their counters. Where a model says what the `portal` may do with its table, that is all; the `functions` that such a
model names answer what must be known nevertheless.
"""

from django.apps import apps
from django.core.management.base import BaseCommand
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from casework.models import Moving

APP, PORTAL = "xuncha_app", "xuncha_portal"
ROWS = "SELECT, INSERT, UPDATE, DELETE"
KEEPING = "SELECT, INSERT, UPDATE"
ADDING = "SELECT, INSERT"
READING = "SELECT"
#: the links are written by the trigger, in the name of the owner
HISTORY = {
    "casework_event": ADDING,
    "casework_remark": ADDING,
    "casework_link": READING,
    "casework_export": ADDING,
}
KEPT = {"casework_attachment", "casework_case"}


def tables(role):
    """{table: what this role may do with it}; a table that is not named is closed to it."""
    found = {MigrationRecorder.Migration._meta.db_table: READING}
    for model in apps.get_models(include_auto_created=True):
        if not model._meta.managed or model._meta.proxy or (role == PORTAL and is_sealed(model)):
            continue
        table = model._meta.db_table
        if role == PORTAL and (may := getattr(model, "portal", "")):
            found[table] = may
            continue
        kept = table in KEPT or issubclass(model, Moving) or hasattr(model, "portal")
        added = getattr(model, "added_only", False)
        found[table] = HISTORY.get(table, ADDING if added else KEEPING if kept else ROWS)
    return found


def functions():
    """Return what may be called by whoever answers requests; what is not named is closed to them."""
    return [name for model in apps.get_models() for name in getattr(model, "functions", ())]


def is_sealed(model):
    """Sealed itself, or the join table of one that is."""
    if model._meta.auto_created:
        return any(is_sealed(field.related_model) for field in model._meta.fields if field.is_relation)
    return getattr(model, "sealed", False) is True


class Command(BaseCommand):
    help = "Grants the database roles what they need and nothing more. Run it after migrate."

    def handle(self, *, verbosity, **options):
        with connection.cursor() as cursor:
            cursor.execute("SELECT rolname FROM pg_roles WHERE rolname IN %s", [(APP, PORTAL)])
            roles = sorted(name for (name,) in cursor.fetchall())
            if not roles:
                self.stdout.write(f"This server has no {APP} and no {PORTAL}: nothing granted.")
                return
            cursor.execute("SELECT current_user")
            [me] = cursor.fetchone()
        for role in roles:
            if role == me:
                self.stderr.write(f"{me} can't grant to itself; run this as the owner of the tables.")
                continue
            with transaction.atomic(), connection.cursor() as cursor:
                self.grant(cursor, role)
            if verbosity:
                self.stdout.write(f"{role}: {len(tables(role))} tables")

    def grant(self, cursor, role):
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('xuncha grants'))")
        cursor.execute(f"GRANT USAGE ON SCHEMA public TO {role}")
        cursor.execute(f"REVOKE ALL ON ALL TABLES IN SCHEMA public FROM {role}")
        cursor.execute(f"REVOKE ALL ON ALL SEQUENCES IN SCHEMA public FROM {role}")
        existing = set(connection.introspection.table_names(cursor))
        for table, may in sorted(tables(role).items()):
            if table not in existing:
                continue
            cursor.execute(f'GRANT {may} ON "{table}" TO {role}')
            for sequence in connection.introspection.get_sequences(cursor, table):
                cursor.execute(f'GRANT USAGE, SELECT ON SEQUENCE "{sequence["name"]}" TO {role}')
        for function in functions():
            cursor.execute("SELECT to_regprocedure(%s) IS NOT NULL", [function])
            if cursor.fetchone() == (True,):
                cursor.execute(f"GRANT EXECUTE ON FUNCTION {function} TO {role}")
