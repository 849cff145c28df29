"""Bringing a store with data to this version's tables: tried on a copy first, compared, and only then for good.

The embedded store is migrated as a copy that takes the old one's place by one rename, so that a kill at any moment
leaves the old store or the new one. In PostgreSQL the trial is a database made from the real one as its template; each
migration of the real one is then a transaction, and a run that was killed goes on where it stopped.
"""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from django.core.management import call_command
from django.db import DatabaseError, connection
from django.db.migrations.loader import MigrationLoader

from tannha.ground import journal
from tannha.ground.data_folder import DataFolder

_MOVING = frozenset(
    {"django_migrations", "django_content_type", "auth_permission", "django_session", "sqlite_sequence"}
)


class CannotUpgrade(Exception):
    """Why the store stays as it is, as a wire word: "newer", "lost", "chain", "damaged", "failed"; and its detail."""

    def __init__(self, why: str, detail: str = "") -> None:
        """Keeps word and detail."""
        super().__init__(why)
        self.why, self.detail = why, detail


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A trial that went well: rows of all tables afterwards, journal entries, and how long the migrations took."""

    rows: int
    journal_entries: int
    seconds: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Tables:
    """What a store holds: rows by table, journal entries and the chain's head."""

    counts: dict[str, int]
    journal_entries: int
    head: str


def waiting() -> list[str]:
    """The migrations that this store has not seen, `room.name`, in the order of their run.

    Raises CannotUpgrade("newer") where a later version has worked here.
    """
    from django.db.migrations.executor import MigrationExecutor

    loader = MigrationLoader(connection)
    rooms = {app for app, _ in loader.disk_migrations}
    strange = [
        key for key in loader.applied_migrations if key[0] in rooms and key not in loader.disk_migrations
    ]
    if strange:
        raise CannotUpgrade("newer", ".".join(sorted(strange)[0]))
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    return [f"{migration.app_label}.{migration.name}" for migration, _ in plan]


def room_needed(folder: DataFolder) -> int:
    """Bytes that a trial wants free: twice the embedded store; in PostgreSQL the database's size again."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_database_size(current_database())")
            return int(cursor.fetchone()[0])
    return 2 * folder.store.stat().st_size if folder.store.exists() else 0


def try_out(folder: DataFolder) -> Tried | None:
    """Migrate a copy and compare; the real store is not touched. None where PostgreSQL grants no trial database.

    Raises CannotUpgrade where the migrations fail, rows are missing afterwards, or the journal does not hold.
    """
    with _copy(folder) as copied:
        return _migrate_here() if copied else None


def upgrade(folder: DataFolder) -> Tried:
    """Bring the store itself to this version; nobody may be using it. Raises what `try_out` raises."""
    if connection.vendor == "postgresql":
        try_out(folder)
        return _migrate_here()
    with _copy(folder) as _:
        tried = _migrate_here()
        connection.close()
        trial = _trial(folder)
        with trial.open("rb") as handle:
            os.fsync(handle.fileno())
        _refuse_leftover_journal(folder.store)
        os.replace(trial, folder.store)
        _sync(folder.path)
    return tried


def _trial(folder: DataFolder) -> Path:
    return folder.path / "trial" / folder.store.name


def _refuse_leftover_journal(store: Path) -> None:
    """An old write-ahead file beside a new store would destroy it; it is gone once the last reader has closed."""
    if store.with_name(store.name + "-wal").exists():
        raise CannotUpgrade("damaged", "the old store is still open somewhere")


@contextmanager
def _copy(folder: DataFolder) -> Iterator[bool]:
    """A copy of the store stands in for it inside; false where PostgreSQL does not let one be made."""
    if connection.vendor == "postgresql":
        yield from _copied_database()
    else:
        yield from _copied_file(folder)


def _copied_file(folder: DataFolder) -> Iterator[bool]:
    place = folder.path / "trial"
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    real = connection.settings_dict["NAME"]
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        cursor.execute("VACUUM INTO %s", [str(_trial(folder))])
    connection.close()
    os.chmod(_trial(folder), 0o600)
    connection.settings_dict["NAME"] = str(_trial(folder))
    try:
        yield True
    finally:
        connection.close()
        connection.settings_dict["NAME"] = real
        shutil.rmtree(place, ignore_errors=True)


def _copied_database() -> Iterator[bool]:
    real = connection.settings_dict["NAME"]
    trial = f"{real}_trial"
    connection.close()
    connection.settings_dict["NAME"] = "postgres"
    try:
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(trial)}")
            cursor.execute(
                f"CREATE DATABASE {connection.ops.quote_name(trial)} TEMPLATE {connection.ops.quote_name(real)}"
            )
    except DatabaseError:
        connection.close()
        connection.settings_dict["NAME"] = real
        yield False
        return
    connection.close()
    connection.settings_dict["NAME"] = trial
    try:
        yield True
    finally:
        connection.close()
        connection.settings_dict["NAME"] = "postgres"
        with connection.cursor() as cursor:
            cursor.execute(f"DROP DATABASE IF EXISTS {connection.ops.quote_name(trial)}")
        connection.close()
        connection.settings_dict["NAME"] = real


def _migrate_here() -> Tried:
    """Migrate whatever the connection stands on, and compare before and after."""
    before = tables()
    began = time.monotonic()
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except DatabaseError as error:
        raise CannotUpgrade("failed", str(error)[:200]) from error
    seconds = time.monotonic() - began
    after = tables()
    for table, count in before.counts.items():
        if table in after.counts and after.counts[table] < count:
            raise CannotUpgrade("lost", f"{table}: {count} → {after.counts[table]}")
    if (after.journal_entries, after.head) != (before.journal_entries, before.head):
        raise CannotUpgrade("chain", f"{before.journal_entries} → {after.journal_entries}")
    _check_whole()
    report = [step for step in journal.verify() if isinstance(step, journal.ChainReport)][-1]
    if report.broken_at is not None:
        raise CannotUpgrade("chain", str(report.broken_at))
    return Tried(rows=sum(after.counts.values()), journal_entries=after.journal_entries, seconds=seconds)


def tables() -> Tables:
    """Count every table of the store that the connection stands on, by SQL alone: the models may be newer."""
    counts: dict[str, int] = {}
    entries, head = 0, ""
    with connection.cursor() as cursor:
        for table in sorted(connection.introspection.table_names(cursor)):
            if table not in _MOVING and "_fts" not in table:
                cursor.execute(f"SELECT count(*) FROM {connection.ops.quote_name(table)}")
                counts[table] = int(cursor.fetchone()[0])
        if "ground_journalentry" in counts:
            cursor.execute("SELECT seq, digest FROM ground_journalentry ORDER BY seq DESC LIMIT 1")
            row = cursor.fetchone()
            entries, head = (int(row[0]), bytes(row[1]).hex()) if row else (0, "")
    return Tables(counts=counts, journal_entries=entries, head=head)


def _check_whole() -> None:
    if connection.vendor != "sqlite":
        return
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA quick_check(1)")
        said = str(cursor.fetchone()[0])
        cursor.execute("PRAGMA foreign_key_check")
        orphan = cursor.fetchone()
    if said != "ok" or orphan is not None:
        raise CannotUpgrade("damaged", said if said != "ok" else f"{orphan[0]} → {orphan[2]}")


def _sync(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
