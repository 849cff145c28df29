"""How long the chain of the journal takes to verify, and to write; made as the program makes it."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

SIZE = 100_000
GOALS = {"verify_seconds": ("most", 10.0), "broken": ("most", 0.0)}
REAL_APPENDS = 1_000
BATCH = 5_000


def measure(folder: Path, size: int, say: Callable[[str], None]) -> dict[str, Any]:
    """Fill a store with `size` chained entries, each naming one person, and walk the chain once."""
    from tannha.ground.command import opened

    with opened(folder) as console:
        from tannha.ground import journal

        say(f"writing {size} entries …")
        rate = append_rate(console, min(REAL_APPENDS, size))
        fill(console, size)
        say("verifying …")
        began = time.perf_counter()
        report = [step for step in journal.verify() if isinstance(step, journal.ChainReport)][-1]
        seconds = time.perf_counter() - began
    return {
        "entries": report.entries,
        "verify_seconds": round(seconds, 2),
        "entries_per_second": round(report.entries / seconds),
        "appends_per_second": round(rate),
        "broken": 0 if report.broken_at is None else 1,
    }


def append_rate(console: Any, count: int) -> float:
    """Entries a second through the journal's own door, each in a durable transaction of its own."""
    from django.db import transaction

    from tannha.ground import journal
    from tannha.ground.ids import new_id

    began = time.perf_counter()
    for _ in range(count):
        with transaction.atomic():
            journal.read(
                console.actor, "bench.shown", now=console.now, people=[new_id()], fields=["full_name"]
            )
    return count / (time.perf_counter() - began)


def fill(console: Any, size: int) -> None:
    """Lengthen the chain to `size` in bulk, with the same digests as one by one."""
    import json

    from django.db import transaction

    from tannha.ground import journal
    from tannha.ground.ids import new_id
    from tannha.ground.models import JournalEntry, JournalKind, JournalPerson

    last = JournalEntry.objects.order_by("-seq").first()
    seq, previous = (last.seq, bytes(last.digest)) if last else (0, journal.FIRST)
    while seq < size:
        entries, people = [], []
        for _ in range(min(BATCH, size - seq)):
            seq, person = seq + 1, new_id()
            entry = JournalEntry(
                seq=seq,
                at=console.now + timedelta(seconds=seq),
                kind=JournalKind.READ.value,
                what="bench.shown",
                actor_id=None,
                role=console.actor.role.value,
                ward_id=console.actor.ward_id,
                body=json.dumps({"fields": ["full_name"], "people": [str(person)]}, separators=(",", ":")),
                previous=previous,
            )
            entry.digest = previous = journal.digest_of(entry, previous)
            entries.append(entry)
            people.append(JournalPerson(entry=entry, person_id=person))
        with transaction.atomic():
            JournalEntry.objects.bulk_create(entries)
            JournalPerson.objects.bulk_create(people)
