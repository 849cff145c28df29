"""Inserts many rows of a table at once, past the ORM's objects, which would cost more than the rows.

Every column of the table must be named, so that a new field cannot be forgotten here.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.db import connection, models

from tannha.ground.ids import new_ids_in_hex

_LOG_PAGES, _USUAL_LOG_PAGES = 20_000, 1_000


def stored_key() -> Callable[[UUID], Any]:
    """How this engine stores an id: as it is, or as 32 hexadecimal digits."""
    native: bool = connection.features.has_native_uuid_field
    return (lambda key: key) if native else (lambda key: key.hex)


def stored_moment(moment: Any) -> Any:
    """How this engine stores an aware moment."""
    return connection.ops.adapt_datetimefield_value(moment)


@lru_cache(maxsize=16384)
def stored_day(day: date | None) -> Any:
    """How this engine stores a day; None stays."""
    return connection.ops.adapt_datefield_value(day)


def new_keys() -> Iterator[Any]:
    """New ids without end, as this engine stores them."""
    native: bool = connection.features.has_native_uuid_field
    return map(UUID, new_ids_in_hex()) if native else new_ids_in_hex()


@contextmanager
def longer_log() -> Iterator[None]:
    """Let SQLite's write-ahead log grow while many rows go in, so that a page is copied home once, not each time."""
    if connection.vendor != "sqlite":
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(f"PRAGMA wal_autocheckpoint={_LOG_PAGES}")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA wal_autocheckpoint={_USUAL_LOG_PAGES}")


class Insert:
    """The INSERT of one table with its columns in a fixed order."""

    def __init__(self, model: type[models.Model], columns: Sequence[str]) -> None:
        """Raises RuntimeError where the columns are not exactly the table's."""
        known = {str(field.column) for field in model._meta.concrete_fields}
        if known != set(columns):
            raise RuntimeError(f"columns of {model._meta.db_table}: {sorted(known ^ set(columns))}")
        quote = connection.ops.quote_name
        names = ", ".join(quote(column) for column in columns)
        table = quote(model._meta.db_table)
        self._model = model
        self._copies = connection.vendor == "postgresql"
        if self._copies:
            self._statement = f"COPY {table} ({names}) FROM STDIN"
        else:
            marks = ", ".join(["%s"] * len(columns))
            self._statement = f"INSERT INTO {table} ({names}) VALUES ({marks})"

    def rows(self, rows: Sequence[Sequence[Any]]) -> None:
        """Insert these rows in the transaction under way."""
        if not rows:
            return
        with connection.cursor() as cursor:
            if not self._copies:
                cursor.executemany(self._statement, rows)
                return
            with cursor.copy(self._statement) as copy:
                for row in rows:
                    copy.write_row(row)

    def count_anew(self) -> None:
        """Let PostgreSQL look at the table after many rows, so that it plans by what is there."""
        if self._copies:
            with connection.cursor() as cursor:
                cursor.execute(f"ANALYZE {connection.ops.quote_name(self._model._meta.db_table)}")
