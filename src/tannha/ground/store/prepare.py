"""Makes a store ready: tables up to date, and a new embedded store in a moment by copying an empty one.

Walking all migrations takes seconds; a copy of the store they end in takes none. The empty store lies beside the
program's environment under the digest of the migrations it came from, so a changed migration makes a new one.
"""

from __future__ import annotations

import fcntl
import hashlib
import os
import shutil
import sys
from contextlib import suppress
from functools import lru_cache
from pathlib import Path

from django.apps import apps
from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

from tannha.ground.data_folder import DataFolder


class NeedsUpgrade(Exception):
    """The store holds data under the tables of an earlier version: `tannha upgrade` brings it here."""


def make_ready(*, with_data: bool = False) -> bool:
    """Bring the tables up to date; true where something had to be done. Two processes wait for each other.

    Raises NeedsUpgrade for a store that holds data, unless `with_data` says that its tables may be changed in place.
    """
    new = is_new()
    if new and _copy(empty_store(), Path(_store())):
        return True
    if not pending():
        return False
    if not with_data and not new and holds_data():
        raise NeedsUpgrade
    with (DataFolder.current().path / "migrating").open("w") as hold:
        fcntl.flock(hold, fcntl.LOCK_EX)
        if pending():
            call_command("migrate", verbosity=0, interactive=False)
            if new:
                _keep_empty()
    return True


def is_new() -> bool:
    """Whether this is an embedded store of which there is no file yet."""
    return _is_embedded() and not Path(_store()).exists()


def holds_data() -> bool:
    """Whether accounts or journal entries lie in the store that is open."""
    with connection.cursor() as cursor:
        present = set(connection.introspection.table_names(cursor))
        for table in ("ground_user", "ground_journalentry"):
            if table in present:
                cursor.execute(f"SELECT 1 FROM {table} LIMIT 1")
                if cursor.fetchone() is not None:
                    return True
    return False


def pending() -> bool:
    """Whether migrations wait."""
    executor = MigrationExecutor(connection)
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def _is_embedded() -> bool:
    return connection.vendor == "sqlite" and not connection.is_in_memory_db()  # type: ignore[attr-defined] # SQLite only


def _store() -> str:
    return str(connection.settings_dict["NAME"])


@lru_cache(maxsize=1)
def empty_store() -> Path:
    """Where the empty store of these migrations lies or would lie."""
    digest = hashlib.sha256()
    for config in apps.get_app_configs():
        for file in sorted(Path(config.path).glob("migrations/*.py")):
            digest.update(f"{config.label}/{file.name}\n".encode())
            digest.update(file.read_bytes())
    return Path(sys.prefix) / f"tannha-empty-{digest.hexdigest()[:16]}.sqlite3"


def _keep_empty() -> None:
    """Keep a copy of the store just made, if the environment can be written to; else every new folder takes seconds."""
    if not os.access(sys.prefix, os.W_OK):
        return
    for old in Path(sys.prefix).glob("tannha-empty-*.sqlite3"):
        with suppress(OSError):
            old.unlink()
    aside = empty_store().with_suffix(f".{os.getpid()}")
    with suppress(OSError, DatabaseError):
        with connection.cursor() as cursor:
            cursor.execute("VACUUM INTO %s", [str(aside)])
        os.replace(aside, empty_store())


def _copy(source: Path, target: Path) -> bool:
    """Put a copy in place whole or not at all; false where there is no source or another process was first."""
    aside = target.with_suffix(f".{os.getpid()}")
    try:
        shutil.copyfile(source, aside)
        with aside.open("rb") as handle:
            os.fsync(handle.fileno())
        os.chmod(aside, 0o600)
        os.link(aside, target)
    except OSError:
        return target.exists() and not pending()
    finally:
        aside.unlink(missing_ok=True)
    return True
