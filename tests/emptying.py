"""Empties the database after a test with transactions of its own. Django truncates each of its hundred tables and
then looks for permissions that might be missing: a quarter of a second. Here only what has rows is emptied, and the
real catalogues are back afterwards, as every test finds them."""

from django.db import connection, transaction

from tests.factories.catalogues import guidance_version, indicator_version

OF_MIGRATIONS = {"django_migrations", "django_content_type", "auth_permission"}
ADDED_TO_ONLY = {"audit_event", "audit_head"}
"""Their triggers refuse DELETE in any session."""


def empty_database() -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")  # foreign keys are not looked after
        filled = filled_tables()
        for table in sorted(filled - ADDED_TO_ONLY):
            cursor.execute(f'DELETE FROM "{table}"')
        for table in sorted(filled & ADDED_TO_ONLY):
            cursor.execute(f'TRUNCATE "{table}"')
    guidance_version()
    indicator_version()


def filled_tables() -> set[str]:
    tables = set(connection.introspection.django_table_names(include_views=False)) - OF_MIGRATIONS
    asked = " UNION ALL ".join(f"(SELECT '{table}' FROM \"{table}\" LIMIT 1)" for table in sorted(tables))
    with connection.cursor() as cursor:
        cursor.execute(asked)
        return {table for (table,) in cursor.fetchall()}
