"""Making a backup while the program runs: one consistent view of the store, and the key files, sealed on the way out.

The plain form is a gzip stream of lines: a manifest, then per model a heading and its rows, the key files, and an end
line with counts. The manifest names every applied migration, so that a later version knows what it reads.
"""

from __future__ import annotations

import base64
import gzip
import json
import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.db import connection, transaction
from django.db.migrations.recorder import MigrationRecorder

from tannha import __version__
from tannha.ground.data_folder import DataFolder
from tannha.ground.models import JournalEntry
from tannha.ground.vault.streams import SealingWriter, read_public
from tannha.office.backups.rows import columns, kept_models, lines

Progress = Callable[[str, int], None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """A backup that lies whole on disk."""

    path: Path
    rows: int
    bytes: int
    journal_entries: int
    journal_head: str


def make_backup(target: Path, recipient_pem: bytes, *, now: datetime, progress: Progress) -> Made:
    """Write a sealed backup; it appears under its name only when it is whole and forced to disk.

    The group may read it: it is sealed, and whoever proves it works under another account.
    Raises ValueError for a key that is none, OSError for a place that cannot be written.
    """
    recipient = read_public(recipient_pem)
    aside = target.with_name(f".{target.name}.{os.getpid()}")
    try:
        with aside.open("xb") as handle:
            os.chmod(aside, 0o640)
            sealed = SealingWriter(handle, recipient)
            with gzip.GzipFile(fileobj=sealed, mode="wb", compresslevel=3, mtime=0) as plain:  # type: ignore[arg-type]
                rows, entries, head = write_rows(plain, now, progress)
            sealed.close()
            handle.flush()
            os.fsync(handle.fileno())
        os.replace(aside, target)
        _sync_folder(target.parent)
    finally:
        aside.unlink(missing_ok=True)
    return Made(
        path=target, rows=rows, bytes=target.stat().st_size, journal_entries=entries, journal_head=head
    )


def write_rows(plain: gzip.GzipFile, now: datetime, progress: Progress) -> tuple[int, int, str]:
    """The plain form: manifest, rows, keys, end; gives rows, journal entries and the head of the journal."""

    def put(value: Any) -> None:
        plain.write(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n")

    counts: dict[str, int] = {}
    with transaction.atomic():
        if connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        applied = sorted(list(key) for key in MigrationRecorder(connection).applied_migrations())
        put(
            {
                "format": "tannha-backup/1",
                "version": __version__,
                "made_at": now.isoformat(),
                "migrations": applied,
            }
        )
        for model in kept_models(apps):
            put({"model": model._meta.label_lower, "columns": [field.attname for field in columns(model)]})
            count = 0
            for line in lines(model):
                plain.write(line.encode() + b"\n")
                count += 1
            counts[model._meta.label_lower] = count
            progress(model._meta.label_lower, count)
        last = JournalEntry.objects.order_by("-seq").values_list("seq", "digest").first()
    for file in sorted(DataFolder.current().keys.iterdir()):
        if file.is_file() and not file.name.startswith("."):
            put({"key": file.name, "content": base64.b64encode(file.read_bytes()).decode()})
    entries, head = (last[0], bytes(last[1]).hex()) if last else (0, "")
    put({"end": counts, "journal_entries": entries, "journal_head": head})
    return sum(counts.values()), entries, head


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
