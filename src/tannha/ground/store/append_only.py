"""Tables to which rows are only added, kept by the database itself on both engines: for migrations.

SQLite forgets triggers when Django rebuilds a table; a migration that alters such a table ends with `append_only`
once more.
"""

from __future__ import annotations

from typing import Any

from django.db.migrations import RunPython

_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_append_only() RETURNS trigger LANGUAGE plpgsql AS
$$ BEGIN RAISE EXCEPTION 'rows of {table} are only added'; END $$
"""
_POSTGRESQL = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_append_only()
"""
_SQLITE = """
CREATE TRIGGER {table}_no_{verb} BEFORE {verb} ON {table}
BEGIN SELECT RAISE(ABORT, 'rows of {table} are only added'); END
"""


def append_only(*tables: str) -> RunPython:
    """A migration's operation: from now on the database refuses change, deletion and truncation of these tables."""

    def make(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            _drop(schema_editor, table)
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(_FUNCTION.format(table=table))
            for verb in _verbs(schema_editor):
                trigger = _POSTGRESQL if schema_editor.connection.vendor == "postgresql" else _SQLITE
                schema_editor.execute(trigger.format(table=table, verb=verb))

    def remove(apps: Any, schema_editor: Any) -> None:
        for table in tables:
            _drop(schema_editor, table)
            if schema_editor.connection.vendor == "postgresql":
                schema_editor.execute(f"DROP FUNCTION {table}_append_only()")

    return RunPython(make, remove, elidable=False)


def _verbs(schema_editor: Any) -> tuple[str, ...]:
    """SQLite has no TRUNCATE; PostgreSQL's passes by triggers on rows."""
    named = ("UPDATE", "DELETE")
    return (*named, "TRUNCATE") if schema_editor.connection.vendor == "postgresql" else named


def _drop(schema_editor: Any, table: str) -> None:
    where = f" ON {table}" if schema_editor.connection.vendor == "postgresql" else ""
    for verb in _verbs(schema_editor):
        schema_editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_{verb}{where}")
