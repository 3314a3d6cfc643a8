import pytest
from django.apps import apps
from django.core.management import call_command
from django.db import connection

from casework.history import moving_models
from casework.management.commands.grants import APP, HISTORY, PORTAL, functions, is_sealed

pytestmark = pytest.mark.django_db


@pytest.fixture
def granted():
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_roles WHERE rolname IN %s", [(APP, PORTAL)])
        if cursor.fetchone() != (2,):
            pytest.skip("this server has not the three roles")
    call_command("grants", verbosity=0)


def may(role, table, verb):
    with connection.cursor() as cursor:
        cursor.execute("SELECT has_table_privilege(%s, %s, %s)", [role, table, verb])
        return cursor.fetchone()[0]


def test_the_history_can_be_written_and_read_and_never_changed(granted):
    for role in (APP, PORTAL):
        for table in HISTORY:
            assert may(role, table, "SELECT")
            assert may(role, table, "INSERT") == (table != "casework_link")  # the trigger's own
            assert not any(may(role, table, verb) for verb in ("UPDATE", "DELETE", "TRUNCATE", "TRIGGER"))


def test_who_has_read_a_clue_is_added_and_never_changed(granted):
    table = "referrals_cluereading"
    assert may(APP, table, "SELECT")
    assert may(APP, table, "INSERT")
    assert not any(may(APP, table, verb) for verb in ("UPDATE", "DELETE", "TRUNCATE"))
    assert not any(may(PORTAL, table, verb) for verb in ("SELECT", "INSERT"))


def test_who_has_taken_a_copy_is_added_by_both_doors_and_read_by_the_office_alone(granted):
    table = "casework_takencopy"
    assert [verb for verb in ("SELECT", "INSERT", "UPDATE", "DELETE") if may(APP, table, verb)] == ["SELECT", "INSERT"]
    assert [verb for verb in ("SELECT", "INSERT", "UPDATE", "DELETE") if may(PORTAL, table, verb)] == ["INSERT"]


def test_nothing_that_has_a_history_can_be_deleted(granted):
    for model in moving_models():
        assert may(APP, model._meta.db_table, "UPDATE")
        assert not may(APP, model._meta.db_table, "DELETE"), model


def test_the_portal_has_no_grant_on_anything_sealed(granted):
    sealed = [model for model in apps.get_models(include_auto_created=True) if is_sealed(model)]
    for model in sealed:
        table = model._meta.db_table
        assert not any(may(PORTAL, table, verb) for verb in ("SELECT", "INSERT", "UPDATE", "DELETE")), table
        assert may(APP, table, "SELECT"), table


def test_the_portal_may_only_add_letters(granted):
    for model in (apps.get_model("findings", "Letter"), apps.get_model("findings", "LetterFile")):
        table = model._meta.db_table
        assert [verb for verb in ("SELECT", "INSERT", "UPDATE", "DELETE") if may(PORTAL, table, verb)] == ["INSERT"]
        assert not may(APP, table, "DELETE")


def test_only_the_houses_own_roles_may_ask_its_functions(granted):
    with connection.cursor() as cursor:
        for function in functions():
            for role, allowed in ((APP, True), (PORTAL, True), ("public", False)):
                cursor.execute("SELECT has_function_privilege(%s, %s, 'EXECUTE')", [role, function])
                assert cursor.fetchone() == (allowed,), (role, function)


def test_nobody_who_answers_requests_may_empty_a_table(granted):
    for model in apps.get_models(include_auto_created=True):
        if model._meta.managed:
            assert not may(APP, model._meta.db_table, "TRUNCATE")


def test_granting_twice_changes_nothing(granted):
    def state():
        with connection.cursor() as cursor:
            cursor.execute("SELECT relname, relacl::text FROM pg_class WHERE relacl IS NOT NULL ORDER BY 1")
            return {name: sorted((acl or "").strip("{}").split(",")) for name, acl in cursor.fetchall()}

    before = state()
    call_command("grants", verbosity=0)
    assert state() == before


def test_a_table_that_nobody_knows_is_closed(granted):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE left_over (id int)")
        cursor.execute(f"GRANT SELECT ON left_over TO {APP}")
    call_command("grants", verbosity=0)
    assert not may(APP, "left_over", "SELECT")
