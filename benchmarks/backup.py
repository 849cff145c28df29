"""How fast a store is backed up and restored, beside the disk and the bare steps in the same run.

The store holds `size` residents with their households, five journal entries for each hundred of them, and packets of
sealed bytes (1.5 MB each, one for each thousand). Beside: the store's file read and written to disk (`copy`), and the
same with SHA-256 and gzip as a backup's lines pass through them (`squeezed`). Seconds of commands count the start of a
process; `other_command_seconds` (a walk along the journal) tells how long that is here. `…_cpu_seconds` are those of
the processor, which a busy machine changes little.
"""

from __future__ import annotations

import gzip
import hashlib
import json
import os
import resource
import secrets
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

SIZE = 20_000
GOALS = {"rows_missing": ("most", 0.0)}
BATCH = 5_000
PACKET_BYTES = 1_500_000
CHUNK = 1 << 20


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Fill a folder, back it up and restore it by the real commands, and time the bare steps on the same bytes."""
    data = folder / "data"
    say(f"writing {size} residents …")
    rows = fill(data, size)
    store = data / "store.sqlite3"
    plain_mb = store.stat().st_size / 1e6
    copy_seconds = bare_copy(store, folder / "copy", squeeze=False)
    squeezed_seconds = bare_copy(store, folder / "squeezed", squeeze=True)
    run("backup-key", str(folder / "stick"), "--data", str(data))
    _, start_seconds, start_cpu = run("verify-journal", "--data", str(data), "--json")
    say("backing up …")
    made, backup_seconds, backup_cpu = run(
        "backup", str(folder / "one.backup"), "--data", str(data), "--json"
    )
    key = folder / "stick" / "tannha-backup-private.pem"
    say("restoring …")
    restore = ("restore", str(folder / "one.backup"), "--key", str(key))
    back, restore_seconds, restore_cpu = run(*restore, "--data", str(folder / "back"), "--json")
    proved, prove_seconds, prove_cpu = run(
        *restore, "--prove", "--report", str(folder / "proof.json"), "--json"
    )
    return {
        "rows": made["rows"],
        "store_mb": round(plain_mb, 1),
        "backup_mb": round(made["bytes"] / 1e6, 1),
        "backup_seconds": round(backup_seconds, 2),
        "backup_rows_per_second": round(made["rows"] / backup_seconds),
        "backup_store_mb_per_second": round(plain_mb / backup_seconds, 1),
        "restore_seconds": round(restore_seconds, 2),
        "restore_rows_per_second": round(back["rows"] / restore_seconds),
        "prove_seconds": round(prove_seconds, 2),
        "other_command_seconds": round(start_seconds, 2),
        "backup_cpu_seconds": round(backup_cpu, 2),
        "restore_cpu_seconds": round(restore_cpu, 2),
        "prove_cpu_seconds": round(prove_cpu, 2),
        "other_command_cpu_seconds": round(start_cpu, 2),
        "copy_seconds": round(copy_seconds, 2),
        "copy_mb_per_second": round(plain_mb / copy_seconds, 1),
        "squeezed_seconds": round(squeezed_seconds, 2),
        "backup_to_squeezed": round(backup_seconds / squeezed_seconds, 2),
        "rows_missing": max(0, rows - back["rows"]) + max(0, rows - proved["rows"]),
    }


def run(*words: str) -> tuple[dict[str, Any], float, float]:
    """A command of the program in a process of its own: its JSON answer, seconds by the clock, seconds of processor."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("TANNHA")}
    began, worked = time.perf_counter(), _worked_by_children()
    done = subprocess.run(
        [sys.executable, "-m", "tannha.cli", *words], capture_output=True, text=True, check=True, env=kept
    )
    seconds, cpu = time.perf_counter() - began, _worked_by_children() - worked
    lines = done.stdout.strip().splitlines()
    return (json.loads(lines[-1]) if lines else {}), seconds, cpu


def _worked_by_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def bare_copy(source: Path, target: Path, *, squeeze: bool) -> float:
    """Seconds for reading a file and forcing it to disk again, plain or through SHA-256 and gzip."""
    began = time.perf_counter()
    digest = hashlib.sha256()
    with source.open("rb") as read, target.open("wb") as write:
        out: Any = gzip.GzipFile(fileobj=write, mode="wb", compresslevel=3, mtime=0) if squeeze else write
        while chunk := read.read(CHUNK):
            if squeeze:
                digest.update(chunk)
            out.write(chunk)
        if squeeze:
            out.close()
        write.flush()
        os.fsync(write.fileno())
    return time.perf_counter() - began


def fill(data: Path, size: int) -> int:
    """Make the store; gives how many rows it holds of what was written here."""
    from tannha.ground.command import opened

    with opened(data) as console:
        from django.db import connection, transaction

        from tannha.ground import journal
        from tannha.ground.dates import PartialDate
        from tannha.ground.ids import new_id
        from tannha.roll.models import Household, ImportBatch, ImportFile, Resident

        written = 0
        for start in range(0, size, BATCH):
            homes = [
                Household(
                    id=new_id(),
                    ward_id=console.actor.ward_id,
                    address=f"P{number} tháp A, đường Bịa",
                    address_key=f"p{number} thap a duong bia",
                )
                for number in range(start, min(start + BATCH, size))
            ]
            people = [
                Resident(
                    id=new_id(),
                    ward_id=console.actor.ward_id,
                    household=home,
                    full_name=f"NGUYỄN VĂN {secrets.token_hex(3).upper()}",
                    name_key="nguyen van",
                    name_sort="nguyen van",
                    birth=PartialDate(year=1940 + number % 80),
                    birth_year=1940 + number % 80,
                )
                for number, home in enumerate(homes, start)
            ]
            with transaction.atomic():
                Household.every.bulk_create(homes)
                Resident.every.bulk_create(people)
            written += len(homes) + len(people)
        for _ in range(size // 20):
            with transaction.atomic():
                journal.act(console.actor, "bench.written", now=console.now)
        for number in range(max(1, size // 1000)):
            batch = ImportBatch.objects.create(
                ward_id=console.actor.ward_id,
                state="undone",
                file_name=f"{date(2026, 11, 24)}-{number}",
                digest="",
                staged_at=console.now,
            )
            ImportFile.objects.create(batch=batch, kept=secrets.token_bytes(PACKET_BYTES))
        connection.close()
        return written + size // 20 + 2 * max(1, size // 1000)
