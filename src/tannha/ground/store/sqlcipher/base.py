"""The wrapper itself: Django's SQLite backend with another driver underneath.

Django binds the standard library's driver by name in two places only, opening a connection and the cursor class; both
are given here. Everything else (schema editor, operations, introspection) is Django's own.
"""

from __future__ import annotations

import datetime
import decimal
from typing import Any

from django.core.exceptions import ImproperlyConfigured
from django.db.backends.sqlite3 import base as django_sqlite
from django.db.backends.sqlite3._functions import (  # type: ignore[import-untyped] # not in the stubs
    register as register_functions,
)
from django.utils.asyncio import async_unsafe
from django.utils.dateparse import parse_date, parse_datetime, parse_time
from sqlcipher3 import dbapi2 as driver

OLDEST_SAFE = (3, 51, 3)


def _as_text(convert: Any) -> Any:
    return lambda raw: convert(raw.decode())


driver.register_converter("bool", b"1".__eq__)
driver.register_converter("date", _as_text(parse_date))
driver.register_converter("time", _as_text(parse_time))
driver.register_converter("datetime", _as_text(parse_datetime))
driver.register_converter("timestamp", _as_text(parse_datetime))
driver.register_adapter(decimal.Decimal, str)
driver.register_adapter(datetime.date, django_sqlite.adapt_date)
driver.register_adapter(datetime.datetime, django_sqlite.adapt_datetime)


class Cursor(driver.Cursor):  # type: ignore[misc] # the driver has no stubs
    """Turns Django's %s placeholders into the driver's question marks."""

    convert_query = django_sqlite.SQLiteCursorWrapper.convert_query

    def execute(self, query: str, params: Any = None) -> Any:
        """One statement."""
        if params is None:
            return super().execute(query)
        names = list(params) if isinstance(params, dict) else None
        return super().execute(self.convert_query(query, param_names=names), params)

    def executemany(self, query: str, param_list: Any) -> Any:
        """One statement over many rows, each a sequence."""
        return super().executemany(self.convert_query(query), param_list)


class DatabaseWrapper(django_sqlite.DatabaseWrapper):
    """SQLite in WAL with `synchronous=FULL`; refuses to open a SQLite that carries the WAL reset race."""

    display_name = "SQLite (SQLCipher build)"
    Database = driver

    @async_unsafe
    def get_new_connection(self, conn_params: dict[str, Any]) -> Any:
        """Open, register Django's functions, set the pragmas and read back the two that durability rests on."""
        if driver.sqlite_version_info < OLDEST_SAFE:
            raise ImproperlyConfigured(f"SQLite {driver.sqlite_version} is too old for WAL")
        connection = driver.connect(**conn_params)
        register_functions(connection)
        for command in ("PRAGMA foreign_keys = ON", "PRAGMA legacy_alter_table = OFF", *self.init_commands):  # type: ignore[attr-defined] # set by Django
            if command.strip():
                connection.execute(command.strip())
        journal = connection.execute("PRAGMA journal_mode").fetchone()[0]
        forced = connection.execute("PRAGMA synchronous").fetchone()[0]
        if journal not in ("wal", "memory") or forced != 2:
            raise ImproperlyConfigured(f"the store opened with journal {journal}, synchronous {forced}")
        return connection

    def create_cursor(self, name: str | None = None) -> Any:
        """A cursor that knows Django's placeholders."""
        return self.connection.cursor(factory=Cursor)
