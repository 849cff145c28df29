"""Which store: PostgreSQL by address, else the embedded SQLite in the data folder. Knows no Django.

The address is one setting: a line in the data folder's file `database`, or the environment's, which wins.
"""

from __future__ import annotations

import os
import sqlite3
from importlib.util import find_spec
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from tannha.ground.data_folder import DataFolder

ADDRESS_VARIABLE = "TANNHA_DATABASE_URL"
CONNECT_SECONDS = 10

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
    """Django settings of a shared store from `postgresql://user:word@host:port/name?option=value`.

    Raises ValueError for an address of another form.
    """
    parts = urlsplit(address)
    if parts.scheme not in ("postgresql", "postgres") or not parts.path.strip("/"):
        raise ValueError("an address has the form postgresql://user:password@host:port/name")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"connect_timeout": CONNECT_SECONDS} | dict(parse_qsl(parts.query)),
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
    }


def address_file(folder: DataFolder) -> Path:
    """Where a data folder keeps the address of its shared store; readable by the owner only."""
    return folder.path / "database"


def address_in_force() -> str | None:
    """The shared store's address: the environment's, else the data folder's; None for the embedded store."""
    named = os.environ.get(ADDRESS_VARIABLE)
    if named:
        return named
    try:
        return address_file(DataFolder.current()).read_text(encoding="utf-8").strip() or None
    except FileNotFoundError:
        return None


def database(store: Path | str) -> dict[str, Any]:
    """The settings in force."""
    address = address_in_force()
    return postgresql(address) if address else embedded(store)
