"""Which store: PostgreSQL by address, else the embedded SQLite in the data folder. Knows no Django."""

from __future__ import annotations

import os
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

ADDRESS_VARIABLE = "TANNHA_DATABASE_URL"

_COMMON_PRAGMAS = (
    "PRAGMA trusted_schema=OFF;PRAGMA cell_size_check=ON;PRAGMA secure_delete=FAST;PRAGMA temp_store=MEMORY;"
    "PRAGMA cache_size=-32000;PRAGMA busy_timeout=10000"
)


def has_fixed_sqlite() -> bool:
    """Whether the driver with the fixed SQLite can be loaded here."""
    return find_spec("sqlcipher3") is not None


def sqlite_version() -> str:
    """The SQLite in use and its driver, for `--version` and the health page."""
    if has_fixed_sqlite():
        from sqlcipher3 import dbapi2

        return f"{dbapi2.sqlite_version} (sqlcipher3, WAL, FULL)"
    return f"{sqlite3.sqlite_version} (standard library, rollback journal, EXTRA)"


def embedded(store: Path | str) -> dict[str, Any]:
    """Django settings of the embedded store."""
    options: dict[str, Any] = {"timeout": 10, "transaction_mode": "IMMEDIATE"}
    if has_fixed_sqlite():
        options["init_command"] = f"PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;{_COMMON_PRAGMAS}"
        engine = "tannha.ground.store.sqlcipher"
    else:
        options["init_command"] = f"PRAGMA journal_mode=DELETE;PRAGMA synchronous=EXTRA;{_COMMON_PRAGMAS}"
        engine = "django.db.backends.sqlite3"
    return {
        "ENGINE": engine,
        "NAME": str(store),
        "OPTIONS": options,
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": False,
        "TEST": {"NAME": ":memory:"},
    }


def postgresql(address: str) -> dict[str, Any]:
    """Django settings of a shared store from `postgresql://user:word@host:port/name?option=value`."""
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres"):
        raise ValueError(f"{ADDRESS_VARIABLE} must begin with postgresql://")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def database(store: Path | str) -> dict[str, Any]:
    """The settings in force: the address in the environment wins."""
    address = os.environ.get(ADDRESS_VARIABLE)
    return postgresql(address) if address else embedded(store)
