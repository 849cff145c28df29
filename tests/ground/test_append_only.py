"""Acts and journal entries are only added: refused by the database itself, whatever reaches it past the models."""

from __future__ import annotations

import pytest
from django.apps import apps
from django.db import DatabaseError, connection, transaction

TABLES = (
    "ground_journalentry",
    "ground_journalperson",
    "canvass_caseact",
    "enrol_enrolmentact",
    "issue_cardact",
)
pytestmark = pytest.mark.django_db


class Undo(Exception):
    """Takes the row away again."""


def columns(table: str) -> list[str]:
    with connection.cursor() as cursor:
        return [column.name for column in connection.introspection.get_table_description(cursor, table)]


@pytest.mark.parametrize("table", TABLES)
def test_the_database_refuses_change_and_deletion(table: str) -> None:
    verbs = [f"UPDATE {table} SET {columns(table)[0]} = {columns(table)[0]}", f"DELETE FROM {table}"]
    if connection.vendor == "postgresql":
        verbs.append(f"TRUNCATE {table} CASCADE")
    with pytest.raises(Undo), transaction.atomic():
        if connection.vendor == "sqlite":
            _put_one(table)
        for statement in verbs:
            with (
                pytest.raises(DatabaseError, match="only"),
                transaction.atomic(),
                connection.cursor() as cursor,
            ):
                cursor.execute(statement)
        raise Undo


def _put_one(table: str) -> None:
    """SQLite's triggers speak for each row, so one must be there; what it holds does not matter here."""
    model = next(model for model in apps.get_models() if model._meta.db_table == table)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA ignore_check_constraints = ON")
        cursor.execute("PRAGMA defer_foreign_keys = ON")
        names, values = zip(
            *(
                (field.column, _anything(field.get_internal_type()))
                for field in model._meta.local_concrete_fields
            ),
            strict=True,
        )
        marks = ", ".join(["%s"] * len(names))
        cursor.execute(f"INSERT INTO {table} ({', '.join(names)}) VALUES ({marks})", list(values))
        cursor.execute("PRAGMA ignore_check_constraints = OFF")


def _anything(kind: str) -> object:
    numbers = ("BigIntegerField", "PositiveIntegerField", "PositiveSmallIntegerField")
    if kind in numbers:
        return 1
    if kind == "DateTimeField":
        return "2026-11-24 00:00:00"
    return "{}" if kind == "JSONField" else "x"


def test_every_model_that_is_only_added_is_kept_by_the_database() -> None:
    only_added = {
        model._meta.db_table
        for model in apps.get_models()
        if type(model._default_manager).__name__ == "ManagerFromOnlyAdded"
        or model.__name__.startswith("Journal")
    }
    assert only_added == set(TABLES)
