"""Inserts many rows of a table at once, past the ORM's objects, which would cost more than the rows.

Every column of the table must be named, so that a new field cannot be forgotten here.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from uuid import UUID

from django.db import connection, models


def stored_key() -> Callable[[UUID], Any]:
    """How this engine stores an id: as it is, or as 32 hexadecimal digits."""
    native: bool = connection.features.has_native_uuid_field
    return (lambda key: key) if native else (lambda key: key.hex)


def stored_moment(moment: Any) -> Any:
    """How this engine stores an aware moment."""
    return connection.ops.adapt_datetimefield_value(moment)


def stored_day(day: Any) -> Any:
    """How this engine stores a day; None stays."""
    return connection.ops.adapt_datefield_value(day)


class Insert:
    """The INSERT of one table with its columns in a fixed order."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        """Raises RuntimeError where the columns are not exactly the table's."""
        known = {str(field.column) for field in model._meta.concrete_fields}
        if known != set(columns):
            raise RuntimeError(f"columns of {model._meta.db_table}: {sorted(known ^ set(columns))}")
        quote = connection.ops.quote_name
        names = ", ".join(quote(column) for column in columns)
        marks = ", ".join(["%s"] * len(columns))
        self._statement = f"INSERT INTO {quote(model._meta.db_table)} ({names}) VALUES ({marks})"

    def rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Insert these rows in the transaction under way."""
        if rows:
            with connection.cursor() as cursor:
                cursor.executemany(self._statement, rows)
