"""Restoring: into an empty place only, at the migrations of the backup, then forward to this version; counted, checked.

Everything is read in one transaction: what is cut off or changed leaves an empty place.
"""

from __future__ import annotations

import base64
import gzip
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from django.apps import apps
from django.core.management import call_command
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from tannha.ground import journal
from tannha.ground.data_folder import DataFolder
from tannha.ground.store.prepare import is_new, make_ready
from tannha.ground.vault import CannotOpen
from tannha.ground.vault.streams import open_frames, read_private
from tannha.office.backups import rows as row_lines

Progress = Callable[[str, int], None]


class CannotRestore(Exception):
    """Why nothing was restored, as a wire word: "not_empty", "newer", "cut", "counts", "chain", "not_ours"."""

    def __init__(self, why: str) -> None:
        """Keeps the word."""
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True, kw_only=True)
class Restored:
    """What came back: rows by model, journal entries, the journal's head, when the backup was made."""

    counts: dict[str, int]
    journal_entries: int
    journal_head: str
    made_at: str
    version: str

    @property
    def rows(self) -> int:
        """All rows."""
        return sum(self.counts.values())


class _Frames(io.RawIOBase):
    """The opened frames as a readable file."""

    def __init__(self, frames: Iterator[bytes]) -> None:
        self._frames, self._waiting = frames, b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._waiting:
            following = next(self._frames, None)
            if following is None:
                return 0
            self._waiting = following
        part = self._waiting[: len(buffer)]
        buffer[: len(part)] = part
        self._waiting = self._waiting[len(part) :]
        return len(part)


def restore_backup(source: BinaryIO, key_pem: bytes, *, progress: Progress) -> Restored:
    """Restore into the current data folder, which must be new, and bring it to this version.

    Raises CannotOpen for another key or a changed file, CannotRestore with its word, ValueError for a key that is none.
    """
    restored = read_back(source, key_pem, progress=progress)
    call_command("migrate", verbosity=0, interactive=False)
    report = list(journal.verify())[-1]
    assert isinstance(report, journal.ChainReport)
    if report.broken_at is not None or report.entries != restored.journal_entries:
        raise CannotRestore("chain")
    if restored.journal_entries and report.head != restored.journal_head:
        raise CannotRestore("chain")
    return restored


def read_back(source: BinaryIO, key_pem: bytes, *, progress: Progress) -> Restored:
    """Read a backup into the tables of the version that made it; raises what `restore_backup` raises."""
    key = read_private(key_pem)
    _refuse_unless_empty()
    with gzip.GzipFile(fileobj=io.BufferedReader(_Frames(open_frames(source, key)), 1 << 20)) as plain:  # type: ignore[arg-type]
        try:
            manifest = json.loads(plain.readline())
            if manifest.get("format") != "tannha-backup/1":
                raise CannotRestore("not_ours")
            registry = _tables_as_of(manifest["migrations"])
            with transaction.atomic():
                restored = _read(plain, manifest, registry, progress)
        except (EOFError, gzip.BadGzipFile, json.JSONDecodeError, KeyError) as error:
            raise CannotRestore("cut") from error
    return restored


def restore_file(source: Path, key_pem: bytes, *, progress: Progress) -> Restored:
    """Restore from a file and let go of the store; raises what `restore_backup` raises, OSError for no such file."""
    try:
        with source.open("rb") as handle:
            return restore_backup(handle, key_pem, progress=progress)
    finally:
        connection.close()


def _refuse_unless_empty() -> None:
    """Only a place without rows takes a restore; empty tables of an interrupted one are cleared away (PostgreSQL)."""
    if is_new() or not (tables := connection.introspection.table_names()):
        return
    with connection.cursor() as cursor:
        for table in set(tables) - {"django_migrations", "django_content_type", "auth_permission"}:
            cursor.execute(f"SELECT 1 FROM {connection.ops.quote_name(table)} LIMIT 1")
            if cursor.fetchone():
                raise CannotRestore("not_empty")
        if connection.vendor != "postgresql":
            raise CannotRestore("not_empty")
        for table in tables:
            cursor.execute(f"DROP TABLE IF EXISTS {connection.ops.quote_name(table)} CASCADE")
        cursor.execute(
            "SELECT p.oid::regprocedure::text FROM pg_proc p "
            "WHERE p.pronamespace = current_schema()::regnamespace AND p.prorettype = 'trigger'::regtype "
            "AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = p.oid AND d.deptype = 'e')"
        )
        for (function,) in cursor.fetchall():
            cursor.execute(f"DROP FUNCTION IF EXISTS {function} CASCADE")


def _tables_as_of(applied: list[list[str]]) -> Any:
    wanted = {(app, name) for app, name in applied}
    if wanted == set(MigrationLoader(None).graph.nodes):
        make_ready()
        return apps
    executor = MigrationExecutor(connection)
    known = set(executor.loader.graph.nodes)
    if not wanted <= known:
        raise CannotRestore("newer")
    targets = [
        node
        for node in wanted
        if not any(child.key in wanted for child in executor.loader.graph.node_map[node].children)
    ]
    state = executor.migrate(sorted(targets))
    return state.apps


def _read(plain: gzip.GzipFile, manifest: dict[str, Any], registry: Any, progress: Progress) -> Restored:
    counts: dict[str, int] = {}
    models = {model._meta.label_lower: model for model in row_lines.kept_models(registry)}
    pending: dict[str, Any] | None = json.loads(plain.readline())
    while pending is not None and "model" in pending:
        label = pending["model"]
        held: list[dict[str, Any]] = []

        def until_heading(held: list[dict[str, Any]] = held) -> Iterator[str]:
            for raw in plain:
                if raw[:1] == b"[":
                    yield raw.decode()
                else:
                    held.append(json.loads(raw))
                    return

        counts[label] = row_lines.load(models[label], pending["columns"], until_heading())
        progress(label, counts[label])
        pending = held[0] if held else None
    while pending is not None and "key" in pending:
        _put_key(pending["key"], base64.b64decode(pending["content"]))
        pending = json.loads(plain.readline())
    if pending is None or "end" not in pending:
        raise CannotRestore("cut")
    if pending["end"] != counts:
        raise CannotRestore("counts")
    if plain.read(1):
        raise CannotRestore("cut")
    row_lines.reset_sequences(list(models.values()))
    return Restored(
        counts=counts,
        journal_entries=pending["journal_entries"],
        journal_head=pending["journal_head"],
        made_at=manifest["made_at"],
        version=manifest["version"],
    )


def _put_key(name: str, content: bytes) -> None:
    if Path(name).name != name or name.startswith("."):
        raise CannotRestore("not_ours")
    path = DataFolder.current().keys / name
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    try:
        os.write(handle, content)
        os.fsync(handle)
    finally:
        os.close(handle)


__all__ = ["CannotOpen", "CannotRestore", "Restored", "restore_backup"]
