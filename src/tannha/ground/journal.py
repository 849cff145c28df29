"""The journal of acts and of reads of personal data: append-only, each entry chained to the one before by SHA-256.

`hash = SHA-256(0x00 ‖ previous ‖ canonical entry)`. An entry says who, as what role, for which purpose and case, which
people and fields; never the value itself. An entry is written in the transaction of its act, so what is rolled back
leaves none.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from django.db import connection

from tannha.ground.actor import Actor
from tannha.ground.models import JournalEntry, JournalKind, JournalPerson

FIRST = bytes(32)
_LOCK_NUMBER = 0x7A6E6861


@dataclass(slots=True)
class Written:
    """What the verb under way has written so far."""

    acts: int = 0
    reads: int = 0
    people: set[UUID] = field(default_factory=set)


_written: ContextVar[Written | None] = ContextVar("written", default=None)


def act(
    actor: Actor,
    what: str,
    *,
    now: datetime,
    people: Iterable[UUID] = (),
    case_id: UUID | None = None,
    purpose: str = "",
    second: Actor | None = None,
    details: Mapping[str, Any] | None = None,
) -> int:
    """Write one act and give its number. `details` hold no personal data; `second` is who confirmed it."""
    body = _body(actor, people, case_id, purpose, details)
    if second is not None:
        body["second"] = str(second.user_id)
    seen = _written.get()
    if seen is not None:
        seen.acts += 1
    return _append(actor, JournalKind.ACT, what, body, now)


def read(
    actor: Actor,
    what: str,
    *,
    now: datetime,
    people: Iterable[UUID],
    purpose: str = "",
    case_id: UUID | None = None,
    fields: Iterable[str] = (),
) -> int:
    """Write that these people's data were shown, and give the entry's number; nobody shown writes nothing (0)."""
    shown = list(dict.fromkeys(people))
    seen = _written.get()
    if seen is not None:
        seen.reads += 1
        seen.people.update(shown)
    if not shown:
        return 0
    body = _body(actor, shown, case_id, purpose, None)
    body["fields"] = sorted(fields)
    return _append(actor, JournalKind.READ, what, body, now)


def _body(
    actor: Actor,
    people: Iterable[UUID],
    case_id: UUID | None,
    purpose: str,
    details: Mapping[str, Any] | None,
) -> dict[str, Any]:
    body: dict[str, Any] = {"people": sorted({str(person) for person in people})}
    if case_id is not None:
        body["case"] = str(case_id)
    if purpose:
        body["purpose"] = purpose
    if actor.os_user:
        body["os_user"] = actor.os_user
    if details:
        body["details"] = dict(details)
    return body


def _append(actor: Actor, kind: JournalKind, what: str, body: dict[str, Any], now: datetime) -> int:
    if not connection.in_atomic_block:
        raise RuntimeError("a journal entry belongs into the transaction of its act")
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK_NUMBER])
    last = JournalEntry.objects.order_by("-seq").values_list("seq", "digest").first()
    seq, previous = (last[0] + 1, bytes(last[1])) if last else (1, FIRST)
    link = Link(
        seq=seq,
        at=now.astimezone(UTC),
        kind=kind.value,
        what=what,
        actor_id=actor.user_id,
        role=actor.role.value,
        ward_id=actor.ward_id,
        body=json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=str),
    )
    entry = JournalEntry(**link._asdict(), previous=previous, digest=digest_of(link, previous))
    entry.save(force_insert=True)
    JournalPerson.objects.bulk_create(
        [JournalPerson(entry=entry, person_id=UUID(person)) for person in body["people"]]
    )
    return seq


class Link(NamedTuple):
    """What of an entry is chained, in the order of its canonical form."""

    seq: int
    at: datetime
    kind: str
    what: str
    actor_id: UUID | None
    role: str
    ward_id: UUID | None
    body: str


def digest_of(link: Link, previous: bytes) -> bytes:
    """The 32 bytes that chain an entry to the one before it."""
    parts = (
        str(link.seq),
        link.at.astimezone(UTC).isoformat(timespec="microseconds"),
        link.kind,
        link.what,
        str(link.actor_id or ""),
        link.role,
        str(link.ward_id or ""),
        link.body,
    )
    canonical = json.dumps(parts, separators=(",", ":"), ensure_ascii=False).encode()
    return hashlib.sha256(b"\x00" + previous + canonical).digest()


@contextmanager
def watched() -> Iterator[Written]:
    """Count what is written inside; verbs use it to hold themselves to one act or to a complete read."""
    written = Written()
    token = _written.set(written)
    try:
        yield written
    finally:
        _written.reset(token)


@dataclass(frozen=True, slots=True, kw_only=True)
class ChainReport:
    """What a walk along the chain found: entries read, the last digest, and the first entry that does not follow."""

    entries: int
    head: str
    broken_at: int | None
    why: str


def newest() -> JournalEntry | None:
    """The last entry; None in a new store."""
    return JournalEntry.objects.order_by("-seq").first()


def verify(batch: int = 5000, *, start: int = 1) -> Iterator[int | ChainReport]:
    """Walk the chain from its first entry, or from entry `start` on; yields progress counts, last the report.

    Sees an edited, swapped, inserted or missing entry and people who do not match the entry's body. It cannot see a cut
    tail: that needs a head kept elsewhere.
    """
    previous, expected, broken, why = _before(start), start, None, ""
    columns = (*Link._fields, "previous", "digest")
    while broken is None:
        rows = list(
            JournalEntry.objects.filter(seq__gte=expected).order_by("seq").values_list(*columns)[:batch]
        )
        if not rows:
            break
        named: dict[int, list[str]] = {}
        people = JournalPerson.objects.filter(entry_id__gte=rows[0][0], entry_id__lte=rows[-1][0])
        for seq, person in people.values_list("entry_id", "person_id"):
            named.setdefault(seq, []).append(str(person))
        for *chained, stored_previous, digest in rows:
            link = Link(*chained)
            why = _fault(link, expected, previous, bytes(stored_previous), bytes(digest))
            if not why and json.loads(link.body)["people"] != sorted(named.get(link.seq, [])):
                why = "people"
            if why:
                broken = expected
                break
            previous, expected = bytes(digest), link.seq + 1
        yield expected - 1
    yield ChainReport(entries=expected - 1, head=previous.hex(), broken_at=broken, why=why)


def _before(start: int) -> bytes:
    """The digest on which entry `start` rests."""
    if start <= 1:
        return FIRST
    stored = JournalEntry.objects.filter(seq=start - 1).values_list("digest", flat=True).first()
    return bytes(stored) if stored is not None else b""


def _fault(link: Link, expected: int, previous: bytes, stored_previous: bytes, digest: bytes) -> str:
    if link.seq != expected:
        return "missing"
    if stored_previous != previous:
        return "previous"
    return "" if digest_of(link, previous) == digest else "changed"
